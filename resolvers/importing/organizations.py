"""Units and other organisations, known again by their credit codes; those that have none by their name and first community."""
from collections.abc import Mapping, Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from db.bulk import loading, merging, records
from db.bulk.merging import Merged
from domain import codes, dates
from resolvers.importing import permitted
from resolvers.importing.entries import CODE, OPTIONAL, REASON, Entry
from resolvers.importing.problems import Problem, Progress, Rejected
from resolvers.writing.by_hand import IMPORTED, ByHand


async def merge(hand: ByHand, entries: Sequence[Entry], unreadable: Sequence[Problem], progress: Progress) -> Merged:
    """Take in organisations, all or none. What a row's `place` does not have stays.

    Stations are only added: that a file leaves one out does not end it.
    unreadable   what is wrong with other rows: then nothing is written
    raises       Rejected with every bad row
    writes       organization, station, events organization.registered, organization.revised, station.added
    """
    communities = await merging.known_divisions(
        hand.connection, {code for entry in entries for code in entry.communities})
    problems = [*unreadable, *_repeated(entries), *(problem for entry in entries for problem in _unknown(entry, communities))]
    known = await merging.known_units(hand.connection, {entry.known_as for entry in entries})
    if hand.viewer is not None:
        problems += [problem for entry in entries
                     for problem in permitted.problems(hand.viewer, entry, known.get(entry.known_as))]
    if problems:
        raise Rejected(sorted(problems, key=lambda problem: problem.row or 0))
    progress("写入 writing", 0, len(entries))
    merged = await _Merge(hand, communities, known).write(entries)
    progress("写入 writing", len(entries), len(entries))
    return merged


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

    def __init__(self, hand: ByHand, communities: Mapping[str, UUID], known: Mapping[str, merging.Unit]) -> None:
        self.hand, self.communities, self.known = hand, communities, known
        self.emptied = 0
        self.added: list[records.Organization] = []
        self.changed: list[records.Organization] = []
        self.stations: list[records.Station] = []

    async def write(self, entries: Sequence[Entry]) -> Merged:
        for entry in entries:
            self._gather(entry)
        await loading.copy(self.hand.connection, self.added, created_at=self.hand.now)
        await merging.revise_units(self.hand.connection, self.changed)
        await loading.copy(self.hand.connection, self.stations)
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
                                  since=dates.day(self.hand.now))
        self.stations.append(station)
        self._record("station.added", "Station", row, station.id, 1, entry, None,
                     {"unit_id": row.id, "community_id": station.community_id, "since": station.since})

    def _record(self, kind: str, object_type: str, row: records.Organization, object_id: UUID, version: int,
                entry: Entry, before: Mapping[str, object] | None, after: Mapping[str, object]) -> None:
        acting = self.hand.viewer.division_over(entry.communities[0]) if self.hand.viewer else None
        self.hand.record(kind, object_type=object_type, object_id=object_id, object_version=version,
                         organization_id=acting or row.id, home_code=entry.communities[0], before=before,
                         after={**after, **IMPORTED})


def _differences(known: merging.Unit, row: records.Organization) -> dict[str, object]:
    columns = ("kind", "name", REASON, "address", "longitude", "latitude")
    return {column: getattr(known, column) for column in columns if getattr(known, column) != getattr(row, column)}


async def place(hand: ByHand, divisions: Sequence[records.Organization]) -> None:
    """Say where divisions are that came in a moment ago; by who runs the hub alone.

    divisions   as they are to be
    writes      organization, events organization.revised
    """
    assert hand.viewer is None, "it asks nobody's rights"
    await merging.revise_units(hand.connection, divisions)
    for division in divisions:
        hand.record("organization.revised", object_type="Organization", object_id=division.id, object_version=2,
                    organization_id=division.id, home_code=division.division_code, before={"longitude": None, "latitude": None},
                    after={"longitude": division.longitude, "latitude": division.latitude, **IMPORTED})
