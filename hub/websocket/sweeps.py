"""What clients keep the hub waiting for, and what waits for them to read: bounded in time, and in bytes of the whole process.

One timer walks all connections of a kind: tens of thousands are held, and most of them owe nothing (docs/decisions/0074).
"""
import asyncio
from itertools import takewhile
from typing import Protocol

from hub import settings

EVERY = 1.0  # seconds between two looks
WAITING = "waiting"  # in a scope's state: the account of what waits for an event stream's client
READ = 65_536  # bytes that a client has to read within SANDAN_UNREAD_SECONDS to be given as long again


class Debtor(Protocol):
    """A connection."""

    def held(self, sweep: "Sweep") -> int:
        """Bytes that this process holds for it."""

    def may_go_on(self, sweep: "Sweep") -> bool:
        """Whether it is given as long again, now that its time is over."""

    def cut(self, sweep: "Sweep") -> None:
        """End it."""


class Sweep:
    """Connections that owe the same thing: none for longer than a time, together within a number of bytes.

    within   seconds
    most     bytes; when they are more, those that hold most are cut
    cuts     so far
    """

    def __init__(self, within: float, most: int) -> None:
        self._within, self._most = within, most
        self._since: dict[Debtor, float] = {}  # in the order of time
        self._timer: asyncio.TimerHandle | None = None
        self.cuts = 0

    @property
    def debtors(self) -> int:
        return len(self._since)

    def begin(self, debtor: Debtor) -> None:
        """From now on it owes, unless it has already."""
        if debtor not in self._since:
            self._since[debtor] = asyncio.get_running_loop().time()
            self._go_on()

    def end(self, debtor: Debtor) -> None:
        """It owes nothing now."""
        self._since.pop(debtor, None)

    def _go_on(self) -> None:
        if self._since and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(EVERY, self._look)

    def _look(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        for debtor in list(takewhile(lambda each: self._since[each] <= now - self._within, self._since)):
            del self._since[debtor]
            if debtor.may_go_on(self):
                self._since[debtor] = now
            else:
                self._cut(debtor)
        self._make_room()
        self._go_on()

    def _make_room(self) -> None:
        held = {debtor: debtor.held(self) for debtor in self._since}
        beyond = sum(held.values()) - self._most
        for debtor in sorted(held, key=held.__getitem__, reverse=True) if beyond > 0 else ():
            if beyond > 0:
                beyond -= held[debtor]
                self.end(debtor)
                self._cut(debtor)

    def _cut(self, debtor: Debtor) -> None:
        self.cuts += 1
        debtor.cut(self)


class Sweeps:
    """
    heads      of requests, awaited whole since a connection was opened or the first byte came
    bodies     awaited whole since the head came
    files      as bodies, of which more comes and for longer
    messages   of sockets, awaited whole since the first byte came
    unread     what was sent and is not taken, since the kernel has taken no more
    """

    def __init__(self, configured: settings.Settings) -> None:
        most, body = configured.held_bytes, configured.body_within.total_seconds()
        self.heads = Sweep(configured.head_within.total_seconds(), most)
        self.bodies, self.messages = Sweep(body, most), Sweep(body, most)
        self.files = Sweep(configured.upload_within.total_seconds(), most)
        self.unread = Sweep(configured.unread_within.total_seconds(), most)

    @property
    def cuts(self) -> int:
        return self.heads.cuts + self.bodies.cuts + self.files.cuts + self.messages.cuts + self.unread.cuts


class Reader(asyncio.Protocol):
    """A connection whose client has to read what it is sent.

    unread   bytes that waited when it was last looked at
    """

    sweeps: Sweeps
    transport: asyncio.Transport
    unread: int

    def pause_writing(self) -> None:
        super().pause_writing()
        self.unread = self.transport.get_write_buffer_size()
        self.sweeps.unread.begin(self)

    def resume_writing(self) -> None:
        super().resume_writing()
        self.sweeps.unread.end(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.sweeps.unread.end(self)
        super().connection_lost(exc)

    def held(self, sweep: Sweep) -> int:
        return self.transport.get_write_buffer_size()

    def may_go_on(self, sweep: Sweep) -> bool:
        before, self.unread = self.unread, self.transport.get_write_buffer_size()
        return before - self.unread >= READ

    def cut(self, sweep: Sweep) -> None:
        self.transport.abort()
