"""Sign-ups for activities, and their hours."""
from datetime import datetime
from typing import Any

import strawberry

from domain import access, activities
from domain.activities import SignUpState, SignUpStep
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import sign_ups as use_cases
from schema.declare import column, computed, entity, given, many, one, where
from schema.groups import by_division, by_month
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnActivity, AnOrganization, ASignUp, ATeam, Events, SignUps
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.scalars import Decimal
from schema.words import described
from schema.writes import Shown, mutation

OF_ACTIVITY, OF_MEMBER = "{t}.activity_id = {v:id(Activity)}", "{t}.member_id = {v:id(Member)}"
OF_UNIT, OF_TEAM = "{t}.unit_id = {v:id(Organization)}", "{t}.team_id = {v:id(Team)}"

described(SignUpState, "报名的状态。Where a sign-up is in its life.", activities.SIGN_UP.words_of_states)
SignUpAction = SignUpStep
described(SignUpAction, "对报名的操作。What can be done with a sign-up.", activities.SIGN_UP.words_of_steps, name="SignUpAction")


class SignUpOrder(Worded):
    LATEST = "LATEST", Words("活动最后开始在前", "Of the activity that begins last.")
    NEXT = "NEXT", Words("活动最先开始在前", "Of the activity that begins first.")


described(SignUpOrder, "报名的排序。Orders of sign-ups.")

PAGES = IndexLayout(states=tuple(map(str, SignUpState)), state="state", division="withinDivision")
ORDERS = {"LATEST": Order("{t}.starts_at", "timestamptz", descending=True), "NEXT": Order("{t}.starts_at", "timestamptz")}


