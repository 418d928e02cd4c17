"""What communities are asked about their units: some answered, some to be answered."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import UUID

from hub.demo import items
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from resolvers import opinions

EACH, WAITING = 4, 3  # one unit of a street at work in so many is asked about; of these one in so many waits for its answer
ANSWERS = (("SUPPORTED", "常年参与社区活动，居民反映好。"), ("SUPPORTED", "认领的事项均按时办结。"),
           ("RESERVED", "本年度参与较少，建议先补报到。"))


@dataclass
class Asked:
    """One as it is to come about; `id` when it is there."""

    asker: Actor
    community: Actor
    unit: Actor
    id: UUID = field(init=False)

    async def ask(self, telling: Story, due_on: date) -> None:
        ids = await telling.by(self.asker, opinions.ask, community_id=self.community.id, subject={"unit_id": self.unit.id},
                               purpose="HONOUR", question="拟评为共建先进单位，请社区提出意见。", due_on=due_on)
        self.id = ids["opinion"]

    async def answer(self, telling: Story, position: str, answer: str) -> None:
        await telling.by(self.community, opinions.answer, opinion_id=self.id, position=position, answer=answer)


def acts(telling: Story, world: World, today: date) -> Iterator[Act]:
    chance = Random("opinions")
    units = [unit for unit in world.units() if unit.stations[0][:9] in STREETS and world.actors[unit.stations[0]].person]
    for number, unit in enumerate(units[::EACH], 1):
        asker, community = world.actors[unit.stations[0][:9]], world.actors[unit.stations[0]]
        if asker.person is None:
            continue
        asked = Asked(asker, community, unit)
        at = items.midnight(today) - timedelta(days=chance.randint(2, 9), hours=chance.randint(1, 9))
        yield Act(at, 5, partial(asked.ask, telling, today + timedelta(days=14)))
        if number % WAITING:
            yield Act(at + timedelta(days=1), 6, partial(asked.answer, telling, *chance.choice(ANSWERS)))
