"""Micro-wishes as the reference knows them: some rows, who sees their residents, what their fields and filters mean."""
from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from db.driver.connection import Connection
from tests.api.wish_cases import add
from tests.city import COMMUNITY, FAR_COMMUNITY, City
from tests.reference.choices import NOON
from tests.reference.stored import Row
from tests.reference.world import World

STATES = ("OPEN", "OFFERED", "TAKEN", "HELD", "FULFILLED", "CONFIRMED", "WITHDRAWN", "LAPSED")
HELD = {"HELD": True, "FULFILLED": False}
"""While which the resident is shown, and whether to the holder too."""


async def fill(connection: Connection, city: City) -> None:
    """Two of each state in two communities, of several scopes; of some the resident is erased, of some the day is over."""
    chance = Random(23)
    for home, community in ((COMMUNITY, city.community), (FAR_COMMUNITY, city.far_community)):
        for state in STATES * 2:
            wish = await add(connection, city, state=state, holder=chance.choice(("unit", "bank", "nobody")), home_code=home,
                             community_id=community, scope=chance.choice(("COMMUNITY", "STREET", "DISTRICT")),
                             category=chance.choice(("OTHER", "HEALTH")), title=chance.choice(("老花镜 A", "收音机")),
                             body=chance.choice(("", "越响越好")), published_at=NOON + timedelta(hours=chance.randint(-3, 3)),
                             due_at=NOON.replace(year=chance.choice((2026, 2098)), day=chance.randint(1, 3)))
            if chance.random() < 0.3:
                await connection.execute("DELETE FROM wish_resident WHERE wish_id = $1", wish)


def mine(world: World, wanted: Any) -> Callable[[Row], bool]:
    return lambda row: (row["community_id"] in world.viewer.acts_for
                        or row["holder_id"] == world.viewer.member_id) is wanted


def containing(_: World, wanted: str) -> Callable[[Row], bool]:
    return lambda row: wanted in row["title"] or wanted in row["body"]


def resident(world: World, row: Row, _: Any) -> Mapping[str, Any] | None:
    if row["state"] not in HELD or (row["state"] == "HELD" and row["due_at"] <= world.now):
        return None
    holds = HELD[row["state"]] and row["holder_id"] == world.viewer.member_id
    return world.tables.contacts.get(row["id"]) if holds or row["community_id"] in world.viewer.acts_for else None
