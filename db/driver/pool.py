"""A small pool of asyncpg connections.

asyncpg's own pool wraps each connection anew and resets it at each release; on small reads that is the largest cost
left. Our sessions are never altered, so a connection can be handed on as it is. What was broken off has the server stop its
statement first; what was lost in the middle of something is closed, never handed on.
"""
import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from time import monotonic
from typing import Any, NamedTuple

import asyncpg

from db.driver.leases import Lease, Loan
from db.driver.line import Line
from db.driver.session import Connection

ANYBODY = "anybody"  # who all people share a share as that are not signed in
ACQUIRED_WITHIN = 10.0  # seconds
SETTLED_WITHIN = 3.0  # seconds that the server has to stop a statement that was broken off
LOOKED_AT = 0.5  # seconds between two looks for connections that are held for too long
NARROW = 1.0  # seconds before another connection is asked for, when the server gives no more


class PoolClosed(asyncpg.InterfaceError):
    """The pool was closed: no connection comes from it any more."""


class Hold(NamedTuple):
    """Who has a connection, and since when by the monotonic clock."""

    who: Hashable
    since: float


class Pool:
    """Up to `size` connections, each in use by one task at a time; the one used last is used next.

    Each member holds at most half of them at once, and waits in a line of the member's own: see `db.driver.line`. `who` is a
    member, or whatever else has a share of its own; None is the hub itself, which has no share.

    open_      opens a connection, ready for use
    full       set when a statement met a server without room; whoever finds that it has room again takes it back
    patience   seconds to wait for a connection
    within     seconds that a connection is held for at most, before it is cut: of a server that answers no more; 0: any time
    """

    def __init__(self, open_: Callable[[], Awaitable[Connection]], size: int, *, patience: float = ACQUIRED_WITHIN,
                 within: float = 0) -> None:
        self._open, self._most, self._share = open_, size, max(1, size // 2)
        self.patience, self._within = patience, within
        self.full = False
        self._idle: list[Connection] = []
        self._used: dict[Connection, Hold] = {}
        self._held: dict[Hashable, int] = {}  # connections, and places of those that are being opened, by who has them
        self._opening = 0
        self._narrow_until = 0.0
        self._line = Line()
        self._watching: asyncio.TimerHandle | None = None
        self._settling: set[asyncio.Task[None]] = set()
        self._closed = False
        self._all_back = asyncio.Event()

    def get_size(self) -> int:
        return len(self._idle) + len(self._used)

    def get_idle_size(self) -> int:
        return len(self._idle)

    def acquire(self, *, who: Hashable = None, timeout: float | None = None) -> Lease:
        """A connection for a while: `async with pool.acquire() as connection`.

        timeout   seconds to wait for one; None: as long as it takes
        """
        return Lease(self, who, timeout)

    def idle(self, who: Hashable = None) -> Connection | None:
        """A connection that nobody uses, to be given back with `give`; None: one must be waited for.

        raises   PoolClosed
        """
        if self._closed:
            raise PoolClosed("the pool is closed")
        while self._idle and self._may(who):
            connection = self._idle.pop()
            if not connection.is_closed():
                self._hold(who)
                self._lend(connection, who)
                return connection
        return None

    def lent(self, connection: Connection) -> Loan:
        """Gives a connection back at the end of a block."""
        return Loan(self, connection)

    async def wait(self, who: Hashable = None, timeout: float | None = -1) -> Connection:
        """A connection when `idle` has none: a new one, or the next that somebody gives back.

        timeout  seconds; -1: the pool's patience; None: as long as it takes
        raises   TimeoutError, PoolClosed, what opening a connection raises
        """
        loop = asyncio.get_running_loop()
        within = self.patience if timeout == -1 else timeout
        until = None if within is None else loop.time() + within
        if self._has_place() and self._may(who):
            self._reserve(who)
        elif connection := await self._handed_over(who, loop, until):
            return connection
        while True:
            try:
                async with asyncio.timeout_at(until):
                    return await self._opened(who)
            except asyncpg.TooManyConnectionsError:
                if not self.get_size() + self._opening:
                    raise
            if connection := self.idle(who) or await self._handed_over(who, loop, until):
                return connection

    # -- who has what

    def _may(self, who: Hashable) -> bool:
        return who is None or self._held.get(who, 0) < self._share

    def _hold(self, who: Hashable) -> None:
        if who is not None:
            self._held[who] = self._held.get(who, 0) + 1

    def _let_go(self, who: Hashable) -> None:
        if who is not None:
            if self._held[who] == 1:
                del self._held[who]
            else:
                self._held[who] -= 1

    def _lend(self, connection: Connection, who: Hashable) -> None:
        self._used[connection] = Hold(who, monotonic())
        if self._within and self._watching is None:
            self._watching = asyncio.get_running_loop().call_later(LOOKED_AT, self._watch)

    def _watch(self) -> None:
        """Cut what is held for too long: the server is frozen, or out of reach without a word."""
        self._watching = None
        before = monotonic() - self._within
        for connection in [each for each, hold in self._used.items() if hold.since < before]:
            connection.terminate()
        if self._used and not self._closed:
            self._watching = asyncio.get_running_loop().call_later(LOOKED_AT, self._watch)

    # -- new ones

    def _has_place(self) -> bool:
        """Whether a new connection may be opened. Where the server gave no more, not before a moment has passed."""
        taken = len(self._used) + len(self._idle) + self._opening
        return taken < self._most and not (taken and monotonic() < self._narrow_until)

    def _reserve(self, who: Hashable) -> None:
        self._opening += 1
        self._hold(who)

    async def _opened(self, who: Hashable) -> Connection:
        """In the place that is reserved."""
        try:
            connection = await self._open()
        except BaseException as problem:
            if isinstance(problem, asyncpg.TooManyConnectionsError):
                self._narrow_until = monotonic() + NARROW
            self._give_up_place(who)
            raise
        self._opening -= 1
        self._lend(connection, who)
        return connection

    def _give_up_place(self, who: Hashable) -> None:
        self._opening -= 1
        self._let_go(who)
        self._offer_place()

    def _offer_place(self) -> None:
        if self._has_place() and (found := self._next()):
            self._reserve(found[0])
            found[1].set_result(None)

    # -- from hand to hand

    async def _handed_over(self, who: Hashable, loop: asyncio.AbstractEventLoop, until: float | None) -> Connection | None:
        """The connection that somebody gives back, lent already; None: a place is reserved for a new one.

        raises   TimeoutError; by a timer, since under load most requests wait here, and `asyncio.timeout` costs six times that
        """
        waiting: asyncio.Future[Connection | None] = loop.create_future()
        self._line.join(who, waiting)
        late = loop.call_at(until, _give_up, waiting) if until is not None else None
        try:
            return await waiting
        except BaseException:
            self._line.leave(who, waiting)
            if waiting.done() and not waiting.cancelled() and not waiting.exception():  # it came in the moment we gave up
                if connection := waiting.result():
                    self.give(connection)
                else:
                    self._give_up_place(who)
            raise
        finally:
            if late:
                late.cancel()
            del waiting, late  # the error that it may hold holds this frame: a circle (docs/decisions/0053)

    def give(self, connection: Connection, *, whole: bool = True) -> None:
        """Give a connection back.

        whole   False: nobody knows what state it is in; it is closed
        """
        # A BEGIN that was refused, by a cancel that came late, leaves the driver thinking of a transaction for ever.
        lost = not whole or getattr(connection, "_top_xact", None) is not None
        if (lost or self._closed) and not connection.is_closed():
            with suppress(Exception):  # it is gone, in whatever way
                connection.terminate()
        self._let_go(self._used.pop(connection).who)
        if connection.is_closed():
            self._offer_place()
        elif found := self._next():
            who, waiting = found
            self._hold(who)
            self._lend(connection, who)
            waiting.set_result(connection)
        else:
            self._idle.append(connection)
        if self._closed and not self._used:
            self._all_back.set()

    def _next(self) -> tuple[Hashable, asyncio.Future[Any]] | None:
        while found := self._line.next(self._may):
            if not found[1].done():
                return found
        return None

    def settle(self, connection: Connection) -> None:
        """Give back a connection whose statement was broken off, as soon as the server has stopped that."""
        self._settling.add(task := asyncio.get_running_loop().create_task(self._settle(connection)))
        task.add_done_callback(self._settling.discard)

    async def _settle(self, connection: Connection) -> None:
        whole = False
        try:
            async with asyncio.timeout(SETTLED_WITHIN):
                await connection.execute("ROLLBACK")  # the driver has asked to cancel, and waits until that is done
            whole = True
        except Exception:  # noqa: S110  # whatever it is, the connection is closed
            pass
        finally:
            self.give(connection, whole=whole)

    # -- without a lease

    async def fetch(self, query: str, *values: Any) -> list[asyncpg.Record]:
        with self.lent(self.idle() or await self.wait(None, None)) as connection:
            return await connection.fetch(query, *values)

    async def fetchval(self, query: str, *values: Any) -> Any:
        with self.lent(self.idle() or await self.wait(None, None)) as connection:
            return await connection.fetchval(query, *values)

    async def fetchrow(self, query: str, *values: Any) -> asyncpg.Record | None:
        with self.lent(self.idle() or await self.wait(None, None)) as connection:
            return await connection.fetchrow(query, *values)

    async def execute(self, query: str, *values: Any) -> str:
        with self.lent(self.idle() or await self.wait(None, None)) as connection:
            return await connection.execute(query, *values)

    async def close(self) -> None:
        """Close every connection as it comes back, and wait for the last."""
        self._closed = True
        for waiting in self._line.clear():
            if not waiting.done():
                waiting.set_exception(PoolClosed("the pool is closed"))
        for connection in self._idle:
            await connection.close(timeout=5)
        self._idle.clear()
        while self._used:
            self._all_back.clear()
            await self._all_back.wait()

    def terminate(self) -> None:
        """Cut every connection at once."""
        self._closed = True
        for connection in [*self._idle, *self._used]:
            connection.terminate()


def _give_up(waiting: "asyncio.Future[Connection | None]") -> None:
    if not waiting.done():
        waiting.set_exception(TimeoutError())
