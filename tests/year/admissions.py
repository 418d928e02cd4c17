"""Admissions: departments ask, the street decides with the money, and what is asked of communities is asked by them."""
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from tests.year.concept import CATEGORIES, Concept, at
from tests.year.log import Log
from tests.year.street import Place

SHOWN = "id category department { id } division { id }"
ASKED = ("DEMAND", "PROJECT")


class Admissions(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "admission.proposed": 50, "admission.approved": 40, "admission.refused": 2, "admission.withdrawn": 2,
        "admission.revoked": 2, "admission.ended": 30}
    LISTS: ClassVar[Mapping[str, str]] = {"admissions": "admission"}

    async def day(self, today: date) -> None:
        if self.happens(0.3):
            await self._propose(today)
        if today.weekday() == 1:
            for each in await self._of("PROPOSED"):
                await self._decide(each)
        if today.weekday() in (0, 3):
            await self._ask(today)
        if today.weekday() == 2:
            for each in await self._of("APPROVED"):
                if self.happens(0.02):
                    await self.hub.does(self.street.officer, "revokeAdmission", admissionId=each["id"], reason="经费未到位")

    async def _of(self, state: str) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "admissions", SHOWN, f"filter: {{state: [{state}]}}")

    def _department(self) -> Place:
        return self.chance.choice([unit for unit in self.street.units if unit.kind == "DEPARTMENT"])

    async def _propose(self, today: date) -> None:
        department = self._department()
        division = self.chance.choice((self.street.own, self.street.community_of(department),
                                       self.chance.choice(self.street.communities)))
        ends = today + timedelta(days=self.chance.choice((20, 60, 120)))
        await self.hub.does(department.person, "proposeAdmission", divisionId=division.id, departmentId=department.id,
                            title="台账核查", basis="部门文件", category=self.chance.choice(CATEGORIES), endsOn=str(ends),
                            yuan=f"{self.chance.randint(100, 90000)}.{self.chance.randint(0, 99):02}",
                            fundedPer=self.chance.choice(("TOTAL", "PER_COMMUNITY")))

    async def _decide(self, admission: Mapping[str, Any]) -> None:
        if self.happens(0.6):
            await self.hub.does(self.street.officer, "approveAdmission", admissionId=admission["id"], voucher="财〔2027〕1 号",
                                yuan=f"{self.chance.randint(100, 90000)}.50")
        elif self.happens(0.3):
            await self.hub.does(self.street.officer, "refuseAdmission", admissionId=admission["id"], reason="应由部门自办")
        elif self.happens(0.3):
            department = self.street.by_id[admission["department"]["id"]]
            await self.hub.does(department.person, "withdrawAdmission", admissionId=admission["id"], reason="另行办理")

    async def _ask(self, today: date) -> None:
        """By an admission, and sometimes without one or beyond its division, which is refused."""
        if approved := await self._of("APPROVED"):
            each = self.chance.choice(approved)
            department, division = (self.street.by_id[each[end]["id"]] for end in ("department", "division"))
            is_within = division in (self.street.own, self.street.community_of(department)) and not self.happens(0.1)
            scope = "STREET" if division is self.street.own else "COMMUNITY"
            await self._publish(department, is_within, admissionId=each["id"], category=each["category"],
                                scope=scope if is_within else "DISTRICT", quantity=self.chance.randint(1, 5))
        if self.happens(0.2):
            await self._publish(self._department(), False, category=self.chance.choice(CATEGORIES),
                                deadline=at(self.ahead(today, 7, 20), 18))

    async def _publish(self, department: Place, is_admitted: bool, **given: Any) -> None:
        answer = await self.hub.tries(department.person, "publishDemand", publisherId=department.id, title="台账核查", **given)
        assert answer["__typename"] == ("PublishDemandPayload" if is_admitted else "NotAdmitted"), (given, answer)

    async def check(self, log: Log) -> list[str]:
        """Nothing is asked of a community but by what was admitted there and then, and it ends with that."""
        known = {row["id"]: row for row in log.rows("admission")}
        departments = {row["id"] for row in log.rows("organization") if row["kind"] == "DEPARTMENT"}
        wrong = [f"admission {row['id']} is {row['state']} after {row['ends_on']}" for row in known.values()
                 if row["state"] in ("PROPOSED", "APPROVED") and row["ends_at"] <= log.now]
        for item in log.rows("item"):
            if item["publisher_id"] not in departments or item["list"] not in ASKED:
                continue
            admission = known.get(item["admission_id"])
            if (admission is None or admission["department_id"] != item["publisher_id"] or admission["decided_at"] is None
                    or not admission["decided_at"] <= item["listed_at"] <= admission["ends_at"]
                    or item["deadline"] > admission["ends_at"] or not item["home_code"].startswith(admission["home_code"])):
                wrong.append(f"item {item['id']} is asked of communities without an admission")
            elif admission["state"] == "REVOKED" and item["state"] == "PUBLISHED":
                wrong.append(f"item {item['id']} is open under an admission that was revoked")
        return wrong
