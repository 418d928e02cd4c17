"""Who looks after what: units and departments paired with communities and their buildings, and each street's leader."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from domain.items import ItemState, List
from hub.demo import items
from hub.demo.items import Listed
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from resolvers import pairings

EACH = 3  # one unit in so many is paired
PROMISES = ("每季度为社区居民义诊一次", "每月派志愿者参加社区清洁日", "寒暑假开放操场与图书馆", "每年帮扶困难家庭十户",
            "每季度到社区讲一次法律课")
LEADS = "每月到社区走访一次，每季度现场办公一次，年底公布办结事项。"
BUILDINGS = ("3 号楼", "5 号楼 2 单元", "12 号楼")
WAITING, DISSOLVED, OF_BUILDING = 6, 8, 4  # one in so many


@dataclass
class Paired:
    """One as it is to come about; `id` when it is there."""

    host: Actor
    partner: Actor
    values: dict[str, Any]
    id: UUID = field(init=False)

    async def propose(self, telling: Story, by: Actor) -> None:
        ids = await telling.by(by, pairings.propose, host_id=self.host.id, partner_id=self.partner.id, **self.values)
        self.id = ids["pairing"]

    async def do(self, telling: Story, by: Actor, use_case: Any, **values: Any) -> None:
        await telling.by(by, use_case, pairing_id=self.id, **values)


def asked_first(world: World, today: date) -> Listed:
    """What the community of the first pair asks of who is paired with it, before it asks anybody else."""
    host = world.actors[_units(world)[0].stations[0]]
    assert host.point is not None
    return Listed(List.DEMAND, ItemState.PUBLISHED, host, items.midnight(today) - timedelta(hours=14), None, {
        "publisher_id": host.id, "scope": "PAIRED", "category": "OTHER", "quantity": 10, "unit": "把", "urgency": "ROUTINE",
        "title": "活动室缺十把椅子，先请结对单位帮助", "body": "老年合唱队每周二排练，现有椅子不够坐，旧的也可以。",
        "place": {"address": f"{host.place}活动室", "longitude": host.point[0], "latitude": host.point[1]},
        "stage_limits": {"paired": 10, "community": 5}})


def _units(world: World) -> list[Actor]:
    """Who is paired with the community where it is stationed."""
    return [unit for unit in world.units() if unit.person and world.actors[unit.stations[0]].person][::EACH]


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance = Random("pairings")
    for number, unit in enumerate(_units(world), 1):
        starts_on = today - timedelta(days=chance.randint(30, 200))
        values = {"promise": chance.choice(PROMISES), "starts_on": starts_on, "ends_on": starts_on + timedelta(days=730),
                  "building": chance.choice(BUILDINGS) if number % OF_BUILDING == 0 else None}
        yield from _of_unit(telling, Paired(world.actors[unit.stations[0]], unit, values), number,
                            items.midnight(today) - timedelta(hours=chance.randint(10, 100)))
    for code in STREETS:
        yield from _of_leader(telling, world, code, today)


def _of_unit(telling: Story, paired: Paired, number: int, lately: datetime) -> Iterator[Act]:
    """Proposed by the one or the other, and most of them confirmed; of some one side says later that it ends."""
    waits = number % WAITING == 0
    by, other = (paired.host, paired.partner) if number % 2 else (paired.partner, paired.host)
    at = lately if waits else items.midnight(paired.values["starts_on"]) + timedelta(hours=9)
    yield Act(at, 2, partial(paired.propose, telling, by))
    if waits:
        return
    yield Act(at + timedelta(days=1), 3, partial(paired.do, telling, other, pairings.confirm))
    if number % DISSOLVED == 0:
        yield Act(lately, 9, partial(paired.do, telling, other, pairings.dissolve, reason="单位搬迁，不再联系本社区。"))


def _of_leader(telling: Story, world: World, code: str, today: date) -> Iterator[Act]:
    """The street's officer looks after its communities, which nobody but the street has to say."""
    street = world.actors[code]
    for community in world.actors.values():
        if community.kind == "COMMUNITY" and community.code.startswith(code) and street.person:
            values = {"promise": LEADS, "leader_id": street.person.id, "starts_on": today.replace(month=1, day=1),
                      "ends_on": today.replace(month=12, day=31)}
            yield Act(items.midnight(today) - timedelta(days=20), 4,
                      partial(Paired(community, street, values).propose, telling, street))
