"""Who a member is as far as rights go: one statement over offices, seats, stations, divisions and shares."""
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Record

from db.driver.connection import Connection
from domain import dates
from domain.organizations import UNIT_KINDS
from domain.viewer import OfficeKind, Viewer

_OFFICER_KINDS = frozenset({OfficeKind.SECRETARY, OfficeKind.OFFICER})

# One row for each office and seat that is not over; `divisions` are what the member belongs to by it, `below` the
# cities and districts below a province or city that an office is held at.
_TIES = """
    SELECT m.id AS member_id, tie.* FROM member m LEFT JOIN LATERAL (
        SELECT o.starts_on, o.ends_on, o.kind AS office, o.organization_id, g.kind AS organization_kind,
               CASE WHEN g.division_code IS NOT NULL THEN ARRAY[g.division_code] ELSE ARRAY(
                   SELECT c.division_code FROM station s JOIN organization c ON c.id = s.community_id
                   WHERE s.unit_id = g.id AND s.state = 'CONFIRMED') END AS divisions,
               CASE WHEN length(g.division_code) <= 4 THEN ARRAY(
                   SELECT d.division_code FROM organization d WHERE d.parent_code = g.division_code
                   UNION ALL
                   SELECT d.division_code FROM organization c JOIN organization d ON d.parent_code = c.division_code
                   WHERE c.parent_code = g.division_code AND c.kind = 'CITY') END AS below,
               EXISTS (SELECT FROM share s WHERE s.organization_id = g.id AND (s.ends_at IS NULL OR s.ends_at > $3))
                   AS shared
        FROM office o JOIN organization g ON g.id = o.organization_id
        WHERE o.member_id = m.id AND (o.ends_on IS NULL OR o.ends_on >= $2)
        UNION ALL
        SELECT s.starts_on, s.ends_on, NULL, NULL, NULL, ARRAY[g.division_code], NULL, false
        FROM seat s JOIN joint_committee j ON j.id = s.committee_id JOIN organization g ON g.id = j.organization_id
        WHERE s.member_id = m.id AND (s.ends_on IS NULL OR s.ends_on >= $2)
    ) tie ON true
    WHERE m.active AND """


async def of_subject(connection: Connection, subject: str, now: datetime) -> Viewer | None:
    """The active member to whom a token's subject belongs, with the rights of a moment; None when there is none."""
    return await _look(connection, "m.subject = $1", subject, now)


async def of_member(connection: Connection, member_id: UUID, now: datetime) -> Viewer | None:
    """An active member with the rights of a moment; None when there is none."""
    return await _look(connection, "m.id = $1", member_id, now)


async def of_members(connection: Connection, members: Sequence[UUID], now: datetime) -> dict[UUID, Viewer]:
    """Those of these members that are active, with the rights of a moment."""
    today = dates.day(now)
    rows = defaultdict(list)
    for row in await connection.fetch(_TIES + "m.id = ANY($1)", members, today, now):
        rows[row["member_id"]].append(row)
    return {member: viewer for member, each in rows.items() if (viewer := _viewer(each, today))}


async def _look(connection: Connection, who: str, value: str | UUID, now: datetime) -> Viewer | None:
    today = dates.day(now)
    return _viewer(await connection.fetch(_TIES + who, value, today, now), today)


def _viewer(rows: Sequence[Record], today: date) -> Viewer | None:
    if not rows:
        return None
    ties = [row for row in rows if row["starts_on"] is not None]
    held = [tie for tie in ties if tie["starts_on"] <= today]
    offices = [tie for tie in held if tie["office"] is not None]
    over = [tie for tie in offices if tie["office"] in _OFFICER_KINDS and tie["organization_kind"] not in UNIT_KINDS]
    acts_for: dict[UUID, set[OfficeKind]] = defaultdict(set)
    for tie in offices:
        acts_for[tie["organization_id"]].add(OfficeKind(tie["office"]))
    return Viewer(
        member_id=rows[0]["member_id"],
        acts_for={organization: frozenset(kinds) for organization, kinds in acts_for.items()},
        belongs_to=frozenset(code for tie in held for code in tie["divisions"]),
        officer_of=frozenset(code for tie in over for code in tie["divisions"]),
        districts_of=frozenset(code for tie in over for code in tie["below"] or () if len(code) <= 6),
        rights_until=_rights_until(ties, today),
        units=frozenset(tie["organization_id"] for tie in offices if tie["organization_kind"] in UNIT_KINDS),
        division_of={tie["organization_id"]: tie["divisions"][0] for tie in offices
                     if tie["organization_kind"] not in UNIT_KINDS},
        shared_with=frozenset(tie["organization_id"] for tie in offices if tie["shared"]))


def _rights_until(ties: Sequence[Record], today: date) -> date | None:
    """The day before the next term begins, or the last day of the term that ends next."""
    ends = [tie["ends_on"] for tie in ties if tie["starts_on"] <= today and tie["ends_on"] is not None]
    before_starts = [tie["starts_on"] - timedelta(days=1) for tie in ties if tie["starts_on"] > today]
    return min(ends + before_starts, default=None)