@strawberry.input(description="筛选报名；各项同时成立。Which sign-ups; all of it holds.")
class SignUpFilter:
    state: list[SignUpState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    activity_id: strawberry.ID | None = where("此活动的。For this activity.", OF_ACTIVITY, index=IndexCondition(OF_ACTIVITY))
    member_id: strawberry.ID | None = where("此成员的。Of this member.", OF_MEMBER, index=IndexCondition(OF_MEMBER))
    unit_id: strawberry.ID | None = where("此单位人员的。Of people of this unit.", OF_UNIT, index=IndexCondition(OF_UNIT))
    team_id: strawberry.ID | None = where("随此服务队的。With this team.", OF_TEAM, index=IndexCondition(OF_TEAM))
    mine: bool | None = where("您本人的，或否。Whether it is your own.", "({t}.member_id = {member}) = {v:bool}", by=["member"])
    starts_from: datetime | None = where("活动在此时间或以后开始的。For what begins then or later.", "{t}.starts_at >= {v:timestamptz}")
    starts_before: datetime | None = where("活动在此时间之前开始的。For what begins before.", "{t}.starts_at < {v:timestamptz}")
    within_division: str | None = where(
        f"活动的发布方在此区划之内；{PADDED}。For activities within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class SignUpPermission(Permission):
    action: SignUpAction = given("操作。The action.")


RULED = ("state", "organization_id", "home_code", "starts_at", "ends_at", "sign_up_until", "places", "taken")
OF_ITS_ACTIVITY = tuple(f"(SELECT a.{name} FROM activity a WHERE a.id = {{t}}.activity_id)" for name in RULED)


def _viewer_can(viewer: Viewer, now: datetime, _: Any, state: str, activity_id: Any, member_id: Any,
                *row: Any) -> list[access.Permission]:
    sign_up = activities.SignUp(state=state, activity_id=activity_id, member_id=member_id)
    return activities.sign_up_actions(viewer, sign_up, activities.Activity(**dict(zip(RULED, row, strict=True))), now)


@entity("报名：一名报到党员参加一个活动；同一时间至多一个。由发布方及上级、所在单位和本人可见。A registered member's place at an activity; one at a time. Seen by the publisher and the "
        "officers above, by the member's unit, and by the member.",
        table="sign_up", tag="su", visible=activities.SEEN, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", **by_month("{t}.starts_at"), **by_division("{t}.home_code")}, keys={"id": "id"})
class SignUp(Node):
    state: SignUpState = column("状态。Where it is in its life.")
    activity: AnActivity | None = one("活动；您看不到时为空。The activity; null when you may not see it.", "{t}.id = {p}.activity_id")
    member: AMember = one("报名的成员。Who is signed up.", "{t}.id = {p}.member_id")
    unit: AnOrganization = one("所在单位。The member's unit.", "{t}.id = {p}.unit_id")
    team: ATeam | None = one("随哪个服务队报名；自己报名的，或您看不到该队时为空。The team with which the member comes; null when by itself, or when you may not see it.",
                             "{t}.id = {p}.team_id")
    starts_at: datetime = column("活动的开始时间。When the activity begins.")
    ends_at: datetime = column("活动的结束时间。When it ends.")
    signed_up_at: datetime = column("报名时间。When the member signed up.")
    hours: Decimal | None = column("确认的时长，小时；尚未确认或未参加则为空。The hours that are confirmed; null before, and of who was not there.")
    confirmed_at: datetime | None = column("确认到场与否的时间；尚未则为空。When it was said whether the member was there; null before.")
    over_at: datetime | None = column("撤回的时间；没有则为空。When it was taken back; null otherwise.")
    reason: str | None = column("活动取消的原因；不因此撤回则为空。Why the activity was cancelled; null where it was not.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "此报名的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'sign_up' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[SignUpPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", "{member}", "{t}.state", "{t}.activity_id", "{t}.member_id", *OF_ITS_ACTIVITY)


# -- what can be done

@strawberry.input(description="报名参加活动（须已向该社区或其所辖社区报到）。Sign up for an activity of the community where one is registered, or of its street.")
class SignUpInput:
    idempotency_key: str = strawberry.field(description=KEY)
    activity_id: strawberry.ID = identifier("活动。The activity.", "Activity")


@strawberry.input(description="撤回报名，在报名截止之前。Take a sign-up back, before sign-ups end.")
class WithdrawSignUpInput:
    idempotency_key: str = strawberry.field(description=KEY)
    sign_up_id: strawberry.ID = identifier("报名。The sign-up.", "SignUp")


@strawberry.input(description="确认到场与时长；可再次确认以更正。Confirm that the member was there, and the hours; again to correct them.")
class ConfirmAttendanceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    sign_up_id: strawberry.ID = identifier("报名。The sign-up.", "SignUp")
    hours: Decimal = strawberry.field(description="时长，小时，最多两位小数，不超过活动的时长。How many hours, with at most two decimals, no more than the "
                                                  "activity lasted.")


@strawberry.input(description="记为未参加。Say that the member was not there.")
class MissAttendanceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    sign_up_id: strawberry.ID = identifier("报名。The sign-up.", "SignUp")


SIGN_UP = Shown("sign_up", ASignUp, "该报名。The sign-up.", "sign_up")
ACTIVITY = Shown("activity", AnActivity, "该活动。The activity.", "activity")
TAKE = mutation("报名参加活动（报到党员本人）。Sign up for an activity; a registered member's, for itself.", use_cases.sign_up, SignUpInput, SIGN_UP, ACTIVITY)
WITHDRAW = mutation("撤回报名（本人）。Take a sign-up back; the member's.", use_cases.withdraw, WithdrawSignUpInput, SIGN_UP, ACTIVITY)
CONFIRM = mutation("确认到场与时长（发布方）。Confirm attendance and hours; the publisher's.", use_cases.confirm, ConfirmAttendanceInput, SIGN_UP, ACTIVITY)
MISS = mutation("记为未参加（发布方）。Say that a member was not there; the publisher's.", use_cases.miss, MissAttendanceInput, SIGN_UP, ACTIVITY)
SIGN_UPS = many(SignUps, "您可见的报名。The sign-ups that you may see.", filter=SignUpFilter, order=SignUpOrder)
