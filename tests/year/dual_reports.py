"""Dual reporting: residents who are in a unit's service register where they live; some move, and some are not known there."""
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from tests.year.concept import Concept, person
from tests.year.log import Log
from tests.year.street import Person, Place

SHOWN = "id member { id } unit { id } community { id }"
STANDING = ("PROPOSED", "CONFIRMED")


class DualReports(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "dual_report.proposed": 80, "dual_report.confirmed": 60, "dual_report.declined": 3, "dual_report.moved": 4,
        "dual_report.ended": 4}
    LISTS: ClassVar[Mapping[str, str]] = {"dualReports": "dual_report"}

    async def begin(self) -> None:
        """Somebody is registered all the year."""
        resident, community = self.street.residents[0], self.street.communities[0]
        answer = await self._propose(resident, community, self.chance.choice(self.street.units))
        await self.hub.does(community.person, "confirmDualReport", dualReportId=answer["dualReport"]["id"])

    async def day(self, today: date) -> None:
        for _ in range(self.several(0.7)):
            await self._register(self.chance.choice(self.street.residents))
        if today.weekday() in (0, 3):
            for each in await self._of("PROPOSED"):
                await self._answer(each)
        if self.happens(0.15):
            standing = [each for each in await self._of("CONFIRMED") if each["member"]["id"] != self.street.residents[0].id]
            if standing:
                await self._leave(self.chance.choice(standing))

    async def _of(self, state: str) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "dualReports", SHOWN, f"filter: {{state: [{state}]}}")

    async def _register(self, resident: Person) -> None:
        """Who has done so is told that it has."""
        own = await self.hub.every(resident, "dualReports", "id", "filter: {mine: true, state: [PROPOSED, CONFIRMED]}")
        community, unit = self.chance.choice(self.street.communities), self.chance.choice(self.street.units)
        answer = await self._propose(resident, community, unit)
        assert answer["__typename"] == ("AlreadyReported" if own else "ProposeDualReportPayload"), (own, answer)

    async def _propose(self, resident: Person, community: Place, unit: Place) -> dict[str, Any]:
        return await self.hub.tries(resident, "proposeDualReport", "dualReport { id }", communityId=community.id,
                                    unitId=unit.id)

    async def _answer(self, report: Mapping[str, Any]) -> None:
        secretary = self.street.by_id[report["community"]["id"]].person
        if self.happens(0.7):
            await self.hub.does(secretary, "confirmDualReport", dualReportId=report["id"])
        elif self.happens(0.4):
            await self.hub.does(secretary, "declineDualReport", dualReportId=report["id"], reason="不住在本社区")

    async def _leave(self, report: Mapping[str, Any]) -> None:
        member = person(report["member"]["id"])
        if self.happens(0.5):
            elsewhere = self.chance.choice([each for each in self.street.communities if each.id != report["community"]["id"]])
            await self.hub.does(member, "moveDualReport", dualReportId=report["id"], communityId=elsewhere.id)
        else:
            by = self.chance.choice((member, *(self.street.by_id[report[side]["id"]].person for side in ("unit", "community"))))
            await self.hub.does(by, "endDualReport", dualReportId=report["id"], reason="已调离")

    async def check(self, log: Log) -> list[str]:
        """Of one member, one registration at most waits or stands."""
        standing = [row["member_id"] for row in log.rows("dual_report") if row["state"] in STANDING]
        return [f"member {each} is registered twice" for each in {*standing} if standing.count(each) > 1]
