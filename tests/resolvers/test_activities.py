"""Activities: places that are never exceeded, members who are at one place at a time, hours that the publisher confirms."""
import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.activities import ActivityFull, NotRegistered, TimeConflict
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotFound, NotYet, WrongState
from resolvers import activities, assignments, jobs, scheduler, sign_ups
from resolvers.writing.results import Payload
from tests import city as place
from tests.api import dual_report_cases, mobilization_cases
from tests.desk import Desk


def _hour(desk: Desk, hours: float) -> datetime:
    return desk.now() + timedelta(hours=hours)


async def _publish(desk: Desk, by: str = "community", organization: str = "community", *, begins: float = 48, lasts: float = 3,
                   places: int = 5, **more: Any) -> UUID:
    given = {"title": "清洁日", "address": "南门", "starts_at": _hour(desk, begins), "ends_at": _hour(desk, begins + lasts),
             "sign_up_until": _hour(desk, begins - 1), "places": places, **more}
    return (await desk.ids(by, activities.publish, organization_id=getattr(desk.city, organization), **given))["activity"]


async def _register(desk: Desk, *members: str, community: str = "community") -> None:
    for member in members:
        await desk.add(dual_report_cases.add, desk.city, member, community)
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)


async def _sign_up(desk: Desk, activity: UUID, by: str) -> UUID:
    return (await desk.ids(by, sign_ups.sign_up, activity_id=activity))["sign_up"]


async def _taken(desk: Desk, activity: UUID) -> int:
    """As the activity has it, which is as many as stand."""
    taken: int = (await desk.row("activity", activity))["taken"]
    assert taken == await desk.pool.fetchval(
        "SELECT count(*) FROM sign_up WHERE activity_id = $1 AND state <> 'WITHDRAWN'", activity)
    return taken


async def test_of_a_hundred_at_once_no_more_sign_up_than_there_are_places(desk: Desk) -> None:
    handles = [f"resident-{number}" for number in range(100)]
    for handle in handles:
        desk.city.members[handle] = await desk.add(place.add_member, handle)
    await _register(desk, *handles)
    activity = await _publish(desk, places=7)
    answers = await asyncio.gather(*(desk.send(handle, sign_ups.sign_up, activity_id=activity) for handle in handles))
    assert sum(isinstance(answer, Payload) for answer in answers) == 7
    assert {type(answer) for answer in answers} == {Payload, ActivityFull}
    assert await _taken(desk, activity) == 7
    gone = await desk.pool.fetchrow("SELECT s.id, m.handle FROM sign_up s JOIN member m ON m.id = s.member_id LIMIT 1")
    assert gone
    await desk.ids(gone["handle"], sign_ups.withdraw, sign_up_id=gone["id"])
    assert await _taken(desk, activity) == 6
    late = next(handle for handle, answer in zip(handles, answers, strict=True) if isinstance(answer, ActivityFull))
    await _sign_up(desk, activity, late)
    assert (await desk.refused(ActivityFull, gone["handle"], sign_ups.sign_up, activity_id=activity)).places == 7


async def test_a_member_is_at_one_place_at_a_time(desk: Desk) -> None:
    await _register(desk, "nobody")
    first, second, after = [await _publish(desk, begins=begins) for begins in (48, 50, 51.01)]
    signed = await _sign_up(desk, first, "nobody")
    await desk.refused(TimeConflict, "nobody", sign_ups.sign_up, activity_id=second)
    await desk.refused(TimeConflict, "nobody", sign_ups.sign_up, activity_id=first)
    await _sign_up(desk, after, "nobody")
    await desk.ids("nobody", sign_ups.withdraw, sign_up_id=signed)
    assert [await _taken(desk, each) for each in (first, second, after)] == [0, 0, 1]


