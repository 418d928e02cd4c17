"""Who is told of what: rows written with the change, of exactly those whom it concerns."""
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from db import rows
from domain.notice import NoticeKind
from domain.notices import RULES
from domain.refusals import BadInput
from domain.trail import KINDS
from resolvers import cards, claims, items, jobs, notices, scheduler
from tests import city as place
from tests.desk import Desk

NEW: dict[str, Any] = {"title": "义诊", "category": "HEALTH", "quantity": 4}


async def _told(desk: Desk, kind: str) -> set[str]:
    """The handles of those who are told so."""
    names = {member: handle for handle, member in desk.city.members.items()}
    return {names[row["member_id"]] for row in await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = $1", kind)}


async def _demand(desk: Desk, **more: Any) -> UUID:
    return (await desk.ids("community", items.publish_demand, **NEW, **more))["item"]


async def _claim(desk: Desk, item: UUID) -> UUID:
    return (await desk.ids("unit", claims.propose, item_id=item, claimant_id=desk.city.school))["claim"]


def test_rules_are_of_kinds_of_events_that_there_are() -> None:
    assert RULES.keys() <= KINDS.keys()
    assert {rule.why for rule in RULES.values()} == set(NoticeKind)


async def test_a_demand_is_told_to_the_committees_that_see_it(desk: Desk) -> None:
    await _demand(desk)
    assert await _told(desk, "DEMAND_PUBLISHED") == {"member"}
    await _demand(desk, scope="STREET")
    assert await _told(desk, "DEMAND_PUBLISHED") == {"member", "street-member"}
    await desk.ids("community", items.publish_resource, **NEW, resource_kind="SERVICE")
    assert await desk.pool.fetchval("SELECT count(*) FROM notice") == 3


async def test_a_draft_is_told_when_it_is_published(desk: Desk) -> None:
    item = await _demand(desk, draft=True)
    assert await _told(desk, "DEMAND_PUBLISHED") == set()
    await desk.ids("community", items.publish_draft, item_id=item)
    assert await _told(desk, "DEMAND_PUBLISHED") == {"member"}


async def test_each_side_is_told_what_the_other_did(desk: Desk) -> None:
    claim = await _claim(desk, await _demand(desk))
    assert await _told(desk, "CLAIM_PROPOSED") == {"community"}
    row = await desk.pool.fetchrow("SELECT * FROM notice WHERE kind = 'CLAIM_PROPOSED'")
    event = await desk.last_event()
    assert row and (row["object_type"], row["object_id"], row["event_id"], row["at"], row["read_at"]) == (
        "Claim", claim, event["id"], event["at"], None)
    await desk.ids("community", claims.accept, claim_id=claim)
    assert await _told(desk, "CLAIM_ACCEPTED") == {"unit", "two-units"}
    await desk.ids("unit", claims.deliver, claim_id=claim)
    assert await _told(desk, "CLAIM_DELIVERED") == {"community"}
    await desk.ids("community", claims.return_, claim_id=claim, reason="再做一次")
    assert await _told(desk, "CLAIM_RETURNED") == {"unit", "two-units"}
    await desk.ids("unit", claims.deliver, claim_id=claim)
    await desk.ids("community", claims.confirm, claim_id=claim, rating=5)
    assert await _told(desk, "CLAIM_CONFIRMED") == {"unit", "two-units"}


async def test_answers_that_say_no_are_told(desk: Desk) -> None:
    item = await _demand(desk)
    await desk.ids("community", claims.decline, claim_id=await _claim(desk, item), reason="不需要")
    await desk.ids("unit", claims.withdraw, claim_id=await _claim(desk, item), reason="没有空")
    assert await _told(desk, "CLAIM_DECLINED") == {"unit", "two-units"}
    assert await _told(desk, "CLAIM_WITHDRAWN") == {"community"}


async def test_what_the_clock_does_is_told_to_both(desk: Desk) -> None:
    await _claim(desk, await _demand(desk, deadline=desk.now() + timedelta(days=9)))
    await scheduler.once(desk.pool, lambda: desk.now() + timedelta(days=4), jobs.ALL)
    assert await _told(desk, "CLAIM_LAPSED") == {"community", "unit", "two-units"}
    await scheduler.once(desk.pool, lambda: desk.now() + timedelta(days=10), jobs.ALL)
    assert await _told(desk, "ITEM_EXPIRED") == {"community"}


async def _accepted(desk: Desk, **due_in: float) -> UUID:
    """A claim whose card both sides agreed."""
    claim = await _claim(desk, await _demand(desk))
    await desk.ids("community", claims.accept, claim_id=claim, due_at=desk.now() + timedelta(**due_in))
    card = await desk.pool.fetchval("SELECT id FROM card WHERE claim_id = $1", claim)
    await desk.ids("unit", cards.agree, card_id=card)
    return claim


async def _clock(desk: Desk, **after: float) -> int:
    return await scheduler.once(desk.pool, lambda: desk.now() + timedelta(**after), [claims.REMIND])


async def test_what_is_overdue_is_told_to_both_once(desk: Desk) -> None:
    claim = await _accepted(desk, days=9)
    assert await _clock(desk, days=8) == 0
    due = (await desk.row("claim", claim))["due_at"]
    assert await _clock(desk, days=9, hours=1) == 1
    assert await _told(desk, "CLAIM_OVERDUE") == {"community", "unit", "two-units"}
    event = await desk.last_event()
    assert (event["kind"], event["actor_id"], event["object_version"]) == ("claim.overdue", None, 3)
    assert datetime.fromisoformat(event["after"]["was_due_at"]) == due
    row = await desk.row("claim", claim)
    assert (row["state"], row["due_at"], row["version"]) == ("ACCEPTED", due, 3)
    assert await _clock(desk, days=99) == 0
    await desk.ids("unit", claims.deliver, claim_id=claim)
    await desk.ids("community", claims.return_, claim_id=claim, reason="再做一次")
    assert await _clock(desk, days=99) == 0


async def test_what_was_delivered_in_time_is_overdue_when_it_comes_back(desk: Desk) -> None:
    claim = await _accepted(desk, days=9)
    await desk.ids("unit", claims.deliver, claim_id=claim)
    assert await _clock(desk, days=10) == 0
    await desk.ids("community", claims.return_, claim_id=claim, reason="再做一次")
    assert await _clock(desk, days=10) == 1
    assert await _clock(desk, days=11) == 0


@pytest.mark.parametrize("over", ["withdraw", "confirm", "no card", "not accepted", "not agreed"])
async def test_nobody_is_told_of_what_cannot_be_late(desk: Desk, over: str) -> None:
    claim = await (_accepted(desk, days=2) if over in ("withdraw", "confirm") else _claim(desk, await _demand(desk)))
    if over in ("no card", "not agreed"):
        await desk.ids("community", claims.accept, claim_id=claim,
                       **({} if over == "no card" else {"due_at": desk.now() + timedelta(days=2)}))
    if over == "withdraw":
        await desk.ids("unit", claims.withdraw, claim_id=claim, reason="没有空")
    if over == "confirm":
        await desk.ids("unit", claims.deliver, claim_id=claim)
        await desk.ids("community", claims.confirm, claim_id=claim, rating=5)
    assert await _clock(desk, days=10) == 0


async def test_who_is_concerned_twice_is_told_once(desk: Desk) -> None:
    """Of two committees around the demand, of two offices at its publisher."""
    city = desk.city
    async with desk.pool.acquire() as connection:
        await rows.insert(connection, "seat", {
            "id": uuid4(), "committee_id": city.street_committee, "kind": "PART_TIME", "member_id": city.members["member"],
            "starts_on": place.SINCE})
        await place.add_office(connection, city.members["community"], city.community, "LIAISON")
    item = await _demand(desk, scope="STREET")
    assert await desk.pool.fetchval("SELECT count(*) FROM notice") == 2
    await _claim(desk, item)
    assert await desk.pool.fetchval("SELECT count(*) FROM notice") == 3


async def test_a_refused_claim_tells_nobody(desk: Desk) -> None:
    item = await _demand(desk)
    before = await desk.pool.fetchval("SELECT count(*) FROM notice")
    await desk.send("unit", claims.propose, item_id=item, claimant_id=desk.city.school, quantity=5)
    assert await desk.pool.fetchval("SELECT count(*) FROM notice") == before


async def test_a_retry_tells_nobody_again(desk: Desk) -> None:
    item, key = await _demand(desk), str(uuid4())
    for _ in range(2):
        await desk.send("unit", claims.propose, key=key, item_id=item, claimant_id=desk.city.school)
    assert await desk.pool.fetchval("SELECT count(*) FROM notice WHERE kind = 'CLAIM_PROPOSED'") == 1


@pytest.mark.parametrize("change", [
    "UPDATE office SET ends_on = '2024-02-01' WHERE member_id = $1",
    "UPDATE office SET starts_on = '2999-01-01' WHERE member_id = $1",
    "UPDATE member SET active = false WHERE id = $1"])
async def test_who_holds_the_office_no_more_or_not_yet_is_not_told(desk: Desk, change: str) -> None:
    item = await _demand(desk)
    await desk.pool.execute(change, desk.city.members["community"])
    await _claim(desk, item)
    assert await _told(desk, "CLAIM_PROPOSED") == set()


async def test_what_is_muted_is_not_written(desk: Desk) -> None:
    await desk.ids("member", notices.prefer, kind="DEMAND_PUBLISHED", muted=True)
    await desk.ids("member", notices.prefer, kind="DEMAND_PUBLISHED", muted=True)
    await _demand(desk, scope="STREET")
    assert await _told(desk, "DEMAND_PUBLISHED") == {"street-member"}
    await desk.ids("member", notices.prefer, kind="DEMAND_PUBLISHED", muted=False)
    await _demand(desk)
    assert await _told(desk, "DEMAND_PUBLISHED") == {"street-member", "member"}


async def test_only_ones_own_are_marked(desk: Desk) -> None:
    await _demand(desk, scope="STREET")
    rows = {row["member_id"]: row["id"] for row in await desk.pool.fetch("SELECT * FROM notice")}
    own, others = (rows[desk.city.members[handle]] for handle in ("member", "street-member"))
    await desk.ids("member", notices.read, up_to=desk.now() - timedelta(hours=1))
    assert await desk.pool.fetchval("SELECT count(*) FROM notice WHERE read_at IS NULL") == 2
    await desk.ids("member", notices.read, ids=[own, others])
    assert [row["id"] for row in await desk.pool.fetch("SELECT id FROM notice WHERE read_at IS NULL")] == [others]
    await desk.ids("street-member", notices.read)
    assert await desk.pool.fetchval("SELECT count(*) FROM notice WHERE read_at IS NULL") == 0


async def test_so_many_are_named_at_once(desk: Desk) -> None:
    await desk.ids("member", notices.read, ids=[uuid4()] * notices.MOST)
    await desk.fails(BadInput, "member", notices.read, ids=[uuid4()] * (notices.MOST + 1))


async def test_what_was_read_long_ago_is_forgotten(desk: Desk) -> None:
    await _demand(desk, scope="STREET")
    await desk.ids("member", notices.read)
    assert await scheduler.once(desk.pool, lambda: desk.now() + timedelta(days=89), [notices.FORGET]) == 0
    assert await scheduler.once(desk.pool, lambda: desk.now() + timedelta(days=91), [notices.FORGET]) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM notice") == 1
