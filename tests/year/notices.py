"""Notices as the rules declare them, worked out from plain rows: who was to be told of each event, and who was."""
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from domain import dates, notices
from domain.recipients import Above, Acting, Around, Holding, Invited, Opened, Recipients, Seated, Sitting
from domain.recipients import Person as Named
from domain.trail import IMPORTED
from tests.reference.stored import Row
from tests.year.concept import Concept
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import Person, Street

DIGITS = {"COMMUNITY": 12, "STREET": 9, "DISTRICT": 6, "CITY": 4, "PROVINCE": 2}
READERS = 8  # who read their notices, and mute some


class Notices(Concept):
    """
    muted   since when which kinds are muted, by member
    """

    LISTS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.readers: list[Person] = [place.person for place in street.communities[-READERS:]]

    async def day(self, today: date) -> None:
        if today.weekday() == 0:
            for reader in self.readers:
                await self.hub.does(reader, "readNotices")
        if self.happens(0.05):
            await self.hub.does(self.chance.choice(self.readers), "setNoticePreference", kind="TOPIC_PUBLISHED",
                                muted=self.happens(0.5))

    async def check(self, log: Log) -> list[str]:
        return [*problems(log, {reader.member for reader in self.readers})]


def problems(log: Log, but: Collection[UUID]) -> Iterator[str]:
    """Who was not told of an event, or for nothing.

    but   members of whom it is not known what they have kept, and wanted
    """
    yield from Told(log, but).problems()


def _open_to(home: str, scope: str) -> str:
    """The division within which everybody sees an item; none of who is paired with its publisher."""
    return home[:DIGITS[scope]] if scope in DIGITS else "-"


