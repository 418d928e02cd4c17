"""How often committees hold conferences, and which periods they missed."""
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from db import rows
from db.driver.connection import Connection
from domain import cadences, dates

_LOCKED = ("SELECT g.division_code, j.organization_id, j.cadence FROM joint_committee j "
           "JOIN organization g ON g.id = j.organization_id WHERE j.id = $1 FOR NO KEY UPDATE OF j")
_DUE = ("SELECT j.id, j.organization_id, j.cadence, j.conference_due_at, j.missed_since, g.division_code "
        "FROM joint_committee j JOIN organization g ON g.id = j.organization_id WHERE j.conference_due_at <= $1 "
        "ORDER BY j.conference_due_at, j.id LIMIT $2 FOR NO KEY UPDATE OF j SKIP LOCKED")
_DAY = timedelta(days=1)
_HELD = ("SELECT true FROM joint_conference WHERE committee_id = $1 AND state IN ('HELD', 'PUBLISHED') "
         "AND planned_for BETWEEN $2 AND $3 LIMIT 1")


@dataclass(frozen=True)
class Committee:
    """A committee as the rules need it."""

    division_code: str
    organization_id: UUID
    cadence: str


@dataclass(frozen=True)
class Missed:
    """A committee that held no conference in a period: `version` after that is said of it."""

    id: UUID
    organization_id: UUID
    division_code: str
    due_at: datetime
    missed_since: date
    version: int


async def locked(connection: Connection, committee_id: UUID) -> Committee | None:
    row = await connection.fetchrow(_LOCKED, committee_id)
    return Committee(**row) if row else None


async def set_cadence(connection: Connection, committee_id: UUID, cadence: str, due_at: datetime) -> int:
    """Change a locked committee's cadence; returns its new version."""
    return await rows.revise(connection, "joint_committee", committee_id, {"cadence": cadence, "conference_due_at": due_at})


async def held(connection: Connection, committee_id: UUID) -> None:
    """A conference is held: nothing is missed any more."""
    await connection.execute("UPDATE joint_committee SET missed_since = NULL WHERE id = $1 AND missed_since IS NOT NULL",
                             committee_id)


async def pass_periods(connection: Connection, now: datetime, limit: int) -> list[Missed]:
    """Let the periods that are over pass for up to so many committees; returns those that held no conference in one."""
    missed = []
    for row in await connection.fetch(_DUE, now, limit):
        last = dates.day(row["conference_due_at"]) - _DAY
        first, due_at = cadences.period_starts(row["cadence"], last), cadences.due_at(row["cadence"], now)
        if await connection.fetchval(_HELD, row["id"], first, last):  # nothing is told of it, so its version stays
            await connection.execute("UPDATE joint_committee SET conference_due_at = $2 WHERE id = $1", row["id"], due_at)
            continue
        since = row["missed_since"] or first
        version = await rows.revise(connection, "joint_committee", row["id"],
                                    {"missed_since": since, "conference_due_at": due_at})
        missed.append(Missed(row["id"], row["organization_id"], row["division_code"], row["conference_due_at"], since, version))
    return missed
