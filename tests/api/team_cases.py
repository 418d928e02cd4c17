"""Teams for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain import teams
from tests.api import activity_cases, dual_report_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for
from tests.city import CODES, COMMUNITY, City

AT = datetime(2026, 3, 2, tzinfo=UTC)


async def add(connection: Any, city: City, leader: str = "bank", organization: str = "community", *, state: str = "FORMED",
              **columns: Any) -> UUID:
    """A team of the community with its leader in it, without event."""
    needed = {name: "合并" if name == "reason" else AT for name in teams.PROCESS.states[state].has}
    code = CODES.get(organization, COMMUNITY)
    row = {"id": uuid7(), "organization_id": getattr(city, organization), "home_code": code,
           "scope_code": code if organization in CODES else code[:6], "kind": "PIONEER", "name": "先锋服务一队",
           "leader_id": city.members[leader], "state": state, "formed_at": AT, **needed, **columns}
    await rows.insert(connection, "team", row)
    await add_place(connection, city, UUID(str(row["id"])), leader)
    return UUID(str(row["id"]))


async def add_place(connection: Any, city: City, team: UUID, member: str, *, state: str = "JOINED", **columns: Any) -> UUID:
    """A member's place in a team, without event."""
    needed = dict.fromkeys(teams.PLACE.states[state].has, AT)
    row = {"id": uuid7(), "team_id": team, "member_id": city.members[member], "state": state, "asked_at": AT, **needed,
           **columns}
    await rows.insert(connection, "team_member", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """The bank's liaison leads one, in which another is; one asks to join, one is registered; and two activities to come."""
    desk, city = client.desk, client.city
    for member in ("two-units", "street-member"):
        await desk.add(dual_report_cases.add, city, member)
    team, day = await desk.add(add, city), activity_cases.TIMES["starts_at"].replace(month=7)
    held: dict[str, Any] = {"starts_at": day, "ends_at": day.replace(hour=9)}
    served, signed = await desk.add(activity_cases.add, city, **held), await desk.add(
        activity_cases.add, city, **{name: at.replace(day=2) for name, at in held.items()})
    await desk.add(add_place, city, team, "two-units")
    await desk.add(activity_cases.add_sign_up, city, signed, "two-units", team_id=team)
    return {"team": ("Team", team), "other_team": ("Team", await desk.add(add, city)),
            "leader": ("Member", city.members["bank"]), "in_team": ("Member", city.members["two-units"]),
            "candidate": ("Member", city.members["street-member"]), "asking": ("Member", city.members["member"]),
            "served": ("Activity", served), "team_signed": ("Activity", signed),
            "asks": ("TeamMember", await desk.add(add_place, city, team, "member", state="REQUESTED")),
            "left": ("TeamMember", await desk.add(add_place, city, team, "unit", state="LEFT"))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One of each with every value that it can have, and an event of it."""
    team = await add(connection, city, state="DISSOLVED")
    place = await add_place(connection, city, team, "unit", state="LEFT", joined_at=AT)
    activity = await activity_cases.add(connection, city, **dict[str, Any](activity_cases.BEGUN))
    await activity_cases.add_sign_up(connection, city, activity, "two-units", state="ATTENDED", team_id=team)
    await events.write(connection, [events.new(
        at=AT, kind="team.dissolved", object_type="Team", object_id=team, object_version=2,
        actor_id=city.members["community"], organization_id=city.community, home_code=COMMUNITY, after={"state": "DISSOLVED"})])
    return {"team": team, "teamMember": place, "team_member": place, "teammember": place}


FORMED = {"organizationId": "@community", "kind": "SHOCK", "name": "防汛突击队", "leaderId": "@leader"}
COMING = {"teamId": "@team", "activityId": "@served", "memberIds": ["@leader", "@in_team"]}
CASES = [
    Case("formTeam", "team { state kind name size leader { id } organization { id } }", "community", FORMED,
         {"team": {"state": "FORMED", "kind": "SHOCK", "name": "防汛突击队", "size": 1, "leader": "@leader",
                   "organization": "@community"}}, "unit", {}, "NotAllowed"),
    Case("handOverTeam", "team { leader { id } version }", "bank", {"teamId": "@team", "leaderId": "@in_team"},
         {"team": {"leader": "@in_team", "version": 2}}, "bank", {}, "NotAllowed"),
    Case("dissolveTeam", "team { state reason size }", "community", {"teamId": "@team", "reason": "并入二队"},
         {"team": {"state": "DISSOLVED", "reason": "并入二队", "size": 0}}, "community", {}, "WrongState"),
    Case("inviteToTeam", "teamMember { state member { id } team { id } }", "bank",
         {"teamId": "@team", "memberId": "@candidate"},
         {"teamMember": {"state": "INVITED", "member": "@candidate", "team": "@team"}}, "bank", {}, "AlreadyInTeam"),
    Case("joinTeam", "teamMember { state member { id } }", "member", {"teamId": "@other_team"},
         {"teamMember": {"state": "REQUESTED", "member": "@asking"}}, "member", {}, "AlreadyInTeam"),
    Case("acceptTeamMember", "teamMember { state version } team { size }", "bank", {"teamMemberId": "@asks"},
         {"teamMember": {"state": "JOINED", "version": 2}, "team": {"size": 3}}, "bank", {}, "WrongState"),
    Case("leaveTeam", "teamMember { state }", "member", {"teamMemberId": "@asks"},
         {"teamMember": {"state": "LEFT"}}, "member", {}, "WrongState"),
    Case("signUpTeam", "team { version } activity { taken remaining }", "bank", COMING,
         {"team": {"version": 2}, "activity": {"taken": 2, "remaining": 8}}, "bank", {}, "TeamMembersBusy"),
    Case("withdrawTeam", "team { version } activity { taken }", "bank", {"teamId": "@team", "activityId": "@team_signed"},
         {"team": {"version": 2}, "activity": {"taken": 0}}, "member", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "formTeam": {"name": "另一队"}, "handOverTeam": {"leaderId": "@candidate"}, "dissolveTeam": {"reason": "另有原因"},
    "inviteToTeam": {"memberId": "@asking"}, "joinTeam": {"teamId": "@team"}, "acceptTeamMember": {"teamMemberId": "@left"},
    "leaveTeam": {"teamMemberId": "@left"}, "signUpTeam": {"memberIds": ["@leader"]}, "withdrawTeam": {"activityId": "@served"}}
TOLD = {"formTeam": "team.formed team_member.joined", "handOverTeam": "team.handed_over",
        "dissolveTeam": "team.dissolved team_member.left team_member.left team_member.left",
        "inviteToTeam": "team_member.invited", "joinTeam": "team_member.requested",
        "acceptTeamMember": "team_member.accepted", "leaveTeam": "team_member.left",
        "signUpTeam": "team.signed_up sign_up.made sign_up.made", "withdrawTeam": "team.withdrawn sign_up.withdrawn"}
"""The kinds of events that each of them leaves."""
LEADS, OWNS = {"bank"}, acts_for("community")
POWERS = {
    ("who acts for it", "the community, street or unit"): OWNS,
    ("its leader; who acts for its organisation", "the team"): LEADS | OWNS,
    ("who acts for its organisation", "the team"): OWNS,
    ("its leader", "the team"): LEADS,
    ("who is registered in its division, and of a unit's team in the service of that", "the team"): {"member"},
    ("the member", "the place"): {"member"},
    ("its team's leader", "the place"): LEADS,
    ("the member; its team's leader", "the place"): LEADS | {"member"},
}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _cleared(world: World) -> UUID:
    """A team of the community, and one member who is registered there beside its leader."""
    for table in ("sign_up", "activity", "team_member", "team", "dual_report"):
        await world.client.pool.execute(f"DELETE FROM {table}")
    await world.client.desk.add(dual_report_cases.add, world.client.city, "member")
    return await world.client.desk.add(add, world.client.city)


async def _formed(world: World) -> Input:
    await _cleared(world)
    return {"organizationId": world.id("community"), "kind": "SHOCK", "name": "防汛突击队", "leaderId": _member(world)}


def _member(world: World) -> str:
    return global_id("Member", world.client.city.members["member"])


def _of_team(joined: bool = False, **more: Any) -> Make:
    async def make(world: World) -> Input:
        team = await _cleared(world)
        if joined:
            await world.client.desk.add(add_place, world.client.city, team, "member")
        return {"teamId": global_id("Team", team), **{name: _member(world) if value == "@" else value
                                                      for name, value in more.items()}}
    return make


def _of_place(state: str) -> Make:
    async def make(world: World) -> Input:
        place = await world.client.desk.add(add_place, world.client.city, await _cleared(world), "member", state=state)
        return {"teamMemberId": global_id("TeamMember", place)}
    return make


async def _coming(world: World) -> Input:
    given = await _of_team(joined=True)(world)
    activity = await world.client.desk.add(activity_cases.add, world.client.city)
    return {**given, "activityId": global_id("Activity", activity), "memberIds": [_member(world)]}


async def _came(world: World) -> Input:
    given = await _coming(world)
    team, activity = [await world.client.pool.fetchval(f"SELECT id FROM {table}") for table in ("team", "activity")]
    await world.client.desk.add(activity_cases.add_sign_up, world.client.city, activity, "member", team_id=team)
    return {name: given[name] for name in ("teamId", "activityId")}


RIGHTS: dict[str, Make] = {
    "`formTeam`": _formed,
    "`handOverTeam`": _of_team(joined=True, leaderId="@"),
    "`dissolveTeam`": _of_team(reason="并入二队"),
    "`inviteToTeam`": _of_team(memberId="@"),
    "`joinTeam`": _of_team(),
    "`acceptTeamMember` of an invitation": _of_place("INVITED"),
    "`acceptTeamMember` of a request": _of_place("REQUESTED"),
    "`leaveTeam`": _of_place("JOINED"),
    "`signUpTeam`": _coming,
    "`withdrawTeam`": _came,
}
"""By its first cell, what is handed in."""
