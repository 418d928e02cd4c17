"""Notices: written in the statement that records their event, for all recipients at once; read, marked and forgotten."""
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from db.driver.connection import Connection
from db.returning import Part
from domain.notices import RULES
from domain.recipients import Above, Acting, Around, Holding, Invited, Opened, Person, Recipients, Sitting

TODAY = "(e.at AT TIME ZONE interval '8 hours')::date"  # as domain.dates has it
_TERM = f"{{r}}.starts_on <= {TODAY} AND ({{r}}.ends_on IS NULL OR {{r}}.ends_on >= {TODAY})"
_NOT_ACTING = "(e.actor_id IS NULL OR {organization} IS DISTINCT FROM e.organization_id)"
_OF_OFFICES = ("SELECT o.member_id FROM {table} r JOIN office o ON o.organization_id = {organization} "
               f"WHERE r.{{by}} = e.{{row}} AND {_NOT_ACTING} AND {_TERM.replace('{r}', 'o')}")
_OF_COMMITTEES = (
    "SELECT s.member_id FROM item i JOIN organization g ON g.division_code = ANY(ARRAY[left(i.home_code, 9), "
    "left(i.home_code, 12)]) AND starts_with(g.division_code, i.scope_code) "
    "JOIN joint_committee j ON j.organization_id = g.id JOIN seat s ON s.committee_id = j.id "
    f"WHERE i.id = e.subject_id AND {_TERM.replace('{r}', 's')}")
_OF_COMMITTEE = ("SELECT s.member_id FROM {table} r JOIN seat s ON s.committee_id = r.{column} "
                 f"WHERE r.id = e.{{row}} AND {_TERM.replace('{r}', 's')}")
_OF_DIVISION_ABOVE = (
    "SELECT o.member_id FROM joint_committee j JOIN organization g ON g.id = j.organization_id "
    "JOIN organization a ON a.division_code = g.parent_code JOIN office o ON o.organization_id = a.id "
    f"WHERE j.id = e.subject_id AND {_TERM.replace('{r}', 'o')}")
_OF_DIVISION_AROUND = (
    "SELECT o.member_id FROM {table} r JOIN organization g ON g.division_code = left(r.home_code, {digits}) "
    f"JOIN office o ON o.organization_id = g.id WHERE r.id = e.{{row}} AND {_NOT_ACTING.replace('{organization}', 'g.id')} "
    f"AND {_TERM.replace('{r}', 'o')}")
_OF_SEAT = ("SELECT s.member_id FROM {table} r JOIN seat o ON o.id = r.{column} JOIN seat s "
            "ON coalesce(s.place_id, s.id) = coalesce(o.place_id, o.id) "
            f"WHERE r.id = e.{{row}} AND {_TERM.replace('{r}', 's')}")
_OF_OPENED = (
    "SELECT o.member_id FROM item i JOIN organization g ON g.division_code = ANY(ARRAY[left(i.home_code, 6), "
    "left(i.home_code, 9), left(i.home_code, 12)]) AND starts_with(g.division_code, i.scope_code) "
    "AND NOT starts_with(g.division_code, scope_code_of(e.before ->> 'scope', i.home_code, i.publisher_id)) "
    "CROSS JOIN LATERAL ("
    "SELECT o.member_id, o.starts_on, o.ends_on FROM office o WHERE o.organization_id = g.id "
    f"AND {_NOT_ACTING.format(organization='g.id')} UNION ALL SELECT s.member_id, s.starts_on, s.ends_on "
    "FROM joint_committee j JOIN seat s ON s.committee_id = j.id WHERE j.organization_id = g.id) o WHERE i.id = e.subject_id "
    f"AND {_TERM.replace('{r}', 'o')}")
_OF_INVITED = (
    "SELECT o.member_id FROM (SELECT o.member_id, o.starts_on, o.ends_on FROM office o "
    "WHERE o.organization_id = (e.after ->> 'organization_id')::uuid UNION ALL SELECT s.member_id, s.starts_on, s.ends_on "
    f"FROM seat s WHERE s.committee_id = (e.after ->> 'guest_id')::uuid) o WHERE {_TERM.replace('{r}', 'o')}")
_CHANNEL = (
    "SELECT nullif(coalesce(c.channel, CASE a.cadence WHEN 'NEVER' THEN 'NONE' ELSE 'DIGEST' END), 'NONE') FROM mail_address a "
    "LEFT JOIN notice_channel c ON c.member_id = a.member_id AND c.kind = t.why "
    "WHERE a.member_id = t.member_id AND a.confirmed_at IS NOT NULL")
"""By which way a member `t` is mailed what it is told now."""
_RECORDED = ("id", "at", "kind", "actor_id", "organization_id", "object_type", "object_id", "subject_id")


def recorded(kinds: Iterable[str]) -> tuple[str, ...]:
    """What is read of the events of these kinds."""
    told = {type(to) for kind in kinds if kind in RULES for to in RULES[kind].to}
    return (*_RECORDED, *(["before"] if Opened in told else []), *(["after"] if Invited in told else []))


