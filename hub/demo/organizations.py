"""Who is there: divisions, units, committees, members with their offices and seats."""
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from uuid_utils.compat import uuid7

from db.bulk import records
from domain import codes, committees
from hub.demo import data
from resolvers.importing.entries import Entry
from resolvers.importing.people import People

KINDS = {digits: kind for kind, digits in codes.DIGITS_OF_KIND.items()}
ROOM = 0.006  # degrees: how far from its street's centre a community lies at most
TERM = timedelta(days=3 * 365)
PART_TIME_SEATS = 6  # of one committee, at most
OFFICES = {"COMMUNITY": "SECRETARY", "STREET": "OFFICER", "GRID": "GRID_HEAD"}  # by the kind of division
REAL_COMMUNITY = "社区居委会"  # the code list also has management areas and the like
STREETS = ("110111007", "341181003", "140403001")  # whose committees are at work: they confer, and are guests


@dataclass
class Actor:
    """An organisation as the lists need it.

    code      its division code; empty of a unit, which has a credit code and stations
    place     the community or street it stands in, in short: 曙光社区
    person    who acts for it
    point     longitude, latitude; None where nothing happens
    """

    id: UUID
    kind: str
    name: str
    code: str
    credit_code: str
    place: str
    stations: list[str]
    point: tuple[float, float] | None
    person: records.Member | None = None

    @property
    def home_code(self) -> str:
        return self.code or self.stations[0]


@dataclass
class World:
    """All organisations and people; `actors` by division code, or by name for units; `committees` by their division's code."""

    actors: dict[str, Actor]
    people: People = field(init=False)
    committees: dict[str, records.Committee] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People({actor.id: actor.home_code for actor in self.actors.values()})

    def units(self) -> list[Actor]:
        return [actor for actor in self.actors.values() if not actor.code]


def entries() -> list[Entry]:
    """The units as an import takes them in."""
    return [Entry(row=number, kind=unit.kind, name=unit.name, credit_code=unit.credit_code, communities=unit.communities,
                  place={"address": unit.address, "longitude": unit.longitude, "latitude": unit.latitude})
            for number, unit in enumerate(data.units(), 2)]


def build(today: date, ids: Mapping[str, UUID]) -> World:
    """Make everybody.

    ids   of the organisations, by division code and by credit code
    """
    world = World(_actors(ids))
    _add_committees(world, today)
    _add_people(world, today)
    return world


def placed(world: World, codes: Collection[str]) -> list[records.Organization]:
    """Those of these divisions that lie somewhere, with the places."""
    return [records.Organization(id=actor.id, kind=actor.kind, name=actor.name, division_code=actor.code,
                                 longitude=actor.point[0], latitude=actor.point[1])
            for actor in world.actors.values() if actor.code in codes and actor.point]


def short(name: str) -> str:
    """曙光社区居委会 is 曙光社区, 长亭村委会 is 长亭村."""
    return name.removesuffix("居委会") if name.endswith("居委会") else name.removesuffix("委会")


def _actors(ids: Mapping[str, UUID]) -> dict[str, Actor]:
    centres = data.centres()
    actors = {}
    for code, name in data.divisions().items():
        point = _near(centres.get(code[:9]), code) if len(code) >= 9 else None
        actors[code] = Actor(ids[code], KINDS[len(code)], name, code, "", short(name), [], point)
    for unit in data.units():
        actors[unit.name] = Actor(ids[unit.credit_code], unit.kind, unit.name, "", unit.credit_code,
                                  actors[unit.communities[0]].place, unit.communities, (unit.longitude, unit.latitude))
    return actors


def _near(centre: tuple[float, float] | None, seed: str) -> tuple[float, float] | None:
    """A point near the centre, always the same for a seed; 0.000001 degrees are some centimetres."""
    if centre is None:
        return None
    chance = Random(f"place {seed}")
    return round(centre[0] + chance.uniform(-ROOM, ROOM), 6), round(centre[1] + chance.uniform(-ROOM, ROOM), 6)


def _add_committees(world: World, today: date) -> None:
    founded = today - timedelta(days=800)
    for code, actor in world.actors.items():
        if actor.kind in set(committees.CommitteeLevel):
            world.committees[code] = records.Committee(
                id=uuid7(), organization_id=actor.id, level=actor.kind,
                name=committees.usual_name(actor.kind, actor.name), founded_on=founded)
    world.people.committees += world.committees.values()


def _add_people(world: World, today: date) -> None:
    starts_on = today - timedelta(days=400)
    named = data.people()
    for person in named:
        home = world.actors[person.organization].home_code if person.organization else person.seat_at
        member = _member(world, f"demo:{person.handle}", person.handle, person.name, home)
        if person.office:
            _appoint(world, member, world.actors[person.organization], person.office, starts_on)
        if person.seat_at:
            _seat(world, member, person.seat_at, world.actors[person.represents], "PART_TIME", starts_on)
    chosen = _invented({person.name for person in named})
    for actor in world.actors.values():
        office = "LIAISON" if not actor.code else OFFICES.get(actor.kind)
        if office and actor.person is None:
            subject = f"demo:{office.lower()}-{actor.code or actor.credit_code}"
            member = _member(world, subject, None, next(chosen), actor.home_code)
            _appoint(world, member, actor, office, starts_on)
    _fill_committees(world, starts_on)


def _invented(taken: set[str]) -> Iterator[str]:
    parts = data.names()
    names = [surname + given for surname in parts.surnames for given in parts.given]
    Random("names").shuffle(names)
    return (name for name in names if name not in taken)


def _member(world: World, subject: str, handle: str | None, name: str, home_code: str) -> records.Member:
    member = records.Member(id=uuid7(), subject=subject, handle=handle, name=name, home_code=home_code)
    world.people.members.append(member)
    return member


def _appoint(world: World, member: records.Member, actor: Actor, kind: str, starts_on: date) -> None:
    actor.person = member
    world.people.offices.append(records.Office(id=uuid7(), member_id=member.id, organization_id=actor.id, kind=kind,
                                        starts_on=starts_on))


def _fill_committees(world: World, starts_on: date) -> None:
    """One secretary, a first secretary from above, and the liaisons of units nearby. Of the streets one has its first
    secretary, from the district; what the others lack shows in their composition."""
    for code in world.committees:
        own, street = world.actors[code], world.actors[code[:9]]
        assert own.person is not None
        assert street.person is not None
        _seat(world, own.person, code, own, "SECRETARY", starts_on)
        if above := street if own is not street else world.actors[code[:6]] if code == STREETS[0] else None:
            assert above.person is not None
            _seat(world, above.person, code, above, "FIRST_SECRETARY", starts_on)
        near = [unit for unit in world.units() if any(station.startswith(code) for station in unit.stations)]
        for unit in near[:PART_TIME_SEATS]:
            assert unit.person is not None
            _seat(world, unit.person, code, unit, "PART_TIME", starts_on)


def _seat(world: World, member: records.Member, code: str, represents: Actor, kind: str, starts_on: date) -> None:
    world.people.seats.append(records.Seat(
        id=uuid7(), committee_id=world.committees[code].id, member_id=member.id, organization_id=represents.id,
        kind=kind, starts_on=starts_on, ends_on=starts_on + TERM))
