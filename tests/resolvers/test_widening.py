"""Items open to more by the clock, and at once: who sees them then, who is told, what the trail says; nothing twice."""
import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from db import items as stored
from domain import dates, working_days
from domain.refusals import BadInput, WrongState
from domain.widening import LastStage, NoTimeLimit
from resolvers import claims, items, scheduler, widening
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

NEW: dict[str, Any] = {"title": "义诊", "category": "HEALTH", "quantity": 4}
LIMITS = {"community": 2, "street": 3}


async def _publish(desk: Desk, by: str = "community", **more: Any) -> UUID:
    return (await desk.ids(by, items.publish_demand, **{**NEW, "stage_limits": LIMITS, **more}))["item"]


async def _clock(desk: Desk, at: datetime | None) -> int:
    """Whatever else is due at a moment, the stages' time included; returns how many items opened or began their stage anew."""
    assert at is not None
    return await scheduler.once(desk.pool, lambda: at, [widening.STAGE_ENDED])


async def _stage(desk: Desk, item: UUID) -> tuple[str, datetime | None]:
    row = await desk.row("item", item)
    return row["scope"], row["next_stage_at"]


async def _seen_by(desk: Desk, item: UUID) -> set[str]:
    async with desk.pool.acquire() as connection:
        return {handle for handle, viewer in desk.city.viewers.items()
                if await stored.seen(connection, viewer, item, desk.now())}


async def _told(desk: Desk) -> set[str]:
    """The handles of those who were told since this was asked last."""
    names = {member: handle for handle, member in desk.city.members.items()}
    return {names[row["member_id"]] for row in await desk.pool.fetch(
        "DELETE FROM notice WHERE kind = 'ITEM_WIDENED' RETURNING member_id")}


async def test_an_item_opens_stage_by_stage(desk: Desk) -> None:
    item = await _publish(desk)
    scope, street_at = await _stage(desk, item)
    assert (scope, street_at) == ("COMMUNITY", working_days.due(desk.now(), 2))
    first = await _seen_by(desk, item)
    assert street_at is not None
    assert await _clock(desk, street_at - timedelta(microseconds=1)) == 0

    assert await _clock(desk, street_at) == 1
    scope, district_at = await _stage(desk, item)
    assert (scope, district_at) == ("STREET", working_days.due(street_at, 3))
    second = await _seen_by(desk, item)
    assert second - first == {"neighbour", "street-member", "department"}
    assert await _told(desk) == {"community", "street", "street-member"}

    assert await _clock(desk, district_at) == 1
    assert await _stage(desk, item) == ("DISTRICT", None)
    assert await _seen_by(desk, item) - second == {"far-community", "far-street", "hospital"}
    assert await _told(desk) == {"community", "district"}
    assert await desk.trail(item) == ["item.published", "item.widened", "item.widened"]
    assert (await desk.row("item", item))["version"] == 3
    assert await _clock(desk, desk.now() + timedelta(days=999)) == 0


async def test_the_event_says_when_it_was_due_and_from_where_it_opened(desk: Desk) -> None:
    item = await _publish(desk)
    due = (await _stage(desk, item))[1]
    late = desk.now() + timedelta(days=40)
    await _clock(desk, late)
    event = await desk.last_event()
    assert (event["kind"], event["actor_id"], event["object_id"]) == ("item.widened", None, item)
    assert (event["organization_id"], event["object_version"]) == (desk.city.community, 2)
    assert event["before"] == {"state": "PUBLISHED", "scope": "COMMUNITY"}
    next_stage_at = datetime.fromisoformat(event["after"]["next_stage_at"])
    assert next_stage_at == working_days.due(late, 3)  # who sees it from now on has the whole time
    assert {**event["after"], "next_stage_at": 0} == {
        "state": "PUBLISHED", "scope": "STREET", "next_stage_at": 0,
        "was_due_at": event["after"]["was_due_at"]}
    assert datetime.fromisoformat(event["after"]["was_due_at"]) == due


