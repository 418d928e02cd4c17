"""The street of the year: 29 communities, 300 units, 2,700 members, taken in as files are, before the year begins.

A second street with one community and two units lies beside it, whose people are to see nothing of the first.
"""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from uuid_utils.compat import uuid7

from db.bulk import merging, records
from db.driver.connection import Connection
from domain import committees, credit_codes
from resolvers.importing import divisions, organizations, people
from resolvers.importing.entries import Entry
from resolvers.importing.people import People
from resolvers.importing.problems import quiet
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand
from tests.api.client import global_id

DISTRICT, STREET, OTHER_STREET = "110111", "110111007", "110111008"
YEAR = (date(2026, 1, 5), date(2027, 1, 3))
COMMUNITIES, UNITS, MEMBERS, GRIDS = 29, 300, 2_700, 2
SINCE, UNTIL = date(2024, 1, 1), date(2028, 12, 31)
KINDS = ("UNIT", "ENTERPRISE", "SOCIAL_ORGANIZATION", "DEPARTMENT")
PART_TIME, FULL_TIME = 5, 2  # seats of a community's committee


@dataclass(frozen=True)
class Person:
    """A member, and the ID that the API has for it."""

    member: UUID
    id: str


@dataclass
class Seat:
    """
    place   the ID of the first seat of those that were handed over, one to the next
    """

    id: str
    kind: str
    person: Person
    ends_on: date
    place: str = ""

    def __post_init__(self) -> None:
        self.place = self.place or self.id


@dataclass
class Place:
    """A street, community or unit.

    home        its division's code; of a unit, that of the community where it is at home
    person      who acts for it today
    committee   the ID of its joint committee; empty where there is none
    seats       of that, those that are over too
    """

    id: str
    home: str
    kind: str
    person: Person
    committee: str = ""
    seats: list[Seat] = field(default_factory=list)

    def sitting(self, day: date) -> list[Seat]:
        """The seats that its committee has on a day."""
        return [seat for seat in self.seats if seat.ends_on >= day]

    @property
    def secretary(self) -> Person:
        """Who arranges its committee's work."""
        return self.person


@dataclass
class Street:
    """
    by_id    all that somebody acts for, by their IDs
    guest    the community of the other street, whose committee is shown something now and then
    spare    members who hold nothing yet, and may come to
    outside  members of the other street, and one who holds nothing at all
    grids    those that have a head, who calls
    """

    officer: Person
    district: Person
    own: Place
    communities: list[Place]
    units: list[Place]
    guest: Place
    spare: list[Person]
    outside: Mapping[str, Person]
    by_id: dict[str, Place] = field(init=False)
    grids: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_id = {place.id: place for place in [self.own, *self.communities, *self.units]}

    @property
    def committees(self) -> list[Place]:
        """Of which each has one: the street first."""
        return [self.own, *self.communities]

    def holder(self, seat_id: str, day: date) -> Person | None:
        """Who has a seat on a day, or that to which it was handed over."""
        seats = [seat for place in self.committees for seat in place.seats]
        of = next(seat.place for seat in seats if seat.id == seat_id)
        return next((seat.person for seat in seats if seat.place == of and seat.ends_on >= day), None)

    @property
    def residents(self) -> list[Person]:
        """Some who live here, and hold nothing: the first of them, and whoever is near the end, are somebody else's."""
        return self.spare[1:91]

    @property
    def leaving(self) -> tuple[Place, Seat]:
        """A seat that is to end in the year, of a full-time member who has nothing else."""
        return self.communities[2], next(seat for seat in self.communities[2].seats if seat.kind == "FULL_TIME")

    @property
    def staying(self) -> list[Seat]:
        """Those of the fourth community's committee."""
        return self.communities[3].seats

    def community_of(self, unit: Place) -> Place:
        return next(each for each in self.communities if each.home == unit.home)


async def take_in(connection: Connection, now: datetime, chance: Random) -> Street:
    """Bring everybody into an empty database."""
    hand = ByHand(connection, now, request_id="year")
    codes = [*_codes()]
    named = [(kind, code, f"{code}号") for kind, code in codes]
    await by_hand.do(hand, divisions.merge, iter(named), {code: number for number, (_, code) in enumerate(codes, 2)}, (),
                     len(codes), quiet)
    entries = [*_entries(chance)]
    await by_hand.do(hand, organizations.merge, entries, (), quiet)
    ids = await merging.known_divisions(connection, [code for _, code in codes])
    units = await merging.known_units(connection, [entry.known_as for entry in entries])
    filling = _Filling(ids, {unit.id: str(unit.home_code) for unit in units.values()},
                       {entry.known_as: units[entry.known_as].id for entry in entries}, entries)
    street = filling.street()
    await by_hand.do(hand, people.take_in, filling.people)
    return street


