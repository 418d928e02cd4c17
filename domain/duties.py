"""Duties: what somebody owes, as one list of all concepts: each says here of which objects, in which states, who owes what.

Whose a duty is, is told from the object itself whenever somebody asks; nothing is written for it, and nothing has to be ended.
"""
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from domain.words import Worded, Words


class DutyKind(Worded):
    ANSWER_CLAIM = "ANSWER_CLAIM", Words("答复认领", "Answer a claim on an item of your organisation.")
    DELIVER_CLAIM = "DELIVER_CLAIM", Words("交付", "Deliver what was accepted.", "：已接受的认领")
    CONFIRM_CLAIM = "CONFIRM_CLAIM", Words("确认交付", "Confirm or return what was delivered.", "或退回")
    PROPOSE_TOPIC = "PROPOSE_TOPIC", Words(
        "处理议题", "Put a collected topic on an agenda, or back; the secretary's.", "：书记列入议程或退回")
    CALL_CONFERENCE = "CALL_CONFERENCE", Words(
        "召集联席会议", "Call a conference that is planned, or cancel it; the secretary's.", "：已计划的，召集或取消；书记")
    ATTEND_CONFERENCE = "ATTEND_CONFERENCE", Words("参加联席会议", "Attend a conference that was called.")
    HOLD_CONFERENCE = "HOLD_CONFERENCE", Words(
        "记录联席会议", "Record a conference whose day is over as held, or cancel it; the secretary's.",
        "：会议日已过，记录到会与纪要，或取消；书记")
    PUBLISH_CONFERENCE = "PUBLISH_CONFERENCE", Words(
        "公布会议纪要", "Publish the minutes of a conference that was held; the secretary's.", "：书记")
    DO_RESOLUTION = "DO_RESOLUTION", Words("办理决议", "Do what a conference resolved.")
    CONFIRM_RESOLUTION = "CONFIRM_RESOLUTION", Words(
        "确认决议办结", "Confirm or send back a resolution that is done; the secretary's.", "或退回：书记")
    SIGN_AGREEMENT = "SIGN_AGREEMENT", Words(
        "答复共建协议", "Sign or decline an agreement that the other side proposed.", "：签订或谢绝")
    CONFIRM_PAIRING = "CONFIRM_PAIRING", Words(
        "答复结对", "Confirm or decline a pairing that the other side proposed.", "：确认或谢绝")
    CONFIRM_DUAL_REPORT = "CONFIRM_DUAL_REPORT", Words(
        "答复报到", "Confirm or decline that a member registered with your community.", "：确认或谢绝")
    ANSWER_OPINION = "ANSWER_OPINION", Words("答复征求意见", "Say what your community thinks.")
    DECIDE_ADMISSION = "DECIDE_ADMISSION", Words(
        "审批准入", "Approve or refuse what a department asks communities to take over.", "：批准或不予批准")
    TRIAGE_WHISTLE = "TRIAGE_WHISTLE", Words("研判诉求", "Triage a call that was raised in your street.")
    DISPATCH_WHISTLE = "DISPATCH_WHISTLE", Words(
        "派单", "Dispatch a call of your street that was triaged or returned.", "：已研判或被退单的诉求")
    DIAGNOSE_WHISTLE = "DIAGNOSE_WHISTLE", Words(
        "会商裁定诉求", "Decide who handles a call of your district that two departments returned.", "：两个部门退单")
    CLOSE_WHISTLE = "CLOSE_WHISTLE", Words("诉求销号", "Close a call of your street that was verified.")
    ACCEPT_WHISTLE = "ACCEPT_WHISTLE", Words("签收诉求", "Accept or return a call that was dispatched.", "或退单")
    HANDLE_WHISTLE = "HANDLE_WHISTLE", Words("办理诉求", "Handle a call that was accepted.")
    REPORT_WHISTLE = "REPORT_WHISTLE", Words(
        "协办报告", "Say what your organisation did of a call that it assists.", "：协办的诉求")
    VERIFY_WHISTLE = "VERIFY_WHISTLE", Words("核验诉求", "Verify or send back a call that was handled.", "或退回重办")
    RATE_WHISTLE = "RATE_WHISTLE", Words("回访居民", "Ask the resident for whom your organisation raised a call, now handled.",
                                         "：为居民提出的诉求已办结，尚未评价")
    ANSWER_YEARLY_REPORT = "ANSWER_YEARLY_REPORT", Words(
        "答复年度报告异议", "Count a yearly report that is contested again, or let it stand.")
    ANSWER_TEAM_MEMBER = "ANSWER_TEAM_MEMBER", Words(
        "答复入队", "Accept, or decline, that you are invited to a team, or that somebody asks to join the one that you lead.",
        "：受邀，或有人申请加入您带领的队伍，待您接受或谢绝")
    CONFIRM_ATTENDANCE = "CONFIRM_ATTENDANCE", Words(
        "确认活动时长", "Say who was at an activity that is over, and for how many hours.", "：活动已结束")
    CARRY_OUT_PROJECT = "CARRY_OUT_PROJECT", Words(
        "实施项目", "Carry out a joint project that your unit or your seat leads.", "：牵头单位或席位")
    ANSWER_CARD = "ANSWER_CARD", Words(
        "答复四单", "Agree to a card that the other side proposed, or decline it.", "：同意或谢绝")
    REPORT_MILESTONE = "REPORT_MILESTONE", Words(
        "完成节点", "Reach a milestone of a project that your unit or your seat leads, and report it.",
        "并报告：牵头单位或席位")
    CONFIRM_MILESTONE = "CONFIRM_MILESTONE", Words("确认节点", "Confirm or send back a milestone that is reported.", "或退回")
    ANSWER_CHECKPOINT = "ANSWER_CHECKPOINT", Words(
        "提交项目报告", "Hand in a report of a project that your unit or your seat leads.", "：牵头单位或席位")

    ANSWER_WISH = "ANSWER_WISH", Words(
        "答复微心愿", "Accept a micro-wish that is offered to you, or who took one of your community's; or give it back.",
        "：接单、确认点单，或退单")
    FULFIL_WISH = "FULFIL_WISH", Words("实现微心愿", "Do the micro-wish that you hold.")
    CONFIRM_WISH = "CONFIRM_WISH", Words("确认微心愿", "Confirm or send back a micro-wish that is done.", "或退回")
    CHECK_COMMITMENT_LIST = "CHECK_COMMITMENT_LIST", Words(
        "年中查清单", "Check a list of commitments at mid-year; the secretary's, and of a secretary's own theirs above.",
        "：书记；书记自己的由上级")
    REPORT_COMMITMENT_LIST = "REPORT_COMMITMENT_LIST", Words("年底述清单", "Report your list of commitments at the year's end.")
    REPORT_COMMITMENT = "REPORT_COMMITMENT", Words("述清单事项", "Do a commitment, and report what came of it.", "：完成并述")
    ACKNOWLEDGE_ASSIGNMENT = "ACKNOWLEDGE_ASSIGNMENT", Words(
        "确认到岗", "Acknowledge or decline that you are sent to a shift.", "或说明不能")


