"""Many rows at once, all of them new, by COPY."""
import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from itertools import islice
from typing import Any, TypeVar

import orjson

from db.bulk import records
from db.driver.connection import Connection
from db.log import events as log

Row = TypeVar("Row")
Count = Callable[[int], None]  # told how many rows are done so far
STEP = 10_000  # rows between two tellings
PIECE = 500  # rows sent at once: some 30 KB, of which the socket takes several
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


async def copy(connection: Connection, rows: Sequence[records.Row], count: Count = lambda _: None, **same: Any) -> None:
    """Add rows of one kind, all of them new to their table.

    same   columns besides the rows' own that have the same value in all of them: `created_at`
    """
    if not rows:
        return
    columns = [field.name for field in fields(rows[0])]
    tuples = ((*(getattr(row, column) for column in columns), *same.values()) for row in rows)
    await connection.copy_records_to_table(rows[0].TABLE, columns=[*columns, *same], records=counted(tuples, count))


def counted(rows: Iterable[Row], count: Count) -> Iterator[Row]:
    """The same rows, told of at every STEP and at the end."""
    number = 0
    for number, one in enumerate(rows, 1):
        if number % STEP == 0:
            count(number)
        yield one
    count(number)


async def copy_texts(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]],
                     count: Count = lambda _: None) -> int:
    """Copy rows of texts, which the server reads as it would read literals; returns how many there were.

    The driver's own way makes half a megabyte of rows while the server waits for them, and then waits for the server. Here
    the server is never without rows, and taking 665,000 of them lasts as long as the slower side's part alone.
    """
    async def pieces() -> AsyncIterator[bytes]:
        told = counted(rows, count)
        while piece := list(islice(told, PIECE)):
            yield _literal(piece, len(columns)).encode()
            await asyncio.sleep(0)  # what was written is sent

    status = await connection.copy_to_table(table, source=pieces(), columns=columns)
    return int(status.split()[-1])


def _literal(rows: Sequence[Sequence[str]], columns: int) -> str:
    """Rows in COPY's text format."""
    text = "\n".join(["\t".join(row) for row in rows]) + "\n"
    plain = "\\" not in text and "\r" not in text
    if plain and text.count("\t") == len(rows) * (columns - 1) and text.count("\n") == len(rows):
        return text
    return "".join("\t".join(cell.translate(_ESCAPED) for cell in row) + "\n" for row in rows)


@asynccontextmanager
async def indexes_built_after(connection: Connection, table: str) -> AsyncIterator[None]:
    """Within the block the table has no indexes but those that others refer to; the rest is built when all rows are there.

    From its beginning until the transaction's end nobody else reads or writes the table: so only while it is next to empty.
    raises   asyncpg.UniqueViolationError at the block's end, where rows have what only one may have
    """
    constraints = await connection.fetch(_CONSTRAINTS, table)
    indexes = await connection.fetch(_INDEXES, table)
    for constraint in constraints:
        await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint['name']}")
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    yield
    for constraint in constraints:
        await connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint['name']} {constraint['made']}")
    for index in indexes:
        await connection.execute(index["made"])


_CONSTRAINTS = """
    SELECT quote_ident(conname) AS name, pg_get_constraintdef(oid) AS made FROM pg_constraint u
    WHERE conrelid = $1::text::regclass AND contype = 'u'
    AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = u.conindid)"""
_INDEXES = """
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
    WHERE indrelid = $1::text::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"""


async def record(connection: Connection, events: Sequence[Mapping[str, Any]], count: Count = lambda _: None) -> None:
    """Write events in the order given, each by column name as `db.log.events.values` takes it, without places: the relay
    places them."""
    if not events:
        return
    # The connection's own jsonb codec is a text one, which COPY's binary form cannot use: so the detour by text.
    columns = (f"{name} {'text' if type_ == 'jsonb' else type_}" for name, type_ in log.TYPES.items())
    await connection.execute(f"CREATE TEMP TABLE loading_event (n int, {', '.join(columns)})")
    tuples = ((number, *map(_plain, log.values(event))) for number, event in enumerate(events))
    await connection.copy_records_to_table("loading_event", columns=["n", *log.TYPES], records=counted(tuples, count))
    await connection.execute(f"INSERT INTO event ({log.WRITTEN}) SELECT {log.columns('')} FROM loading_event ORDER BY n; "
                             "DROP TABLE loading_event")


def _plain(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, Mapping) else value


async def lock(connection: Connection, key: int) -> None:
    """Let nobody else who asks for the same key go on until this transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", key)


async def renew_statistics(connection: Connection) -> None:
    """Let the server plan by what this transaction has written so far, which nobody else looks at before it ends."""
    tables = await connection.fetch("SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'")
    await connection.execute(f"ANALYZE {', '.join(row['name'] for row in tables)}")


async def is_in_use(connection: Connection) -> bool:
    """Whether there is anything but divisions."""
    used: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM member) OR EXISTS (SELECT FROM organization WHERE division_code IS NULL)")
    return used