def _codes() -> Iterator[tuple[str, str]]:
    yield from (("PROVINCE", "11"), ("CITY", "1101"), ("DISTRICT", DISTRICT), ("STREET", STREET), ("STREET", OTHER_STREET))
    for number in range(1, COMMUNITIES + 1):
        yield "COMMUNITY", f"{STREET}{number:03}"
        yield from (("GRID", f"{STREET}{number:03}{grid:03}") for grid in range(1, GRIDS + 1))
    yield "COMMUNITY", f"{OTHER_STREET}001"


def _entries(chance: Random) -> Iterator[Entry]:
    """The units: each at home in one community, every fifth stationed in another one too; the last two in the other street."""
    homes = [f"{STREET}{number:03}" for number in range(1, COMMUNITIES + 1)]
    for number in range(UNITS + 2):
        home = homes[number % COMMUNITIES] if number < UNITS else f"{OTHER_STREET}001"
        stations = [home] if number % 5 or number >= UNITS else [home, chance.choice([one for one in homes if one != home])]
        yield Entry(row=number + 2, kind=KINDS[number % len(KINDS)], name=f"第{number}单位",
                    credit_code=credit_codes.of(f"91110111MB{number:06}"), communities=stations, place={})


class _Filling:
    """Puts people into organisations and onto committees."""

    def __init__(self, ids: Mapping[str, UUID], homes: Mapping[UUID, str], known: Mapping[str, UUID],
                 entries: list[Entry]) -> None:
        self.ids, self.known, self.entries = ids, known, entries
        self.people = People({**{each: code for code, each in ids.items()}, **homes})

    def street(self) -> Street:
        officer, district = self._with_office(self.ids[STREET], "OFFICER"), self._with_office(self.ids[DISTRICT], "OFFICER")
        own = Place(global_id("Organization", self.ids[STREET]), STREET, "STREET", officer)
        communities = [self._community(f"{STREET}{number:03}") for number in range(1, COMMUNITIES + 1)]
        units = [self._unit(entry) for entry in self.entries]
        for place in [own, *communities]:
            self._found(place, officer, [unit for unit in units if unit.home.startswith(place.home)])
        guest, other = self._community(f"{OTHER_STREET}001"), self._with_office(self.ids[OTHER_STREET], "OFFICER")
        self._found(guest, other, units[UNITS:])
        outside = {"officer": other, "nobody": self._person(), "secretary": guest.person, "unit": units[-1].person,
                   "member": next(seat.person for seat in guest.seats if seat.kind == "FULL_TIME")}
        spare = [self._person() for _ in range(MEMBERS - len(self.people.members))]
        return Street(officer, district, own, communities, units[:UNITS], guest, spare, outside)

    def _person(self) -> Person:
        number = len(self.people.members)
        member = records.Member(id=uuid7(), subject=f"year:{number}", handle=None, name=f"党员{number}", home_code=STREET)
        self.people.members.append(member)
        return Person(member.id, global_id("Member", member.id))

    def _with_office(self, organization: UUID, kind: str) -> Person:
        person = self._person()
        self.people.offices.append(records.Office(id=uuid7(), member_id=person.member, organization_id=organization, kind=kind,
                                                  starts_on=SINCE))
        return person

    def _community(self, code: str) -> Place:
        secretary = self._with_office(self.ids[code], "SECRETARY")
        return Place(global_id("Organization", self.ids[code]), code, "COMMUNITY", secretary)

    def _unit(self, entry: Entry) -> Place:
        unit = self.known[entry.known_as]
        return Place(global_id("Organization", unit), entry.communities[0], entry.kind, self._with_office(unit, "LIAISON"))

    def _found(self, place: Place, leader: Person, near: list[Place]) -> None:
        """A committee of 1 + 1 + X + N: its secretary, a leader from above, full-time members, and liaisons of units nearby."""
        organization = self.ids[place.home]
        committee = records.Committee(id=uuid7(), organization_id=organization, level=place.kind,
                                      name=committees.usual_name(place.kind, f"{place.home}号"), founded_on=SINCE)
        self.people.committees.append(committee)
        place.committee = global_id("JointCommittee", committee.id)
        sitting = [("SECRETARY", place.person), *([("FIRST_SECRETARY", leader)] if place.person is not leader else []),
                   *(("FULL_TIME", self._person()) for _ in range(FULL_TIME)),
                   *(("PART_TIME", unit.person) for unit in near[:PART_TIME])]
        for kind, person in sitting:
            seat = records.Seat(id=uuid7(), committee_id=committee.id, member_id=person.member, organization_id=organization,
                                kind=kind, starts_on=SINCE, ends_on=UNTIL)
            self.people.seats.append(seat)
            place.seats.append(Seat(global_id("Seat", seat.id), kind, person, UNTIL))
