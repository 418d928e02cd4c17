"""Mobilisations, their posts and shifts, and assignments as the reference knows them: some rows, and what is asked of them."""
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

import db.rows
from db.driver.connection import Connection
from tests.reference.stored import Row
from tests.reference.world import World

SENT = ("ASSIGNED", "ACKNOWLEDGED", "SERVED", "ABSENT")
NAMED = ("organization_id", "home_code")


async def fill(connection: Connection, callers: Mapping[UUID, str], members: Sequence[UUID], units: Sequence[UUID],
               moment: Callable[[], datetime], choose: Callable[[Any], Any]) -> None:
    """Mobilisations of these callers, to whose posts these members of units are sent.

    callers   the code of each
    """
    called = rows(callers, members[0], moment, choose)
    for row in called:
        await db.rows.insert(connection, "mobilization", row)
    for number, row in enumerate(called):
        for post in posts(row, choose):
            await db.rows.insert(connection, "mobilization_post", post)
            for at in range(2):
                sent = assignments(row, members, units, choose((0, 1, 2)), moment, choose)
                shift = shift_of(row, post, number * 60 + post["number"] * 4 + at, sent, choose)
                await db.rows.insert(connection, "shift", shift)
                for each in sent:
                    of = {name: shift[name] for name in ("starts_at", "ends_at")}
                    await db.rows.insert(connection, "assignment", {**each, "shift_id": shift["id"], **of})


def rows(callers: Mapping[UUID, str], member: UUID, moment: Callable[[], datetime],
         choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Some of each caller, also to come."""
    made: list[dict[str, Any]] = []
    for organization, code in callers.items():
        for state in ("CALLED", "CALLED", "ENDED", "CANCELLED"):
            starts_at = moment().replace(hour=1, year=choose((2026, 2097)))
            by = starts_at - timedelta(days=choose((1, 90)))
            made.append({
                "id": uuid7(), "organization_id": organization, "home_code": code, "called_by": member,
                "title": choose(("防汛", "清雪 A")), "reason": choose(("暴雨预警", "大雪")), "starts_at": starts_at,
                "ends_at": starts_at + timedelta(days=choose((2, 3))), "acknowledge_by": by,
                "tell_at": by if state == "CALLED" else None, "state": state, "called_at": moment(),
                "over_at": None if state == "CALLED" else moment(),
                "cancel_reason": "雨停了" if state == "CANCELLED" else None})
    return made


def posts(mobilization: Mapping[str, Any], choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    return [{"id": uuid7(), "mobilization_id": mobilization["id"], "number": number, "name": choose(("桥头", "河堤 2")),
             "address": choose(("南桥", "北岸")), "division_code": mobilization["home_code"]} for number in range(1, 4)]


def shift_of(mobilization: Mapping[str, Any], post: Mapping[str, Any], days: int, sent: Sequence[Mapping[str, Any]],
             choose: Callable[[Any], Any]) -> dict[str, Any]:
    """
    days   after the mobilisation's beginning, so that nobody is at two places at once
    """
    starts_at = mobilization["starts_at"] + timedelta(days=days)
    stand = [each["state"] for each in sent if each["state"] in ("ASSIGNED", "ACKNOWLEDGED", "SERVED")]
    return {"id": uuid7(), "post_id": post["id"], "mobilization_id": mobilization["id"],
            **{name: mobilization[name] for name in (*NAMED, "acknowledge_by")}, "division_code": post["division_code"],
            "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=choose((4, 8))), "needed": max(1, len(stand)),
            "assigned": len(stand), "acknowledged": len(stand) - stand.count("ASSIGNED"), "served": stand.count("SERVED"),
            "cancelled_at": mobilization["over_at"] if mobilization["state"] == "CANCELLED" else None}


def assignments(mobilization: Mapping[str, Any], members: Sequence[UUID], units: Sequence[UUID], first: int,
                moment: Callable[[], datetime], choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Of every third member one, in any state."""
    made: list[dict[str, Any]] = []
    for member in members[first::3]:
        state = choose(("ASSIGNED", "ASSIGNED", "ACKNOWLEDGED", "DECLINED", "SERVED", "ABSENT", "REPLACED", "RELEASED"))
        over = state in ("DECLINED", "REPLACED", "RELEASED")
        made.append({
            "id": uuid7(), "mobilization_id": mobilization["id"], **{name: mobilization[name] for name in NAMED},
            "member_id": member, "unit_id": choose(units), "state": state, "assigned_at": moment(),
            "acknowledged_at": moment() if state in ("ACKNOWLEDGED", "SERVED") else None,
            "hours": choose((1, 2)) if state == "SERVED" else None,
            "confirmed_at": moment() if state in ("SERVED", "ABSENT") else None, "over_at": moment() if over else None,
            "reason": "有事" if over else None})
    return made


def is_gap(world: World, row: Row) -> bool:
    return row["state"] == "SHORT" or (row["state"] == "FILLED" and bool(row["acknowledge_by"] <= world.now))


def sent(world: World, wanted: bool) -> Callable[[Row], bool]:
    """Whether the viewer is sent to one of its posts."""
    own = {each["mobilization_id"] for each in world.tables.of("assignment")
           if each["member_id"] == world.viewer.member_id and each["state"] in SENT}
    return lambda row: (row["id"] in own) is wanted
