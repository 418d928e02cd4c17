"""Teams (先锋服务队、突击队、志愿服务队): registered members who serve together, and sign up for activities as one.

A team is of a community, a street or a unit. Its life is PROCESS, a member's place in it PLACE; both are drawn in
docs/processes.md. Whoever sees a team sees who is in it (decision 0182).
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access, activities
from domain.codes import DIGITS_OF_KIND
from domain.dual_reports import Registered
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.process import Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import SeenWith, Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


class TeamKind(Worded):
    PIONEER = "PIONEER", Words("先锋服务队", "A pioneers' service team.")
    SHOCK = "SHOCK", Words("突击队", "A shock team, for what is urgent.")
    VOLUNTEER = "VOLUNTEER", Words("志愿服务队", "A volunteers' team.")


class TeamState(StrEnum):
    FORMED = "FORMED"
    DISSOLVED = "DISSOLVED"


class TeamStep(StrEnum):
    HAND_OVER = "HAND_OVER"
    SIGN_UP = "SIGN_UP"
    WITHDRAW = "WITHDRAW"
    DISSOLVE = "DISSOLVE"


class TeamMemberState(StrEnum):
    INVITED = "INVITED"
    REQUESTED = "REQUESTED"
    JOINED = "JOINED"
    LEFT = "LEFT"


class TeamMemberStep(StrEnum):
    ACCEPT = "ACCEPT"
    LEAVE = "LEAVE"


class Role(StrEnum):
    """Whose step it is."""

    OWNER = "OWNER"    # who acts for its organisation
    LEADER = "LEADER"
    EITHER = "EITHER"  # of these two; of a place, the leader or the member
    ASKED = "ASKED"    # of an invitation the member, of a request the leader


@dataclass
class AlreadyInTeam(Refusal, description="该成员已在队中，或已受邀、已申请。The member is in the team already, or that waits."):
    ADVICE = ("读取该队的 members：待答复的以 acceptTeamMember 接受，或以 leaveTeam 结束。"
              "Read the members of the team: accept what waits by acceptTeamMember, or end it by leaveTeam.")
    TEXT = Bilingual("该成员已在队中，或待答复。", "The member is in the team already, or waits for an answer.")


@dataclass
class LeadsTeam(Refusal, description="队长不能退出。The leader does not leave."):
    ADVICE = "先以 handOverTeam 移交队长。Hand the team over first, by handOverTeam."
    TEXT = Bilingual("队长不能退出。", "The leader does not leave the team.")


@dataclass
class TeamMembersBusy(Refusal,
                      description="有队员该时间已报名其他活动。Some of the team have something else at that time."):
    ADVICE = "去掉 names 中的队员再报名，或待其撤回。Sign up without those in `names`, or when they have withdrawn."
    names: Annotated[list[str], "哪些队员。Who."]

    @property
    def message(self) -> Bilingual:
        who = ", ".join(self.names)
        return Bilingual(f"该时间已报名其他活动：{who}。", f"Signed up for something else at that time: {who}.")


@dataclass
class TeamMembersElsewhere(Refusal,
                           description="有队员未向活动所在社区报到。Some are not registered where the activity is."):
    ADVICE = "去掉 names 中的队员再报名。Sign up without those in `names`."
    names: Annotated[list[str], "哪些队员。Who."]

    @property
    def message(self) -> Bilingual:
        who = ", ".join(self.names)
        return Bilingual(f"未向活动所在社区报到：{who}。", f"Not registered where the activity is: {who}.")


FORM, INVITE, JOIN = "FORM_TEAM", "INVITE_TO_TEAM", "JOIN_TEAM"
STANDING = (TeamMemberState.INVITED, TeamMemberState.REQUESTED, TeamMemberState.JOINED)  # one of these, of a member in a team
_FORMED = (TeamState.FORMED,)
PROCESS = Process(
    table="team", type="Team", words=Words("服务队", "A team."),
    begins={TeamState.FORMED: "team.formed"},
    states={
        TeamState.FORMED: State(Words("在册", "It serves.")),
        TeamState.DISSOLVED: State(Words("已解散", "Dissolved."), has=("over_at", "reason")),
    },
    steps={
        TeamStep.HAND_OVER: Step(Words("移交", "Make another member its leader, by handOverTeam.", "队长"), Role.EITHER,
                                 _FORMED, None, "team.handed_over"),
        TeamStep.SIGN_UP: Step(Words("集体报名", "Sign up for an activity as one, by signUpTeam."), Role.LEADER,
                               _FORMED, None, "team.signed_up"),
        TeamStep.WITHDRAW: Step(Words("撤回集体报名", "Take a sign-up as one back, by withdrawTeam."), Role.LEADER,
                                _FORMED, None, "team.withdrawn"),
        TeamStep.DISSOLVE: Step(Words("解散", "Dissolve it, by dissolveTeam."), Role.OWNER,
                                _FORMED, TeamState.DISSOLVED, "team.dissolved"),
    },
    deeds={FORM: Words("组建服务队", "Form a team, by formTeam."),
           INVITE: Words("邀请入队", "Invite a member to a team, by inviteToTeam."),
           JOIN: Words("申请入队", "Ask to join a team, by joinTeam.")})
ACTIONS: Mapping[str, Words] = {**PROCESS.words_of_steps, INVITE: PROCESS.deeds[INVITE], JOIN: PROCESS.deeds[JOIN]}
"""What a viewer may be told that it can do with a team."""
_WAITING = (TeamMemberState.INVITED, TeamMemberState.REQUESTED)
PLACE = Process(
    table="team_member", type="TeamMember", words=Words("队员", "A member's place in a team."),
    begins={TeamMemberState.INVITED: "team_member.invited", TeamMemberState.REQUESTED: "team_member.requested",
            TeamMemberState.JOINED: "team_member.joined"},
    states={
        TeamMemberState.INVITED: State(Words("已受邀", "Invited; the member has not answered.", "，待本人接受")),
        TeamMemberState.REQUESTED: State(Words("已申请", "Asks to join; the leader has not answered.", "，待队长接受")),
        TeamMemberState.JOINED: State(Words("在队", "In the team."), has=("joined_at",)),
        TeamMemberState.LEFT: State(Words("已退出", "Left, declined, or taken back.", "，或未入队"), has=("over_at",)),
    },
    steps={
        TeamMemberStep.ACCEPT: Step(Words("接受", "Accept the invitation, or the request, by acceptTeamMember."), Role.ASKED,
                                    _WAITING, TeamMemberState.JOINED, "team_member.accepted"),
        TeamMemberStep.LEAVE: Step(Words("退出", "Leave, or let go, or decline, by leaveTeam.", "、移出，或谢绝、撤回"),
                                   Role.EITHER, STANDING, TeamMemberState.LEFT, "team_member.left"),
    })
SIGHT = Sight(own="organization_id", home="home_code", upward={12: "home", 9: "street", 6: "district"}, downward="scope_code")
"""A team is seen by its organisation, by those among whom it finds its members, and by the officers above its home."""
SEEN = SeenWith("team_id", "team", SIGHT)
SUBJECT = Subject("team", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Team:
    """What the rules need to know of a team.

    scope_code   of the division whose registered members it is for: the community or street; a unit's, its district
    """

    state: str
    organization_id: UUID
    home_code: str
    scope_code: str
    leader_id: UUID
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Place:
    """What the rules need to know of a member's place in a team."""

    state: str
    team_id: UUID
    member_id: UUID
    version: int = 1


