"""Lists of commitments: adopted in January, checked in July, reported in December; some of it late, some of it never."""
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from tests.year.concept import Concept
from tests.year.log import Log
from tests.year.street import Person, Place

SHOWN = """id kind committee { id } commitments(first: 50) { nodes { id state dueOn owner { id } ownerSeat { id } } }"""
FINDINGS = ("ON_TRACK", "ON_TRACK", "BEHIND", "NOT_BEGUN")
OUTCOMES = ("DONE", "DONE", "PARTLY_DONE", "NOT_DONE")


class Commitments(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "commitment_list.adopted": 90, "commitment_list.checked": 80, "commitment_list.reported": 60,
        "commitment_list.overdue": 12, "commitment.given": 300, "commitment.checked": 280, "commitment.reported": 280,
        "commitment.dropped": 10, "commitment.overdue": 180}
    LISTS: ClassVar[Mapping[str, str]] = {"commitmentLists": "commitment_list", "commitments": "commitment"}

    async def day(self, today: date) -> None:
        if today.month == 1 and 12 <= today.day <= 16 and today.year == 2026:
            for place in self.street.committees[today.day - 12::5]:
                await self._adopt(place, today)
        elif today.month in (7, 8) and today.weekday() == 3:
            for each in await self._lists("ADOPTED"):
                if self.happens(0.6 if today.month == 7 and today.day < 15 else 0.25):
                    await self._check(each)
        if today.month > 1 and today.weekday() == 4:
            for each in await self._lists("ADOPTED", "CHECKED"):
                await self._report(each, today)

    async def _lists(self, *states: str) -> list[dict[str, Any]]:
        return await self.hub.every(self.street.officer, "commitmentLists", SHOWN, f"filter: {{state: [{', '.join(states)}]}}")

    async def _adopt(self, place: Place, today: date) -> None:
        """The committee's own, the secretary's, and those of some members, who adopt them by themselves; none has two."""
        seats = place.sitting(today)
        for seat in (None, seats[0], *(each for each in seats[1:] if self.happens(0.3))):
            given = [self._commitment(place, today) for _ in range(self.chance.randint(2, 5))]
            who = seat.person if seat else place.secretary
            values: dict[str, Any] = {"committeeId": place.committee, "seatId": seat.id if seat else None, "year": today.year}
            await self.hub.does(who, "adoptCommitmentList", commitments=given, **values)
            if self.happens(0.1):
                refused = await self.hub.tries(who, "adoptCommitmentList", commitments=given, **values)
                assert refused["__typename"] == "AlreadyAdopted"

    def _commitment(self, place: Place, today: date) -> dict[str, Any]:
        units = [unit.id for unit in self.street.units if unit.home.startswith(place.home)]
        owner = {"organizationId": self.chance.choice(units)} if self.happens(0.6) else {
            "seatId": self.chance.choice(place.sitting(today)).id}
        return {"text": "为老年人办一处食堂", "owner": owner, "dueOn": str(self.ahead(today, 60, 330))}

    async def _check(self, each: Mapping[str, Any]) -> None:
        """By the secretary, who is refused where the list is the secretary's own: then from above."""
        place = self._place(each)
        findings = [{"commitmentId": one["id"], "finding": self.chance.choice(FINDINGS)}
                    for one in each["commitments"]["nodes"] if one["state"] != "DROPPED"]
        who = place.secretary
        if each["kind"] == "SECRETARY":
            refused = await self.hub.tries(who, "checkCommitmentList", commitmentListId=each["id"], findings=findings)
            assert refused["__typename"] == "NotAllowed"
            who = self.street.officer if place is not self.street.own else self.street.district
        await self.hub.does(who, "checkCommitmentList", commitmentListId=each["id"], findings=findings, comment="抓紧")

    async def _report(self, each: Mapping[str, Any], today: date) -> None:
        """Owners around the day; the whole in December, once all of it is."""
        place, left = self._place(each), 0
        for one in each["commitments"]["nodes"]:
            if one["state"] != "OPEN":
                continue
            owner = self._owner(one, today)
            if owner and self.happens(0.5 if one["dueOn"] < str(today) else 0.02):
                await self.hub.does(owner, "reportCommitment", commitmentId=one["id"], outcome=self.chance.choice(OUTCOMES),
                                    report="已办")
            elif self.happens(0.001) or owner is None:
                await self.hub.does(place.secretary, "dropCommitment", commitmentId=one["id"], reason="已由街道统一安排")
            else:
                left += 1
        if today.month == 12 and self.happens(0.4):
            await self.hub.does(place.secretary, "reportCommitmentList", unless=["CommitmentsOpen"] if left else [],
                                commitmentListId=each["id"], report="年度承诺已述。")

    def _place(self, each: Mapping[str, Any]) -> Place:
        return next(place for place in self.street.committees if place.committee == each["committee"]["id"])

    def _owner(self, one: Mapping[str, Any], today: date) -> Person | None:
        """None: the seat is nobody's any more."""
        if one["owner"]:
            return self.street.by_id[one["owner"]["id"]].person
        return self.street.holder(one["ownerSeat"]["id"], today)

    async def check(self, log: Log) -> list[str]:
        """One list a year of each place; what is reported has nothing open; whatever was late was told, once each."""
        of = Counter((row["committee_id"], row["year"], row["place_id"]) for row in log.rows("commitment_list"))
        wrong = [f"{key} has {count} lists" for key, count in of.items() if count > 1]
        reported = {row["id"] for row in log.rows("commitment_list") if row["state"] == "REPORTED"}
        wrong += [f"commitment {row['id']} is open, its list is reported" for row in log.rows("commitment")
                  if row["state"] == "OPEN" and row["list_id"] in reported]
        for table, states in (("commitment_list", ("ADOPTED", "CHECKED")), ("commitment", ("OPEN",))):
            told = Counter(event["object_id"] for event in log.of_kind(f"{table}.overdue"))
            wrong += [f"{table} {each} fell overdue {count} times" for each, count in told.items() if count > 1]
            wrong += [f"{table} {row['id']} is overdue, and nobody was told" for row in log.rows(table)
                      if row["state"] in states and row["overdue_at"] is not None and row["overdue_at"] <= self.hub.now]
        return wrong
