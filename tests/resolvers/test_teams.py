"""Teams: who joins them and how, and that they sign up as one: all who come, or none."""
import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.activities import ActivityFull
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotFound, WrongState
from domain.teams import AlreadyInTeam, LeadsTeam, TeamMembersBusy, TeamMembersElsewhere
from resolvers import assignments, sign_ups, team_sign_ups, teams
from resolvers.writing.results import Payload
from tests import city as place
from tests.api import dual_report_cases, mobilization_cases, team_cases
from tests.desk import Desk
from tests.resolvers.test_activities import _publish, _register, _taken


async def _form(desk: Desk, *members: str, leader: str = "bank", organization: str = "community",
                by: str = "community") -> UUID:
    """A team with these in it, all of them registered before."""
    ids = await desk.ids(by, teams.form, organization_id=getattr(desk.city, organization), kind="PIONEER", name="先锋队",
                         leader_id=desk.city.members[leader])
    for member in members:
        await desk.add(team_cases.add_place, desk.city, ids["team"], member)
    return ids["team"]


def _who(desk: Desk, *members: str) -> list[UUID]:
    return [desk.city.members[each] for each in members]


async def _come(desk: Desk, team: UUID, activity: UUID, *members: str, by: str = "bank") -> Any:
    return await desk.send(by, team_sign_ups.sign_up, team_id=team, activity_id=activity, member_ids=_who(desk, *members))


async def test_a_team_takes_as_many_places_as_come(desk: Desk) -> None:
    await _register(desk, "bank", "member", "nobody")
    team, activity = await _form(desk, "member", "nobody"), await _publish(desk, places=3)
    await desk.ids("bank", team_sign_ups.sign_up, team_id=team, activity_id=activity, member_ids=_who(desk, "bank", "nobody"))
    assert await _taken(desk, activity) == 2
    told = await desk.pool.fetch("SELECT m.handle FROM notice n JOIN member m ON m.id = n.member_id "
                                 "WHERE n.kind = 'SIGNED_UP_WITH_TEAM'")
    assert [row["handle"] for row in told] == ["nobody"]  # the leader did it
    await desk.ids("bank", team_sign_ups.withdraw, team_id=team, activity_id=activity)
    assert await _taken(desk, activity) == 0
    await desk.fails(NotFound, "bank", team_sign_ups.withdraw, team_id=team, activity_id=activity)


async def test_what_another_team_has_stays_and_what_it_has_elsewhere(desk: Desk) -> None:
    await _register(desk, "bank", "member")
    team, other = await _form(desk), await _form(desk, leader="member")
    activity, later = await _publish(desk), await _publish(desk, begins=72)
    await _come(desk, team, activity, "bank")
    await _come(desk, team, later, "bank")
    await _come(desk, other, activity, "member", by="member")
    await desk.ids("bank", team_sign_ups.withdraw, team_id=team, activity_id=activity)
    found = await desk.pool.fetch("SELECT activity_id, team_id FROM sign_up WHERE state = 'SIGNED_UP'")
    assert {tuple(row) for row in found} == {(activity, other), (later, team)}


async def test_all_come_or_none(desk: Desk) -> None:
    await _register(desk, "bank", "member", "nobody")
    team, activity = await _form(desk, "member", "nobody"), await _publish(desk, places=2)
    coming = _who(desk, "bank", "member", "nobody")
    refused = await desk.refused(ActivityFull, "bank", team_sign_ups.sign_up, team_id=team, activity_id=activity,
                                 member_ids=coming)
    assert refused.places == 2
    other = await _publish(desk, begins=49, places=9)
    await desk.ids("nobody", sign_ups.sign_up, activity_id=other)
    busy = await desk.refused(TeamMembersBusy, "bank", team_sign_ups.sign_up, team_id=team, activity_id=activity,
                              member_ids=_who(desk, "member", "nobody"))
    assert busy.names == ["成员nobody"]
    row = await desk.row("activity", activity)
    times = {name: row[name] for name in ("starts_at", "ends_at")}
    shift = await desk.add(mobilization_cases.add_shift, await desk.add(mobilization_cases.add, desk.city, **times))
    sent = await desk.add(mobilization_cases.add_assignment, desk.city, shift, "member")
    posted = await desk.refused(TeamMembersBusy, "bank", team_sign_ups.sign_up, team_id=team, activity_id=activity,
                                member_ids=_who(desk, "member", "bank"))
    assert posted.names == ["成员member"]
    await desk.ids("street", assignments.release, assignment_id=sent, reason="够了")
    await _come(desk, team, activity, "member", "member", "bank")
    assert await _taken(desk, activity) == 2


