"""What is done by hand is done whole, with its events last; and so is what is done on one connection."""
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db import members
from domain.refusals import ClaimTooLarge
from resolvers import claims, items
from resolvers.executing.context import Context
from resolvers.writing import by_hand, transactions, use_cases
from resolvers.writing.by_hand import ByHand
from resolvers.writing.results import Payload
from tests.city import DISTRICT
from tests.desk import Desk

NEW: dict[str, Any] = {"title": "清理楼道", "category": "ENVIRONMENT", "quantity": 3}


class Broken(Exception):
    pass


async def _register(hand: ByHand, *, breaks: bool) -> UUID:
    member_id = uuid7()
    member: dict[str, Any] = {"id": member_id, "subject": "by-hand", "name": "张三", "handle": None, "home_code": DISTRICT,
                              "created_at": hand.now}
    await members.insert(hand.connection, member)
    hand.record("member.registered", object_type="Member", object_id=member_id, object_version=1, organization_id=None,
                home_code=DISTRICT)
    if breaks:
        raise Broken
    return member_id


async def test_its_events_come_with_it(desk: Desk) -> None:
    async with desk.pool.acquire() as connection:
        hand = ByHand(connection, desk.now(), request_id="hand")
        member = await by_hand.do(hand, _register, breaks=False)
    event = await desk.last_event()
    assert (event["kind"], event["object_id"], event["request_id"], event["at"]) == (
        "member.registered", member, "hand", hand.now)
    assert event["actor_id"] is None
    assert hand.events == [], "they are not written again by what is done next"


async def test_nothing_stays_of_what_breaks_off(desk: Desk) -> None:
    before = await desk.contents("idempotency_key")
    async with desk.pool.acquire() as connection:
        with pytest.raises(Broken):
            await by_hand.do(ByHand(connection, desk.now()), _register, breaks=True)
    assert await desk.contents("idempotency_key") == before


async def _story(desk: Desk) -> UUID:
    """On one connection: an item is published, a claim is refused, another is accepted; an hour lies between any two."""
    moment = desk.now() - timedelta(days=2)

    async def answer(who: str, use_case: use_cases.UseCase[...], **values: Any) -> Any:
        nonlocal moment
        moment += timedelta(hours=1)
        context = Context(pool, desk.city.viewer(who), "story", lambda: moment, most_unanswered=None)
        return await use_case.answer(context, f"story-{uuid7()}", **values)

    async with desk.pool.acquire() as connection, transactions.whole(connection) as pool:
        published = await answer("community", items.publish_demand, **NEW)
        item: UUID = published.ids["item"]
        assert isinstance(await answer("unit", claims.propose, item_id=item, quantity=4), ClaimTooLarge)
        claim = (await answer("unit", claims.propose, item_id=item, quantity=3)).ids["claim"]
        assert isinstance(await answer("community", claims.accept, claim_id=claim), Payload)
        assert await desk.pool.fetchval("SELECT count(*) FROM item") == 0, "nobody else sees any of it yet"
        if desk.shift:
            raise Broken
    return item


async def test_use_cases_on_one_connection_are_parts_of_one_transaction(desk: Desk) -> None:
    item = await _story(desk)
    assert await desk.trail(item) == ["item.published", "claim.proposed", "claim.accepted"]
    times = [row["at"] for row in await desk.pool.fetch("SELECT at FROM event WHERE subject_id = $1 ORDER BY seq", item)]
    assert [after - before for before, after in pairwise(times)] == [timedelta(hours=2), timedelta(hours=1)]
    assert await desk.pool.fetchval("SELECT count(*) FROM idempotency_key") == 4


async def test_and_nothing_of_any_stays_when_it_breaks_off(desk: Desk) -> None:
    before = await desk.contents("idempotency_key")
    desk.shift = timedelta(seconds=1)
    with pytest.raises(Broken):
        await _story(desk)
    assert await desk.contents("idempotency_key") == before
