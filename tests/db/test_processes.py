"""Each process against its table, as the database's catalogue has it: what is declared is what may be stored."""
import re
from typing import Any

import orjson
import pytest

from db.driver.connection import Connection
from domain import processes
from domain.process import Deadline, Process

STORED = [each for each in processes.ALL if each.state is not None]
each_process = pytest.mark.parametrize("declared", STORED, ids=lambda each: each.table)
NEEDS = [(each, name, column) for each in STORED for name, state in each.states.items() for column in state.has]
DEADLINES = [(each, deadline) for each in processes.ALL for deadline in each.deadlines]

_STATES = """
    SELECT pg_get_constraintdef(c.oid) AS text FROM pg_attribute a JOIN pg_constraint c
    ON c.contype = 'c' AND (c.contypid = a.atttypid OR (c.conrelid = a.attrelid AND c.conkey = ARRAY[a.attnum]))
    WHERE a.attrelid = $1::regclass AND a.attname = $2"""
_CHECKS = "SELECT pg_get_expr(conbin, conrelid) AS text FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'"
_INDEXES = """
    SELECT pg_get_expr(i.indpred, i.indrelid) AS condition FROM pg_index i JOIN pg_attribute a
    ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indrelid = $1::regclass AND a.attname = $2"""


@each_process
async def test_the_states_that_a_table_allows_are_the_declared_ones(connected: Connection, declared: Process) -> None:
    checks = [row["text"] for row in await connected.fetch(_STATES, declared.table, declared.state)]
    assert [set(re.findall(r"'(\w+)'::text", each)) for each in checks] == [set(declared.states)]


async def _holds(connection: Connection, declared: Process, columns: dict[str, Any]) -> bool:
    """Whether the table's CHECKs let a row with these columns pass, all others being null."""
    checks = [row["text"] for row in await connection.fetch(_CHECKS, declared.table)]
    return bool(await connection.fetchval(
        f"SELECT {' AND '.join(f'({each}) IS NOT FALSE' for each in checks)} "
        f"FROM jsonb_populate_record(NULL::{declared.table}, $1::text::jsonb) AS {declared.table}",
        orjson.dumps(columns).decode()))


async def _example(connection: Connection, declared: Process, state: str) -> dict[str, Any]:
    """A row's state, and a value for each column that it needs."""
    values = {"timestamp with time zone": "2026-05-01T00:00:00Z", "date": "2026-05-01", "stars": 5, "yuan": 5, "text": "UNIT",
              "numeric": 1, "uuid": "00000000-0000-0000-0000-000000000001"}
    types = {row["name"]: row["type"] for row in await connection.fetch(
        "SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = $1::regclass",
        declared.table)}
    return {str(declared.state): state, **{column: values[types[column]] for column in declared.states[state].has}}


@pytest.mark.parametrize(("declared", "state", "column"), NEEDS, ids=lambda each: getattr(each, "table", each))
async def test_a_state_has_the_moment_or_reason_that_it_needs(
        connected: Connection, declared: Process, state: str, column: str) -> None:
    row = await _example(connected, declared, state)
    if declared.table == "item":
        row |= {"list": "PROJECT"}
    if declared.table == "pairing" and "proposed_by" in row:
        row |= {"proposed_by": "HOST"}
    if declared.table == "card":
        row |= {"joint_project_id": "00000000-0000-0000-0000-000000000001"}
    if "outcome" in row:
        row |= {"outcome": "DONE"}
    if declared.table == "opinion":
        row |= {"unit_id": "00000000-0000-0000-0000-000000000001", **({"position": "OPPOSED"} if "position" in row else {})}
    if declared.table in ("resolution", "commitment"):
        row |= {"owner_id": "00000000-0000-0000-0000-000000000001"}
    assert await _holds(connected, declared, row)
    assert not await _holds(connected, declared, {**row, column: None})


async def test_all_checks_hold_for_what_is_stored(connected: Connection) -> None:
    assert await connected.fetch("SELECT conname FROM pg_constraint WHERE NOT convalidated") == []


@pytest.mark.parametrize(("declared", "deadline"), DEADLINES, ids=lambda each: getattr(each, "table", None))
async def test_what_is_due_is_found_in_an_index(connected: Connection, declared: Process, deadline: Deadline) -> None:
    """Of the deadline's column, and of nothing but the rows that can be due: the clock reads no others."""
    conditions = [row["condition"] for row in await connected.fetch(_INDEXES, declared.table, deadline.column)]
    states = set(deadline.states) if declared.state else set()
    assert states in [set(re.findall(r"'(\w+)'::text", each or "")) for each in conditions]


@pytest.mark.parametrize("declared", [each for each in processes.ALL if each.state is None], ids=lambda each: each.table)
async def test_what_time_tells_is_not_stored(connected: Connection, declared: Process) -> None:
    columns = {row["name"] for row in await connected.fetch(
        "SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0", declared.table)}
    assert "state" not in columns
    assert {passage.column for passage in declared.passages} <= columns
