"""An agenda fills itself: what is late, unclaimed, returned or left, each with its source, once, and nobody's secret."""
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import dates
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.topics import MOST_ADDED, UNCLAIMED_AFTER, TopicsClosed
from resolvers import conferences, jobs, resolutions, scheduler, topics
from tests import city as place
from tests.conferences import add_conference
from tests.desk import Desk
from tests.topics import add_resolution, add_topic

SOON = timedelta(days=2)


async def _plan(desk: Desk, handle: str = "community", committee: UUID | None = None, days: int = 9) -> UUID:
    planned = await desk.ids(handle, conferences.plan, committee_id=committee or desk.city.committee,
                             planned_for=dates.day(desk.now() + timedelta(days=days)))
    return planned["conference"]


async def _agenda(desk: Desk, conference: UUID) -> list[tuple[Any, ...]]:
    """Of each topic on it the source, the item and how often it was carried over."""
    found = await desk.pool.fetch("SELECT source, item_id, carried_over FROM topic WHERE conference_id = $1 "
                                  "ORDER BY source, item_id", conference)
    return [tuple(row) for row in found]


async def _late(desk: Desk, home: str = place.COMMUNITY, scope: str = "COMMUNITY") -> dict[str, UUID]:
    """An overdue claim's item, a returned one's, one that nobody claims; and one that is in time, of each."""
    city, add, now = desk.city, desk.add, desk.now()
    items = {name: await add(place.add_item, city.bank, home, scope=scope, listed_at=now - UNCLAIMED_AFTER - SOON)
             for name in ("overdue", "returned", "unclaimed")}
    for name, columns in (("overdue", {"state": "ACCEPTED", "due_at": now - SOON}), ("returned", {"state": "REWORK"})):
        await add(place.add_claim, items[name], city.school, city.members["unit"], **columns)
    fresh = await add(place.add_item, city.bank, home, scope=scope)
    await add(place.add_claim, fresh, city.school, city.members["unit"], state="ACCEPTED", due_at=now + SOON)
    await add(place.add_item, city.bank, home, scope=scope)
    return items


async def test_what_is_late_comes_on_with_its_source(desk: Desk) -> None:
    items = await _late(desk)
    conference = await _plan(desk)
    assert await _agenda(desk, conference) == sorted(
        [("OVERDUE", items["overdue"], 0), ("RETURNED", items["returned"], 0), ("UNCLAIMED", items["unclaimed"], 0)])
    assert await desk.pool.fetchval("SELECT count(*) FROM event WHERE kind = 'topic.added'") == 3
    assert await desk.pool.fetchval("SELECT bool_and(claim_id IS NOT NULL) FROM topic WHERE source <> 'UNCLAIMED'")


async def test_it_comes_once(desk: Desk) -> None:
    await _late(desk)
    first, second = await _plan(desk), await _plan(desk)
    assert (len(await _agenda(desk, first)), len(await _agenda(desk, second))) == (3, 0)


async def test_it_comes_to_the_next_agenda_whichever_is_planned(desk: Desk) -> None:
    """One that is planned or called beside an earlier one is filled in its own time."""
    next_one = await _plan(desk)
    items = await _late(desk)
    later = await _plan(desk, days=90)
    await desk.ids("community", conferences.call, conference_id=later, venue="会议室",
                   starts_at=desk.now() + timedelta(days=90))
    assert await _agenda(desk, later) == []
    desk.shift = timedelta(days=10)
    await scheduler.once(desk.pool, desk.now, jobs.ALL)
    assert {*items.values()} < {item for _, item, _ in await _agenda(desk, next_one)}
    more = await desk.add(place.add_item, desk.city.bank, place.COMMUNITY, listed_at=desk.now() - UNCLAIMED_AFTER - SOON)
    desk.shift = timedelta(days=91)
    await scheduler.once(desk.pool, desk.now, jobs.ALL)
    assert more in {item for _, item, _ in await _agenda(desk, later)}


async def test_only_what_all_of_the_division_see_anyway(desk: Desk) -> None:
    """A street's conference is no place for what one community alone sees."""
    await _late(desk)
    items = await _late(desk, scope="STREET")
    await _late(desk, home=place.FAR_COMMUNITY, scope="DISTRICT")
    conference = await _plan(desk, "street", desk.city.street_committee)
    assert {item for _, item, _ in await _agenda(desk, conference)} == {*items.values()}


async def test_an_agenda_takes_only_so_much(desk: Desk) -> None:
    for _ in range(MOST_ADDED + 3):
        await desk.add(place.add_item, desk.city.bank, place.COMMUNITY, listed_at=desk.now() - UNCLAIMED_AFTER - SOON)
    assert len(await _agenda(desk, await _plan(desk))) == MOST_ADDED


