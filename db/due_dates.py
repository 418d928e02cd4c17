"""What somebody's calendar has of joint projects, claims and agreements: what is due when, for whom `domain.duties` says."""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.calendars import PAGE, SEATS
from db.driver.connection import Connection
from domain.agreements import REMINDED

_LED = f"""
    SELECT id, version, title, state, ends_on FROM joint_project
    WHERE lead_unit_id = ANY($2::uuid[]) AND state IN ('FORMED', 'UNDER_WAY', 'COMPLETED', 'STOPPED')
    UNION SELECT p.id, p.version, p.title, p.state, p.ends_on FROM ({SEATS}) k JOIN joint_project p ON p.lead_seat_id = k.id"""
_PART = "SELECT * FROM {table} WHERE project_id = p.id AND state = '{state}' " + PAGE.format(day="due_on")
_PROJECTS = f"""
    WITH led AS ({_LED})
    SELECT id, version, kind, title, due FROM (
        SELECT id, version, 'PROJECT' AS kind, title, ends_on AS due FROM led WHERE state IN ('FORMED', 'UNDER_WAY')
        UNION ALL SELECT m.id, m.version, 'MILESTONE', p.title || '：' || m.title, m.due_on
        FROM led p CROSS JOIN LATERAL ({_PART.format(table='milestone', state='PLANNED')}) m WHERE p.state = 'UNDER_WAY'
        UNION ALL SELECT c.id, c.version, c.kind, p.title, c.due_on
        FROM led p CROSS JOIN LATERAL ({_PART.format(table='checkpoint', state='ASKED')}) c) d
    WHERE due BETWEEN $3 AND $4 ORDER BY due, id LIMIT $5"""
_CLAIM = ("SELECT c.*, i.title, i.list = 'RESOURCE' AS given, {published} AS published FROM claim c "
          "CROSS JOIN LATERAL (SELECT title, list FROM item WHERE id = c.item_id LIMIT 1) i "
          "WHERE c.{side} = ANY($1::uuid[]) AND c.state IN ('PROPOSED', 'ACCEPTED', 'REWORK', 'DELIVERED')")
_CLAIMS = f"""
    SELECT c.id, c.version, d.kind, c.title, d.due FROM (
        {_CLAIM.format(side='publisher_id', published='true')}
        UNION ALL {_CLAIM.format(side='claimant_id', published='false')}) c
    CROSS JOIN LATERAL (VALUES
        ('ANSWER_CLAIM', c.state = 'PROPOSED' AND c.published, c.answer_by),
        ('DELIVER_CLAIM', c.state IN ('ACCEPTED', 'REWORK') AND c.published = c.given, c.due_at),
        ('CONFIRM_CLAIM', c.state = 'DELIVERED' AND c.published <> c.given, c.due_at)) d (kind, waits, due)
    WHERE d.waits AND d.due BETWEEN $2 AND $3 ORDER BY d.due, c.id LIMIT $4"""
_SIDE = "SELECT * FROM agreement WHERE {} = ANY($1::uuid[]) AND state = 'SIGNED' AND ends_at IS NOT NULL"
_AGREEMENTS = f"""
    SELECT a.id, a.version, 'AGREEMENT_' || n.days AS kind, a.title, a.ends_on + 1 - n.days AS due
    FROM ({_SIDE.format('host_id')} UNION {_SIDE.format('unit_id')}) a CROSS JOIN unnest($5::int[]) n (days)
    WHERE a.ends_on + 1 - n.days BETWEEN $2 AND $3 AND a.ends_at - (n.days - 1) * interval '1 day' > a.signed_at
    ORDER BY due, a.id LIMIT $4"""
LAST_DAY = 1
"""Of an agreement, in days before the day after it, as those on which both sides are reminded are counted."""


@dataclass(frozen=True)
class DueDate:
    """
    kind   what it is: a project, a milestone, a kind of checkpoint or of duty, or of an agreement the days that it has left
    due    the day; the moment, of a claim
    """

    id: UUID
    version: int
    kind: str
    title: str
    due: date | datetime


async def of_projects(connection: Connection, member_id: UUID, organizations: Collection[UUID], first: date, last: date,
                      most: int, today: date) -> list[DueDate]:
    """Of the joint projects that these organisations or the member's seats of today lead: their ends, milestones and reports.

    first, last   the days between which it is due
    """
    return [DueDate(**row) for row in await connection.fetch(
        _PROJECTS, member_id, list(organizations), first, last, most, today)]


async def of_claims(connection: Connection, organizations: Collection[UUID], first: datetime, last: datetime,
                    most: int) -> list[DueDate]:
    """What these organisations have to answer, to deliver or to confirm.

    first, last   the moments between which it is due; of what is delivered, the time limit of its card
    """
    return [DueDate(**row) for row in await connection.fetch(_CLAIMS, list(organizations), first, last, most)]


async def of_agreements(connection: Connection, organizations: Collection[UUID], first: date, last: date,
                        most: int) -> list[DueDate]:
    """The last days of these organisations' agreements, and those on which both sides are reminded; none where another goes on.

    first, last   the days between which these lie
    """
    return [DueDate(**row) for row in await connection.fetch(
        _AGREEMENTS, list(organizations), first, last, most, [LAST_DAY, *REMINDED])]
