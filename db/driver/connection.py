"""How the hub speaks to PostgreSQL: the connection's type, its codecs, and the pool."""
import asyncio
from functools import partial
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import orjson

from db.driver import session, statements, types
from db.driver.pool import ACQUIRED_WITHIN, Pool
from db.driver.session import Connection

__all__ = ["Connection", "Pool", "connect", "open_pool", "with_database"]


async def open_pool(url: str, *, size: int, timeout: float = 10, patience: float = ACQUIRED_WITHIN, statement_within: float = 0,
                    held_within: float = 0) -> Pool:
    """A pool of up to `size` connections, the first of them open.

    timeout            seconds for opening a connection
    patience           seconds to wait for a connection of the pool
    statement_within   seconds for one statement, then the server stops it; 0: as long as it takes
    held_within        seconds for which a connection is lent, then it is cut; 0: as long as it takes
    raises             OSError, asyncpg.PostgresError when the server cannot be reached or refuses
    """
    pool = Pool(partial(connect, url, timeout=timeout, statement_timeout=f"{statement_within * 1000:.0f}ms",
                        idle_in_transaction_session_timeout="1min"), size,
                patience=patience, within=held_within)
    async with pool.acquire() as first:
        await first.fetch("SELECT $1::uuid[]", [])  # so that the others know the type (db.types)
    return pool


async def connect(url: str, *, timeout: float = 10, **settings: str) -> Connection:
    """A connection as every statement of ours expects it: jsonb is Python data, arrays are lists, settings are ours.

    raises   UnfitSession; OSError, TimeoutError, asyncpg.PostgresError
    """
    types.expect_plain_arrays()
    async with asyncio.timeout(timeout):
        connection = await asyncpg.connect(url, timeout=timeout, connection_class=types.Connection,
                                           statement_cache_size=statements.MOST, max_cacheable_statement_size=0)
        statements.bound(connection)
        try:
            await session.pin(connection, **settings)
            await connection.set_type_codec("jsonb", schema="pg_catalog", format="text",
                                            encoder=_json, decoder=orjson.loads)
        except BaseException:
            connection.terminate()
            raise
    return connection


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()  # asyncpg's own UUIDs are none to orjson


def with_database(url: str, name: str) -> str:
    """The same server's URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