async def test_of_fifty_teams_at_once_no_place_is_taken_twice(desk: Desk) -> None:
    """Of teams of three for twenty places six come, each of them whole."""
    handles = [f"resident-{number}" for number in range(150)]
    for handle in handles:
        desk.city.members[handle] = await desk.add(place.add_member, handle)
    await _register(desk, *handles)
    groups = [handles[number:number + 3] for number in range(0, 150, 3)]
    made = [await desk.add(team_cases.add, desk.city, group[0]) for group in groups]
    for team, group in zip(made, groups, strict=True):
        for member in group[1:]:
            await desk.add(team_cases.add_place, desk.city, team, member)
    activity = await _publish(desk, places=20)
    answers = await asyncio.gather(*(_come(desk, team, activity, *group, by=group[0])
                                     for team, group in zip(made, groups, strict=True)))
    assert sum(isinstance(answer, Payload) for answer in answers) == 6
    assert {type(answer) for answer in answers} == {Payload, ActivityFull}
    assert await _taken(desk, activity) == 18
    whole = await desk.pool.fetch("SELECT count(*) AS size FROM sign_up GROUP BY team_id")
    assert [row["size"] for row in whole] == [3] * 6


async def test_a_member_of_two_teams_comes_with_one(desk: Desk) -> None:
    """Of two teams that come to two activities at one time, with one member in both, the second is told whom it lacks."""
    await _register(desk, "bank", "member", "nobody")
    first, second = await _form(desk, "nobody"), await _form(desk, "nobody", leader="member")
    both = [await _publish(desk, begins=48), await _publish(desk, begins=49)]
    answers = await asyncio.gather(*(_come(desk, team, activity, leader, "nobody", by=leader) for team, activity, leader in (
        (first, both[0], "bank"), (second, both[1], "member"), (first, both[0], "bank"), (second, both[1], "member"))))
    assert sum(isinstance(answer, Payload) for answer in answers) == 1
    assert {type(answer) for answer in answers} == {Payload, TeamMembersBusy}
    assert all("成员nobody" in answer.names for answer in answers if isinstance(answer, TeamMembersBusy))
    assert sorted([await _taken(desk, each) for each in both]) == [0, 2]


async def test_who_is_registered_elsewhere_is_named(desk: Desk) -> None:
    """A unit's team is of its people in the district; to an activity come those who are registered where it is."""
    await _register(desk, "bank")
    await _register(desk, "member", community="neighbour")
    team = await _form(desk, "member", organization="school", by="unit")
    activity = await _publish(desk)
    elsewhere = await desk.refused(TeamMembersElsewhere, "bank", team_sign_ups.sign_up, team_id=team, activity_id=activity,
                                   member_ids=_who(desk, "bank", "member"))
    assert elsewhere.names == ["成员member"]
    await _come(desk, team, await _publish(desk, "street", "street", begins=72), "bank", "member")


async def test_only_who_is_in_the_team_comes_and_only_its_leader_says_so(desk: Desk) -> None:
    await _register(desk, "bank", "member", "nobody")
    team, activity = await _form(desk, "member"), await _publish(desk)
    for wrong in ([], _who(desk, "nobody"), _who(desk, "bank", "nobody")):
        assert "member_ids" in await desk.fails(BadInput, "bank", team_sign_ups.sign_up, team_id=team, activity_id=activity,
                                                member_ids=wrong)
    for by in ("member", "community"):
        await desk.refused(NotAllowed, by, team_sign_ups.sign_up, team_id=team, activity_id=activity,
                           member_ids=_who(desk, "member"))
    desk.shift = timedelta(hours=47, seconds=1)
    await desk.refused(DeadlinePassed, "bank", team_sign_ups.sign_up, team_id=team, activity_id=activity,
                       member_ids=_who(desk, "member"))


async def test_it_is_taken_back_until_sign_ups_end(desk: Desk) -> None:
    await _register(desk, "bank")
    team, activity = await _form(desk), await _publish(desk)
    await _come(desk, team, activity, "bank")
    desk.shift = timedelta(hours=47, seconds=1)
    await desk.refused(DeadlinePassed, "bank", team_sign_ups.withdraw, team_id=team, activity_id=activity)
    assert await _taken(desk, activity) == 1


async def test_one_joins_by_invitation_or_by_request(desk: Desk) -> None:
    await _register(desk, "bank", "member", "nobody")
    team = await _form(desk)
    invited = (await desk.ids("bank", teams.invite, team_id=team, member_id=desk.city.members["nobody"]))["team_member"]
    await desk.refused(AlreadyInTeam, "nobody", teams.join, team_id=team)
    await desk.refused(NotAllowed, "bank", teams.accept, team_member_id=invited)
    await desk.ids("nobody", teams.accept, team_member_id=invited)
    asked = (await desk.ids("member", teams.join, team_id=team))["team_member"]
    await desk.refused(NotAllowed, "member", teams.accept, team_member_id=asked)
    await desk.refused(NotAllowed, "nobody", teams.accept, team_member_id=asked)
    await desk.ids("bank", teams.accept, team_member_id=asked)
    await desk.refused(WrongState, "bank", teams.accept, team_member_id=asked)
    await desk.ids("nobody", teams.leave, team_member_id=invited)
    await desk.ids("nobody", teams.join, team_id=team)
    told = await desk.pool.fetch("SELECT m.handle, n.kind FROM notice n JOIN member m ON m.id = n.member_id ORDER BY 1, 2")
    assert [tuple(row) for row in told] == [
        ("bank", "TEAM_JOINED"), ("bank", "TEAM_LED"), ("bank", "TEAM_LEFT"), ("bank", "TEAM_REQUESTED"),
        ("bank", "TEAM_REQUESTED"), ("member", "TEAM_JOINED"), ("nobody", "TEAM_INVITED")]


