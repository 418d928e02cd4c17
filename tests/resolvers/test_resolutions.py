"""Resolutions: to whom a committee gives something to do, and what is dropped is nobody's any more."""
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db import rows
from domain import dates
from domain.committees import OwnerElsewhere
from domain.refusals import BadInput, NotAllowed, WrongState
from domain.topics import ResolutionsOpen
from resolvers import commitments, conferences, jobs, resolutions, scheduler, topics
from tests import city as place
from tests.desk import Desk
from tests.topics import add_resolution, add_topic

PAST = date(2026, 1, 2)


# -- whose it may be

async def _pair(connection: Any, desk: Desk, state: str = "PAIRED") -> UUID:
    """The hospital with the community, in a term that runs."""
    row = {"id": uuid7(), "kind": "UNIT", "host_id": desk.city.community, "home_code": place.COMMUNITY,
           "partner_id": desk.city.hospital, "promise": "义诊", "starts_on": place.SINCE, "ends_on": date(2098, 1, 1),
           "state": state, "proposed_by": "HOST", "proposed_at": place.CREATED, "paired_at": place.CREATED,
           "ends_at": dates.next_day_starts(date(2098, 1, 1))}
    await rows.insert(connection, "pairing", row)
    return UUID(str(row["id"]))


async def _resolve(desk: Desk, owner: dict[str, UUID], topic: UUID | None = None) -> dict[str, Any]:
    topic = topic or await desk.add(add_topic, desk.city, stage="PROPOSED")
    return {"topic_id": topic, "text": "办", "owner": owner, "due_on": date(2098, 1, 1)}


@pytest.mark.parametrize("owner", ["community", "grid", "street", "district", "province", "bank", "department"])
async def test_it_is_given_to_the_area_and_those_above_and_the_districts_departments(desk: Desk, owner: str) -> None:
    given = await _resolve(desk, {"organization_id": getattr(desk.city, owner)})
    await desk.ids("community", topics.resolve, **given)


@pytest.mark.parametrize("owner", ["neighbour", "far_street", "far_community", "hospital"])
async def test_it_is_not_given_to_whom_the_committee_does_not_concern(desk: Desk, owner: str) -> None:
    organization, city = getattr(desk.city, owner), desk.city
    given = await _resolve(desk, {"organization_id": organization})
    refused = await desk.refused(OwnerElsewhere, "community", topics.resolve, **given)
    assert (refused.field, refused.division) == ("owner.organizationId", place.COMMUNITY)
    item = await desk.add(place.add_item, organization, place.FAR_COMMUNITY, scope="CITY")
    given = await _resolve(desk, {"item_id": item}, given["topic_id"])
    assert (await desk.refused(OwnerElsewhere, "community", topics.resolve, **given)).field == "owner.itemId"
    year = dates.day(desk.now()).year
    promised = {"text": "办", "owner": {"organization_id": organization}, "due_on": date(year, 12, 31)}
    refused = await desk.refused(OwnerElsewhere, "community", commitments.adopt, committee_id=city.committee, year=year,
                                 commitments=[promised])
    assert refused.field == "commitments[0].owner.organizationId"


async def test_a_department_is_its_districts(desk: Desk) -> None:
    """Wherever in the district it is stationed; what is stationed there without being one is not."""
    await desk.pool.execute("UPDATE organization SET kind = 'DEPARTMENT' WHERE id = $1", desk.city.hospital)
    given = await _resolve(desk, {"organization_id": desk.city.hospital})
    await desk.ids("community", topics.resolve, **given)
    await desk.pool.execute("UPDATE organization SET division_code = '110112008001' WHERE id = $1", desk.city.far_community)
    await desk.refused(OwnerElsewhere, "community", topics.resolve, **given)


@pytest.mark.parametrize("state", ["PAIRED", "PROPOSED"])
async def test_who_is_paired_there_is_concerned(desk: Desk, state: str) -> None:
    await desk.add(_pair, desk, state)
    given = await _resolve(desk, {"organization_id": desk.city.hospital})
    if state == "PAIRED":
        await desk.ids("community", topics.resolve, **given)
    else:
        await desk.refused(OwnerElsewhere, "community", topics.resolve, **given)


@pytest.mark.parametrize("ends_on", [None, PAST])
async def test_who_has_a_seat_on_the_committee_is_concerned(desk: Desk, ends_on: date | None) -> None:
    await desk.pool.execute("UPDATE seat SET organization_id = $2, ends_on = $3 WHERE id = $1", desk.city.seat,
                            desk.city.hospital, ends_on)
    given = await _resolve(desk, {"organization_id": desk.city.hospital})
    if ends_on is None:
        await desk.ids("community", topics.resolve, **given)
    else:
        await desk.refused(OwnerElsewhere, "community", topics.resolve, **given)


