"""Mobilisations: one list as a whole or not at all, whatever its size; nobody at two places at once; gaps and their numbers."""
import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from db import mobilizations as stored
from domain import mobilization_list
from domain.activities import TimeConflict
from domain.refusals import BadInput, NotAllowed, NotFound
from resolvers import assignments, mobilizations
from resolvers.writing.results import Payload
from tests import city as place
from tests import sent
from tests.api import activity_cases
from tests.desk import Desk
from tests.resolvers.mobilizing import (
    DAY,
    counted,
    handle_of,
    list_of,
    mobilize,
    post_of,
    registered,
    sent_last,
    shift_of,
    wrong_with,
)


@pytest.fixture(autouse=True)
def soon(desk: Desk) -> None:
    """A week before the day."""
    desk.shift = DAY - timedelta(days=7) - datetime.now(UTC)


async def test_a_list_is_written_as_one_and_everybody_is_told(desk: Desk) -> None:
    one, two, three = await registered(desk, 2) + await registered(desk, 1, "neighbour", unit_id=desk.city.bank)
    called = await mobilize(desk, post_of(shift_of([one, two]), shift_of([one], begins=12)),
                             post_of(shift_of([three], needed=2), division_id=desk.city.neighbour))
    assert await counted(desk) == [("FILLED", 2, 0, 0), ("FILLED", 1, 0, 0), ("SHORT", 1, 0, 0)]
    row = await desk.row("mobilization", called)
    assert (row["state"], row["starts_at"], row["ends_at"]) == ("CALLED", DAY + timedelta(hours=8), DAY + timedelta(hours=16))
    assert await desk.pool.fetchval("SELECT array_agg(division_code ORDER BY number) FROM mobilization_post") == [
        place.STREET, place.NEIGHBOUR]
    event, = await desk.pool.fetch("SELECT id, kind, object_id FROM event")
    assert (event["kind"], event["object_id"]) == ("mobilization.called", called)
    told = await desk.pool.fetch("SELECT member_id, kind FROM notice WHERE event_id = $1", event["id"])
    liaisons = {desk.city.members[handle] for handle in ("unit", "bank", "two-units")}
    assert {row["member_id"] for row in told} == {one, two, three, *liaisons}
    assert len(told) == 6
    assert {row["kind"] for row in told} == {"MOBILIZED"}


