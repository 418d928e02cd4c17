"""Who lives where: units' liaisons register with communities nearby, most of them are confirmed, some move or retire."""
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from hub.demo import items
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from resolvers import dual_reports

WAITING, MOVED, ENDED, DECLINED = 7, 9, 11, 13  # one in so many


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance = Random("dual reports")
    for number, unit in enumerate([each for each in world.units() if each.person and not each.person.handle], 1):
        near = [actor for actor in world.actors.values() if actor.kind == "COMMUNITY" and actor.person
                and actor.code.startswith(unit.stations[0][:9]) and actor.code.startswith(STREETS)]
        if near:
            yield from _of(telling, Living(unit), chance.choice(near), chance.choice(near), number,
                           today - timedelta(days=chance.randint(30, 300)))


class Living:
    """A unit's person, and the registration as it stands."""

    def __init__(self, unit: Actor) -> None:
        self.unit = unit
        self.id: UUID | None = None

    async def propose(self, telling: Story, community: Actor) -> None:
        ids = await telling.by(self.unit, dual_reports.propose, community_id=community.id, unit_id=self.unit.id)
        self.id = ids["dual_report"]

    async def move(self, telling: Story, community: Actor) -> None:
        assert self.id
        ids = await telling.by(self.unit, dual_reports.move, dual_report_id=self.id, community_id=community.id)
        self.id = ids["dual_report"]

    async def do(self, telling: Story, by: Actor, use_case: Any, **values: Any) -> None:
        await telling.by(by, use_case, dual_report_id=self.id, **values)


def _of(telling: Story, living: Living, first: Actor, second: Actor, number: int, day: date) -> Iterator[Act]:
    at = items.midnight(day) + timedelta(hours=10)
    yield Act(at, 2, partial(living.propose, telling, first))
    if number % WAITING == 0:
        return
    if number % DECLINED == 0:
        yield Act(at + timedelta(days=1), 3,
                  partial(living.do, telling, first, dual_reports.decline, reason="经核实不在本社区居住。"))
        return
    yield Act(at + timedelta(days=1), 3, partial(living.do, telling, first, dual_reports.confirm))
    if number % MOVED == 0:
        yield Act(at + timedelta(days=9), 4, partial(living.move, telling, second))
        yield Act(at + timedelta(days=10), 5, partial(living.do, telling, second, dual_reports.confirm))
    elif number % ENDED == 0:
        yield Act(at + timedelta(days=20), 6, partial(living.do, telling, living.unit, dual_reports.end, reason="退休。"))
