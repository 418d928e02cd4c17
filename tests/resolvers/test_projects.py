"""Joint projects: what they are made of, who forms, starts and ends them, and what the clock does."""
import asyncio
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import dates
from domain.claims import AlreadyJoined
from domain.committees import LeadQuotaReached
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from resolvers import claims, jobs, projects, scheduler
from resolvers.writing.results import Payload
from tests import city as place
from tests.city import COMMUNITY, FAR_COMMUNITY, NEIGHBOUR
from tests.desk import Desk
from tests.projects import ENDS, add_claim, add_project


async def claim(desk: Desk, **more: Any) -> UUID:
    return await desk.add(add_claim, desk.city, **more)


def new(desk: Desk, *claim_ids: UUID, **more: Any) -> dict[str, Any]:
    return {"claim_ids": list(claim_ids), "title": "楼道照明改造", "ends_on": ENDS, "lead_unit_id": desk.city.school, **more}


async def form(desk: Desk, by: str, *claim_ids: UUID, **more: Any) -> UUID:
    return (await desk.ids(by, projects.form, **new(desk, *claim_ids, **more)))["joint_project"]


async def shares(desk: Desk, project: UUID) -> dict[UUID, int]:
    return {row["organization_id"]: row["share"] for row in await desk.pool.fetch(
        "SELECT organization_id, share FROM project_part WHERE project_id = $1", project)}


async def told(desk: Desk, kind: str) -> set[str]:
    """The handles of those who are told so."""
    return {row["handle"] for row in await desk.pool.fetch(
        "SELECT m.handle FROM notice n JOIN member m ON m.id = n.member_id WHERE n.kind = $1", kind)}


async def test_claims_of_all_lists_are_joined_with_equal_shares(desk: Desk) -> None:
    """The provider carries it out: of a resource its publisher. What is over of a hundred has the lead."""
    city = desk.city
    made = [await claim(desk), await claim(desk, claimant="bank", item={"list": "PROJECT"}),
            await claim(desk, publisher="hospital", claimant="community", item={"list": "RESOURCE"})]
    project = await form(desk, "community", *made)
    row = await desk.row("joint_project", project)
    assert (row["state"], row["host_id"], row["home_code"], row["committee_id"], row["lead_unit_id"]) == (
        "FORMED", city.community, COMMUNITY, city.committee, city.school)
    assert row["overdue_at"] == dates.next_day_starts(ENDS)
    assert await shares(desk, project) == {city.school: 34, city.bank: 33, city.hospital: 33}
    assert [(await desk.row("claim", each))["joint_project_id"] for each in made] == [project] * 3
    assert await told(desk, "PROJECT_FORMED") == {"unit", "two-units", "bank", "hospital"}


@pytest.mark.parametrize(("asked", "wrong"), [
    ({"school": 70, "bank": 31}, "101"), ({"school": 100}, "One share"), ({"school": 100, "bank": 0}, "1 at least"),
    ({"school": 50, "hospital": 50}, "One share")])
async def test_shares_are_of_the_units_and_a_hundred(desk: Desk, asked: dict[str, int], wrong: str) -> None:
    made = [await claim(desk), await claim(desk, claimant="bank")]
    given = [{"unit_id": getattr(desk.city, name), "share": share} for name, share in asked.items()]
    assert wrong in await desk.fails(BadInput, "community", projects.form, **new(desk, *made, shares=given))


async def test_who_leads_carries_out_one_of_the_claims(desk: Desk) -> None:
    made = await claim(desk, claimant="bank")
    assert "lead_unit_id" in await desk.fails(BadInput, "community", projects.form, **new(desk, made))


@pytest.mark.parametrize("number", [0, 51, 2])
async def test_how_many_claims_there_are(desk: Desk, number: int) -> None:
    """From one to fifty, each once."""
    given = [await claim(desk)] * number
    assert "claim_ids" in await desk.fails(BadInput, "community", projects.form, **new(desk, *given))


@pytest.mark.parametrize("state", ["PROPOSED", "DELIVERED", "REWORK", "CONFIRMED", "DECLINED", "WITHDRAWN", "LAPSED"])
async def test_only_accepted_claims_are_joined(desk: Desk, state: str) -> None:
    refused = await desk.refused(WrongState, "community", projects.form, **new(desk, await claim(desk, state=state)))
    assert (refused.state, refused.expected) == (state, ["ACCEPTED"])


