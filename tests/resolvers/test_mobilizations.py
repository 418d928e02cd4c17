"""Mobilisations: one list as a whole or not at all, whatever its size; nobody at two places at once; gaps and their numbers."""
import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain import mobilization_list
from domain.activities import TimeConflict
from domain.mobilizations import ShiftFull
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotFound, NotYet, WrongState
from resolvers import assignments, jobs, mobilizations, scheduler
from resolvers.writing.results import Payload
from tests import city as place
from tests.api import activity_cases, dual_report_cases
from tests.desk import Desk

DAY = datetime(2091, 7, 1, tzinfo=UTC)
Post = dict[str, Any]


def _shift(members: Sequence[UUID] = (), *, begins: float = 8, lasts: float = 4, needed: int | None = None) -> dict[str, Any]:
    starts_at = DAY + timedelta(hours=begins)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=lasts),
            "needed": max(1, len(members)) if needed is None else needed, "member_ids": list(members)}


def _post(*shifts: dict[str, Any], **more: Any) -> Post:
    return {"name": "桥头", "address": "南桥", "shifts": [*shifts], **more}


def _given(*posts: Post, **more: Any) -> dict[str, Any]:
    return {"title": "防汛", "reason": "暴雨", "acknowledge_by": DAY, "posts": [*posts], **more}


@pytest.fixture(autouse=True)
def soon(desk: Desk) -> None:
    """A week before the day."""
    desk.shift = DAY - timedelta(days=7) - datetime.now(UTC)


async def _people(desk: Desk, number: int, community: str = "community", **columns: Any) -> list[UUID]:
    """So many who are registered with a community."""
    made = []
    for each in range(number):
        handle = f"{community}-{each}-{uuid4().hex[:6]}"
        desk.city.members[handle] = await desk.add(place.add_member, handle)
        await desk.add(dual_report_cases.add, desk.city, handle, community, **columns)
        made.append(desk.city.members[handle])
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    return made


def _handle(desk: Desk, member: UUID) -> str:
    return next(handle for handle, known in desk.city.members.items() if known == member)


async def _mobilize(desk: Desk, *posts: Post, by: str = "street", organization: str = "street", **more: Any) -> UUID:
    ids = await desk.ids(by, mobilizations.mobilize, organization_id=getattr(desk.city, organization), **_given(*posts, **more))
    return ids["mobilization"]


async def _wrong(desk: Desk, *posts: Post, **more: Any) -> list[str]:
    """The fields that are said to be wrong, of which nothing was written."""
    before = await desk.contents()
    with pytest.raises(BadInput) as wrong:
        await desk.send("street", mobilizations.mobilize, organization_id=desk.city.street, **_given(*posts, **more))
    assert await desk.contents() == before
    return [each.field for each in wrong.value.all]


async def _sent(desk: Desk, member: UUID) -> UUID:
    found: UUID = await desk.pool.fetchval("SELECT id FROM assignment WHERE member_id = $1 ORDER BY id DESC LIMIT 1", member)
    return found


async def _numbers(desk: Desk) -> list[tuple[str, int, int, int]]:
    """Of the shifts in their order: as they have them, which are those of their assignments."""
    rows = await desk.pool.fetch("SELECT id, state, assigned, acknowledged, served FROM shift ORDER BY id")
    for row in rows:
        sent = await desk.pool.fetch("SELECT state FROM assignment WHERE shift_id = $1", row["id"])
        counted = [sum(each["state"] in among.split() for each in sent)
                   for among in ("ASSIGNED ACKNOWLEDGED SERVED", "ACKNOWLEDGED SERVED", "SERVED")]
        assert counted == [row["assigned"], row["acknowledged"], row["served"]]
    return [tuple(row)[1:] for row in rows]


async def test_a_list_is_written_as_one_and_everybody_is_told(desk: Desk) -> None:
    one, two, three = await _people(desk, 2) + await _people(desk, 1, "neighbour", unit_id=desk.city.bank)
    called = await _mobilize(desk, _post(_shift([one, two]), _shift([one], begins=12)),
                             _post(_shift([three], needed=2), division_id=desk.city.neighbour))
    assert await _numbers(desk) == [("FILLED", 2, 0, 0), ("FILLED", 1, 0, 0), ("SHORT", 1, 0, 0)]
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
    people, sent = [row["id"] for row in many], list[str]()
    for method in ("execute", "executemany", "fetch", "fetchrow", "fetchval"):
        _note(monkeypatch, method, sent)
    counts = []
    for posts, each, begins in ((1, 10, [8]), (183, 9, [100, 124, 148])):
        del sent[:]
        given = [_post(*(_shift(people[number * each:(number + 1) * each], begins=begin) for begin in begins), _shift())
                 for number in range(posts)]
        await _mobilize(desk, *given)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12, sent
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


