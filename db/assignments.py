"""Which member is sent to which shift of a mobilisation."""
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.activities import TimeConflict
from domain.assignments import SIGHT, Assignment
from domain.viewer import Viewer

RULED = ("state, shift_id, mobilization_id, organization_id, home_code, unit_id, member_id, starts_at, ends_at, hours, version")
_SEEN = visibility.Numbered(SIGHT)
_LOCKED = (f"SELECT {RULED}, (SELECT s.cancelled_at FROM shift s WHERE s.id = a.shift_id) AS cancelled_at FROM assignment a "
           f"WHERE a.id = $1 AND {_SEEN.sql('a', 2)} FOR NO KEY UPDATE")
# Held in the way of who signs up for an activity meanwhile, and in one order by all.
_REGISTERED = ("SELECT member_id, unit_id FROM dual_report WHERE member_id = ANY($1) AND state = 'CONFIRMED' "
               "AND starts_with(home_code, $2) ORDER BY member_id FOR NO KEY UPDATE")
_BUSY = """
    WITH asked AS MATERIALIZED (
        SELECT g.number, g.member_id, tstzrange(g.starts_at, g.ends_at) AS time
        FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY
        AS g (member_id, starts_at, ends_at, number))
    SELECT (q.number - 1)::int AS number FROM asked q
    WHERE EXISTS (SELECT FROM assignment a WHERE a.member_id = q.member_id AND tstzrange(a.starts_at, a.ends_at) && q.time
                  AND a.state IN ('ASSIGNED', 'ACKNOWLEDGED', 'SERVED'))
    OR EXISTS (SELECT FROM sign_up s WHERE s.member_id = q.member_id AND tstzrange(s.starts_at, s.ends_at) && q.time
               AND s.state IN ('SIGNED_UP', 'ATTENDED'))
    ORDER BY q.number"""
_INSERT = (
    "INSERT INTO assignment (id, shift_id, mobilization_id, organization_id, home_code, member_id, unit_id, replaces_id, "
    "starts_at, ends_at, state, assigned_at) "
    "SELECT g.id, s.id, s.mobilization_id, s.organization_id, s.home_code, g.member_id, g.unit_id, $6, s.starts_at, s.ends_at, "
    "'ASSIGNED', $5 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) AS g (id, shift_id, member_id, unit_id) "
    "JOIN shift s ON s.id = g.shift_id")
_RELEASE = ("UPDATE assignment SET state = 'RELEASED', over_at = $2, reason = $3, version = version + 1 "
            "WHERE mobilization_id = $1 AND state IN ('ASSIGNED', 'ACKNOWLEDGED')")

_ACKNOWLEDGE = """
    WITH done AS (UPDATE assignment SET state = 'ACKNOWLEDGED', acknowledged_at = $4, version = version + 1
        WHERE id = ANY(ARRAY(SELECT id FROM assignment WHERE mobilization_id = $1 AND state = 'ASSIGNED' AND starts_at > $4
            AND CASE WHEN $3::uuid IS NULL THEN member_id = $2 ELSE unit_id = $3 END ORDER BY id FOR NO KEY UPDATE))
        RETURNING shift_id),
    held AS (SELECT id FROM shift WHERE id IN (SELECT shift_id FROM done) ORDER BY id FOR NO KEY UPDATE)
    UPDATE shift s SET acknowledged = acknowledged + (SELECT count(*) FROM done d WHERE d.shift_id = s.id)
    FROM held WHERE s.id = held.id"""
