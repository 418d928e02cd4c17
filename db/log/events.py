"""The event log: writers record, the relay places, readers follow `pos`."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, get_args, get_type_hints
from uuid import UUID

from uuid_utils.compat import uuid7

from db import notices
from db.driver.connection import Connection
from db.log import audience
from db.returning import Part
from domain import trail

CHANNEL = "sandan_event"
LEADERSHIP = 7_304_202  # the advisory lock of the one relay; see db.migrate.LOCK
ORIGIN = bytes(32)  # what the first event is linked to


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer says of an event: the one list of its columns, in the order in which they are written.

    actor_id   the member who acted; None: the hub itself, by the clock
    subject_type, subject_id   the object in whose history it stands, by its table (`domain.subjects`): who sees that sees it
    home_code  the division it happened in
    before, after   the changed columns as JSON; never personal data
    """

    id: UUID
    at: datetime
    kind: str
    actor_id: UUID | None
    organization_id: UUID | None
    object_type: str
    object_id: UUID
    object_version: int
    subject_type: str
    subject_id: UUID
    home_code: str | None
    request_id: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Event(Written):
    """One line of the trail.

    seq   orders the events of one object; has gaps
    pos   its place in the readers' order; None until the relay has placed it
    """

    seq: int
    pos: int | None

    @property
    def place(self) -> int:
        """Its `pos`, of an event that the relay has placed."""
        if self.pos is None:
            raise ValueError(f"event {self.seq} has no place yet")
        return self.pos


@dataclass(frozen=True)
class Lag:
    """How many events have no place yet, and the age of the oldest in seconds."""

    events: int
    seconds: float


_SQL = {UUID: "uuid", datetime: "timestamptz", str: "text", int: "int", dict[str, Any]: "jsonb"}
TYPES = {name: next(_SQL[each] for each in (type_, *get_args(type_)) if each in _SQL)
         for name, type_ in get_type_hints(Written).items()}
WRITTEN = ", ".join(TYPES)
COLUMNS = ", ".join(field.name for field in fields(Event))
PARAMETERS = len(TYPES)


def row(first: int, **instead: str) -> str:
    """The parameters of a new event's columns, which are WRITTEN, numbered from `first`; `values` are theirs.

    instead   SQL for a column, in which {} stands for its parameter
    """
    return ", ".join(instead.get(name, "{}").format(f"${number}::{type_}")
                     for number, (name, type_) in enumerate(TYPES.items(), first))


def columns(beginning: str, **instead: str) -> str:
    """The same from columns whose names begin so, `asked.event_`, and where JSON is text."""
    return ", ".join(instead.get(name, "{}").format(f"{beginning}{name}::jsonb" if type_ == "jsonb" else f"{beginning}{name}")
                     for name, type_ in TYPES.items())


def values(event: Mapping[str, Any]) -> list[Any]:
    """A new event's values by column name, in the order of WRITTEN."""
    return [event[name] for name in TYPES]


def recorded(source: str, kinds: tuple[str, ...]) -> str:
    """The parts of a WITH that write events, and the notices that come of them.

    source   what gives the events' rows, WRITTEN
    kinds    theirs
    """
    insertion = notices.insertion(kinds)
    return (f"recorded AS (INSERT INTO event ({WRITTEN}) {source} RETURNING {', '.join(notices.recorded(kinds))})"
            + (f", notified AS ({insertion})" if insertion else ""))


def parts(kinds: Sequence[str], source: str, reads: Mapping[str, Sequence[str]] | None = None) -> tuple[Part, ...]:
    """The same as parts of a write that returns what it wrote: `recorded`, and behind it the notices.

    kinds    those that it may write; none of which nobody is told: []
    source   what gives the events' rows, WRITTEN, from the parts before
    reads    of those (`db.returning.Part`)
    """
    recorded = Part("recorded", f"INSERT INTO event ({WRITTEN}) {source}", returns="event", reads=reads or {})
    return (recorded, *notices.parts(kinds))


