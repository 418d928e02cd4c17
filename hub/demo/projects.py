"""Joint projects of the demo's own streets: claims that communities accepted, carried out as one."""
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from db import checkpoints as asked
from domain import checkpoints as calendar
from domain import dates
from domain.claims import Step
from domain.items import ItemState, List
from hub.demo import items
from hub.demo.claims import Taken
from hub.demo.items import Listed
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import AFTER, Act, Story
from resolvers import cards, checkpoints, funds, milestones, projects

HOST, LEAD, ASSISTING = "110111007001", "星城中学", "星城物业"
"""Of the one that is well under way."""
BEGAN = timedelta(days=100)
MOST = 3  # claims of one
RANK = 30
TITLES = {"PROPERTY": "老旧楼道改造", "ELDERLY_CARE": "助老服务进楼组", "PARKING": "错峰停车共享",
          "HEALTH": "健康义诊进社区"}
TITLE = "共建实事项目"
MILESTONES = (("完成现场勘察与方案", -80, -85), ("灯具与扶手采购到货", -50, -45), ("完成楼道安装", -10, None),
              ("居民验收", 30, None))
"""Title, and days from today: by when it is due, and when it was reported."""
NOTES = ((LEAD, -60, "方案已公示，居民无异议；灯具由学校代为采购。"), (ASSISTING, -20, "已安装两个单元，其余两周内完成。"))
EXPENSES = ((48, "8640.00", "楼道感应灯二十套"), (40, "5212.50", "不锈钢扶手六十米"), (15, "1980.00", "安装人工"))
"""Days ago, yuan, what for."""
CARD = {"task": "两栋楼全部楼道加装感应灯与扶手", "responsible": "星城中学总务主任", "standard": "居民验收合格，质保两年"}
POSTPONED = timedelta(days=30)  # by the amendment that waits for the host
REPORT = "本月完成勘察与方案公示，经费与采购按计划进行。"


class Undertaken:
    """A project as it comes about: formed when the last of its claims was accepted, begun an hour later."""

    def __init__(self, story: Story, claims: Sequence[Taken], today: date, ends: int = 120) -> None:
        self.story, self.claims, self.today, self.ends = story, claims, today, ends
        self.host, self.lead = claims[0].item.publisher, claims[0].claimant
        self.formed_at = max(at for claim in claims for at, _, _ in claim.steps) + AFTER
        self.id: UUID  # as soon as it is there

    def acts(self) -> Iterator[Act]:
        yield Act(self.formed_at, RANK, self._form)
        yield Act(self.formed_at + AFTER, RANK, partial(self._do, self.lead, projects.start))

    async def _form(self) -> None:
        category = self.claims[0].item.values["category"]
        ids = await self.story.by(
            self.host, projects.form, claim_ids=sorted(claim.id for claim in self.claims), lead_unit_id=self.lead.id,
            title=f"{self.host.place}{TITLES.get(category, TITLE)}", ends_on=self.today + timedelta(days=self.ends),
            body="由牵头单位统筹，各单位按份额实施，社区跟进。")
        self.id = ids["joint_project"]

    async def _do(self, actor: Actor, use_case: Any, **values: Any) -> None:
        await self.story.by(actor, use_case, joint_project_id=self.id, **values)


