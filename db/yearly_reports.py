"""Yearly reports, and what they count: each figure from the log's events, rows say only of whom they are."""
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.service_duties import USUAL_HOURS, USUAL_PROJECTS
from domain.viewer import Viewer
from domain.yearly_reports import SIGHT, YearlyReport

_SEEN = visibility.Numbered(SIGHT)
_LOCKED = ("SELECT state, year, member_id, unit_id, community_id, contest_until, version FROM yearly_report r "
           f"WHERE r.id = $1 AND {_SEEN.sql('r', 2)} FOR NO KEY UPDATE")


_OF_EACH = ("id uuid", "member_id uuid", "unit_id uuid", "registrations int", "projects int", "hours numeric", "claims int",
            "deliveries int")
_OF_ALL = ("community_id", "year", "duty_projects", "duty_hours", "state", "issued_at", "contest_until")
_INSERT = (
    f"INSERT INTO yearly_report ({', '.join(each.split()[0] for each in _OF_EACH)}, {', '.join(_OF_ALL)}) "
    f"SELECT g.*, {', '.join(f'${number}' for number in range(1, 1 + len(_OF_ALL)))} FROM unnest("
    f"{', '.join(f'${number}::{each.split()[1]}[]' for number, each in enumerate(_OF_EACH, 1 + len(_OF_ALL)))}) AS g "
    "ON CONFLICT DO NOTHING RETURNING id")


async def insert(connection: Connection, reports: Sequence[Mapping[str, Any]], of_all: Mapping[str, Any]) -> set[UUID]:
    """Add those of some reports whose member, or unit, has none of that year.

    reports   what is each one's own, by _OF_EACH; in one order by whoever adds several
    of_all    what is the same of all, by _OF_ALL
    returns   the ids of those that were added
    """
    columns = [[each[name.split()[0]] for each in reports] for name in _OF_EACH]
    return {row["id"] for row in await connection.fetch(_INSERT, *(of_all[name] for name in _OF_ALL), *columns)}


async def locked(connection: Connection, viewer: Viewer, report_id: UUID, now: datetime) -> YearlyReport | None:
    """A report that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, report_id, *_SEEN.values(viewer, now))
    return YearlyReport(**row) if row else None


async def revise(connection: Connection, report_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked report; returns its new version."""
    return await rows.revise(connection, "yearly_report", report_id, changes)


# What was said last of each sign-up or assignment for what began in the year: that the member was there, and for how long. Of
# whom it was said with the whole shift, and nothing afterwards, the row alone says it (`resolvers.assignments.confirm_shift`).
_SERVED = """
    SELECT s.of, coalesce((e.after ->> 'hours')::numeric, s.hours) AS hours FROM (
        SELECT id, activity_id AS of, state, hours FROM sign_up WHERE {whose} = q.id AND starts_at >= $2 AND starts_at < $3
        UNION ALL
        SELECT id, mobilization_id, state, hours FROM assignment
        WHERE state IN ('SERVED', 'ABSENT') AND {whose} = q.id AND starts_at >= $2 AND starts_at < $3) s
    LEFT JOIN LATERAL (
        SELECT kind, after FROM event WHERE subject_id = s.id AND kind IN (
            'sign_up.confirmed', 'sign_up.missed', 'assignment.served', 'assignment.missed')
        ORDER BY seq DESC LIMIT 1) e ON true
    WHERE coalesce(e.kind IN ('sign_up.confirmed', 'assignment.served'), s.state = 'SERVED')"""
_REGISTERED = """
    SELECT count(*)::int FROM dual_report d JOIN event e ON e.subject_id = d.id AND e.subject_type = 'dual_report'
    WHERE {whose} = q.id AND e.kind = 'dual_report.confirmed' AND e.at >= $2 AND e.at < $3"""
_CLAIMED = """
    SELECT count(DISTINCT c.id)::int FROM claim c JOIN event e ON e.object_id = c.id
    WHERE c.claimant_id = q.id AND e.kind = '{kind}' AND e.at >= $2 AND e.at < $3"""
