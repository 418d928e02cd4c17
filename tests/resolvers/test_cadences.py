"""Cadences: periods, what is missed, who is told, and the figures."""
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain import cadences as rules
from domain import dates
from resolvers import cadences, conferences, jobs, scheduler
from tests.conferences import add_conference
from tests.desk import Desk
from tests.topics import add_resolution, add_topic


@pytest.mark.parametrize(("cadence", "day", "first", "last"), [
    ("WEEKLY", "2026-11-29", "2026-11-23", "2026-11-29"), ("WEEKLY", "2026-11-23", "2026-11-23", "2026-11-29"),
    ("MONTHLY", "2026-02-28", "2026-02-01", "2026-02-28"), ("MONTHLY", "2026-12-31", "2026-12-01", "2026-12-31"),
    ("QUARTERLY", "2026-11-29", "2026-10-01", "2026-12-31"), ("QUARTERLY", "2026-01-01", "2026-01-01", "2026-03-31"),
    ("QUARTERLY", "2026-08-15", "2026-07-01", "2026-09-30")])
def test_periods(cadence: str, day: str, first: str, last: str) -> None:
    found = [each(cadence, date.fromisoformat(day)) for each in (rules.period_starts, rules.period_ends)]
    assert found == [date.fromisoformat(first), date.fromisoformat(last)]


async def _miss(desk: Desk, periods: int = 1) -> datetime:
    """The end of so many periods from now on, which the clock has passed."""
    await desk.ids("community", cadences.set_, committee_id=desk.city.committee, cadence="MONTHLY")
    for _ in range(periods):
        ends = await desk.pool.fetchval("SELECT conference_due_at FROM joint_committee WHERE id = $1", desk.city.committee)
        await scheduler.once(desk.pool, lambda ends=ends: ends, jobs.ALL)  # type: ignore[misc]  # a default
    return ends  # type: ignore[no-any-return]


async def test_a_period_without_a_conference_shows_and_is_told_to_the_level_above(desk: Desk) -> None:
    first = rules.period_starts("MONTHLY", dates.day(desk.now()))
    await _miss(desk, 2)
    row = await desk.row("joint_committee", desk.city.committee)
    assert row["missed_since"] == first
    assert await desk.trail(desk.city.committee) == ["committee.cadence_set"] + ["committee.cadence_missed"] * 2
    names = {member: handle for handle, member in desk.city.members.items()}
    found = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = 'CADENCE_MISSED'")
    told = [names[each["member_id"]] for each in found]
    assert sorted(told) == ["community", "community", "street", "street"]


async def test_a_period_with_one_is_not_missed(desk: Desk) -> None:
    await desk.add(add_conference, desk.city, state="HELD", planned_for=dates.day(desk.now()))
    await _miss(desk)
    row, told = await desk.row("joint_committee", desk.city.committee), await desk.last_event()
    assert row["missed_since"] is None
    assert await desk.trail(desk.city.committee) == ["committee.cadence_set"]
    assert row["version"] == told["object_version"]  # what is told to nobody is no new version


@pytest.mark.parametrize("state", ["PLANNED", "CALLED", "CANCELLED"])
async def test_one_that_was_not_held_does_not_count(desk: Desk, state: str) -> None:
    await desk.add(add_conference, desk.city, state=state, planned_for=dates.day(desk.now()), fill_at=None)
    await _miss(desk)
    assert (await desk.row("joint_committee", desk.city.committee))["missed_since"] is not None


async def test_it_shows_until_one_is_held(desk: Desk) -> None:
    await _miss(desk)
    called = await desk.add(add_conference, desk.city, state="CALLED")
    await desk.ids("community", conferences.hold, conference_id=called, minutes="议定三事。")
    assert (await desk.row("joint_committee", desk.city.committee))["missed_since"] is None


async def test_who_is_not_asked_to_hold_any_misses_none(desk: Desk) -> None:
    await scheduler.once(desk.pool, lambda: desk.now() + timedelta(days=400), jobs.ALL)
    assert await desk.pool.fetchval("SELECT count(*) FROM event WHERE kind = 'committee.cadence_missed'") == 0


DAY, AT = date(2026, 5, 6), datetime(2026, 5, 6, 1, tzinfo=dates.CHINA)
FIGURES = ("SELECT due, held, topics, resolutions, solved FROM conference_figures "
           "WHERE committee_id = $1 AND unit = $2 AND starts_on = $3")


@pytest.mark.parametrize(("cadence", "unit", "first", "due"), [
    ("QUARTERLY", "YEAR", date(2026, 1, 1), 4), ("QUARTERLY", "QUARTER", date(2026, 4, 1), 1),
    ("QUARTERLY", "MONTH", date(2026, 5, 1), 0), ("QUARTERLY", "MONTH", date(2026, 6, 1), 1),
    ("MONTHLY", "YEAR", date(2026, 1, 1), 12), ("MONTHLY", "QUARTER", date(2026, 4, 1), 3),
    ("WEEKLY", "MONTH", date(2026, 5, 1), 5)])
async def test_how_many_are_due(desk: Desk, cadence: str, unit: str, first: date, due: int) -> None:
    await desk.ids("community", cadences.set_, committee_id=desk.city.committee, cadence=cadence)
    row = await desk.pool.fetchrow(FIGURES, desk.city.committee, unit, first)
    assert row and row["due"] == due


async def test_figures(desk: Desk) -> None:
    """Held of due, topics, resolutions, and what was solved, of the period alone."""
    city, add = desk.city, desk.add
    for state, day in (("HELD", DAY), ("PUBLISHED", DAY), ("CALLED", DAY), ("HELD", date(2027, 1, 1))):
        await add(add_conference, city, state=state, planned_for=day)
    last = await add(add_conference, city, state="PUBLISHED", planned_for=date(2025, 12, 31))
    for moment in (AT, AT.replace(year=2025)):
        topic = await add(add_topic, city, stage="PUBLISHED", collected_at=moment, conference_id=last)
        columns: dict[str, Any] = {"made_at": moment}
        await add(add_resolution, city, topic, **columns)
        await add(add_resolution, city, topic, state="CONFIRMED", confirmed_at=moment, **columns)
    row = await desk.pool.fetchrow(FIGURES, city.committee, "YEAR", date(2026, 1, 1))
    assert row and tuple(row) == (4, 2, 1, 2, 1)
