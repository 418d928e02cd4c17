"""What they publish: every text by some of those who may, each in its place and time."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from random import Random
from uuid import UUID

import uuid_utils.compat as uuid_utils

from db import records
from domain import dates
from domain import items as rules
from domain.items import ItemState
from hub.demo import data
from hub.demo.data import Text
from hub.demo.organizations import REAL_COMMUNITY, Actor, World

STATES = {ItemState.PUBLISHED: 80, ItemState.COMPLETED: 7, ItemState.EXPIRED: 5, ItemState.WITHDRAWN: 4,
          ItemState.DRAFT: 4}  # of a hundred
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
    """A key whose time is that of what it names, so that the demo's keys are ordered as if they had grown."""
    return uuid_utils.uuid7(int(at.timestamp()), chance.randrange(10**9))


def listed(world: World, today: date, scale: int) -> list[Listed]:
    """All items, oldest first, at `scale` times the ordinary number."""
    chance = Random("items")
    leads = _Leads(world)
    items = [_item(text, number, publisher, series, today, chance, leads)
             for text in data.texts() for number, (publisher, series) in enumerate(_publishers(world, text, scale))]
    return sorted(items, key=lambda item: item.row.id)


def _publishers(world: World, text: Text, scale: int) -> Iterator[tuple[Actor, int]]:
    """Who publishes the text, and for which time, from 0."""
    able = _alternating(world, [actor for actor in world.actors.values() if _may_publish(text, actor)], text.title)
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


def _alternating(world: World, actors: Sequence[Actor], seed: str) -> list[Actor]:
    """The same actors, one from each district in turn."""
    districts: dict[str, list[Actor]] = {}
    for actor in actors:
        districts.setdefault(actor.home_code[:6], []).append(actor)
    for number, of_district in enumerate(districts.values()):
        Random(f"{seed} {number}").shuffle(of_district)
    return [actor for row in zip_longest(*districts.values()) for actor in row if actor]


class _Leads:
    """The part-time seats that may lead a project, each once."""

    def __init__(self, world: World) -> None:
        codes = {committee.id: code for code, committee in world.committees.items()}
        self.free: dict[str, list[UUID]] = {}
        for seat in world.seats:
            if seat.kind == "PART_TIME":
                self.free.setdefault(codes[seat.committee_id], []).append(seat.id)

    def take(self, home: str) -> UUID | None:
        seats = self.free.get(home) or self.free.get(home[:9])
        return seats.pop() if seats else None


def _item(text: Text, number: int, publisher: Actor, series: int, today: date, chance: Random,
          leads: _Leads) -> Listed:
    state = ItemState.PUBLISHED if number == 0 else ItemState(chance.choices(list(STATES), list(STATES.values()))[0])
    listed_at = midnight(today) - timedelta(days=chance.randrange(12, OLDEST) if state not in _LIVE
                                            else chance.randrange(1, OLDEST), minutes=chance.randrange(360, 930))
    names = {"place": publisher.place, "unit": publisher.name}
    home = publisher.home_code
    row = records.Item(
        id=moment_id(listed_at, chance), list=text.list, state=state, publisher_id=publisher.id, home_code=home,
        scope=rules.scope_around(home, text.scope), category=text.category,
        title=text.title.format_map(names) + (f"（第{series + 1}期）" if series else ""),
        body=text.body.format_map(names), quantity=text.quantity, unit=text.unit, listed_at=listed_at,
        urgency=text.urgency, resource_kind=text.resource_kind, budget_yuan=text.budget_yuan,
        address=f"{publisher.place}·{text.spot.format_map(names)}",
        lead_seat_id=leads.take(home) if text.list == "PROJECT" else None)
    row = _ended(_placed(_dated(row, text, today, chance), publisher, chance), today, chance)
    return Listed(row, publisher, _contact(row, publisher, chance))


_LIVE = (ItemState.PUBLISHED, ItemState.DRAFT)


def _dated(row: records.Item, text: Text, today: date, chance: Random) -> records.Item:
    """With a start at nine and a deadline at six, some days from the text's."""
    def on(days: int | None, hour: int) -> datetime | None:
        if days is None:
            return None
        return midnight(today) + timedelta(days=days + shift, hours=hour)
    shift = chance.randrange(7)
    return replace(row, starts_at=on(text.starts, 9), deadline=on(text.ends, 18))


def _placed(row: records.Item, publisher: Actor, chance: Random) -> records.Item:
    assert publisher.point is not None
    longitude, latitude = publisher.point
    return replace(row, longitude=round(longitude + chance.uniform(-0.002, 0.002), 6),
                   latitude=round(latitude + chance.uniform(-0.002, 0.002), 6))


def _ended(row: records.Item, today: date, chance: Random) -> records.Item:
    """An item that is no longer live got its last version some days ago; what expired had an earlier deadline."""
    if row.state in _LIVE:
        return row
    ended = midnight(today) - timedelta(days=chance.randrange(1, 6), hours=chance.randrange(6, 15))
    if row.state != ItemState.EXPIRED:
        return replace(row, closed_at=ended, version=2)
    deadline = midnight(today) - timedelta(days=chance.randrange(1, 6), hours=6)
    return replace(row, starts_at=None, deadline=deadline, closed_at=deadline + timedelta(seconds=20), version=2)


def _contact(row: records.Item, publisher: Actor, chance: Random) -> records.Contact | None:
    """The publisher's person, with a number of a range that is clearly made up."""
    number = f"1990000{chance.randrange(10_000):04}"
    if publisher.person is None or chance.random() > CONTACTS:
        return None
    return records.Contact(item_id=row.id, name=publisher.person.name, phone=number)
