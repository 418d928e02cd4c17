"""What communities have their registered members do: some activities that are over, with hours, and some to come."""
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from uuid import UUID

from hub.demo import items
from hub.demo.dual_reports import Living
from hub.demo.organizations import Actor, World
from hub.demo.story import Act, Story
from resolvers import activities, sign_ups

TITLES = ("楼道清洁日", "老人理发义剪", "反诈宣传进小区", "儿童安全课堂", "垃圾分类引导", "雪后清路")
PLACES = 6
DAYS = (-60, -30, -9, 6, 13)  # before and after today


def acts(telling: Story, world: World, people: Sequence[Living], today: date) -> Iterator[Act]:
    """Who lives where its unit is takes part."""
    chance = Random("activities")
    there = [each for each in people if each.stays and each.community.code in each.unit.stations]
    for code in sorted({each.community.code for each in there}):
        host, units = world.actors[code], [each.unit for each in there if each.community.code == code]
        for days in DAYS:
            day = today + timedelta(days=days)
            told = Held(host, chance.choice(TITLES), items.midnight(day) + timedelta(hours=9))
            published_at = min(told.starts_at, items.midnight(today)) - timedelta(days=4)
            yield Act(published_at, 2, partial(told.publish, telling))
            for unit in units[:PLACES]:
                yield Act(published_at + timedelta(days=1), 3, partial(told.sign_up, telling, unit))
            if days < 0:
                yield Act(told.starts_at + timedelta(hours=4), 8, telling.time_passes)
                yield Act(told.starts_at + timedelta(hours=5), 9, partial(told.confirm, telling))


class Held:
    """One as it is to come about."""

    def __init__(self, host: Actor, title: str, starts_at: datetime) -> None:
        self.host, self.title, self.starts_at = host, title, starts_at
        self.id: UUID | None = None
        self.signed: list[UUID] = []

    async def publish(self, telling: Story) -> None:
        ids = await telling.by(
            self.host, activities.publish, organization_id=self.host.id, title=self.title, address=f"{self.host.name}广场",
            starts_at=self.starts_at, ends_at=self.starts_at + timedelta(hours=3),
            sign_up_until=self.starts_at - timedelta(hours=12), places=PLACES, body="请带手套，九点集合。")
        self.id = ids["activity"]

    async def sign_up(self, telling: Story, unit: Actor) -> None:
        assert self.id
        self.signed.append((await telling.by(unit, sign_ups.sign_up, activity_id=self.id))["sign_up"])

    async def confirm(self, telling: Story) -> None:
        for number, sign_up in enumerate(self.signed):
            if number % 5 == 4:
                await telling.by(self.host, sign_ups.miss, sign_up_id=sign_up)
            else:
                await telling.by(self.host, sign_ups.confirm, sign_up_id=sign_up, hours=Decimal("2.5"))
