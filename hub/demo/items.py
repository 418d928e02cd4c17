"""What they publish: every text by some of those who may, each in its place and time."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from random import Random
from uuid import UUID

from db.bulk import records
from domain import dates
from domain import items as rules
from domain.items import ItemState
from hub.demo import data
from hub.demo.data import Text
from hub.demo.organizations import REAL_COMMUNITY, Actor, World

STATES = {ItemState.PUBLISHED: 80, ItemState.COMPLETED: 7, ItemState.EXPIRED: 5, ItemState.WITHDRAWN: 4,
          ItemState.DRAFT: 4}  # of a hundred
LIVE = (ItemState.PUBLISHED, ItemState.DRAFT)
OLDEST = 60  # days
CONTACTS = 0.85  # of the items have one


@dataclass
class Listed:
    """An item with its publisher and contact, to be claimed yet; `note` goes into the event that ends it."""

    row: records.Item
    publisher: Actor
    contact: records.Contact | None
    note: str | None = None


def midnight(today: date) -> datetime:
    """The moment before which everything in the demo happened: it is past wherever it is `today`."""
    return datetime.combine(today, time(), dates.CHINA)


def moment_id(at: datetime, chance: Random) -> UUID:
    """A key whose time is that of what it names, so that the demo's keys are ordered as if they had grown.

    source   RFC 9562, 5.7: milliseconds, version 7, 12 random bits, variant 2, 62 random bits
    """
    milliseconds = int(at.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62))


def listed(world: World, today: date, scale: int) -> list[Listed]:
    """All items, oldest first, at `scale` times the ordinary number."""
    making = _Making(world, today)
    items = [making.item(text, number, publisher, series)
             for text in data.texts() for number, (publisher, series) in enumerate(_publishers(world, text, scale))]
    return sorted(items, key=lambda item: item.row.id)


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


class _Making:
    """Items as they are made up, one after the other."""

    def __init__(self, world: World, today: date) -> None:
        self.now = midnight(today)
        self.chance = Random("items")
        codes = {committee.id: code for code, committee in world.committees.items()}
        self.free_seats: dict[str, list[UUID]] = {}  # part-time ones, of which each may lead one project
        for seat in world.seats:
            if seat.kind == "PART_TIME":
                self.free_seats.setdefault(codes[seat.committee_id], []).append(seat.id)
        self.grids: dict[str, list[UUID]] = {}
        for actor in world.actors.values():
            if actor.kind == "GRID":
                self.grids.setdefault(actor.code[:12], []).append(actor.id)

    def item(self, text: Text, number: int, publisher: Actor, series: int) -> Listed:
        """A text's item; the first of each text is always published."""
        chance, home = self.chance, publisher.home_code
        state = ItemState(chance.choices(list(STATES), list(STATES.values()))[0]) if number else ItemState.PUBLISHED
        days = chance.randrange(1 if state in LIVE else 12, OLDEST)
        listed_at = self.now - timedelta(days=days, minutes=chance.randrange(360, 930))
        names = {"place": publisher.place, "unit": publisher.name}
        row = records.Item(
            id=moment_id(listed_at, chance), list=text.list, state=state, publisher_id=publisher.id, home_code=home,
            scope=rules.scope_around(home, text.scope), category=text.category,
            title=text.title.format_map(names) + (f"（第{series + 1}期）" if series else ""),
            body=text.body.format_map(names), quantity=text.quantity, unit=text.unit, listed_at=listed_at,
            urgency=text.urgency, resource_kind=text.resource_kind, budget_yuan=text.budget_yuan,
            address=f"{publisher.place}·{text.spot.format_map(names)}",
            lead_seat_id=self._lead(home) if text.list == "PROJECT" else None,
            grid_id=chance.choice(self.grids[home]) if text.list == "DEMAND" and home in self.grids else None)
        row = self._ended(self._placed(self._dated(row, text), publisher))
        return Listed(row, publisher, self._contact(row, publisher))

    def _lead(self, home: str) -> UUID | None:
        seats = self.free_seats.get(home) or self.free_seats.get(home[:9])
        return seats.pop() if seats else None

    def _dated(self, row: records.Item, text: Text) -> records.Item:
        """With a start at nine and a deadline at six, some days from the text's."""
        shift = self.chance.randrange(7)
        starts, ends = (None if days is None else self.now + timedelta(days=days + shift)
                        for days in (text.starts, text.ends))
        return replace(row, starts_at=starts and starts + timedelta(hours=9),
                       deadline=ends and ends + timedelta(hours=18))

    def _placed(self, row: records.Item, publisher: Actor) -> records.Item:
        assert publisher.point is not None
        longitude, latitude = (round(degrees + self.chance.uniform(-0.002, 0.002), 6) for degrees in publisher.point)
        return replace(row, longitude=longitude, latitude=latitude)

    def _ended(self, row: records.Item) -> records.Item:
        """An item that is no longer live got its last version some days ago; what expired had an earlier deadline."""
        if row.state in LIVE:
            return row
        ended = self.now - timedelta(days=self.chance.randrange(1, 6), hours=self.chance.randrange(6, 15))
        if row.state != ItemState.EXPIRED:
            return replace(row, closed_at=ended, version=2)
        return replace(row, starts_at=None, deadline=ended - timedelta(seconds=20), closed_at=ended, version=2)

    def _contact(self, row: records.Item, publisher: Actor) -> records.Contact | None:
        """The publisher's person, with a number of a range that is clearly made up."""
        number = f"1990000{self.chance.randrange(10_000):04}"
        if publisher.person is None or self.chance.random() > CONTACTS:
            return None
        return records.Contact(item_id=row.id, name=publisher.person.name, phone=number)
