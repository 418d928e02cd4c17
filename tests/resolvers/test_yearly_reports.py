"""Yearly reports: counted from the log and frozen, contested in time, final by the clock, seen by three and nobody else."""
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain import dates
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.yearly_reports import FIGURED, AlreadyIssued
from resolvers import assignments, claims, dual_reports, jobs, scheduler, sign_ups, yearly_reports
from tests import city as place
from tests.api import dual_report_cases, mobilization_cases, yearly_report_cases
from tests.city import COMMUNITY
from tests.desk import Desk
from tests.resolvers.test_activities import _publish, _sign_up


async def lived(desk: Desk) -> UUID:
    """Half a year of the bank's liaison and of two others; returns the liaison's registration. The next year has begun then."""
    year = dates.day(desk.now()).year
    desk.shift = datetime(year + 1, 3, 1, tzinfo=UTC) - datetime.now(UTC)
    report = (await desk.ids("bank", dual_reports.propose, community_id=desk.city.community,
                             unit_id=desk.city.bank))["dual_report"]
    await desk.ids("community", dual_reports.confirm, dual_report_id=report)
    await desk.add(dual_report_cases.add, desk.city, "two-units", unit_id=desk.city.bank)
    for days, hours in ((30, "2"), (60, "2.5"), (90, "1"), (120, None), (150, "3"), (400, "3")):
        activity = await _publish(desk, begins=days * 24)
        signed = [await _sign_up(desk, activity, by) for by in ("bank", "two-units")]
        began = desk.shift
        desk.shift += timedelta(days=days, hours=1)
        for sign_up in signed[:1] if days % 60 else signed:
            if hours:
                await desk.ids("community", sign_ups.confirm, sign_up_id=sign_up, hours=Decimal(hours))
            else:
                await desk.ids("community", sign_ups.miss, sign_up_id=sign_up)
        if days == 90:  # it was put right afterwards: once to more, and of the next to nothing
            await desk.ids("community", sign_ups.confirm, sign_up_id=signed[0], hours=Decimal("1.5"))
        if days == 150:
            await desk.ids("community", sign_ups.miss, sign_up_id=signed[0])
        desk.shift = began
    await _sent(desk)
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY, quantity=9)
    made = [(await desk.ids("bank", claims.propose, item_id=item, quantity=1))["claim"] for _ in range(3)]
    for claim in made[:2]:
        await desk.ids("community", claims.accept, claim_id=claim)
    await desk.ids("bank", claims.deliver, claim_id=made[0])
    await desk.ids("unit", claims.propose, item_id=item, quantity=1)
    desk.shift += timedelta(days=340)
    return report


async def _sent(desk: Desk) -> None:
    """To shifts of one mobilisation: of two it is said who was there, of two more with the whole shift, of one of which it is
    put right afterwards; one more is in the next year."""
    called, began = await desk.add(mobilization_cases.add, desk.city), desk.shift
    for days in (200, 201, 202, 203, 402):
        times = {"starts_at": desk.now() + timedelta(days=days), "ends_at": desk.now() + timedelta(days=days, hours=4)}
        shift = await desk.add(mobilization_cases.add_shift, called, **times)
        sent = await desk.add(mobilization_cases.add_assignment, desk.city, shift, "bank", state="ACKNOWLEDGED")
        desk.shift += timedelta(days=days, hours=5)
        if days > 201:
            await desk.ids("street", assignments.confirm_shift, shift_id=shift)
        if days != 203:
            await desk.ids("street", assignments.serve, assignment_id=sent, hours=Decimal(2))
        desk.shift = began


