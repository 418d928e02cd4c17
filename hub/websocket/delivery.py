"""A subscription on a WebSocket: its messages go to the connection at once, and wait only while that takes none."""
import asyncio
import sys
from collections.abc import Callable
from typing import Protocol

from hub.websocket import frames, messages
from hub.websocket.channel import Channel
from hub.websocket.messages import Closing
from resolvers.feed.endings import Ended, Failed, SignedOut, Slow, Stopped
from resolvers.feed.following import Limits
from resolvers.feed.outbox import Next, Outbox
from resolvers.feed.subscribers import Subscriber


def _nobody_asks(_: "Delivery") -> None:
    """Until a socket does."""


class Places(Protocol):
    """The row that a delivery stands in: `hub.websocket.fan_out.Row`."""

    def is_open(self, place: int) -> bool: ...

    def open(self, place: int, descriptor: int) -> None: ...

    def close(self, place: int) -> None: ...


class Delivery(Outbox):
    """
    id          of the operation; deliveries with equal ones share the text's object
    row, place  where it stands in a group
    subscriber  whose messages these are, as soon as the feed knows it
    task        while messages wait, or its end is told
    ended       called when its end has been told
    """

    __slots__ = ("_channel", "_frames", "ended", "id", "place", "row", "subscriber", "task")

    def __init__(self, channel: Channel, operation_id: str, limits: Limits) -> None:
        super().__init__(limits.messages, limits.message_bytes, channel.account)
        self._channel = channel
        self._frames = channel.frames
        self.id = sys.intern(operation_id)
        self.row: Places | None = None
        self.place = 0
        self.subscriber: Subscriber | None = None
        self.task: asyncio.Task[None] | None = None
        self.ended: Callable[[Delivery], None] = _nobody_asks

    def put(self, message: Next) -> bool:
        if self.task is None and self._frames.write(message.frames.get(self.id) or frame(message, self.id)):
            self.open()
            return True
        if not super().put(message):
            return False
        self._go_on()
        return True

    def end(self, ending: Ended) -> None:
        super().end(ending)
        self._go_on()

    def leave(self) -> None:
        """The client wants nothing more of it."""
        if self.subscriber:
            self.subscriber.leave()
        if self.task:
            self.task.cancel()
        self.drop()
        self._part()

    def open(self) -> None:
        """Let the row write to the connection by itself, as long as nothing waits before it."""
        if self.row and self.task is None and not self.row.is_open(self.place):
            self.row.open(self.place, self._frames.lend(self))

    def close(self) -> None:
        """Whatever comes goes by `put`."""
        if self.row and self.row.is_open(self.place):
            self._frames.take_back(self)
            self.row.close(self.place)

    def recalled(self) -> None:
        if self.row:
            self.row.close(self.place)

    def carry(self, rest: bytes) -> None:
        """Hand over the rest of a frame that the row has begun."""
        self._frames.carry(rest)

    def _go_on(self) -> None:
        self.close()
        self.task = self.task or asyncio.create_task(self._work_off())

    async def _work_off(self) -> None:
        try:
            while self.has_news:
                message = await self.take()
                await self._channel.send(messages.next_(self.id, message.payload).decode())
            self.task = None
        except Ended as ending:
            try:
                await self._tell(ending)
                self.ended(self)
            finally:
                ending.__traceback__ = None  # it leads here, where the ending is
                self._part()

    def _part(self) -> None:
        """Refer in no circle to what refers here: thousands may be over at once, and are freed one by one as they go, not by
        the garbage collector, all in one go."""
        self.subscriber, self.ended = None, _nobody_asks

    async def _tell(self, ending: Ended) -> None:
        """Say why nothing more comes; after some endings, the socket ends as well."""
        if isinstance(ending, Failed):
            await self._channel.send(messages.error(self.id, ending.errors, self._channel.language))
        match ending:
            case SignedOut():
                await self._channel.close(messages.signed_out())
            case Slow():
                await self._channel.close(messages.too_slow())
            case Stopped():
                await self._channel.close(Closing(messages.RESTART, messages.RESTARTS))


def frame(message: Next, operation_id: str) -> bytes:
    """Make a message's frame for all operations with an id."""
    made = message.frames[operation_id] = frames.text(messages.next_(operation_id, message.payload))
    return made