async def test_who_is_not_of_its_division_is_not_in_it(desk: Desk) -> None:
    await _register(desk, "bank")
    await _register(desk, "street-member", community="neighbour")
    team = await _form(desk)
    assert "member_id" in await desk.fails(BadInput, "bank", teams.invite, team_id=team,
                                           member_id=desk.city.members["street-member"])
    await desk.refused(NotAllowed, "unit", teams.join, team_id=team)  # it sees the team, and is registered nowhere
    await desk.fails(NotFound, "street-member", teams.join, team_id=team)
    of_unit = await _form(desk, organization="school", by="unit")
    await desk.add(dual_report_cases.add, desk.city, "hospital", unit_id=desk.city.hospital)
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    await desk.refused(NotAllowed, "hospital", teams.join, team_id=of_unit)
    await desk.ids("street-member", teams.join, team_id=of_unit)


async def test_who_moved_away_is_not_accepted(desk: Desk) -> None:
    await _register(desk, "bank", "member")
    team = await _form(desk)
    asked = (await desk.ids("member", teams.join, team_id=team))["team_member"]
    await desk.pool.execute("UPDATE dual_report SET state = 'MOVED', over_at = now() WHERE member_id = $1",
                            desk.city.members["member"])
    assert "team_member_id" in await desk.fails(BadInput, "bank", teams.accept, team_member_id=asked)


async def test_the_leader_hands_over_before_leaving(desk: Desk) -> None:
    await _register(desk, "bank", "member")
    team = await _form(desk, "member")
    own = await desk.pool.fetchval("SELECT id FROM team_member WHERE member_id = $1", desk.city.members["bank"])
    await desk.refused(LeadsTeam, "bank", teams.leave, team_member_id=own)
    assert "leader_id" in await desk.fails(BadInput, "bank", teams.hand_over, team_id=team,
                                           leader_id=desk.city.members["nobody"])
    await desk.refused(NotAllowed, "member", teams.hand_over, team_id=team, leader_id=desk.city.members["member"])
    await desk.ids("bank", teams.hand_over, team_id=team, leader_id=desk.city.members["member"])
    await desk.ids("bank", teams.leave, team_member_id=own)


async def test_what_is_dissolved_has_nobody_in_it(desk: Desk) -> None:
    await _register(desk, "bank", "member")
    team, activity = await _form(desk, "member"), await _publish(desk)
    await _come(desk, team, activity, "bank", "member")
    assert "reason" in await desk.fails(BadInput, "community", teams.dissolve, team_id=team, reason=" ")
    await desk.refused(NotAllowed, "bank", teams.dissolve, team_id=team, reason="合并")
    await desk.ids("community", teams.dissolve, team_id=team, reason="合并")
    assert {row["state"] for row in await desk.pool.fetch("SELECT state FROM team_member")} == {"LEFT"}
    await desk.refused(WrongState, "member", teams.join, team_id=team)
    await desk.refused(WrongState, "bank", teams.invite, team_id=team, member_id=desk.city.members["member"])
    assert await _taken(desk, activity) == 2  # each member's own


async def test_hours_of_a_team_are_those_that_were_confirmed(desk: Desk) -> None:
    await _register(desk, "bank", "member", "nobody")
    team, activity = await _form(desk, "member", "nobody"), await _publish(desk)
    await _come(desk, team, activity, "bank", "member", "nobody")
    desk.shift = timedelta(hours=49)
    for number, row in enumerate(await desk.pool.fetch("SELECT id FROM sign_up ORDER BY member_id")):
        if number == 0:
            await desk.ids("community", sign_ups.miss, sign_up_id=row["id"])
        else:
            await desk.ids("community", sign_ups.confirm, sign_up_id=row["id"], hours=Decimal("2.5"))
    counted = await desk.pool.fetchrow("SELECT count(DISTINCT activity_id), sum(hours) FROM sign_up "
                                       "WHERE team_id = $1 AND state = 'ATTENDED'", team)
    assert counted and tuple(counted) == (1, Decimal(5))


@pytest.mark.parametrize(("field", "given"), [
    ("name", {"name": "?"}), ("organization_id", {"organization": "district", "by": "district"}),
    ("leader_id", {"leader_id": "nobody"})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    await _register(desk, "bank")
    asked = {"kind": "PIONEER", "name": given.get("name", "先锋队"),
             "organization_id": getattr(desk.city, given.get("organization", "community")),
             "leader_id": desk.city.members[given.get("leader_id", "bank")]}
    assert field in await desk.fails(BadInput, given.get("by", "community"), teams.form, **asked)


async def test_who_acts_for_nobody_forms_no_team(desk: Desk) -> None:
    await _register(desk, "bank")
    await desk.refused(NotAllowed, "unit", teams.form, organization_id=desk.city.community, kind="SHOCK", name="突击队",
                       leader_id=desk.city.members["bank"])
