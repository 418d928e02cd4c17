"""Teams of communities: formed last month, joined by who lives there, and signed up for what is to come."""
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from hub.demo import items
from hub.demo.activities import Held
from hub.demo.dual_reports import Living
from hub.demo.organizations import Actor, World
from hub.demo.story import Act, Story
from resolvers import team_sign_ups, teams

NAMES = {"PIONEER": "先锋服务队", "VOLUNTEER": "志愿服务队", "SHOCK": "应急突击队"}
DAYS = 20  # until they serve together


def acts(telling: Story, world: World, people: Sequence[Living], today: date) -> Iterator[Act]:
    """Of each community where two or more live whose unit is there: the first leads, asks the second, and others ask."""
    there = [each for each in people if each.stays and each.community.code in each.unit.stations]
    for number, code in enumerate(sorted({each.community.code for each in there})):
        host, units = world.actors[code], [each.unit for each in there if each.community.code == code][:6]
        if len(units) > 1:
            team = Serving(host, list(NAMES)[number % len(NAMES)], units)
            formed = items.midnight(today - timedelta(days=40)) + timedelta(hours=9)
            yield Act(formed, 2, partial(team.form, telling))
            yield Act(formed + timedelta(days=1), 3, partial(team.gather, telling))
            served = Held(host, "集体志愿服务日", items.midnight(today + timedelta(days=DAYS)) + timedelta(hours=9))
            yield Act(formed + timedelta(days=2), 2, partial(served.publish, telling))
            yield Act(formed + timedelta(days=3), 3, partial(team.sign_up, telling, served))


class Serving:
    """One as it comes about; its people belong to the community by their units."""

    id: UUID

    def __init__(self, host: Actor, kind: str, units: Sequence[Actor]) -> None:
        self.host, self.kind, self.units = host, kind, units

    @property
    def members(self) -> list[UUID]:
        return [unit.person.id for unit in self.units if unit.person]

    async def form(self, telling: Story) -> None:
        ids = await telling.by(self.host, teams.form, organization_id=self.host.id, kind=self.kind,
                               name=f"{self.host.name}{NAMES[self.kind]}", leader_id=self.members[0])
        self.id = ids["team"]

    async def gather(self, telling: Story) -> None:
        """The last one's request waits, where there are more than three."""
        leader = self.units[0]
        invited = await telling.by(leader, teams.invite, team_id=self.id, member_id=self.members[1])
        await telling.by(self.units[1], teams.accept, team_member_id=invited["team_member"])
        for number, unit in enumerate(self.units[2:], 3):
            asked = await telling.by(unit, teams.join, team_id=self.id)
            if number < len(self.units) or number <= 3:
                await telling.by(leader, teams.accept, team_member_id=asked["team_member"])

    async def sign_up(self, telling: Story, served: Held) -> None:
        assert served.id
        await telling.by(self.units[0], team_sign_ups.sign_up, team_id=self.id, activity_id=served.id,
                         member_ids=self.members[:2])
