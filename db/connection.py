"""How the hub speaks to PostgreSQL: the connection's type, its codecs, and the pool."""
from functools import partial
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import orjson

from db import types
from db.pool import ACQUIRED_WITHIN, Connection, Pool

__all__ = ["Connection", "Pool", "connect", "open_pool", "with_database"]

# `LIMIT $n` makes PostgreSQL plan anew at every call, which costs more than the read itself: plan once, generically.
# And to start parallel workers takes longer than any page (docs/decisions/0004).
SERVER_SETTINGS = {"application_name": "sandan", "plan_cache_mode": "force_generic_plan", "jit": "off",
                   "max_parallel_workers_per_gather": "0", "timezone": "UTC",
                   "log_parameter_max_length_on_error": "0"}


STATEMENTS = 1_000  # prepared and kept on each connection, however long their text


async def open_pool(url: str, *, size: int, timeout: float = 10, patience: float = ACQUIRED_WITHIN, statement_within: float = 0,
                    held_within: float = 0) -> Pool:
    """A pool of up to `size` connections, the first of them open.

    timeout            seconds for opening a connection
    patience           seconds to wait for a connection of the pool
    statement_within   seconds for one statement, then the server stops it; 0: as long as it takes
    held_within        seconds for which a connection is lent, then it is cut; 0: as long as it takes
    raises             OSError, asyncpg.PostgresError when the server cannot be reached or refuses
    """
    pool = Pool(partial(connect, url, timeout=timeout, statement_timeout=f"{statement_within * 1000:.0f}"), size,
                patience=patience, within=held_within)
    async with pool.acquire() as first:
        await first.fetch("SELECT $1::uuid[]", [])  # so that the others know the type (db.types)
    return pool


async def connect(url: str, *, timeout: float = 10, **server_settings: str) -> Connection:
    """A connection as every statement of ours expects it: jsonb is Python data, arrays are lists."""
    types.expect_plain_arrays()
    connection = await asyncpg.connect(url, timeout=timeout, server_settings=SERVER_SETTINGS | server_settings,
                                       connection_class=types.Connection, statement_cache_size=STATEMENTS,
                                       max_cacheable_statement_size=0)
    await connection.set_type_codec("jsonb", schema="pg_catalog", format="text",
                                    encoder=_json, decoder=orjson.loads)
    return connection


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()  # asyncpg's own UUIDs are none to orjson


def with_database(url: str, name: str) -> str:
    """The same server's URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
