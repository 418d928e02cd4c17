"""A process as those to come: a deadline, a reminder some time before it, and levels above that hear of what is late.

It is declared, and has a function with SQL for each of its deadlines: nothing else. Its columns say when what is due; there
is no other table.
"""
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db.driver.connection import Connection
from domain import trail
from domain.event import Kind, Readers
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.words import Words
from resolvers import scheduler
from resolvers.deadlines import Job, Taken, by_clock
from tests.desk import Desk

OPEN, OVERDUE = "OPEN", "OVERDUE"
BEFORE = [timedelta(days=60), timedelta(days=15)]
A_LEVEL = timedelta(days=2)  # has each level to see to it before the next one hears of it
LEVELS = 3
PROCESS = Process(
    table="promise", type="Promise", words=Words("承诺", "A promise."), begins={OPEN: "promise.made"},
    states={OPEN: State(Words("进行中", "To be kept.")),
            OVERDUE: State(Words("逾期", "Not kept in time."), has=("overdue_at",))},
    steps={"REMIND": Step(Words("提醒", "It is reminded of."), CLOCK, (OPEN,), None, "promise.reminded"),
           "FAIL": Step(Words("逾期", "It is late."), CLOCK, (OPEN,), OVERDUE, "promise.failed"),
           "ESCALATE": Step(Words("上报", "The level above hears of it."), CLOCK, (OVERDUE,), None, "promise.escalated")},
    deadlines=(Deadline("remind_at", (OPEN,), "REMIND"), Deadline("due_at", (OPEN,), "FAIL"),
               Deadline("escalate_at", (OVERDUE,), "ESCALATE")))
TABLE = """
    CREATE TABLE promise (
        id uuid PRIMARY KEY, state text NOT NULL CHECK (state IN ('OPEN', 'OVERDUE')), due_at timestamptz NOT NULL,
        remind_at timestamptz, overdue_at timestamptz, level int NOT NULL DEFAULT 0, escalate_at timestamptz,
        version int NOT NULL DEFAULT 1, CHECK (state <> 'OVERDUE' OR overdue_at IS NOT NULL));
    CREATE INDEX ON promise (remind_at) WHERE state = 'OPEN';
    CREATE INDEX ON promise (due_at) WHERE state = 'OPEN';
    CREATE INDEX ON promise (escalate_at) WHERE state = 'OVERDUE'"""
NEXT = "(SELECT min(p.due_at - before) FROM unnest($3::interval[]) AS before WHERE p.due_at - before > $1)"


def _due(column: str, state: str) -> str:
    """Every deadline's rows are taken like this."""
    return (f"WITH due AS (SELECT id, {column} AS at FROM promise WHERE state = '{state}' AND {column} <= $1 "
            f"ORDER BY {column} LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) UPDATE promise p SET version = version + 1, ")


_OF_DUE = " FROM due WHERE p.id = due.id RETURNING p.id, due.at, p.version, p.level"
_REMIND = _due("remind_at", OPEN) + f"remind_at = {NEXT}" + _OF_DUE
_FAIL = _due("due_at", OPEN) + "state = 'OVERDUE', overdue_at = $1, escalate_at = p.due_at + $3" + _OF_DUE
_ESCALATE = (_due("escalate_at", OVERDUE)
             + "level = level + 1, escalate_at = CASE WHEN level + 1 < $4 THEN escalate_at + $3 END" + _OF_DUE)


def _step(name: str, state: str, sql: str, *more: Any) -> Job:
    async def take(connection: Connection, now: datetime, limit: int) -> list[Taken]:
        return [Taken(id=row["id"], state=state, due_at=row["at"], version=row["version"], organization_id=None,
                      home_code=None, columns={"level": row["level"]})
                for row in await connection.fetch(sql, now, limit, *more)]
    return by_clock(PROCESS, name, take)


JOBS = (_step("REMIND", OPEN, _REMIND, BEFORE), _step("FAIL", OPEN, _FAIL, A_LEVEL),
        _step("ESCALATE", OVERDUE, _ESCALATE, A_LEVEL, LEVELS))


@pytest.fixture
async def promise(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[UUID]:
    """One that is due in a hundred days."""
    kinds = dict.fromkeys(PROCESS.events, Kind(
        Words("承诺", "A promise."), "promise", Readers.DIVISION, frozenset({"state", "level"})))
    monkeypatch.setattr(trail, "KINDS", {**trail.KINDS, **kinds})
    await desk.pool.execute(TABLE)
    made, due = uuid7(), desk.now() + timedelta(days=100)
    await desk.pool.execute("INSERT INTO promise (id, state, due_at, remind_at) VALUES ($1, 'OPEN', $2, $3)",
                            made, due, due - BEFORE[0])
    yield made
    await desk.pool.execute("DROP TABLE promise")


async def _told(desk: Desk) -> list[tuple[str, int]]:
    """The kind of each event, and the day in the promise's life when it was due."""
    begun = await desk.pool.fetchval("SELECT due_at - interval '100 days' FROM promise")
    return [(row["kind"].removeprefix("promise."), round((row["due"] - begun) / timedelta(days=1)))
            for row in await desk.pool.fetch(
                "SELECT kind, (after->>'was_due_at')::timestamptz AS due FROM event ORDER BY seq")]


ALL_OF_IT = [("reminded", 40), ("reminded", 85), ("failed", 100), ("escalated", 102), ("escalated", 104), ("escalated", 106)]


async def test_a_life_day_by_day(desk: Desk, promise: UUID) -> None:
    for day in range(120):
        desk.shift = timedelta(days=day, hours=1)
        await scheduler.once(desk.pool, desk.now, JOBS)
    assert await _told(desk) == ALL_OF_IT
    row = await desk.row("promise", promise)
    assert (row["state"], row["level"], row["remind_at"], row["escalate_at"]) == (OVERDUE, LEVELS, None, None)
    assert row["version"] == 1 + len(ALL_OF_IT)


async def test_a_life_that_no_hub_has_seen(desk: Desk, promise: UUID) -> None:
    """Each level is told, once; of the reminders, which are all of the past, one is enough."""
    desk.shift = timedelta(days=300)
    assert await scheduler.once(desk.pool, desk.now, JOBS) == 5
    assert await _told(desk) == [each for each in ALL_OF_IT if each != ("reminded", 85)]
    assert await scheduler.once(desk.pool, desk.now, JOBS) == 0


async def test_an_event_tells_what_its_kind_declares(desk: Desk, promise: UUID) -> None:
    desk.shift = timedelta(days=300)
    await scheduler.once(desk.pool, desk.now, JOBS)
    event = await desk.last_event()
    assert (event["object_type"], event["object_id"], event["actor_id"]) == ("Promise", promise, None)
    assert {**event["after"], "was_due_at": ""} == {"state": OVERDUE, "level": LEVELS, "was_due_at": ""}
    assert event["before"] == {"state": OVERDUE}


def test_a_reminder_leaves_the_state_that_holds() -> None:
    """Whether or not the clock has been there: what is over is over, what is reminded of is not."""
    now = datetime.fromisoformat("2026-05-01T00:00:00Z")
    moments: dict[str, datetime | None] = {"remind_at": now, "due_at": now + A_LEVEL, "escalate_at": None}
    assert PROCESS.state_at(OPEN, moments, now) == OPEN
    assert PROCESS.state_at(OPEN, {**moments, "due_at": now}, now) == OVERDUE
