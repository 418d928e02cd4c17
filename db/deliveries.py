"""The queue of what is sent to webhooks: filled from the log by one cursor for all; the oldest of each; what became of it."""
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from db.driver.connection import Connection
from domain import trail
from domain.events.whistles import TOLD_TO_SYSTEMS
from domain.notices import RULES
from domain.recipients import Above, Acting, Around, Invited, Opened, Recipients, Seated, Sitting

_LISTENS = "w.state <> 'REMOVED' AND w.added_at <= e.at AND (w.kinds IS NULL OR t.why = ANY(w.kinds))"
_SCOPE = "scope_code_of(e.{side} ->> 'scope', i.home_code, i.publisher_id)"
_AROUND = ("organization g ON g.division_code = ANY(ARRAY[{codes}]) "
           f"AND starts_with(g.division_code, {_SCOPE.format(side='after')})")
_COMMITTEES = (f"SELECT g.id FROM item i JOIN {_AROUND} JOIN joint_committee j ON j.organization_id = g.id "
               "WHERE i.id = e.subject_id")
_ABOVE = ("SELECT a.id FROM joint_committee j JOIN organization g ON g.id = j.organization_id "
          "JOIN organization a ON a.division_code = g.parent_code WHERE j.id = e.subject_id")
_OPENED = (f"SELECT g.id FROM item i JOIN {_AROUND} AND NOT starts_with(g.division_code, {_SCOPE.format(side='before')}) "
           "WHERE i.id = e.subject_id")
_INVITED = ("SELECT (e.after ->> 'organization_id')::uuid UNION SELECT j.organization_id FROM joint_committee j "
            "WHERE j.id = (e.after ->> 'guest_id')::uuid")

_ASKED = ("SELECT r.organization_id FROM whistle_party r WHERE r.whistle_id = e.subject_id AND r.role = 'ASSISTING' "
          "AND r.asked_at = e.at")
_SINCE = {"assignment": "assigned_at"}
"""Of what is told to all rows of something: since when a row is among them."""
_TOLD_LAST = ("CASE WHEN EXISTS (SELECT FROM event x WHERE x.object_id = r.id AND x.after ? '{column}') THEN ("
              "SELECT (x.after ->> '{column}')::uuid FROM event x WHERE x.object_id = r.id AND x.seq <= e.seq "
              "AND x.after ? '{column}' ORDER BY x.seq DESC LIMIT 1) ELSE r.{column} END")
CHANGING = {("whistle", "lead_id"), ("whistle", "escalated_to_id")}
"""Who is told that is somebody else later, or was nobody before: each time an event of the object tells it."""


def _codes(*digits: int) -> str:
    return ", ".join(f"left(i.home_code, {each})" for each in digits)


def _organizations(to: Recipients) -> str | None:
    """Which organisations are told with their people, of an event `e`, as it was then; None: it is somebody's own matter."""
    if isinstance(to, Acting):
        return _acting(to)
    if isinstance(to, Around):
        return (f"SELECT g.id FROM {to.table} r JOIN organization g ON g.division_code = left(r.home_code, {to.digits}) "
                f"WHERE r.id = e.{to.row}")
    if isinstance(to, Sitting):
        return (f"SELECT j.organization_id FROM {to.table} r JOIN joint_committee j ON j.id = r.{to.column} "
                f"WHERE r.id = e.{to.row}")
    if isinstance(to, Seated):
        return _COMMITTEES.format(codes=_codes(9, 12))
    if isinstance(to, Opened):
        return _OPENED.format(codes=_codes(6, 9, 12))
    if isinstance(to, Above):
        return _ABOVE
    return _INVITED if isinstance(to, Invited) else None


def _acting(to: Acting) -> str:
    """The queue is filled later: what has changed meanwhile is taken from the log, as far as that tells it."""
    if to.column == "awaited_id":
        return _ASKED
    if to.by == "id" and (to.table, to.column) in CHANGING:
        return f"SELECT {_TOLD_LAST.format(column=to.column)} FROM {to.table} r WHERE r.id = e.{to.row}"
    since = f" AND r.{_SINCE[to.table]} <= e.at" if to.by != "id" and to.table in _SINCE else ""
    return f"SELECT r.{to.column} FROM {to.table} r WHERE r.{to.by} = e.{to.row}{since}"


