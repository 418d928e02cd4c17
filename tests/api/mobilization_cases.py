"""Mobilisations and assignments for the tests that go through everything: what is there, each mutation in yes and no, and who
may."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain import assignments, mobilizations
from resolvers import jobs, scheduler
from tests.api import dual_report_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for
from tests.city import CODES, STREET, City

AT = datetime(2026, 3, 1, tzinfo=UTC)
AHEAD = {"starts_at": datetime(2091, 5, 1, 1, tzinfo=UTC), "ends_at": datetime(2091, 5, 1, 9, tzinfo=UTC)}
BEGUN = {"starts_at": AT, "ends_at": AT + timedelta(hours=8)}
VALUES = {"reason": "防汛", "cancel_reason": "雨停了", "hours": 2}
PLACED = ("id", "organization_id", "home_code", "starts_at", "ends_at", "acknowledge_by")


def _needed(states: Any, state: str) -> dict[str, Any]:
    return {name: VALUES.get(name, AT) for name in states[state].has}


async def add(connection: Any, city: City, organization: str = "street", *, state: str = "CALLED", **columns: Any) -> UUID:
    """A mobilisation of the street, without event, posts and shifts: to come, unless columns say otherwise."""
    times = {**AHEAD, **{name: columns[name] for name in AHEAD if name in columns}}
    row = {"id": uuid7(), "organization_id": getattr(city, organization), "home_code": CODES[organization],
           "called_by": city.members["street"], "title": "防汛值守", "reason": "暴雨预警", **times,
           "acknowledge_by": times["starts_at"], "tell_at": times["starts_at"], "state": state, "called_at": AT,
           **_needed(mobilizations.PROCESS.states, state), **columns}
    await rows.insert(connection, "mobilization", row)
    return UUID(str(row["id"]))


async def add_shift(connection: Any, mobilization: UUID, **columns: Any) -> UUID:
    """A shift of a new post: it needs two, and has nobody, unless columns say otherwise."""
    of = dict(await connection.fetchrow(f"SELECT {', '.join(PLACED)} FROM mobilization WHERE id = $1", mobilization))
    del of["id"]
    number = 1 + await connection.fetchval("SELECT count(*)::int FROM mobilization_post WHERE mobilization_id = $1",
                                           mobilization)
    post = {"id": uuid7(), "mobilization_id": mobilization, "number": number, "name": f"{number} 号岗", "address": "河堤",
            "division_code": of["home_code"]}
    await rows.insert(connection, "mobilization_post", post)
    row = {"id": uuid7(), "post_id": post["id"], "mobilization_id": mobilization, "division_code": of["home_code"], **of,
           "needed": 2, "assigned": 0, **columns}
    await rows.insert(connection, "shift", row)
    return UUID(str(row["id"]))


async def add_assignment(connection: Any, city: City, shift: UUID, member: str, unit: str = "bank", *,
                         state: str = "ASSIGNED", **columns: Any) -> UUID:
    """An assignment of a unit's member to a shift, which counts it, without event."""
    of = dict(await connection.fetchrow("SELECT mobilization_id, organization_id, home_code, starts_at, ends_at FROM shift "
                                        "WHERE id = $1", shift))
    row = {"id": uuid7(), "shift_id": shift, **of, "member_id": city.members[member], "unit_id": getattr(city, unit),
           "state": state, "assigned_at": AT, **_needed(assignments.PROCESS.states, state), **columns}
    await rows.insert(connection, "assignment", row)
    counted = assignments.counts(state)
    await connection.execute(
        "UPDATE shift SET assigned = assigned + $2, acknowledged = acknowledged + $3, served = served + $4 WHERE id = $1",
        shift, counted.assigned, counted.acknowledged, counted.served)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """One to come with a shift that is short and one that is full, one that has begun; `member` and `bank` are registered."""
    desk, city = client.desk, client.city
    called = await desk.add(add, city)
    short, full = await desk.add(add_shift, called), await desk.add(add_shift, called, needed=1)
    begun = await desk.add(add_shift, await desk.add(add, city, state="ENDED", tell_at=None, **BEGUN), needed=3)
    return {"mobilization": ("Mobilization", called), "short_shift": ("Shift", short), "full_shift": ("Shift", full),
            "begun_shift": ("Shift", begun),
            "cancelled_call": ("Mobilization", await desk.add(add, city, state="CANCELLED", tell_at=None)),
            "registered": ("Member", city.members["member"]), "unregistered": ("Member", city.members["nobody"]),
            "sent_there": ("Assignment", await desk.add(add_assignment, city, full, "bank")),
            "at_post": ("Assignment", await desk.add(add_assignment, city, begun, "two-units")),
            "also_at_post": ("Assignment", await desk.add(add_assignment, city, begun, "unit", "school"))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One of each with every value that it can have, and an event of it."""
    called = await add(connection, city, "street", state="CANCELLED", **dict[str, Any](BEGUN))
    shift = await add_shift(connection, called, cancelled_at=AT)
    former = await add_assignment(connection, city, shift, "community", "school", state="REPLACED")
    made = await add_assignment(connection, city, shift, "community", "school", state="SERVED", acknowledged_at=AT, over_at=AT,
                                reason="有事", replaces_id=former)
    for kind, type_, row in (("mobilization.cancelled", "Mobilization", called), ("assignment.served", "Assignment", made)):
        await events.write(connection, [events.new(
            at=AT, kind=kind, object_type=type_, object_id=row, object_version=2, actor_id=city.members["street"],
            organization_id=city.street, home_code=STREET, after={"state": "CANCELLED"})])
    post = await connection.fetchval("SELECT post_id FROM shift WHERE id = $1", shift)
    return {"mobilization": called, "mobilizationpost": post, "mobilizationPost": post, "shift": shift, "assignment": made,
            "formerAssignment": former, "former_assignment": former}


SHIFTS = [{"startsAt": "2092-03-12T01:00:00Z", "endsAt": "2092-03-12T09:00:00Z", "needed": 2, "memberIds": ["@registered"]},
          {"startsAt": "2092-03-13T01:00:00Z", "endsAt": "2092-03-13T09:00:00Z", "needed": 1, "memberIds": []}]
POST = {"name": "桥头", "address": "南桥", "divisionId": "@community", "shifts": SHIFTS}
GIVEN: dict[str, Any] = {
    "organizationId": "@street", "title": "清雪", "reason": "大雪", "acknowledgeBy": "2092-03-11T00:00:00Z",
    "posts": [POST]}
CASES = [
    Case("mobilize", "mobilization { state title needed assigned members units organization { id } posts { nodes { name } } }",
         "street", GIVEN,
         {"mobilization": {"state": "CALLED", "title": "清雪", "needed": 3, "assigned": 1, "members": 1, "units": 1,
                           "organization": "@street", "posts": {"nodes": [{"name": "桥头"}]}}},
         "unit", {}, "NotAllowed"),
    Case("cancelMobilization", "mobilization { state cancelReason assigned }", "street",
         {"mobilizationId": "@mobilization", "reason": "雨停了"},
         {"mobilization": {"state": "CANCELLED", "cancelReason": "雨停了", "assigned": 0}}, "street", {}, "WrongState"),
    Case("assignMember", "assignment { state unit { id } } shift { assigned missing state }", "street",
         {"shiftId": "@short_shift", "memberId": "@registered"},
         {"assignment": {"state": "ASSIGNED", "unit": "@bank"}, "shift": {"assigned": 1, "missing": 1, "state": "SHORT"}},
         "street", {"shiftId": "@full_shift"}, "ShiftFull"),
    Case("acknowledgeAssignment", "assignment { state } shift { state acknowledged }", "bank", {"assignmentId": "@sent_there"},
         {"assignment": {"state": "ACKNOWLEDGED"}, "shift": {"state": "ACKNOWLEDGED", "acknowledged": 1}},
         "bank", {}, "WrongState"),
    Case("acknowledgeMobilization", "mobilization { acknowledged assigned }", "two-units",
         {"mobilizationId": "@mobilization", "unitId": "@bank"}, {"mobilization": {"acknowledged": 1, "assigned": 1}},
         "community", {}, "NotAllowed"),
    Case("confirmShift", "shift { served assigned }", "street", {"shiftId": "@begun_shift", "absentIds": ["@also_at_post"]},
         {"shift": {"served": 1, "assigned": 1}}, "street", {"shiftId": "@short_shift", "absentIds": []}, "NotYet"),
    Case("declineAssignment", "assignment { state reason } shift { state missing }", "bank",
         {"assignmentId": "@sent_there", "reason": "出差"},
         {"assignment": {"state": "DECLINED", "reason": "出差"}, "shift": {"state": "SHORT", "missing": 1}},
         "bank", {}, "WrongState"),
    Case("replaceAssignment",
         "assignment { state replaces { id } member { id } } formerAssignment { state } shift { assigned }", "street",
         {"assignmentId": "@sent_there", "memberId": "@registered"},
         {"assignment": {"state": "ASSIGNED", "replaces": "@sent_there", "member": "@registered"},
          "formerAssignment": {"state": "REPLACED"}, "shift": {"assigned": 1}},
         "street", {}, "WrongState"),
    Case("releaseAssignment", "assignment { state reason }", "street", {"assignmentId": "@sent_there", "reason": "够了"},
         {"assignment": {"state": "RELEASED", "reason": "够了"}}, "bank", {}, "NotAllowed"),
    Case("serveAssignment", "assignment { state hours } shift { served }", "street",
         {"assignmentId": "@at_post", "hours": "2.5"},
         {"assignment": {"state": "SERVED", "hours": "2.50"}, "shift": {"served": 1}},
         "street", {"assignmentId": "@sent_there"}, "NotYet"),
    Case("missAssignment", "assignment { state hours }", "street", {"assignmentId": "@at_post"},
         {"assignment": {"state": "ABSENT", "hours": None}}, "street", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "mobilize": {"title": "另一件事"}, "cancelMobilization": {"reason": "另有原因"},
    "assignMember": {"memberId": "@unregistered"}, "acknowledgeAssignment": {"assignmentId": "@at_post"},
    "acknowledgeMobilization": {"unitId": "@school"}, "confirmShift": {"absentIds": []},
    "declineAssignment": {"reason": "另有原因"}, "replaceAssignment": {"memberId": "@unregistered"},
    "releaseAssignment": {"reason": "另有原因"}, "serveAssignment": {"hours": "3"},
    "missAssignment": {"assignmentId": "@also_at_post"}}
TOLD = {"mobilize": "mobilization.called", "cancelMobilization": "mobilization.cancelled", "assignMember": "assignment.made",
        "acknowledgeAssignment": "assignment.acknowledged", "declineAssignment": "assignment.declined",
        "acknowledgeMobilization": "mobilization.acknowledged", "confirmShift": "shift.confirmed",
        "replaceAssignment": "assignment.replaced assignment.made", "releaseAssignment": "assignment.released",
        "serveAssignment": "assignment.served", "missAssignment": "assignment.missed",
        "mobilizations": "mobilization.unacknowledged mobilization.ended"}
"""The kinds of events that each of them leaves."""


async def _by_time(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(add, client.city, **{**BEGUN, "ends_at": now - timedelta(hours=1)})
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) >= 2  # of other concepts something may be due, too


async def _is_seen(client: Client, handle: str, mobilization: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Mobilization", mobilization)))["node"] is not None


async def _assignment_is_seen(client: Client, handle: str, assignment: UUID) -> bool:
    return await dual_report_cases.told_of(client, handle, assignments.SUBJECT, assignment)


OTHERS = {"mobilizations": _by_time}
SEEN = {"mobilization": _is_seen, "assignment": _assignment_is_seen}
POWERS = {
    ("who acts for it", "the street or district that calls"): acts_for("street"),
    ("who acts for it", "the unit whose people are sent"): acts_for("bank"),
    ("the member; who acts for the unit", "the assignment"): acts_for("bank"),
}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _cleared(world: World) -> None:
    for table in ("assignment", "shift", "mobilization_post", "mobilization", "sign_up", "dual_report"):
        await world.client.pool.execute(f"DELETE FROM {table}")
    await world.client.desk.add(dual_report_cases.add, world.client.city, "member")


async def _called(world: World) -> Input:
    await _cleared(world)
    times = {name: SHIFTS[0][name] for name in ("startsAt", "endsAt")}
    shift = {**times, "needed": 1, "memberIds": [global_id("Member", world.client.city.members["member"])]}
    return {**GIVEN, "organizationId": world.id("street"), "posts": [{"name": "桥头", "address": "南桥", "shifts": [shift]}]}


async def _cancelled(world: World) -> Input:
    called = await world.client.desk.add(add, world.client.city)
    return {"mobilizationId": global_id("Mobilization", called), "reason": "雨停了"}


async def _short(world: World) -> Input:
    await _cleared(world)
    shift = await world.client.desk.add(add_shift, await world.client.desk.add(add, world.client.city))
    return {"shiftId": global_id("Shift", shift), "memberId": global_id("Member", world.client.city.members["member"])}


async def _of_unit(world: World) -> Input:
    called = await world.client.desk.add(add, world.client.city)
    return {"mobilizationId": global_id("Mobilization", called), "unitId": world.id("bank")}


async def _begun(world: World) -> Input:
    begun = await world.client.desk.add(add, world.client.city, "street", **dict[str, Any](BEGUN))
    return {"shiftId": global_id("Shift", await world.client.desk.add(add_shift, begun))}


def _of(times: dict[str, datetime], **more: Any) -> Make:
    async def make(world: World) -> Input:
        asked = await _short(world)
        shift = await world.client.desk.add(add_shift, await world.client.desk.add(add, world.client.city, **times))
        sent = await world.client.desk.add(add_assignment, world.client.city, shift, "bank")
        given = {name: asked[name] if value == "@" else value for name, value in more.items()}
        return {"assignmentId": global_id("Assignment", sent), **given}
    return make


RIGHTS: dict[str, Make] = {
    "`mobilize`": _called,
    "`cancelMobilization`": _cancelled,
    "`assignMember`": _short,
    "`acknowledgeAssignment`": _of(AHEAD),
    "`acknowledgeMobilization` of a unit's": _of_unit,
    "`confirmShift`": _begun,
    "`declineAssignment`": _of(AHEAD, reason="出差"),
    "`replaceAssignment`": _of(AHEAD, memberId="@"),
    "`releaseAssignment`": _of(AHEAD, reason="够了"),
    "`serveAssignment`": _of(BEGUN),
    "`missAssignment`": _of(BEGUN),
}
"""By its first cell, what is handed in."""
