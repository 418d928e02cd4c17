"""The joint conferences of the demo's own streets: one that was held, one that is to be recorded, one to come."""
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from domain import dates
from domain.cadences import Cadence
from hub.demo.organizations import STREETS, World
from hub.demo.story import Act, Story
from resolvers import cadences, conferences, resolutions, topics

VENUE = "党群服务中心三楼会议室"
MINUTES = ("会议由书记主持，通报上次议定事项的办理情况，逐项研究本次议题。\n"
           "一、楼道照明与充电桩由物业服务处牵头，月底前报方案；\n二、暑期托管由学校提供场地，社区排班；\n三、其余事项转清单公开认领。")
TOPICS = (("楼道照明与充电桩选址", "PROPERTY"), ("暑期托管场地", "CHILD_CARE"), ("老旧小区停车错峰", "PARKING"))
OPINIONS = "居民代表赞成，物业要求错峰施工，学校愿提供场地。"
RESOLUTIONS = ("物业服务处牵头报方案并施工，社区跟进。", "学校提供场地，社区排班，报街道备案。")
HELD, RECORDED, NEXT = timedelta(days=-30), timedelta(days=-1), timedelta(days=20)
AFTERNOON = timedelta(hours=14)
RANK = 20


class Meeting:
    """A conference as it comes about.

    day        on which it is to be
    is_held    whether it is recorded as held, and its minutes are published
    is_called  whether it is called; else it is only planned
    """

    def __init__(self, story: Story, world: World, code: str, day: datetime, *, is_held: bool, is_called: bool) -> None:
        self.story, self.committee, self.actor = story, world.committees[code], world.actors[code]
        self.day, self.is_held, self.is_called = day, is_held, is_called
        self.seats = [seat.id for seat in world.people.seats if seat.committee_id == self.committee.id]
        self.id: UUID  # as soon as it is planned
        self.topics: list[UUID] = []
        self.resolutions: list[UUID] = []

    def acts(self) -> Iterator[Act]:
        begins = self.day + AFTERNOON
        yield Act(self.day - timedelta(days=30), RANK, self._plan)
        for number, (title, category) in enumerate(TOPICS[:3 if self.is_called else 1]):
            yield Act(self.day - timedelta(days=25 - number), RANK, partial(self._raise, title, category))
        if self.is_called:
            yield Act(self.day - timedelta(days=6), RANK, partial(self._do, conferences.call, starts_at=begins, venue=VENUE))
        if self.is_held:
            there = [{"seat_id": seat, "presence": "PRESENT"} for seat in self.seats[:-1]]
            yield Act(begins + timedelta(hours=3), RANK, partial(
                self._do, conferences.hold, minutes=MINUTES, attendance=there, guests=["物业服务处代表"]))
            yield Act(begins + timedelta(hours=4), RANK, partial(self._resolve, dates.day(begins)))
            yield Act(begins + timedelta(days=2), RANK, partial(self._do, conferences.publish))
            yield Act(begins + timedelta(days=12), RANK, self._confirm)

    async def _plan(self) -> None:
        ids = await self.story.by(self.actor, conferences.plan, committee_id=self.committee.id, planned_for=dates.day(self.day))
        self.id = ids["conference"]

    async def _raise(self, title: str, category: str) -> None:
        """For its street or community, and onto its agenda."""
        ids = await self.story.by(self.actor, topics.raise_, committee_id=self.committee.id, title=title, category=category,
                                  raised_for_id=self.actor.id)
        await self.story.by(self.actor, topics.propose, topic_id=ids["topic"], conference_id=self.id)
        self.topics.append(ids["topic"])

    async def _resolve(self, day: date) -> None:
        """One that is done in time, one that falls overdue; the third waits for the next conference."""
        for topic, text, within in zip(self.topics, RESOLUTIONS, (14, 20), strict=False):
            await self.story.by(self.actor, topics.consult, topic_id=topic, opinions=OPINIONS)
            ids = await self.story.by(self.actor, topics.resolve, topic_id=topic, text=text,
                                      owner={"organization_id": self.actor.id}, due_on=day + timedelta(days=within))
            self.resolutions.append(ids["resolution"])
            await self.story.by(self.actor, topics.publish, topic_id=topic)

    async def _confirm(self) -> None:
        done = {"resolution_id": self.resolutions[0]}
        await self.story.by(self.actor, resolutions.complete, report="已办结，居民反映良好。", **done)
        await self.story.by(self.actor, resolutions.confirm, **done)
        await self.story.by(self.actor, topics.supervise, topic_id=self.topics[0])

    async def _do(self, use_case: Any, **values: Any) -> None:
        await self.story.by(self.actor, use_case, conference_id=self.id, **values)


def of_streets(story: Story, world: World, now: datetime) -> Iterator[Act]:
    """What comes about of all of them, by a moment that begins a day."""
    for code in world.committees:
        if code.startswith(STREETS):
            yield Act(now - timedelta(days=1), RANK, partial(
                story.by, world.actors[code], cadences.set_, committee_id=world.committees[code].id, cadence=Cadence.QUARTERLY))
            yield from Meeting(story, world, code, now + HELD, is_held=True, is_called=True).acts()
            yield from Meeting(story, world, code, now + RECORDED, is_held=False, is_called=True).acts()
            yield from Meeting(story, world, code, now + NEXT, is_held=False, is_called=False).acts()

