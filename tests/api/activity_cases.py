"""Activities and sign-ups for the tests that go through everything: what is there, each mutation in yes and no, and who may."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain import activities
from resolvers import jobs, scheduler
from tests.api import dual_report_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for
from tests.city import CODES, COMMUNITY, City

AT = datetime(2026, 3, 1, tzinfo=UTC)
TIMES = {"starts_at": datetime(2090, 5, 1, 1, tzinfo=UTC), "ends_at": datetime(2090, 5, 1, 9, tzinfo=UTC),
         "sign_up_until": datetime(2090, 4, 30, tzinfo=UTC)}
BEGUN = {"starts_at": AT, "ends_at": AT + timedelta(hours=8), "sign_up_until": AT - timedelta(days=1)}


def _needed(states: Any, state: str) -> dict[str, Any]:
    return {name: {"reason": "下雨", "hours": 2}.get(name, AT) for name in states[state].has}


async def add(connection: Any, city: City, organization: str = "community", *, state: str = "PUBLISHED",
              **columns: Any) -> UUID:
    """An activity of the community, without event: to come, unless columns say otherwise."""
    row = {"id": uuid7(), "organization_id": getattr(city, organization), "home_code": CODES[organization],
           "published_by": city.members["community"], "title": "社区清洁日", "body": "清理楼道。", "address": "小区南门",
           "places": 10, "state": state, "published_at": AT, **TIMES, **_needed(activities.PROCESS.states, state), **columns}
    await rows.insert(connection, "activity", row)
    return UUID(str(row["id"]))


async def add_sign_up(connection: Any, city: City, activity: UUID, member: str, *, state: str = "SIGNED_UP",
                      **columns: Any) -> UUID:
    """A sign-up of one of the school's people, which has its place, without event."""
    of = await connection.fetchrow(
        "SELECT organization_id, home_code, starts_at, ends_at FROM activity WHERE id = $1", activity)
    row = {"id": uuid7(), "activity_id": activity, **of, "member_id": city.members[member], "unit_id": city.school,
           "state": state, "signed_up_at": AT, **_needed(activities.SIGN_UP.states, state), **columns}
    await rows.insert(connection, "sign_up", row)
    if state != "WITHDRAWN":
        await connection.execute("UPDATE activity SET taken = taken + 1 WHERE id = $1", activity)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """One to come for which the bank's liaison is signed up, one that has begun with two who were to be there."""
    desk, city = client.desk, client.city
    await desk.add(dual_report_cases.add, city, "member", unit_id=city.bank)
    activity, begun = await desk.add(add, city), await desk.add(add, city, **BEGUN, state="ENDED")
    return {"activity": ("Activity", activity),
            "later": ("Activity", await desk.add(add, city, starts_at=TIMES["ends_at"],
                                                 ends_at=TIMES["ends_at"].replace(day=2))),
            "cancelled": ("Activity", await desk.add(add, city, state="CANCELLED")),
            "signed_up": ("SignUp", await desk.add(add_sign_up, city, activity, "bank")),
            "there": ("SignUp", await desk.add(add_sign_up, city, begun, "bank")),
            "also_there": ("SignUp", await desk.add(add_sign_up, city, begun, "hospital"))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One of each with every value that it can have, and an event of it."""
    activity = await add(connection, city, "community", state="CANCELLED", **dict[str, Any](BEGUN))
    sign_up = await add_sign_up(connection, city, activity, "unit", state="ATTENDED", over_at=AT, reason="下雨")
    for kind, type_, row in (("activity.cancelled", "Activity", activity), ("sign_up.confirmed", "SignUp", sign_up)):
        await events.write(connection, [events.new(
            at=AT, kind=kind, object_type=type_, object_id=row, object_version=2, actor_id=city.members["community"],
            organization_id=city.community, home_code=COMMUNITY, after={"state": "CANCELLED"})])
    return {"activity": activity, "signUp": sign_up, "sign_up": sign_up, "signup": sign_up}


GIVEN = {"organizationId": "@community", "title": "义务植树", "address": "北坡", "startsAt": "2090-03-12T01:00:00Z",
         "endsAt": "2090-03-12T04:30:00Z", "signUpUntil": "2090-03-11T00:00:00Z", "places": 30}
CASES = [
    Case("publishActivity", "activity { state title places taken remaining startsAt organization { id } }", "community", GIVEN,
         {"activity": {"state": "PUBLISHED", "title": "义务植树", "places": 30, "taken": 0, "remaining": 30,
                       "startsAt": "2090-03-12T01:00:00.000000Z", "organization": "@community"}},
         "unit", {}, "NotAllowed"),
    Case("cancelActivity", "activity { state reason taken }", "community", {"activityId": "@activity", "reason": "下雨"},
         {"activity": {"state": "CANCELLED", "reason": "下雨", "taken": 0}}, "community", {}, "WrongState"),
    Case("signUp", "signUp { state unit { id } } activity { taken remaining }", "member", {"activityId": "@activity"},
         {"signUp": {"state": "SIGNED_UP", "unit": "@bank"}, "activity": {"taken": 2, "remaining": 8}},
         "member", {}, "TimeConflict"),
    Case("withdrawSignUp", "signUp { state } activity { taken }", "bank", {"signUpId": "@signed_up"},
         {"signUp": {"state": "WITHDRAWN"}, "activity": {"taken": 0}}, "bank", {}, "WrongState"),
    Case("confirmAttendance", "signUp { state hours }", "community", {"signUpId": "@there", "hours": "2.5"},
         {"signUp": {"state": "ATTENDED", "hours": "2.50"}}, "bank", {}, "NotAllowed"),
    Case("missAttendance", "signUp { state hours }", "community", {"signUpId": "@there"},
         {"signUp": {"state": "ABSENT", "hours": None}}, "community", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "publishActivity": {"title": "另一件事"}, "cancelActivity": {"reason": "另有原因"}, "signUp": {"activityId": "@later"},
    "withdrawSignUp": {"signUpId": "@there"}, "confirmAttendance": {"hours": "3"},
    "missAttendance": {"signUpId": "@also_there"}}
TOLD = {"publishActivity": "activity.published", "cancelActivity": "activity.cancelled sign_up.cancelled",
        "signUp": "sign_up.made", "withdrawSignUp": "sign_up.withdrawn", "confirmAttendance": "sign_up.confirmed",
        "missAttendance": "sign_up.missed", "activities": "activity.ended"}
"""The kinds of events that each of them leaves."""


async def _by_time(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(add, client.city, **{**BEGUN, "ends_at": now - timedelta(hours=1)})
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) >= 1  # of other concepts something may be due, too


async def _is_seen(client: Client, handle: str, activity: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Activity", activity)))["node"] is not None


async def _sign_up_is_seen(client: Client, handle: str, sign_up: UUID) -> bool:
    return await dual_report_cases.told_of(client, handle, activities.SIGN_UPS, sign_up)


OTHERS = {"activities": _by_time}
SEEN = {"activity": _is_seen, "sign_up": _sign_up_is_seen}
POWERS = {
    ("who acts for it", "the community or street"): acts_for("community"),
    ("the member", "the sign-up"): {"bank"},
    ("who is registered with its community, or with one of its street", "the activity"): {"member"},
}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _cleared(world: World) -> None:
    for table in ("sign_up", "activity", "dual_report"):
        await world.client.pool.execute(f"DELETE FROM {table}")


async def _published(world: World) -> Input:
    return {**GIVEN, "organizationId": world.id("community")}


async def _cancelled(world: World) -> Input:
    return {"activityId": global_id("Activity", await world.client.desk.add(add, world.client.city)), "reason": "下雨"}


async def _signed_up(world: World) -> Input:
    await _cleared(world)
    await world.client.desk.add(dual_report_cases.add, world.client.city, "member")
    return {"activityId": global_id("Activity", await world.client.desk.add(add, world.client.city))}


def _of(times: dict[str, datetime], **more: Any) -> Make:
    async def make(world: World) -> Input:
        await _cleared(world)
        activity = await world.client.desk.add(add, world.client.city, **times)
        sign_up = await world.client.desk.add(add_sign_up, world.client.city, activity, "bank")
        return {"signUpId": global_id("SignUp", sign_up), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`publishActivity`": _published,
    "`cancelActivity`": _cancelled,
    "`signUp`": _signed_up,
    "`withdrawSignUp`": _of(TIMES),
    "`confirmAttendance`": _of(BEGUN, hours="2"),
    "`missAttendance`": _of(BEGUN),
}
"""By its first cell, what is handed in."""
