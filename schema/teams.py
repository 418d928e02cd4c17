"""Teams of registered members, and who is in them."""
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from domain import access, teams
from domain.dual_reports import Registered
from domain.teams import TeamKind as TeamKind
from domain.teams import TeamMemberState, TeamMemberStep, TeamState
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema.declare import column, computed, entity, given, many, one, where
from schema.groups import by_division
from schema.lazy import AMember, AnOrganization, ATeam, Events, SignUps, TeamMembers, Teams
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.scalars import Decimal
from schema.sign_ups import SignUpFilter, SignUpOrder
from schema.words import described, enumerated

OF_ORGANIZATION = "{t}.organization_id = {v:id(Organization)}"
STANDS = ("EXISTS (SELECT FROM team_member p WHERE p.team_id = {t}.id AND p.member_id = {member} AND p.state <> 'LEFT' "
          "OFFSET 0)")
REGISTERED = tuple(f"(SELECT d.{name} FROM dual_report d WHERE d.member_id = {{member}} AND d.state = 'CONFIRMED')"
                   for name in ("unit_id", "home_code"))
ATTENDED = "FROM sign_up s WHERE s.team_id = {t}.id AND s.state = 'ATTENDED'"

described(TeamKind, "服务队的种类。The kind of a team.")
described(TeamState, "服务队的状态。Where a team is in its life.", teams.PROCESS.words_of_states)
described(TeamMemberState, "队员的状态。Where a member's place in a team is in its life.", teams.PLACE.words_of_states)
TeamAction = enumerated("TeamAction", "对服务队的操作。What can be done with a team.", teams.ACTIONS)
TeamMemberAction = TeamMemberStep
described(TeamMemberAction, "对队员的操作。What can be done with a member's place in a team.", teams.PLACE.words_of_steps,
          name="TeamMemberAction")


class TeamOrder(Worded):
    NEWEST = "NEWEST", Words("最近组建在前", "The one that was formed last.")
    OLDEST = "OLDEST", Words("最早组建在前", "The one that was formed first.")


described(TeamOrder, "服务队的排序。Orders of teams.")

PAGES = IndexLayout(states=tuple(map(str, TeamState)), state="state", division="withinDivision")
ORDERS = {"NEWEST": Order("{t}.formed_at", "timestamptz", descending=True), "OLDEST": Order("{t}.formed_at", "timestamptz")}