@dataclass(frozen=True)
class Acting:
    """Those who act for the organisation that a column names.

    beside      another table whose row tells more, and the object's column that names it; None: the object tells all
    is_others   whether it is that row's column
    """

    column: str
    beside: tuple[str, str] | None = None
    is_others: bool = False


@dataclass(frozen=True)
class Holding:
    """Who holds the seat that a column names, or the one to which it was handed over.

    beside   another table whose column it is, and the object's column that names the row; None: it is the object's
    unless   a column beside it, of the organisation that owes the same: who acts for that has it from there, once
    """

    column: str
    beside: tuple[str, str] | None = None
    unless: str | None = None


@dataclass(frozen=True)
class Secretary:
    """Who has the secretary's seat of the committee that a column names."""

    column: str = "committee_id"


@dataclass(frozen=True)
class Members:
    """Everybody with a seat on the committee that a column names."""

    column: str = "committee_id"


@dataclass(frozen=True)
class Person:
    """The member that a column names.

    beside   another table whose column it is, and the object's column that names the row; None: it is the object's
    """

    column: str
    beside: tuple[str, str] | None = None


Owner: TypeAlias = Acting | Holding | Secretary | Members | Person


@dataclass(frozen=True)
class Duty:
    """
    kind     what is owed
    type     of the objects, in GraphQL
    table    of the objects
    states   in which it is owed
    owner    by whom
    due      the column of the moment until when; None: no moment
    due_on   the column of the last day instead
    state    the column of the states
    beside   whether `due` is the row's beside it
    where    what else columns must be, for it to be owed; of the row beside it, where there is one
    after    the column of a day: it is owed once that is over; None: from the beginning
    up_to    the column of the last day on which it is owed; None: as long as the state lasts
    """

    kind: DutyKind
    type: str
    table: str
    states: tuple[str, ...]
    owner: Owner
    due: str | None = None
    due_on: str | None = None
    state: str = "state"
    beside: bool = False
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: str | None = None
    up_to: str | None = None


