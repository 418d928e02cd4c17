"""Joint projects of the demo's own streets: claims that communities accepted, carried out as one."""
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from domain.claims import Step
from domain.items import List
from hub.demo.claims import Taken
from hub.demo.conferences import STREETS
from hub.demo.organizations import Actor
from hub.demo.story import AFTER, Act, Story
from resolvers import projects

MOST = 3  # claims of one
RANK = 30
TITLES = {"PROPERTY": "老旧楼道改造", "ELDERLY_CARE": "助老服务进楼组", "PARKING": "错峰停车共享", "HEALTH": "健康义诊进社区"}
TITLE = "共建实事项目"


class Undertaken:
    """A project as it comes about: formed when the last of its claims was accepted, begun two hours later."""

    def __init__(self, story: Story, claims: Sequence[Taken], today: date) -> None:
        self.story, self.claims, self.today = story, claims, today
        self.host, self.lead = claims[0].item.publisher, claims[0].claimant
        self.id: UUID  # as soon as it is there

    def acts(self) -> Iterator[Act]:
        formed_at = max(at for claim in self.claims for at, _, _ in claim.steps) + AFTER
        yield Act(formed_at, RANK, self._form)
        yield Act(formed_at + AFTER, RANK, self._start)

    async def _form(self) -> None:
        category = self.claims[0].item.values["category"]
        ids = await self.story.by(
            self.host, projects.form, claim_ids=sorted(claim.id for claim in self.claims), lead_unit_id=self.lead.id,
            title=f"{self.host.place}{TITLES.get(category, TITLE)}", ends_on=self.today + timedelta(days=120),
            body="由牵头单位统筹，各单位按份额实施，社区跟进。")
        self.id = ids["joint_project"]

    async def _start(self) -> None:
        await self.story.by(self.lead, projects.start, joint_project_id=self.id)


def acts(story: Story, taken: Sequence[Taken], today: date) -> Iterator[Act]:
    """A project of each community or street of STREETS for which claims are accepted and not delivered yet."""
    of_host: dict[UUID, tuple[Actor, list[Taken]]] = {}
    for claim in taken:
        host = claim.item.publisher
        accepted = [step for _, step, _ in claim.steps] == [Step.ACCEPT]
        if accepted and claim.item.list != List.RESOURCE and host.code.startswith(STREETS):
            of_host.setdefault(host.id, (host, []))[1].append(claim)
    for _, claims in of_host.values():
        yield from Undertaken(story, claims[:MOST], today).acts()
