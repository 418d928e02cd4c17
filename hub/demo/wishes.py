"""Micro-wishes of communities: open, taken, held, done and confirmed, each come about by who would do it."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from hub.demo import items
from hub.demo.organizations import Actor, World
from hub.demo.story import Act, Story
from resolvers import wishes

WISHES = (("想要一台收音机", "ELDERLY_CARE", "能收听戏曲频道即可。"), ("需要一副老花镜", "ELDERLY_CARE", "三百度。"),
          ("借一把轮椅，用两周", "HEALTH", ""), ("想要一套课外书", "CHILD_CARE", "小学三年级。"),
          ("换一盏楼道灯", "PROPERTY", ""), ("陪同去医院复查", "HEALTH", "周三上午。"))
FAMILIES = ("李奶奶", "王大爷", "赵阿姨", "陈同学")
STAGES = ("OPEN", "OPEN", "TAKEN", "HELD", "FULFILLED", "CONFIRMED")  # so far it has come
EACH = 2  # of a community in so many


@dataclass
class Wished:
    """One as it is to come about; `id` when it is there."""

    community: Actor
    unit: Actor
    values: dict[str, Any]
    id: UUID = field(init=False)

    async def publish(self, telling: Story) -> None:
        ids = await telling.by(self.community, wishes.publish, community_id=self.community.id, **self.values)
        self.id = ids["wish"]

    async def do(self, telling: Story, by: Actor, use_case: Any, **values: Any) -> None:
        await telling.by(by, use_case, wish_id=self.id, **values)


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance = Random("wishes")
    units = [unit for unit in world.units() if unit.person and world.actors[unit.stations[0]].person
             and world.actors[unit.stations[0]].kind == "COMMUNITY"]
    for number, unit in enumerate(units[::EACH]):
        title, category, body = WISHES[number % len(WISHES)]
        values = {"title": title, "category": category, "body": body,
                  "due_at": items.midnight(today) + timedelta(days=chance.randint(10, 40)),
                  "resident": {"name": chance.choice(FAMILIES), "phone": f"1990000{chance.randint(1000, 9999)}"}}
        yield from _of(telling, Wished(world.actors[unit.stations[0]], unit, values), STAGES[number % len(STAGES)],
                       today - timedelta(days=chance.randint(4, 20)))


def _of(telling: Story, wished: Wished, stage: str, day: date) -> Iterator[Act]:
    """As far as it has come: a step each hour."""
    steps: tuple[tuple[Actor, Any, dict[str, Any]], ...] = (
        (wished.unit, wishes.take, {}), (wished.community, wishes.accept, {}),
        (wished.unit, wishes.fulfil, {"note": "已送到，并教会使用。"}), (wished.community, wishes.confirm, {}))
    at = items.midnight(day) + timedelta(hours=9)
    yield Act(at, 2, partial(wished.publish, telling))
    done = ("OPEN", "TAKEN", "HELD", "FULFILLED", "CONFIRMED").index(stage)
    for hours, (by, use_case, values) in enumerate(steps[:done], 1):
        yield Act(at + timedelta(hours=hours), 3, partial(wished.do, telling, by, use_case, **values))
