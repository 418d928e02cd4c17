"""Yearly reports: communities issue those of the year in January, some are contested and answered, the rest final by time."""
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from domain import dates
from tests.reference.stored import Row
from tests.year import service
from tests.year.concept import Concept, person
from tests.year.log import Log
from tests.year.street import YEAR, Place

OF_YEAR = YEAR[0].year
SHOWN = "id state year reason member { id } unit { id } community { id }"
FIGURED = ("registrations", "projects", "hours", "claims", "deliveries")
DESKS, CONTESTED = 3, 12  # so many days communities issue their reports, and so many they are contested
SERVED = 1_500  # reports of members who were somewhere, at least


class YearlyReports(Concept):
    LEAST: ClassVar[Mapping[str, int]] = {
        "yearly_report.issued": 2_000, "yearly_report.contested": 20, "yearly_report.corrected": 6, "yearly_report.refused": 5,
        "yearly_report.closed": 1_900}
    LISTS: ClassVar[Mapping[str, str]] = {"yearlyReports": "yearly_report"}

    async def afterwards(self, today: date) -> None:
        if (days := (today - YEAR[1]).days - 1) < DESKS:
            for place in self.street.communities[days::DESKS]:
                await self._issue(place)
        if days < CONTESTED:
            for _ in range(3):
                await self._contest(self.chance.choice(self.street.communities))
        for each in await self._of_all("CONTESTED"):
            if self.happens(0.4):
                await self._answer(each)

    async def _issue(self, place: Place) -> None:
        """Of some by itself, of all others at once: so many as have none, and nobody twice."""
        if self.happens(0.4):
            own = await self.hub.every(place.person, "dualReports", "id", "filter: {communityId: $of, state: [CONFIRMED]}",
                                       most=5, of=place.id)
            for each in own[:2]:
                await self.hub.does(place.person, "issueYearlyReport", dualReportId=each["id"], year=OF_YEAR)
            unit = next(each for each in self.street.units if each.home == place.home)
            await self.hub.does(place.person, "issueUnitReport", unitId=unit.id, communityId=place.id, year=OF_YEAR,
                                unless=["AlreadyIssued", "BAD_INPUT"])  # it has moved away, or another community has done so
        for _ in range(2):
            everybody, had = await self._whose(place)
            answer = await self.hub.does(place.person, "issueYearlyReports", "issued alreadyIssued left", communityId=place.id,
                                         year=OF_YEAR)
            told = tuple(answer[name] for name in ("issued", "alreadyIssued", "left"))
            assert told == (everybody - had, had, 0), (told, everybody, had)

    async def _whose(self, place: Place) -> tuple[int, int]:
        """How many reports a community is to issue, by the rows, and how many of these there are."""
        fetch, community, had = self.hub.pool.fetch, person(place.id).member, list[bool]()
        reports = {(row["member_id"], None if row["member_id"] else row["unit_id"])
                   for row in await fetch("SELECT * FROM yearly_report") if row["year"] == OF_YEAR}
        for table, column in (("dual_report", "member_id"), ("station", "unit_id")):
            for row in await fetch(f"SELECT * FROM {table}"):
                if row["community_id"] == community and row["state"] == "CONFIRMED":
                    had.append(((row[column], None) if table == "dual_report" else (None, row[column])) in reports)
        return len(had), sum(had)

    async def _of_all(self, state: str) -> list[dict[str, Any]]:
        """The reports of a state, as the communities find them."""
        return [each for place in self.street.communities for each in await self.hub.every(
            place.person, "yearlyReports", SHOWN, f"filter: {{state: [{state}], communityId: $of}}", of=place.id)]

    async def _contest(self, place: Place) -> None:
        found = await self.hub.every(place.person, "yearlyReports", SHOWN, "filter: {state: [ISSUED], communityId: $of}",
                                     of=place.id)
        if found:
            each = self.chance.choice(found)
            by = person(each["member"]["id"]) if each["member"] else self.street.by_id[each["unit"]["id"]].person
            await self.hub.does(by, "contestYearlyReport", yearlyReportId=each["id"], reason="少计两小时")

    async def _answer(self, report: Mapping[str, Any]) -> None:
        """The community lets it stand, or counts again, sometimes after what was wrong was put right."""
        by = self.street.by_id[report["community"]["id"]].person
        if self.happens(0.4):
            await self.hub.does(by, "refuseYearlyReport", yearlyReportId=report["id"], answer="无误")
            return
        if report["member"]:
            await self._put_right(report["member"]["id"])
        await self.hub.does(by, "correctYearlyReport", yearlyReportId=report["id"], answer="已更正")

    async def _put_right(self, member: str) -> None:
        """Something that the member did in the year lasted otherwise."""
        signed = await self.hub.every(self.street.officer, "signUps", "id activity { organization { id } }",
                                      "filter: {memberId: $of, state: [ATTENDED]}", of=member)
        for each in signed[:1]:
            publisher = self.street.by_id[each["activity"]["organization"]["id"]].person
            await self.hub.does(publisher, "confirmAttendance", signUpId=each["id"], hours="0.25")
        sent = await self.hub.every(self.street.officer, "assignments", "id", "filter: {memberId: $of, state: [SERVED]}",
                                    of=member)
        for each in sent[:1]:
            await self.hub.does(self.street.own.person, "serveAssignment", assignmentId=each["id"], hours="1.25",
                                unless=["WrongState"])  # of one that was cancelled

    async def check(self, log: Log) -> list[str]:
        """What was issued, or counted again, is what a slow recount of the log up to then comes to."""
        counting, wrong = _Counting(log), list[str]()
        for event in log.of_kind("yearly_report.issued", "yearly_report.corrected"):
            report = log.tables.find("yearly_report", event["object_id"])
            assert report is not None
            told = {name: event["after"][name] for name in FIGURED}
            if (counted := counting.of(report, event)) != {**told, "hours": Decimal(told["hours"])}:
                wrong.append(f"{event['kind']} of {event['object_id']} tells {told}, by the log {counted}")
        served = sum(row["hours"] > 0 for row in log.rows("yearly_report"))
        return [*wrong, *([] if served > SERVED else [f"only {served} reports tell of hours"])]