_CONFIRM = """
    WITH done AS (UPDATE assignment SET state = CASE WHEN id = ANY($3::uuid[]) THEN 'ABSENT' ELSE 'SERVED' END,
        hours = CASE WHEN id = ANY($3::uuid[]) THEN NULL ELSE trunc(extract(epoch FROM ends_at - starts_at) / 3600, 2) END,
        confirmed_at = $2, version = version + 1
        WHERE id = ANY(ARRAY(SELECT id FROM assignment WHERE shift_id = $1 AND state IN ('ASSIGNED', 'ACKNOWLEDGED')
            ORDER BY id FOR NO KEY UPDATE))
        RETURNING state, acknowledged_at)
    UPDATE shift s SET assigned = s.assigned - n.absent, served = s.served + n.there,
        acknowledged = s.acknowledged - n.absent_acknowledged + n.there_unacknowledged
    FROM (SELECT count(*) FILTER (WHERE state = 'ABSENT') AS absent, count(*) FILTER (WHERE state = 'SERVED') AS there,
        count(*) FILTER (WHERE state = 'ABSENT' AND acknowledged_at IS NOT NULL) AS absent_acknowledged,
        count(*) FILTER (WHERE state = 'SERVED' AND acknowledged_at IS NULL) AS there_unacknowledged FROM done) n
    WHERE s.id = $1"""
_AHEAD = "SELECT id FROM assignment WHERE shift_id = $1 AND state IN ('ASSIGNED', 'ACKNOWLEDGED') AND id = ANY($2)"


async def acknowledge(connection: Connection, mobilization_id: UUID, member_id: UUID, unit_id: UUID | None,
                      now: datetime) -> None:
    """Acknowledge all that is ahead of a member, or of a unit's people.

    unit_id   None: the member's own
    writes    assignment, shift
    """
    await connection.execute(_ACKNOWLEDGE, mobilization_id, member_id, unit_id, now)


async def ahead(connection: Connection, shift_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these assignments that are of the shift, and of which it is not said whether the member was there."""
    return {row["id"] for row in await connection.fetch(_AHEAD, shift_id, ids)}


async def confirm(connection: Connection, shift_id: UUID, absent: Sequence[UUID], now: datetime) -> None:
    """Say of all of a locked shift of whom it is not said yet that they were there for all of it, but for the absent.

    writes   assignment, shift
    """
    await connection.execute(_CONFIRM, shift_id, now, absent)


async def registered(connection: Connection, members: Sequence[UUID], within: str) -> dict[UUID, UUID]:
    """The unit of each of these members who is registered with a community within a division; the registrations are held until
    the transaction ends."""
    return {row["member_id"]: row["unit_id"] for row in await connection.fetch(_REGISTERED, members, within)}


async def busy(connection: Connection, members: Sequence[UUID], starts: Sequence[datetime],
               ends: Sequence[datetime]) -> list[int]:
    """The numbers, from 0, of those members who are assigned or signed up elsewhere at that time."""
    return [row["number"] for row in await connection.fetch(_BUSY, members, starts, ends)]


async def insert(connection: Connection, ids: Sequence[UUID], shifts: Sequence[UUID], members: Sequence[UUID],
                 units: Sequence[UUID], now: datetime, replaces: UUID | None = None) -> None:
    """Add assignments to shifts that there are.

    replaces   the one that the only one of these replaces
    raises     TimeConflict where somebody else has just assigned one of them
    """
    with faults.refusing(assignment_one_at_a_time=TimeConflict):
        await connection.execute(_INSERT, ids, shifts, members, units, now, replaces)


async def of_member(connection: Connection, mobilization_id: UUID, member_id: UUID) -> list[UUID]:
    """A member's assignments of a mobilisation, in the order of their shifts."""
    found = await connection.fetch("SELECT id FROM assignment WHERE mobilization_id = $1 AND member_id = $2 "
                                   "ORDER BY starts_at, id", mobilization_id, member_id)
    return [row["id"] for row in found]


async def locked(connection: Connection, viewer: Viewer, assignment_id: UUID, now: datetime) -> Assignment | None:
    """An assignment that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, assignment_id, *_SEEN.values(viewer, now))
    return Assignment(**row) if row else None


async def revise(connection: Connection, assignment_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked assignment.

    returns  its new version
    raises   TimeConflict where it stands again, and another is at that time by now
    """
    with faults.refusing(assignment_one_at_a_time=TimeConflict):
        return await rows.revise(connection, "assignment", assignment_id, changes)


async def release(connection: Connection, mobilization_id: UUID, now: datetime, reason: str) -> None:
    """Release everybody of a mobilisation who has not been there.

    writes   assignment
    """
    await connection.execute(_RELEASE, mobilization_id, now, reason)
