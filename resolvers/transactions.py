"""Where a transaction opens. After an error that leaves its outcome unknown, the connection is never used again."""
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from db import faults
from db.connection import Connection, Pool
from domain.refusals import OutcomeUnknown

ACQUIRED_WITHIN = 10.0  # seconds; the pool itself would wait for ever


@asynccontextmanager
async def opened(pool: Pool) -> AsyncIterator[Connection]:
    """A connection with an open transaction: committed at the end, rolled back when anything is raised.

    raises   OutcomeUnknown when the connection was lost, or none was to be had in time
    """
    try:
        connection = await pool.acquire(timeout=ACQUIRED_WITHIN)
    except Exception as error:
        if faults.leaves_unknown(error):
            raise OutcomeUnknown from error
        raise
    try:
        async with connection.transaction():
            yield connection
    except Exception as error:
        if faults.leaves_unknown(error):
            with suppress(Exception):  # the driver fails at a connection that is gone already
                connection.terminate()
            raise OutcomeUnknown from error
        raise
    finally:
        with suppress(Exception):  # the outcome stands; a connection that fails here is dropped by the pool itself
            await pool.release(connection)