def _note(monkeypatch: pytest.MonkeyPatch, method: str, sent: list[str]) -> None:
    """Keep what is sent by a method of the connections."""
    before = getattr(asyncpg.Connection, method)

    async def noted(self: asyncpg.Connection, query: str, *given: Any, **more: Any) -> Any:
        sent.append(query)
        return await before(self, query, *given, **more)
    monkeypatch.setattr(asyncpg.Connection, method, noted)


async def test_a_bad_row_is_told_by_its_place_and_nothing_is_written(desk: Desk) -> None:
    one, elsewhere = *await _people(desk, 1), *await _people(desk, 1, "far_community")
    stranger = desk.city.members["nobody"]
    assert await _wrong(desk, _post(_shift([one])),
                        _post(_shift([one], begins=20), _shift([stranger, elsewhere], begins=20))) == [
        "posts[1].shifts[1].member_ids[0]", "posts[1].shifts[1].member_ids[1]"]
    assert await _wrong(desk, _post(_shift([one])), _post(_shift([one], begins=11))) == ["posts[1].shifts[0].member_ids[0]"]
    assert await _wrong(desk, _post(_shift([one, one]))) == ["posts[0].shifts[0].member_ids[1]"]
    assert await _wrong(desk, _post(_shift()), _post(_shift(), division_id=desk.city.far_community)) == ["posts[1].division_id"]
    assert await _wrong(desk, _post(_shift(), name=" ", address="")) == ["posts[0].name", "posts[0].address"]
    assert await _wrong(desk, _post(), title=" ") == ["title", "posts[0].shifts"]
    await _mobilize(desk, _post(_shift([one])), _post(_shift([one], begins=12)))


@pytest.mark.parametrize(("field", "shift"), [
    ("starts_at", {"begins": -24 * 8}), ("ends_at", {"lasts": 0}),
    ("ends_at", {"lasts": 25}),
    ("needed", {"needed": 0}), ("needed", {"needed": mobilization_list.MOST_NEEDED + 1})])
async def test_what_is_wrong_with_a_shift_is_named(desk: Desk, field: str, shift: dict[str, Any]) -> None:
    assert await _wrong(desk, _post(_shift(), _shift(**shift))) == [f"posts[0].shifts[1].{field}"]


async def test_more_than_are_needed_are_not_sent(desk: Desk) -> None:
    assert await _wrong(desk, _post(_shift(await _people(desk, 2), needed=1))) == ["posts[0].shifts[0].member_ids"]


async def test_days(desk: Desk) -> None:
    assert await _wrong(desk, _post(_shift(), _shift(begins=24 * 61))) == ["posts"]
    for moment in (DAY - timedelta(days=8), DAY + timedelta(hours=9)):
        assert await _wrong(desk, _post(_shift()), acknowledge_by=moment) == ["acknowledge_by"]


def test_how_much_is_taken() -> None:
    """Of posts, shifts and assignments; of what is wrong the first are told."""
    shift = _shift()
    for posts, english in (([_post(shift)] * (mobilization_list.MOST_POSTS + 1), "posts"),
                           ([_post(*[shift] * mobilization_list.MOST_SHIFTS), _post(shift)], "shifts"),
                           ([_post(_shift([uuid4()] * (mobilization_list.MOST_ASSIGNMENTS + 1)))], "assignments"),
                           ([], "post")):
        with pytest.raises(BadInput, match=english):
            mobilization_list.read(posts, DAY - timedelta(days=7))
    with pytest.raises(BadInput) as wrong:
        mobilization_list.read([_post(_shift(needed=0), _shift(lasts=0)) for _ in range(200)], DAY - timedelta(days=7))
    assert len(wrong.value.all) == mobilization_list.MOST_TOLD


async def test_nobody_is_at_two_places_at_once(desk: Desk) -> None:
    """Not by another mobilisation, and not while signed up for an activity."""
    one, two = await _people(desk, 2)
    await _mobilize(desk, _post(_shift([one])))
    activity = await desk.add(activity_cases.add, desk.city, starts_at=DAY + timedelta(hours=11),
                              ends_at=DAY + timedelta(hours=13), sign_up_until=DAY)
    await desk.add(activity_cases.add_sign_up, desk.city, activity, _handle(desk, two))
    assert await _wrong(desk, _post(_shift([one, two], begins=10))) == [
        "posts[0].shifts[0].member_ids[0]", "posts[0].shifts[0].member_ids[1]"]
    called = await _mobilize(desk, _post(_shift(begins=10)))
    shift = await desk.pool.fetchval("SELECT id FROM shift WHERE mobilization_id = $1", called)
    for member in (one, two):
        await desk.refused(TimeConflict, "street", assignments.assign, shift_id=shift, member_id=member)


