"""A write with the same key is answered once, whatever happens in between."""
import asyncio
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from db import claims as claims_table
from db import idempotency, proposals
from db import items as items_table
from db.driver.connection import Connection, open_pool
from db.idempotency import CommitRecord
from domain.refusals import (
    BadInput,
    ClaimTooLarge,
    DeadlinePassed,
    KeyReused,
    NotFound,
    OutcomeUnknown,
    Refusal,
    Unauthenticated,
    WrongState,
)
from resolvers import claims, items
from resolvers.writing import results
from resolvers.writing.results import Payload
from resolvers.writing.use_cases import Write, use_case
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

KEY = "the-same-key"


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.community, COMMUNITY)


async def test_a_retry_gets_the_same_answer_and_no_second_effect(desk: Desk, demand: UUID) -> None:
    first = await desk.send("unit", claims.propose, key=KEY, item_id=demand, quantity=2)
    before = await desk.contents("idempotency_key")
    again = await desk.send("unit", claims.propose, key=KEY, quantity=2, item_id=demand)
    assert isinstance(first, Payload)
    assert again == first
    assert await desk.contents("idempotency_key") == before
    assert len(desk.woken) == 1


async def test_also_after_a_restart(desk: Desk, demand: UUID, database: str) -> None:
    first = await desk.send("unit", claims.propose, key=KEY, item_id=demand)
    pool = await open_pool(database, size=1)
    assert await Desk(pool, desk.city).send("unit", claims.propose, key=KEY, item_id=demand) == first
    await pool.close()


async def test_who_waits_too_long_for_others_may_send_it_again(desk: Desk, demand: UUID, database: str) -> None:
    hurried = await open_pool(database, size=1, statement_within=1)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM item WHERE id = $1 FOR UPDATE", demand)
        for use_case in (claims.propose, items.withdraw):  # in one statement, and in a transaction of several
            more = {} if use_case is claims.propose else {"reason": "改期"}
            with pytest.raises(OutcomeUnknown):
                await Desk(hurried, desk.city).send(
                    "unit" if use_case is claims.propose else "community", use_case, key=KEY, item_id=demand, **more)
    assert isinstance(await Desk(hurried, desk.city).send("unit", claims.propose, key=KEY, item_id=demand), Payload)
    assert (await desk.row("item", demand))["claimed"] == 1
    await hurried.close()


async def test_the_same_key_with_something_else_is_refused(desk: Desk, demand: UUID) -> None:
    await desk.send("unit", claims.propose, key=KEY, item_id=demand)
    await desk.refused(KeyReused, "unit", claims.propose, key=KEY, item_id=demand, quantity=2)
    await desk.refused(KeyReused, "unit", claims.withdraw, key=KEY, claim_id=uuid4(), reason="改期")
    assert isinstance(await desk.send("bank", claims.propose, key=KEY, item_id=demand, quantity=2), Payload)


async def test_many_at_once_with_one_key_write_once(desk: Desk, demand: UUID) -> None:
    given = await asyncio.gather(*(desk.send("unit", claims.propose, key=KEY, item_id=demand) for _ in range(8)))
    assert all(answer == given[0] for answer in given)
    assert (await desk.row("item", demand))["claimed"] == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM claim") == 1


async def test_a_refusal_stays_the_answer(desk: Desk, demand: UUID) -> None:
    taken = (await desk.ids("bank", claims.propose, item_id=demand, quantity=10))["claim"]
    assert await desk.send("unit", claims.propose, key=KEY, item_id=demand) == ClaimTooLarge(0)
    await desk.ids("bank", claims.withdraw, claim_id=taken, reason="改期")
    assert await desk.send("unit", claims.propose, key=KEY, item_id=demand) == ClaimTooLarge(0)
    assert isinstance(await desk.send("unit", claims.propose, key="another-key", item_id=demand), Payload)


async def test_errors_are_not_kept(desk: Desk, demand: UUID) -> None:
    await desk.fails(NotFound, "unit", claims.propose, key=KEY, item_id=uuid4())
    await desk.fails(BadInput, "unit", claims.propose, key=KEY, item_id=demand, quantity=-1)
    assert isinstance(await desk.send("unit", claims.propose, key=KEY, item_id=demand), Payload)