class _Counting:
    """What the log comes to up to an event, for each member and unit."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.first = dict[Any, int]()  # the number of the first event of a moment: one write's
        for event in log.events:
            self.first.setdefault(event["at"], event["seq"])
        self.served = cache(lambda column, before: service.by(log, column, OF_YEAR, before))
        self.formed = Counter(part["organization_id"] for event in log.of_kind("project.formed") if self._in_year(event)
                              for part in log.rows("project_part") if part["project_id"] == event["object_id"])

    def of(self, report: Row, event: Row) -> dict[str, Any]:
        column, before = "member_id" if report["member_id"] else "unit_id", self.first[event["at"]]
        served = self.served(column, before)[report[column]]
        projects = len({of for of, _ in served}) if report["member_id"] else self.formed[report["unit_id"]]
        return {"registrations": self._registered(column, before)[report[column]], "projects": projects,
                "hours": sum((hours for _, hours in served), Decimal()),
                **{name: 0 if report["member_id"] else self._claims(kind)[report["unit_id"]]
                   for name, kind in (("claims", "claim.proposed"), ("deliveries", "claim.delivered"))}}

    @staticmethod
    def _in_year(event: Row) -> bool:
        return dates.day(event["at"]).year == OF_YEAR

    @cache  # noqa: B019  # as long as the check
    def _registered(self, column: str, before: int) -> Counter[UUID]:
        rows = {row["id"]: row for row in self.log.rows("dual_report")}
        return Counter(rows[event["object_id"]][column] for event in self.log.of_kind("dual_report.confirmed")
                       if self._in_year(event) and event["seq"] < before)

    @cache  # noqa: B019  # as long as the check
    def _claims(self, kind: str) -> Counter[UUID]:
        """How many claims of each unit this happened to in the year."""
        claims = {row["id"]: row for row in self.log.rows("claim")}
        ids = {event["object_id"] for event in self.log.of_kind(kind) if self._in_year(event)}
        return Counter(claims[each]["claimant_id"] for each in ids)