@lru_cache(64)  # which kinds come together is chance: not each set of them is kept
def _insertion(kinds: tuple[str, ...]) -> str | None:
    """Queues the events of these kinds between two places of the log; None: no organisation is told of any."""
    told = [f"SELECT '{rule.why}' AS why, o.id FROM ({sql}) o (id) WHERE e.kind = '{kind}'"
            + (f" AND e.object_type = '{rule.of}'" if rule.of else "")
            for kind in kinds if (rule := RULES.get(kind)) for sql in map(_organizations, rule.to) if sql]
    return _of_organizations(told) if told else None


def _of_organizations(told: Sequence[str]) -> str:
    """
    told   for each rule what finds, of an event `e`, why which organisations are told
    """
    return ("INSERT INTO delivery (webhook_id, event_id, pos, kind, object_type, object_id, at, state) "
            "SELECT DISTINCT w.id, e.id, e.pos, t.why, e.object_type, e.object_id, e.at, 'WAITING' "
            f"FROM event e CROSS JOIN LATERAL ({' UNION '.join(told)}) t "
            f"JOIN webhook w ON w.organization_id = t.id AND w.system_id IS NULL AND {_LISTENS} "
            f"WHERE e.pos > $1 AND e.pos <= $2 AND NOT coalesce(e.after ? '{trail.IMPORTED}', false) "
            "AND (e.actor_id IS NULL OR w.organization_id IS DISTINCT FROM e.organization_id) "
            "ON CONFLICT (webhook_id, event_id) DO NOTHING")


_TO_SYSTEMS = (
    "INSERT INTO delivery (webhook_id, event_id, pos, kind, object_type, object_id, at, state) "
    "SELECT w.id, e.id, e.pos, t.why, e.object_type, e.object_id, e.at, 'WAITING' "
    "FROM event e JOIN unnest($3::text[], $4::text[]) AS t (kind, why) ON t.kind = e.kind "
    "JOIN whistle c ON c.id = e.subject_id AND c.system_id IS DISTINCT FROM e.actor_id "
    f"JOIN webhook w ON w.system_id = c.system_id AND {_LISTENS} WHERE e.pos > $1 AND e.pos <= $2 "
    "ON CONFLICT (webhook_id, event_id) DO NOTHING")
"""Queues for systems' own webhooks what others did with the calls that they raised."""


async def queue(connection: Connection, limit: int) -> int:
    """Queue what up to `limit` events are told to webhooks, from where the last time ended; in a transaction.

    returns  how many events were looked at
    writes   delivery, outgoing
    """
    begun = await connection.fetchval("SELECT pos FROM outgoing FOR UPDATE")
    if begun is None:
        await connection.execute("INSERT INTO outgoing (pos) VALUES (0) ON CONFLICT DO NOTHING")
        return await queue(connection, limit)
    looked = await connection.fetch("SELECT kind, pos FROM event WHERE pos > $1 ORDER BY pos LIMIT $2", begun, limit)
    if not looked:
        return 0
    insertion = _insertion(tuple(sorted({each["kind"] for each in looked})))
    if await connection.fetchval("SELECT EXISTS (SELECT FROM webhook WHERE state <> 'REMOVED')"):
        if insertion:
            await connection.execute(insertion, begun, looked[-1]["pos"])
        if any(each["kind"] in TOLD_TO_SYSTEMS for each in looked):
            await connection.execute(_TO_SYSTEMS, begun, looked[-1]["pos"], [*TOLD_TO_SYSTEMS],
                                     [*map(str, TOLD_TO_SYSTEMS.values())])
    await connection.execute("UPDATE outgoing SET pos = $1", looked[-1]["pos"])
    return len(looked)


@dataclass(frozen=True)
class Due:
    """The oldest message of a webhook, and what it takes to send it.

    failures   of the webhook, since it last took one
    event      the event's kind
    reference  of a call, that of the system whose webhook it is; None: it has none
    """

    id: UUID
    webhook_id: UUID
    event_id: UUID
    kind: str
    object_type: str
    object_id: UUID
    at: datetime
    tries: int
    failures: int
    format: str
    address: str
    secret: str | None
    event: str
    reference: str | None


