"""Checkpoints: what is asked for at the end of which month, by when it is due, and what is late."""
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from domain import checkpoints as rules
from domain import dates
from domain.checkpoints import CheckpointKind
from domain.refusals import NotAllowed, NotFound, WrongState
from resolvers import checkpoints, projects, scheduler
from tests.desk import Desk
from tests.projects import add_project

MONTH, HALF, YEAR = CheckpointKind


def starts(day: date) -> datetime:
    return datetime.combine(day, time.min, dates.CHINA)


@pytest.mark.parametrize(("month", "expected"), [
    (date(2026, 2, 1), [(MONTH, date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 6))]),
    (date(2026, 3, 1), [(MONTH, date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 6))]),
    (date(2025, 7, 1), [(MONTH, date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 7)),
                        (HALF, date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 14))]),
    (date(2026, 1, 1), [(MONTH, date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 8)),
                        (HALF, date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 15)),
                        (YEAR, date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 29))])])
def test_what_is_asked_for_when_a_month_is_over(month: date, expected: list[tuple[object, ...]]) -> None:
    """Due in working days: the New Year's holiday does not count, and a Sunday that makes up for it does."""
    found = [(each.kind, each.starts_on, each.ends_on, each.due_on) for each in rules.periods(starts(month))]
    assert found == expected


@pytest.mark.parametrize(("moment", "expected"), [
    (datetime(2026, 1, 31, 15, 59, tzinfo=dates.CHINA), date(2026, 2, 1)), (starts(date(2026, 2, 1)), date(2026, 3, 1)),
    (datetime(2026, 12, 31, 23, tzinfo=dates.CHINA), date(2027, 1, 1))])
def test_when_the_next_month_is_over(moment: datetime, expected: date) -> None:
    assert rules.next_at(moment) == starts(expected)


async def _started(desk: Desk) -> UUID:
    project = await desk.add(add_project, desk.city)
    await desk.ids("unit", projects.start, joint_project_id=project)
    return project


async def _next(desk: Desk, project: UUID) -> datetime:
    moment: datetime = (await desk.row("joint_project", project))["checkpoint_at"]
    return moment


async def _clock(desk: Desk) -> int:
    return await scheduler.once(desk.pool, desk.now, [checkpoints.ASK, checkpoints.FALL_OVERDUE])


async def told(desk: Desk, kind: str) -> set[str]:
    return {row["handle"] for row in await desk.pool.fetch(
        "SELECT m.handle FROM notice n JOIN member m ON m.id = n.member_id WHERE n.kind = $1", kind)}


async def test_they_come_with_each_month_while_it_is_under_way(desk: Desk) -> None:
    """After a year in which all hubs were down each month has its own, once."""
    project, waiting = await _started(desk), await desk.add(add_project, desk.city)
    first = await _next(desk, project)
    assert first == rules.next_at(desk.now())
    assert await _clock(desk) == 0
    desk.shift += first + timedelta(days=366) - desk.now()
    await _clock(desk)
    rows = await desk.pool.fetch("SELECT kind, count(*) AS n FROM checkpoint WHERE project_id = $1 GROUP BY kind", project)
    assert {row["kind"]: row["n"] for row in rows} == {"BULLETIN": 13, "HALF_YEAR_CHECK": 2 + _both(first), "ANNUAL_EVALUATION":
                                                       1 + (first.astimezone(dates.CHINA).month == 1)}
    assert await desk.pool.fetchval("SELECT count(*) FROM checkpoint WHERE project_id = $1", waiting) == 0
    assert await _next(desk, project) == rules.next_at(desk.now())
    assert await desk.pool.fetchval("SELECT count(*) FROM event WHERE kind = 'project.checkpoints_asked'") == 13
    assert await told(desk, "CHECKPOINT_ASKED") == {"unit", "two-units"}
    assert await _clock(desk) == 0
    await desk.ids("community", projects.complete, joint_project_id=project)
    desk.shift += timedelta(days=60)
    await _clock(desk)
    assert await desk.pool.fetchval("SELECT count(*) FROM checkpoint WHERE kind = 'BULLETIN'") == 13


def _both(first: datetime) -> int:
    """Whether the first month ends a half-year, of which the last one is another then."""
    return first.astimezone(dates.CHINA).month in (1, 7)


async def test_late_is_told_once_and_answered_late_all_the_same(desk: Desk) -> None:
    project = await _started(desk)
    desk.shift += await _next(desk, project) - desk.now()
    await _clock(desk)
    bulletin = await desk.pool.fetchrow("SELECT * FROM checkpoint WHERE kind = 'BULLETIN'")
    assert bulletin and bulletin["overdue_at"] == dates.next_day_starts(bulletin["due_on"])
    desk.shift += bulletin["overdue_at"] - timedelta(hours=1) - desk.now()
    assert await _clock(desk) == 0
    desk.shift += timedelta(hours=2)
    assert await _clock(desk) == 1
    assert await told(desk, "CHECKPOINT_OVERDUE") == {"community", "unit", "two-units"}
    assert await _clock(desk) == 0
    given = {"checkpoint_id": bulletin["id"], "report": "本月完成两个楼道。"}
    await desk.refused(NotAllowed, "community", checkpoints.answer, **given)
    await desk.fails(NotFound, "hospital", checkpoints.answer, **given)
    await desk.ids("community", projects.stop, joint_project_id=project, reason="经费未落实")
    await desk.ids("unit", checkpoints.answer, **given)
    assert await told(desk, "CHECKPOINT_ANSWERED") == {"community"}
    await desk.refused(WrongState, "unit", checkpoints.answer, **given)


async def test_what_is_answered_in_time_is_not_late(desk: Desk) -> None:
    project = await _started(desk)
    desk.shift += await _next(desk, project) - desk.now()
    await _clock(desk)
    for row in await desk.pool.fetch("SELECT id FROM checkpoint"):
        await desk.ids("unit", checkpoints.answer, checkpoint_id=row["id"], report="本月完成两个楼道。")
    desk.shift += timedelta(days=27)
    assert await _clock(desk) == 0
