"""Who is sent to a shift of a mobilisation: acknowledged, declined, replaced, confirmed with hours."""
import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from domain.activities import TimeConflict
from domain.mobilizations import ShiftFull
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotFound, NotYet, WrongState
from resolvers import assignments, jobs, mobilizations, scheduler
from tests.desk import Desk
from tests.resolvers.mobilizing import DAY, counted, handle_of, mobilize, post_of, registered, sent_last, shift_of


@pytest.fixture(autouse=True)
def soon(desk: Desk) -> None:
    """A week before the day."""
    desk.shift = DAY - timedelta(days=7) - datetime.now(UTC)


async def test_it_is_acknowledged_by_the_member_or_the_unit_or_declined(desk: Desk) -> None:
    one, two = await registered(desk, 2)
    await mobilize(desk, post_of(shift_of([one, two])))
    first, second = await sent_last(desk, one), await sent_last(desk, two)
    await desk.refused(NotAllowed, "street", assignments.acknowledge, assignment_id=first)
    await desk.fails(NotFound, "bank", assignments.acknowledge, assignment_id=first)
    await desk.fails(NotFound, handle_of(desk, two), assignments.acknowledge, assignment_id=first)
    await desk.ids(handle_of(desk, one), assignments.acknowledge, assignment_id=first)
    await desk.ids("unit", assignments.acknowledge, assignment_id=second)
    assert await counted(desk) == [("ACKNOWLEDGED", 2, 2, 0)]
    await desk.ids("unit", assignments.decline, assignment_id=second, reason="值班")
    assert await counted(desk) == [("SHORT", 1, 1, 0)]
    await desk.refused(WrongState, "unit", assignments.acknowledge, assignment_id=second)
    desk.shift += timedelta(days=7, hours=9)
    await desk.refused(DeadlinePassed, "unit", assignments.decline, assignment_id=first, reason="迟到")


async def test_all_is_acknowledged_at_once_by_the_member_or_the_unit(desk: Desk) -> None:
    one, two, three = *await registered(desk, 2), *await registered(desk, 1, unit_id=desk.city.bank)
    called = await mobilize(desk, post_of(shift_of([one, two, three]), shift_of([one, three], begins=20)))
    await desk.refused(NotAllowed, "bank", assignments.acknowledge_all, mobilization_id=called, unit_id=desk.city.school)
    await desk.fails(NotFound, "hospital", assignments.acknowledge_all, mobilization_id=called)
    await desk.ids(handle_of(desk, one), assignments.acknowledge_all, mobilization_id=called)
    assert await counted(desk) == [("FILLED", 3, 1, 0), ("FILLED", 2, 1, 0)]
    await desk.ids("bank", assignments.acknowledge_all, mobilization_id=called, unit_id=desk.city.bank)
    assert await counted(desk) == [("FILLED", 3, 2, 0), ("ACKNOWLEDGED", 2, 2, 0)]
    desk.shift += timedelta(days=7, hours=9)  # the first shift has begun
    await desk.ids("unit", assignments.acknowledge_all, mobilization_id=called, unit_id=desk.city.school)
    assert await counted(desk) == [("FILLED", 3, 2, 0), ("ACKNOWLEDGED", 2, 2, 0)]
    desk.shift += timedelta(days=1)
    await desk.refused(WrongState, "unit", assignments.acknowledge_all, mobilization_id=called)