async def test_a_claim_holds_it_and_gives_its_stage_the_time_anew(desk: Desk) -> None:
    """Proposed or accepted; once that has fallen away it opens when the time is up that began while it was claimed."""
    item = await _publish(desk)
    claim = (await desk.ids("unit", claims.propose, item_id=item, claimant_id=desk.city.school))["claim"]
    due = (await _stage(desk, item))[1]
    assert await _clock(desk, due) == 0
    anew = working_days.due(due, 2)  # type: ignore[arg-type]
    assert await _stage(desk, item) == ("COMMUNITY", anew)
    await desk.ids("community", claims.accept, claim_id=claim)
    assert await _clock(desk, anew) == 0
    await desk.ids("unit", claims.withdraw, claim_id=claim, reason="人手不足")
    assert await _clock(desk, anew) == 0
    due = (await _stage(desk, item))[1]
    assert await _clock(desk, due) == 1
    assert (await _stage(desk, item))[0] == "STREET"
    assert (await desk.trail(item)).count("item.widened") == 1
    assert (await desk.row("item", item))["version"] == 2
    assert await _told(desk) >= {"street"}


@pytest.mark.parametrize("end", ["withdraw", "complete", "expire"])
async def test_what_is_over_opens_to_nobody(desk: Desk, end: str) -> None:
    item = await _publish(desk, deadline=desk.now() + timedelta(minutes=1) if end == "expire" else None)
    if end == "withdraw":
        await desk.ids("community", items.withdraw, item_id=item, reason="不用了")
    elif end == "complete":
        await desk.ids("community", items.complete, item_id=item)
    assert await _clock(desk, desk.now() + timedelta(days=99)) == 0
    assert (await _stage(desk, item))[0] == "COMMUNITY"
    assert "item.widened" not in await desk.trail(item)


async def test_a_draft_has_no_clock_before_it_is_published(desk: Desk) -> None:
    item = await _publish(desk, draft=True)
    assert await _stage(desk, item) == ("COMMUNITY", None)
    desk.shift = timedelta(days=20)
    await desk.ids("community", items.publish_draft, item_id=item)
    assert await _stage(desk, item) == ("COMMUNITY", working_days.due(desk.now(), 2))
    assert (await desk.last_event())["after"]["community_days"] == 2


async def test_several_hubs_open_each_item_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "BATCH", 4)
    due = desk.now() - timedelta(hours=1)
    for _ in range(30):
        await desk.add(place.add_item, desk.city.community, COMMUNITY, community_days=1, street_days=1, next_stage_at=due)
    rounds = await asyncio.gather(*(scheduler.once(desk.pool, desk.now, [widening.STAGE_ENDED]) for _ in range(4)))
    assert sum(rounds) == 30
    assert await desk.pool.fetchval("SELECT count(*) FROM item WHERE scope = 'STREET' AND version = 2") == 30
    assert await desk.pool.fetchval("SELECT count(DISTINCT object_id) FROM event WHERE kind = 'item.widened'") == 30
    assert await desk.pool.fetchval("SELECT count(*) FROM event") == 30


async def test_claimed_ones_do_not_keep_others_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """They fill the first batches; that they stay is not the end of the round's work for good."""
    monkeypatch.setattr(scheduler, "BATCH", 3)
    long_ago, due = desk.now() - timedelta(days=9), desk.now() - timedelta(days=1)
    for claimed, at in ((1, long_ago),) * 7 + ((0, due),):
        await desk.add(place.add_item, desk.city.community, COMMUNITY, community_days=1, next_stage_at=at, claimed=claimed)
    assert await scheduler.once(desk.pool, desk.now, [widening.STAGE_ENDED]) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM item WHERE next_stage_at <= $1", desk.now()) == 0


async def test_the_publisher_opens_it_at_once(desk: Desk) -> None:
    item = await _publish(desk)
    await desk.ids("community", widening.widen, item_id=item)
    assert await _stage(desk, item) == ("STREET", working_days.due(desk.now(), 3))
    assert await _told(desk) == {"street", "street-member"}  # not the publisher, who did it
    event = await desk.last_event()
    assert (event["before"]["scope"], event["after"]["scope"]) == ("COMMUNITY", "STREET")
    await desk.ids("community", widening.widen, item_id=item)
    assert await _stage(desk, item) == ("DISTRICT", None)
    assert (await desk.refused(LastStage, "community", widening.widen, item_id=item)).scope == "DISTRICT"


