"""Units, enterprises, departments and social organisations from a CSV file, known again by their credit codes; those that have
none, with the reason, by their name and first community."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db.bulk import loading, merging, records
from db.bulk.merging import Merged
from db.driver.connection import Connection
from domain import codes, dates
from domain.organizations import UNIT_KINDS
from domain.viewer import Viewer
from hub.imports import cells, events, permitted, tables
from hub.imports.problems import BadCell, Problem, Progress, Rejected, quiet
from hub.imports.tables import Line
from resolvers.writing import traces

COLUMNS = ("kind", "name", "credit_code", "communities")
OPTIONAL = ("address", "longitude", "latitude")
CODE, REASON = "credit_code", "no_credit_code_reason"
KIND_WORDS = {kind.value: kind.words.chinese for kind in sorted(UNIT_KINDS)}
READERS = {
    "kind": cells.choice_of(KIND_WORDS), "name": cells.name_of, "credit_code": cells.credit_code_of,
    REASON: cells.line_of, "communities": cells.community_codes_of, "address": cells.line_of,
    "longitude": cells.longitude_of, "latitude": cells.latitude_of}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row of the file; `communities` are division codes, `place` has what of OPTIONAL the file has a column for."""

    row: int
    kind: str
    name: str
    credit_code: str | None = None
    no_credit_code_reason: str | None = None
    communities: Sequence[str]
    place: Mapping[str, Any]

    @property
    def known_as(self) -> str:
        return self.credit_code or merging.without_code(self.communities[0], self.name)


async def load(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None,
               request_id: str | None = None, progress: Progress = quiet) -> Merged:
    """Take in organisations, all or none. What the file has no column for stays; an empty cell empties.

    Stations are only added: that a file leaves one out does not end it.
    viewer   the member in whose name they come in, and who may register and revise them; None: who runs the hub
    raises   Rejected with every bad row
    writes   organization, station, events organization.registered, organization.revised, station.added
    """
    progress("读取 reading", 0, 0)
    table = tables.read(path, required=COLUMNS, optional=(REASON, *OPTIONAL))
    problems, entries = list(table.problems), list[Entry]()
    for line in table.lines:
        entry, bad = _entry(line)
        problems += bad
        entries += [entry] if entry else []
    problems += _repeated(entries)
    async with connection.transaction():
        communities = await merging.known_divisions(
            connection, {code for entry in entries for code in entry.communities})
        problems += [problem for entry in entries for problem in _unknown(entry, communities)]
        known = await merging.known_units(connection, {entry.known_as for entry in entries})
        if viewer is not None:
            problems += [problem for entry in entries
                         for problem in permitted.problems(viewer, entry, known.get(entry.known_as))]
        if problems:
            raise Rejected(sorted(problems, key=lambda problem: problem.row or 0))
        progress("写入 writing", 0, len(entries))
        merge = _Merge(communities, known, now, viewer, request_id)
        merged = await merge.write(connection, entries)
        progress("写入 writing", len(entries), len(entries))
        return merged


def _entry(line: Line) -> tuple[Entry | None, list[Problem]]:
    values, problems = {}, []
    for column, cell in line.cells.items():
        if cells.is_blank(cell):
            if column in COLUMNS and column != CODE:
                problems.append(Problem(None, line.number, column, "不能为空。It must not be empty."))
            continue
        try:
            values[column] = READERS[column](cell)
        except BadCell as bad:
            problems.append(Problem(None, line.number, column, str(bad)))
    if not problems and (CODE in values) == (REASON in values):
        problems.append(Problem(None, line.number, CODE,
                                f"不能为空；没有信用代码的单位在 {REASON} 一列说明原因，二者取一。"
                                f"A credit code, or why there is none in the column {REASON}: one of the two."))
    if any(("longitude" in given) != ("latitude" in given) for given in (values, line.cells)) and not problems:
        problems.append(Problem(None, line.number, "longitude",
                                "经度、纬度须同时填写。Longitude and latitude go together."))
    place = {column: values.pop(column, None) for column in OPTIONAL if column in line.cells}
    return (None, problems) if problems else (Entry(row=line.number, place=place, **values), [])