# -- dropped

async def _drop(desk: Desk, resolution: UUID, handle: str = "community") -> None:
    await desk.ids(handle, resolutions.drop, resolution_id=resolution, reason="已由街道统一安排")


@pytest.mark.parametrize("state", ["OPEN", "COMPLETED"])
async def test_a_dropped_resolution_is_closed_with_its_reason_and_its_owner_is_told(desk: Desk, state: str) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PUBLISHED")
    resolution = await desk.add(add_resolution, desk.city, topic, state=state)
    await _drop(desk, resolution)
    row = await desk.row("resolution", resolution)
    assert (row["state"], row["reason"], row["version"]) == ("DROPPED", "已由街道统一安排", 2)
    assert await desk.trail(resolution) == ["resolution.dropped"]
    told = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = 'RESOLUTION_DROPPED'")
    assert {each["member_id"] for each in told} == {desk.city.members["bank"], desk.city.members["two-units"]}
    assert await desk.pool.fetchval("SELECT count(*) FROM event WHERE strpos(event::text, '统一安排') > 0") == 0
    for use_case in (resolutions.complete, resolutions.confirm):
        with_it = "bank" if use_case is resolutions.complete else "community"
        refused = await desk.refused(WrongState, with_it, use_case, resolution_id=resolution)
        assert refused.state == "DROPPED"


async def test_an_owner_does_not_drop_it_and_nobody_without_a_reason(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PUBLISHED")
    resolution = await desk.add(add_resolution, desk.city, topic)
    await desk.refused(NotAllowed, "bank", resolutions.drop, resolution_id=resolution, reason="无暇")
    assert "reason" in await desk.fails(BadInput, "community", resolutions.drop, resolution_id=resolution, reason=" ")


async def test_what_was_dropped_falls_overdue_no_more(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PUBLISHED")
    resolution = await desk.add(add_resolution, desk.city, topic, due_on=PAST, overdue_at=desk.now() + timedelta(days=1))
    await _drop(desk, resolution)
    desk.shift = timedelta(days=2)
    await scheduler.once(desk.pool, desk.now, jobs.ALL)
    assert await desk.trail(resolution) == ["resolution.dropped"]


async def test_a_topic_is_supervised_whose_resolutions_are_confirmed_or_dropped(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PUBLISHED")
    await desk.add(add_resolution, desk.city, topic, state="CONFIRMED")
    left = await desk.add(add_resolution, desk.city, topic)
    assert (await desk.refused(ResolutionsOpen, "community", topics.supervise, topic_id=topic)).count == 1
    await _drop(desk, left)
    await desk.ids("community", topics.supervise, topic_id=topic)


async def _plan(desk: Desk) -> UUID:
    day = dates.day(desk.now() + timedelta(days=9))
    return (await desk.ids("community", conferences.plan, committee_id=desk.city.committee, planned_for=day))["conference"]


async def test_what_was_dropped_comes_on_no_agenda(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PUBLISHED")
    resolution = await desk.add(add_resolution, desk.city, topic, due_on=PAST)
    await _drop(desk, resolution)
    await _plan(desk)
    assert await desk.pool.fetchval("SELECT count(*) FROM topic WHERE resolution_id = $1", resolution) == 0


async def test_what_has_it_on_an_agenda_is_put_back(desk: Desk) -> None:
    topic = await desk.add(add_topic, desk.city, stage="PUBLISHED")
    resolution = await desk.add(add_resolution, desk.city, topic, due_on=PAST)
    first = await _plan(desk)
    on_agenda = await desk.pool.fetchval("SELECT id FROM topic WHERE resolution_id = $1", resolution)
    await _drop(desk, resolution)
    row = await desk.row("topic", on_agenda)
    assert (row["stage"], row["reason"], row["conference_id"]) == ("PUT_BACK", "已由街道统一安排", first)
    assert await desk.trail(on_agenda) == ["topic.added", "topic.put_back"]
    assert (await desk.last_event())["before"] == {"stage": "PROPOSED"}
    await desk.ids("community", conferences.cancel, conference_id=first, reason="改期")
    await _plan(desk)
    assert (await desk.row("topic", on_agenda))["conference_id"] == first
    assert (await desk.row("resolution", resolution))["carried_over"] == 1