async def _recounted(desk: Desk, year: int, *, member: UUID | None = None, unit: UUID | None = None) -> dict[str, Any]:
    """The figures, by going through all of the log, event by event."""
    tables = {table: {row["id"]: row for row in await desk.pool.fetch(f"SELECT * FROM {table}")}
              for table in ("sign_up", "assignment", "dual_report", "claim")}
    hours: dict[UUID, tuple[UUID, Decimal]] = {}
    seen: dict[str, set[UUID]] = {"claims": set(), "deliveries": set(), "registrations": set()}

    def whose(row: Any) -> bool:
        return bool(row["member_id"] == member if member else row["unit_id"] == unit)

    for event in await desk.pool.fetch("SELECT * FROM event ORDER BY seq"):
        kind, of, in_year = event["kind"], event["object_id"], dates.day(event["at"]).year == year
        if kind in ("sign_up.confirmed", "sign_up.missed", "assignment.served", "assignment.missed"):
            row = tables[kind.split(".")[0]][of]
            if whose(row) and dates.day(row["starts_at"]).year == year:
                hours.pop(of, None)
                if "hours" in event["after"] and event["after"]["hours"]:
                    hours[of] = row.get("activity_id") or row["mobilization_id"], Decimal(event["after"]["hours"])
        elif kind == "shift.confirmed":
            hours |= {row["id"]: (row["mobilization_id"], Decimal(4)) for row in tables["assignment"].values()
                      if row["shift_id"] == of and whose(row) and dates.day(row["starts_at"]).year == year}
        elif kind == "dual_report.confirmed" and in_year and whose(tables["dual_report"][of]):
            seen["registrations"].add(of)
        elif kind in ("claim.proposed", "claim.delivered") and in_year and unit == tables["claim"][of]["claimant_id"]:
            seen["claims" if kind == "claim.proposed" else "deliveries"].add(of)
    counted: dict[str, Any] = {name: len(ids) for name, ids in seen.items()}
    return {**counted, "projects": len({served for served, _ in hours.values()}) if member else 0,
            "hours": sum((each for _, each in hours.values()), Decimal())}


async def test_figures_are_those_of_the_log(desk: Desk) -> None:
    report = await lived(desk)
    year = dates.day(desk.now()).year - 1
    member, bank = desk.city.members["bank"], desk.city.bank
    issued = (await desk.ids("community", yearly_reports.issue, dual_report_id=report, year=year))["yearly_report"]
    row = await desk.row("yearly_report", issued)
    expected = await _recounted(desk, year, member=member)
    assert {name: row[name] for name in FIGURED} == expected
    assert (row["projects"], row["hours"], row["registrations"]) == (4, Decimal(16), 1)
    of_unit = (await desk.ids("community", yearly_reports.issue_of_unit, unit_id=bank, community_id=desk.city.community,
                              year=year))["yearly_report"]
    row = await desk.row("yearly_report", of_unit)
    expected = await _recounted(desk, year, unit=bank)
    assert {name: row[name] for name in FIGURED} == expected
    assert (row["claims"], row["deliveries"], row["hours"]) == (3, 1, Decimal("18.5"))
    await _counted_in_the_next(desk, report, year + 1)


async def _counted_in_the_next(desk: Desk, report: UUID, year: int) -> None:
    """None of what was before that year, nor of what is after it."""
    desk.shift += timedelta(days=365)
    item, bank = await desk.pool.fetchval("SELECT id FROM item"), desk.city.bank
    await desk.ids("bank", claims.propose, item_id=item, quantity=1)
    late = await desk.ids("nobody", dual_reports.propose, community_id=desk.city.community, unit_id=bank)
    await desk.ids("community", dual_reports.confirm, dual_report_id=late["dual_report"])
    own = await desk.ids("community", yearly_reports.issue, dual_report_id=report, year=year)
    of_unit = await desk.ids("community", yearly_reports.issue_of_unit, unit_id=bank, year=year,
                             community_id=desk.city.community)
    row, units = [await desk.row("yearly_report", each["yearly_report"]) for each in (own, of_unit)]
    assert {name: row[name] for name in FIGURED} == await _recounted(desk, year, member=desk.city.members["bank"])
    assert (row["projects"], row["hours"], row["registrations"]) == (2, Decimal(5), 0)
    assert {name: units[name] for name in FIGURED} == await _recounted(desk, year, unit=bank)
    assert (units["claims"], units["deliveries"], units["hours"], units["registrations"]) == (0, 0, Decimal(5), 0)


async def test_figures_are_frozen_until_they_are_counted_again(desk: Desk) -> None:
    registration = await lived(desk)
    year = dates.day(desk.now()).year - 1
    report = (await desk.ids("community", yearly_reports.issue, dual_report_id=registration, year=year))["yearly_report"]
    await desk.ids("bank", yearly_reports.contest, yearly_report_id=report, reason="三月少计")
    sign_up = await desk.pool.fetchval("SELECT id FROM sign_up WHERE state = 'ABSENT' AND member_id = $1 LIMIT 1",
                                       desk.city.members["bank"])
    await desk.ids("community", sign_ups.confirm, sign_up_id=sign_up, hours=Decimal(2))
    assert (await desk.row("yearly_report", report))["hours"] == Decimal(16)
    await desk.ids("community", yearly_reports.correct, yearly_report_id=report, answer="已补记")
    row = await desk.row("yearly_report", report)
    assert (row["state"], row["projects"], row["hours"]) == ("FINAL", 5, Decimal(18))
    await desk.refused(WrongState, "bank", yearly_reports.contest, yearly_report_id=report, reason="再议")