class Told:
    """See `problems`."""

    def __init__(self, log: Log, but: Collection[UUID]) -> None:
        self.log, self.but = log, but
        self.known = {table: {row["id"]: row for row in log.rows(table)} for table in log.tables.rows}
        self.by = dict[tuple[str, str], defaultdict[UUID, list[Mapping[str, Any]]]]()
        self.offices, self.seats = defaultdict[UUID, list[Row]](list), defaultdict[UUID, list[Row]](list)
        for row in log.rows("office"):
            self.offices[row["organization_id"]].append(row)
        for row in log.rows("seat"):
            self.seats[row["committee_id"]].append(row)
        self.gone = {event["object_id"]: event["seq"] for event in log.of_kind("member.deactivated")}
        self.by_code = {row["division_code"]: row for row in log.rows("organization") if row["division_code"]}

    def problems(self) -> Iterator[str]:
        had = defaultdict[UUID, dict[UUID, str]](dict)
        for row in self.log.rows("notice"):
            had[row["event_id"]][row["member_id"]] = row["kind"]
        for event in self.log.events:
            is_imported = (event["after"] or {}).get(IMPORTED)  # an import tells nobody
            rule = None if is_imported else notices.rule_of(event["kind"], event["object_type"])
            wanted = self._recipients(event, rule.to) - {*self.but} if rule else set()
            got = {member for member, kind in had[event["id"]].items() if rule and kind == rule.why} - {*self.but}
            if rule is None and had[event["id"]]:
                yield f"{event['kind']} {event['id']}: nobody is to be told of it"
            elif wanted != got:
                yield f"{event['kind']} {event['id']}: not told {wanted - got}, told for nothing {got - wanted}"

    def _recipients(self, event: Row, to: Collection[Recipients]) -> set[UUID]:
        found = {member for each in to for member in self._of(event, each)}
        return {member for member in found - {None} - self.known["system"].keys() if member != event["actor_id"]
                and self.gone.get(member, event["seq"]) >= event["seq"]}

    def _of(self, event: Row, to: Recipients) -> Iterator[UUID]:
        match to:
            case Acting("whistle_party", "awaited_id"):
                yield from self._assisting(event)
            case Acting("whistle_party" | "whistle_inside_party"):
                yield from self._parties(event, to.table == "whistle_inside_party")
            case Acting():
                for each in self._rows(event, to):
                    if event["actor_id"] is None or each[to.column] != event["organization_id"]:
                        yield from self._acting(each[to.column], event)
            case Sitting(table, column, row, kind):
                yield from self._sitting(self._named(event, table, column, row), event, kind)
            case Holding(table, column, row):
                yield from self._of_place(self._named(event, table, column, row), event)
            case Named("micro_wish", column, _):
                yield self._holder(event)[column]
            case Named():
                yield from (each[to.column] for each in self._rows(event, to))
            case Above():
                committee = self.known["joint_committee"][event["subject_id"]]
                above = self.known["organization"][committee["organization_id"]]["parent_code"]
                yield from self._acting(self.by_code[above]["id"], event)
            case Around("whistle_inside"):
                home = self.known["whistle"][event["subject_id"]]["home_code"]
                yield from self._acting_around(home[:9] if len(home) > 9 else home[:6], event)
            case Around(table, digits, row):
                yield from self._acting_around(self._named(event, table, "home_code", row)[:digits], event)
            case Seated():
                yield from self._around(event)
            case Invited():
                yield from self._acting(UUID(event["after"]["organization_id"]), event)
                if guest := event["after"].get("guest_id"):
                    yield from self._sitting(UUID(guest), event, None)
            case Opened():
                yield from self._opened(event)

    def _named(self, event: Row, table: str, column: str, row: str) -> Any:
        found = self.known[table].get(event[row])
        return found[column] if found else None

    def _holder(self, event: Row) -> Mapping[str, Any]:
        """Who had a wish when something happened, or behind it, and who had it before that was given back."""
        given, holder, former = iter(self.log.given.get(event["object_id"], ())), None, None
        for each in self.log.of(event["object_id"]):
            if each["seq"] <= event["seq"] and each["kind"] in ("wish.taken", "wish.offered"):
                holder = next(given)
            elif each["seq"] <= event["seq"] and each["kind"] == "wish.given_back":
                former, holder = holder, None
        return {"holder_id": holder, "former_id": former}

    def _rows(self, event: Row, to: Acting | Named) -> list[Mapping[str, Any]]:
        if to.by == "id":
            return [self._then(row, to.column, event)] if (row := self.known[to.table].get(event[to.row])) else []
        of_its_moment = isinstance(to, Named) and to.at
        return [row for row in self._by(to.table, to.by).get(event[to.row], [])
                if (self._was_told_of(row, event) if of_its_moment else self._was_there(row, event))]

    def _was_told_of(self, row: Mapping[str, Any], event: Row) -> bool:
        """Whether an event is also one of this row."""
        return any(each["id"] == event["id"] for each in self.log.of(row["id"]))

    def _was_there(self, row: Mapping[str, Any], event: Row) -> bool:
        """Whether there was a row with an event: of those without events of their own, all are."""
        its = self.log.of(row["id"])
        return not its or its[0]["seq"] <= event["seq"]

    def _by(self, table: str, column: str) -> Mapping[UUID, list[Mapping[str, Any]]]:
        """The rows of a table by what a column of theirs holds."""
        if (table, column) not in self.by:
            found = self.by[table, column] = defaultdict(list)
            for row in self.known[table].values():
                found[row[column]].append(row)
        return self.by[table, column]

    def _then(self, row: Row, column: str, event: Row) -> Mapping[str, Any]:
        """A row as it was with an event, as far as events tell of a column."""
        telling = [each for each in self.log.of(row["id"]) if column in (each["after"] or {})]
        told = [each["after"][column] for each in telling if each["seq"] <= event["seq"]]
        if not telling:
            return row
        value = told[-1] if told else (telling[0]["before"] or {}).get(column)
        return {**row, column: value and UUID(value)}

    def _acting(self, organization: UUID | None, event: Row) -> Iterator[UUID]:
        yield from (row["member_id"] for row in self.offices.get(organization, ()) if self._holds(row, event))  # type: ignore[arg-type]

    def _acting_around(self, code: str, event: Row) -> Iterator[UUID]:
        place = self.by_code.get(code)
        if place and (event["actor_id"] is None or place["id"] != event["organization_id"]):
            yield from self._acting(place["id"], event)

    def _assisting(self, event: Row) -> Iterator[UUID]:
        """Who acts for those that a call was sent to for assistance by this event."""
        dispatches = [each["id"] for each in self.log.of(event["object_id"]) if each["kind"] == event["kind"]]
        for organization in self.log.asked.get(event["object_id"], [()] * len(dispatches))[dispatches.index(event["id"])]:
            if organization != event["organization_id"]:
                yield from self._acting(organization, event)

    def _parties(self, event: Row, but_its_caller: bool) -> Iterator[UUID]:
        """Who acts for those that a call was sent to up to then."""
        call = event["subject_id"]
        sent = [each for each in self.log.of(call) if each["kind"] == "whistle.dispatched" and each["seq"] < event["seq"]]
        assisting = self.log.asked.get(call, ())[:len(sent)]
        asked = {UUID(each["after"]["lead_id"]) for each in sent}.union(*assisting)
        for organization in asked - ({self.known["whistle"][call]["raiser_id"]} if but_its_caller else set()):
            if event["actor_id"] is None or organization != event["organization_id"]:
                yield from self._acting(organization, event)

    def _sitting(self, committee: UUID | None, event: Row, kind: str | None) -> Iterator[UUID]:
        yield from (row["member_id"] for row in self.seats.get(committee, ())  # type: ignore[arg-type]
                    if self._holds(row, event) and kind in (None, row["kind"]))

    def _of_place(self, seat_id: UUID | None, event: Row) -> Iterator[UUID]:
        """Who has a seat, or that to which it was handed over."""
        if seat := self.known["seat"].get(seat_id):
            place = seat["place_id"] or seat["id"]
            yield from (row["member_id"] for row in self.seats[seat["committee_id"]]
                        if place in (row["place_id"], row["id"]) and self._holds(row, event))

    def _around(self, event: Row) -> Iterator[UUID]:
        """The committees around a demand's home that see it, as it was published."""
        home = event["after"]["home_code"]
        for code in {home[:9], home[:12]}:
            if code.startswith(_open_to(home, event["after"]["scope"])):
                yield from self._of_committee(code, event)

    def _opened(self, event: Row) -> Iterator[UUID]:
        """Those of the divisions around an item that see it from now on, and did not before."""
        home = self.known["item"][event["subject_id"]]["home_code"]
        before, after = (_open_to(home, event[side]["scope"]) for side in ("before", "after"))
        for code in {home[:6], home[:9], home[:12]}:
            if code.startswith(after) and not code.startswith(before) and (place := self.by_code.get(code)):
                yield from self._of_committee(code, event)
                if event["actor_id"] is None or place["id"] != event["organization_id"]:
                    yield from self._acting(place["id"], event)

    def _of_committee(self, code: str, event: Row) -> Iterator[UUID]:
        place = self.by_code.get(code)
        for committee in self.log.rows("joint_committee"):
            if place and committee["organization_id"] == place["id"]:
                yield from self._sitting(committee["id"], event, None)

    def _holds(self, term: Row, event: Row) -> bool:
        """Whether an office or a seat was held when something happened, by what was told of it up to then."""
        told = [each for each in self.log.of(term["id"]) if each["seq"] < event["seq"]]
        last = next((each["after"]["ends_on"] for each in reversed(told) if "ends_on" in (each["after"] or {})), None)
        day = dates.day(event["at"])
        return bool(told and term["starts_on"] <= day and (last is None or date.fromisoformat(last) >= day))
