"""A team signs up for an activity as one: all who come have a place, or none of them."""
from collections.abc import Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from db import activities, assignments, sign_ups, teams
from domain import activities as activity_rules
from domain import teams as rules
from domain.activities import SIGN_UP, Activity, ActivityFull, SignUpState, SignUpStep
from domain.dual_reports import Registered
from domain.refusals import DeadlinePassed, NotFound
from domain.teams import PROCESS, Team, TeamMembersBusy, TeamMembersElsewhere, TeamStep
from resolvers.teams import acting_for, held
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(DeadlinePassed, ActivityFull, TeamMembersBusy, TeamMembersElsewhere, step=PROCESS.steps[TeamStep.SIGN_UP])
async def sign_up(write: Write, *, team_id: UUID, activity_id: UUID, member_ids: Sequence[UUID]) -> Ids:
    """Take as many places of an activity as members of a team come: all, or none.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed, ActivityFull, TeamMembersBusy, TeamMembersElsewhere, BadInput
    writes   activity.taken, sign_up, team.version, events team.signed_up and sign_up.made
    """
    team = await held(write, team_id)
    rules.check_step(write.viewer, TeamStep.SIGN_UP, team)
    coming = sorted(set(member_ids))
    names = await teams.joined(write.connection, team_id)
    rules.check_coming(coming, names)
    registered = await sign_ups.all_registered(write.connection, coming)
    activity = await activities.locked(write.connection, write.viewer, activity_id, write.now)
    if activity is None:
        raise NotFound("activity_id")
    rules.check_registered(coming, names, registered, activity)
    home = registered[coming[0]].home_code
    activity_rules.check_places_left(activity, write.now, len(coming))
    if not await activities.take(write.connection, write.viewer, activity_id, home, write.now, len(coming)):
        raise AssertionError("the rule lets pass what the guarded update refuses")
    times = [activity.starts_at] * len(coming), [activity.ends_at] * len(coming)
    if sent := await assignments.busy(write.connection, coming, *times):
        raise TeamMembersBusy([names[coming[number]] for number in sent])
    made = {each: uuid7() for each in coming}
    taken = await sign_ups.insert_all(write.connection, activity_id, team_id, write.now,
                                      [(made[each], each, registered[each].unit_id) for each in coming])
    if busy := [names[each] for each in coming if each not in taken]:
        raise TeamMembersBusy(busy)
    await _record(write, TeamStep.SIGN_UP, team_id, team)
    for each, sign_up_id in made.items():
        _made(write, sign_up_id, activity_id, activity, registered[each])
    return {"team": team_id, "activity": activity_id}


@use_case(DeadlinePassed, step=PROCESS.steps[TeamStep.WITHDRAW])
async def withdraw(write: Write, *, team_id: UUID, activity_id: UUID) -> Ids:
    """Give all places of a team back that it has of an activity, until sign-ups end.

    raises   NotFound, NotAllowed, WrongState, DeadlinePassed
    writes   activity.taken, sign_up, team.version, events team.withdrawn and sign_up.withdrawn
    """
    team = await held(write, team_id)
    rules.check_step(write.viewer, TeamStep.WITHDRAW, team)
    activity = await activities.locked(write.connection, write.viewer, activity_id, write.now)
    if activity is None:
        raise NotFound("activity_id")
    activity_rules.check_still_open(activity, write.now)
    freed = await sign_ups.withdraw(write.connection, activity_id, team_id, write.now)
    if not freed:
        raise NotFound("activity_id")
    await activities.release(write.connection, activity_id, len(freed))
    await _record(write, TeamStep.WITHDRAW, team_id, team)
    for each in freed:
        write.record(SIGN_UP.steps[SignUpStep.WITHDRAW].event, object_type="SignUp", object_id=each.id,
                     object_version=each.version, organization_id=None, home_code=activity.home_code,
                     before={"state": SignUpState.SIGNED_UP}, after={"state": SignUpState.WITHDRAWN})
    return {"team": team_id, "activity": activity_id}


async def _record(write: Write, step: TeamStep, team_id: UUID, team: Team) -> None:
    version = await teams.revise(write.connection, team_id, {})
    write.record(PROCESS.steps[step].event, object_type="Team", object_id=team_id, object_version=version,
                 organization_id=acting_for(write, team), home_code=team.home_code)


def _made(write: Write, sign_up_id: UUID, activity_id: UUID, activity: Activity, registered: Registered) -> None:
    write.record(SIGN_UP.begins[SignUpState.SIGNED_UP], object_type="SignUp", object_id=sign_up_id, object_version=1,
                 organization_id=None, home_code=activity.home_code,
                 after={"state": SignUpState.SIGNED_UP, "activity_id": activity_id, "unit_id": registered.unit_id})
