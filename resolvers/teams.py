"""Teams: formed by an organisation, joined by invitation or request, handed over, dissolved."""
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import organizations, sign_ups, teams
from domain import teams as rules
from domain import texts
from domain.faults import Faults
from domain.refusals import NotFound, WrongState
from domain.teams import (
    PLACE,
    PROCESS,
    AlreadyInTeam,
    LeadsTeam,
    Place,
    Team,
    TeamMemberState,
    TeamMemberStep,
    TeamState,
    TeamStep,
)
from resolvers.writing.use_cases import Ids, Write, use_case

_TOLD = ("state", "organization_id", "kind", "leader_id")


@use_case()
async def form(write: Write, *, organization_id: UUID, kind: str, name: str, leader_id: UUID) -> Ids:
    """Form a team of an organisation, with one of its registered members as leader.

    raises   NotFound, NotAllowed, BadInput
    writes   team, team_member, events team.formed and team_member.joined
    """
    organization = await organizations.find(write.connection, organization_id)
    if organization is None:
        raise NotFound("organization_id")
    with Faults() as faults:
        name = faults.of(texts.name, "name", name)
        home = organization.home_code or ""
        scope = faults.of(rules.scope, organization.kind, home)
        rules.check_form(write.viewer, organization_id)
    team = Team(state=TeamState.FORMED, organization_id=organization_id, home_code=home, scope_code=scope, leader_id=leader_id)
    rules.check_member("leader_id", team, await sign_ups.registered(write.connection, leader_id))
    row: dict[str, Any] = {
        "id": uuid7(), "organization_id": organization_id, "home_code": home, "scope_code": scope, "kind": kind, "name": name,
        "leader_id": leader_id, "state": TeamState.FORMED, "formed_at": write.now}
    await teams.insert(write.connection, row)
    _record(write, PROCESS.begins[TeamState.FORMED], row["id"], team, 1, after={each: row[each] for each in _TOLD})
    await _place(write, row["id"], team, leader_id, TeamMemberState.JOINED, joined_at=write.now)
    return {"team": row["id"]}


@use_case(step=PROCESS.steps[TeamStep.HAND_OVER])
async def hand_over(write: Write, *, team_id: UUID, leader_id: UUID) -> Ids:
    """Make another of the team its leader.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   team, event team.handed_over
    """
    team = await held(write, team_id)
    rules.check_step(write.viewer, TeamStep.HAND_OVER, team)
    rules.check_coming([leader_id], await teams.joined(write.connection, team_id), "leader_id")
    rules.check_member("leader_id", team, await sign_ups.registered(write.connection, leader_id))
    version = await teams.revise(write.connection, team_id, {"leader_id": leader_id})
    _record(write, PROCESS.steps[TeamStep.HAND_OVER].event, team_id, team, version,
            before={"leader_id": team.leader_id}, after={"leader_id": leader_id})
    return {"team": team_id}


@use_case(step=PROCESS.steps[TeamStep.DISSOLVE])
async def dissolve(write: Write, *, team_id: UUID, reason: str) -> Ids:
    """Dissolve a team: nobody is in it any more; what it is signed up for stays each member's.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   team, team_member, events team.dissolved and team_member.left
    """
    team = await held(write, team_id)
    rules.check_step(write.viewer, TeamStep.DISSOLVE, team)
    reason = texts.required("reason", reason)
    changes = {"state": TeamState.DISSOLVED, "over_at": write.now, "reason": reason}
    version = await teams.revise(write.connection, team_id, changes)
    _record(write, PROCESS.steps[TeamStep.DISSOLVE].event, team_id, team, version,
            before={"state": team.state}, after={"state": TeamState.DISSOLVED, "reason": None})
    for each in await teams.empty(write.connection, team_id, write.now):
        _of_place(write, PLACE.steps[TeamMemberStep.LEAVE].event, each.id, team_id, team, each.version,
                  before={"state": each.state}, after={"state": TeamMemberState.LEFT})
    return {"team": team_id}


@use_case(WrongState, AlreadyInTeam)
async def invite(write: Write, *, team_id: UUID, member_id: UUID) -> Ids:
    """Ask a registered member into a team; the leader does.

    raises   NotFound, NotAllowed, WrongState, BadInput, AlreadyInTeam
    writes   team_member, event team_member.invited
    """
    team = await held(write, team_id)
    rules.check_invite(write.viewer, team)
    rules.check_member("member_id", team, await sign_ups.registered(write.connection, member_id))
    return await _place(write, team_id, team, member_id, TeamMemberState.INVITED)