async def test_what_is_refused_stands(desk: Desk) -> None:
    report = await desk.add(yearly_report_cases.add, desk.city, state="CONTESTED", hours=7)
    assert "answer" in await desk.fails(BadInput, "community", yearly_reports.refuse, yearly_report_id=report, answer=" ")
    await desk.ids("community", yearly_reports.refuse, yearly_report_id=report, answer="无误")
    row = await desk.row("yearly_report", report)
    assert (row["state"], row["hours"], row["answer"]) == ("FINAL", Decimal(7), "无误")


async def test_the_clock_makes_it_final(desk: Desk) -> None:
    """Not contested in time; what is contested waits for its answer however long that takes."""
    now = desk.now()
    late = await desk.add(yearly_report_cases.add, desk.city, contest_until=now + timedelta(hours=1))
    contested = await desk.add(yearly_report_cases.add, desk.city, "unit", state="CONTESTED",
                               contest_until=now + timedelta(hours=1))
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 0
    desk.shift = timedelta(hours=1, seconds=1)
    await desk.refused(WrongState, "bank", yearly_reports.contest, yearly_report_id=late, reason="少计")
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 1
    assert (await desk.row("yearly_report", late))["state"] == "FINAL"
    assert (await desk.row("yearly_report", contested))["state"] == "CONTESTED"
    told = await desk.pool.fetch("SELECT m.handle FROM notice n JOIN member m ON m.id = n.member_id ORDER BY 1")
    assert [row["handle"] for row in told] == ["bank", "two-units", "unit"]


async def test_who_says_that_it_is_not_right(desk: Desk) -> None:
    """Of a member's the member, of a unit's own who acts for that."""
    of_member = await desk.add(yearly_report_cases.add, desk.city)
    of_unit = await desk.add(yearly_report_cases.add, desk.city, None)
    await desk.refused(NotAllowed, "unit", yearly_reports.contest, yearly_report_id=of_member, reason="少计")
    await desk.fails(NotFound, "bank", yearly_reports.contest, yearly_report_id=of_unit, reason="少计")
    await desk.refused(NotAllowed, "bank", yearly_reports.refuse, yearly_report_id=of_member, answer="无误")
    assert "reason" in await desk.fails(BadInput, "bank", yearly_reports.contest, yearly_report_id=of_member, reason="")
    await desk.ids("bank", yearly_reports.contest, yearly_report_id=of_member, reason="少计")
    await desk.ids("unit", yearly_reports.contest, yearly_report_id=of_unit, reason="少计")


async def test_one_of_each_year(desk: Desk) -> None:
    registration = await desk.add(dual_report_cases.add, desk.city, "bank")
    await desk.ids("community", yearly_reports.issue, dual_report_id=registration, year=2024)
    await desk.refused(AlreadyIssued, "community", yearly_reports.issue, dual_report_id=registration, year=2024)
    given = {"unit_id": desk.city.school, "year": 2024}
    await desk.ids("community", yearly_reports.issue_of_unit, community_id=desk.city.community, **given)
    await desk.refused(AlreadyIssued, "neighbour", yearly_reports.issue_of_unit, community_id=desk.city.neighbour, **given)


@pytest.mark.parametrize("state", ["PROPOSED", "DECLINED", "ENDED"])
async def test_of_who_is_or_was_registered(desk: Desk, state: str) -> None:
    """Not of who only asked for it, and may be another community's; it would have the one report of the year."""
    asked = await desk.add(dual_report_cases.add, desk.city, "bank", state=state)
    assert "dual_report_id" in await desk.fails(BadInput, "community", yearly_reports.issue, dual_report_id=asked, year=2024)
    former = await desk.add(dual_report_cases.add, desk.city, "bank", state="MOVED")
    await desk.ids("community", yearly_reports.issue, dual_report_id=former, year=2024)


@pytest.mark.parametrize("year", [1999, date.max.year, None])
async def test_of_a_year_that_is_over(desk: Desk, year: int | None) -> None:
    registration = await desk.add(dual_report_cases.add, desk.city, "bank")
    wrong = year or dates.day(desk.now()).year
    assert "year" in await desk.fails(BadInput, "community", yearly_reports.issue, dual_report_id=registration, year=wrong)
    assert "year" in await desk.fails(BadInput, "community", yearly_reports.issue_of_unit, unit_id=desk.city.school,
                                      community_id=desk.city.community, year=wrong)
    for unit in (desk.city.hospital, desk.city.street):
        assert "unit_id" in await desk.fails(BadInput, "community", yearly_reports.issue_of_unit, unit_id=unit, year=2025,
                                             community_id=desk.city.community)
