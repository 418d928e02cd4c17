"""Proposals that are written together are as many as if each had been written by itself."""
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from db import proposals
from db.driver.connection import Connection
from db.proposals import Proposal
from db.returning import PayloadQuery
from db.select import Expression, Join, Select
from domain.refusals import ClaimTooLarge, ItemClosed, OutcomeUnknown, OwnItem, SlotTaken
from resolvers import claims
from resolvers.writing import batching, use_cases
from resolvers.writing.batching import Together
from resolvers.writing.results import Payload
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

KEY = "the-same-key"


@pytest.fixture
async def demands(desk: Desk) -> list[UUID]:
    return [await desk.add(place.add_item, desk.city.community, COMMUNITY, quantity=3) for _ in range(6)]


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many proposals each statement had so far."""
    propose, sizes = proposals.propose, list[int]()

    async def counted(connection: Connection, asked: Sequence[Proposal], **how: Any) -> Any:
        sizes.append(len(asked))
        return await propose(connection, asked, **how)

    monkeypatch.setattr(proposals, "propose", counted)
    return sizes


@asynccontextmanager
async def _turn_taken(desk: Desk, demand: UUID) -> AsyncIterator[asyncio.Task[Any]]:
    """The bank's claim is under way, and stays so: somebody holds the bank."""
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM organization WHERE id = $1 FOR UPDATE", desk.city.bank)
        claiming = asyncio.create_task(desk.send("bank", claims.propose, item_id=demand))
        await desk.blocked()
        yield claiming


async def _waiting(desk: Desk, *sent: Any) -> list[asyncio.Task[Any]]:
    """All of them in the line."""
    tasks = [asyncio.create_task(each) for each in sent]
    async with asyncio.timeout(60):
        while True:
            if sum(map(len, desk.together._waiting.values())) == len(sent):
                return tasks
            await asyncio.sleep(0.01)


async def _claimed(desk: Desk) -> list[int]:
    return [row["claimed"] for row in await desk.pool.fetch("SELECT claimed FROM item ORDER BY id")]


async def test_each_has_its_claim_event_and_answer(desk: Desk, demands: list[UUID], several: list[int]) -> None:
    async with _turn_taken(desk, demands[0]) as first:
        tasks = await _waiting(desk, *(
            desk.send(who, claims.propose, item_id=item, quantity=quantity, note=f"{who} {quantity}")
            for who, item, quantity in zip(("unit", "bank", "unit", "bank"), demands[1:], (1, 2, 3, 1), strict=False)))
    answers = [await first, *[await task for task in tasks]]
    assert several == [1, 4]
    assert await _claimed(desk) == [1, 1, 2, 3, 1, 0]
    for answer, item, (quantity, note) in zip(answers, demands, (
            (1, None), (1, "unit 1"), (2, "bank 2"), (3, "unit 3"), (1, "bank 1")), strict=False):
        assert answer == Payload({"claim": answer.ids["claim"], "item": item}, fresh=True)
        claim = await desk.row("claim", answer.ids["claim"])
        assert (claim["item_id"], claim["quantity"], claim["note"], claim["state"]) == (item, quantity, note, "PROPOSED")
        event = await desk.pool.fetchrow("SELECT * FROM event WHERE subject_id = $1", item)
        assert event is not None
        assert (event["object_id"], event["organization_id"], event["home_code"], event["kind"], event["request_id"]) == (
            claim["id"], claim["claimant_id"], COMMUNITY, "claim.proposed", "test-request")
        assert event["after"] == {"state": "PROPOSED", "quantity": quantity, "item_claimed": quantity}
        kept = await desk.pool.fetchrow(
            "SELECT * FROM idempotency_key WHERE answer->'payload'->>'claim' = $1", str(claim["id"]))
        assert kept is not None
        assert (kept["actor_id"], kept["operation"]) == (event["actor_id"], "claims.propose")
        assert (claim["proposed_by"], claim["proposed_at"]) == (event["actor_id"], event["at"])