async def test_keys_have_a_length_and_writes_a_member(desk: Desk, demand: UUID) -> None:
    for key in ("short", "x" * 129):
        assert "idempotency_key:" in await desk.fails(BadInput, "unit", claims.propose, key=key, item_id=demand)
    await desk.fails(Unauthenticated, None, claims.propose, item_id=demand)


async def test_equal_input_is_equal_however_it_is_written(desk: Desk) -> None:
    when = datetime(2031, 1, 1, tzinfo=UTC)
    common: dict[str, Any] = {"title": "口袋公园", "category": "OTHER"}
    first = await desk.send("community", items.publish_project, key=KEY, deadline=when, budget_yuan=Decimal("10.0"),
                            **common)
    again = await desk.send("community", items.publish_project, key=KEY, budget_yuan=Decimal("10"), **common,
                            deadline=when.astimezone(timezone(timedelta(hours=8))))
    assert again == first


async def _killed(connection: Connection) -> None:
    """End the session that runs this very transaction, as an operator or a crash would."""
    with pytest.raises(asyncpg.PostgresError):
        await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.fixture
async def proposal(desk: Desk, demand: UUID) -> UUID:
    return (await desk.ids("unit", claims.propose, item_id=demand))["claim"]


async def test_a_connection_lost_before_the_commit_leaves_nothing_and_the_retry_writes(
        desk: Desk, proposal: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = idempotency.settle

    async def settle_and_die(connection: Connection, kept: CommitRecord) -> None:
        await settle(connection, kept)
        await _killed(connection)

    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "settle", settle_and_die)
        assert "idempotencyKey" in await desk.fails(OutcomeUnknown, "community", claims.accept, key=KEY, claim_id=proposal)
    assert isinstance(await desk.send("community", claims.accept, key=KEY, claim_id=proposal), Payload)
    assert (await desk.row("claim", proposal))["version"] == 2


async def test_a_commit_that_nobody_heard_of_is_answered_by_the_retry(
        desk: Desk, proposal: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    leave = asyncpg.transaction.Transaction.__aexit__

    async def commit_and_die(transaction: Any, *raised: Any) -> None:
        await leave(transaction, *raised)
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    with monkeypatch.context() as patch:
        patch.setattr(asyncpg.transaction.Transaction, "__aexit__", commit_and_die)
        with pytest.raises(OutcomeUnknown):
            await desk.send("community", claims.accept, key=KEY, claim_id=proposal)
    assert isinstance(await desk.send("community", claims.accept, key=KEY, claim_id=proposal), Payload)
    assert (await desk.row("claim", proposal))["version"] == 2


@pytest.mark.parametrize("lead", [False, True])
@pytest.mark.parametrize("too_late", [False, True])
async def test_what_was_published_when_the_connection_was_lost_is_published_once(
        desk: Desk, monkeypatch: pytest.MonkeyPatch, too_late: bool, lead: bool) -> None:
    """In a statement that is its own transaction, or in one that holds the seat of who leads."""
    publish = items_table.publish

    async def die(connection: Connection, *given: Any) -> None:
        if too_late:
            await publish(connection, *given)
        await _killed(connection)
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    given: dict[str, Any] = {"title": "口袋公园", "category": "OTHER", "contact": {"name": "王小明", "phone": "13800138000"},
                             "lead_seat_id": desk.city.street_seat if lead else None}
    with monkeypatch.context() as patch:
        patch.setattr(items_table, "publish", die)
        with pytest.raises(OutcomeUnknown):
            await desk.send("street", items.publish_project, key=KEY, **given)
    written = too_late and not lead
    assert await _count(desk) == (written,) * 4
    first = await desk.send("street", items.publish_project, key=KEY, **given)
    assert isinstance(first, Payload)
    assert first == await desk.send("street", items.publish_project, key=KEY, **given)
    assert await _count(desk) == (1, 1, 1, 1)


async def _count(desk: Desk) -> tuple[int, ...]:
    tables = ("item", "contact", "event", "idempotency_key")
    return tuple([await desk.pool.fetchval(f"SELECT count(*) FROM {table}") for table in tables])


@pytest.mark.parametrize("failure", [asyncpg.SerializationError, asyncpg.DeadlockDetectedError])
async def test_what_failed_for_others_sake_is_tried_again(
        desk: Desk, demand: UUID, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]) -> None:
    propose, revise = proposals.propose, claims_table.revise
    failures = [failure("again"), failure("and again")]

    async def propose_at_last(*values: Any, waits: bool) -> Any:
        if failures:
            raise failures.pop()
        return await propose(*values, waits=waits)

    async def revise_at_last(*values: Any) -> int:
        version = await revise(*values)
        if failures:
            raise failures.pop()
        return version

    monkeypatch.setattr(proposals, "propose", propose_at_last)
    monkeypatch.setattr(claims_table, "revise", revise_at_last)
    claim = (await desk.ids("unit", claims.propose, item_id=demand))["claim"]
    assert (await desk.row("item", demand))["claimed"] == 1
    failures += [failure("again"), failure("and again")]
    await desk.ids("community", claims.accept, claim_id=claim)
    assert (await desk.row("claim", claim))["version"] == 2