async def test_the_table_keeps_a_member_from_two_places(desk: Desk) -> None:
    one, = await _people(desk, 1)
    await _mobilize(desk, _post(_shift([one])))
    await _mobilize(desk, _post(_shift(begins=9)))
    shift = await desk.pool.fetchval("SELECT id FROM shift ORDER BY id DESC LIMIT 1")
    with pytest.raises(asyncpg.ExclusionViolationError, match="assignment_one_at_a_time"):
        await desk.pool.execute(
            "INSERT INTO assignment (id, shift_id, mobilization_id, organization_id, home_code, member_id, unit_id, starts_at, "
            "ends_at, state, assigned_at) SELECT gen_random_uuid(), id, mobilization_id, organization_id, home_code, $2, $3, "
            "starts_at, ends_at, 'ASSIGNED', starts_at FROM shift WHERE id = $1", shift, one, desk.city.school)


async def test_of_two_lists_at_one_time_one_is_had(desk: Desk) -> None:
    people = await _people(desk, 5)
    answers = await asyncio.gather(*(desk.send(
        "street", mobilizations.mobilize, organization_id=desk.city.street, **_given(_post(_shift(people[::step]))))
        for step in (1, -1) * 2), return_exceptions=True)
    assert sum(isinstance(answer, Payload) for answer in answers) == 1
    assert await desk.pool.fetchval("SELECT count(*) FROM assignment") == 5


async def test_who_calls(desk: Desk) -> None:
    posts = _given(_post(_shift()))
    await desk.refused(NotAllowed, "community", mobilizations.mobilize, organization_id=desk.city.street, **posts)
    await desk.fails(BadInput, "community", mobilizations.mobilize, organization_id=desk.city.community, **posts)
    await desk.fails(NotFound, "street", mobilizations.mobilize, organization_id=uuid4(), **posts)
    far, = await _people(desk, 1, "far_community")
    await _mobilize(desk, _post(_shift([far])), by="district", organization="district")


async def test_it_is_acknowledged_by_the_member_or_the_unit_or_declined(desk: Desk) -> None:
    one, two = await _people(desk, 2)
    await _mobilize(desk, _post(_shift([one, two])))
    first, second = await _sent(desk, one), await _sent(desk, two)
    await desk.refused(NotAllowed, "street", assignments.acknowledge, assignment_id=first)
    await desk.fails(NotFound, "bank", assignments.acknowledge, assignment_id=first)
    await desk.fails(NotFound, _handle(desk, two), assignments.acknowledge, assignment_id=first)
    await desk.ids(_handle(desk, one), assignments.acknowledge, assignment_id=first)
    await desk.ids("unit", assignments.acknowledge, assignment_id=second)
    assert await _numbers(desk) == [("ACKNOWLEDGED", 2, 2, 0)]
    await desk.ids("unit", assignments.decline, assignment_id=second, reason="值班")
    assert await _numbers(desk) == [("SHORT", 1, 1, 0)]
    await desk.refused(WrongState, "unit", assignments.acknowledge, assignment_id=second)
    desk.shift += timedelta(days=7, hours=9)
    await desk.refused(DeadlinePassed, "unit", assignments.decline, assignment_id=first, reason="迟到")


async def test_all_is_acknowledged_at_once_by_the_member_or_the_unit(desk: Desk) -> None:
    one, two, three = *await _people(desk, 2), *await _people(desk, 1, unit_id=desk.city.bank)
    called = await _mobilize(desk, _post(_shift([one, two, three]), _shift([one, three], begins=20)))
    await desk.refused(NotAllowed, "bank", assignments.acknowledge_all, mobilization_id=called, unit_id=desk.city.school)
    await desk.fails(NotFound, "hospital", assignments.acknowledge_all, mobilization_id=called)
    await desk.ids(_handle(desk, one), assignments.acknowledge_all, mobilization_id=called)
    assert await _numbers(desk) == [("FILLED", 3, 1, 0), ("FILLED", 2, 1, 0)]
    await desk.ids("bank", assignments.acknowledge_all, mobilization_id=called, unit_id=desk.city.bank)
    assert await _numbers(desk) == [("FILLED", 3, 2, 0), ("ACKNOWLEDGED", 2, 2, 0)]
    desk.shift += timedelta(days=7, hours=9)  # the first shift has begun
    await desk.ids("unit", assignments.acknowledge_all, mobilization_id=called, unit_id=desk.city.school)
    assert await _numbers(desk) == [("FILLED", 3, 2, 0), ("ACKNOWLEDGED", 2, 2, 0)]
    desk.shift += timedelta(days=1)
    await desk.refused(WrongState, "unit", assignments.acknowledge_all, mobilization_id=called)