async def test_who_is_refused_keeps_nobody_else_from_it(desk: Desk, demands: list[UUID], several: list[int]) -> None:
    async with desk.pool.acquire() as connection:
        await connection.execute("UPDATE item SET state = 'COMPLETED', closed_at = now() WHERE id = $1", demands[2])
    async with _turn_taken(desk, demands[0]):
        tasks = await _waiting(
            desk, desk.send("unit", claims.propose, item_id=demands[1], quantity=4),
            desk.send("unit", claims.propose, item_id=demands[2]), desk.send("community", claims.propose, item_id=demands[3]),
            desk.send("unit", claims.propose, item_id=demands[4]))
    assert [await task for task in tasks][:-1] == [ClaimTooLarge(3), ItemClosed("COMPLETED"), OwnItem()]
    assert isinstance(await tasks[-1], Payload)
    assert several == [1, 4]
    assert await _claimed(desk) == [1, 0, 0, 0, 1, 0]


async def test_whose_key_has_an_answer_keeps_nobody_else_from_it(desk: Desk, demands: list[UUID], several: list[int]) -> None:
    before = await desk.send("unit", claims.propose, key=KEY, item_id=demands[1])
    async with _turn_taken(desk, demands[0]):
        again, other = await _waiting(desk, desk.send("unit", claims.propose, key=KEY, item_id=demands[1]),
                                      desk.send("unit", claims.propose, item_id=demands[2]))
    assert await again == before
    assert isinstance(await other, Payload)
    assert sorted(several) == [1, 1, 1, 1, 2]
    assert await _claimed(desk) == [1, 1, 1, 0, 0, 0]


async def test_whose_slot_is_taken_keeps_nobody_else_from_it(desk: Desk, demands: list[UUID], several: list[int]) -> None:
    venue = await desk.add(place.add_item, desk.city.school, COMMUNITY, list="RESOURCE", quantity=5)
    start = desk.now() + timedelta(days=1)
    slot = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    await desk.ids("bank", claims.propose, item_id=venue, slot=slot)
    async with _turn_taken(desk, demands[0]):
        same, other = await _waiting(desk, desk.send("community", claims.propose, item_id=venue, slot=slot),
                                     desk.send("unit", claims.propose, item_id=demands[2]))
    assert await same == SlotTaken()
    assert isinstance(await other, Payload)
    assert await _claimed(desk) == [1, 0, 1, 0, 0, 0, 1]


async def test_an_item_that_is_held_holds_up_nobody_else(desk: Desk, demands: list[UUID], several: list[int]) -> None:
    async with desk.pool.acquire() as holding, holding.transaction():
        await holding.execute("UPDATE item SET quantity = 2 WHERE id = $1", demands[1])
        async with _turn_taken(desk, demands[0]):
            held, other = await _waiting(desk, desk.send("unit", claims.propose, item_id=demands[1], quantity=3),
                                         desk.send("unit", claims.propose, item_id=demands[2]))
        assert isinstance(await other, Payload)
        await desk.blocked()
        assert not held.done()
    assert await held == ClaimTooLarge(2)
    assert several == [1, 2]


async def test_two_for_the_same_item_are_not_written_by_one_statement(
        desk: Desk, demands: list[UUID], several: list[int]) -> None:
    async with _turn_taken(desk, demands[0]):
        tasks = await _waiting(desk, desk.send("unit", claims.propose, item_id=demands[1], quantity=2))
        beside = await desk.send("unit", claims.propose, item_id=demands[1])
    assert isinstance(beside, Payload)
    assert isinstance(await tasks[0], Payload)
    assert several == [1, 1, 1]
    assert await _claimed(desk) == [1, 3, 0, 0, 0, 0]


async def test_who_has_gone_away_from_the_line_claims_nothing(desk: Desk, demands: list[UUID], several: list[int]) -> None:
    async with _turn_taken(desk, demands[0]):
        gone, other = await _waiting(desk, *(desk.send("unit", claims.propose, item_id=item) for item in demands[1:3]))
        gone.cancel()
    await other
    assert several == [1, 1]
    assert await _claimed(desk) == [1, 0, 1, 0, 0, 0]


async def test_who_goes_away_from_the_turn_ends_it(desk: Desk, demands: list[UUID]) -> None:
    async with _turn_taken(desk, demands[0]) as first:
        other, = await _waiting(desk, desk.send("unit", claims.propose, item_id=demands[1]))
        first.cancel()
        assert isinstance(await other, Payload)