async def test_the_publishers_own_committee_is_told_when_it_opens_to_its_community(desk: Desk) -> None:
    """Not who acts for the community, who did it; those who sit on its committee see it only now."""
    item = await _publish(desk, scope="PAIRED")
    await desk.ids("community", widening.widen, item_id=item)
    assert (await _stage(desk, item))[0] == "COMMUNITY"
    assert await _told(desk) == {"member"}


async def test_the_publisher_lets_it_stay(desk: Desk) -> None:
    item = await _publish(desk)
    await desk.ids("community", widening.hold, item_id=item)
    row = await desk.row("item", item)
    assert (row["next_stage_at"], row["community_days"], row["street_days"]) == (None, None, 3)
    assert await _clock(desk, desk.now() + timedelta(days=99)) == 0
    assert set((await desk.last_event())["after"]) == {"community_days", "next_stage_at"}
    await desk.refused(NoTimeLimit, "community", widening.hold, item_id=item)
    await desk.ids("community", widening.widen, item_id=item)
    assert await _stage(desk, item) == ("STREET", working_days.due(desk.now(), 3))


async def test_what_is_not_published_is_neither_opened_nor_held(desk: Desk) -> None:
    item = await _publish(desk, draft=True)
    for use_case in (widening.widen, widening.hold):
        assert (await desk.refused(WrongState, "community", use_case, item_id=item)).state == "DRAFT"


async def test_limits_are_revised(desk: Desk) -> None:
    item = await _publish(desk, stage_limits={"street": 3})
    assert await _stage(desk, item) == ("COMMUNITY", None)
    await desk.ids("community", items.revise, item_id=item, stage_limits={"community": 4})
    assert await _stage(desk, item) == ("COMMUNITY", working_days.due(desk.now(), 4))
    event = await desk.last_event()
    assert (event["kind"], event["before"], event["after"]["community_days"]) == (
        "item.revised", {"community_days": None, "next_stage_at": None}, 4)
    await desk.ids("community", items.revise, item_id=item, stage_limits=None)
    row = await desk.row("item", item)
    assert (row["community_days"], row["street_days"], row["next_stage_at"]) == (None, None, None)


async def test_a_wider_scope_by_revision_is_told_as_any_widening(desk: Desk) -> None:
    """To all that it jumps over, too; a narrower one opens it to nobody."""
    item = await _publish(desk)
    await desk.ids("community", items.revise, item_id=item, scope="DISTRICT")
    assert await desk.trail(item) == ["item.published", "item.revised", "item.widened"]
    assert await _told(desk) == {"street", "street-member", "district"}
    assert await _stage(desk, item) == ("DISTRICT", None)
    await desk.ids("community", items.revise, item_id=item, scope="STREET")
    assert (await desk.trail(item))[-1] == "item.revised"
    assert await _stage(desk, item) == ("STREET", working_days.due(desk.now(), 3))
    assert await _told(desk) == set()
    draft = await _publish(desk, draft=True)
    await desk.ids("community", items.revise, item_id=draft, scope="CITY")
    assert await desk.trail(draft) == ["item.drafted", "item.redrafted"]


@pytest.mark.parametrize("limits", [{"community": 0}, {"street": 1_001}, {"community": -1, "street": 3}])
async def test_a_limit_is_some_working_days(desk: Desk, limits: dict[str, int]) -> None:
    assert "stage_limits" in await desk.fails(BadInput, "community", items.publish_demand, **NEW, stage_limits=limits)
    item = await _publish(desk)
    assert "stage_limits" in await desk.fails(BadInput, "community", items.revise, item_id=item, stage_limits=limits)


async def test_the_last_moment_of_a_working_day(desk: Desk) -> None:
    """From midnight in China on, whatever the hour at which it was published."""
    item = await _publish(desk)
    due = (await _stage(desk, item))[1]
    assert due is not None
    assert due.astimezone(dates.CHINA).time() == datetime.min.time()
