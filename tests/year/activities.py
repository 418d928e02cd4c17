"""Activities: communities and the street publish them, who is registered there signs up, and hours are confirmed."""
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar
from uuid import UUID

from tests.reference.stored import Row
from tests.year import service
from tests.year.concept import Concept, at, person
from tests.year.hub import Deed, Hub
from tests.year.log import Log
from tests.year.street import YEAR, Person, Place, Street

DUTY: Mapping[str, Any] = {"projects": 2, "hours": "10.50"}
TAKING = ("SIGNED_UP", "ATTENDED", "ABSENT")  # of which each has its place
STANDING = ("SIGNED_UP", "ATTENDED")
PROGRESS = f"id member {{ id }} progress(year: {YEAR[0].year}) {{ projects hours dutyProjects dutyHours }}"
SIGN_UP = "id state startsAt endsAt activity { organization { id } }"
REFUSALS = ("ActivityFull", "TimeConflict")
NOT_THEIRS = ("NOT_FOUND", "NotAllowed")  # of a community where they do not live, or do not live any more


class Activities(Concept):
    """
    registered   who was, at the week's beginning
    """

    LEAST: ClassVar[Mapping[str, int]] = {
        "service_duty.set": 1, "activity.published": 80, "activity.ended": 60, "activity.cancelled": 3, "sign_up.made": 120,
        "sign_up.withdrawn": 5, "sign_up.cancelled": 2, "sign_up.confirmed": 60, "sign_up.missed": 4}
    LISTS: ClassVar[Mapping[str, str]] = {"activities": "activity", "signUps": "sign_up"}

    def __init__(self, hub: Hub, street: Street) -> None:
        super().__init__(hub, street)
        self.registered = list[Person]()

    async def begin(self) -> None:
        district = (await self.hub.every(self.street.district, "organizations", "id", "filter: {kind: [DISTRICT]}"))[0]
        await self.hub.does(self.street.district, "setServiceDuty", organizationId=district["id"], **DUTY)

    async def day(self, today: date) -> None:
        if today.weekday() == 0 or not self.registered:
            found = await self.hub.every(self.street.officer, "dualReports", "member { id }", "filter: {state: [CONFIRMED]}")
            self.registered = [person(each["member"]["id"]) for each in found]
        for _ in range(self.several(0.5)):
            await self._publish(today)
        for _ in range(self.several(0.8)):
            await self._sign_up(self.chance.sample(self.registered, min(3, len(self.registered))))
        if self.happens(0.15):
            await self._withdraw()
        if today.weekday() == 4:
            for place in self.street.committees:
                if self.happens(0.5):
                    await self._confirm(place)
        if self.happens(0.05):
            await self._cancel()

    async def _publish(self, today: date) -> None:
        host = self.street.own if self.happens(0.6) else self.chance.choice(self.street.communities)
        day, hour = self.ahead(today, 4, 16), self.chance.choice((9, 10, 14))
        await self.hub.does(host.person, "publishActivity", organizationId=host.id, title="清洁日", address="南门",
                            startsAt=at(day, hour), endsAt=at(day, hour + self.chance.randint(1, 3), 30),
                            signUpUntil=at(day - timedelta(days=self.chance.randint(0, 2)), 8, 30),
                            places=self.chance.choice((1, 2, 3, 20)))

    async def _sign_up(self, people: Sequence[Person]) -> None:
        """Several at once for what the first of them finds: as many have a place as there are."""
        found = await self.hub.every(people[0], "activities", "id remaining", "filter: {open: true, mine: false}")
        if not found:
            return
        activity, answers = self.chance.choice(found), list[str]()
        await self.hub.at_once(Deed(one, "signUp", "", {"activityId": activity["id"]}, (*REFUSALS, *NOT_THEIRS),
                                    lambda answer: answers.append(answer["__typename"])) for one in people)
        assert answers.count("SignUpPayload") <= activity["remaining"], (activity, answers)
        assert answers[0] in ("SignUpPayload", "NotAllowed", *REFUSALS), answers

    async def _withdraw(self) -> None:
        waiting = await self.hub.every(self.street.officer, "signUps", "id member { id }", "filter: {state: [SIGNED_UP]}")
        if waiting:
            each = self.chance.choice(waiting)
            await self.hub.does(person(each["member"]["id"]), "withdrawSignUp", unless=["DeadlinePassed"], signUpId=each["id"])

    async def _confirm(self, place: Place) -> None:
        """Who was there, by what the publisher finds; now and then it corrects itself."""
        begun = f'filter: {{state: [SIGNED_UP, ATTENDED], startsBefore: "{self.hub.now.isoformat()}"}}, orderBy: LATEST'
        found = await self.hub.every(place.person, "signUps", SIGN_UP, begun, most=40)
        for each in found:
            if each["activity"]["organization"]["id"] == place.id and (each["state"] == "SIGNED_UP" or self.happens(0.02)):
                await self._attended(place, each)

    async def _attended(self, place: Place, sign_up: Mapping[str, Any]) -> None:
        if self.happens(0.1):
            await self.hub.does(place.person, "missAttendance", signUpId=sign_up["id"])
            return
        lasted = datetime.fromisoformat(sign_up["endsAt"]) - datetime.fromisoformat(sign_up["startsAt"])
        quarters = self.chance.randint(1, int(lasted / timedelta(minutes=15)))
        await self.hub.does(place.person, "confirmAttendance", signUpId=sign_up["id"], hours=str(Decimal(quarters) / 4),
                            unless=["TimeConflict"])

    async def _cancel(self) -> None:
        found = await self.hub.every(self.street.officer, "activities", "id organization { id }",
                                     "filter: {state: [PUBLISHED]}")
        if found:
            each = self.chance.choice(found)
            host = self.street.by_id[each["organization"]["id"]].person
            await self.hub.does(host, "cancelActivity", activityId=each["id"], reason="下雨", unless=["WrongState"])

    async def check(self, log: Log) -> list[str]:
        of_member, of_activity = defaultdict[UUID, list[Row]](list), defaultdict[UUID, list[Row]](list)
        for row in log.rows("sign_up"):
            of_member[row["member_id"]].append(row)
            of_activity[row["activity_id"]].append(row)
        wrong = [f"activity {row['id']} has {row['taken']} of {row['places']} places taken, by {number}"
                 for row in log.rows("activity") for number in [sum(one["state"] in TAKING for one in of_activity[row["id"]])]
                 if not number == row["taken"] <= row["places"]]
        for member, rows in of_member.items():
            times = sorted((row["starts_at"], row["ends_at"]) for row in rows if row["state"] in STANDING)
            wrong += [f"member {member} is at two places at {starts}" for (_, ends), (starts, _) in pairwise(times)
                      if starts < ends]
        return wrong + await self._progress(log)

    async def _progress(self, log: Log) -> list[str]:
        """How far each member is, is what the log comes to: what was said last of each sign-up and assignment."""
        done = service.by(log, "member_id", YEAR[0].year)
        shown = await self.hub.every(self.street.officer, "dualReports", PROGRESS, "filter: {state: [CONFIRMED]}")
        duty = {"dutyProjects": DUTY["projects"], "dutyHours": DUTY["hours"]}
        return [f"{each['id']} has come to {each['progress']}, by the log {served}" for each in shown
                for served in [done[log.id(each["member"]["id"])]] for hours in [sum((one for _, one in served), Decimal())]
                if each["progress"] != {"projects": len({of for of, _ in served}), "hours": f"{hours:.2f}", **duty}]