async def test_of_a_lost_connection_nobody_knows_the_outcome(desk: Desk, demands: list[UUID]) -> None:
    sent = [desk.send("unit", claims.propose, key=f"{KEY}-{item}", item_id=item) for item in demands[1:3]]
    async with _turn_taken(desk, demands[0]) as first, desk.pool.acquire() as other:
        tasks = await _waiting(desk, *sent)
        async with other.transaction():
            await other.execute("SELECT FROM organization WHERE id = $1 FOR UPDATE", desk.city.school)
            for session in await desk.blocked():
                await desk.pool.execute("SELECT pg_terminate_backend($1)", session)
            with pytest.raises(OutcomeUnknown):
                await first
            for session in await desk.blocked():
                await desk.pool.execute("SELECT pg_terminate_backend($1)", session)
            for task in tasks:
                with pytest.raises(OutcomeUnknown):
                    await task
    assert await _claimed(desk) == [0] * 6
    for item in demands[1:3]:
        await desk.ids("unit", claims.propose, key=f"{KEY}-{item}", item_id=item)
    assert await _claimed(desk) == [0, 1, 1, 0, 0, 0]


async def test_nobody_waits_longer_than_patience_for_a_turn(
        desk: Desk, demands: list[UUID], several: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "PATIENCE", 0.1)
    async with _turn_taken(desk, demands[0]) as first:
        for item in demands[1:3]:
            assert isinstance(await desk.send("unit", claims.propose, item_id=item), Payload)
        assert not first.done()
    await first
    assert several == [1, 1, 1]
    assert await _claimed(desk) == [1, 1, 1, 0, 0, 0]


async def test_who_went_on_beside_a_statement_is_not_hurried_by_its_end(
        desk: Desk, demands: list[UUID], several: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "PATIENCE", 0.1)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM organization WHERE id = $1 FOR UPDATE", desk.city.school)
        async with _turn_taken(desk, demands[0]) as first:
            monkeypatch.setattr(batching, "PATIENCE", 60)
            second = asyncio.create_task(desk.send("unit", claims.propose, item_id=demands[1]))
            await desk.blocked(2)
            third, = await _waiting(desk, desk.send("unit", claims.propose, item_id=demands[2]))
        assert isinstance(await first, Payload)
        await asyncio.sleep(0.05)
        assert several == [1, 1]
    assert {type(await second), type(await third)} == {Payload}
    assert several == [1, 1, 1]


async def test_payloads_with_other_parameters_are_read_by_their_own_statements(
        desk: Desk, demands: list[UUID], several: list[int]) -> None:
    def reading(more: int) -> Any:
        added = Expression(("t1.quantity + ", 2, "::int"), frozenset({("t1", "quantity")}))
        claim = Join("claim", "t1", Expression(("t1.id = ", 1, "::uuid"), frozenset({("t1", "id")})), ("quantity",))
        return lambda ids: PayloadQuery(Select((added,), joins=(claim,)), [ids["claim"], more])

    answers = await asyncio.gather(*(
        use_cases.answer(desk.context("unit"), claims.propose, f"{KEY}-{number}", {"item_id": demands[number]}, reading(number))
        for number in range(4)))
    assert [answer.row for answer in answers if isinstance(answer, Payload)] == [[1], [2], [3], [4]]
    assert several == [1] * 4


async def test_a_statement_has_so_many_at_most(
        desk: Desk, demands: list[UUID], several: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "MOST", 2)
    async with _turn_taken(desk, demands[0]):
        tasks = await _waiting(desk, *(desk.send("unit", claims.propose, item_id=item) for item in demands[1:]))
    assert {type(await task) for task in tasks} == {Payload}
    assert several == [1, 2, 2, 1]


@pytest.mark.parametrize("processes", [1, 3])
async def test_a_storm_over_many_items_is_claimed_to_the_last(
        desk: Desk, demands: list[UUID], several: list[int], processes: int) -> None:
    """Nobody in one process knows whose turn it is in another."""
    desks = [replace(desk, together=Together()) for _ in range(processes)]
    answers = await asyncio.gather(*(
        desks[number % processes].send(("unit", "bank")[number % 2], claims.propose, item_id=demands[number * 7 % 60 % 6])
        for number in range(60)))
    assert sum(isinstance(answer, Payload) for answer in answers) == 18
    assert {type(answer) for answer in answers} == {Payload, ClaimTooLarge}
    assert await _claimed(desk) == [3] * 6
    assert max(several) > 1
    assert await desk.pool.fetchval("SELECT count(*) FROM event") == 18
