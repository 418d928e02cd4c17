"""The one statement of a claim, beside others at work on the same rows, and when its session or its client is lost."""
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from db import proposals
from db.driver.connection import Connection
from db.proposals import Proposal
from domain.refusals import ClaimTooLarge, DeadlinePassed, ItemClosed, KeyReused, OutcomeUnknown, SlotTaken
from resolvers import claims
from resolvers.writing.results import Answer, Payload
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

KEY = "the-same-key"


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.community, COMMUNITY)


@pytest.fixture
async def venue(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.school, COMMUNITY, list="RESOURCE")


@asynccontextmanager
async def _meanwhile(desk: Desk, item_id: UUID, change: str = "title = title") -> AsyncIterator[None]:
    """Somebody else changes the item, and commits when the block ends."""
    async with desk.pool.acquire() as connection, connection.transaction():
        await connection.execute(f"UPDATE item SET {change} WHERE id = $1", item_id)
        yield


async def _written(desk: Desk) -> tuple[int, int, int, int]:
    """Answers that are no refusals, claims, events, and what is claimed of all items."""
    row = await desk.pool.fetchrow(
        "SELECT (SELECT count(*) FROM idempotency_key WHERE answer ? 'payload'), (SELECT count(*) FROM claim), "
        "(SELECT count(*) FROM event), (SELECT coalesce(sum(claimed), 0)::int FROM item)")
    assert row is not None
    return tuple(row)


async def test_of_two_claimers_of_the_last_unit_one_gets_it(desk: Desk, demand: UUID) -> None:
    async with _meanwhile(desk, demand, "quantity = 1"):
        both = asyncio.gather(desk.send("unit", claims.propose, item_id=demand),
                              desk.send("bank", claims.propose, item_id=demand))
        await desk.blocked(2)
    given = sorted(await both, key=lambda answer: isinstance(answer, Payload))
    assert given[0] == ClaimTooLarge(0)
    assert isinstance(given[1], Payload)
    assert await _written(desk) == (1, 1, 1, 1)


@pytest.mark.parametrize("quantity", [1, 10])
async def test_the_same_key_twice_at_once_claims_once(desk: Desk, demand: UUID, quantity: int) -> None:
    """Of 10 units, the second finds either another unit left or none: the answer is the first's."""
    async with _meanwhile(desk, demand):
        both = asyncio.gather(*(desk.send("unit", claims.propose, key=KEY, item_id=demand, quantity=quantity)
                                for _ in range(2)))
        await desk.blocked(2)
    given = await both
    assert isinstance(given[0], Payload)
    assert given[0] == given[1]
    assert await _written(desk) == (1, 1, 1, quantity)


async def test_the_same_key_for_two_items_at_once_claims_one(desk: Desk, demand: UUID) -> None:
    other = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    async with _meanwhile(desk, demand), _meanwhile(desk, other):
        both = asyncio.gather(*(
            desk.send("unit", claims.propose, key=KEY, item_id=item_id) for item_id in (demand, other)))
        await desk.blocked(2)
    assert sorted(type(answer).__name__ for answer in await both) == [KeyReused.__name__, Payload.__name__]
    assert await _written(desk) == (1, 1, 1, 1)


@pytest.mark.parametrize(("change", "refusal"), [
    ("state = 'WITHDRAWN', closed_at = now()", ItemClosed("WITHDRAWN")), ("quantity = 3, claimed = 1", ClaimTooLarge(2))])
async def test_what_changed_meanwhile_is_refused_with_what_is_true_now(
        desk: Desk, demand: UUID, change: str, refusal: Answer) -> None:
    async with _meanwhile(desk, demand, change):
        claiming = asyncio.create_task(desk.send("unit", claims.propose, key=KEY, item_id=demand, quantity=3))
        await desk.blocked()
    assert await claiming == refusal
    assert (await _written(desk))[:3] == (0, 0, 0)
    assert await desk.send("unit", claims.propose, key=KEY, item_id=demand, quantity=3) == refusal


