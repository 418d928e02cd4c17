"""An event is offered to those whom it may concern, and to all of them: nobody else is even asked."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

from db import rows, visibility
from db.driver.connection import Connection
from db.log import audience, events
from db.log.events import Event
from domain.items import ItemState, Scope
from resolvers.feed import relay
from resolvers.feed.groups import Groups
from resolvers.feed.outbox import Outbox, Outboxes
from resolvers.feed.reader import Reader
from resolvers.feed.subscribers import Opened, Subscriber
from tests import city as place
from tests.city import City
from tests.feed.streams import Made

NOW = datetime(2026, 5, 1, tzinfo=UTC)
LISTENING, CONCERNED = 15_000, 30


@dataclass
class Addressed(Made):
    """A stream for one street's people, which counts how often it is asked."""

    street: str = ""
    asked: list[int] = field(default_factory=list)

    @property
    def audience(self) -> list[str]:
        return [f"streets:{self.street}"]

    def concerns(self, event: Event) -> bool:
        self.asked.append(event.place)
        return False


def _event(pos: int) -> Event:
    new = events.new("item.published", at=NOW, actor_id=None, organization_id=None, object_type="Demand", object_id=uuid4(),
                     object_version=1)
    return Event(**new, seq=pos, pos=pos)


async def _join(groups: Groups, stream: Addressed) -> Subscriber:
    async def open_() -> Opened:
        return Opened(stream)

    subscriber = Subscriber(open_, None, Outbox(1, 1), groups.part)
    await subscriber.renew(lambda: NOW, 0)
    assert groups.join(subscriber)
    return subscriber


async def test_only_groups_that_an_event_may_concern_are_asked() -> None:
    groups = Groups(Reader(None, 1, 1, 1), lambda: NOW, lambda _: None, Outboxes)  # type: ignore[arg-type]  # nothing is read
    asked: list[int] = []
    streets = [f"{number % (LISTENING // CONCERNED):09}" for number in range(LISTENING)]
    joined = [await _join(groups, Addressed(key=number, street=street, asked=asked)) for number, street in enumerate(streets)]
    groups.dispatch(_event(1), ["streets:999999999", "organizations:x"], [])
    assert asked == []
    groups.dispatch(_event(2), [f"streets:{7:09}", "organizations:x"], [])
    assert asked == [2] * CONCERNED
    for subscriber in joined:
        subscriber.leave()
    asked.clear()
    groups.dispatch(_event(3), [f"streets:{7:09}"], [])
    assert (asked, len(groups), groups.pos) == ([], 0, 3)


def _items(city: City) -> Iterator[dict[str, Any]]:
    homes = (place.COMMUNITY, place.NEIGHBOUR, place.FAR_COMMUNITY, place.STREET, place.DISTRICT, place.CITY, place.GRID)
    for home, scope, state in product(homes, Scope, (ItemState.DRAFT, ItemState.PUBLISHED)):
        yield {"publisher_id": city.hospital, "home_code": home, "scope": scope, "state": state}


async def _seen(connection: Connection, city: City, handle: str) -> set[UUID]:
    values = visibility.parameters(city.viewer(handle))
    names = [name for name in visibility.PARAMETERS if f"{{{name}}}" in visibility.EVENT]
    sql = visibility.EVENT.format(t="e", now="$1", **{name: f"${number}::{visibility.PARAMETERS[name]}"
                                                     for number, name in enumerate(names, 2)})
    found = await connection.fetch(f"SELECT id FROM event e WHERE $1::timestamptz IS NOT NULL AND {sql}", NOW,
                                   *(values[name] for name in names))
    return {row["id"] for row in found}


async def _write(connection: Connection, city: City) -> None:
    """Events of items of every home, scope and state, claimed, shared and gone; and of what is no item's."""
    for columns in _items(city):
        item = await place.add_item(connection, **columns)
        if columns["state"] == ItemState.PUBLISHED:
            await place.add_claim(connection, item, city.school, city.members["unit"])
            await rows.insert(connection, "share", {"id": uuid4(), "item_id": item, "organization_id": city.bank,
                                                    "shared_by": city.members["bank"], "ends_at": NOW + timedelta(days=1),
                                                    "created_at": NOW})
            await rows.insert(connection, "share", {"id": uuid4(), "item_id": item, "organization_id": city.street,
                                                    "guest_id": city.street_committee, "created_at": NOW,
                                                    "shared_by": city.members["bank"], "ends_at": NOW + timedelta(days=1)})
        for item_id in (item, uuid4()):
            await events.write(connection, [events.new(at=NOW, kind="item.published", actor_id=None, object_type="Demand",
                                organization_id=columns["publisher_id"], object_id=item_id, object_version=1)])
    for home, organization in product((place.COMMUNITY, place.DISTRICT, None), (city.school, None)):
        await events.write(connection, [events.new(at=NOW, kind="office.appointed", actor_id=None, organization_id=organization,
                            object_type="Office", object_id=uuid4(), object_version=1, home_code=home)])


async def test_who_sees_an_event_is_among_those_it_is_for(connected: Connection) -> None:
    city = await place.build(connected)
    await _write(connected, city)
    await relay.place_batch(connected, 10_000)
    addressed = {event.id: keys for event, keys in await events.addressed(connected, 0, 10_000)}
    spared = 0
    for handle in city.members:
        mine, seen = audience.of_viewer(city.viewer(handle)), await _seen(connected, city, handle)
        missed = [event for event in seen if mine.isdisjoint(addressed[event])]
        assert missed == [], handle
        spared += sum(mine.isdisjoint(keys) for keys in addressed.values())
    assert spared > len(addressed)  # most are spared most events
