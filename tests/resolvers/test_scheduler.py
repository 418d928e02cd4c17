"""What happens because time passes, also when several processes see to it at once, and when none did for a long time."""
import asyncio
from collections.abc import Hashable, Set
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from db.driver.connection import Connection
from domain import processes
from resolvers import claims, items, jobs, scheduler
from resolvers.deadlines import Job
from tests import city as place
from tests import sent
from tests.city import COMMUNITY
from tests.desk import Desk

LONG = timedelta(days=400)


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.community, COMMUNITY)


async def once(desk: Desk, *some: Job) -> int:
    return await scheduler.once(desk.pool, desk.now, some or jobs.ALL)


def test_every_declared_deadline_has_its_job() -> None:
    declared = [f"{each.type}.{deadline.step}" for each in processes.ALL for deadline in each.deadlines]
    assert sorted(declared) == sorted(job.name for job in jobs.DEADLINES)


async def test_an_unanswered_proposal_lapses_and_frees_what_it_held(desk: Desk, demand: UUID) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand, quantity=4))["claim"]
    accepted = (await desk.ids("bank", claims.propose, item_id=demand, quantity=2))["claim"]
    await desk.ids("community", claims.accept, claim_id=accepted)
    assert await once(desk) == 0
    desk.shift = timedelta(days=3, seconds=1)
    assert await once(desk) == 1
    assert (await desk.row("claim", claim))["state"] == "LAPSED"
    assert (await desk.row("item", demand))["claimed"] == 2
    event = await desk.last_event()
    assert (event["kind"], event["actor_id"], event["object_version"]) == ("claim.lapsed", None, 2)
    assert (await desk.row("claim", claim))["version"] == 2
    assert await once(desk) == 0


async def test_an_item_expires_at_its_deadline(desk: Desk, demand: UUID) -> None:
    due = await desk.add(place.add_item, desk.city.community, COMMUNITY, deadline=desk.now() + timedelta(hours=1))
    draft = await desk.add(place.add_item, desk.city.community, COMMUNITY, state="DRAFT",
                           deadline=desk.now() + timedelta(hours=1))
    assert await once(desk) == 0
    desk.shift = timedelta(hours=2)
    assert await once(desk) == 1
    row = await desk.row("item", due)
    assert (row["state"], row["version"]) == ("EXPIRED", 2)
    assert row["closed_at"] is not None
    assert await desk.trail(due) == ["item.expired"]
    assert [(await desk.row("item", item))["state"] for item in (demand, draft)] == ["PUBLISHED", "DRAFT"]


async def test_what_comes_late_says_when_it_was_due(desk: Desk, demand: UUID) -> None:
    claim = await desk.row("claim", (await desk.ids("unit", claims.propose, item_id=demand))["claim"])
    item = await desk.row("item", await desk.add(place.add_item, desk.city.community, COMMUNITY,
                                                 deadline=desk.now() + timedelta(days=1)))
    desk.shift = LONG
    assert await once(desk) == 3  # with the claim's answer, which is forgotten
    told = {row["kind"]: row for row in await desk.pool.fetch("SELECT kind, at, after FROM event WHERE actor_id IS NULL")}
    for kind, due in (("claim.lapsed", claim["answer_by"]), ("item.expired", item["deadline"])):
        assert datetime.fromisoformat(told[kind]["after"]["was_due_at"]) == due
        assert told[kind]["at"] - due > timedelta(days=390)


@pytest.mark.parametrize("rounds", [((claims.LAPSE,), (items.EXPIRE,)), ((), ())], ids=["one by one", "all at once"])
async def test_several_hubs_do_everything_once(desk: Desk, monkeypatch: pytest.MonkeyPatch,
                                               rounds: tuple[tuple[Job, ...], ...]) -> None:
    """All that is due of one deadline in a round; an item that a claim's lapse holds just then, in the next one."""
    monkeypatch.setattr(scheduler, "BATCH", 5)
    past = desk.now() - timedelta(hours=1)
    due = [await desk.add(place.add_item, desk.city.community, COMMUNITY, deadline=past) for _ in range(3)]
    for number in range(30):
        await desk.add(place.add_claim, due[number % 3], desk.city.school, desk.city.members["unit"], answer_by=past)
    done = [sum(await asyncio.gather(*(once(desk, *some) for _ in range(4)))) for some in rounds]
    assert (done == [30, 3]) if rounds[0] else (done[0] >= 30 and sum(done) == 33)
    assert await desk.pool.fetchval("SELECT sum(claimed) FROM item") == 0
    assert await desk.pool.fetchval("SELECT count(*) FROM event") == 33
    assert await desk.pool.fetchval("SELECT count(DISTINCT object_id) FROM event") == 33


