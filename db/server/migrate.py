"""Forward-only migrations: the files of `migrations/` in the order of their names, each once, under one lock."""
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from db.driver.connection import Connection

FOLDER = Path(__file__).parents[1] / "migrations"
LOCK = 7_304_201  # an advisory lock's key; any number that nothing else in this database uses


class UnknownMigration(Exception):
    """The database has a migration that this program does not know, or knows with another text."""


async def migrate(connection: Connection, folder: Path = FOLDER) -> list[str]:
    """Apply what is missing, all or nothing, while other starting programs wait.

    returns   the names of the migrations applied now
    raises    UnknownMigration
    """
    async with connection.transaction():
        await connection.execute("SET LOCAL statement_timeout = 0")  # an index on all there is takes as long as it takes
        await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        if not await connection.fetchval("SELECT to_regclass('migration') IS NOT NULL"):
            # (who is not the owner may not even ask for it)
            await connection.execute("CREATE TABLE migration (name text PRIMARY KEY, "
                                     "sha256 text NOT NULL, applied_at timestamptz NOT NULL)")
        applied = {row["name"]: row["sha256"] for row in await connection.fetch("SELECT name, sha256 FROM migration")}
        files = {file.stem: file.read_text("utf-8") for file in sorted(folder.glob("*.sql"))}
        if unknown := applied.keys() - files.keys():
            raise UnknownMigration(f"the database is newer than this program: it has {', '.join(sorted(unknown))}")
        if changed := [name for name, text in files.items() if applied.get(name, _hash(text)) != _hash(text)]:
            raise UnknownMigration(f"the database was migrated by another text of {', '.join(changed)}: "
                                   "it was made by a program of another development state")
        missing = [name for name in files if name not in applied]
        for name in missing:
            await connection.execute(files[name])
            await connection.execute("INSERT INTO migration (name, sha256, applied_at) VALUES ($1, $2, $3)", name,
                                     _hash(files[name]), datetime.now(UTC))
        return missing


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


async def missing(connection: Connection, folder: Path = FOLDER) -> list[str]:
    """The migrations that this database lacks; of an empty one, all."""
    known = await connection.fetchval("SELECT to_regclass('migration') IS NOT NULL")
    applied = {row["name"] for row in await connection.fetch("SELECT name FROM migration")} if known else set()
    return [file.stem for file in sorted(folder.glob("*.sql")) if file.stem not in applied]


_UNGRANTED = """
    SELECT string_agg(DISTINCT privilege, ', ') AS privileges, string_agg(DISTINCT c.relname, ', ') AS tables
    FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT has_table_privilege(c.oid, privilege)
        AND NOT (c.relname IN ('event', 'migration') AND privilege = 'DELETE')
        AND NOT (c.relname = 'migration' AND privilege IN ('INSERT', 'UPDATE'))"""


async def ungranted(connection: Connection) -> str | None:
    """What the session's role may not do that the hub does, and in which tables; None: it may do all of it."""
    found = await connection.fetchrow(_UNGRANTED)
    return f"{found['privileges']} in {found['tables']}" if found and found["privileges"] else None