@use_case(WrongState, AlreadyInTeam)
async def join(write: Write, *, team_id: UUID) -> Ids:
    """Ask to join a team.

    raises   NotFound, NotAllowed, WrongState, AlreadyInTeam
    writes   team_member, event team_member.requested
    """
    team = await held(write, team_id)
    member_id = write.viewer.member_id
    rules.check_join(team, await sign_ups.registered(write.connection, member_id))
    return await _place(write, team_id, team, member_id, TeamMemberState.REQUESTED)


@use_case(step=PLACE.steps[TeamMemberStep.ACCEPT])
async def accept(write: Write, *, team_member_id: UUID) -> Ids:
    """Accept an invitation, or who asks to join.

    raises   NotFound, NotAllowed, WrongState, BadInput
    writes   team_member, event team_member.accepted
    """
    place, team = await _held_place(write, TeamMemberStep.ACCEPT, team_member_id)
    rules.check_member("team_member_id", team, await sign_ups.registered(write.connection, place.member_id))
    return await _step(write, TeamMemberStep.ACCEPT, team_member_id, place, team, joined_at=write.now)


@use_case(LeadsTeam, step=PLACE.steps[TeamMemberStep.LEAVE])
async def leave(write: Write, *, team_member_id: UUID) -> Ids:
    """Leave a team, or let somebody go; decline, or take back, what waits.

    raises   NotFound, NotAllowed, WrongState, LeadsTeam
    writes   team_member, event team_member.left
    """
    place, team = await _held_place(write, TeamMemberStep.LEAVE, team_member_id)
    return await _step(write, TeamMemberStep.LEAVE, team_member_id, place, team, over_at=write.now)


async def held(write: Write, team_id: UUID, field: str = "team_id") -> Team:
    """A team that the viewer sees, locked.

    raises   NotFound
    """
    team = await teams.locked(write.connection, write.viewer, team_id, write.now)
    if team is None:
        raise NotFound(field)
    return team


async def _held_place(write: Write, step: TeamMemberStep, place_id: UUID) -> tuple[Place, Team]:
    """A place that the viewer may take a step with, and its team, which is locked first: who dissolves it does so too.

    raises   NotFound, NotAllowed, WrongState, LeadsTeam
    """
    team_id = await teams.team_of(write.connection, place_id)
    if team_id is None:
        raise NotFound("team_member_id")
    team = await held(write, team_id, "team_member_id")
    place = await teams.locked_place(write.connection, place_id)
    rules.check_place(write.viewer, step, place, team)
    return place, team


async def _place(write: Write, team_id: UUID, team: Team, member_id: UUID, state: TeamMemberState, **columns: Any) -> Ids:
    """raises   AlreadyInTeam"""
    row = {"id": uuid7(), "team_id": team_id, "member_id": member_id, "state": state, "asked_at": write.now, **columns}
    await teams.insert_place(write.connection, row)
    _of_place(write, PLACE.begins[state], row["id"], team_id, team, 1, after={"state": state, "member_id": member_id})
    return {"team_member": row["id"], "team": team_id}


async def _step(write: Write, step: TeamMemberStep, place_id: UUID, place: Place, team: Team, **columns: Any) -> Ids:
    target = PLACE.steps[step].target
    version = await teams.revise_place(write.connection, place_id, {"state": target, **columns})
    _of_place(write, PLACE.steps[step].event, place_id, place.team_id, team, version,
              before={"state": place.state}, after={"state": target})
    return {"team_member": place_id, "team": place.team_id}


def _record(write: Write, kind: str, team_id: UUID, team: Team, version: int, **told: Any) -> None:
    write.record(kind, object_type="Team", object_id=team_id, object_version=version,
                 organization_id=acting_for(write, team), home_code=team.home_code, **told)


def _of_place(write: Write, kind: str, place_id: UUID, team_id: UUID, team: Team, version: int, **told: Any) -> None:
    write.record(kind, object_type="TeamMember", object_id=place_id, object_version=version, subject_id=team_id,
                 organization_id=acting_for(write, team), home_code=team.home_code, **told)


def acting_for(write: Write, team: Team) -> UUID | None:
    """Its organisation, where the viewer acts for that; None: for itself."""
    return team.organization_id if team.organization_id in write.viewer.acts_for else None
