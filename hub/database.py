"""The database that the program uses: found, reached and migrated before anything is served from it."""
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg

from db.driver import connection, session
from db.server import embedded, migrate
from hub import failures, settings
from hub.http import leaving

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

    raises   CannotStart when it cannot be reached, is too old, too new or read only, or its role may not use it
    """
    one = await _reach(found)
    try:
        if one.get_server_version().major < OLDEST:
            raise failures.CannotStart(f"DATABASE_URL: PostgreSQL {OLDEST} or later is needed, "
                                       f"{_place(found)} is {one.get_server_version().major}")
        if await session.is_read_only(one):
            raise failures.CannotStart(f"DATABASE_URL: {_place(found)} is read only: a standby, or "
                                       "default_transaction_read_only is on; use the primary")
        await _migrate(one, found)
        yield one
    except migrate.UnknownMigration as error:
        raise failures.CannotStart(f"{error}; use the newer program") from error
    finally:
        await one.close()


async def _migrate(one: "asyncpg.Connection[asyncpg.Record]", found: str) -> None:
    """raises   CannotStart, when the role may not do what the hub does; UnknownMigration"""
    try:
        await migrate.migrate(one)
        lacking = await migrate.ungranted(one)
    except asyncpg.InsufficientPrivilegeError as error:
        lacking = f"do what a migration does ({_first_line(error)})"
    if lacking:
        role = await session.role(one)
        raise failures.CannotStart(f'DATABASE_URL: the role "{role}" may not {lacking} at {_place(found)}: let it own the '
                                   "database and its tables, or grant it that (docs/operations.md)")


async def _reach(found: str) -> "asyncpg.Connection[asyncpg.Record]":
    try:
        return await connection.connect(found)
    except TimeoutError as error:
        raise failures.CannotStart(f"DATABASE_URL: {_place(found)} does not answer") from error
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError, session.UnfitSession) as error:
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
