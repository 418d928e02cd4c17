"""What happens because time passes, also when several processes see to it at once."""
import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from db.driver.connection import Pool
from resolvers import claims, scheduler
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.community, COMMUNITY)


async def test_an_unanswered_proposal_lapses_and_frees_what_it_held(desk: Desk, demand: UUID) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand, quantity=4))["claim"]
    accepted = (await desk.ids("bank", claims.propose, item_id=demand, quantity=2))["claim"]
    await desk.ids("community", claims.accept, claim_id=accepted)
    assert await scheduler.lapse_proposals(desk.pool, desk.now()) == 0
    desk.shift = timedelta(days=3, seconds=1)
    assert await scheduler.lapse_proposals(desk.pool, desk.now()) == 1
    assert (await desk.row("claim", claim))["state"] == "LAPSED"
    assert (await desk.row("item", demand))["claimed"] == 2
    event = await desk.last_event()
    assert (event["kind"], event["actor_id"], event["object_version"]) == ("claim.lapsed", None, 2)
    assert (await desk.row("claim", claim))["version"] == 2
    assert await scheduler.lapse_proposals(desk.pool, desk.now()) == 0


async def test_an_item_expires_at_its_deadline(desk: Desk, demand: UUID) -> None:
    due = await desk.add(place.add_item, desk.city.community, COMMUNITY, deadline=desk.now() + timedelta(hours=1))
    draft = await desk.add(place.add_item, desk.city.community, COMMUNITY, state="DRAFT",
                           deadline=desk.now() + timedelta(hours=1))
    assert await scheduler.expire_items(desk.pool, desk.now()) == 0
    assert await scheduler.expire_items(desk.pool, desk.now() + timedelta(hours=2)) == 1
    row = await desk.row("item", due)
    assert (row["state"], row["version"]) == ("EXPIRED", 2)
    assert row["closed_at"] is not None
    assert await desk.trail(due) == ["item.expired"]
    assert [(await desk.row("item", item))["state"] for item in (demand, draft)] == ["PUBLISHED", "DRAFT"]


async def test_several_clocks_do_everything_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "BATCH", 5)
    past = desk.now() - timedelta(hours=1)
    items = [await desk.add(place.add_item, desk.city.community, COMMUNITY, deadline=past) for _ in range(3)]
    for number in range(30):
        await desk.add(place.add_claim, items[number % 3], desk.city.school, desk.city.members["unit"],
                       answer_by=past)
    lapsed = await asyncio.gather(*(scheduler.lapse_proposals(desk.pool, desk.now()) for _ in range(4)))
    expired = await asyncio.gather(*(scheduler.expire_items(desk.pool, desk.now()) for _ in range(4)))
    assert (sum(lapsed), sum(expired)) == (30, 3)
    assert await desk.pool.fetchval("SELECT sum(claimed) FROM item") == 0
    assert await desk.pool.fetchval("SELECT count(*) FROM event") == 33


async def test_the_loop_goes_on_after_a_failure(desk: Desk, demand: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.ids("unit", claims.propose, item_id=demand)
    desk.shift = timedelta(days=4)
    lapse, failures = scheduler.lapse_proposals, [OSError("the database is away")]

    async def lapse_at_last(pool: Pool, now: datetime) -> int:
        if failures:
            raise failures.pop()
        return await lapse(pool, now)

    monkeypatch.setattr(scheduler, "lapse_proposals", lapse_at_last)
    written = asyncio.Event()
    running = asyncio.create_task(scheduler.run(desk.pool, desk.now, 0.01, written.set))
    await asyncio.wait_for(written.wait(), 10)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert (await desk.row("item", demand))["claimed"] == 0


async def test_answers_are_forgotten_after_a_month(desk: Desk, demand: UUID) -> None:
    await desk.ids("unit", claims.propose, item_id=demand, key="a-key-of-last-month")
    assert await scheduler.forget_answers(desk.pool, desk.now() + timedelta(days=29)) == 0
    assert await scheduler.forget_answers(desk.pool, desk.now() + timedelta(days=31)) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM answered") == 0
