"""The database that all are measured on: an embedded PostgreSQL 18 with the demo's districts at thirty times their items."""
import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench import machine
from db.driver import connection
from db.server import embedded, migrate
from domain import dates
from hub.demo import data
from hub.demo import loading as demo

FOLDER = machine.ROOT / "bench" / ".data" / "postgres"
DRAFT = "bench_draft"
SCALE = 30
SQL = Path(__file__).parent
FILES = ("fill.sql", "peers.sql")
PLACED_WITHIN = 120.0  # seconds for the hub's relay to place the demo's events


def start() -> str:
    """Start the server on the caller's cores; returns the URL of a fresh copy of the filled database."""
    return asyncio.run(_fresh(embedded.start(FOLDER)))


async def _fresh(server: str) -> str:
    """A copy in which no earlier measurement has left its claims and demands."""
    name = await _filled(server)
    async with connected(server) as administrator:
        await administrator.execute(f"DROP DATABASE IF EXISTS {name}_run WITH (FORCE)")
        await administrator.execute(f"CREATE DATABASE {name}_run TEMPLATE {name} STRATEGY file_copy")
    return connection.with_database(server, f"{name}_run")


async def _filled(server: str) -> str:
    """The name of the filled database, made when it is not there."""
    today = datetime.now(dates.CHINA).date()
    name = f"bench_{_state(today)}"
    async with connected(server) as administrator:
        if not await keep_only(administrator, "bench_", name):
            await administrator.execute(f"CREATE DATABASE {DRAFT} ENCODING 'UTF8' TEMPLATE template0")
            async with connected(connection.with_database(server, DRAFT)) as draft:
                await _fill(draft, today)
            await administrator.execute(f"ALTER DATABASE {DRAFT} RENAME TO {name}")
    return name


async def keep_only(administrator: connection.Connection, beginning: str, name: str) -> bool:
    """Remove the databases whose names begin so, but for those that begin with `name`; returns whether `name` is there."""
    rows = await administrator.fetch("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", beginning)
    known = {row["datname"] for row in rows}
    for old in known:
        if not old.startswith(name):
            await administrator.execute(f"DROP DATABASE {old} WITH (FORCE)")
    return name in known


def _state(today: date) -> str:
    return state(f"{today} {SCALE}", [*(SQL / file for file in FILES), *sorted(data.FOLDER.glob("*.*"))])


def state(of: str, files: Iterable[Path]) -> str:
    """What a filled database depends on, in short: one of other tables, or filled from other files, is made anew."""
    found = sha256(of.encode())
    for file in (*sorted(migrate.FOLDER.glob("*.sql")), *files):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


async def _fill(draft: connection.Connection, today: date) -> None:
    await migrate.migrate(draft)
    await demo.load(draft, scale=SCALE, today=today)
    for file in FILES:
        await draft.execute((SQL / file).read_text("utf-8"))
    await draft.execute("VACUUM (ANALYZE, FREEZE)")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[connection.Connection]:
    one = await connection.connect(url)
    try:
        yield one
    finally:
        await one.close()


async def postmaster(url: str) -> int:
    """The process id of the server, whose children are all its other processes."""
    async with connected(url) as one:
        folder = Path(await one.fetchval("SHOW data_directory"))
    return int((folder / "postmaster.pid").read_text().split()[0])


async def version(url: str) -> str:
    async with connected(url) as one:
        return str(await one.fetchval("SHOW server_version"))


async def settle(url: str) -> None:
    """Wait until a running hub has placed every event, then renew the statistics and have all of it on the disk.

    raises   TimeoutError
    """
    await placed(url)
    async with connected(url) as one:
        await one.execute("VACUUM ANALYZE")
        await one.execute("CHECKPOINT")


async def placed(url: str) -> None:
    """Wait until a running hub has placed every event.

    raises   TimeoutError
    """
    async with asyncio.timeout(PLACED_WITHIN), connected(url) as one:
        while await one.fetchval("SELECT EXISTS (SELECT FROM event WHERE pos IS NULL)"):
            await asyncio.sleep(0.2)


def for_libpq(url: str) -> dict[str, str]:
    """The environment by which drivers of other languages find the database."""
    parts = urlsplit(url)
    return {"PGHOST": parse_qs(parts.query)["host"][0], "PGDATABASE": parts.path.strip("/"), "PGUSER": "postgres"}
