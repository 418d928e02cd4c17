"""Activities and sign-ups as the reference knows them: some rows, and what is asked of them."""
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

import db.rows
from db.driver.connection import Connection
from tests.city import DISTRICT
from tests.reference.stored import Row
from tests.reference.world import World


async def fill(connection: Connection, hosts: Mapping[UUID, str], members: Sequence[UUID], unit: UUID, district: UUID,
               moment: Callable[[], datetime], choose: Callable[[Any], Any], teams: Sequence[UUID]) -> None:
    """Activities of these hosts, for which these members of a unit are signed up, by themselves or with teams."""
    made = rows(hosts, members[0], moment, choose)
    for row in made:
        await db.rows.insert(connection, "activity", row)
    await db.rows.insert(connection, "service_duty", {
        "id": uuid7(), "organization_id": district, "home_code": DISTRICT, "projects": choose((1, 2)),
        "hours": choose((12, 24)), "set_at": moment()})
    for row in sign_ups(made, members, unit, moment, choose, (None, *teams)):
        await db.rows.insert(connection, "sign_up", row)


def rows(hosts: Mapping[UUID, str], publisher: UUID, moment: Callable[[], datetime],
         choose: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Some of each host, also to come; no two of them overlap.

    hosts    the code of each
    choose   one of several
    """
    made: list[dict[str, Any]] = []
    for organization, code in hosts.items():
        for state in ("PUBLISHED", "PUBLISHED", "ENDED", "CANCELLED"):
            starts_at = moment().replace(hour=1, year=choose((2026, 2097))) + timedelta(days=40 * len(made))
            made.append({
                "id": uuid7(), "organization_id": organization, "home_code": code, "published_by": publisher,
                "title": choose(("清洁日", "义诊 A")), "body": choose(("", "清理楼道")),
                "address": choose(("南门", "北坡 2 号")),
                "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=choose((2, 3))),
                "sign_up_until": starts_at - timedelta(hours=choose((0, 9))), "places": choose((6, 9)), "taken": 6,
                "state": state, "published_at": moment(), "over_at": None if state == "PUBLISHED" else moment(),
                "reason": "下雨" if state == "CANCELLED" else None})
    return made


def sign_ups(activities: Sequence[Mapping[str, Any]], members: Sequence[UUID], unit: UUID, moment: Callable[[], datetime],
             choose: Callable[[Any], Any], teams: Sequence[UUID | None]) -> list[dict[str, Any]]:
    """Of each member one for some of them."""
    made: list[dict[str, Any]] = []
    for member in members:
        for activity in activities:
            if choose((True, False)):
                state = choose(("SIGNED_UP", "ATTENDED", "ABSENT", "WITHDRAWN"))
                confirmed = moment() if state in ("ATTENDED", "ABSENT") else None
                of_activity = {name: activity[name] for name in ("organization_id", "home_code", "starts_at", "ends_at")}
                made.append({
                    "id": uuid7(), "activity_id": activity["id"], **of_activity, "member_id": member, "unit_id": unit,
                    "team_id": choose(teams), "state": state, "signed_up_at": moment(),
                    "hours": choose((1, 2)) if state == "ATTENDED" else None,
                    "confirmed_at": confirmed, "over_at": moment() if state == "WITHDRAWN" else None,
                    "reason": choose((None, "下雨")) if state == "WITHDRAWN" else None})
    return made


def is_open(world: World, row: Row) -> bool:
    return bool(row["state"] == "PUBLISHED" and row["sign_up_until"] > world.now and row["taken"] < row["places"])


def signed_up(world: World, wanted: bool) -> Callable[[Row], bool]:
    """Whether the viewer is signed up for it."""
    own = {each["activity_id"] for each in world.tables.of("sign_up")
           if each["member_id"] == world.viewer.member_id and each["state"] != "WITHDRAWN"}
    return lambda row: (row["id"] in own) is wanted


def registered(world: World) -> str | None:
    """The code of the community where the viewer is registered."""
    found = world.tables.first("dual_report", lambda row: (row["member_id"], row["state"]) == (
        world.viewer.member_id, "CONFIRMED"))
    return str(found["home_code"]) if found else None
