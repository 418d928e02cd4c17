"""What members owe in a year: a district's setting, and how far each is, counted from what was confirmed."""
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.refusals import BadInput, NotAllowed, NotFound
from resolvers import service_duties
from tests.api import activity_cases, dual_report_cases, mobilization_cases
from tests.desk import Desk

PROGRESS = "SELECT projects, hours, duty_projects, duty_hours FROM service_progress WHERE dual_report_id = $1 AND year = $2"


async def _progress(desk: Desk, report: UUID, year: int) -> tuple[Any, ...] | None:
    row = await desk.pool.fetchrow(PROGRESS, report, year)
    return tuple(row) if row else None


async def _attended(desk: Desk, starts_at: datetime, hours: str, state: str = "ATTENDED") -> None:
    activity = await desk.add(activity_cases.add, desk.city, starts_at=starts_at, ends_at=starts_at + timedelta(hours=40),
                              sign_up_until=starts_at)
    await desk.add(activity_cases.add_sign_up, desk.city, activity, "nobody", state=state,
                   **({"hours": Decimal(hours)} if state == "ATTENDED" else {}))


async def test_it_is_counted_by_chinas_years_from_what_was_confirmed(desk: Desk) -> None:
    report = await desk.add(dual_report_cases.add, desk.city, "nobody")
    new_year = datetime(2025, 12, 31, 16, tzinfo=UTC)  # in China
    await _attended(desk, new_year - timedelta(hours=50), "10.25")
    await _attended(desk, new_year, "1.5")
    await _attended(desk, new_year + timedelta(days=100), "30")
    await _attended(desk, new_year + timedelta(days=120), "", "ABSENT")
    await _attended(desk, new_year + timedelta(days=130), "", "SIGNED_UP")
    assert await _progress(desk, report, 2025) == (1, Decimal("10.25"), 1, Decimal(24))
    assert await _progress(desk, report, 2026) == (2, Decimal("31.5"), 1, Decimal(24))
    assert await _progress(desk, report, 2027) == (0, Decimal(0), 1, Decimal(24))
    await desk.ids("district", service_duties.set_, organization_id=desk.city.district, projects=2, hours=Decimal("12.5"))
    assert await _progress(desk, report, 2026) == (2, Decimal("31.5"), 2, Decimal("12.5"))


async def test_hours_at_shifts_count_and_a_mobilisation_is_one_project(desk: Desk) -> None:
    report = await desk.add(dual_report_cases.add, desk.city, "nobody")
    called = await desk.add(mobilization_cases.add, desk.city, **mobilization_cases.BEGUN)
    for days, state, hours in ((0, "SERVED", "2.5"), (1, "SERVED", "4"), (2, "ABSENT", None), (3, "ACKNOWLEDGED", None)):
        times = {name: moment + timedelta(days=days) for name, moment in mobilization_cases.BEGUN.items()}
        shift = await desk.add(mobilization_cases.add_shift, called, **times)
        await desk.add(mobilization_cases.add_assignment, desk.city, shift, "nobody", state=state,
                       hours=Decimal(hours) if hours else None)
    await _attended(desk, datetime(2026, 6, 1, tzinfo=UTC), "1")
    assert await _progress(desk, report, 2026) == (2, Decimal("7.5"), 1, Decimal(24))


async def test_of_a_registration_that_does_not_hold_nothing_is_told(desk: Desk) -> None:
    for state in ("PROPOSED", "MOVED", "ENDED", "DECLINED"):
        report = await desk.add(dual_report_cases.add, desk.city, "nobody", state=state)
        assert await _progress(desk, report, 2026) is None


async def test_a_district_says_it_and_says_it_anew(desk: Desk) -> None:
    given = {"organization_id": desk.city.district, "hours": Decimal(12)}
    first = (await desk.ids("district", service_duties.set_, projects=1, **given))["service_duty"]
    again = (await desk.ids("city", service_duties.set_, projects=3, **given))["service_duty"]
    row = await desk.row("service_duty", first)
    assert (again, row["projects"], row["version"]) == (first, 3, 2)
    assert (await desk.last_event())["after"]["projects"] == 3
    for other in ("street", "community", "unit", "nobody"):
        await desk.refused(NotAllowed, other, service_duties.set_, projects=1, **given)


@pytest.mark.parametrize(("field", "given"), [
    ("organization_id", {"organization_id": "street"}), ("projects", {"projects": -1}), ("projects", {"projects": 367}),
    ("hours", {"hours": Decimal(-1)}), ("hours", {"hours": Decimal("1000.5")}), ("hours", {"hours": Decimal("1.005")}),
    ("hours", {"hours": Decimal("NaN")})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    asked = {"projects": 1, "hours": Decimal(24), **given}
    asked["organization_id"] = getattr(desk.city, given.get("organization_id", "district"))
    assert field in await desk.fails(BadInput, "district", service_duties.set_, **asked)


async def test_there_is_no_such_district(desk: Desk) -> None:
    await desk.fails(NotFound, "district", service_duties.set_, organization_id=desk.city.members["unit"], projects=1,
                     hours=Decimal(1))
