"""The database that the program uses: found, reached and migrated before anything is served from it."""
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg

from db import connection, embedded, migrate
from hub import failures, leaving, settings

OLDEST = 15  # PostgreSQL


def url(configured: settings.Settings) -> str:
    """DATABASE_URL, or that of the embedded server, which is started when it does not run.

    raises   CannotStart
    """
    if configured.database_url:
        return configured.database_url
    try:
        with leaving.later():
            return embedded.start(configured.data / "postgres")
    except embedded.EmbeddedServerFailed as error:
        raise failures.CannotStart(f"SANDAN_DATA={configured.data}: {error}") from error


@contextlib.asynccontextmanager
async def connected(found: str) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """One connection to a migrated database.

    raises   CannotStart when it cannot be reached, is too old, or is newer than this program
    """
    one = await _reach(found)
    try:
        if one.get_server_version().major < OLDEST:
            raise failures.CannotStart(f"DATABASE_URL: PostgreSQL {OLDEST} or later is needed, "
                                       f"{_place(found)} is {one.get_server_version().major}")
        await migrate.migrate(one)
        yield one
    except migrate.UnknownMigration as error:
        raise failures.CannotStart(f"{error}; use the newer program") from error
    finally:
        await one.close()


async def _reach(found: str) -> "asyncpg.Connection[asyncpg.Record]":
    try:
        return await connection.connect(found)
    except TimeoutError as error:
        raise failures.CannotStart(f"DATABASE_URL: {_place(found)} does not answer") from error
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise failures.CannotStart(f"DATABASE_URL: cannot use {_place(found)}: {_first_line(error)}") from error


def _place(found: str) -> str:
    """Where a URL leads, without its password."""
    try:
        parts = urlsplit(found)
        return f"{parts.hostname or 'the local socket'}:{parts.port or 5432}{parts.path}"
    except ValueError:
        return "this URL"


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
