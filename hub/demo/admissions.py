"""What departments may ask communities to do: admitted tasks with their money, refused ones, and some to be decided."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from hub.demo import items
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from resolvers import admissions

TASKS = (("出租房屋登记", "平安建设任务书", "SAFETY"), ("社区矫正对象走访", "司法行政任务书", "LEGAL_AID"),
         ("消防通道巡查", "消防安全责任书", "SAFETY"), ("就业困难人员摸底", "就业服务任务书", "EMPLOYMENT"),
         ("占道经营劝导", "城市管理任务书", "ENVIRONMENT"))
WAITING, REFUSED, REVOKED = 4, 5, 7  # one in so many


@dataclass
class Asked:
    """One as it is to come about; `id` when it is there."""

    department: Actor
    street: Actor
    values: dict[str, Any]
    id: UUID = field(init=False)

    async def propose(self, telling: Story) -> None:
        ids = await telling.by(self.department, admissions.propose, division_id=self.street.id, **self.values)
        self.id = ids["admission"]

    async def decide(self, telling: Story, use_case: Any, **values: Any) -> None:
        await telling.by(self.street, use_case, admission_id=self.id, **values)


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance = Random("admissions")
    departments = [unit for unit in world.units() if unit.kind == "DEPARTMENT" and unit.person]
    for number, department in enumerate(departments, 1):
        street = world.actors[department.stations[0][:9]]
        if street.code not in STREETS or street.person is None:
            continue
        title, basis, category = TASKS[number % len(TASKS)]
        starts_on = today - timedelta(days=chance.randint(30, 90))
        values = {"title": title, "basis": f"{basis}〔{starts_on.year}〕{number} 号", "category": category,
                  "funded_per": "PER_COMMUNITY", "yuan": Decimal(chance.randint(20, 90) * 100), "starts_on": starts_on,
                  "ends_on": starts_on + timedelta(days=365)}
        yield from _life(telling, Asked(department, street, values), number,
                         items.midnight(today) - timedelta(hours=chance.randint(10, 100)))


def _life(telling: Story, asked: Asked, number: int, lately: datetime) -> Iterator[Act]:
    """Asked for, and most of them approved."""
    waits = number % WAITING == 0
    at = lately if waits else items.midnight(asked.values["starts_on"]) + timedelta(hours=10)
    yield Act(at, 2, partial(asked.propose, telling))
    if waits:
        return
    if number % REFUSED == 0:
        yield Act(at + timedelta(days=3), 3, partial(asked.decide, telling, admissions.refuse, reason="应由部门自办。"))
        return
    yield Act(at + timedelta(days=3), 3, partial(asked.decide, telling, admissions.approve, yuan=asked.values["yuan"],
                                                 voucher=f"街财〔{asked.values['starts_on'].year}〕{number} 号"))
    if number % REVOKED == 0:
        yield Act(lately + timedelta(hours=2), 9, partial(asked.decide, telling, admissions.revoke, reason="经费未能到位。"))