async def test_the_statements_are_the_same_for_ten_and_for_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many for 183 posts, 1,800 members of 81 units and three days as for one post."""
    many = await desk.pool.fetch(MANY, 1800, 81, desk.city.community, place.COMMUNITY)
    assert len(many) == 1800
    people, noted, counts = [row["id"] for row in many], sent.note(monkeypatch), list[int]()
    for posts, each, begins in ((1, 10, [8]), (183, 9, [100, 124, 148])):
        noted.clear()
        given = [post_of(*(shift_of(people[number * each:(number + 1) * each], begins=begin) for begin in begins), shift_of())
                 for number in range(posts)]
        await mobilize(desk, *given)
        counts.append(len(noted))
    assert counts[0] == counts[1] <= 12, noted
    assert await desk.pool.fetchval("SELECT count(*) FROM assignment") == 10 + 183 * 9 * 3
    assert await desk.pool.fetchval("SELECT count(*) FROM event") == 2
    assert await desk.pool.fetchval("SELECT count(*) FROM notice n JOIN event e ON e.id = n.event_id "
                                    "WHERE e.id = (SELECT id FROM event ORDER BY seq DESC LIMIT 1) AND n.member_id = ANY($1)",
                                    people) == 183 * 9


MANY = """
    WITH units AS (INSERT INTO organization (id, kind, name, home_code, no_credit_code_reason, created_at)
        SELECT gen_random_uuid(), 'UNIT', '单位' || n, $4, '未登记', timestamptz '2024-01-01' FROM generate_series(1, $2::int) n
        RETURNING id),
    unit AS (SELECT id, row_number() OVER () - 1 AS n FROM units),
    people AS (INSERT INTO member (id, subject, handle, name, created_at)
        SELECT gen_random_uuid(), 'many-' || n, 'many-' || n, '党员' || n, timestamptz '2024-01-01'
        FROM generate_series(1, $1::int) n RETURNING id),
    numbered AS (SELECT id, row_number() OVER () AS n FROM people)
    INSERT INTO dual_report (id, member_id, unit_id, community_id, home_code, state, proposed_at, confirmed_at)
    SELECT gen_random_uuid(), p.id, u.id, $3, $4, 'CONFIRMED', timestamptz '2025-01-01', timestamptz '2025-01-01'
    FROM numbered p JOIN unit u ON u.n = p.n % $2 RETURNING member_id AS id"""


async def test_a_bad_row_is_told_by_its_place_and_nothing_is_written(desk: Desk) -> None:
    one, elsewhere = *await registered(desk, 1), *await registered(desk, 1, "far_community")
    stranger = desk.city.members["nobody"]
    assert await wrong_with(desk, post_of(shift_of([one])),
                        post_of(shift_of([one], begins=20), shift_of([stranger, elsewhere], begins=20))) == [
        "posts[1].shifts[1].member_ids[0]", "posts[1].shifts[1].member_ids[1]"]
    assert await wrong_with(desk, post_of(shift_of([one])), post_of(shift_of([one], begins=11))) == [
        "posts[1].shifts[0].member_ids[0]"]
    assert await wrong_with(desk, post_of(shift_of([one, one]))) == ["posts[0].shifts[0].member_ids[1]"]
    assert await wrong_with(desk, post_of(shift_of()), post_of(shift_of(), division_id=desk.city.far_community)) == [
        "posts[1].division_id"]
    assert await wrong_with(desk, post_of(shift_of(), name=" ", address="")) == ["posts[0].name", "posts[0].address"]
    assert await wrong_with(desk, post_of(), title=" ") == ["title", "posts[0].shifts"]
    await mobilize(desk, post_of(shift_of([one])), post_of(shift_of([one], begins=12)))


@pytest.mark.parametrize(("field", "shift"), [
    ("starts_at", {"begins": -24 * 8}), ("ends_at", {"lasts": 0}),
    ("ends_at", {"lasts": 25}),
    ("needed", {"needed": 0}), ("needed", {"needed": mobilization_list.MOST_NEEDED + 1})])
async def test_what_is_wrong_with_a_shift_is_named(desk: Desk, field: str, shift: dict[str, Any]) -> None:
    assert await wrong_with(desk, post_of(shift_of(), shift_of(**shift))) == [f"posts[0].shifts[1].{field}"]


async def test_more_than_are_needed_are_not_sent(desk: Desk) -> None:
    assert await wrong_with(desk, post_of(shift_of(await registered(desk, 2), needed=1))) == ["posts[0].shifts[0].member_ids"]


async def test_days(desk: Desk) -> None:
    assert await wrong_with(desk, post_of(shift_of(), shift_of(begins=24 * 61))) == ["posts"]
    for moment in (DAY - timedelta(days=8), DAY + timedelta(hours=9)):
        assert await wrong_with(desk, post_of(shift_of()), acknowledge_by=moment) == ["acknowledge_by"]


def test_how_much_is_taken() -> None:
    """Of posts, shifts and assignments; of what is wrong the first are told."""
    shift = shift_of()
    for posts, english in (([post_of(shift)] * (mobilization_list.MOST_POSTS + 1), "posts"),
                           ([post_of(*[shift] * mobilization_list.MOST_SHIFTS), post_of(shift)], "shifts"),
                           ([post_of(shift_of([uuid4()] * (mobilization_list.MOST_ASSIGNMENTS + 1)))], "assignments"),
                           ([], "post")):
        with pytest.raises(BadInput, match=english):
            mobilization_list.read(posts, DAY - timedelta(days=7))
    with pytest.raises(BadInput) as wrong:
        mobilization_list.read([post_of(shift_of(needed=0), shift_of(lasts=0)) for _ in range(200)], DAY - timedelta(days=7))
    assert len(wrong.value.all) == mobilization_list.MOST_TOLD


async def test_nobody_is_at_two_places_at_once(desk: Desk) -> None:
    """Not by another mobilisation, and not while signed up for an activity."""
    one, two = await registered(desk, 2)
    await mobilize(desk, post_of(shift_of([one])))
    activity = await desk.add(activity_cases.add, desk.city, starts_at=DAY + timedelta(hours=11),
                              ends_at=DAY + timedelta(hours=13), sign_up_until=DAY)
    await desk.add(activity_cases.add_sign_up, desk.city, activity, handle_of(desk, two))
    assert await wrong_with(desk, post_of(shift_of([one, two], begins=10))) == [
        "posts[0].shifts[0].member_ids[0]", "posts[0].shifts[0].member_ids[1]"]
    called = await mobilize(desk, post_of(shift_of(begins=10)))
    shift = await desk.pool.fetchval("SELECT id FROM shift WHERE mobilization_id = $1", called)
    for member in (one, two):
        await desk.refused(TimeConflict, "street", assignments.assign, shift_id=shift, member_id=member)


async def test_the_table_keeps_a_member_from_two_places(desk: Desk) -> None:
    one, = await registered(desk, 1)
    await mobilize(desk, post_of(shift_of([one])))
    await mobilize(desk, post_of(shift_of(begins=9)))
    shift = await desk.pool.fetchval("SELECT id FROM shift ORDER BY id DESC LIMIT 1")
    with pytest.raises(asyncpg.ExclusionViolationError, match="assignment_one_at_a_time"):
        await desk.pool.execute(
            "INSERT INTO assignment (id, shift_id, mobilization_id, organization_id, home_code, member_id, unit_id, starts_at, "
            "ends_at, state, assigned_at) SELECT gen_random_uuid(), id, mobilization_id, organization_id, home_code, $2, $3, "
            "starts_at, ends_at, 'ASSIGNED', starts_at FROM shift WHERE id = $1", shift, one, desk.city.school)


async def test_of_two_lists_at_one_time_one_is_had(desk: Desk) -> None:
    people = await registered(desk, 5)
    answers = await asyncio.gather(*(desk.send(
        "street", mobilizations.mobilize, organization_id=desk.city.street, **list_of(post_of(shift_of(people[::step]))))
        for step in (1, -1) * 2), return_exceptions=True)
    assert sum(isinstance(answer, Payload) for answer in answers) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM assignment") == 5


async def test_who_calls(desk: Desk) -> None:
    posts = list_of(post_of(shift_of()))
    await desk.refused(NotAllowed, "community", mobilizations.mobilize, organization_id=desk.city.street, **posts)
    await desk.fails(BadInput, "community", mobilizations.mobilize, organization_id=desk.city.community, **posts)
    await desk.fails(NotFound, "street", mobilizations.mobilize, organization_id=uuid4(), **posts)
    far, = await registered(desk, 1, "far_community")
    await mobilize(desk, post_of(shift_of([far])), by="district", organization="district")


async def test_a_unit_of_elsewhere_sees_what_its_people_are_sent_to(desk: Desk) -> None:
    """The hospital lies in another street: it sees the mobilisation and its own people's shift, acknowledges for them, and sees
    no other mobilisation; others of elsewhere see none."""
    mine, = await registered(desk, 1, unit_id=desk.city.hospital)
    other, = await registered(desk, 1)
    called = await mobilize(desk, post_of(shift_of([mine])), post_of(shift_of([other], begins=14)))
    await mobilize(desk, post_of(shift_of([other], begins=30)))
    ours = await desk.pool.fetchval("SELECT shift_id FROM assignment WHERE member_id = $1", mine)
    shifts = [row["id"] for row in await desk.pool.fetch("SELECT id FROM shift")]
    async with desk.pool.acquire() as connection:
        async def seen(handle: str) -> list[UUID]:
            viewer = desk.city.viewer(handle)
            return [each for each in shifts if await stored.seen_shift(connection, viewer, each, desk.now())]
        assert await seen("hospital") == [ours]
        assert await seen("far-community") == []
        assert len(await seen("unit")) == len(shifts)
    await desk.fails(NotFound, "far-community", assignments.acknowledge_all, mobilization_id=called)
    await desk.ids("hospital", assignments.acknowledge_all, mobilization_id=called, unit_id=desk.city.hospital)
    assert (await desk.row("assignment", await sent_last(desk, mine)))["state"] == "ACKNOWLEDGED"
    assert (await desk.row("assignment", await sent_last(desk, other)))["state"] == "ASSIGNED"
