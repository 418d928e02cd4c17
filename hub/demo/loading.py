"""Bringing the demo into a database that has nothing yet but divisions."""
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from uuid_utils.compat import uuid7

from db.bulk import loading, merging, records
from db.driver.connection import Connection
from domain.claims import HOLDING
from domain.items import ItemState
from hub.demo import data, items, organizations, trail
from hub.demo.claims import Claiming, Taken
from hub.demo.items import Listed
from hub.demo.organizations import World
from resolvers.importing.problems import Progress, quiet
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand

LOCK = 7_304_203  # an advisory lock's key; see db.migrate.LOCK
SHARED = 15  # one published item in so many is shared outside its scope


@dataclass(frozen=True)
class Loaded:
    """How much was brought in; nothing where somebody works already."""

    organizations: int = 0
    members: int = 0
    committees: int = 0
    items: int = 0
    claims: int = 0
    events: int = 0

    @property
    def was_empty(self) -> bool:
        return self.items > 0


async def load(connection: Connection, *, scale: int = 1, today: date, progress: Progress = quiet) -> Loaded:
    """Bring in the demo, whole or not at all; nothing where there is anything but divisions.

    scale     how many times the ordinary number of items and claims
    today     the day in China on which it is to look fresh; everything in it happened before
    writes    every table but `answered` and `contact_read`; the events have no place yet
    """
    return await by_hand.do(ByHand(connection, items.midnight(today)), _fill, scale, today, progress)


async def _fill(hand: ByHand, scale: int, today: date, progress: Progress) -> Loaded:
    await loading.lock(hand.connection, LOCK)
    if await loading.is_in_use(hand.connection):
        return Loaded()
    known = await merging.known_divisions(hand.connection, data.divisions())
    world = organizations.build(today, known)
    await _write_world(hand.connection, world, known)
    listed = items.listed(world, today, scale)
    claiming = Claiming(world, today)
    taken = [claim for item in listed for claim in claiming.of(item)]
    _settle(listed, taken, claiming)
    shared = _shares(world, listed, today)
    events = trail.events(listed, taken, shared)
    await _write_lists(hand.connection, listed, taken, [share for _, share in shared], progress)
    await loading.record(hand.connection, [{"id": uuid7(), **asdict(event)} for event in events],
                         lambda done: progress("事件 events", done, len(events)))
    return Loaded(len(world.organizations), len(world.members), len(world.committees), len(listed), len(taken),
                  len(events))


async def _write_world(connection: Connection, world: World, known: Mapping[str, UUID]) -> None:
    await loading.copy(connection, [row for row in world.organizations if row.division_code not in known])
    await loading.copy(connection, world.stations)
    await loading.copy(connection, list(world.committees.values()))
    await loading.copy(connection, world.members)
    await loading.copy(connection, world.offices)
    await loading.copy(connection, world.seats)


async def _write_lists(connection: Connection, listed: Sequence[Listed], taken: Sequence[Taken],
                       shares: Sequence[records.Share], progress: Progress) -> None:
    await loading.copy(connection, [item.row for item in listed],
                       lambda done: progress("条目 items", done, len(listed)))
    await loading.copy(connection, [item.contact for item in listed if item.contact])
    await loading.copy(connection, [claim.row for claim in taken],
                       lambda done: progress("认领 claims", done, len(taken)))
    await loading.copy(connection, shares)


def _settle(listed: Sequence[Listed], taken: Sequence[Taken], claiming: Claiming) -> None:
    """Tell each item how much of it is held, and why it was withdrawn."""
    held: dict[UUID, int] = {}
    for claim in taken:
        if claim.row.state in HOLDING:
            held[claim.row.item_id] = held.get(claim.row.item_id, 0) + claim.row.quantity
    for item in listed:
        item.row = replace(item.row, claimed=held.get(item.row.id, 0))
        if item.row.state == ItemState.WITHDRAWN:
            item.note = claiming.chance.choice(claiming.reasons["item.withdrawn"])


def _shares(world: World, listed: Sequence[Listed], today: date) -> list[tuple[Listed, records.Share]]:
    """Some published items shown to another street, with and without an end."""
    chance = Random("shares")
    streets = [actor for actor in world.actors.values() if actor.kind == "STREET" and actor.point is not None]
    shared = []
    for item in [item for item in listed if item.row.state == ItemState.PUBLISHED][::SHARED]:
        street = chance.choice([one for one in streets if not item.row.home_code.startswith(one.code)])
        assert item.publisher.person is not None
        shared.append((item, records.Share(
            id=uuid7(), item_id=item.row.id, organization_id=street.id, shared_by=item.publisher.person.id,
            ends_at=chance.choice([None, items.midnight(today) + timedelta(days=60)]),
            created_at=item.row.listed_at + timedelta(hours=1))))
    return shared