def scope(kind: str, home_code: str) -> str:
    """The code of the division among whose registered members an organisation finds its team.

    raises   BadInput of an organisation that has no teams
    """
    if kind in UNIT_KINDS:
        return home_code[:DIGITS_OF_KIND["DISTRICT"]]
    if kind not in (OrganizationKind.COMMUNITY, OrganizationKind.STREET):
        raise BadInput("organization_id", Bilingual("须为社区、街道或单位。", "It must be a community, a street or a unit."))
    return home_code


def is_of(team: Team, registered: Registered | None) -> bool:
    """Whether a member may be in the team: registered within its scope, and, of a unit's team, in the service of that."""
    of_unit = len(team.scope_code) == DIGITS_OF_KIND["DISTRICT"]
    return (registered is not None and registered.home_code.startswith(team.scope_code)
            and (not of_unit or registered.unit_id == team.organization_id))


def check_member(field: str, team: Team, registered: Registered | None) -> None:
    """raises   BadInput of a member who may not be in the team"""
    if not is_of(team, registered):
        raise BadInput(field, Bilingual("须已向本社区（街道内社区）报到；单位的服务队须为本单位人员。",
                                        "It must be registered in the team's division; of a unit's team, be of it."))


# -- who may

def check_form(viewer: Viewer, organization_id: UUID) -> None:
    """raises   NotAllowed"""
    if organization_id not in viewer.acts_for:
        raise NotAllowed(FORM)


