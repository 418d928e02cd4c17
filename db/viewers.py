"""Who a member is as far as rights go: one statement over offices, seats, stations, divisions and shares."""
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Record

from db.driver.connection import Connection
from domain import dates, systems
from domain.committees import SeatKind
from domain.organizations import UNIT_KINDS
from domain.viewer import OfficeKind, Viewer

_OFFICER_KINDS = frozenset({OfficeKind.SECRETARY, OfficeKind.OFFICER})

# One row for each office and seat that is not over, at an organisation or on a committee (`organization_id`), and one for the
# registration with the community where the member lives; `divisions` are what the member belongs to by it, of a unit by its
# stations and agreements, of which one begins or ends after `agreed_until`; `paired` who is on the other side of a pairing
# of it, of which one begins or ends after `paired_until`; `below` the cities and districts below a province or city that an
# office is held at.
_TERMS = """
    SELECT m.id AS member_id, y.allow, y.cost, y.sight, term.*
    FROM member m LEFT JOIN system y ON y.id = m.id LEFT JOIN LATERAL (
        SELECT o.starts_on, o.ends_on, o.kind AS office, NULL AS seat, o.organization_id, g.kind AS organization_kind,
               CASE WHEN g.division_code IS NOT NULL THEN ARRAY[g.division_code] ELSE ARRAY(
                   SELECT c.division_code FROM station s JOIN organization c ON c.id = s.community_id
                   WHERE s.unit_id = g.id AND s.state = 'CONFIRMED'
                   UNION SELECT a.home_code FROM agreement a WHERE a.unit_id = g.id AND a.state = 'SIGNED'
                   AND a.starts_on <= $2 AND a.ends_on >= $2) END AS divisions,
               CASE WHEN g.division_code IS NULL THEN (
                   SELECT min(CASE WHEN a.starts_on > $2 THEN a.starts_on - 1 ELSE a.ends_on END) FROM agreement a
                   WHERE a.unit_id = g.id AND a.state = 'SIGNED' AND a.ends_on >= $2) END AS agreed_until,
               ARRAY(SELECT p.partner_id FROM pairing p WHERE p.host_id = g.id AND p.state = 'PAIRED'
                     AND p.starts_on <= $2 AND p.ends_on >= $2
                     UNION SELECT p.host_id FROM pairing p WHERE p.partner_id = g.id AND p.state = 'PAIRED'
                     AND p.starts_on <= $2 AND p.ends_on >= $2) AS paired,
               (SELECT min(CASE WHEN p.starts_on > $2 THEN p.starts_on - 1 ELSE p.ends_on END) FROM pairing p
                WHERE (p.host_id = g.id OR p.partner_id = g.id) AND p.state = 'PAIRED' AND p.ends_on >= $2) AS paired_until,
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
        SELECT s.starts_on, s.ends_on, NULL, s.kind, s.committee_id, NULL, ARRAY[g.division_code], NULL, NULL, NULL, NULL,
               EXISTS (SELECT FROM share h WHERE h.guest_id = s.committee_id AND (h.ends_at IS NULL OR h.ends_at > $3))
        FROM seat s JOIN joint_committee j ON j.id = s.committee_id JOIN organization g ON g.id = j.organization_id
        WHERE s.member_id = m.id AND (s.ends_on IS NULL OR s.ends_on >= $2)
        UNION ALL
        SELECT $2, NULL, NULL, NULL, NULL, NULL, ARRAY[d.home_code::text], NULL, NULL, NULL, NULL, false
        FROM dual_report d WHERE d.member_id = m.id AND d.state = 'CONFIRMED'
    ) term ON true
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
    for row in await connection.fetch(_TERMS + "m.id = ANY($1)", members, today, now):
        rows[row["member_id"]].append(row)
    return {member: viewer for member, each in rows.items() if (viewer := _viewer(each, today))}


async def _look(connection: Connection, who: str, value: str | UUID, now: datetime) -> Viewer | None:
    today = dates.day(now)
    return _viewer(await connection.fetch(_TERMS + who, value, today, now), today)


def _viewer(rows: Sequence[Record], today: date) -> Viewer | None:
    if not rows:
        return None
    terms = [row for row in rows if row["starts_on"] is not None]  # who has none has one row all the same
    current = [term for term in terms if term["starts_on"] <= today]
    offices = [term for term in current if term["office"] is not None]  # the others are seats
    of_officers = [term for term in offices if term["office"] in _OFFICER_KINDS and term["organization_kind"] not in UNIT_KINDS]
    acts_for: dict[UUID, set[OfficeKind]] = defaultdict(set)
    for term in offices:
        acts_for[term["organization_id"]].add(OfficeKind(term["office"]))
    sits_on: dict[UUID, set[SeatKind]] = defaultdict(set)
    for term in current:
        if term["seat"] is not None:
            sits_on[term["organization_id"]].add(SeatKind(term["seat"]))
    viewer = Viewer(
        member_id=rows[0]["member_id"],
        acts_for={organization: frozenset(kinds) for organization, kinds in acts_for.items()},
        belongs_to=frozenset(code for term in current for code in term["divisions"]),
        officer_of=frozenset(code for term in of_officers for code in term["divisions"]),
        districts_of=frozenset(code for term in of_officers for code in term["below"] or () if len(code) <= 6),
        rights_until=_rights_until(terms, today),
        units=frozenset(term["organization_id"] for term in offices if term["organization_kind"] in UNIT_KINDS),
        division_of={term["organization_id"]: term["divisions"][0] for term in offices
                     if term["organization_kind"] not in UNIT_KINDS},
        shared_with=frozenset(term["organization_id"] for term in current if term["shared"]),
        paired_with=frozenset(other for term in offices for other in term["paired"]),
        sits_on={committee: frozenset(kinds) for committee, kinds in sits_on.items()})
    allow = rows[0]["allow"]
    return viewer if allow is None else systems.narrowed(viewer, allow, rows[0]["cost"], rows[0]["sight"])


def _rights_until(terms: Sequence[Record], today: date) -> date | None:
    """The day before the next term begins, or the last day of the term that ends next; of agreements and pairings too."""
    ends = [term["ends_on"] for term in terms if term["starts_on"] <= today and term["ends_on"] is not None]
    before_starts = [term["starts_on"] - timedelta(days=1) for term in terms if term["starts_on"] > today]
    tied = [term[name] for term in terms for name in ("agreed_until", "paired_until") if term[name] is not None]
    return min(ends + before_starts + tied, default=None)