@pytest.mark.parametrize(("state", "carried"), [("PUBLISHED", 1), ("CANCELLED", 1), ("HELD", 0)])
async def test_what_a_conference_left_goes_to_the_next(desk: Desk, state: str, carried: int) -> None:
    before = await desk.add(add_conference, desk.city, state=state)
    left = await desk.add(add_topic, desk.city, stage="CONSULTED", conference_id=before, opinions="赞成")
    await desk.add(add_topic, desk.city, stage="RESOLVED", conference_id=before)
    conference = await _plan(desk)
    row = await desk.row("topic", left)
    assert (row["conference_id"], row["carried_over"]) == (conference if carried else before, carried)
    assert await desk.trail(left) == ["topic.carried"] * carried


async def test_a_resolution_that_is_not_done_is_carried_and_says_how_often(desk: Desk) -> None:
    published = await desk.add(add_topic, desk.city, stage="PUBLISHED")
    overdue = await desk.add(add_resolution, desk.city, published, due_on=date(2026, 1, 2))
    for done in ({"state": "COMPLETED", "due_on": date(2026, 1, 2)}, {}):
        await desk.add(add_resolution, desk.city, published, **done)
    for times in (1, 2):
        conference = await _plan(desk)
        topic = await desk.pool.fetchrow("SELECT * FROM topic WHERE conference_id = $1", conference)
        assert topic and (topic["source"], topic["resolution_id"], topic["carried_over"]) == ("CARRIED_OVER", overdue, times)
        assert (await desk.row("resolution", overdue))["carried_over"] == times
        await desk.pool.execute("UPDATE topic SET stage = 'SUPERVISED', published_at = now(), supervised_at = now() "
                                "WHERE id = $1", topic["id"])
    assert await desk.trail(overdue) == ["resolution.carried"] * 2


@pytest.mark.parametrize(("state", "times"), [("OPEN", 2), ("CONFIRMED", 1)])
async def test_what_comes_of_a_resolution_and_is_left_says_how_often_as_well(desk: Desk, state: str, times: int) -> None:
    """The topic moves on with it; of what is done by then nothing more is counted."""
    overdue = await desk.add(add_resolution, desk.city, await desk.add(add_topic, desk.city, stage="PUBLISHED"),
                             due_on=date(2026, 1, 2))
    conference = await _plan(desk)
    await desk.ids("community", conferences.cancel, conference_id=conference, reason="改期")
    await desk.pool.execute("UPDATE resolution SET state = $1, completed_at = $2, confirmed_at = $2", state, desk.now())
    conference = await _plan(desk)
    assert await _agenda(desk, conference) == [("CARRIED_OVER", None, 2)]
    assert (await desk.row("resolution", overdue))["carried_over"] == times
    assert await desk.trail(overdue) == ["resolution.carried"] * times


async def test_the_clock_closes_the_collecting_and_fills_once_more(desk: Desk) -> None:
    conference = await _plan(desk)
    items = await _late(desk)
    desk.shift = timedelta(days=10)
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 1
    assert len(await _agenda(desk, conference)) == len(items) + 1  # the one that was in time is late by then
    assert await desk.trail(conference) == ["conference.planned", "conference.filled"]
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 0


async def test_what_was_put_back_does_not_return_to_the_same_agenda(desk: Desk) -> None:
    await _late(desk)
    conference = await _plan(desk)
    for row in await desk.pool.fetch("SELECT id FROM topic"):
        await desk.ids("community", topics.put_back, topic_id=row["id"], reason="另行处理")
    await desk.ids("community", conferences.call, conference_id=conference, venue="会议室",
                   starts_at=desk.now() + timedelta(days=9))
    assert await desk.pool.fetchval("SELECT count(*) FROM topic WHERE stage = 'PROPOSED'") == 0
    assert len(await _agenda(desk, await _plan(desk))) == 3


# -- topics and resolutions

async def _raise(desk: Desk, handle: str = "unit", **more: Any) -> UUID:
    ids = await desk.ids(handle, topics.raise_, committee_id=desk.city.committee, title="充电桩", category="PARKING", **more)
    return ids["topic"]


async def test_a_topic_after_the_day_waits_for_the_next_conference(desk: Desk) -> None:
    conference = await _plan(desk)
    await desk.pool.execute("UPDATE joint_conference SET topics_until = $1", desk.now() - timedelta(hours=1))
    topic = await _raise(desk)
    refused = await desk.refused(TopicsClosed, "community", topics.propose, topic_id=topic, conference_id=conference)
    assert refused.until == (await desk.row("joint_conference", conference))["topics_until"]


