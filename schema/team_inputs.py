"""What can be done with teams."""
import strawberry

from resolvers import team_sign_ups
from resolvers import teams as use_cases
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AnActivity, ATeam, ATeamMember
from schema.teams import TeamKind
from schema.writes import Shown, mutation

THE_TEAM = ("服务队。The team.", "Team")
THE_PLACE = ("队员（在一个服务队中的位置）。The member's place in a team.", "TeamMember")


@strawberry.input(description="组建服务队。Form a team.")
class FormTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organization_id: strawberry.ID = identifier("社区、街道或单位，您须能代表它。The community, street or unit, for which you act.", "Organization")
    kind: TeamKind = strawberry.field(description="种类。Its kind.")
    name: str = strawberry.field(description="名称。What it is called.")
    leader_id: strawberry.ID = identifier("队长：已报到的成员；单位的须为本单位人员。Its leader: a registered member, of a unit's team one of that "
                                          "unit.", "Member")


@strawberry.input(description="移交队长。Make another member the leader.")
class HandOverTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_id: strawberry.ID = identifier(*THE_TEAM)
    leader_id: strawberry.ID = identifier("新队长，须在队。The new leader, who is in the team.", "Member")


@strawberry.input(description="解散服务队。Dissolve a team.")
class DissolveTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_id: strawberry.ID = identifier(*THE_TEAM)
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="邀请成员入队。Invite a member to a team.")
class InviteToTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_id: strawberry.ID = identifier(*THE_TEAM)
    member_id: strawberry.ID = identifier("成员，条件同队长。The member, of whom the same is wanted as of the leader.", "Member")


@strawberry.input(description="申请入队。Ask to join a team.")
class JoinTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_id: strawberry.ID = identifier(*THE_TEAM)


@strawberry.input(description="接受邀请或申请。Accept an invitation, or who asks to join.")
class AcceptTeamMemberInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_member_id: strawberry.ID = identifier(*THE_PLACE)


@strawberry.input(description="退出、移出，或谢绝、撤回邀请或申请。Leave, or let go; decline, or take back, an invitation or a request.")
class LeaveTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_member_id: strawberry.ID = identifier(*THE_PLACE)


@strawberry.input(description="集体报名：名额按人数计，全有或全无。Sign a team up: as many places as come, all or none.")
class SignUpTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_id: strawberry.ID = identifier(*THE_TEAM)
    activity_id: strawberry.ID = identifier("活动。The activity.", "Activity")
    member_ids: list[strawberry.ID] = identifier("参加的队员，至少一人。Those of the team who come, at least one.", "Member")


@strawberry.input(description="撤回集体报名，在报名截止之前。Take a team's sign-up back, before sign-ups end.")
class WithdrawTeamInput:
    idempotency_key: str = strawberry.field(description=KEY)
    team_id: strawberry.ID = identifier(*THE_TEAM)
    activity_id: strawberry.ID = identifier("活动。The activity.", "Activity")


TEAM = Shown("team", ATeam, "该服务队。The team.", "team")
PLACE = Shown("team_member", ATeamMember, "该队员。The member's place.", "team_member")
ACTIVITY = Shown("activity", AnActivity, "该活动。The activity.", "activity")
FORM = mutation("组建服务队（代表该组织者）。Form a team; who acts for the organisation.", use_cases.form, FormTeamInput, TEAM)
HAND_OVER = mutation("移交队长（队长或代表该组织者）。Make another the leader; the leader's, or who acts for the organisation.", use_cases.hand_over,
                     HandOverTeamInput, TEAM)
DISSOLVE = mutation("解散服务队（代表该组织者）。Dissolve a team; who acts for the organisation.", use_cases.dissolve, DissolveTeamInput, TEAM)
INVITE = mutation("邀请成员入队（队长）。Invite a member; the leader's.", use_cases.invite, InviteToTeamInput, PLACE, TEAM)
JOIN = mutation("申请入队（报到成员本人）。Ask to join a team; a registered member's, for itself.", use_cases.join, JoinTeamInput, PLACE, TEAM)
ACCEPT = mutation("接受邀请（本人）或申请（队长）。Accept an invitation, as the member, or who asks to join, as the leader.", use_cases.accept,
                  AcceptTeamMemberInput, PLACE, TEAM)
LEAVE = mutation("退出、移出，或谢绝、撤回（本人或队长）。Leave, or let go; decline, or take back; the member's or the leader's.", use_cases.leave,
                 LeaveTeamInput, PLACE, TEAM)
SIGN_UP = mutation("集体报名（队长）：全有或全无。Sign a team up for an activity, all or none; the leader's.", team_sign_ups.sign_up, SignUpTeamInput,
                   TEAM, ACTIVITY)
WITHDRAW = mutation("撤回集体报名（队长）。Take a team's sign-up back; the leader's.", team_sign_ups.withdraw, WithdrawTeamInput, TEAM, ACTIVITY)
