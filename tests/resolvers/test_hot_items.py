"""Many claimers at once on few items: nothing is over-claimed. The same test has to catch an implementation that reads,
compares and then writes."""
import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from db import idempotency, proposals, rows
from db.driver.connection import Connection
from db.proposals import Proposal
from domain.refusals import ClaimTooLarge
from resolvers import claims
from resolvers.writing.results import Answer, Payload
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

CLAIMERS, ITEMS, QUANTITY = 200, 10, 7


async def _storm(desk: Desk) -> list[Answer | BaseException]:
    """Each claimer asks for one or two of an item that has room for a third of what is asked."""
    hot = [await desk.add(place.add_item, desk.city.community, COMMUNITY, quantity=QUANTITY) for _ in range(ITEMS)]
    return list(await asyncio.gather(*(
        desk.send(("unit", "bank")[number // 2 % 2], claims.propose, item_id=hot[number * ITEMS // CLAIMERS],
                  quantity=1 + number % 2) for number in range(CLAIMERS)), return_exceptions=True))


async def _books_balance(desk: Desk) -> bool:
    """Whether each item's `claimed` is what its claims hold, and within its quantity."""
    return bool(await desk.pool.fetchval(
        "SELECT bool_and(claimed <= quantity AND claimed = (SELECT coalesce(sum(c.quantity), 0) FROM claim c "
        "WHERE c.item_id = item.id AND c.state = 'PROPOSED')) FROM item"))


async def test_nothing_is_over_claimed(desk: Desk) -> None:
    given = await _storm(desk)
    assert Counter(map(type, given)).keys() == {Payload, ClaimTooLarge}
    assert all(answer.remaining < 2 for answer in given if isinstance(answer, ClaimTooLarge))
    assert await _books_balance(desk)
    assert await desk.pool.fetchval("SELECT bool_and(claimed >= quantity - 1) FROM item")
    claimed = await desk.pool.fetchval("SELECT count(*) FROM claim")
    assert claimed == sum(isinstance(answer, Payload) for answer in given)
    assert await desk.pool.fetchval("SELECT count(*) FROM event WHERE kind = 'claim.proposed'") == claimed


async def test_claims_and_withdrawals_at_once_balance(desk: Desk) -> None:
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY, quantity=5)

    async def claim_and_withdraw() -> None:
        answer = await desk.send("unit", claims.propose, item_id=item)
        if isinstance(answer, Payload):
            await desk.ids("unit", claims.withdraw, claim_id=answer.ids["claim"], reason="试")

    await asyncio.gather(*(claim_and_withdraw() for _ in range(40)))
    assert await _books_balance(desk)
    assert (await desk.row("item", item))["claimed"] == 0


async def test_read_then_write_is_caught(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    readers, two_have_read = Counter[UUID](), defaultdict[UUID, asyncio.Event](asyncio.Event)

    async def propose(connection: Connection, several: Sequence[Proposal], **_: Any) -> dict[UUID, Any]:
        for asked in several:
            if not await propose_one(connection, asked):
                return {}
        return {asked.claim_id: True for asked in several}

    async def propose_one(connection: Connection, asked: Proposal) -> bool:
        item_id, quantity = asked.item_id, asked.quantity
        row = await connection.fetchrow("SELECT claimed, quantity, publisher_id FROM item WHERE id = $1", item_id)
        assert row is not None
        if row["claimed"] + quantity > row["quantity"]:
            return False
        readers[item_id] += 1
        if readers[item_id] == 2:
            two_have_read[item_id].set()
        await two_have_read[item_id].wait()  # the others on this item stand next to each other in the queue
        async with connection.transaction():
            await rows.insert(connection, "claim", {
                "id": asked.claim_id, "item_id": item_id, "publisher_id": row["publisher_id"],
                "claimant_id": asked.claimant_id, "proposed_by": asked.viewer.member_id, "quantity": quantity,
                "state": "PROPOSED", "answer_by": asked.answer_by, "proposed_at": asked.now})
            await connection.execute("UPDATE item SET claimed = $2 WHERE id = $1", item_id, row["claimed"] + quantity)
            await idempotency.settle(connection, asked.record)
        return True

    monkeypatch.setattr(proposals, "propose", propose)
    given = await _storm(desk)
    broken = [answer for answer in given if isinstance(answer, asyncpg.CheckViolationError | AssertionError)]
    assert broken or not await _books_balance(desk)