async def test_a_shift_is_confirmed_as_one_but_for_the_absent(desk: Desk) -> None:
    one, two, three, four = await _people(desk, 4)
    called = await _mobilize(desk, _post(_shift([one, two, three, four]), _shift(begins=30)))
    shift, later = [row["id"] for row in await desk.pool.fetch("SELECT id FROM shift ORDER BY starts_at")]
    for member in (one, two):
        await desk.ids("unit", assignments.acknowledge, assignment_id=await _sent(desk, member))
    await desk.refused(NotYet, "street", assignments.confirm_shift, shift_id=shift)
    desk.shift += timedelta(days=7, hours=9)
    absent = [await _sent(desk, two), await _sent(desk, three)]
    await desk.refused(NotAllowed, "community", assignments.confirm_shift, shift_id=shift)
    await desk.fails(NotFound, "hospital", assignments.confirm_shift, shift_id=shift)
    with pytest.raises(BadInput) as wrong:
        await desk.send("street", assignments.confirm_shift, shift_id=shift, absent_ids=[absent[0], uuid4()])
    assert [each.field for each in wrong.value.all] == ["absent_ids[1]"]
    await desk.ids("street", assignments.confirm_shift, shift_id=shift, absent_ids=absent)
    assert await _numbers(desk) == [("SHORT", 2, 2, 2), ("SHORT", 0, 0, 0)]
    rows = await desk.pool.fetch("SELECT state, hours FROM assignment ORDER BY state")
    assert [tuple(row) for row in rows] == [("ABSENT", None)] * 2 + [("SERVED", Decimal(4))] * 2
    told = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = 'ASSIGNMENT_CONFIRMED'")
    assert {row["member_id"] for row in told} == {one, two, three, four}
    await desk.ids("street", mobilizations.cancel, mobilization_id=called, reason="雨停了")
    await desk.refused(WrongState, "street", assignments.confirm_shift, shift_id=later)


async def test_a_replacement_keeps_the_trail(desk: Desk) -> None:
    one, two, three = await _people(desk, 3)
    await _mobilize(desk, _post(_shift([one, two])))
    declined, stood = await _sent(desk, one), await _sent(desk, two)
    await desk.ids(_handle(desk, one), assignments.decline, assignment_id=declined, reason="发烧")
    made = await desk.ids("street", assignments.replace, assignment_id=declined, member_id=three)
    assert made["former_assignment"] == (await desk.row("assignment", made["assignment"]))["replaces_id"] == declined
    row = await desk.row("assignment", declined)
    assert (row["state"], row["reason"]) == ("REPLACED", "发烧")
    assert await _numbers(desk) == [("FILLED", 2, 0, 0)]
    await desk.refused(TimeConflict, "street", assignments.replace, assignment_id=stood, member_id=three)
    await desk.refused(WrongState, "street", assignments.replace, assignment_id=declined, member_id=one)
    await desk.ids("street", assignments.replace, assignment_id=stood, member_id=one)  # who is free again
    assert await _numbers(desk) == [("FILLED", 2, 0, 0)]