async def test_who_is_sent_to_a_post_then_does_not_sign_up(desk: Desk) -> None:
    """Until the assignment is released."""
    await _register(desk, "nobody")
    activity = await _publish(desk, begins=48)
    times = {"starts_at": _hour(desk, 50), "ends_at": _hour(desk, 52)}
    shift = await desk.add(mobilization_cases.add_shift, await desk.add(mobilization_cases.add, desk.city, **times))
    sent = await desk.add(mobilization_cases.add_assignment, desk.city, shift, "nobody")
    await desk.refused(TimeConflict, "nobody", sign_ups.sign_up, activity_id=activity)
    await desk.ids("street", assignments.release, assignment_id=sent, reason="够了")
    await _sign_up(desk, activity, "nobody")


async def test_of_two_at_one_time_one_is_had(desk: Desk) -> None:
    await _register(desk, "nobody")
    both = [await _publish(desk, begins=48), await _publish(desk, begins=49)]
    answers = await asyncio.gather(*(desk.send("nobody", sign_ups.sign_up, activity_id=each) for each in both * 4))
    assert sum(isinstance(answer, Payload) for answer in answers) == 1
    assert sum([await _taken(desk, each) for each in both]) == 1


async def test_who_is_registered_there_signs_up(desk: Desk) -> None:
    """With the community, or, for a street's, with one of its communities."""
    await _register(desk, "nobody")
    await _register(desk, "street-member", community="neighbour")
    own = await _publish(desk)
    await desk.refused(NotRegistered, "unit", sign_ups.sign_up, activity_id=own)  # it sees it, and is registered nowhere
    await _register(desk, "unit", community="neighbour")
    await desk.refused(NotRegistered, "unit", sign_ups.sign_up, activity_id=own)  # and now elsewhere
    await desk.fails(NotFound, "hospital", sign_ups.sign_up, activity_id=own)
    await _sign_up(desk, own, "nobody")
    await desk.fails(NotFound, "street-member", sign_ups.sign_up, activity_id=own)
    of_street = await _publish(desk, "street", "street", begins=72)
    for by in ("nobody", "street-member"):
        await _sign_up(desk, of_street, by)


async def test_it_is_taken_back_until_sign_ups_end(desk: Desk) -> None:
    await _register(desk, "nobody")
    activity = await _publish(desk)
    signed = await _sign_up(desk, activity, "nobody")
    await desk.refused(NotAllowed, "community", sign_ups.withdraw, sign_up_id=signed)
    await desk.fails(NotFound, "bank", sign_ups.withdraw, sign_up_id=signed)
    desk.shift = timedelta(hours=47, seconds=1)
    await desk.refused(DeadlinePassed, "nobody", sign_ups.withdraw, sign_up_id=signed)
    await _register(desk, "member")
    await desk.refused(DeadlinePassed, "member", sign_ups.sign_up, activity_id=activity)
    desk.shift = timedelta(hours=52)
    await desk.refused(WrongState, "member", sign_ups.sign_up, activity_id=activity)  # the clock has not been there yet


async def test_hours_are_what_the_publisher_confirms(desk: Desk) -> None:
    await _register(desk, "nobody")
    signed = await _sign_up(desk, await _publish(desk), "nobody")
    await desk.refused(NotYet, "community", sign_ups.confirm, sign_up_id=signed, hours=Decimal(2))
    desk.shift = timedelta(hours=49)
    for wrong in ("0", "-1", "3.01", "1.005", "NaN", "Infinity"):
        assert "hours" in await desk.fails(BadInput, "community", sign_ups.confirm, sign_up_id=signed, hours=Decimal(wrong))
    await desk.refused(NotAllowed, "nobody", sign_ups.confirm, sign_up_id=signed, hours=Decimal(2))
    await desk.ids("community", sign_ups.confirm, sign_up_id=signed, hours=Decimal("3"))
    await desk.ids("community", sign_ups.confirm, sign_up_id=signed, hours=Decimal("2.5"))
    row = await desk.row("sign_up", signed)
    assert (row["state"], row["hours"]) == ("ATTENDED", Decimal("2.5"))
    assert (await desk.last_event())["after"] == {"state": "ATTENDED", "hours": "2.5"}
    await desk.ids("community", sign_ups.miss, sign_up_id=signed)
    assert (await desk.row("sign_up", signed))["hours"] is None
    await desk.refused(WrongState, "community", sign_ups.miss, sign_up_id=signed)
    told = await desk.pool.fetch("SELECT n.kind FROM notice n JOIN member m ON m.id = n.member_id WHERE m.handle = 'nobody'")
    assert [row["kind"] for row in told] == ["ATTENDANCE_CONFIRMED"] * 3