def _repeated(entries: Sequence[Entry]) -> list[Problem]:
    first: dict[str, int] = {}
    return [Problem(None, entry.row, CODE if entry.credit_code else "name",
                    f"{entry.credit_code or entry.name} 与第 {first[entry.known_as]} 行重复。It is in that row too.")
            for entry in entries if first.setdefault(entry.known_as, entry.row) != entry.row]


def _unknown(entry: Entry, communities: Mapping[str, UUID]) -> list[Problem]:
    return [Problem(None, entry.row, "communities",
                    f"没有登记代码为“{code}”的社区（12 位）。No community with the code {code} is registered.")
            for code in entry.communities
            if code not in communities or len(code) != codes.DIGITS_OF_KIND["COMMUNITY"]]


class _Merge:
    """What an import adds and changes, gathered row by row and then written at once."""

    def __init__(self, communities: Mapping[str, UUID], known: Mapping[str, merging.Unit], now: datetime,
                 viewer: Viewer | None, request_id: str | None) -> None:
        self.communities, self.known = communities, known
        self.now, self.viewer, self.request_id = now, viewer, request_id
        self.emptied = 0
        self.added: list[records.Organization] = []
        self.changed: list[records.Organization] = []
        self.stations: list[records.Station] = []
        self.events: list[records.Event] = []

    async def write(self, connection: Connection, entries: Sequence[Entry]) -> Merged:
        for entry in entries:
            self._gather(entry)
        await loading.copy(connection, self.added)
        await merging.revise_units(connection, self.changed)
        await loading.copy(connection, self.stations)
        await loading.record(connection, self.events)
        return Merged(len(self.added), len(self.changed), self.emptied)

    def _gather(self, entry: Entry) -> None:
        known = self.known.get(entry.known_as)
        place = {column: getattr(known, column, None) for column in OPTIONAL} | dict(entry.place)
        row = records.Organization(id=known.id if known else uuid7(), kind=entry.kind, name=entry.name,
                                   credit_code=entry.credit_code, no_credit_code_reason=entry.no_credit_code_reason,
                                   home_code=entry.communities[0], **place)
        version = known.version if known else 1
        after = {"kind": row.kind, "name": row.name,
                 **({CODE: row.credit_code} if row.credit_code else {REASON: row.no_credit_code_reason})}
        if known is None:
            self.added.append(row)
            self._record("organization.registered", "Organization", row, row.id, 1, entry, None, after)
        elif before := _differences(known, row):
            self.changed.append(row)
            self.emptied += sum(getattr(row, column) is None for column in before)
            version += 1
            self._record("organization.revised", "Organization", row, row.id, version, entry, before,
                         {column: getattr(row, column) for column in before})
        for code in dict.fromkeys(entry.communities):
            if known is None or code not in known.stations:
                self._station(row, entry, code)

    def _station(self, row: records.Organization, entry: Entry, code: str) -> None:
        station = records.Station(id=uuid7(), unit_id=row.id, community_id=self.communities[code],
                                  since=dates.day(self.now))
        self.stations.append(station)
        self._record("station.added", "Station", row, station.id, 1, entry, None,
                     {"unit_id": row.id, "community_id": station.community_id, "since": station.since})

    def _record(self, kind: str, object_type: str, row: records.Organization, object_id: UUID, version: int,
                entry: Entry, before: Mapping[str, object] | None, after: Mapping[str, object]) -> None:
        actor = self.viewer.member_id if self.viewer else None
        acting = self.viewer.division_over(entry.communities[0]) if self.viewer else None
        self.events.append(records.Event(
            at=self.now, kind=kind, actor_id=actor, organization_id=acting or row.id, object_type=object_type,
            object_id=object_id, object_version=version, home_code=entry.communities[0], request_id=self.request_id,
            before=traces.told(kind, before), after=traces.told(kind, {**after, **events.IMPORTED})))


def _differences(known: merging.Unit, row: records.Organization) -> dict[str, object]:
    columns = ("kind", "name", REASON, "address", "longitude", "latitude")
    return {column: getattr(known, column) for column in columns if getattr(known, column) != getattr(row, column)}
