"""A scheduler that is killed leaves nothing, and what was due is done once; a level that is not told of a call is seen."""
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from db.driver.connection import Pool
from resolvers import whistles
from tests import city
from tests.desk import Desk
from tests.reference import stored
from tests.year import whistle_checks
from tests.year.log import Log
from tests.year.scheduling import Scheduler

ROUNDS = 6


@pytest.fixture
async def desk(pool: Pool) -> Desk:
    async with pool.acquire() as connection:
        return Desk(pool, await city.build(connection))


@pytest.fixture
async def calls(desk: Desk) -> list[UUID]:
    """Some that are due in two hours."""
    return [(await desk.ids("community", whistles.raise_, kind="EMERGENCY", category="SAFETY", title="井盖缺失"))["whistle"]
            for _ in range(5)]


async def _log(pool: Pool, now: datetime) -> Log:
    async with pool.acquire() as connection:
        return Log(await stored.load(connection), now)


async def test_what_is_due_is_done_once_by_who_is_killed(database: str, pool: Pool, desk: Desk, calls: list[UUID]) -> None:
    scheduler, rounds = Scheduler(database, pool), [desk.now() + timedelta(days=number) for number in range(ROUNDS)]
    async with scheduler.at_work():
        for moment in rounds:
            await scheduler.interrupted(moment)
    assert scheduler.kills >= ROUNDS / 2
    known = await _log(pool, rounds[-1])
    assert len(known.of_kind("whistle.escalated")) == 2 * len(calls)  # the street, and the district
    assert not [*whistle_checks.escalations(known, rounds)]


async def test_a_level_that_is_not_told_is_seen(pool: Pool, desk: Desk, calls: list[UUID]) -> None:
    late = desk.now() + timedelta(hours=3)
    known = await _log(pool, late)
    assert len([*whistle_checks.unanswered(known)]) == len([*whistle_checks.escalations(known, [late])]) == len(calls)
    assert not [*whistle_checks.escalations(known, [late - timedelta(hours=2)])]
