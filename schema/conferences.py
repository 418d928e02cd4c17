"""Joint conferences of committees, and who attended them."""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import strawberry

from domain import access, conferences
from domain.conferences import ConferenceState as ConferenceState
from domain.conferences import Presence as Presence
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema.attachments import FilePermission, files_can, files_of
from schema.days import TODAY
from schema.declare import column, computed, entity, given, many, one, where
from schema.lazy import ACommittee, AnOrganization, ASeat, Attendances, Events, Topics
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.topics import TopicFilter, TopicOrder
from schema.words import described

described(ConferenceState, "联席会议的状态。Where a joint conference is in its life.", conferences.PROCESS.words_of_states)
ConferenceAction = conferences.ConferenceStep
described(ConferenceAction, "对联席会议的操作。What can be done with a joint conference.", conferences.PROCESS.words_of_steps,
          name="ConferenceAction")
described(Presence, "到会情况。Who was there, and as what.")


class ConferenceOrder(Worded):
    NEWEST = "NEWEST", Words("日期最晚的在前", "The latest day first.")
    NEXT = "NEXT", Words("日期最早的在前", "The earliest day first.")


described(ConferenceOrder, "联席会议的排序。Orders of joint conferences.")

OF_COMMITTEE = "{t}.committee_id = {v:id(JointCommittee)}"
EXPECTED = (str(conferences.ConferenceState.PLANNED), str(conferences.ConferenceState.CALLED))
TO_BE_HELD = f"({{t}}.state IN {EXPECTED})"
PAGES = IndexLayout(states=tuple(map(str, conferences.ConferenceState)), state="state", division="withinDivision")
ORDERS = {"NEWEST": Order("{t}.planned_for", "date", descending=True), "NEXT": Order("{t}.planned_for", "date")}


@strawberry.input(description="筛选联席会议；各项同时成立。Which joint conferences; all of it holds.")
class ConferenceFilter:
    state: list[ConferenceState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    committee_id: strawberry.ID | None = where("该委员会的。Of this committee.", OF_COMMITTEE,
                                             index=IndexCondition(OF_COMMITTEE))
    within_division: str | None = where(f"委员会所在区划在此区划之内；{PADDED}。Its committee's division lies within this one; {PADDED_EN}.",
                                        "starts_with({t}.home_code, {v:division})")
    mine: bool | None = where("是否您任委员的委员会的。Whether they are of a committee where you have a seat.",
                              "({t}.committee_id = ANY({committees})) = {v:bool}")
    from_day: date | None = where("日期不早于。On this day or later.", "{t}.planned_for >= {v:date}")
    to_day: date | None = where("日期不晚于。On this day or earlier.", "{t}.planned_for <= {v:date}")
    open: bool | None = where("是否待召开：已计划或已通知。Whether it is to be held: planned or called.", f"{TO_BE_HELD} = {{v:bool}}", states=EXPECTED)
    overdue: bool | None = where("是否日期已过而未记录召开。Whether its day is over and it is not recorded as held.",
                                 f"({TO_BE_HELD} AND {{t}}.planned_for < {TODAY}) = {{v:bool}}", states=EXPECTED)
    text: str | None = where("名称或地点含有此文字。The title or the venue contains this text.",
                             "(strpos({t}.title, {v:text}) > 0 OR coalesce(strpos({t}.venue, {v:text}), 0) > 0)")


@entity(PERMISSION)
class ConferencePermission(Permission):
    action: ConferenceAction = given("操作。The action.")


RULED = ("state", "committee_id", "organization_id", "home_code")


def _ruled(row: Sequence[Any]) -> conferences.Conference:
    return conferences.Conference(**dict(zip(RULED, row, strict=True)))


def _viewer_can(viewer: Viewer, *row: Any) -> list[access.Permission]:
    return conferences.actions(viewer, _ruled(row))


def _minutes(viewer: Viewer, minutes: str | None, *row: Any) -> str | None:
    return minutes if conferences.sees_minutes(viewer, _ruled(row)) else None


@entity("联席会议。A joint conference of a committee.", table="joint_conference", tag="co", visible=conferences.SIGHT, indexes=PAGES,
        orders=ORDERS, groups={"STATE": "{t}.state"}, keys={"id": "id"})
class JointConference(Node):
    state: ConferenceState = column("状态。Where it is in its life.")
    title: str = column("名称。Its title.")
    committee: ACommittee = one("所属委员会。Whose it is.", "{t}.id = {p}.committee_id")
    organization: AnOrganization = one("委员会所属街道或社区。The committee's street or community.", "{t}.id = {p}.organization_id")
    planned_for: date = column("计划日期；通知后为开会之日。The day it is planned for; once called, the day it begins.")
    topics_until: datetime = column("议题征集截止时间。Up to when topics are collected for it.")
    starts_at: datetime | None = column("开会时间；通知前为空。When it begins; null before it is called.")
    venue: str | None = column("开会地点；通知前为空。Where it is held; null before it is called.")
    called_at: datetime | None = column("通知时间；尚未则为空。When it was called; null before.")
    held_at: datetime | None = column("记录召开的时间；尚未则为空。When it was recorded as held; null before.")
    minutes: str | None = computed(
        "会议纪要；公布前只有委员会及上级可见，其他人为空。The minutes; before they are published seen by the committee and the officers above, null to "
        "others.", _minutes, "{t}.minutes", *(f"{{t}}.{name}" for name in RULED))
    published_at: datetime | None = column("公布时间；尚未则为空。When its minutes were published; null before.")
    reason: str | None = column("取消的原因；未取消则为空。Why it was cancelled; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    attendance = many(Attendances, "到会情况，只有委员会及上级可见。Who was there; seen by the committee and the officers above.",
                      on="{t}.conference_id = {k}", key="{p}.id")
    agenda = many(Topics, "议程：列入的议题，先征集的在前。Its agenda: the topics on it, the first collected first.", on="{t}.conference_id = {k}",
                  key="{p}.id", filter=TopicFilter, order=TopicOrder)
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.", on="{t}.subject_id = {k}", key="{p}.id",
                   seen_with_parent=True)
    attachments = files_of(conferences.ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(conferences.ATTACHED)
    viewer_can: list[ConferencePermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, *(f"{{t}}.{name}" for name in RULED))


@entity("到会情况：一个席位，或一位列席者。Who was at a conference: of a seat, or a guest.", table="attendance", tag="at",
        visible=conferences.SEEN_INSIDE, keys={"id": "id"}, orders={"SEATS": Order("{t}.id", "uuid", unique=True)})
class Attendance(Node):
    presence: Presence = column("到会情况。Whether the member was there, and as what.")
    seat: ASeat | None = one("席位；列席者为空。The seat; null of a guest.", "{t}.id = {p}.seat_id")
    attendee: str | None = column("代会人或列席者的姓名；其他为空。The name of a substitute or guest; null otherwise.", "{t}.name")
