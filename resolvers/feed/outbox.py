"""What waits for one client of a subscription, within bounds."""
import asyncio
from collections import deque
from dataclasses import dataclass, field

from resolvers.feed.endings import Ended, Slow
from resolvers.feed.unread import MESSAGE, Account


@dataclass(frozen=True, slots=True)
class Next:
    """One message: the cursor that the client has with it, and its JSON. All of a group get the same object.

    frames   what it is on the wire, by the operation's id, as far as somebody has made it
    """

    pos: int
    payload: bytes
    frames: dict[str, bytes] = field(default_factory=dict, compare=False)


class Outbox:
    """Messages that wait for one client. It costs next to nothing until something waits: most clients are quiet.

    most_messages, most_bytes   what may wait at once; a single message may be larger
    account                     of the connection, which it may share; None: it has one of its own
    """

    __slots__ = ("_account", "_bytes", "_changed", "_ending", "_most_bytes", "_most_messages", "_waiting")

    def __init__(self, most_messages: int, most_bytes: int, account: Account | None = None) -> None:
        self._account = account or Account(most_bytes)
        self._most_messages = most_messages
        self._most_bytes = most_bytes
        self._waiting: deque[Next] | None = None
        self._bytes = 0
        self._ending: Ended | None = None
        self._changed: asyncio.Event | None = None  # there once somebody has waited

    @property
    def has_news(self) -> bool:
        """Whether `take` would give a message or an end at once."""
        return bool(self._waiting or self._ending)

    def put(self, message: Next) -> bool:
        """Add a message; False when it has no room."""
        if self._waiting and (len(self._waiting) >= self._most_messages
                              or self._bytes + len(message.payload) > self._most_bytes):
            return False
        if not self._account.take(len(message.payload) + MESSAGE):
            return False
        self._waiting = self._waiting or deque()
        self._waiting.append(message)
        self._bytes += len(message.payload)
        self._wake()
        return True

    def end(self, ending: Ended) -> None:
        """Nothing more comes. What waits is still sent, unless the client was too slow for it."""
        if isinstance(ending, Slow):
            self.drop()
        self._ending = ending
        self._wake()

    def drop(self) -> None:
        """Whatever waits is not sent any more."""
        if self._waiting:
            self._account.give(self._bytes + len(self._waiting) * MESSAGE)
        self._waiting, self._bytes = None, 0

    async def take(self) -> Next:
        """The next message.

        raises   Ended, after the last
        """
        while not self._waiting:
            if self._ending:
                raise self._ending
            await self._change()
        message = self._waiting.popleft()
        self._waiting = self._waiting or None
        self._bytes -= len(message.payload)
        self._account.give(len(message.payload) + MESSAGE)
        self._wake()
        return message

    @property
    def is_roomy(self) -> bool:
        """Whether at most half of the bounds is taken."""
        return self._is_taken(2) and self._account.is_roomy

    async def room(self) -> None:
        """Wait, when more than half of the bounds is taken, until it is at most a quarter."""
        if not self._is_taken(2):
            while not (self._is_taken(4) or self._ending):
                await self._change()
        if not self._ending:
            await self._account.room()

    def _is_taken(self, parts: int) -> bool:
        """Whether at most such a part of the own bounds is."""
        return not self._waiting or (
            len(self._waiting) * parts <= self._most_messages and self._bytes * parts <= self._most_bytes)

    async def _change(self) -> None:
        self._changed = self._changed or asyncio.Event()
        self._changed.clear()
        await self._changed.wait()

    def _wake(self) -> None:
        if self._changed:
            self._changed.set()


class Outboxes:
    """Those of a group's members, who all get the same messages."""

    def __init__(self) -> None:
        self._all: set[Outbox] = set()

    def add(self, outbox: Outbox) -> None:
        self._all.add(outbox)

    def remove(self, outbox: Outbox) -> None:
        self._all.discard(outbox)

    def put(self, message: Next) -> list[Outbox]:
        """Add a message to each; returns those that had no room for it."""
        return [outbox for outbox in self._all if not outbox.put(message)]
