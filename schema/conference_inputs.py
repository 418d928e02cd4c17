"""Mutations on joint conferences, and their inputs."""
from datetime import date, datetime

import strawberry
from strawberry import UNSET

from resolvers import conferences as use_cases
from schema.conferences import Presence
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AConference
from schema.writes import Shown, mutation


@strawberry.input(description="计划联席会议。Plan a joint conference.")
class PlanConferenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    committee_id: strawberry.ID = identifier("委员会。The committee.", "JointCommittee")
    planned_for: date = strawberry.field(description="计划日期，今日或以后。The day, today or later.")
    title: str | None = strawberry.field(description="名称，默认由委员会名与月份而来。Its title; by default of the committee's name and the month.",
                                         default=UNSET)
    topics_until: datetime | None = strawberry.field(
        description="议题征集截止时间，默认会前 3 个工作日。Up to when topics are collected; by default 3 working days before.", default=UNSET)


@strawberry.input(description="通知召开联席会议，或改期。Call a joint conference, or move it.")
class CallConferenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    conference_id: strawberry.ID = identifier("联席会议。The conference.", "JointConference")
    starts_at: datetime = strawberry.field(description="开会时间，在将来。When it begins, in the future.")
    venue: str = strawberry.field(description="开会地点。Where it is held.")
    topics_until: datetime | None = strawberry.field(description="议题征集截止时间，默认不变。Up to when topics are collected; by default as it was.",
                                                     default=UNSET)


@strawberry.input(description="一个席位的到会情况。Whether the holder of a seat was there.")
class AttendanceInput:
    seat_id: strawberry.ID = identifier("席位。The seat.", "Seat")
    presence: Presence = strawberry.field(description="到会、代会或缺席。There, substituted or absent.")
    substitute: str | None = strawberry.field(description="代会人姓名，代会时必填。The substitute's name, where somebody else came.", default=UNSET)


@strawberry.input(description="记录联席会议已召开。Record that a joint conference was held.")
class HoldConferenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    conference_id: strawberry.ID = identifier("联席会议。The conference.", "JointConference")
    minutes: str = strawberry.field(description="会议纪要。The minutes.")
    attendance: list[AttendanceInput] = strawberry.field(description="到会情况；未列的席位为缺席。Who was there; seats that are not named were absent.",
                                                         default_factory=list)
    guests: list[str] = strawberry.field(description="列席者姓名。The guests' names.", default_factory=list)


@strawberry.input(description="公布会议纪要。Publish a conference's minutes.")
class PublishConferenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    conference_id: strawberry.ID = identifier("联席会议。The conference.", "JointConference")


@strawberry.input(description="取消联席会议。Cancel a joint conference.")
class CancelConferenceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    conference_id: strawberry.ID = identifier("联席会议。The conference.", "JointConference")
    reason: str = strawberry.field(description="原因。Why.")


CONFERENCE = Shown("conference", AConference, "该联席会议。The conference.", "conference")
PLAN = mutation(
    "计划联席会议（委员会书记，或所在区划的工作人员）。Plan a joint conference; by the committee's secretary, or officers over its division.",
    use_cases.plan, PlanConferenceInput, CONFERENCE)
CALL = mutation(
    "通知召开：定时间地点，邀请全体委员；再次通知即改期。Call a conference: set time and venue, and invite the members; called again, it is moved.",
    use_cases.call, CallConferenceInput, CONFERENCE)
HOLD = mutation(
    "记录会议已召开：到会与纪要。Record that a conference was held: who was there, and the minutes.",
    use_cases.hold, HoldConferenceInput, CONFERENCE)
PUBLISH = mutation(
    "公布会议纪要。Publish a conference's minutes.", use_cases.publish,
    PublishConferenceInput, CONFERENCE)
CANCEL = mutation(
    "取消联席会议。Cancel a conference.", use_cases.cancel,
    CancelConferenceInput, CONFERENCE)
