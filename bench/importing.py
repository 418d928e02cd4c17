"""`python -m bench.importing`: the country's divisions taken in by `sandan import divisions`, beside a bare COPY.

The bare side is what nothing can beat: the same rows as ready bytes, copied into a table that has the same columns and
neither indexes nor constraints, and then the six indexes of the real one, built. It reads no CSV and checks nothing.
Rounds are interleaved and each has databases of its own; one server and the importing process share the machine.
"""
import argparse
import asyncio
import io
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from uuid_utils.compat import uuid7

from bench import database, growth_data, machine
from db.driver import connection
from db.driver.connection import Connection
from db.server import embedded, migrate
from hub.imports import divisions, tables

FOLDER = machine.ROOT / "bench" / ".data" / "importing"
BASE, TRIED = "importing_base", "importing_tried"
INDEXES = "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'organization'::regclass"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--file", type=Path, help="a CSV of code and name; without it, the country's, from npm")
    asked = parser.parse_args()
    file = asked.file or growth_data.country()
    asyncio.run(_run(embedded.start(FOLDER), file, asked.rounds))


async def _run(server: str, file: Path, rounds: int) -> None:
    content = _ready(file)

    async def bare(one: Connection) -> None:
        await _copy_bare(one, content)

    async def ours(one: Connection) -> None:
        await divisions.load(one, file)

    await _make_base(server)
    taken: dict[str, list[float]] = {"import": [], "bare": []}
    for _ in range(rounds):
        for name, work in (("import", ours), ("bare", bare)):
            taken[name].append(await _timed(server, work))
            print(f"  {name:<7}{taken[name][-1]:6.1f} s", flush=True)
    for name, seconds in taken.items():
        print(f"{name}: median {statistics.median(seconds):.1f} s")
    print(f"ratio import {statistics.median(taken['import']) / statistics.median(taken['bare']):.2f}")


async def _make_base(server: str) -> None:
    async with database.connected(server) as administrator:
        for name in (TRIED, BASE):
            await administrator.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await administrator.execute(f"CREATE DATABASE {BASE} ENCODING 'UTF8' TEMPLATE template0")
    async with database.connected(connection.with_database(server, BASE)) as base:
        await migrate.migrate(base)


async def _timed(server: str, work: Callable[[Connection], Awaitable[None]]) -> float:
    """Seconds that the work takes on a database of its own, migrated and empty."""
    async with database.connected(server) as administrator:
        await administrator.execute(f"CREATE DATABASE {TRIED} TEMPLATE {BASE}")
        await administrator.execute("CHECKPOINT")
        async with database.connected(connection.with_database(server, TRIED)) as one:
            began = time.monotonic()
            await work(one)
            seconds = time.monotonic() - began
        await administrator.execute(f"DROP DATABASE {TRIED} WITH (FORCE)")
    return seconds


def _ready(file: Path) -> bytes:
    """The file's rows as COPY reads them."""
    lines = tables.read(file, required=("code", "name"), optional=divisions.SOURCE_COLUMNS).lines
    return "".join(f"{uuid7()}\t{divisions.KINDS[len(row['code'])]}\t{row['name']}\t{row['code']}\n"
                   for _, row in lines).encode()


async def _copy_bare(one: Connection, content: bytes) -> None:
    indexes = [row[0].replace("organization", "bare") for row in await one.fetch(INDEXES)]
    async with one.transaction():
        await one.execute("CREATE TABLE bare (LIKE organization INCLUDING DEFAULTS INCLUDING GENERATED)")
        await one.copy_to_table("bare", source=io.BytesIO(content), columns=["id", "kind", "name", "division_code"])
        for index in indexes:
            await one.execute(index)


if __name__ == "__main__":
    main()
