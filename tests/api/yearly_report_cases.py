"""Yearly reports for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain.yearly_reports import FIGURED, PROCESS, SUBJECT
from resolvers import jobs, scheduler
from tests.api import dual_report_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for
from tests.city import City

AT, UNTIL = datetime(2026, 1, 8, tzinfo=UTC), datetime(2096, 1, 1, tzinfo=UTC)


async def add(connection: Any, city: City, member: str | None = "bank", *, state: str = "ISSUED", **columns: Any) -> UUID:
    """Of one of the school's people, or of the school itself, issued by the community, without event: it may be contested."""
    needed = {name: "少计" if name == "reason" else AT for name in PROCESS.states[state].has}
    row = {"id": uuid7(), "year": 2025, "member_id": city.members[member] if member else None, "unit_id": city.school,
           "community_id": city.community, **dict.fromkeys(FIGURED, 0), "duty_projects": 1, "duty_hours": 24, "state": state,
           "issued_at": AT, "contest_until": UNTIL, **needed, **columns}
    await rows.insert(connection, "yearly_report", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    desk, city = client.desk, client.city
    held = await desk.pool.fetchval("SELECT id FROM dual_report WHERE member_id = $1 AND state = 'CONFIRMED'",
                                    city.members["two-units"])
    report = held or await desk.add(dual_report_cases.add, city, "two-units")
    return {"report_of_resident": ("DualReport", report), "issued": ("YearlyReport", await desk.add(add, city)),
            "of_unit": ("YearlyReport", await desk.add(add, city, None, year=2024)),
            "contested": ("YearlyReport", await desk.add(add, city, "member", state="CONTESTED")),
            "also_contested": ("YearlyReport", await desk.add(add, city, "street-member", state="CONTESTED"))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it."""
    report = await add(connection, city, "unit", state="FINAL", contested_at=AT, reason="少计", answered_at=AT, answer="已更正")
    await events.write(connection, [events.new(
        at=AT, kind="yearly_report.refused", object_type="YearlyReport", object_id=report, object_version=2,
        actor_id=city.members["community"], organization_id=city.community, home_code=None, after={"state": "FINAL"})])
    return {"community": city.community, "yearlyReport": report, "yearly_report": report, "yearlyreport": report}


CASES = [
    Case("issueYearlyReport", "yearlyReport { state year projects hours dutyHours member { id } unit { id } }", "community",
         {"dualReportId": "@report_of_resident", "year": 2025},
         {"yearlyReport": {"state": "ISSUED", "year": 2025, "projects": 0, "hours": "0.00", "dutyHours": "24.00",
                           "member": "@two-units", "unit": "@school"}}, "community", {}, "AlreadyIssued"),
    Case("issueUnitReport", "yearlyReport { state claims deliveries member { id } unit { id } }", "community",
         {"unitId": "@school", "communityId": "@community", "year": 2025},
         {"yearlyReport": {"state": "ISSUED", "claims": 0, "deliveries": 0, "member": None, "unit": "@school"}},
         "unit", {}, "NotAllowed"),
    Case("issueYearlyReports", "alreadyIssued left community { id }", "community",
         {"communityId": "@community", "year": 2023},
         {"alreadyIssued": 0, "left": 0, "community": "@community"}, "unit", {}, "NotAllowed"),
    Case("contestYearlyReport", "yearlyReport { state reason }", "bank", {"yearlyReportId": "@issued", "reason": "少计两小时"},
         {"yearlyReport": {"state": "CONTESTED", "reason": "少计两小时"}}, "bank", {}, "WrongState"),
    Case("correctYearlyReport", "yearlyReport { state answer version }", "community",
         {"yearlyReportId": "@contested", "answer": "已更正"},
         {"yearlyReport": {"state": "FINAL", "answer": "已更正", "version": 2}}, "community", {}, "WrongState"),
    Case("refuseYearlyReport", "yearlyReport { state answer }", "community", {"yearlyReportId": "@contested", "answer": "无误"},
         {"yearlyReport": {"state": "FINAL", "answer": "无误"}}, "unit", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "issueYearlyReport": {"year": 2024}, "issueUnitReport": {"year": 2023},
    "issueYearlyReports": {"year": 2022}, "contestYearlyReport": {"reason": "另有原因"},
    "correctYearlyReport": {"yearlyReportId": "@also_contested"}, "refuseYearlyReport": {"yearlyReportId": "@also_contested"}}
TOLD = {"issueYearlyReport": "yearly_report.issued", "issueUnitReport": "yearly_report.issued",
        "issueYearlyReports": " ".join(["yearly_report.issued"] * 6),  # of each member and unit there
        "contestYearlyReport": "yearly_report.contested", "correctYearlyReport": "yearly_report.corrected",
        "refuseYearlyReport": "yearly_report.refused", "yearly reports": "yearly_report.closed"}
"""The kinds of events that each of them leaves."""


async def _by_time(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(add, client.city, year=2023, contest_until=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) >= 1


async def _is_seen(client: Client, handle: str, report: UUID) -> bool:
    return await dual_report_cases.told_of(client, handle, SUBJECT, report)


OTHERS = {"yearly reports": _by_time}
SEEN = {"yearly_report": _is_seen}
COMMUNITYS = acts_for("community")
POWERS = {
    ("who acts for it", "the community of the registration"): COMMUNITYS,
    ("who acts for it", "the community where the unit is stationed"): COMMUNITYS,
    ("who acts for it", "the community that issues them"): COMMUNITYS,
    ("the member", "the report"): {"bank"},
    ("who acts for the unit", "the report"): acts_for("school"),
    ("who acts for it", "the community that issued the report"): COMMUNITYS,
}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _cleared(world: World) -> None:
    for table in ("yearly_report", "dual_report"):
        await world.client.pool.execute(f"DELETE FROM {table}")


async def _of_registration(world: World) -> Input:
    await _cleared(world)
    report = await world.client.desk.add(dual_report_cases.add, world.client.city, "bank")
    return {"dualReportId": global_id("DualReport", report), "year": 2025}


async def _of_unit(world: World) -> Input:
    await _cleared(world)
    return {"unitId": world.id("school"), "communityId": world.id("community"), "year": 2025}


async def _of_all(world: World) -> Input:
    await _cleared(world)
    return {"communityId": world.id("community"), "year": 2025}


def _of(state: str, member: str | None = "bank", **more: Any) -> Make:
    async def make(world: World) -> Input:
        await _cleared(world)
        report = await world.client.desk.add(add, world.client.city, member, state=state)
        return {"yearlyReportId": global_id("YearlyReport", report), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`issueYearlyReport`": _of_registration,
    "`issueUnitReport`": _of_unit,
    "`issueYearlyReports`": _of_all,
    "`contestYearlyReport` of a member's": _of("ISSUED", reason="少计"),
    "`contestYearlyReport` of a unit's own": _of("ISSUED", None, reason="少计"),
    "`correctYearlyReport`": _of("CONTESTED", answer="已更正"),
    "`refuseYearlyReport`": _of("CONTESTED", answer="无误"),
}
"""By its first cell, what is handed in."""