_NEXT = "(SELECT webhook_id FROM delivery WHERE state = 'WAITING'{} ORDER BY webhook_id LIMIT 1)"
_WAITED_FOR = ("WITH RECURSIVE q (webhook_id) AS ("  # a step for each, also beside thousands for which nothing waits
               f"{_NEXT.format('')} UNION ALL SELECT {_NEXT.format(' AND webhook_id > q.webhook_id')} FROM q "
               "WHERE q.webhook_id IS NOT NULL) ")
_DUE = (f"{_WAITED_FOR}SELECT d.id, d.webhook_id, d.event_id, d.kind, d.object_type, d.object_id, d.at, d.tries, w.failures, "
        "w.format, k.address, k.secret, coalesce((SELECT e.kind FROM event e WHERE e.id = d.event_id), '') AS event, "
        "CASE WHEN w.system_id IS NOT NULL THEN (SELECT c.reference FROM event e JOIN whistle c ON c.id = e.subject_id "
        "WHERE e.id = d.event_id) END AS reference "
        "FROM q JOIN webhook w ON w.id = q.webhook_id JOIN webhook_key k ON k.webhook_id = w.id "
        "CROSS JOIN LATERAL ("
        "SELECT * FROM delivery d WHERE d.webhook_id = w.id AND d.state = 'WAITING' ORDER BY d.pos LIMIT 1) d "
        "WHERE w.state = 'ACTIVE' AND (w.try_at IS NULL OR w.try_at <= $1) "
        "AND (w.gives_up_at IS NULL OR w.gives_up_at > $1) AND w.id <> ALL($2) "
        "ORDER BY coalesce(w.try_at, d.at), w.id LIMIT $3")


async def due(connection: Connection, now: datetime, without: Collection[UUID], limit: int) -> list[Due]:
    """What can be sent now, one message of a webhook, the longest due first.

    without   webhooks to which one is being sent
    """
    return [Due(**row) for row in await connection.fetch(_DUE, now, list(without), limit)]


async def note_taken(connection: Connection, one: Due, now: datetime) -> None:
    """Note that a message was taken.

    writes   webhook, delivery, in this order, as who removes one does
    """
    if one.failures:
        await connection.execute("UPDATE webhook SET failures = 0, try_at = NULL, gives_up_at = NULL WHERE id = $1",
                                 one.webhook_id)
    await connection.execute("UPDATE delivery SET state = 'SENT', tries = tries + 1, tried_at = $2, problem = NULL, "
                             "status = NULL WHERE id = $1", one.id, now)


@dataclass(frozen=True)
class Failed:
    """A try in vain.

    dead        whether the message is not tried again
    try_at      before when the webhook is not
    gives_up_at when it is disabled, if no earlier moment was set
    """

    problem: str
    status: int | None
    dead: bool
    try_at: datetime
    gives_up_at: datetime


async def note_failed(connection: Connection, one: Due, failed: Failed, now: datetime) -> None:
    """Note that a message was not taken; not of one that is there no more, or was replayed meanwhile.

    writes   webhook, delivery, in this order, as who removes one does
    """
    await connection.execute(
        "UPDATE webhook SET failures = failures + 1, try_at = $2, gives_up_at = least(gives_up_at, $3) "
        "WHERE id = $1 AND state = 'ACTIVE'", one.webhook_id, failed.try_at, failed.gives_up_at)
    await connection.execute(
        "UPDATE delivery SET state = CASE WHEN $5 THEN 'DEAD' ELSE state END, tries = tries + 1, tried_at = $2, problem = $3, "
        "status = $4 WHERE id = $1 AND state = 'WAITING'", one.id, now, failed.problem, failed.status, failed.dead)


@dataclass(frozen=True)
class Figures:
    """How many messages wait, and how many are dead."""

    waiting: int
    dead: int


async def figures(connection: Connection) -> Figures:
    row = await connection.fetchrow("SELECT (SELECT count(*) FROM delivery WHERE state = 'WAITING') AS waiting, "
                                    "(SELECT count(*) FROM delivery WHERE state = 'DEAD') AS dead")
    assert row is not None
    return Figures(**row)


async def forget(connection: Connection, before: datetime, limit: int) -> set[Hashable]:
    """Remove up to `limit` messages of what happened before a moment; returns their ids."""
    forgotten = await connection.fetch(
        "DELETE FROM delivery WHERE id = ANY(ARRAY(SELECT id FROM delivery WHERE at < $1 "
        "ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING id", before, limit)
    return {row["id"] for row in forgotten}