def new(kind: str, *, at: datetime, actor_id: UUID | None, organization_id: UUID | None, object_type: str, object_id: UUID,
        object_version: int, subject_id: UUID | None = None, subject_type: str | None = None, home_code: str | None = None,
        request_id: str | None = None, before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A new event by column name, as `values` takes it.

    kind          'claim.proposed'
    object_type   the GraphQL type
    subject_id    None: the object itself
    subject_type  its table, of a kind that may stand in the history of several; None: its usual one
    raises        KeyError for a kind that `domain.trail` does not declare
    """
    declared = trail.KINDS[kind]
    assert subject_type is None or subject_type in (declared.subject, *declared.others), (kind, subject_type)
    return {"id": uuid7(), "at": at, "kind": kind, "actor_id": actor_id, "organization_id": organization_id,
            "object_type": object_type, "object_id": object_id, "object_version": object_version,
            "subject_type": subject_type or declared.subject, "subject_id": subject_id or object_id, "home_code": home_code,
            "request_id": request_id, "before": before, "after": after}


async def write(connection: Connection, several: Sequence[Mapping[str, Any]]) -> None:
    """Write events, which `new` makes, in the order given, in the transaction of the change, after that holds the locks of the
    objects' rows.

    writes   event, without places; notice
    """
    kinds = tuple(sorted({each["kind"] for each in several}))
    await connection.executemany(f"WITH {recorded(f'VALUES ({row(1)})', kinds)} SELECT", [values(each) for each in several])


async def after(connection: Connection, pos: int, limit: int) -> list[Event]:
    """The next placed events behind `pos`, in order."""
    rows = await connection.fetch(f"SELECT {COLUMNS} FROM event WHERE pos > $1 ORDER BY pos LIMIT $2", pos, limit)
    return [Event(*row) for row in rows]


async def addressed(connection: Connection, pos: int, limit: int) -> list[tuple[Event, frozenset[str]]]:
    """The next placed events behind `pos`, in order, each with the keys of whom it is for."""
    rows = await connection.fetch(f"SELECT {COLUMNS}, {audience.OF_EVENT} FROM event WHERE pos > $1 ORDER BY pos LIMIT $2",
                                  pos, limit)
    found = [(Event(*columns), seen) for *columns, seen in rows]
    return [(event, audience.of_event(seen, event.subject_type, event.subject_id, event.organization_id, event.home_code))
            for event, seen in found]


async def head(connection: Connection) -> int:
    """The last place that was given; 0 when none was."""
    return (await last(connection))[0]


async def passed(connection: Connection, pos: int, but: Sequence[str], limit: int) -> tuple[int, list[tuple[str, UUID, Any]]]:
    """Of the next placed events behind `pos`: the last one's place, and of those whose kind is none of `but` the kind, the
    object and `after`.

    returns   `pos` itself when there is none
    """
    found = "FILTER (WHERE kind <> ALL($2::text[]))"
    row = await connection.fetchrow(
        f"SELECT coalesce(max(pos), $1) AS head, coalesce(array_agg(kind) {found}, '{{}}') AS kinds, "
        f"coalesce(array_agg(object_id) {found}, '{{}}') AS objects, coalesce(array_agg(after) {found}, '{{}}') AS afters "
        "FROM (SELECT pos, kind, object_id, after FROM event WHERE pos > $1 ORDER BY pos LIMIT $3) AS next",
        pos, list(but), limit)
    assert row is not None
    return row["head"], list(zip(row["kinds"], row["objects"], row["afters"], strict=True))


async def oldest(connection: Connection) -> int:
    """The first place that is kept; 1 when there is none yet."""
    first: int = await connection.fetchval("SELECT coalesce(min(pos), 1) FROM event")
    return first


async def last(connection: Connection) -> tuple[int, bytes]:
    """The last event's place and link; 0 and ORIGIN when there is none."""
    row = await connection.fetchrow("SELECT pos, hash FROM event WHERE pos IS NOT NULL ORDER BY pos DESC LIMIT 1")
    return (row["pos"], row["hash"]) if row else (0, ORIGIN)


@dataclass(frozen=True)
class Waiting:
    """Committed events without a place, in the order of `seq`; the last place that was given, and its link."""

    events: list[Event]
    pos: int = 0
    link: bytes = ORIGIN


async def unplaced(connection: Connection, limit: int) -> Waiting:
    """Up to `limit` of what waits for its place, as of one moment."""
    last = "FROM event WHERE pos IS NOT NULL ORDER BY pos DESC LIMIT 1"
    rows = await connection.fetch(f"SELECT {COLUMNS}, (SELECT pos {last}) AS last, (SELECT hash {last}) AS link "
                                  "FROM event WHERE pos IS NULL ORDER BY seq LIMIT $1", limit)
    if not rows or rows[0]["last"] is None:
        return Waiting([Event(*tuple(row)[:-2]) for row in rows])
    return Waiting([Event(*tuple(row)[:-2]) for row in rows], rows[0]["last"], rows[0]["link"])


async def place(connection: Connection, seqs: Sequence[int], first: int, links: Sequence[bytes], form: int) -> int:
    """Give events their places, `first` and on, and their links, and wake every process that listens.

    form      of the links (`db.log.links`)

    returns   how many got one; fewer than were given when another relay was there first
    raises    asyncpg.UniqueViolationError when another relay gave one of these places
    writes    event.pos, event.hash, event.form
    """
    placed: int = await connection.fetchval(
        "WITH placed AS (UPDATE event SET pos = given.pos, hash = given.hash, form = $5 "
        "FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS given (seq, pos, hash) "
        "WHERE event.seq = given.seq AND event.pos IS NULL RETURNING true) "
        "SELECT count(*) FROM placed, pg_notify($4, '')",
        seqs, range(first, first + len(seqs)), links, CHANNEL, form)
    return placed


async def chain(connection: Connection, pos: int, limit: int) -> list[tuple[Event, bytes, int]]:
    """The next placed events behind `pos`, each with its link and that one's form."""
    rows = await connection.fetch(f"SELECT {COLUMNS}, hash, form FROM event WHERE pos > $1 ORDER BY pos LIMIT $2", pos, limit)
    return [(Event(*tuple(row)[:-2]), row["hash"], row["form"]) for row in rows]


async def lag(connection: Connection, now: datetime) -> Lag:
    waiting, oldest = await connection.fetchrow("SELECT count(*), min(at) FROM event WHERE pos IS NULL") or (0, None)
    return Lag(waiting, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)


async def lead(connection: Connection) -> bool:
    """Try to become the relay for as long as this session lives.

    The server ends the session when its process is gone, stopped or cut off for half a minute: then another can lead.
    """
    # A waiting pg_advisory_lock() would hold back vacuum for as long as it waits: ask, and ask again.
    await connection.execute("SET idle_session_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s'; "
                             "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; "
                             "SET tcp_keepalives_count = 3")
    elected: bool = await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADERSHIP)
    return elected


async def listen(connection: Connection, wake: Callable[[], None]) -> None:
    """Call `wake` at each announcement, and when the connection ends."""
    await connection.add_listener(CHANNEL, lambda *_: wake())
    connection.add_termination_listener(lambda _: wake())
