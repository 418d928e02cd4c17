"""Many rows at once, all of them new, by COPY."""
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import orjson
from uuid_utils.compat import uuid7

from db import records
from db.connection import Connection

Count = Callable[[int], None]  # told how many rows are done so far
STEP = 10_000  # rows between two tellings


async def copy(connection: Connection, rows: Sequence[records.Row], count: Count = lambda _: None) -> None:
    """Add rows of one kind, all of them new to their table."""
    if not rows:
        return
    columns = [field.name for field in fields(rows[0])]
    tuples = (tuple(getattr(row, column) for column in columns) for row in rows)
    await connection.copy_records_to_table(rows[0].TABLE, columns=columns, records=counted(tuples, count))


def counted(tuples: Iterable[tuple[Any, ...]], count: Count) -> Iterator[tuple[Any, ...]]:
    """The same tuples, told of at every STEP and at the end."""
    number = 0
    for number, one in enumerate(tuples, 1):
        if number % STEP == 0:
            count(number)
        yield one
    count(number)


async def record(connection: Connection, events: Sequence[records.Event], count: Count = lambda _: None) -> None:
    """Write events in the order given, without places: the relay places them."""
    columns = [field.name for field in fields(records.Event)]
    await connection.execute(
        "CREATE TEMP TABLE loading_event (n int, id uuid, at timestamptz, kind text, actor_id uuid, "
        "organization_id uuid, object_type text, object_id uuid, object_version int, item_id uuid, home_code text, "
        "request_id text, before text, after text)")
    # The connection's own jsonb codec is a text one, which COPY's binary form cannot use: so the detour by text.
    tuples = ((number, uuid7(), *(_plain(getattr(event, column)) for column in columns))
               for number, event in enumerate(events))
    await connection.copy_records_to_table("loading_event", columns=["n", "id", *columns],
                                           records=counted(tuples, count))
    await connection.execute(
        f"INSERT INTO event (id, {', '.join(columns)}) SELECT id, {', '.join(columns[:-2])}, before::jsonb, "
        "after::jsonb FROM loading_event ORDER BY n; DROP TABLE loading_event")


def _plain(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, Mapping) else value


async def lock(connection: Connection, key: int) -> None:
    """Let nobody else who asks for the same key go on until this transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", key)


async def is_in_use(connection: Connection) -> bool:
    """Whether there is anything but divisions."""
    used: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM member) OR EXISTS (SELECT FROM organization WHERE division_code IS NULL)")
    return used