@strawberry.input(description="筛选服务队；各项同时成立。Which teams; all of it holds.")
class TeamFilter:
    state: list[TeamState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    kind: list[TeamKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    organization_id: strawberry.ID | None = where("此社区、街道或单位的。Of this community, street or unit.", OF_ORGANIZATION,
                                                  index=IndexCondition(OF_ORGANIZATION))
    mine: bool | None = where("您在队、受邀或已申请的，或否。Whether you are in it, invited, or ask to join.", f"{STANDS} = {{v:bool}}")
    text: str | None = where("名称含有此文字。Whose name contains this text.", "strpos({t}.name, {v:text}) > 0")
    within_division: str | None = where(
        f"在此区划之内；{PADDED}。At home within this division; {PADDED_EN}.", "starts_with({t}.home_code, {v:division})")


@strawberry.input(description="筛选队员；各项同时成立。Which places in a team; all of it holds.")
class TeamMemberFilter:
    state: list[TeamMemberState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")


@entity(PERMISSION)
class TeamPermission(Permission):
    action: str = given("操作。The action.", graphql_type=TeamAction)


@entity(PERMISSION)
class TeamMemberPermission(Permission):
    action: TeamMemberAction = given("操作。The action.")


RULED = ("state", "organization_id", "home_code", "scope_code", "leader_id")
OF_ITS_TEAM = tuple(f"(SELECT i.{name} FROM team i WHERE i.id = {{t}}.team_id)" for name in RULED)


def _viewer_can(viewer: Viewer, _: Any, unit_id: UUID | None, code: str | None, *row: Any) -> list[access.Permission]:
    registered = Registered(unit_id, code) if unit_id and code else None
    return teams.actions(viewer, teams.Team(**dict(zip(RULED, row, strict=True))), registered)


def _place_can(viewer: Viewer, _: Any, state: str, team_id: UUID, member_id: UUID, *row: Any) -> list[access.Permission]:
    place = teams.Place(state=state, team_id=team_id, member_id=member_id)
    return teams.place_actions(viewer, place, teams.Team(**dict(zip(RULED, row, strict=True))))


@entity("服务队：社区、街道或单位的报到党员组成，集体报名活动；由其组织、可入队的成员及上级可见。A team of registered members of a community, a street or a unit, which signs up for activities "
        "as one. Seen by its organisation, by those among whom it finds its members, and by the officers above.",
        table="team", tag="tm", visible=teams.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", "KIND": "{t}.kind", **by_division("{t}.home_code")}, keys={"id": "id"})
class Team(Node):
    state: TeamState = column("状态。Where it is in its life.")
    organization: AnOrganization = one("所属社区、街道或单位。Whose it is: a community, a street or a unit.", "{t}.id = {p}.organization_id")
    kind: TeamKind = column("种类。Its kind.")
    name: str = column("名称。What it is called.")
    leader: AMember = one("队长。Its leader.", "{t}.id = {p}.leader_id")
    size: int = column("在队人数。How many are in it.",
                       "(SELECT count(*)::int FROM team_member p WHERE p.team_id = {t}.id AND p.state = 'JOINED')")
    attended: int = column("集体参加的活动数。At how many activities it was.", f"(SELECT count(DISTINCT s.activity_id)::int {ATTENDED})")
    hours: Decimal = column("队员集体参加确认的时长合计，小时。The hours of all members that were confirmed when they came with it.",
                            f"(SELECT coalesce(sum(s.hours), 0.00) {ATTENDED})")
    formed_at: datetime = column("组建时间。When it was formed.")
    over_at: datetime | None = column("解散时间；没有则为空。When it was dissolved; null when it was not.")
    reason: str | None = column("解散的原因；没有则为空。Why it was dissolved; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    members = many(TeamMembers, "队员，含受邀、申请与已退出的。Who is in it, invited, asks to join, or has left.", on="{t}.team_id = {k}",
                   key="{p}.id", filter=TeamMemberFilter, seen_with_parent=True)
    sign_ups = many(SignUps, "其集体报名，您可见的。Its members' sign-ups when they come with it, as far as you may see them.",
                    on="{t}.team_id = {k}", key="{p}.id", filter=SignUpFilter, order=SignUpOrder)
    history = many(Events, "此队的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'team' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[TeamPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{member}", *REGISTERED, *(f"{{t}}.{name}" for name in RULED))


@entity("队员：成员在一个服务队中的位置；看得到该队的人可见。A member's place in a team; seen by who sees the team.",
        table="team_member", tag="tp", visible=teams.SEEN, keys={"id": "id"},
        orders={"OLDEST": Order("{t}.asked_at", "timestamptz")})
class TeamMember(Node):
    state: TeamMemberState = column("状态。Where it is in its life.")
    team: ATeam = one("服务队。The team.", "{t}.id = {p}.team_id", seen_with_parent=True)
    member: AMember = one("成员。Who.", "{t}.id = {p}.member_id")
    asked_at: datetime = column("邀请或申请的时间。When the member was invited, or asked.")
    joined_at: datetime | None = column("入队时间；尚未则为空。When the member joined; null before.")
    over_at: datetime | None = column("退出的时间；尚未则为空。When it ended; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    viewer_can: list[TeamMemberPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _place_can, "{member}", "{t}.state", "{t}.team_id", "{t}.member_id", *OF_ITS_TEAM)


TEAMS = many(Teams, "您可见的服务队。The teams that you may see.", filter=TeamFilter, order=TeamOrder)
