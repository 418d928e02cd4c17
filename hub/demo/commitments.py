"""The lists of commitments of the demo's own streets' committees, this year's: checked at mid-year, one of them late."""
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from db import commitments as given
from db.bulk import records
from hub.demo import items
from hub.demo.organizations import STREETS, Actor, World
from hub.demo.story import Act, Story
from resolvers import commitments

RANK = 30
PROMISES = (("为老年人办一处社区食堂", (3, 31)), ("新建一处电动车集中充电点", (9, 30)),
            ("全年组织十二次义诊与法律咨询", (12, 20)))
COMMENT = "总体按期；未启动的，请在八月底前报方案。"


class Listed:
    """A list as it comes about: of a committee, or of its secretary's seat, whose own is checked from above."""

    def __init__(self, story: Story, actor: Actor, checker: Actor, committee_id: UUID, seat_id: UUID | None) -> None:
        self.story, self.actor, self.checker, self.committee_id, self.seat_id = story, actor, checker, committee_id, seat_id
        self.id: UUID  # as soon as it is adopted

    def acts(self, today: date) -> Iterator[Act]:
        """It is late for a committee's own list to be checked: nobody has."""
        begins = min(date(today.year, 1, 10), today - timedelta(days=1))
        yield Act(items.midnight(begins) + timedelta(hours=9), RANK, partial(self._adopt, today.year))
        if today > date(today.year, 7, 8):
            yield Act(items.midnight(date(today.year, 4, 1)), RANK, self._report)
            if self.seat_id:
                yield Act(items.midnight(date(today.year, 7, 8)), RANK, self._check)

    async def _adopt(self, year: int) -> None:
        promised = [{"text": text, "owner": {"organization_id": self.actor.id}, "due_on": date(year, *due)}
                    for text, due in PROMISES]
        ids = await self.story.by(self.actor, commitments.adopt, committee_id=self.committee_id, seat_id=self.seat_id,
                                  year=year, commitments=promised)
        self.id = ids["commitment_list"]

    async def _report(self) -> None:
        """The first of them, a day late."""
        first, *_ = await self._commitments()
        await self.story.by(self.actor, commitments.report, commitment_id=first, outcome="DONE",
                            report="食堂三月开业，日均就餐六十人。")

    async def _check(self) -> None:
        findings: list[dict[str, Any]] = [
            {"commitment_id": each, "finding": finding} for each, finding in zip(
                await self._commitments(), ("ON_TRACK", "NOT_BEGUN", "ON_TRACK"), strict=True)]
        await self.story.by(self.checker, commitments.check, commitment_list_id=self.id, findings=findings, comment=COMMENT)

    async def _commitments(self) -> list[UUID]:
        async with self.story.pool.acquire() as connection:
            return await given.standing(connection, self.id)


def acts(story: Story, world: World, today: date) -> Iterator[Act]:
    for code, committee in world.committees.items():
        above = world.actors.get(code[:9]) if len(code) > 9 else None
        if not code.startswith(STREETS):
            continue
        yield from Listed(story, world.actors[code], world.actors[code], committee.id, None).acts(today)
        secretary = next((each for each in world.people.seats if _leads(each, committee.id, today)), None)
        if secretary and above and above.person:
            yield from Listed(story, world.actors[code], above, committee.id, secretary.id).acts(today)


def _leads(seat: records.Seat, committee_id: UUID, today: date) -> bool:
    return (seat.committee_id == committee_id and seat.kind == "SECRETARY"
            and seat.starts_on <= min(date(today.year, 1, 10), today - timedelta(days=1)))
