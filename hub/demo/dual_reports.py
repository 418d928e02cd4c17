"""Who lives where: units' liaisons register with communities nearby, most of them are confirmed, some move or retire."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
SIGNING_IN = "department"


@dataclass
class Living:
    """A unit's person, where it lives since when, and where it moves to; `id` of the registration as it stands."""

    number: int
    unit: Actor
    community: Actor
    moves_to: Actor
    since: date
    id: UUID = field(init=False)

    @property
    def stays(self) -> bool:
        return all(self.number % each for each in (WAITING, MOVED, ENDED, DECLINED))

    async def propose(self, telling: Story) -> None:
        ids = await telling.by(self.unit, dual_reports.propose, community_id=self.community.id, unit_id=self.unit.id)
        self.id = ids["dual_report"]

    async def move(self, telling: Story) -> None:
        ids = await telling.by(self.unit, dual_reports.move, dual_report_id=self.id, community_id=self.moves_to.id)
        self.id = ids["dual_report"]

    async def do(self, telling: Story, by: Actor, use_case: Any, **values: Any) -> None:
        await telling.by(by, use_case, dual_report_id=self.id, **values)


def living(world: World, today: date) -> list[Living]:
    """Half of them live where their unit is, the others elsewhere in its street."""
    chance, found = Random("dual reports"), list[Living]()
    for unit in world.units():
        near = [actor for actor in world.actors.values() if actor.kind == "COMMUNITY" and actor.person
                and actor.code.startswith(unit.stations[0][:9]) and actor.code.startswith(STREETS)]
        if near and unit.person and not unit.person.handle:
            own = world.actors[unit.stations[0]]
            found.append(Living(len(found) + 1, unit, own if own in near and len(found) % 2 else chance.choice(near),
                                chance.choice(near), today - timedelta(days=chance.randint(80, 300))))
    return [_signing_in(world, today), *found]


def _signing_in(world: World, today: date) -> Living:
    """One as whom somebody signs in to the demo, who lives where another one is secretary."""
    unit = next(unit for unit in world.units() if unit.person and unit.person.handle == SIGNING_IN)
    community = next(actor for actor in map(world.actors.__getitem__, unit.stations) if actor.person and actor.person.handle)
    return Living(1, unit, community, community, today - timedelta(days=200))


def acts(telling: Story, people: Sequence[Living]) -> Iterator[Act]:
    for each in people:
        at = items.midnight(each.since) + timedelta(hours=10)
        yield Act(at, 2, partial(each.propose, telling))
        if each.number % WAITING == 0:
            continue
        if each.number % DECLINED == 0:
            reason = "经核实不在本社区居住。"
            yield Act(at + timedelta(days=1), 3, partial(each.do, telling, each.community, dual_reports.decline, reason=reason))
            continue
        yield Act(at + timedelta(days=1), 3, partial(each.do, telling, each.community, dual_reports.confirm))
        if each.number % MOVED == 0:
            yield Act(at + timedelta(days=9), 4, partial(each.move, telling))
            yield Act(at + timedelta(days=10), 5, partial(each.do, telling, each.moves_to, dual_reports.confirm))
        elif each.number % ENDED == 0:
            yield Act(at + timedelta(days=20), 6, partial(each.do, telling, each.unit, dual_reports.end, reason="退休。"))