async def test_a_retry_is_answered_even_when_its_object_is_out_of_sight(desk: Desk, proposal: UUID) -> None:
    done = await desk.send("community", claims.decline, key=KEY, claim_id=proposal, reason="改期")
    await desk.pool.execute("UPDATE item SET state = 'DRAFT', publisher_id = $1", desk.city.bank)
    await desk.fails(NotFound, "community", claims.decline, claim_id=proposal, reason="改期")
    assert await desk.send("community", claims.decline, key=KEY, claim_id=proposal, reason="改期") == done
    await desk.refused(KeyReused, "community", claims.decline, key=KEY, claim_id=proposal, reason="")


async def test_a_retry_at_once_is_answered_like_the_first(desk: Desk, proposal: UUID) -> None:
    """Whatever the second finds by then, which is mostly that the step is taken."""
    for step in (claims.accept, claims.deliver):
        viewer = "community" if step is claims.accept else "unit"
        given = await asyncio.gather(*(desk.send(viewer, step, key=f"{step.name}-once", claim_id=proposal)
                                       for _ in range(6)))
        assert given == [given[0]] * 6
        assert isinstance(given[0], Payload)
    assert (await desk.row("claim", proposal))["version"] == 3
    given = await asyncio.gather(*(desk.send("community", items.publish_demand, key=KEY, title="修灯", category="OTHER")
                                   for _ in range(6)))
    assert given == [given[0]] * 6
    assert await desk.pool.fetchval("SELECT count(*) FROM item WHERE title = '修灯'") == 1


async def test_a_bug_rolls_back_and_keeps_the_connection(desk: Desk) -> None:
    @use_case()
    async def buggy(write: Write) -> dict[str, UUID]:
        await write.connection.execute("UPDATE organization SET name = 'x'")
        raise ZeroDivisionError

    await desk.fails(ZeroDivisionError, "unit", buggy)


@pytest.mark.parametrize("refusal", [
    DeadlinePassed(datetime(2026, 5, 1, 8, tzinfo=UTC)), WrongState("LAPSED", ["PROPOSED"]), KeyReused()])
def test_a_kept_refusal_is_the_same_refusal(refusal: Refusal) -> None:
    restored = results.unpack(results.pack(refusal))
    assert restored == refusal
    assert type(restored) is type(refusal)


def test_every_refusal_speaks_both_languages() -> None:
    samples: dict[Any, Any] = {int: 3, str: "X", list[str]: ["A"], datetime: datetime(2026, 5, 1, tzinfo=UTC),
                               date: date(2026, 5, 1)}
    words = {"SeatKind": "SECRETARY", "Scope": "STREET"}
    assert len(Refusal.KINDS) > 15
    for kind in Refusal.KINDS.values():
        message = kind(*(words.get(each.enum) or samples[each.type] for each in kind.DETAILS.values())).message
        chinese, stop, english = message.partition("。")
        assert stop
        assert any("一" <= character <= "鿿" for character in chinese)
        assert english.isascii()
        assert english.endswith(".")
