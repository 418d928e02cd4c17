"""A small pool of asyncpg connections.

asyncpg's own pool wraps each connection anew and resets it at each release; on small reads that is the largest cost
left. Our sessions are never altered, so a connection can be handed on as it is. What was interrupted or lost in the
middle of something is closed, never handed on.
"""
import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record]
else:
    Connection = asyncpg.Connection


ACQUIRED_WITHIN = 10.0  # seconds


class PoolClosed(asyncpg.InterfaceError):
    """The pool was closed: no connection comes from it any more."""


class Pool:
    """Up to `size` connections, each in use by one task at a time; the one used last is used next.

    open_   opens a connection, ready for use
    """

    def __init__(self, open_: Callable[[], Awaitable[Connection]], size: int) -> None:
        self._open, self._most = open_, size
        self._idle: list[Connection] = []
        self._used: set[Connection] = set()
        self._opening = 0
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()
        self._closed = False
        self._all_back = asyncio.Event()

    def get_size(self) -> int:
        return len(self._idle) + len(self._used)

    def get_idle_size(self) -> int:
        return len(self._idle)

    def acquire(self, *, timeout: float | None = None) -> "Lease":
        """A connection for a while: `async with pool.acquire() as connection`.

        timeout   seconds to wait for one; None: as long as it takes
        """
        return Lease(self, timeout)

    def idle(self) -> Connection | None:
        """A connection that nobody uses, to be given back with `give`; None: one must be waited for.

        raises   PoolClosed
        """
        if self._closed:
            raise PoolClosed("the pool is closed")
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                self._used.add(connection)
                return connection
        return None

    def lent(self, connection: Connection) -> "Loan":
        """Gives a connection back at the end of a block."""
        return Loan(self, connection)

    async def wait(self, timeout: float | None = ACQUIRED_WITHIN) -> Connection:
        """A connection when `idle` has none: a new one, or the next that somebody gives back.

        raises   TimeoutError, PoolClosed, what opening a connection raises
        """
        loop = asyncio.get_running_loop()
        until = None if timeout is None else loop.time() + timeout
        if len(self._used) + self._opening >= self._most and (connection := await self._handed_over(loop, until)):
            return connection
        async with asyncio.timeout_at(until):
            return await self._opened()

    async def _opened(self) -> Connection:
        self._opening += 1
        try:
            connection = await self._open()
        except BaseException:
            self._opening -= 1
            self._pass_on(None)
            raise
        self._opening -= 1
        self._used.add(connection)
        return connection

    async def _handed_over(self, loop: asyncio.AbstractEventLoop, until: float | None) -> Connection | None:
        """The connection that somebody gives back; None: a place is free for a new one.

        raises   TimeoutError; by a timer, since under load most requests wait here, and `asyncio.timeout` costs six times that
        """
        waiting: asyncio.Future[Connection | None] = loop.create_future()
        self._waiting.append(waiting)
        late = loop.call_at(until, _give_up, waiting) if until is not None else None
        try:
            return await waiting
        except BaseException:
            with suppress(ValueError):
                self._waiting.remove(waiting)
            if waiting.done() and not waiting.cancelled() and not waiting.exception():
                self._free(waiting.result())  # it came in the moment we gave up
            raise
        finally:
            if late:
                late.cancel()

    def give(self, connection: Connection, *, whole: bool = True) -> None:
        """Give a connection back.

        whole   False: nobody knows what state it is in; it is closed
        """
        if (not whole or self._closed) and not connection.is_closed():
            with suppress(Exception):  # it is gone, in whatever way
                connection.terminate()
        self._free(None if connection.is_closed() else connection, given=connection)

    def _free(self, connection: Connection | None, given: Connection | None = None) -> None:
        if given is not None and connection is None:
            self._used.discard(given)
        if not (self._waiting and self._pass_on(connection)) and connection is not None:
            self._used.discard(connection)
            self._idle.append(connection)
        if self._closed and not self._used:
            self._all_back.set()

    def _pass_on(self, connection: Connection | None) -> bool:
        """Hand a connection, or the place for a new one, to who waits longest; False when nobody does."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(connection)
                return True
        return False

    async def fetch(self, query: str, *values: Any) -> list[asyncpg.Record]:
        with self.lent(self.idle() or await self.wait(None)) as connection:
            return await connection.fetch(query, *values)

    async def fetchval(self, query: str, *values: Any) -> Any:
        with self.lent(self.idle() or await self.wait(None)) as connection:
            return await connection.fetchval(query, *values)

    async def fetchrow(self, query: str, *values: Any) -> asyncpg.Record | None:
        with self.lent(self.idle() or await self.wait(None)) as connection:
            return await connection.fetchrow(query, *values)

    async def execute(self, query: str, *values: Any) -> str:
        with self.lent(self.idle() or await self.wait(None)) as connection:
            return await connection.execute(query, *values)

    async def close(self) -> None:
        """Close every connection as it comes back, and wait for the last."""
        self._closed = True
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(PoolClosed("the pool is closed"))
        self._waiting.clear()
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


class Loan:
    """A connection that `idle` or `wait` gave, given back at the end of a block.

    `with pool.lent(pool.idle() or await pool.wait())` does what a Lease does, without its two coroutines.
    """

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool, connection: Connection) -> None:
        self._pool, self._connection = pool, connection

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._pool.give(self._connection, whole=error is None or _leaves_whole(error))


class Lease:
    """A connection of a pool for the length of a block."""

    __slots__ = ("_loan", "_pool", "_timeout")

    def __init__(self, pool: Pool, timeout: float | None) -> None:
        self._pool, self._timeout = pool, timeout

    async def __aenter__(self) -> Connection:
        self._loan = Loan(self._pool, self._pool.idle() or await self._pool.wait(self._timeout))
        return self._loan.__enter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        self._loan.__exit__(kind, error, trace)


def _leaves_whole(error: BaseException) -> bool:
    """Whether a connection can still be used after an error in its block: the server said no, or it was our own."""
    if isinstance(error, asyncpg.PostgresError):
        return bool(error.sqlstate) and not error.sqlstate.startswith(("08", "57P"))
    if isinstance(error, asyncpg.DataError):  # an InterfaceError too, but nothing was sent
        return True
    interrupted = (asyncio.CancelledError, TimeoutError, OSError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    return not isinstance(error, interrupted) and isinstance(error, Exception)
