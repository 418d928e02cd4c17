"""A street's mobilisation: people of its units at two posts on four evenings, the first of which are over; posts are short."""
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from db import assignments as sent
from hub.demo import items
from hub.demo.dual_reports import Living
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from resolvers import assignments, mobilizations

POSTS = (("南桥值守岗", "南桥桥头"), ("河堤巡查岗", "刺猬河东岸"))
EACH, NEEDED = 3, 4  # people who are sent to each post, and that it needs
EVENINGS = (-2, -1, 1, 2)  # before and after today


def acts(telling: Story, world: World, people: Sequence[Living], today: date) -> Iterator[Act]:
    """Of the first street: most acknowledge it, one declines an evening, and the first evening's people were there."""
    street = world.actors[STREETS[0]]
    near = [each.unit for each in people if each.stays and each.community.code.startswith(street.code)]
    now = items.midnight(today)
    told = Called(street, [near[at:at + EACH] for at in range(0, EACH * len(POSTS), EACH)], now)
    yield Act(now - timedelta(days=5), 2, partial(told.call, telling))
    yield Act(now - timedelta(days=4), 2, partial(told.answer, telling))
    yield Act(now - timedelta(days=3), 8, telling.time_passes)
    yield Act(now - timedelta(hours=15), 9, partial(told.confirm, telling))


class Called:
    """One as it is to come about.

    units   by post, whose people are sent there
    """

    def __init__(self, street: Actor, units: Sequence[Sequence[Actor]], now: datetime) -> None:
        self.street, self.units, self.now = street, units, now
        self.id: UUID | None = None

    async def call(self, telling: Story) -> None:
        posts = [{"name": name, "address": address, "shifts": [self._shift(days, units) for days in EVENINGS]}
                 for (name, address), units in zip(POSTS, self.units, strict=True)]
        ids = await telling.by(
            self.street, mobilizations.mobilize, organization_id=self.street.id, title="防汛夜间值守",
            reason="气象台发布暴雨黄色预警，夜间沿河值守。", acknowledge_by=self.now - timedelta(days=3), posts=posts)
        self.id = ids["mobilization"]

    def _shift(self, days: int, units: Sequence[Actor]) -> dict[str, Any]:
        starts_at = self.now + timedelta(days=days, hours=20)
        return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=4), "needed": NEEDED,
                "member_ids": [unit.person.id for unit in units if unit.person]}

    async def answer(self, telling: Story) -> None:
        """All but the last of each post; the first one has something else to do on the last evening."""
        for units in self.units:
            for number, unit in enumerate(units[:-1]):
                *evenings, last = await self._sent(telling, unit)
                for each in evenings:
                    await telling.by(unit, assignments.acknowledge, assignment_id=each)
                if number == 0:
                    await telling.by(unit, assignments.decline, assignment_id=last, reason="当晚单位值班。")

    async def confirm(self, telling: Story) -> None:
        """The first evening."""
        for unit in (unit for units in self.units for unit in units):
            first, *_ = await self._sent(telling, unit)
            await telling.by(self.street, assignments.serve, assignment_id=first)

    async def _sent(self, telling: Story, unit: Actor) -> list[UUID]:
        assert self.id
        assert unit.person
        async with telling.pool.acquire() as connection:
            return await sent.of_member(connection, self.id, unit.person.id)
