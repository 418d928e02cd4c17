"""Where a transaction opens."""
from collections.abc import AsyncIterator, Hashable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from db.driver import faults
from db.driver.connection import Connection, Pool
from db.driver.single import Single
from domain.refusals import OutcomeUnknown


@asynccontextmanager
async def leased(pool: Pool, who: Hashable = None) -> AsyncIterator[Connection]:
    """A connection on which each statement is a transaction of its own.

    who      in whose share of the pool (`db.driver.pool.Pool`)
    raises   OutcomeUnknown when the connection was lost, none was to be had in time, or others held what it waited for
    """
    try:
        with pool.lent(pool.idle(who) or await pool.wait(who)) as connection:
            yield connection
    except Exception as error:
        if faults.leaves_unknown(error) or faults.was_too_slow(error):
            raise OutcomeUnknown from error
        raise


def none(_: Pool, __: Hashable = None) -> AbstractAsyncContextManager[Any]:
    """No connection: who needs one takes it when it does."""
    return nullcontext()


@asynccontextmanager
async def opened(pool: Pool, who: Hashable = None) -> AsyncIterator[Connection]:
    """A connection with an open transaction: committed at the end, rolled back when anything is raised.

    raises   OutcomeUnknown when the connection was lost, or none was to be had in time
    """
    async with leased(pool, who) as connection, connection.transaction():
        yield connection


@asynccontextmanager
async def whole(connection: Connection) -> AsyncIterator[Pool]:
    """A pool for use cases that are to be all done or none of them: one transaction, of which theirs are parts."""
    async with connection.transaction():
        yield Single(connection)