async def test_an_agenda_is_of_the_committees_own_topics(desk: Desk) -> None:
    other = await _plan(desk, "street", desk.city.street_committee)
    await desk.fails(BadInput, "street", topics.propose, topic_id=await _raise(desk), conference_id=other)
    over = await desk.add(add_conference, desk.city, state="HELD")
    await desk.refused(WrongState, "community", topics.propose, topic_id=await _raise(desk), conference_id=over)


async def test_who_sees_a_topic(desk: Desk) -> None:
    """Collected it is its committee's, and of who raised it; whom it does not concern is told that there is none."""
    topic = await _raise(desk)
    for handle in ("bank", "far-community"):
        await desk.fails(NotFound, handle, topics.put_back, topic_id=topic, reason="无")


async def test_who_sees_a_resolution(desk: Desk) -> None:
    """Until it is published its committee's and its owner's: others of the division are told that there is none."""
    topic = await desk.add(add_topic, desk.city, stage="RESOLVED")
    resolution = await desk.add(add_resolution, desk.city, topic)
    await desk.fails(NotFound, "unit", resolutions.complete, resolution_id=resolution)
    await desk.ids("community", topics.publish, topic_id=topic)
    await desk.refused(NotAllowed, "unit", resolutions.complete, resolution_id=resolution)


@pytest.mark.parametrize("given", [{"seat": "street"}, {"item": "resource"}, {"due": -1}])
async def test_a_resolution_that_cannot_be(desk: Desk, given: dict[str, Any]) -> None:
    city, topic = desk.city, await desk.add(add_topic, desk.city, stage="PROPOSED")
    owner = {"organization_id": city.bank}
    if "seat" in given:
        owner = {"seat_id": city.street_seat}
    if "item" in given:
        owner = {"item_id": await desk.add(place.add_item, city.bank, place.COMMUNITY, list="RESOURCE")}
    await desk.fails(BadInput, "community", topics.resolve, topic_id=topic, text="办", owner=owner,
                     due_on=dates.day(desk.now()) + timedelta(days=given.get("due", 9)))


async def test_it_becomes_a_demand_that_was_published(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PROPOSED")
    item = await desk.add(place.add_item, desk.city.bank, place.COMMUNITY)
    made = await desk.ids("community", topics.resolve, topic_id=topic, text="发布需求", owner={"item_id": item},
                          due_on=date(2098, 1, 1))
    row = await desk.row("resolution", made["resolution"])
    assert (row["kind"], row["owner_id"], row["item_id"]) == ("DEMAND", desk.city.bank, item)


async def test_a_seats_holder_does_what_the_seat_owns(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PROPOSED")
    made = await desk.ids("community", topics.resolve, topic_id=topic, text="牵头", owner={"seat_id": desk.city.seat},
                          due_on=date(2098, 1, 1))
    assert await _told(desk, "RESOLUTION_MADE") == {"member"}
    await desk.ids("member", resolutions.complete, resolution_id=made["resolution"])
    assert await _told(desk, "RESOLUTION_COMPLETED") == {"community"}


async def test_an_overdue_resolution_is_told_to_its_owner_and_the_secretary_once(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PROPOSED")
    due = dates.day(desk.now()) + timedelta(days=1)
    await desk.ids("community", topics.resolve, topic_id=topic, text="办",
                   owner={"organization_id": desk.city.bank}, due_on=due)
    assert await scheduler.once(desk.pool, lambda: dates.next_day_starts(due) - timedelta(seconds=1), jobs.ALL) == 0
    for expected in (1, 0):
        assert await scheduler.once(desk.pool, lambda: dates.next_day_starts(due), jobs.ALL) == expected
    assert await _told(desk, "RESOLUTION_OVERDUE") == {"bank", "two-units", "community"}
    assert await desk.pool.fetchval("SELECT count(*) FROM notice WHERE kind = 'RESOLUTION_OVERDUE'") == 3


async def _told(desk: Desk, kind: str) -> set[str]:
    names = {member: handle for handle, member in desk.city.members.items()}
    return {names[row["member_id"]] for row in await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = $1", kind)}


async def test_free_text_never_enters_the_log(desk: Desk) -> None:
    topic = await _raise(desk, body="王大妈家漏水")
    await desk.ids("community", topics.put_back, topic_id=topic, reason="王大妈已迁走")
    assert await desk.pool.fetchval("SELECT count(*) FROM event WHERE strpos(event::text, '王大妈') > 0") == 0

