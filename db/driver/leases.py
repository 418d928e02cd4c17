"""Connections of a pool for the length of a block."""
import asyncio
from collections.abc import Hashable
from types import TracebackType
from typing import Protocol

import asyncpg

from db.driver import faults
from db.driver.session import Connection


class Lender(Protocol):
    """A pool: `db.driver.pool.Pool`."""

    full: bool

    def idle(self, who: Hashable = None) -> Connection | None: ...

    async def wait(self, who: Hashable = None, timeout: float | None = None) -> Connection: ...

    def give(self, connection: Connection, *, whole: bool) -> None: ...

    def settle(self, connection: Connection) -> None: ...


class Loan:
    """A connection that `idle` or `wait` gave, given back at the end of a block.

    `with pool.lent(pool.idle() or await pool.wait())` does what a Lease does, without its two coroutines.
    """

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Lender, connection: Connection) -> None:
        self._pool, self._connection = pool, connection

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(error, asyncio.CancelledError | TimeoutError):
            self._pool.settle(self._connection)
        else:
            if error is not None and faults.is_full(error):
                self._pool.full = True
            self._pool.give(self._connection, whole=error is None or _leaves_whole(error))


class Lease:
    """A connection of a pool for the length of a block."""

    __slots__ = ("_loan", "_pool", "_timeout", "_who")

    def __init__(self, pool: Lender, who: Hashable, timeout: float | None) -> None:
        self._pool, self._who, self._timeout = pool, who, timeout

    async def __aenter__(self) -> Connection:
        connection = self._pool.idle(self._who) or await self._pool.wait(self._who, self._timeout)
        self._loan = Loan(self._pool, connection)
        return connection

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        self._loan.__exit__(kind, error, trace)


def _leaves_whole(error: BaseException) -> bool:
    """Whether a connection can still be used after an error in its block: the server said no, or it was our own."""
    if isinstance(error, asyncpg.PostgresError):
        return bool(error.sqlstate) and not error.sqlstate.startswith(("08", "57P"))
    if isinstance(error, asyncpg.DataError):  # an InterfaceError too, but nothing was sent
        return True
    lost = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    return not isinstance(error, lost) and isinstance(error, Exception)
