"""Activities: what communities and streets publish for their registered members to sign up for."""
from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, activities
from domain.activities import ActivityState
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import activities as use_cases
from schema.declare import column, computed, entity, given, many, one, where
from schema.groups import by_division, by_month
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import Activities, AMember, AnActivity, AnOrganization, Events, SignUps
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.sign_ups import SignUpFilter, SignUpOrder
from schema.words import described, enumerated
from schema.writes import Shown, mutation

OF_HOST = "{t}.organization_id = {v:id(Organization)}"
IS_OPEN = "({t}.state = 'PUBLISHED' AND {t}.sign_up_until > {now} AND {t}.taken < {t}.places)"
REGISTERED = "(SELECT d.home_code FROM dual_report d WHERE d.member_id = {member} AND d.state = 'CONFIRMED')"
SIGNED_UP = ("EXISTS (SELECT FROM sign_up s WHERE s.activity_id = {t}.id AND s.member_id = {member} "
             "AND s.state <> 'WITHDRAWN' OFFSET 0)")  # each activity is asked; without it PostgreSQL reads all sign-ups

described(ActivityState, "活动的状态。Where an activity is in its life.", activities.PROCESS.words_of_states)
ActivityAction = enumerated("ActivityAction", "对活动的操作。What can be done with an activity.", activities.ACTIONS)


class ActivityOrder(Worded):
    NEXT = "NEXT", Words("最先开始在前", "The one that begins first.")
    LATEST = "LATEST", Words("最后开始在前", "The one that begins last.")


described(ActivityOrder, "活动的排序。Orders of activities.")

PAGES = IndexLayout(states=tuple(map(str, ActivityState)), state="state", division="withinDivision")
ORDERS = {"NEXT": Order("{t}.starts_at", "timestamptz"), "LATEST": Order("{t}.starts_at", "timestamptz", descending=True)}


@strawberry.input(description="筛选活动；各项同时成立。Which activities; all of it holds.")
class ActivityFilter:
    state: list[ActivityState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    organization_id: strawberry.ID | None = where("由此社区或街道发布的。Published by this community or street.", OF_HOST,
                                                  index=IndexCondition(OF_HOST))
    open: bool | None = where("现在能否报名：未截止且有名额。Whether it takes sign-ups now, and has a place left.", f"{IS_OPEN} = {{v:bool}}",
                              states=[ActivityState.PUBLISHED])
    mine: bool | None = where("您已报名的，或否。Whether you are signed up for it, or were there.", f"{SIGNED_UP} = {{v:bool}}")
    starts_from: datetime | None = where("此时间或以后开始的。That begin then or later.", "{t}.starts_at >= {v:timestamptz}")
    starts_before: datetime | None = where("此时间之前开始的。That begin before.", "{t}.starts_at < {v:timestamptz}")
    text: str | None = where("标题、内容或地点含有此文字。Whose title, text or place contains this text.",
                             "(strpos({t}.title, {v:text}) > 0 OR strpos({t}.body, {v:text}) > 0 OR strpos({t}.address, {v:text}) > 0)")
    within_division: str | None = where(
        f"发布方在此区划之内；{PADDED}。Whose publisher lies within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class ActivityPermission(Permission):
    action: str = given("操作。The action.", graphql_type=ActivityAction)


RULED = ("state", "organization_id", "home_code", "starts_at", "ends_at", "sign_up_until", "places", "taken")


def _viewer_can(viewer: Viewer, now: datetime, registered: str | None, *row: Any) -> list[access.Permission]:
    return activities.actions(viewer, activities.Activity(**dict(zip(RULED, row, strict=True))), registered, now)


@entity("活动：社区或街道为报到党员发布，限名额，报名不超过名额；属于该区划的成员及上级可见。An activity of a community or street for its registered members, with so many places and "
        "no more sign-ups than these. Seen by who belongs to the division, and by the officers above.",
        table="activity", tag="ac", visible=activities.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", **by_month("{t}.starts_at"), **by_division("{t}.home_code")}, keys={"id": "id"})
class Activity(Node):
    state: ActivityState = column("状态。Where it is in its life.")
    organization: AnOrganization = one("发布的社区或街道。The community or street that published it.", "{t}.id = {p}.organization_id")
    published_by: AMember = one("发布人。Which member published it.", "{t}.id = {p}.published_by")
    title: str = column("标题。What it is.")
    body: str = column("内容；可为空文字。What is done there; may be an empty text.")
    address: str = column("地点。Where it is.")
    starts_at: datetime = column("开始时间。When it begins.")
    ends_at: datetime = column("结束时间。When it ends.")
    sign_up_until: datetime = column("报名、撤回截止。Until when one signs up, or takes it back.")
    places: int = column("名额。How many may sign up.")
    taken: int = column("已报名。How many of the places are taken.")
    remaining: int = column("剩余名额。How many are left.", "{t}.places - {t}.taken")
    open: bool = column("现在能否报名：未截止且有名额。Whether it takes sign-ups now, and has a place left.", IS_OPEN)
    published_at: datetime = column("发布时间。When it was published.")
    over_at: datetime | None = column("结束或取消的时间；尚未则为空。When it ended or was cancelled; null before.")
    reason: str | None = column("取消的原因；没有则为空。Why it was cancelled; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    sign_ups = many(SignUps, "报名，您可见的。Its sign-ups, as far as you may see them.", on="{t}.activity_id = {k}", key="{p}.id",
                    filter=SignUpFilter, order=SignUpOrder)
    history = many(Events, "此活动的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'activity' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[ActivityPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", REGISTERED, *(f"{{t}}.{name}" for name in RULED))


# -- what can be done

@strawberry.input(description="发布活动。Publish an activity.")
class PublishActivityInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organization_id: strawberry.ID = identifier("发布的社区或街道，您须能代表它。The community or street, for which you act.", "Organization")
    title: str = strawberry.field(description="标题。What it is.")
    address: str = strawberry.field(description="地点。Where it is.")
    starts_at: datetime = strawberry.field(description="开始时间，须在将来。When it begins; it lies ahead.")
    ends_at: datetime = strawberry.field(description="结束时间，自开始最长 72 小时。When it ends, within 72 hours of its start.")
    sign_up_until: datetime = strawberry.field(description="报名截止，不晚于开始。Until when one signs up, no later than it begins.")
    places: int = strawberry.field(description=f"名额，1 至 {activities.MOST_PLACES}。How many may sign up, 1 to {activities.MOST_PLACES}.")
    body: str | None = strawberry.field(description="内容，可不填。What is done there; may be left out.", default=UNSET)


@strawberry.input(description="取消活动；已报名者都会收到通知。Cancel an activity; whoever is signed up is told.")
class CancelActivityInput:
    idempotency_key: str = strawberry.field(description=KEY)
    activity_id: strawberry.ID = identifier("活动。The activity.", "Activity")
    reason: str = strawberry.field(description="原因。Why.")


ACTIVITY = Shown("activity", AnActivity, "该活动。The activity.", "activity")
PUBLISH = mutation("发布活动（社区或街道）。Publish an activity; a community's or street's.", use_cases.publish, PublishActivityInput, ACTIVITY)
CANCEL = mutation("取消活动（发布方）。Cancel an activity; the publisher's.", use_cases.cancel, CancelActivityInput, ACTIVITY)
ACTIVITIES = many(Activities, "您可见的活动。The activities that you may see.", filter=ActivityFilter, order=ActivityOrder)
