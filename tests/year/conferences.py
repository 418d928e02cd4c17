"""Conferences: each committee holds them at its cadence, and some are moved, cancelled or not held at all."""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from domain import cadences, dates, working_days
from tests.reference.world import World
from tests.year.concept import Concept, at
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import YEAR, Person, Place, Street

PUBLISHED_AFTER = 6  # working days: the secretary has a desk of topics in between
AHEAD = {"WEEKLY": (5, 2), "MONTHLY": (18, 8), "QUARTERLY": (25, 9)}
"""Days before it for which a conference is planned and called."""


@dataclass
class Meeting:
    """A conference as it comes about: `waits` are the working days since it was held."""

    place: Place
    day: date
    cadence: str
    id: str = ""
    state: str = ""
    waits: int = 0


class Conferences(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "committee.cadence_set": 9, "committee.cadence_missed": 9, "conference.planned": 120, "conference.called": 120,
        "conference.held": 120, "conference.published": 110, "conference.cancelled": 1, "conference.filled": 160}
    LISTS: ClassVar[Mapping[str, str]] = {"conferences": "joint_conference"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.cadence = {place.id: "WEEKLY" if number == 7 else "MONTHLY" if number % 4 == 0 else "QUARTERLY"
                        for number, place in enumerate(street.committees)}
        self.coming = [meeting for place in street.committees for meeting in self._of_year(place)]

    def _of_year(self, place: Place) -> Iterator[Meeting]:
        """One on a working day of each period, but for some."""
        cadence, first = self.cadence[place.id], YEAR[0]
        while (last := cadences.period_ends(cadence, first)) <= YEAR[1]:
            days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
            fit = [day for day in days if working_days.is_working_day(day)]
            if fit and not self.happens(0.08):
                yield Meeting(place, self.chance.choice(fit), cadence)
            first = last + timedelta(days=1)

    async def begin(self) -> None:
        for place in self.street.committees:
            await self.hub.does(place.secretary, "setCadence", committeeId=place.committee, cadence=self.cadence[place.id])

    async def day(self, today: date) -> None:
        for meeting in [*self.coming]:
            await self._go_on(meeting, today)

    async def _go_on(self, meeting: Meeting, today: date) -> None:
        planned, called = AHEAD[meeting.cadence]
        left = (meeting.day - today).days
        if not meeting.state and left <= planned:
            await self._plan(meeting, today)
        elif meeting.state == "PLANNED" and left <= called:
            await self._call(meeting, today)
        elif meeting.state == "CALLED" and left <= 0:
            await self._hold(meeting, today)
        elif meeting.state == "HELD":
            meeting.waits += 1
            if meeting.waits > PUBLISHED_AFTER:
                await self._do(meeting, "publishConference", "PUBLISHED")
                self.coming.remove(meeting)

    async def _plan(self, meeting: Meeting, today: date) -> None:
        meeting.day = max(meeting.day, today)
        answer = await self.hub.does(meeting.place.secretary, "planConference", "conference { id }",
                                     committeeId=meeting.place.committee, plannedFor=str(meeting.day))
        meeting.id, meeting.state = answer["conference"]["id"], "PLANNED"

    async def _call(self, meeting: Meeting, today: date) -> None:
        if self.happens(0.05):
            await self._do(meeting, "cancelConference", "CANCELLED", reason="与街道会议合并召开")
            self.coming.remove(meeting)
            return
        meeting.day = max(meeting.day, working_days.after(today, 1))
        await self._do(meeting, "callConference", "CALLED", startsAt=at(meeting.day, 8, 30), venue="党群服务中心")

    async def _hold(self, meeting: Meeting, today: date) -> None:
        if self.happens(0.04):
            meeting.day = working_days.after(today, 2)
            await self._do(meeting, "callConference", "CALLED", startsAt=at(meeting.day, 8, 30), venue="改在社区活动室")
            return
        there = [{"seatId": seat.id, "presence": "PRESENT"} if self.happens(0.85) else
                 {"seatId": seat.id, "presence": "SUBSTITUTED", "substitute": "李代会"}
                 for seat in meeting.place.sitting(today) if self.happens(0.9)]
        guests = ["物业公司代表", "业委会主任"] if meeting.cadence == "WEEKLY" else []
        await self._do(meeting, "holdConference", "HELD", minutes="议定三事。", attendance=there, guests=guests)

    async def _do(self, meeting: Meeting, name: str, state: str, **given: Any) -> None:
        await self.hub.does(meeting.place.secretary, name, conferenceId=meeting.id, **given)
        meeting.state = state

    async def look(self, role: str, who: Person, world: World) -> list[str]:
        """Minutes are its committee's, and the officers' above, until they are published."""
        wrong = []
        for each in await self.hub.every(who, "conferences", "id minutes"):
            row = world.tables.find("joint_conference", UUID(hex=each["id"][2:]))
            assert row is not None
            if each["minutes"] != (row["minutes"] if row["state"] == "PUBLISHED" or world.sees_inside(row) else None):
                wrong.append(f"{role}: the minutes of {each['id']} are shown as {each['minutes']}")
        return wrong

    async def check(self, log: Log) -> list[str]:
        """Each period in which a committee held none, and no other, was told as missed."""
        told = {(event["object_id"], datetime.fromisoformat(event["after"]["was_due_at"]))
                for event in log.of_kind("committee.cadence_missed")}
        held = {(row["committee_id"], row["planned_for"]) for row in log.rows("joint_conference") if row["held_at"]}
        wrong = []
        for committee, cadence in ((log.id(place.committee), self.cadence[place.id]) for place in self.street.committees):
            first = YEAR[0]
            while (last := cadences.period_ends(cadence, first)) < dates.day(self.hub.now):
                begins = cadences.period_starts(cadence, first)
                is_held = any(of == committee and begins <= day <= last for of, day in held)
                if is_held == ((committee, dates.next_day_starts(last)) in told):
                    wrong.append(f"committee {committee}, {begins} to {last}: held {is_held}, told as if it was not so")
                first = last + timedelta(days=1)
        return wrong