async def test_a_deadline_moved_meanwhile_is_kept(desk: Desk, demand: UUID) -> None:
    async with _meanwhile(desk, demand, "deadline = now() - interval '1 second'"):
        claiming = asyncio.create_task(desk.send("unit", claims.propose, item_id=demand))
        await desk.blocked()
    assert isinstance(await claiming, DeadlinePassed)
    assert await _written(desk) == (0, 0, 0, 0)


async def test_what_is_freed_after_the_lost_race_is_claimed(
        desk: Desk, demand: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    propose, lost = proposals.propose, [True]

    async def propose_too_late_at_first(connection: Connection, asked: Sequence[Proposal], *, waits: bool) -> Any:
        return {} if lost and lost.pop() else await propose(connection, asked, waits=waits)

    monkeypatch.setattr(proposals, "propose", propose_too_late_at_first)
    await desk.ids("unit", claims.propose, item_id=demand)
    assert await _written(desk) == (1, 1, 1, 1)


@pytest.mark.parametrize("keys", [("the-same-key", "the-same-key"), ("a-first-key", "another-key")])
async def test_a_slot_taken_at_once(desk: Desk, venue: UUID, keys: tuple[str, str]) -> None:
    start = desk.now() + timedelta(days=1)
    slot = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    async with _meanwhile(desk, venue):
        both = asyncio.gather(*(
            desk.send("bank", claims.propose, key=key, item_id=venue, slot=slot) for key in keys))
        await desk.blocked(2)
    given = sorted(await both, key=lambda answer: isinstance(answer, Payload))
    assert isinstance(given[1], Payload)
    assert given[0] == (given[1] if keys[0] == keys[1] else SlotTaken())
    assert await _written(desk) == (1, 1, 1, 1)


async def test_a_session_killed_in_the_statement_leaves_nothing(desk: Desk, demand: UUID) -> None:
    async with _meanwhile(desk, demand):
        claiming = asyncio.create_task(desk.send("unit", claims.propose, key=KEY, item_id=demand))
        for session in await desk.blocked():
            await desk.pool.execute("SELECT pg_terminate_backend($1)", session)
        with pytest.raises(OutcomeUnknown):
            await claiming
    assert await _written(desk) == (0, 0, 0, 0)
    await desk.ids("unit", claims.propose, key=KEY, item_id=demand)
    assert await _written(desk) == (1, 1, 1, 1)


async def test_a_statement_outlives_its_client_and_the_retry_has_one_effect(desk: Desk, demand: UUID) -> None:
    """As when the hub is killed: the server goes on with what it was sent, while the retry is under way."""
    async with _meanwhile(desk, demand):
        claiming = asyncio.create_task(desk.send("unit", claims.propose, key=KEY, item_id=demand))
        await desk.blocked()
        claiming.cancel()
        retry = asyncio.create_task(desk.send("unit", claims.propose, key=KEY, item_id=demand))
        await desk.blocked()
    answer = await retry
    assert isinstance(answer, Payload)
    assert await desk.send("unit", claims.propose, key=KEY, item_id=demand) == answer
    assert await _written(desk) == (1, 1, 1, 1)


async def test_a_statement_that_nobody_heard_of_is_answered_by_the_retry(
        desk: Desk, demand: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    propose = proposals.propose

    async def propose_and_die(*values: Any, waits: bool) -> bool:
        await propose(*values, waits=waits)
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    with monkeypatch.context() as patch:
        patch.setattr(proposals, "propose", propose_and_die)
        with pytest.raises(OutcomeUnknown):
            await desk.send("unit", claims.propose, key=KEY, item_id=demand)
    await desk.ids("unit", claims.propose, key=KEY, item_id=demand)
    assert await _written(desk) == (1, 1, 1, 1)


async def test_events_of_an_item_stand_in_the_order_of_its_claims(desk: Desk, demand: UUID) -> None:
    await asyncio.gather(*(desk.send("unit", claims.propose, item_id=demand) for _ in range(10)))
    rows = await desk.pool.fetch("SELECT (after->>'item_claimed')::int AS claimed FROM event ORDER BY seq")
    assert [row["claimed"] for row in rows] == list(range(1, 11))
