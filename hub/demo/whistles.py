"""Calls of communities to the departments of their street, and whom the routing table asks: in every state, some overdue."""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import cycle, groupby
from random import Random
from typing import Any
from uuid import UUID

from hub.demo import items
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from hub.demo.wishes import FAMILIES
from resolvers import dispatches, routes, whistles

CATEGORIES = ("SAFETY", "LEGAL_AID", "ENVIRONMENT")  # of a street's departments, one after the other
TITLES = {"SAFETY": ("楼道堆物占用消防通道", "夜间噪声扰民", "电动车进楼充电"),
          "LEGAL_AID": ("邻里漏水纠纷需调解", "租赁合同纠纷咨询", "物业费纠纷需调解"),
          "ENVIRONMENT": ("流动摊点占道经营", "楼后垃圾堆积", "商户油烟直排")}
KINDS = ("KEY_WORK", "JOINT_ENFORCEMENT", "KEY_WORK", "EMERGENCY")
ACCEPT, HANDLE = {"count": 2, "unit": "WORKING_DAYS"}, {"count": 5, "unit": "WORKING_DAYS"}
OVERDUE = timedelta(days=30)  # ago: whatever holidays lie between, it is late by now
LONG = timedelta(days=20)
LIVES: tuple[tuple[timedelta, tuple[str, ...]], ...] = (  # how long ago it was raised, and what was done, a step each hour
    (timedelta(hours=5), ()), (timedelta(hours=9), ("triage", "dispatch")),
    (timedelta(hours=11), ("triage", "dispatch", "return")),
    (timedelta(hours=30), ("triage", "dispatch", "accept")), (OVERDUE, ("triage", "dispatch", "accept")),
    (timedelta(days=4), ("triage", "dispatch", "accept", "suspend")),
    (timedelta(hours=20), ("triage", "dispatch", "accept", "handle")),
    (LONG, ("triage", "dispatch", "accept", "handle", "verify", "close", "rate")))


@dataclass
class Called:
    """One as it is to come about; `id` when it is there.

    routed   whether the routing table knows its lead: then it is dispatched with its triage
    """

    community: Actor
    street: Actor
    lead: Actor
    routed: bool
    values: dict[str, Any]
    id: UUID = field(init=False)

    async def raise_(self, telling: Story) -> None:
        ids = await telling.by(self.community, whistles.raise_, raiser_id=self.community.id, **self.values)
        self.id = ids["whistle"]

    async def do(self, telling: Story, by: Actor, use_case: Any, values: Mapping[str, Any]) -> None:
        await telling.by(by, use_case, whistle_id=self.id, **values)

    def step(self, name: str) -> tuple[Actor, Any, Mapping[str, Any]]:
        """Who takes it, and how."""
        steps: dict[str, tuple[Actor, Any, Mapping[str, Any]]] = {
            "triage": (self.street, dispatches.triage, {}),
            "dispatch": (self.street, dispatches.dispatch, {"lead_id": self.lead.id, "accept_in": ACCEPT,
                                                             "handle_in": HANDLE}),
            "accept": (self.lead, whistles.accept, {}),
            "return": (self.lead, whistles.return_, {"reason": "不属本部门职责，建议改派。"}),
            "suspend": (self.street, dispatches.suspend, {"reason": "当事人外出，待其返回。"}),
            "handle": (self.lead, whistles.handle, {"result": "已到现场处置，并约定回看。"}),
            "verify": (self.community, whistles.verify, {"evidence": "网格员现场查看，有照片两张。"}),
            "close": (self.street, dispatches.close, {}),
            "rate": (self.community, whistles.rate, {"responded": True, "resolved": True, "satisfied": True})}
        return steps[name]


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance = Random("whistles")
    departments = [unit for unit in world.units() if unit.kind == "DEPARTMENT" and unit.stations[0][:9] in STREETS]
    for code, there in groupby(departments, lambda unit: unit.stations[0][:9]):
        street, district = world.actors[code], world.actors[code[:6]]
        for number, (lead, category) in enumerate(zip(there, CATEGORIES, strict=False)):
            if routed := number == 0 and district.person is not None:
                yield Act(items.midnight(today) - timedelta(days=60), 2,
                          partial(_route, telling, district, street, lead, category))
            communities = cycle([world.actors[each] for each in lead.stations if world.actors[each].person])
            for life, community in zip(LIVES, communities, strict=False):
                resident = {"name": chance.choice(FAMILIES), "phone": f"1990000{chance.randint(1000, 9999)}"}
                values = {"kind": chance.choice(KINDS), "category": category, "resident": chance.choice((None, resident)),
                          "title": f"{community.place}{chance.choice(TITLES[category])}", "body": "居民多次反映，请处置。"}
                yield from _of(telling, Called(community, street, lead, routed, values), *life, today)


async def _route(telling: Story, district: Actor, street: Actor, lead: Actor, category: str) -> None:
    await telling.by(district, routes.set_, division_id=street.id, category=category, lead_id=lead.id, accept_in=ACCEPT,
                     handle_in=HANDLE)


def _of(telling: Story, called: Called, ago: timedelta, steps: tuple[str, ...], today: date) -> Iterator[Act]:
    at = items.midnight(today) - ago
    yield Act(at, 2, partial(called.raise_, telling))
    for hours, name in enumerate(steps, 1):
        if not (called.routed and name == "dispatch"):
            yield Act(at + timedelta(hours=hours), 3, partial(called.do, telling, *called.step(name)))
    if ago == OVERDUE:
        yield Act(items.midnight(today) - timedelta(hours=1), 8, telling.time_passes)
