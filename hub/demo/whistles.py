"""Calls of communities to the departments of their street, and whom the routing table asks: in every state, some overdue. Of
each department one has messages and was said by another resident too, and one came again after it was closed."""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle, groupby
from random import Random
from typing import Any
from uuid import UUID

from hub.demo import items
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from hub.demo.wishes import FAMILIES
from resolvers import dispatches, routes, whistle_links, whistle_messages, whistles

CATEGORIES = ("SAFETY", "LEGAL_AID", "ENVIRONMENT")  # of a street's departments, one after the other
TITLES = {"SAFETY": ("楼道堆物占用消防通道", "夜间噪声扰民", "电动车进楼充电"),
          "LEGAL_AID": ("邻里漏水纠纷需调解", "租赁合同纠纷咨询", "物业费纠纷需调解"),
          "ENVIRONMENT": ("流动摊点占道经营", "楼后垃圾堆积", "商户油烟直排")}
KINDS = ("KEY_WORK", "JOINT_ENFORCEMENT", "KEY_WORK", "EMERGENCY")
ACCEPT, HANDLE = {"count": 2, "unit": "WORKING_DAYS"}, {"count": 5, "unit": "WORKING_DAYS"}
OVERDUE = timedelta(days=30)  # ago: whatever holidays lie between, it is late by now
WORKED_AT, CLOSED = timedelta(hours=30), timedelta(days=20)  # ago
SAID_AGAIN, CAME_AGAIN = timedelta(hours=12), timedelta(hours=26)
"""Ago: when another resident said the same as the one that is worked at, and when the one that is closed came again."""
LIVES: tuple[tuple[timedelta, tuple[str, ...]], ...] = (  # how long ago it was raised, and what was done, a step each hour
    (timedelta(hours=5), ()),
    (WORKED_AT, ("triage", "dispatch", "accept", "ask", "answer", "note")),
    (timedelta(hours=11), ("triage", "dispatch", "return")),
    (timedelta(hours=9), ("triage", "dispatch")),
    (OVERDUE, ("triage", "dispatch", "accept")),
    (timedelta(days=4), ("triage", "dispatch", "accept", "suspend")),
    (timedelta(hours=20), ("triage", "dispatch", "accept", "handle")),
    (timedelta(hours=28), ("triage", "dispatch", "accept", "handle", "rework")),
    (CLOSED, ("triage", "dispatch", "accept", "handle", "verify", "close", "rate")),
    (timedelta(hours=32), ("triage", "dispatch", "accept", "handle", "verify")),
    (timedelta(hours=6), ("triage",)),
    (timedelta(hours=7), ("withdraw",)))