async def test_a_shift_is_confirmed_as_one_but_for_the_absent(desk: Desk) -> None:
    one, two, three, four, five, six = await registered(desk, 6)
    called = await mobilize(desk, post_of(shift_of([one, two, three, four, five], needed=5), shift_of(begins=30)))
    shift, later = [row["id"] for row in await desk.pool.fetch("SELECT id FROM shift ORDER BY starts_at")]
    for member in (one, two):
        await desk.ids("unit", assignments.acknowledge, assignment_id=await sent_last(desk, member))
    await desk.ids("street", assignments.replace, assignment_id=await sent_last(desk, five), member_id=six)
    await desk.refused(NotYet, "street", assignments.confirm_shift, shift_id=shift)
    desk.shift += timedelta(days=7, hours=9)
    await desk.ids("street", assignments.serve, assignment_id=await sent_last(desk, six), hours=Decimal(3))
    await desk.pool.execute("DELETE FROM notice")
    absent = [await sent_last(desk, two), await sent_last(desk, three)]
    await desk.refused(NotAllowed, "community", assignments.confirm_shift, shift_id=shift)
    await desk.fails(NotFound, "hospital", assignments.confirm_shift, shift_id=shift)
    with pytest.raises(BadInput) as wrong:
        await desk.send("street", assignments.confirm_shift, shift_id=shift, absent_ids=[absent[0], uuid4()])
    assert [each.field for each in wrong.value.all] == ["absent_ids[1]"]
    await desk.ids("street", assignments.confirm_shift, shift_id=shift, absent_ids=absent)
    assert await counted(desk) == [("SHORT", 3, 3, 3), ("SHORT", 0, 0, 0)]
    rows = await desk.pool.fetch("SELECT state, hours FROM assignment ORDER BY state, hours")
    assert [tuple(row) for row in rows] == [("ABSENT", None)] * 2 + [("REPLACED", None), ("SERVED", Decimal(3))] + [
        ("SERVED", Decimal(4))] * 2
    told = await desk.pool.fetch("SELECT member_id FROM notice")
    assert {row["member_id"] for row in told} == {one, two, three, four}  # the others were told before, or are not of it
    await desk.ids("street", mobilizations.cancel, mobilization_id=called, reason="雨停了")
    await desk.refused(WrongState, "street", assignments.confirm_shift, shift_id=later)


async def test_a_replacement_keeps_the_trail(desk: Desk) -> None:
    one, two, three = await registered(desk, 3)
    await mobilize(desk, post_of(shift_of([one, two])))
    declined, stood = await sent_last(desk, one), await sent_last(desk, two)
    await desk.ids(handle_of(desk, one), assignments.decline, assignment_id=declined, reason="发烧")
    made = await desk.ids("street", assignments.replace, assignment_id=declined, member_id=three)
    assert made["former_assignment"] == (await desk.row("assignment", made["assignment"]))["replaces_id"] == declined
    row = await desk.row("assignment", declined)
    assert (row["state"], row["reason"]) == ("REPLACED", "发烧")
    assert await counted(desk) == [("FILLED", 2, 0, 0)]
    await desk.refused(TimeConflict, "street", assignments.replace, assignment_id=stood, member_id=three)
    await desk.refused(WrongState, "street", assignments.replace, assignment_id=declined, member_id=one)
    await desk.fails(BadInput, "street", assignments.replace, assignment_id=stood, member_id=two)  # who is sent already
    await desk.ids("street", assignments.replace, assignment_id=stood, member_id=one)  # who is free again
    assert await counted(desk) == [("FILLED", 2, 0, 0)]


