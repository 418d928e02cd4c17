"""Calls that are overdue: one level more is told at a time, each once, by the clock alone."""
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from resolvers import jobs, scheduler
from tests import whistles
from tests.desk import Desk

LATE = whistles.AT


async def _call(desk: Desk, **columns: Any) -> UUID:
    return await desk.add(whistles.add_whistle, desk.city, due_at=LATE, accept_by=LATE, escalate_at=LATE, **columns)


async def _pass(desk: Desk, days: float) -> int:
    return await scheduler.once(desk.pool, lambda: LATE + timedelta(days=days), jobs.DEADLINES)


async def _level(desk: Desk, call: UUID) -> tuple[str, Any, Any]:
    row = await desk.pool.fetchrow("SELECT level, escalated_to_id, escalate_at FROM whistle WHERE id = $1", call)
    assert row
    return row["level"], row["escalated_to_id"], row["escalate_at"]


async def _told(desk: Desk) -> list[UUID]:
    return [row["member_id"] for row in await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = 'WHISTLE_OVERDUE'")]


async def test_each_level_is_told_once(desk: Desk) -> None:
    """A grid's call: its community, its street, its district; then nothing more, however late it is."""
    city = desk.city
    call = await _call(desk, raiser_id=city.grid, level="GRID")
    levels = [("COMMUNITY", city.community), ("STREET", city.street), ("DISTRICT", city.district)]
    for days, (level, division) in zip((1, 5, 9), levels, strict=True):
        assert await _pass(desk, days) == 1
        assert (await _level(desk, call))[:2] == (level, division)
        assert await _pass(desk, days) == 0
    assert (await _level(desk, call))[2] is None
    assert await _pass(desk, 999) == 0
    told = await _told(desk)
    assert all(told.count(city.members[handle]) == 1 for handle in ("community", "street", "district"))
    kinds = await desk.pool.fetch("SELECT kind, before, after FROM event ORDER BY seq")
    assert [row["kind"] for row in kinds] == ["whistle.escalated"] * 3


async def test_before_its_limit_nobody_is_told(desk: Desk) -> None:
    await _call(desk)
    assert await _pass(desk, -0.01) == 0
    assert await _pass(desk, 0) == 1


@pytest.mark.parametrize(("kind", "hours", "again"), [("EMERGENCY", 3, 1), ("KEY_WORK", 3, 0)])
async def test_an_emergency_waits_for_hours_not_days(desk: Desk, kind: str, hours: int, again: int) -> None:
    await _call(desk, kind=kind)
    assert await _pass(desk, 0) == 1
    assert await _pass(desk, hours / 24) == again


async def test_a_level_that_is_not_there_is_left_out(desk: Desk) -> None:
    """And of one that has none left above, nobody is told, but its own sides."""
    city = desk.city
    call = await _call(desk)
    await desk.pool.execute("UPDATE organization SET division_code = '110199888' WHERE id = $1", city.street)
    await _pass(desk, 1)
    assert (await _level(desk, call))[:2] == ("DISTRICT", city.district)
    other = await _call(desk)
    await desk.pool.execute("UPDATE organization SET division_code = '110199' WHERE id = $1", city.district)
    await _pass(desk, 1)
    assert await _level(desk, other) == ("DISTRICT", None, None)
    assert {*await _told(desk)} >= {city.members["community"], city.members["bank"], city.members["district"]}


async def test_what_is_over_or_suspended_escalates_no_more(desk: Desk) -> None:
    for state in ("SUSPENDED", "CLOSED", "WITHDRAWN"):
        await _call(desk, state=state)
    assert await _pass(desk, 9) == 0