def _members(to: Recipients) -> str:
    """Who is named, for an event `e`; a statement that writes a row of one of the tables has it under the table's name."""
    if isinstance(to, Acting):
        return _OF_OFFICES.format(table=to.table, organization=f"r.{to.column}", row=to.row, by=to.by)
    if isinstance(to, Sitting):
        of_kind = f" AND s.kind = '{to.kind}'" if to.kind else ""
        return _OF_COMMITTEE.format(table=to.table, column=to.column, row=to.row) + of_kind
    if isinstance(to, Above):
        return _OF_DIVISION_ABOVE
    if isinstance(to, Around):
        return _OF_DIVISION_AROUND.format(table=to.table, digits=to.digits, row=to.row)
    if isinstance(to, Holding):
        return _OF_SEAT.format(table=to.table, column=to.column, row=to.row)
    if isinstance(to, Person):
        of_its_moment = f" AND r.{to.at} = e.at" if to.at else ""
        return f"SELECT r.{to.column} AS member_id FROM {to.table} r WHERE r.{to.by} = e.{to.row}{of_its_moment}"
    if isinstance(to, Invited):
        return _OF_INVITED
    return _OF_OPENED if isinstance(to, Opened) else _OF_COMMITTEES


def _read(to: Recipients) -> tuple[str, Sequence[str]]:
    """What is read of a table for that."""
    if isinstance(to, Person):
        return to.table, sorted(filter(None, [to.by, to.column, to.at]))
    if isinstance(to, Acting):
        return to.table, sorted([to.by, to.column])
    if isinstance(to, Sitting | Holding):
        return to.table, sorted(["id", to.column])
    if isinstance(to, Above):
        return "joint_committee", ("id", "organization_id")
    if isinstance(to, Around):
        return to.table, ("home_code", "id")
    return "item", ("home_code", "id", "publisher_id", "scope_code")


@cache
def insertion(kinds: tuple[str, ...]) -> str | None:
    """Writes the notices of the events in `recorded`, which are of these kinds, for people: systems have their webhooks; None:
    nobody is told of any.

    writes   notice
    """
    recipients = [" UNION ".join(_of(kind, to) for to in RULES[kind].to) for kind in sorted(set(kinds) & RULES.keys())]
    if not recipients:
        return None
    return ("INSERT INTO notice (member_id, kind, object_type, object_id, event_id, at, channel) "
            f"SELECT t.member_id, t.why, e.object_type, e.object_id, e.id, e.at, ({_CHANNEL}) FROM recorded e "
            f"CROSS JOIN LATERAL ({' UNION '.join(recipients)}) t JOIN member m ON m.id = t.member_id AND m.active "
            "WHERE t.member_id IS DISTINCT FROM e.actor_id AND NOT EXISTS (SELECT FROM system y WHERE y.id = t.member_id) "
            "AND NOT EXISTS (SELECT FROM notice_muted n WHERE n.member_id = t.member_id AND n.kind = t.why)")


def parts(kinds: Sequence[str]) -> tuple[Part, ...]:
    """The same as a part of a write whose part `recorded` has the events; none where nobody is told."""
    sql = insertion(tuple(kinds))
    named = [to for kind in kinds if kind in RULES for to in RULES[kind].to]
    reads: dict[str, list[str]] = {}
    for table, columns in map(_read, named):
        reads[table] = sorted({*reads.get(table, ()), *columns})
    return (Part("notified", sql, reads={"recorded": recorded(kinds), **reads}),) if sql else ()


def _of(kind: str, to: Recipients) -> str:
    rule = RULES[kind]
    of = f" AND e.object_type = '{rule.of}'" if rule.of else ""
    return f"SELECT DISTINCT r.member_id, '{rule.why}' AS why FROM ({_members(to)}) r WHERE e.kind = '{kind}'{of}"


async def read(connection: Connection, member_id: UUID, notice_ids: Sequence[UUID] | None, up_to: datetime | None,
               now: datetime) -> int:
    """Mark a member's unread notices as read: these, or all up to a moment; returns how many.

    writes   notice.read_at
    """
    marked = await connection.fetchval(
        "WITH marked AS (UPDATE notice SET read_at = $4 WHERE member_id = $1 AND (read_at IS NULL) = true "
        "AND ($2::uuid[] IS NULL OR id = ANY($2)) AND ($3::timestamptz IS NULL OR at <= $3) RETURNING true) "
        "SELECT count(*) FROM marked", member_id, notice_ids, up_to, now)
    return int(marked)


async def mute(connection: Connection, member_id: UUID, kind: str, *, muted: bool) -> None:
    """Let no notice of a kind be written for a member, or let them again.

    writes   notice_muted
    """
    await connection.execute(
        "INSERT INTO notice_muted (member_id, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING" if muted
        else "DELETE FROM notice_muted WHERE member_id = $1 AND kind = $2", member_id, kind)


async def forget(connection: Connection, before: datetime, limit: int) -> set[Hashable]:
    """Remove up to `limit` notices that were read before a moment; returns their ids."""
    forgotten = await connection.fetch(
        "DELETE FROM notice WHERE id = ANY(ARRAY(SELECT id FROM notice WHERE read_at < $1 "
        "ORDER BY read_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING id", before, limit)
    return {row["id"] for row in forgotten}