_PROJECT = ("joint_project", "project_id")
_LEADS, _LEADS_BESIDE = (Holding("lead_seat_id", beside, unless="lead_unit_id") for beside in (None, _PROJECT))
_BEGUN = {"state": ("UNDER_WAY", "COMPLETED", "STOPPED")}
_GIVEN, _TAKEN = {"list": ("RESOURCE",)}, {"list": ("DEMAND", "PROJECT")}
_TO_DELIVER = ("ACCEPTED", "REWORK")


def _of_claim(kind: DutyKind, states: tuple[str, ...], claimants: Mapping[str, tuple[str, ...]],
              publishers: Mapping[str, tuple[str, ...]], due: str | None) -> tuple[Duty, Duty]:
    """Of the claimant on items of some lists, of the publisher of the others."""
    item = ("item", "item_id")
    return (Duty(kind, "Claim", "claim", states, Acting("claimant_id", item), due, where=claimants),
            Duty(kind, "Claim", "claim", states, Acting("publisher_id", item), due, where=publishers))


DUTIES: tuple[Duty, ...] = (
    Duty(DutyKind.ANSWER_CLAIM, "Claim", "claim", ("PROPOSED",), Acting("publisher_id"), "answer_by"),
    *_of_claim(DutyKind.DELIVER_CLAIM, _TO_DELIVER, _TAKEN, _GIVEN, "due_at"),
    *_of_claim(DutyKind.CONFIRM_CLAIM, ("DELIVERED",), _GIVEN, _TAKEN, None),
    Duty(DutyKind.PROPOSE_TOPIC, "Topic", "topic", ("COLLECTED",), Secretary(), state="stage"),
    Duty(DutyKind.CALL_CONFERENCE, "JointConference", "joint_conference", ("PLANNED",), Secretary(), due_on="planned_for"),
    Duty(DutyKind.ATTEND_CONFERENCE, "JointConference", "joint_conference", ("CALLED",), Members(), "starts_at",
         up_to="planned_for"),
    Duty(DutyKind.HOLD_CONFERENCE, "JointConference", "joint_conference", ("CALLED",), Secretary(), due_on="planned_for",
         after="planned_for"),
    Duty(DutyKind.PUBLISH_CONFERENCE, "JointConference", "joint_conference", ("HELD",), Secretary()),
    Duty(DutyKind.DO_RESOLUTION, "Resolution", "resolution", ("OPEN",), Acting("owner_id"), due_on="due_on"),
    Duty(DutyKind.DO_RESOLUTION, "Resolution", "resolution", ("OPEN",), Holding("owner_seat_id"), due_on="due_on"),
    Duty(DutyKind.CONFIRM_RESOLUTION, "Resolution", "resolution", ("COMPLETED",), Secretary()),
    Duty(DutyKind.SIGN_AGREEMENT, "Agreement", "agreement", ("PROPOSED",), Acting("unit_id"), where={"proposed_by": ("HOST",)}),
    Duty(DutyKind.SIGN_AGREEMENT, "Agreement", "agreement", ("PROPOSED",), Acting("host_id"), where={"proposed_by": ("UNIT",)}),
    Duty(DutyKind.CONFIRM_PAIRING, "Pairing", "pairing", ("PROPOSED",), Acting("partner_id"), where={"proposed_by": ("HOST",)}),
    Duty(DutyKind.CONFIRM_PAIRING, "Pairing", "pairing", ("PROPOSED",), Acting("host_id"), where={"proposed_by": ("PARTNER",)}),
    Duty(DutyKind.CONFIRM_DUAL_REPORT, "DualReport", "dual_report", ("PROPOSED",), Acting("community_id")),
    Duty(DutyKind.ANSWER_OPINION, "OpinionRequest", "opinion", ("ASKED",), Acting("community_id"), due_on="due_on"),
    Duty(DutyKind.DECIDE_ADMISSION, "Admission", "admission", ("PROPOSED",), Acting("decider_id")),
    Duty(DutyKind.CHECK_COMMITMENT_LIST, "CommitmentList", "commitment_list", ("ADOPTED",), Secretary(), due_on="due_on",
         where={"kind": ("MEMBER", "COMMITTEE")}),
    Duty(DutyKind.CHECK_COMMITMENT_LIST, "CommitmentList", "commitment_list", ("ADOPTED",), Acting("above_id"), due_on="due_on",
         where={"kind": ("SECRETARY",)}),
    Duty(DutyKind.REPORT_COMMITMENT_LIST, "CommitmentList", "commitment_list", ("CHECKED",), Holding("seat_id"),
         due_on="due_on"),
    Duty(DutyKind.REPORT_COMMITMENT_LIST, "CommitmentList", "commitment_list", ("CHECKED",), Secretary(), due_on="due_on",
         where={"kind": ("COMMITTEE",)}),
    Duty(DutyKind.REPORT_COMMITMENT, "Commitment", "commitment", ("OPEN",), Acting("owner_id"), due_on="due_on"),
    Duty(DutyKind.REPORT_COMMITMENT, "Commitment", "commitment", ("OPEN",), Holding("owner_seat_id"), due_on="due_on"),
    Duty(DutyKind.ANSWER_YEARLY_REPORT, "YearlyReport", "yearly_report", ("CONTESTED",), Acting("community_id")),
    Duty(DutyKind.ANSWER_TEAM_MEMBER, "TeamMember", "team_member", ("INVITED",), Person("member_id")),
    Duty(DutyKind.ANSWER_TEAM_MEMBER, "TeamMember", "team_member", ("REQUESTED",), Person("leader_id", ("team", "team_id"))),
    Duty(DutyKind.CONFIRM_ATTENDANCE, "SignUp", "sign_up", ("SIGNED_UP",),
         Acting("organization_id", ("activity", "activity_id"), is_others=True), where={"state": ("ENDED",)}),
    Duty(DutyKind.ACKNOWLEDGE_ASSIGNMENT, "Assignment", "assignment", ("ASSIGNED",), Person("member_id"), "starts_at"),
    Duty(DutyKind.CARRY_OUT_PROJECT, "JointProject", "joint_project", ("FORMED", "UNDER_WAY"), Acting("lead_unit_id"),
         due_on="ends_on"),
    Duty(DutyKind.CARRY_OUT_PROJECT, "JointProject", "joint_project", ("FORMED", "UNDER_WAY"), _LEADS, due_on="ends_on"),
    Duty(DutyKind.ANSWER_CARD, "Card", "card", ("PROPOSED",), Acting("asked_id", ("claim", "claim_id")),
         where={"state": ("ACCEPTED", "DELIVERED", "REWORK")}),
    Duty(DutyKind.ANSWER_CARD, "Card", "card", ("PROPOSED",), Acting("asked_id", ("joint_project", "joint_project_id")),
         where={"state": ("FORMED", "UNDER_WAY")}),
    Duty(DutyKind.REPORT_MILESTONE, "Milestone", "milestone", ("PLANNED",), Acting("lead_unit_id", _PROJECT, is_others=True),
         due_on="due_on", where={"state": ("UNDER_WAY",)}),
    Duty(DutyKind.REPORT_MILESTONE, "Milestone", "milestone", ("PLANNED",), _LEADS_BESIDE, due_on="due_on",
         where={"state": ("UNDER_WAY",)}),
    Duty(DutyKind.CONFIRM_MILESTONE, "Milestone", "milestone", ("REPORTED",), Acting("host_id", _PROJECT, is_others=True),
         where={"state": ("UNDER_WAY",)}),
    Duty(DutyKind.ANSWER_CHECKPOINT, "Checkpoint", "checkpoint", ("ASKED",), Acting("lead_unit_id", _PROJECT, is_others=True),
         due_on="due_on", where=_BEGUN),
    Duty(DutyKind.ANSWER_CHECKPOINT, "Checkpoint", "checkpoint", ("ASKED",), _LEADS_BESIDE, due_on="due_on", where=_BEGUN),
    Duty(DutyKind.ANSWER_WISH, "MicroWish", "micro_wish", ("OFFERED",), Person("holder_id"), "due_at"),
    Duty(DutyKind.ANSWER_WISH, "MicroWish", "micro_wish", ("TAKEN",), Acting("community_id"), "due_at"),
    Duty(DutyKind.FULFIL_WISH, "MicroWish", "micro_wish", ("HELD",), Person("holder_id"), "due_at"),
    Duty(DutyKind.CONFIRM_WISH, "MicroWish", "micro_wish", ("FULFILLED",), Acting("community_id")),
    Duty(DutyKind.TRIAGE_WHISTLE, "Whistle", "whistle", ("REPORTED",), Acting("street_id"), "due_at"),
    Duty(DutyKind.DISPATCH_WHISTLE, "Whistle", "whistle", ("TRIAGED", "RETURNED"), Acting("street_id"), "due_at",
         where={"disputed": ("false",)}),
    Duty(DutyKind.DIAGNOSE_WHISTLE, "Whistle", "whistle", ("RETURNED",), Acting("district_id"), "due_at",
         where={"disputed": ("true",)}),
    Duty(DutyKind.CLOSE_WHISTLE, "Whistle", "whistle", ("VERIFIED",), Acting("street_id"), "due_at"),
    Duty(DutyKind.ACCEPT_WHISTLE, "Whistle", "whistle", ("DISPATCHED",), Acting("lead_id"), "due_at"),
    Duty(DutyKind.HANDLE_WHISTLE, "Whistle", "whistle", ("ACCEPTED", "REWORK"), Acting("lead_id"), "due_at"),
    Duty(DutyKind.REPORT_WHISTLE, "WhistleParty", "whistle_party", ("ASKED",), Acting("awaited_id", ("whistle", "whistle_id")),
         "handle_by", beside=True, where={"state": ("DISPATCHED", "ACCEPTED", "REWORK")}),
    Duty(DutyKind.RATE_WHISTLE, "Whistle", "whistle", ("HANDLED", "VERIFIED", "CLOSED"), Acting("asking_id")),
    Duty(DutyKind.VERIFY_WHISTLE, "Whistle", "whistle", ("HANDLED",), Acting("raiser_id"), "due_at"),
)
"""In one state, at one moment, an object is owed by one of its kinds alone, or by one side: nobody finds it twice, but once
with a limit and once without, as a call that is to be verified and of which the resident is to be asked. A project that a
seat leads is its unit's as well, which `unless` says."""
