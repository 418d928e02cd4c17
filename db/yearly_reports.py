"""Yearly reports, and what they count: each figure from the log's events, rows say only of whom they are."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.service_duties import USUAL_HOURS, USUAL_PROJECTS
from domain.viewer import Viewer
from domain.yearly_reports import SIGHT, AlreadyIssued, YearlyReport

_SEEN = visibility.Numbered(SIGHT)
_LOCKED = ("SELECT state, year, member_id, unit_id, community_id, contest_until, version FROM yearly_report r "
           f"WHERE r.id = $1 AND {_SEEN.sql('r', 2)} FOR NO KEY UPDATE")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a report.

    raises   AlreadyIssued where there is one of the member, or the unit, of that year
    """
    with faults.refusing(yearly_report_once_of_member=AlreadyIssued, yearly_report_once_of_unit=AlreadyIssued):
        await rows.insert(connection, "yearly_report", row)


async def locked(connection: Connection, viewer: Viewer, report_id: UUID, now: datetime) -> YearlyReport | None:
    """A report that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, report_id, *_SEEN.values(viewer, now))
    return YearlyReport(**row) if row else None


async def revise(connection: Connection, report_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked report; returns its new version."""
    return await rows.revise(connection, "yearly_report", report_id, changes)


# What was said last of each sign-up or assignment for what began in the year: that the member was there, and for how long.
_SERVED = """
    SELECT s.of, (e.after ->> 'hours')::numeric AS hours FROM (
        SELECT id, activity_id AS of FROM sign_up WHERE {whose} = $1 AND starts_at >= $2 AND starts_at < $3
        UNION ALL
        SELECT id, mobilization_id FROM assignment
        WHERE state IN ('SERVED', 'ABSENT') AND {whose} = $1 AND starts_at >= $2 AND starts_at < $3) s
    CROSS JOIN LATERAL (
        SELECT kind, after FROM event WHERE subject_id = s.id AND kind IN (
            'sign_up.confirmed', 'sign_up.missed', 'assignment.served', 'assignment.missed')
        ORDER BY seq DESC LIMIT 1) e
    WHERE e.kind IN ('sign_up.confirmed', 'assignment.served')"""
_REGISTERED = """
    SELECT count(*)::int FROM dual_report d JOIN event e ON e.subject_id = d.id AND e.subject_type = 'dual_report'
    WHERE {whose} = $1 AND e.kind = 'dual_report.confirmed' AND e.at >= $2 AND e.at < $3"""
_CLAIMED = """
    SELECT count(DISTINCT c.id)::int FROM claim c JOIN event e ON e.object_id = c.id
    WHERE c.claimant_id = $1 AND e.kind = '{kind}' AND e.at >= $2 AND e.at < $3"""
_OF_MEMBER = (f"SELECT count(DISTINCT of)::int AS projects, coalesce(sum(hours), 0.00) AS hours, 0 AS claims, 0 AS deliveries, "
              f"({_REGISTERED.format(whose='d.member_id')}) AS registrations "
              f"FROM ({_SERVED.format(whose='member_id')}) AS served")
_OF_UNIT = (f"SELECT (SELECT count(*)::int FROM project_part p JOIN event e ON e.subject_id = p.project_id "
            "WHERE p.organization_id = $1 AND e.kind = 'project.formed' AND e.at >= $2 AND e.at < $3) AS projects, "
            f"coalesce(sum(hours), 0.00) AS hours, ({_CLAIMED.format(kind='claim.proposed')}) AS claims, "
            f"({_CLAIMED.format(kind='claim.delivered')}) AS deliveries, "
            f"({_REGISTERED.format(whose='d.unit_id')}) AS registrations "
            f"FROM ({_SERVED.format(whose='unit_id')}) AS served")


async def figures(connection: Connection, member_id: UUID | None, unit_id: UUID, since: datetime,
                  before: datetime) -> dict[str, Any]:
    """What the log says of a member, or of a unit, between two moments, by `domain.yearly_reports.FIGURED`.

    member_id   None: of the unit itself
    """
    found = await connection.fetchrow(_OF_UNIT if member_id is None else _OF_MEMBER, member_id or unit_id, since, before)
    assert found is not None
    return dict(found)


async def duty(connection: Connection, community_code: str) -> dict[str, Any]:
    """What the community's district wants of a member in a year, now."""
    found = await connection.fetchrow("SELECT projects AS duty_projects, hours AS duty_hours FROM service_duty "
                                      "WHERE home_code = $1", community_code[:6])
    return dict(found) if found else {"duty_projects": USUAL_PROJECTS, "duty_hours": USUAL_HOURS}
