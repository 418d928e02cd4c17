"""What the year checks at its end is seen where it does not hold: a row, a notice or a place in the log is changed by hand."""
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from db.driver.connection import Pool
from resolvers import claims, items
from tests import city
from tests.desk import Desk
from tests.reference import world
from tests.year import log, notices
from tests.year.log import Log

Check = Callable[[Log], Iterator[str]]


def told(known: Log) -> Iterator[str]:
    return notices.problems(known, set())


@pytest.fixture
async def desk(pool: Pool) -> Desk:
    async with pool.acquire() as connection:
        return Desk(pool, await city.build(connection))


@pytest.fixture
async def claim(desk: Desk) -> UUID:
    """Of a demand that was published: both have their events, which the little city itself has not."""
    demand = await desk.ids("community", items.publish_demand, title="义诊", category="HEALTH")
    return (await desk.ids("unit", claims.propose, item_id=demand["item"]))["claim"]


async def _problems(pool: Pool, check: Check) -> set[str]:
    async with pool.acquire() as connection:
        return {*check(Log(await world.load(connection), datetime.now(UTC)))}


@pytest.mark.parametrize(("check", "change"), [
    (log.replayed, "UPDATE claim SET state = 'ACCEPTED', answered_at = proposed_at"),
    (log.replayed, "UPDATE claim SET version = version + 1"), (log.replayed, "UPDATE claim SET quantity = 2"),
    (log.replayed, "DELETE FROM claim"),
    (log.due, "UPDATE claim SET answer_by = '2026-01-01'"),
    (told, "UPDATE notice SET kind = 'CLAIM_LAPSED'"),
    (told, "INSERT INTO notice (member_id, kind, object_type, object_id, event_id, at) SELECT m.id, n.kind, n.object_type, "
           "n.object_id, n.event_id, n.at FROM notice n, member m WHERE m.handle = 'nobody'")])
async def test_what_is_changed_by_hand_is_seen(pool: Pool, claim: UUID, check: Check, change: str) -> None:
    before = await _problems(pool, check)
    await pool.execute(change)
    assert await _problems(pool, check) != before
