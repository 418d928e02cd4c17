"""What they publish: every text by some of those who may, each in its place and time."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from random import Random
from typing import Any
from uuid import UUID

from domain import codes, dates, homes
from domain.items import ItemState, List, ResourceKind, Scope
from hub.demo import data
from hub.demo.data import Text
from hub.demo.organizations import REAL_COMMUNITY, Actor, World

STATES = {ItemState.PUBLISHED: 80, ItemState.COMPLETED: 7, ItemState.EXPIRED: 5, ItemState.WITHDRAWN: 4,
          ItemState.DRAFT: 4}  # of a hundred
LIVE = (ItemState.PUBLISHED, ItemState.DRAFT)
OLDEST = 60  # days
STAGES = {"community": 5, "street": 10}  # working days
CONTACTS = 0.85  # of the items have one


@dataclass
class Listed:
    """An item as it is to come about.

    state     what becomes of it; `ended_at`: when, if it is no longer live
    values    what its publisher sends
    id        when it is there
    """

    list: List
    state: ItemState
    publisher: Actor
    listed_at: datetime
    ended_at: datetime | None
    values: dict[str, Any]
    id: UUID = field(init=False)  # as soon as it has happened

    @property
    def home(self) -> str:
        return self.publisher.home_code

    @property
    def scope(self) -> str:
        return homes.scope_around(self.home, self.values["scope"])

    @property
    def is_venue(self) -> bool:
        return self.values.get("resource_kind") == ResourceKind.VENUE


def midnight(today: date) -> datetime:
    """The moment before which everything in the demo happened: it is past wherever it is `today`."""
    return datetime.combine(today, time(), dates.CHINA)


def listed(world: World, today: date, scale: int) -> list[Listed]:
    """All items, oldest first, at `scale` times the ordinary number."""
    making = _Making(world, today)
    items = [making.item(text, number, publisher, series)
             for text in data.texts() for number, (publisher, series) in enumerate(_publishers(world, text, scale))]
    return sorted(items, key=lambda item: item.listed_at)


def _publishers(world: World, text: Text, scale: int) -> Iterator[tuple[Actor, int]]:
    """Who publishes the text, and for which time, from 0."""
    able = _alternating([actor for actor in world.actors.values() if _may_publish(text, actor)], text.title)
    assert able, text.title
    for number in range(min(text.copies, len(able)) * scale):
        yield able[number % len(able)], number // len(able)


def _may_publish(text: Text, actor: Actor) -> bool:
    if actor.point is None or not actor.home_code.startswith(tuple(text.within)):
        return False
    if actor.code:
        return (("社区" in text.publisher and actor.name.endswith(REAL_COMMUNITY))
                or ("村" in text.publisher and actor.name.endswith("村委会"))
                or ("街道" in text.publisher and actor.kind == "STREET" and actor.name.endswith("街道")))
    return any(part in actor.name for part in text.publisher)


def _alternating(actors: Sequence[Actor], seed: str) -> list[Actor]:
    """The same actors, one from each district in turn."""
    districts: dict[str, list[Actor]] = {}
    for actor in actors:
        districts.setdefault(actor.home_code[:6], []).append(actor)
    for number, of_district in enumerate(districts.values()):
        Random(f"{seed} {number}").shuffle(of_district)
    return [actor for row in zip_longest(*districts.values()) for actor in row if actor]


def _stages(text: Text, number: int, publisher: Actor) -> dict[str, Any]:
    """The time limits of every other one that begins in its community, of what somebody is to do."""
    begins = homes.scope_around(publisher.home_code, text.scope)
    staged = number % 2 and text.list != List.RESOURCE and begins == Scope.COMMUNITY
    return {"stage_limits": STAGES} if staged else {}


class _Making:
    """Items as they are made up, one after the other."""

    def __init__(self, world: World, today: date) -> None:
        self.now = midnight(today)
        self.chance = Random("items")
        of = {committee.id: code for code, committee in world.committees.items()}
        self.seats: dict[str | UUID, list[tuple[UUID, str]]] = {}  # part-time ones by committee and by holder, with the code
        for seat in world.people.seats:
            if seat.kind == "PART_TIME":
                code = of[seat.committee_id]
                self.seats.setdefault(code, []).append((seat.id, code))
                self.seats.setdefault(seat.member_id, []).append((seat.id, code))
        self.leads = set[UUID]()
        self.grids: dict[str, list[str]] = {}
        for actor in world.actors.values():
            if actor.kind == "GRID":
                self.grids.setdefault(actor.code[:12], []).append(actor.code)

    def item(self, text: Text, number: int, publisher: Actor, series: int) -> Listed:
        """A text's item; the first of each text is always published."""
        chance = self.chance
        state = ItemState(chance.choices(list(STATES), list(STATES.values()))[0]) if number else ItemState.PUBLISHED
        days = chance.randrange(1 if state in LIVE else 12, OLDEST)
        listed_at = self.now - timedelta(days=days, minutes=chance.randrange(360, 930))
        names = {"place": publisher.place, "unit": publisher.name}
        values = {
            "publisher_id": publisher.id, "scope": text.scope, "category": text.category, "quantity": text.quantity,
            "unit": text.unit, "title": text.title.format_map(names) + (f"（第{series + 1}期）" if series else ""),
            "body": text.body.format_map(names), "draft": state == ItemState.DRAFT, **self._special(text, publisher),
            **self._dates(text), **_stages(text, number, publisher), "contact": self._contact(publisher),
            "place": {"address": f"{publisher.place}·{text.spot.format_map(names)}", **self._point(publisher)}}
        ended_at = None if state in LIVE else self._end()
        if state == ItemState.EXPIRED:  # it had an earlier deadline
            values |= {"starts_at": None, "deadline": ended_at - timedelta(seconds=20) if ended_at else None}
        return Listed(List(text.list), state, publisher, listed_at, ended_at, values)

    def _special(self, text: Text, publisher: Actor) -> dict[str, Any]:
        """What only its list has."""
        match text.list:
            case List.RESOURCE:
                return {"resource_kind": text.resource_kind}
            case List.DEMAND:
                grids = self.grids.get(publisher.home_code)
                return {"urgency": text.urgency, "grid_code": self.chance.choice(grids) if grids else None}
            case _:
                return {"budget_yuan": text.budget_yuan, "lead_seat_id": self._lead(publisher)}

    def _lead(self, publisher: Actor) -> UUID | None:
        """A seat of the publisher's committee, or of its person's own, that leads nothing yet."""
        assert publisher.person is not None
        seats = self.seats.get(publisher.code or publisher.person.id, [])
        seat = next((seat for seat, code in seats
                     if seat not in self.leads and codes.are_in_line(publisher.home_code, code)), None)
        self.leads |= {seat} if seat else set()
        return seat

    def _dates(self, text: Text) -> dict[str, datetime | None]:
        """A start at nine and a deadline at six, some days from the text's."""
        shift = self.chance.randrange(7)
        starts, ends = (None if days is None else self.now + timedelta(days=days + shift)
                        for days in (text.starts, text.ends))
        return {"starts_at": starts and starts + timedelta(hours=9), "deadline": ends and ends + timedelta(hours=18)}

    def _point(self, publisher: Actor) -> dict[str, float]:
        assert publisher.point is not None
        longitude, latitude = (round(degrees + self.chance.uniform(-0.002, 0.002), 6) for degrees in publisher.point)
        return {"longitude": longitude, "latitude": latitude}

    def _end(self) -> datetime:
        """Some days ago."""
        return self.now - timedelta(days=self.chance.randrange(1, 6), hours=self.chance.randrange(6, 15))

    def _contact(self, publisher: Actor) -> dict[str, str] | None:
        """The publisher's person, with a number of a range that is clearly made up."""
        number = f"1990000{self.chance.randrange(10_000):04}"
        if publisher.person is None or self.chance.random() > CONTACTS:
            return None
        return {"name": publisher.person.name, "phone": number}
