"""How the hub speaks to PostgreSQL: the connection's type, its codecs, and the pool."""
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import orjson

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:
    Connection = asyncpg.Connection
    Pool = asyncpg.Pool

# `LIMIT $n` makes PostgreSQL plan anew at every call, which costs more than the read itself: plan once, generically.
SERVER_SETTINGS = {"application_name": "sandan", "plan_cache_mode": "force_generic_plan", "jit": "off",
                   "timezone": "UTC"}


async def prepare(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Give a new connection the codecs that every statement of ours expects: jsonb is Python data."""
    await connection.set_type_codec("jsonb", schema="pg_catalog", format="text",
                                    encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads)


async def _keep(_: Any) -> None:
    """Instead of asyncpg's reset on release: a round trip of its own, for sessions that we never alter."""


async def open_pool(url: str, *, size: int, timeout: float = 10) -> Pool:
    """A pool of up to `size` connections.

    timeout   seconds for opening a connection
    raises    OSError, asyncpg.PostgresError when the server cannot be reached or refuses
    """
    return await asyncpg.create_pool(url, min_size=1, max_size=size, init=prepare, reset=_keep, timeout=timeout,
                                     server_settings=SERVER_SETTINGS)


async def connect(url: str, *, timeout: float = 10) -> "asyncpg.Connection[asyncpg.Record]":
    """One connection outside the pool, for listening or for a lock that lives as long as it."""
    connection = await asyncpg.connect(url, timeout=timeout, server_settings=SERVER_SETTINGS)
    await prepare(connection)
    return connection


def with_database(url: str, name: str) -> str:
    """The same server's URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