class UnderWay(Undertaken):
    """One with milestones, confirmed, late and to come, with notes, and with months that are over."""

    def __init__(self, story: Story, claims: Sequence[Taken], today: date, street: Actor) -> None:
        super().__init__(story, claims, today, ends=60)
        self.street = street
        self.funding: UUID  # as soon as the budget is planned

    def acts(self) -> Iterator[Act]:
        yield from super().acts()
        now = items.midnight(self.today)
        yield Act(self.formed_at + 4 * AFTER, RANK, self._agree_card)
        yield Act(now - timedelta(days=3), RANK, partial(self._propose_card, self._ends_at() + POSTPONED))
        for title, due, reported in MILESTONES:
            yield from self._milestone(title, now + timedelta(days=due), now + timedelta(days=reported) if reported else None)
        yield Act(self.formed_at + 3 * AFTER, RANK, self._plan_budget)
        yield Act(now - timedelta(days=70), RANK, self._grant)
        for number, (days, yuan, purpose) in enumerate(EXPENSES, 1):
            yield Act(now - timedelta(days=days) + AFTER, RANK, partial(
                self._spend, yuan=Decimal(yuan), voucher=f"记-{number:04}", purpose=purpose,
                spent_on=self.today - timedelta(days=days)))
        for name, days, text in NOTES:
            actor = next(claim.claimant for claim in self.claims if claim.claimant.name == name)
            yield Act(now + timedelta(days=days), RANK, partial(self._do, actor, projects.note, body=text))
        month = calendar.next_at(self.formed_at)
        yield Act(month + timedelta(days=4), RANK, self._answer)
        while month < now:
            yield Act(month, RANK, self.story.time_passes)
            month = calendar.next_at(month)
        yield Act(now - timedelta(hours=2), RANK, self.story.time_passes)

    def _milestone(self, title: str, due: datetime, reported: datetime | None) -> Iterator[Act]:
        made: dict[str, UUID] = {}

        async def plan() -> None:
            made["milestone_id"] = (await self.story.by(
                self.host, milestones.add, joint_project_id=self.id, title=title, due_on=dates.day(due)))["milestone"]

        yield Act(self.formed_at + 2 * AFTER, RANK, plan)
        if reported:
            yield Act(reported, RANK, lambda: self.story.by(self.lead, milestones.report, **made, report="已完成。"))
            yield Act(reported + AFTER, RANK, lambda: self.story.by(self.host, milestones.confirm, **made))

    def _ends_at(self) -> datetime:
        return items.midnight(self.today + timedelta(days=self.ends)) + timedelta(hours=18)

    async def _propose_card(self, due_at: datetime) -> UUID:
        ids = await self.story.by(self.lead, cards.propose_of_project, joint_project_id=self.id, due_at=due_at, **CARD)
        return ids["card"]

    async def _agree_card(self) -> None:
        await self.story.by(self.host, cards.agree, card_id=await self._propose_card(self._ends_at()))

    async def _plan_budget(self) -> None:
        """A part of it from the community's fund of the year, which the street has set."""
        fund = await self.story.by(self.street, funds.set_fund, organization_id=self.host.id, year=self.today.year,
                                   yuan=Decimal("200000.00"))
        sources = [{"source": "FISCAL", "yuan": Decimal("24000.00"), "fund_id": fund["community_fund"]},
                   {"source": "UNIT", "yuan": Decimal("12000.00"), "organization_id": self.lead.id}]
        ids = await self.story.by(self.host, funds.plan_budget, joint_project_id=self.id, total_yuan=Decimal("36000.00"),
                                  sources=sources)
        self.funding = ids["funding"]

    async def _grant(self) -> None:
        await self.story.by(self.host, funds.grant, funding_id=self.funding, yuan=Decimal("18000.00"))

    async def _spend(self, **values: Any) -> None:
        await self.story.by(self.lead, funds.record, funding_id=self.funding, **values)

    async def _answer(self) -> None:
        """The first bulletin; the others wait."""
        async with self.story.pool.acquire() as connection:
            first, *_ = await asked.of_project(connection, self.id)
        await self.story.by(self.lead, checkpoints.answer, checkpoint_id=first, report=REPORT)


def own(world: World, today: date) -> tuple[Listed, list[Taken]]:
    """A demand of HOST, and the claims on it that are carried out by the one that is under way."""
    now, host = items.midnight(today), world.actors[HOST]
    assert host.point is not None
    listed_at = now - BEGAN - timedelta(days=3)
    demand = Listed(List.DEMAND, ItemState.PUBLISHED, host, listed_at, None, {
        "publisher_id": host.id, "scope": "COMMUNITY", "category": "PROPERTY", "quantity": 2, "unit": "处", "urgency": "SOON",
        "title": "老旧楼道加装照明与扶手", "body": "三号楼、五号楼楼道昏暗，老人上下楼不便。",
        "place": {"address": f"{host.place}·三号楼", "longitude": host.point[0], "latitude": host.point[1]}})
    card = {"task": "按份额出资、采购并安装", "standard": "居民验收合格", "responsible": "单位负责人"}
    return demand, [Taken(demand, world.actors[name], listed_at + timedelta(days=1, hours=number), {
        "claimant_id": world.actors[name].id, "quantity": 1, "note": "愿意承担。"},
        [(now - BEGAN + timedelta(hours=number), Step.ACCEPT, {})], card=card)
        for number, name in enumerate((LEAD, ASSISTING))]


def acts(story: Story, world: World, taken: Sequence[Taken], mine: Sequence[Taken], today: date) -> Iterator[Act]:
    """A project of each community or street of STREETS for which claims are accepted and not delivered yet.

    mine   the claims of the one that is well under way
    """
    of_host: dict[UUID, list[Taken]] = {}
    for claim in taken:
        host = claim.item.publisher
        accepted = [step for _, step, _ in claim.steps] == [Step.ACCEPT] and claim.lapsed_at is None
        if accepted and claim.item is not mine[0].item and claim.item.list != List.RESOURCE and host.code.startswith(STREETS):
            of_host.setdefault(host.id, []).append(claim)
    for claims in of_host.values():
        yield from Undertaken(story, claims[:MOST], today).acts()
    yield from UnderWay(story, mine, today, world.actors[HOST[:9]]).acts()