_OF_EVERY = ("SELECT f.* FROM unnest($1::uuid[]) WITH ORDINALITY AS q (id, number) CROSS JOIN LATERAL ({of_one}) AS f "
             "ORDER BY q.number")
_OF_MEMBERS = _OF_EVERY.format(of_one=(
    "SELECT count(DISTINCT of)::int AS projects, coalesce(sum(hours), 0.00) AS hours, 0 AS claims, 0 AS deliveries, "
    f"({_REGISTERED.format(whose='d.member_id')}) AS registrations FROM ({_SERVED.format(whose='member_id')}) AS served"))
_OF_UNITS = _OF_EVERY.format(of_one=(
    "SELECT (SELECT count(*)::int FROM project_part p JOIN event e ON e.subject_id = p.project_id "
    "WHERE p.organization_id = q.id AND e.kind = 'project.formed' AND e.at >= $2 AND e.at < $3) AS projects, "
    f"coalesce(sum(hours), 0.00) AS hours, ({_CLAIMED.format(kind='claim.proposed')}) AS claims, "
    f"({_CLAIMED.format(kind='claim.delivered')}) AS deliveries, "
    f"({_REGISTERED.format(whose='d.unit_id')}) AS registrations FROM ({_SERVED.format(whose='unit_id')}) AS served"))


async def of_members(connection: Connection, members: Sequence[UUID], since: datetime,
                     before: datetime) -> list[dict[str, Any]]:
    """What the log says of each of these members between two moments, by `domain.yearly_reports.FIGURED`."""
    return [dict(row) for row in await connection.fetch(_OF_MEMBERS, members, since, before)]


async def of_units(connection: Connection, units: Sequence[UUID], since: datetime, before: datetime) -> list[dict[str, Any]]:
    """The same of each of these units."""
    return [dict(row) for row in await connection.fetch(_OF_UNITS, units, since, before)]


async def duty(connection: Connection, community_code: str) -> dict[str, Any]:
    """What the community's district wants of a member in a year, now."""
    found = await connection.fetchrow("SELECT projects AS duty_projects, hours AS duty_hours FROM service_duty "
                                      "WHERE home_code = $1", community_code[:6])
    return dict(found) if found else {"duty_projects": USUAL_PROJECTS, "duty_hours": USUAL_HOURS}


_WHOSE = """
    SELECT d.member_id, d.unit_id, EXISTS (
        SELECT FROM yearly_report r WHERE r.member_id = d.member_id AND r.year = $2) AS issued
    FROM dual_report d WHERE d.community_id = $1 AND d.state = 'CONFIRMED'
    UNION ALL
    SELECT NULL, s.unit_id, EXISTS (
        SELECT FROM yearly_report r WHERE r.unit_id = s.unit_id AND r.member_id IS NULL AND r.year = $2)
    FROM station s WHERE s.community_id = $1 AND s.state = 'CONFIRMED'"""
_COUNTED = f"SELECT count(*)::int AS all, (count(*) FILTER (WHERE issued))::int AS issued FROM ({_WHOSE}) AS those"
_WAITING = f"SELECT member_id, unit_id FROM ({_WHOSE}) AS those WHERE NOT issued ORDER BY member_id, unit_id LIMIT $3"


async def counted(connection: Connection, community_id: UUID, year: int) -> tuple[int, int]:
    """How many registered members and stationed units a community has, and how many of these have a report of the year."""
    row = await connection.fetchrow(_COUNTED, community_id, year)
    assert row is not None
    return row["all"], row["issued"]


async def waiting(connection: Connection, community_id: UUID, year: int, limit: int) -> list[tuple[UUID | None, UUID]]:
    """The first of those who have none, members before units: of each the member, of a unit's own None, and the unit."""
    return [(row["member_id"], row["unit_id"]) for row in await connection.fetch(_WAITING, community_id, year, limit)]
