"""Topics of joint committees, and what fills an agenda by itself."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import resolutions, rows, visibility
from db.driver.connection import Connection
from domain import codes, topics
from domain.topics import Topic
from domain.viewer import Viewer

_SEEN = visibility.Numbered(topics.SIGHT)
_FOUND = ("SELECT t.stage, t.committee_id, t.organization_id, t.home_code, t.raised_for_id, t.open_to, t.collected_at, "
          "t.conference_id, t.version, "
          f"(SELECT count(*)::int FROM resolution r WHERE r.topic_id = t.id AND r.{resolutions.OPEN}) AS open_resolutions, "
          "(SELECT c.state FROM joint_conference c WHERE c.id = t.conference_id) AS conference_state "
          f"FROM topic t WHERE t.id = $1 AND {_SEEN.sql('t', 2)} FOR NO KEY UPDATE OF t")
_WAITS = """
    SELECT EXISTS (SELECT FROM joint_conference WHERE committee_id = $1 AND state IN ('PLANNED', 'CALLED')
                   AND fill_at IS NOT NULL AND planned_for < $2)"""
# What was on the agenda of a conference that is over, and was not dealt with.
_CARRIED = """
    UPDATE topic t SET conference_id = $1, carried_over = t.carried_over + 1, version = t.version + 1 FROM joint_conference c
    WHERE t.committee_id = $2 AND t.stage IN ('PROPOSED', 'CONSULTED') AND c.id = t.conference_id
    AND c.state IN ('PUBLISHED', 'CANCELLED') RETURNING t.id, t.stage, t.version, t.carried_over, t.resolution_id"""
_PUT_BACK = """
    UPDATE topic t SET stage = 'PUT_BACK', reason = $2, version = t.version + 1 FROM topic o
    WHERE o.id = t.id AND t.resolution_id = $1 AND t.stage IN ('PROPOSED', 'CONSULTED')
    RETURNING t.id, o.stage, t.version, t.organization_id, t.home_code"""
# Only what everybody in the committee's division sees anyway: an item is at home there, and open to all of it or more.
# By an index of items that has the division's own column, lest all items of the country be looked at.
_HOME = ("i.list IN ('RESOURCE', 'DEMAND', 'PROJECT') AND i.state IN ('PUBLISHED', 'EXPIRED') "
         "AND i.{division} = $2 AND starts_with($2, i.scope_code)")
_NOT_THERE = ("NOT EXISTS (SELECT FROM topic t WHERE t.committee_id = $1 AND t.{column} = {id} "
              "AND (t.stage NOT IN ('PUT_BACK', 'SUPERVISED') OR t.conference_id = $5))")
_LATE = f"""
    SELECT 'CARRIED_OVER' AS source, r.item_id, NULL::uuid AS claim_id, r.id AS resolution_id, p.category::text, p.title::text,
           r.carried_over + 1 AS carried_over, r.overdue_since AS since
    FROM (SELECT r.*, r.due_on::timestamptz AS overdue_since FROM resolution r
          WHERE r.committee_id = $1 AND r.state = 'OPEN' AND r.due_on < $4::date) r JOIN topic p ON p.id = r.topic_id
    WHERE {_NOT_THERE.format(column='resolution_id', id='r.id')}
    UNION ALL
    SELECT CASE c.state WHEN 'REWORK' THEN 'RETURNED' ELSE 'OVERDUE' END, c.item_id, c.id, NULL, i.category::text,
           i.title::text, 0, coalesce(c.due_at, c.delivered_at)
    FROM item i JOIN claim c ON c.item_id = i.id
    WHERE {_HOME} AND (c.state = 'REWORK' OR (c.state = 'ACCEPTED' AND c.due_at < $3))
    AND {_NOT_THERE.format(column='claim_id', id='c.id')}
    UNION ALL
    SELECT 'UNCLAIMED', i.id, NULL, NULL, i.category::text, i.title::text, 0, i.listed_at
    FROM item i WHERE {_HOME} AND i.state = 'PUBLISHED' AND i.claimed = 0 AND i.listed_at < $6
    AND (i.deadline IS NULL OR i.deadline > $3) AND {_NOT_THERE.format(column='item_id', id='i.id')}
    ORDER BY since, item_id LIMIT $7"""


@dataclass(frozen=True)
class Late:
    """Something that is late, for an agenda."""

    source: str
    item_id: UUID | None
    claim_id: UUID | None
    resolution_id: UUID | None
    category: str
    title: str
    carried_over: int


@dataclass(frozen=True)
class Carried:
    """A topic that was moved to the next agenda.

    resolution_id   what it is about, if it is a resolution that was not done
    """

    id: UUID
    stage: str
    version: int
    carried_over: int
    resolution_id: UUID | None


@dataclass(frozen=True)
class PutBack:
    """A topic that was put back with what it is about; `stage` is the one before."""

    id: UUID
    stage: str
    version: int
    organization_id: UUID
    home_code: str


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "topic", row)


async def locked(connection: Connection, viewer: Viewer, topic_id: UUID, now: datetime) -> Topic | None:
    """A topic that the viewer sees, held against others' steps until the transaction ends."""
    row = await connection.fetchrow(_FOUND, topic_id, *_SEEN.values(viewer, now))
    return Topic(**row) if row else None


async def revise(connection: Connection, topic_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked topic; returns its new version."""
    return await rows.revise(connection, "topic", topic_id, changes)


async def put_back_of(connection: Connection, resolution_id: UUID, reason: str) -> list[PutBack]:
    """Put back what brings a resolution before a committee whose agendas are held.

    writes   topic
    """
    return [PutBack(**row) for row in await connection.fetch(_PUT_BACK, resolution_id, reason)]


async def lock_committee(connection: Connection, committee_id: UUID) -> None:
    """Hold a committee's agendas against others who fill one."""
    await connection.execute("SELECT FROM joint_committee WHERE id = $1 FOR NO KEY UPDATE", committee_id)


async def collects_before(connection: Connection, committee_id: UUID, day: date) -> bool:
    """Whether a committee collects topics for a conference before that day."""
    return bool(await connection.fetchval(_WAITS, committee_id, day))


async def carry(connection: Connection, conference_id: UUID, committee_id: UUID) -> list[Carried]:
    """Move to a conference's agenda what earlier ones did not deal with.

    writes   topic
    """
    return [Carried(**row) for row in await connection.fetch(_CARRIED, conference_id, committee_id)]


async def late(connection: Connection, conference_id: UUID, committee_id: UUID, home_code: str, day: date,
               now: datetime) -> Sequence[Late]:
    """What is late in a committee's division and on no agenda of it, the longest first, no more than an agenda takes.

    day   of the conference: resolutions that are due before it are late
    """
    sql = _LATE.replace("{division}", "home" if len(home_code) == codes.DIGITS_OF_KIND["COMMUNITY"] else "street")
    found = await connection.fetch(sql, committee_id, home_code, now, day, conference_id, now - topics.UNCLAIMED_AFTER,
                                   topics.MOST_ADDED)
    return [Late(**{name: row[name] for name in Late.__dataclass_fields__}) for row in found]