async def test_a_shift_has_no_more_than_it_needs(desk: Desk) -> None:
    """Of several at once, and of who declined and is replaced when the place is another's by now."""
    one, two, three, four = await _people(desk, 4)
    await _mobilize(desk, _post(_shift([one], needed=1)))
    shift, sent = await desk.pool.fetchval("SELECT id FROM shift"), await _sent(desk, one)
    await desk.refused(ShiftFull, "street", assignments.assign, shift_id=shift, member_id=two)
    await desk.ids(_handle(desk, one), assignments.decline, assignment_id=sent, reason="出差")
    answers = await asyncio.gather(*(desk.send("street", assignments.assign, shift_id=shift, member_id=each)
                                     for each in (two, three, four)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Payload", "ShiftFull", "ShiftFull"]
    free = next(each for each, answer in zip((two, three, four), answers, strict=True) if isinstance(answer, ShiftFull))
    assert (await desk.refused(ShiftFull, "street", assignments.replace, assignment_id=sent, member_id=free)).needed == 1
    await desk.fails(BadInput, "street", assignments.replace, assignment_id=await _sent(desk, two)
                     if free != two else await _sent(desk, three), member_id=desk.city.members["nobody"])


async def test_a_place_that_was_given_back_can_be_had(desk: Desk) -> None:
    one, two = await _people(desk, 2)
    await _mobilize(desk, _post(_shift([one])))
    shift, sent = await desk.pool.fetchval("SELECT id FROM shift"), await _sent(desk, one)
    await desk.ids("street", assignments.release, assignment_id=sent, reason="人够了")
    assert await _numbers(desk) == [("SHORT", 0, 0, 0)]
    await desk.ids("street", assignments.assign, shift_id=shift, member_id=two)
    desk.shift += timedelta(days=7, hours=13)
    await desk.refused(DeadlinePassed, "street", assignments.release, assignment_id=await _sent(desk, two), reason="迟了")
    await desk.refused(DeadlinePassed, "street", assignments.assign, shift_id=shift, member_id=one)


async def test_hours_are_what_the_caller_confirms(desk: Desk) -> None:
    one, two = await _people(desk, 2)
    await _mobilize(desk, _post(_shift([one], lasts=7.75)))
    sent, shift = await _sent(desk, one), await desk.pool.fetchval("SELECT id FROM shift")
    await desk.refused(NotYet, "street", assignments.serve, assignment_id=sent)
    desk.shift += timedelta(days=7, hours=9)
    for hours in ("0", "7.76", "1.234", "NaN"):
        await desk.fails(BadInput, "street", assignments.serve, assignment_id=sent, hours=Decimal(hours))
    await desk.ids("street", assignments.serve, assignment_id=sent)
    assert (await desk.row("assignment", sent))["hours"] == Decimal("7.75")
    assert await _numbers(desk) == [("ACKNOWLEDGED", 1, 1, 1)]
    await desk.ids("street", assignments.miss, assignment_id=sent)
    assert (await desk.row("assignment", sent))["hours"] is None
    assert await _numbers(desk) == [("SHORT", 0, 0, 0)]
    await desk.ids("street", assignments.assign, shift_id=shift, member_id=two)
    await desk.refused(ShiftFull, "street", assignments.serve, assignment_id=sent)  # whose place is another's by now


async def test_who_was_there_stays_when_it_is_cancelled(desk: Desk) -> None:
    one, two = await _people(desk, 2)
    called = await _mobilize(desk, _post(_shift([one]), _shift([two], begins=30)))
    desk.shift += timedelta(days=7, hours=9)
    await desk.ids("street", assignments.serve, assignment_id=await _sent(desk, one))
    await desk.refused(NotAllowed, "community", mobilizations.cancel, mobilization_id=called, reason="雨停了")
    await desk.ids("street", mobilizations.cancel, mobilization_id=called, reason="雨停了")
    assert await _numbers(desk) == [("CANCELLED", 1, 1, 1), ("CANCELLED", 0, 0, 0)]
    released = await desk.row("assignment", await _sent(desk, two))
    assert (released["state"], released["reason"]) == ("RELEASED", "雨停了")
    told = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = 'MOBILIZATION_CANCELLED'")
    assert {one, two} <= {row["member_id"] for row in told}
    shift = await desk.pool.fetchval("SELECT shift_id FROM assignment WHERE id = $1", released["id"])
    await desk.refused(WrongState, "street", assignments.assign, shift_id=shift, member_id=two)
    await desk.refused(WrongState, "street", mobilizations.cancel, mobilization_id=called, reason="再取消")
    await _mobilize(desk, _post(_shift([two], begins=30)), acknowledge_by=DAY + timedelta(hours=20))


async def test_the_caller_is_told_when_the_time_to_acknowledge_is_over(desk: Desk) -> None:
    one, = await _people(desk, 1)
    called = await _mobilize(desk, _post(_shift([one])))
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 0
    desk.shift += timedelta(days=7, seconds=1)
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 1
    told = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = 'MOBILIZATION_UNACKNOWLEDGED'")
    assert [row["member_id"] for row in told] == [desk.city.members["street"]]
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 0
    desk.shift += timedelta(days=1)
    await desk.refused(WrongState, "street", mobilizations.cancel, mobilization_id=called, reason="晚了")
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 1
    assert (await desk.row("mobilization", called))["state"] == "ENDED"
