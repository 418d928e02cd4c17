"""An object put into any state of its process by hand, with whatever that state has."""
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from db.driver.connection import Pool
from domain.process import Process
from tests import city as place

VALUES: dict[str, Any] = {
    "text": "另有安排", "integer": 5, "numeric": 5, "boolean": True, "date": date(2098, 1, 1),
    "timestamp with time zone": datetime(2026, 1, 1, tzinfo=UTC)}
"""By the type of a column."""
COLUMNS = """
    SELECT c.column_name, c.data_type, f.confrelid::regclass::text AS refers, pg_get_constraintdef(o.oid) AS one_of
    FROM information_schema.columns c
    LEFT JOIN pg_attribute a ON a.attrelid = c.table_name::regclass AND a.attname = c.column_name
    LEFT JOIN pg_constraint f ON f.contype = 'f' AND f.conrelid = a.attrelid AND f.conkey[1] = a.attnum
    LEFT JOIN pg_constraint o ON o.contype = 'c' AND o.conrelid = a.attrelid AND o.conkey = ARRAY[a.attnum]
    WHERE c.table_name = $1"""
TERMS = {"UPCOMING": (date(2190, 1, 1), None), "CURRENT": (place.SINCE, None), "ENDED": (place.SINCE, date(2024, 6, 1))}


async def put(pool: Pool, process: Process, object_id: UUID, state: str) -> None:
    """Let an object be in a state, as if it had come there."""
    if process.passages:
        await pool.execute(f"UPDATE {process.table} SET starts_on = $2, ends_on = $3 WHERE id = $1", object_id, *TERMS[state])
    elif process.table == "member":
        await pool.execute("UPDATE member SET active = $2 WHERE id = $1", object_id, state == "ACTIVE")
    else:
        known = {row["column_name"]: row for row in await pool.fetch(COLUMNS, process.table)}
        given = {name: await _value(pool, object_id, process.table, **known[name]) for name in process.states[state].has}
        settings = "".join(f", {name} = coalesce({name}, ${number})" for number, name in enumerate(given, 3))
        await pool.execute(f"UPDATE {process.table} SET {process.state} = $2{settings} WHERE id = $1", object_id, state,
                           *given.values())


async def _value(pool: Pool, object_id: UUID, table: str, column_name: str, data_type: str, refers: str | None,
                 one_of: str | None) -> Any:
    """A value of the column's type: of those that it may have, or of any row of the table that it refers to; where that is its
    own table, of another row that refers to none."""
    if refers is None:
        named = re.search(r"'([A-Z_]+)'", one_of or "")
        return named[1] if named else VALUES[data_type]
    alone = f"AND {column_name} IS NULL" if refers == table else ""
    found = await pool.fetchval(f"SELECT id FROM {refers} WHERE id <> $1 {alone} LIMIT 1", object_id)
    assert found is not None, f"{column_name}: World.build makes no row of {refers}"
    return found