async def test_claims_that_one_does_not_see_are_not_there(desk: Desk) -> None:
    item = await desk.add(place.add_item, desk.city.far_community, FAR_COMMUNITY)
    unseen = await desk.add(place.add_claim, item, desk.city.school, desk.city.members["unit"], state="ACCEPTED")
    assert "claim_ids[1]" in await desk.fails(NotFound, "community", projects.form, **new(desk, await claim(desk), unseen))


async def test_a_claim_is_part_of_one_project_until_that_is_stopped(desk: Desk) -> None:
    made = await claim(desk)
    first = await form(desk, "community", made)
    await desk.refused(AlreadyJoined, "community", projects.form, **new(desk, made))
    await desk.ids("community", projects.stop, joint_project_id=first, reason="经费未落实")
    again = await form(desk, "community", made)
    assert (await desk.row("claim", made))["joint_project_id"] == again


async def test_two_who_join_a_claim_at_once(desk: Desk) -> None:
    """The second waits for the first, and sees then what it did."""
    made = await claim(desk)
    for _ in range(5):
        answers = await asyncio.gather(*(desk.send(by, projects.form, **new(desk, made)) for by in ("community", "street")))
        assert sorted(type(each).__name__ for each in answers) == ["AlreadyJoined", "Payload"]
        formed = next(each for each in answers if isinstance(each, Payload))
        await desk.ids("community", projects.stop, joint_project_id=formed.ids["joint_project"], reason="重来")


async def test_claims_of_several_are_joined_by_the_division_around_them(desk: Desk) -> None:
    city = desk.city
    made = [await claim(desk), await claim(desk, publisher="neighbour", home=NEIGHBOUR)]
    assert "host_id" in await desk.fails(BadInput, "street", projects.form, **new(desk, *made))
    assert "host_id" in await desk.fails(BadInput, "street", projects.form, **new(desk, *made, host_id=city.community))
    assert "host_id" in await desk.fails(BadInput, "far-street", projects.form, **new(desk, *made, host_id=city.far_street))
    project = await form(desk, "street", *made, host_id=city.street)
    row = await desk.row("joint_project", project)
    assert (row["host_id"], row["home_code"], row["committee_id"]) == (city.street, place.STREET, city.street_committee)


async def test_a_unit_is_no_division_around_others(desk: Desk) -> None:
    made = [await claim(desk), await claim(desk, publisher="bank")]
    assert "host_id" in await desk.fails(BadInput, "bank", projects.form, **new(desk, *made, host_id=desk.city.bank))


async def test_it_is_planned_to_end_no_sooner_than_today(desk: Desk) -> None:
    made = await claim(desk)
    over = dates.day(desk.now()) - timedelta(days=1)
    assert "ends_on" in await desk.fails(BadInput, "community", projects.form, **new(desk, made, ends_on=over))
    await form(desk, "community", made, ends_on=over + timedelta(days=1))


# -- the seat that leads

async def test_a_seat_leads_within_its_quota(desk: Desk) -> None:
    """The member's consent is needed, and what it leads is counted; what it leads of the list already counts once."""
    city = desk.city
    led = {"list": "PROJECT", "lead_seat_id": city.seat}
    quota = desk.context("community").lead_quota
    for _ in range(quota):
        await form(desk, "community", await claim(desk), lead_seat_id=city.seat)
    await desk.refused(LeadQuotaReached, "community", projects.form, **new(desk, await claim(desk), lead_seat_id=city.seat))
    project = await form(desk, "community", await claim(desk, item=led), lead_seat_id=city.seat)
    assert (await desk.row("joint_project", project))["lead_seat_id"] == city.seat
    stopped = await desk.pool.fetchval("SELECT id FROM joint_project WHERE id <> $1 LIMIT 1", project)
    await desk.ids("community", projects.stop, joint_project_id=stopped, reason="经费未落实")
    await desk.refused(LeadQuotaReached, "community", projects.form, **new(desk, await claim(desk), lead_seat_id=city.seat))


async def test_a_seat_of_elsewhere_does_not_lead(desk: Desk) -> None:
    made = await claim(desk)
    await desk.refused(NotAllowed, "community", projects.form, **new(desk, made, lead_seat_id=desk.city.street_seat))


# -- its steps