@dataclass
class Called:
    """One as it is to come about; `id` when it is there.

    caller   who raises it
    routed   whether the routing table knows its lead: then it is dispatched with its triage
    """

    caller: Actor
    street: Actor
    lead: Actor
    routed: bool
    values: Mapping[str, Any]
    id: UUID = field(init=False)

    def acts(self, telling: Story, at: datetime, steps: tuple[str, ...]) -> Iterator[Act]:
        """Raised at a moment, and then a step each hour."""
        yield Act(at, 2, partial(self._raise, telling))
        for hours, name in enumerate(steps, 1):
            if not (self.routed and name == "dispatch"):
                yield Act(at + timedelta(hours=hours), 3, partial(self._take, telling, name))

    def again(self, **values: Any) -> "Called":
        """The same said once more."""
        return replace(self, values={**self.values, **values})

    async def link(self, telling: Story, original: "Called") -> None:
        await telling.by(self.street, whistle_links.link, whistle_id=self.id, duplicate_of_id=original.id,
                         reason="与办理中的诉求为同一事项。")

    async def _raise(self, telling: Story) -> None:
        ids = await telling.by(self.caller, whistles.raise_, raiser_id=self.caller.id, **self.values)
        self.id = ids["whistle"]

    async def _take(self, telling: Story, name: str) -> None:
        by, use_case, values = self._step(name)
        await telling.by(by, use_case, whistle_id=self.id, **values)

    def _step(self, name: str) -> tuple[Actor, Any, Mapping[str, Any]]:
        """Who takes it, and how."""
        limits = {"lead_id": self.lead.id, "accept_in": ACCEPT, "handle_in": HANDLE}
        steps: dict[str, tuple[Actor, Any, Mapping[str, Any]]] = {
            "triage": (self.street, dispatches.triage, {}),
            "dispatch": (self.street, dispatches.dispatch, limits),
            "accept": (self.lead, whistles.accept, {}),
            "return": (self.lead, whistles.return_, {"reason": "不属本部门职责，建议改派。"}),
            "suspend": (self.street, dispatches.suspend, {"reason": "当事人外出，待其返回。"}),
            "ask": (self.lead, whistle_messages.write_, {"body": "请补充具体楼栋和时段，以便上门。"}),
            "answer": (self.caller, whistle_messages.write_, {"body": "3 号楼 2 单元，多在晚上七点以后。"}),
            "note": (self.street, whistle_messages.write_, {"body": "可能涉及多个部门，现场先取证。", "internal": True}),
            "handle": (self.lead, whistles.handle, {"result": "已到现场处置，并约定回看。"}),
            "rework": (self.caller, whistles.rework, {"reason": "回看时问题仍在，请再处置。"}),
            "verify": (self.caller, whistles.verify, {"evidence": "网格员现场查看，有照片两张。"}),
            "close": (self.street, dispatches.close, {}),
            "rate": (self.caller, whistles.rate, {"responded": True, "resolved": True, "satisfied": True}),
            "withdraw": (self.caller, whistles.withdraw, {"reason": "居民已自行协商解决。"})}
        return steps[name]


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance, now = Random("whistles"), items.midnight(today)
    departments = [unit for unit in world.units() if unit.kind == "DEPARTMENT" and unit.stations[0][:9] in STREETS]
    for code, there in groupby(departments, lambda unit: unit.stations[0][:9]):
        street, district = world.actors[code], world.actors[code[:6]]
        for number, (lead, category) in enumerate(zip(there, CATEGORIES, strict=False)):
            if routed := number == 0 and district.person is not None:
                yield Act(now - timedelta(days=60), 2, partial(_route, telling, district, street, lead, category))
            communities = cycle([world.actors[each] for each in lead.stations if world.actors[each].person])
            called = {ago: Called(community, street, lead, routed, _values(community, category, chance))
                      for (ago, _), community in zip(LIVES, communities, strict=False)}
            for ago, steps in LIVES:
                yield from called[ago].acts(telling, now - ago, steps)
            yield from _said_again(telling, called[WORKED_AT], now - SAID_AGAIN)
            yield from called[CLOSED].again().acts(telling, now - CAME_AGAIN, ("triage", "dispatch"))
    yield Act(now - timedelta(hours=1), 8, telling.time_passes)


def _values(community: Actor, category: str, chance: Random) -> dict[str, Any]:
    return {"kind": chance.choice(KINDS), "category": category, "resident": chance.choice((None, _resident(chance))),
            "title": f"{community.place}{chance.choice(TITLES[category])}", "body": "居民多次反映，请处置。"}


def _resident(chance: Random) -> dict[str, str]:
    return {"name": chance.choice(FAMILIES), "phone": f"1990000{chance.randint(1000, 9999)}"}


def _said_again(telling: Story, original: Called, at: datetime) -> Iterator[Act]:
    """By another resident: the street links it to the one that is worked at."""
    resident = _resident(Random(original.values["title"]))
    duplicate = original.again(kind="KEY_WORK", body="另一居民反映同一事项。", resident=resident)
    yield from duplicate.acts(telling, at, ())
    yield Act(at + timedelta(hours=1), 3, partial(duplicate.link, telling, original))


async def _route(telling: Story, district: Actor, street: Actor, lead: Actor, category: str) -> None:
    await telling.by(district, routes.set_, division_id=street.id, category=category, lead_id=lead.id, accept_in=ACCEPT,
                     handle_in=HANDLE)