async def test_a_shift_has_no_more_than_it_needs(desk: Desk) -> None:
    """Of several at once, and of who declined and is replaced when the place is another's by now."""
    one, two, three, four = await registered(desk, 4)
    await mobilize(desk, post_of(shift_of([one], needed=1)))
    shift, sent = await desk.pool.fetchval("SELECT id FROM shift"), await sent_last(desk, one)
    await desk.refused(ShiftFull, "street", assignments.assign, shift_id=shift, member_id=two)
    await desk.ids(handle_of(desk, one), assignments.decline, assignment_id=sent, reason="出差")
    answers = await asyncio.gather(*(desk.send("street", assignments.assign, shift_id=shift, member_id=each)
                                     for each in (two, three, four)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Payload", "ShiftFull", "ShiftFull"]
    free = next(each for each, answer in zip((two, three, four), answers, strict=True) if isinstance(answer, ShiftFull))
    assert (await desk.refused(ShiftFull, "street", assignments.replace, assignment_id=sent, member_id=free)).needed == 1
    await desk.fails(BadInput, "street", assignments.replace, assignment_id=await sent_last(desk, two)
                     if free != two else await sent_last(desk, three), member_id=desk.city.members["nobody"])


async def test_a_place_that_was_given_back_can_be_had(desk: Desk) -> None:
    one, two = await registered(desk, 2)
    await mobilize(desk, post_of(shift_of([one])))
    shift, sent = await desk.pool.fetchval("SELECT id FROM shift"), await sent_last(desk, one)
    await desk.ids("street", assignments.release, assignment_id=sent, reason="人够了")
    assert await counted(desk) == [("SHORT", 0, 0, 0)]
    await desk.ids("street", assignments.assign, shift_id=shift, member_id=two)
    desk.shift += timedelta(days=7, hours=13)
    await desk.refused(DeadlinePassed, "street", assignments.release, assignment_id=await sent_last(desk, two), reason="迟了")
    await desk.refused(DeadlinePassed, "street", assignments.assign, shift_id=shift, member_id=one)


async def test_hours_are_what_the_caller_confirms(desk: Desk) -> None:
    one, two = await registered(desk, 2)
    await mobilize(desk, post_of(shift_of([one], lasts=7.75)))
    sent, shift = await sent_last(desk, one), await desk.pool.fetchval("SELECT id FROM shift")
    await desk.refused(NotYet, "street", assignments.serve, assignment_id=sent)
    desk.shift += timedelta(days=7, hours=9)
    for hours in ("0", "7.76", "1.234", "NaN"):
        await desk.fails(BadInput, "street", assignments.serve, assignment_id=sent, hours=Decimal(hours))
    await desk.ids("street", assignments.serve, assignment_id=sent)
    assert (await desk.row("assignment", sent))["hours"] == Decimal("7.75")
    assert await counted(desk) == [("ACKNOWLEDGED", 1, 1, 1)]
    await desk.ids("street", assignments.miss, assignment_id=sent)
    assert (await desk.row("assignment", sent))["hours"] is None
    assert await counted(desk) == [("SHORT", 0, 0, 0)]
    await desk.ids("street", assignments.assign, shift_id=shift, member_id=two)
    await desk.refused(ShiftFull, "street", assignments.serve, assignment_id=sent)  # whose place is another's by now


async def test_who_was_there_stays_when_it_is_cancelled(desk: Desk) -> None:
    one, two = await registered(desk, 2)
    called = await mobilize(desk, post_of(shift_of([one]), shift_of([two], begins=30)))
    desk.shift += timedelta(days=7, hours=9)
    await desk.ids("street", assignments.serve, assignment_id=await sent_last(desk, one))
    await desk.refused(NotAllowed, "community", mobilizations.cancel, mobilization_id=called, reason="雨停了")
    await desk.ids("street", mobilizations.cancel, mobilization_id=called, reason="雨停了")
    assert await counted(desk) == [("CANCELLED", 1, 1, 1), ("CANCELLED", 0, 0, 0)]
    released = await desk.row("assignment", await sent_last(desk, two))
    assert (released["state"], released["reason"]) == ("RELEASED", "雨停了")
    told = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = 'MOBILIZATION_CANCELLED'")
    assert {one, two} <= {row["member_id"] for row in told}
    shift = await desk.pool.fetchval("SELECT shift_id FROM assignment WHERE id = $1", released["id"])
    await desk.refused(WrongState, "street", assignments.assign, shift_id=shift, member_id=two)
    await desk.refused(WrongState, "street", mobilizations.cancel, mobilization_id=called, reason="再取消")
    await mobilize(desk, post_of(shift_of([two], begins=30)), acknowledge_by=DAY + timedelta(hours=20))


async def test_nobody_is_sent_to_what_is_cancelled(desk: Desk) -> None:
    """Neither instead of who declined before, nor by who began while it was being cancelled."""
    one, two, three = await registered(desk, 3)
    called = await mobilize(desk, post_of(shift_of([one], needed=2), shift_of(begins=30)))
    declined = await sent_last(desk, one)
    await desk.ids(handle_of(desk, one), assignments.decline, assignment_id=declined, reason="发烧")
    first, second = [row["id"] for row in await desk.pool.fetch("SELECT id FROM shift ORDER BY starts_at")]
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM shift WHERE id = $1 FOR UPDATE", first)
        cancelling = asyncio.create_task(desk.send("street", mobilizations.cancel, mobilization_id=called, reason="雨停了"))
        await desk.blocked()
        sending = asyncio.create_task(desk.send("street", assignments.assign, shift_id=second, member_id=two))
        replacing = asyncio.create_task(desk.send("street", assignments.replace, assignment_id=declined, member_id=three))
        await desk.blocked(3)
    assert [type(each).__name__ for each in await asyncio.gather(cancelling, sending, replacing)] == [
        "Payload", "WrongState", "WrongState"]
    assert [row["state"] for row in await desk.pool.fetch("SELECT state FROM assignment")] == ["DECLINED"]
    await desk.refused(WrongState, "street", assignments.replace, assignment_id=declined, member_id=three)


async def test_the_caller_is_told_when_the_time_to_acknowledge_is_over(desk: Desk) -> None:
    one, = await registered(desk, 1)
    called = await mobilize(desk, post_of(shift_of([one])))
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
