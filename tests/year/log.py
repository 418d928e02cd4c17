"""The year's end: every row of every table, and what the log says of each."""
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain import processes, trail
from domain.process import GONE, Process
from tests.reference.names import TABLES
from tests.reference.stored import Row, Tables
from tests.year import lists

OF_SHARES = (".shared", ".unshared")  # so end the kinds that tell of a share
UNTOLD_LATER = {"missed_since", "next_stage_at"}
"""A conference that is held ends the one; the other begins anew, untold, where something is claimed meanwhile."""


class Log:
    """
    now      the moment of the year's end
    given    to whom each wish was given, one after the other: no event says so
    asked    to whom each call was sent for assistance, one dispatch after the other: none says so either
    events   in their order
    absent   the assignments of which it was said with their shift that nobody came: nor does any say so
    """

    def __init__(self, tables: Tables, now: datetime, given: Mapping[UUID, Sequence[UUID]] | None = None,
                 asked: Mapping[UUID, Sequence[Collection[UUID]]] | None = None, absent: Collection[UUID] = ()) -> None:
        self.tables, self.now, self.given, self.asked = tables, now, given or {}, asked or {}
        self.events = sorted(tables.of("event"), key=lambda event: event["seq"])
        self._of, self._of_kind = defaultdict[UUID, list[Row]](list), defaultdict[str, list[Row]](list)
        told = [*self.events, *lists.each(self.events, tables.of("assignment"), absent)]
        for event in sorted(told, key=lambda event: event["seq"]):
            self._of[event["object_id"]].append(event)
            self._of_kind[event["kind"]].append(event)

    def rows(self, table: str) -> list[Row]:
        return self.tables.of(table)

    def of(self, object_id: UUID) -> list[Row]:
        """What happened to an object; to an assignment also by events that are of many."""
        return self._of[object_id]

    def of_kind(self, *kinds: str) -> list[Row]:
        found = [event for kind in kinds for event in self._of_kind[kind]]
        return found if len(kinds) == 1 else sorted(found, key=lambda event: event["seq"])

    def left(self, event: Mapping[str, Any], *kinds: str) -> datetime | None:
        """When something of this kind happened next to the same object; None: it has not."""
        later = (each for each in self.of(event["object_id"]) if each["seq"] > event["seq"])
        return next((each["at"] for each in later if each["kind"] in kinds), None)

    def id(self, global_id: str) -> UUID:
        return UUID(hex=global_id[2:])


def replayed(log: Log) -> Iterator[str]:
    """Each object of a process is in the state to which its events lead, and of the version that they say."""
    for process in processes.ALL:
        known = {row["id"]: row for row in log.rows(process.table)}
        told = {event["object_id"] for kind in process.events for event in log.of_kind(kind)}
        yield from (f"{process.table} {each} is there without an event" for each in known.keys() - told)
        for each in told:
            its = [event for event in log.of(each) if TABLES[event["object_type"]] == process.table]  # a system is a member too
            yield from _Replay(process, each, known.get(each)).of(its)


@dataclass
class _Replay:
    """One object, event by event."""

    process: Process
    object_id: UUID
    row: Row | None
    state: str | None = None

    def of(self, events: list[Row]) -> Iterator[str]:
        version = 0
        for event in events:
            if self.process.state:
                yield from (f"{self._named} {problem}" for problem in self._step(event))
            if not version <= event["object_version"] <= version + 1 and not (event["after"] or {}).get("imported"):
                yield f"{self._named} {event['kind']}: version {event['object_version']} after {version}"
            version = event["object_version"]
        if (self.state == GONE) != (self.row is None):
            yield f"{self._named} is {self.state}, and {'there' if self.row else 'not there'}"
        elif self.row is not None:
            if self.process.state and self.row[self.process.state] != self.state:
                yield f"{self._named} is {self.row[self.process.state]}, by its events {self.state}"
            if self.row.get("version", version) != version:
                yield f"{self._named} is of version {self.row['version']}, by its events {version}"
            yield from self._told(events, self.row)

    @property
    def _named(self) -> str:
        return f"{self.process.table} {self.object_id}"

    def _step(self, event: Mapping[str, Any]) -> Iterator[str]:
        kind, said, was = event["kind"], event["after"] or {}, event["before"] or {}
        column = str(self.process.state)
        if column in was and was[column] != self.state:
            yield f"{kind}: was {was[column]}, by the events before {self.state}"
        begun = [state for state, begins in self.process.begins.items() if begins == kind]
        steps = [step for step in self.process.steps.values()
                 if self.state in step.sources and step.from_(self.state)[1] == kind]
        if self.state is None and begun:
            self.state = said.get(column, begun[0])
        elif steps:
            target = steps[0].from_(str(self.state))[0]
            self.state = self.state if target is None else target
        elif kind in self.process.events:
            yield f"{kind}: from {self.state} no such step leads"
        if column in said and said[column] != self.state:
            yield f"{kind}: says {said[column]}, its step leads to {self.state}"

    def _told(self, events: list[Row], row: Row) -> Iterator[str]:
        """What was told last of a column is what it holds."""
        its = (event for event in events if not event["kind"].endswith(OF_SHARES))
        told = {name: value for event in its for name, value in (event["after"] or {}).items()}
        for name in told.keys() & row.keys() - UNTOLD_LATER - trail.ABOUT_THE_EVENT:
            if not _is_same(told[name], row[name]):
                yield f"{self._named} has {name} {row[name]!r}, was told as {told[name]!r}"


def _is_same(told: Any, held: Any) -> bool:
    if isinstance(held, datetime):
        return told is not None and datetime.fromisoformat(told) == held
    if isinstance(held, Decimal):
        return told is not None and Decimal(told) == held
    if isinstance(held, date | UUID):
        return str(told) == str(held)
    return bool(told == held)


def due(log: Log) -> Iterator[str]:
    """Nothing waits for the clock whose moment has passed."""
    for process in processes.ALL:
        for deadline in process.deadlines:
            for row in log.rows(process.table):
                if ((process.state is None or row[process.state] in deadline.states)
                        and row[deadline.column] is not None and row[deadline.column] <= log.now):
                    yield f"{process.table} {row['id']}: {deadline.step} was due at {row[deadline.column]}"


def placed(log: Log) -> Iterator[str]:
    """Each event has its place, one after the other; those of one object in their order."""
    places = [event["pos"] for event in log.events]
    if sorted(places) != [*range(1, len(places) + 1)]:
        yield "the places are not dense"
    last = dict[UUID, int]()
    for event in log.events:
        if event["pos"] < last.get(event["object_id"], 0):
            yield f"event {event['id']} stands before an earlier one of its object"
        last[event["object_id"]] = event["pos"]
