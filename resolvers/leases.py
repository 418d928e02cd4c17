"""A connection for a while. After an error that leaves its state unknown, it is never used again."""
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from db import faults
from db.connection import Connection, Pool

ACQUIRED_WITHIN = 10.0  # seconds; the pool itself would wait for ever


@asynccontextmanager
async def leased(pool: Pool) -> AsyncIterator[Connection]:
    """A connection of the pool.

    raises   what the driver raises when none can be had in time
    """
    connection = await pool.acquire(timeout=ACQUIRED_WITHIN)
    try:
        yield connection
    except Exception as error:
        if faults.leaves_unknown(error):
            with suppress(Exception):  # the driver may fail at a connection that is gone already
                connection.terminate()
        raise
    finally:
        with suppress(Exception):  # likewise
            await pool.release(connection)