async def test_nothing_is_lost_when_all_hubs_were_down(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Much more than a batch became due meanwhile: one round does all of it, in the order in which it was due."""
    monkeypatch.setattr(scheduler, "BATCH", 7)
    for number in range(30):
        item = await desk.add(place.add_item, desk.city.community, COMMUNITY, deadline=desk.now() + timedelta(days=number + 1))
        await desk.add(place.add_claim, item, desk.city.school, desk.city.members["unit"],
                       answer_by=desk.now() + timedelta(days=40 - number))
    desk.shift = LONG
    assert await once(desk) == 60
    for kind in ("claim.lapsed", "item.expired"):
        dues = [row["due"] for row in await desk.pool.fetch(
            "SELECT (after->>'was_due_at')::timestamptz AS due FROM event WHERE kind = $1 ORDER BY seq", kind)]
        assert len(dues) == 30
        batches = [dues[start:start + 7] for start in range(0, 30, 7)]
        assert [min(batch) for batch in batches] == sorted(min(batch) for batch in batches)
    assert await once(desk) == 0


async def test_a_round_with_nothing_to_do_is_one_statement_a_job(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = sent.note(monkeypatch)
    assert await once(desk) == 0
    assert noted[0::3] == ["BEGIN;"] * len(jobs.ALL)
    assert noted[2::3] == ["COMMIT;"] * len(jobs.ALL)
    assert len(noted) == 3 * len(jobs.ALL)


async def test_claims_and_the_clock_never_wait_for_each_other_in_a_ring(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proposals lapse while others are made, answered and taken back on the same few items, by several hubs."""
    monkeypatch.setattr(scheduler, "BATCH", 10)
    some = [await desk.add(place.add_item, desk.city.community, COMMUNITY, quantity=10_000) for _ in range(4)]
    past = desk.now() - timedelta(hours=1)
    for number in range(200):
        await desk.add(place.add_claim, some[number % 4], desk.city.bank, desk.city.members["bank"], answer_by=past)
    running = asyncio.Event()

    async def claiming(order: list[UUID]) -> None:
        for number, item in enumerate(cycle(order)):
            claim = (await desk.ids("unit", claims.propose, item_id=item))["claim"]
            await desk.ids("unit", claims.withdraw, claim_id=claim, reason="不用了")
            if running.is_set() and number > 10:
                break

    async def ticking() -> int:
        done = await once(desk, claims.LAPSE)
        running.set()
        return done

    people = asyncio.gather(claiming(some), claiming(some[::-1]))
    assert sum(await asyncio.gather(*(ticking() for _ in range(3)))) == 200
    await people
    assert await desk.pool.fetchval("SELECT sum(claimed) FROM item") == 0
    assert await _deadlocks(desk) == 0


async def test_the_clock_takes_items_in_one_order(desk: Desk) -> None:
    """While it waits for the first of them it holds none of the others: nobody who goes by the same order waits for it."""
    past = desk.now() - timedelta(hours=1)
    some = sorted([await desk.add(place.add_item, desk.city.community, COMMUNITY) for _ in range(12)])
    for item in some[::-1]:
        await desk.add(place.add_claim, item, desk.city.bank, desk.city.members["bank"], answer_by=past)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM item WHERE id = $1 FOR UPDATE", some[0])
        ticking = asyncio.create_task(once(desk, claims.LAPSE))
        await desk.blocked()
        await other.execute("SELECT FROM item WHERE id = ANY($1) FOR UPDATE NOWAIT", some[1:])
    assert await ticking == 12


async def test_what_others_hold_is_left_for_the_next_time(desk: Desk) -> None:
    past = desk.now() - timedelta(hours=1)
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY, deadline=past)
    other_item = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    claim = await desk.add(place.add_claim, other_item, desk.city.bank, desk.city.members["bank"], answer_by=past)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM item WHERE id = $1 FOR UPDATE", item)
        await other.execute("SELECT FROM claim WHERE id = $1 FOR UPDATE", claim)
        assert await asyncio.wait_for(once(desk), 60) == 0
    assert await once(desk) == 2


async def _deadlocks(desk: Desk) -> int:
    await desk.pool.execute("SELECT pg_stat_force_next_flush()")
    return int(await desk.pool.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))


async def test_the_loop_goes_on_after_a_failure(desk: Desk, demand: UUID) -> None:
    await desk.ids("unit", claims.propose, item_id=demand)
    desk.shift = timedelta(days=4)
    failures = [OSError("the database is away")]

    async def fail(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
        if failures:
            raise failures.pop()
        return await claims.LAPSE.batch(connection, now, limit)

    written = asyncio.Event()
    running = asyncio.create_task(scheduler.run(desk.pool, desk.now, 0.01, [Job("lapse", fail)], written.set))
    await asyncio.wait_for(written.wait(), 60)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert (await desk.row("item", demand))["claimed"] == 0


async def test_a_job_that_fails_holds_up_no_other(desk: Desk, demand: UUID) -> None:
    async def fail(_: Connection, __: datetime, ___: int) -> Set[Hashable]:
        raise ValueError

    await desk.ids("unit", claims.propose, item_id=demand)
    desk.shift = timedelta(days=4)
    with capture_logs() as logged:
        assert await once(desk, Job("broken", fail), claims.LAPSE, items.EXPIRE) == 1
    assert [(each["event"], each["job"]) for each in logged] == [("clock round failed", "broken")]


async def test_a_step_that_leaves_its_object_due_is_not_taken_for_ever(desk: Desk, demand: UUID) -> None:
    async def step(connection: Connection, _: datetime, __: int) -> Set[Hashable]:
        await connection.execute("UPDATE item SET version = version + 1")
        return {demand}

    with capture_logs() as logged:
        assert await asyncio.wait_for(once(desk, Job("stuck", step)), 60) == 1
    assert [each["job"] for each in logged] == ["stuck"]
    assert (await desk.row("item", demand))["version"] == 2


async def test_answers_are_forgotten_after_a_month(desk: Desk, demand: UUID) -> None:
    await desk.ids("unit", claims.propose, item_id=demand, key="a-key-of-last-month")
    desk.shift = timedelta(days=29)
    assert await once(desk, jobs.FORGET_ANSWERS) == 0
    desk.shift = timedelta(days=31)
    assert await once(desk, jobs.FORGET_ANSWERS) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM idempotency_key") == 0