async def test_the_table_keeps_hours_within_the_activity(desk: Desk) -> None:
    await _register(desk, "nobody")
    signed = await _sign_up(desk, await _publish(desk), "nobody")
    for hours in ("3.01", "0"):
        with pytest.raises(Exception, match="sign_up_hours"):
            await desk.pool.execute("UPDATE sign_up SET state = 'ATTENDED', confirmed_at = now(), hours = $2 WHERE id = $1",
                                    signed, Decimal(hours))


async def test_whoever_is_signed_up_is_told_that_it_is_cancelled(desk: Desk) -> None:
    await _register(desk, "nobody", "member", "street-member")
    activity = await _publish(desk)
    for by in ("nobody", "member", "street-member"):
        signed = await _sign_up(desk, activity, by)
    await desk.ids("street-member", sign_ups.withdraw, sign_up_id=signed)
    assert "reason" in await desk.fails(BadInput, "community", activities.cancel, activity_id=activity, reason="")
    await desk.refused(NotAllowed, "unit", activities.cancel, activity_id=activity, reason="下雨")
    await desk.ids("community", activities.cancel, activity_id=activity, reason="下雨")
    told = await desk.pool.fetch("SELECT n.kind, m.handle FROM notice n JOIN member m ON m.id = n.member_id ORDER BY 2")
    assert [tuple(row) for row in told] == [("ACTIVITY_CANCELLED", "member"), ("ACTIVITY_CANCELLED", "nobody")]
    assert await _taken(desk, activity) == 0
    await desk.refused(WrongState, "nobody", sign_ups.sign_up, activity_id=activity)
    await _sign_up(desk, await _publish(desk), "nobody")  # its time is free again


async def test_the_clock_ends_it(desk: Desk) -> None:
    activity = await _publish(desk)
    desk.shift = timedelta(hours=51, minutes=1)
    await desk.refused(WrongState, "community", activities.cancel, activity_id=activity, reason="下雨")
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 1
    assert (await desk.row("activity", activity))["state"] == "ENDED"
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) == 0


@pytest.mark.parametrize(("field", "given"), [
    ("starts_at", {"begins": -1, "sign_up_until": datetime(2020, 1, 1, tzinfo=UTC)}), ("ends_at", {"lasts": -1}),
    ("ends_at", {"lasts": 73}),
    ("sign_up_until", {"sign_up_until": datetime(2020, 1, 1, tzinfo=UTC)}),
    ("sign_up_until", {"sign_up_until": datetime(2099, 1, 1, tzinfo=UTC)}),
    ("places", {"places": 0}), ("places", {"places": 1001}),
    ("title", {"title": " "}), ("address", {"address": ""}), ("organization_id", {"by": "unit"})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    by = given.pop("by", "community")
    with pytest.raises(BadInput) as wrong:
        begins, lasts = given.pop("begins", 48), given.pop("lasts", 3)
        asked = {"title": "清洁日", "address": "南门", "places": 5, "starts_at": _hour(desk, begins),
                 "ends_at": _hour(desk, begins + lasts), "sign_up_until": _hour(desk, 47), **given}
        await desk.send(by, activities.publish, organization_id=desk.city.school if by == "unit" else desk.city.community,
                        **asked)
    assert field in {each.field for each in wrong.value.all}