def check_step(viewer: Viewer, step: TeamStep, team: Team) -> None:
    """raises   NotAllowed, WrongState"""
    may = {Role.OWNER: team.organization_id in viewer.acts_for, Role.LEADER: team.leader_id == viewer.member_id}
    may[Role.EITHER] = any(may.values())
    if not may[Role(PROCESS.steps[step].by)]:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, team.state)


def check_invite(viewer: Viewer, team: Team) -> None:
    """raises   NotAllowed, WrongState"""
    if team.leader_id != viewer.member_id:
        raise NotAllowed(INVITE)
    PROCESS.check(TeamStep.SIGN_UP, team.state)  # whose source is the state in which it takes members


def check_join(team: Team, registered: Registered | None) -> None:
    """raises   NotAllowed, WrongState"""
    if not is_of(team, registered):
        raise NotAllowed(JOIN)
    PROCESS.check(TeamStep.SIGN_UP, team.state)


def check_place(viewer: Viewer, step: TeamMemberStep, place: Place, team: Team) -> None:
    """raises   NotAllowed, WrongState, LeadsTeam"""
    member, leader = place.member_id == viewer.member_id, team.leader_id == viewer.member_id
    asked = {TeamMemberState.INVITED: member, TeamMemberState.REQUESTED: leader}.get(
        TeamMemberState(place.state), member or leader)
    if not (asked if step == TeamMemberStep.ACCEPT else member or leader):
        raise NotAllowed(PLACE.action(step))
    PLACE.check(step, place.state)
    if step == TeamMemberStep.LEAVE and place.member_id == team.leader_id:
        raise LeadsTeam


def check_coming(coming: Sequence[UUID], names: Mapping[UUID, str], field: str = "member_ids") -> None:
    """Let these be of a team.

    names    of those who are in it
    raises   BadInput: nobody, or somebody who is not
    """
    if not coming or any(each not in names for each in coming):
        raise BadInput(field, Bilingual("须为在队的队员，至少一人。", "They must be in the team, at least one."))


def check_registered(coming: Sequence[UUID], names: Mapping[UUID, str], registered: Mapping[UUID, Registered],
                     activity: activities.Activity) -> None:
    """Let those of a team come to an activity who are registered where it is.

    raises   TeamMembersElsewhere
    """
    elsewhere = [names[each] for each in coming
                 if each not in registered or not registered[each].home_code.startswith(activity.home_code)]
    if elsewhere:
        raise TeamMembersElsewhere(elsewhere)


def actions(viewer: Viewer, team: Team, registered: Registered | None) -> list[access.Permission]:
    """What the viewer can do with a team, in the order of ACTIONS."""
    def check(action: str) -> None:
        if action == INVITE:
            check_invite(viewer, team)
        elif action == JOIN:
            check_join(team, registered)
        else:
            check_step(viewer, TeamStep(action), team)
    return access.permissions(ACTIONS, check)


def place_actions(viewer: Viewer, place: Place, team: Team) -> list[access.Permission]:
    """What the viewer can do with a member's place, in the order of TeamMemberStep."""
    def check(action: str) -> None:
        check_place(viewer, TeamMemberStep(action), place, team)
    return access.permissions(TeamMemberStep, check)