async def test_the_lead_begins_it_and_the_host_ends_it(desk: Desk) -> None:
    project = await form(desk, "community", await claim(desk))
    given = {"joint_project_id": project}
    await desk.refused(NotAllowed, "community", projects.start, **given)
    await desk.refused(WrongState, "community", projects.complete, **given)
    await desk.ids("unit", projects.start, **given)
    assert await told(desk, "PROJECT_STARTED") == {"community"}
    await desk.refused(NotAllowed, "unit", projects.complete, **given)
    await desk.refused(NotAllowed, "unit", projects.stop, **given, reason="不做了")
    await desk.ids("street", projects.complete, **given, summary="全部点亮")
    row = await desk.row("joint_project", project)
    assert (row["state"], row["summary"], row["version"]) == ("COMPLETED", "全部点亮", 3)
    assert await told(desk, "PROJECT_OVER") == {"unit", "two-units"}
    assert (await desk.last_event())["after"] == {"state": "COMPLETED", "untold": ["summary"]}


async def test_who_holds_the_seat_that_leads_begins_it_as_long_as_the_term_lasts(desk: Desk) -> None:
    project = await desk.add(add_project, desk.city, lead_seat_id=desk.city.seat)
    await desk.pool.execute("UPDATE seat SET ends_on = '2025-01-01' WHERE id = $1", desk.city.seat)
    await desk.refused(NotAllowed, "member", projects.start, joint_project_id=project)
    await desk.pool.execute("UPDATE seat SET ends_on = NULL WHERE id = $1", desk.city.seat)
    await desk.ids("member", projects.start, joint_project_id=project)


async def test_who_is_no_part_of_it_does_not_see_it(desk: Desk) -> None:
    project = await desk.add(add_project, desk.city)
    for handle in ("hospital", "neighbour", "far-street", "nobody"):
        await desk.fails(NotFound, handle, projects.stop, joint_project_id=project, reason="不归我管")


# -- the clock

async def test_what_is_not_over_by_its_day_is_told_once(desk: Desk) -> None:
    today = dates.day(desk.now())
    project = await form(desk, "community", await claim(desk), await claim(desk, claimant="bank"), ends_on=today)
    done = await form(desk, "community", await claim(desk), ends_on=today)
    await desk.ids("unit", projects.start, joint_project_id=done)
    await desk.ids("community", projects.complete, joint_project_id=done)
    assert await scheduler.once(desk.pool, desk.now, [projects.FALL_OVERDUE]) == 0
    desk.shift = datetime.combine(today + timedelta(days=1), time(1), dates.CHINA) - desk.now()
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) >= 1
    event = await desk.pool.fetchrow("SELECT * FROM event WHERE kind = 'project.overdue'")
    assert event and (event["object_id"], event["actor_id"]) == (project, None)
    assert await told(desk, "PROJECT_OVERDUE") == {"community", "unit", "two-units", "bank"}
    assert await scheduler.once(desk.pool, desk.now, [projects.FALL_OVERDUE]) == 0


async def test_a_claim_of_a_project_is_not_withdrawn_before_that_is_stopped(desk: Desk) -> None:
    """Its unit has a share, or leads."""
    made = await claim(desk)
    project = await form(desk, "community", made)
    given = {"claim_id": made, "reason": "人手不足"}
    await desk.refused(AlreadyJoined, "unit", claims.withdraw, **given)
    await desk.pool.execute("UPDATE joint_project SET state = 'COMPLETED', started_at = formed_at, over_at = formed_at")
    await desk.refused(AlreadyJoined, "unit", claims.withdraw, **given)
    await desk.pool.execute("UPDATE joint_project SET state = 'FORMED', over_at = NULL")
    await desk.ids("community", projects.stop, joint_project_id=project, reason="经费未落实")
    await desk.ids("unit", claims.withdraw, **given)


async def test_one_that_is_joined_while_it_is_withdrawn(desk: Desk) -> None:
    """Who withdraws it waits for who joins it, and sees then what that did."""
    made = await claim(desk)
    async with desk.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM claim WHERE id = $1 FOR NO KEY UPDATE", made)
        withdrawing = asyncio.create_task(desk.send("unit", claims.withdraw, claim_id=made, reason="人手不足"))
        await desk.blocked()
        project = await add_project(connection, desk.city)
        await connection.execute("UPDATE claim SET joint_project_id = $1 WHERE id = $2", project, made)
    assert isinstance(await withdrawing, AlreadyJoined)


async def test_a_claim_of_a_project_goes_on_as_any(desk: Desk) -> None:
    made = await claim(desk)
    await form(desk, "community", made)
    await desk.ids("unit", claims.deliver, claim_id=made)
    await desk.ids("community", claims.confirm, claim_id=made, rating=5)
