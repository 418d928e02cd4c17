"""Notices: who is told of an event, and why. A row for each member, written with the event itself.

Whom a rule names is found in the database (`db.notices`): of an organisation those who hold an office there today, of the
committees around a demand those with a seat today, as far as they see it. Nobody is told of what he did himself, nor, where
somebody acted, those for whom he acted.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from domain.words import Worded, Words


class NoticeKind(Worded):
    CLAIM_PROPOSED = "CLAIM_PROPOSED", Words("收到认领", "Somebody claims an item of your organisation.", "，待您的组织答复")
    CLAIM_ACCEPTED = "CLAIM_ACCEPTED", Words("认领被接受", "Your organisation's claim was accepted.")
    CLAIM_DECLINED = "CLAIM_DECLINED", Words("认领被谢绝", "Your organisation's claim was declined.")
    CLAIM_WITHDRAWN = "CLAIM_WITHDRAWN", Words("认领被撤回", "A claim on your organisation's item was taken back.")
    CLAIM_DELIVERED = "CLAIM_DELIVERED", Words(
        "已交付", "The other side delivered; yours confirms or returns it.", "，待您一方确认或退回")
    CLAIM_RETURNED = "CLAIM_RETURNED", Words("被退回整改", "What your side delivered was returned for rework.")
    CLAIM_CONFIRMED = "CLAIM_CONFIRMED", Words("已确认", "What your side delivered was confirmed.", "并评价")
    CLAIM_LAPSED = "CLAIM_LAPSED", Words("认领逾期失效", "A claim lapsed: nobody answered in time.", "：无人按时答复")
    CLAIM_OVERDUE = "CLAIM_OVERDUE", Words("认领逾期", "What was accepted is not delivered by its dueAt.", "：到期尚未交付")
    DEMAND_PUBLISHED = "DEMAND_PUBLISHED", Words(
        "新需求", "A demand was published in your committee's division.", "：在您任委员的区划")
    ITEM_EXPIRED = "ITEM_EXPIRED", Words("条目过期", "An item of your organisation expired.")
    ITEM_WIDENED = "ITEM_WIDENED", Words(
        "条目扩大开放", "An item opened to your committee or division; or one of yours, unclaimed, opened to more.",
        "：新向您的委员会或区划开放，或您的条目无人认领")
    SHARED = "SHARED", Words(
        "受邀查看", "Something is shown to your organisation or committee that is another's.", "：有内容共享给您的组织或委员会")
    CONFERENCE_CALLED = "CONFERENCE_CALLED", Words(
        "联席会议召开通知", "A conference of your committee is called.", "：您任委员的委员会")
    CONFERENCE_CANCELLED = "CONFERENCE_CANCELLED", Words("联席会议取消", "A conference of your committee is cancelled.")
    CONFERENCE_PUBLISHED = "CONFERENCE_PUBLISHED", Words(
        "联席会议已公布", "The minutes of a conference of your committee are published.", "：会议纪要可见")
    AGREEMENT_PROPOSED = "AGREEMENT_PROPOSED", Words("收到协议", "An agreement was proposed to your side.", "，待您一方签订")
    AGREEMENT_ANSWERED = "AGREEMENT_ANSWERED", Words(
        "协议有答复", "An agreement of yours was signed, declined or terminated.", "：已签订、谢绝或终止")
    PAIRING_PROPOSED = "PAIRING_PROPOSED", Words("收到结对", "A pairing was proposed to your side.", "，待您一方确认")
    PAIRING_MADE = "PAIRING_MADE", Words("结对成立", "Your side is paired.")
    PAIRING_OVER = "PAIRING_OVER", Words(
        "结对结束", "A pairing of yours was declined or dissolved, or its term is over.", "：已谢绝、解除或到期")
    DUAL_REPORT_PROPOSED = "DUAL_REPORT_PROPOSED", Words(
        "收到报到", "A member registered with your community.", "，待您的社区确认")
    DUAL_REPORT_ANSWERED = "DUAL_REPORT_ANSWERED", Words(
        "报到有答复", "Your registration, or one of your unit's people, was confirmed or declined.", "：已确认或谢绝")
    DUAL_REPORT_OVER = "DUAL_REPORT_OVER", Words(
        "报到结束", "A registration of yours, your unit's or your community's is moved or ended.", "：已迁移或结束")
    OPINION_ASKED = "OPINION_ASKED", Words("收到征求意见", "Your community is asked for its opinion.")
    OPINION_ANSWERED = "OPINION_ANSWERED", Words("意见已答复", "A community gave the opinion that you asked for.")
    OPINION_WITHDRAWN = "OPINION_WITHDRAWN", Words("征求意见已撤回", "Your community is not asked for an opinion any more.")
    OPINION_OVERDUE = "OPINION_OVERDUE", Words("征求意见逾期", "An opinion was not given in time.", "：社区未按时答复")
    ADMISSION_PROPOSED = "ADMISSION_PROPOSED", Words(
        "收到准入申请", "A department asks for an admission, for you to decide.", "，待您审批")
    ADMISSION_DECIDED = "ADMISSION_DECIDED", Words(
        "准入有结果", "A task is admitted to your division, or what your department asked for was refused.",
        "：已准入或不予准入")
    ADMISSION_OVER = "ADMISSION_OVER", Words(
        "准入结束", "An admission was withdrawn or revoked, or its term is over.", "：已撤回、撤销或到期")
    ACTIVITY_CANCELLED = "ACTIVITY_CANCELLED", Words(
        "活动取消", "An activity for which you are signed up is cancelled.", "：您已报名的")
    ATTENDANCE_CONFIRMED = "ATTENDANCE_CONFIRMED", Words(
        "活动时长已确认", "It was said whether you were at an activity, and for how many hours.", "，或记为未参加")
    AGREEMENT_ENDS = "AGREEMENT_ENDS", Words("协议将到期", "An agreement of yours ends soon, or its term is over.", "或已到期")
    AGREEMENT_ATTACHED = "AGREEMENT_ATTACHED", Words("协议有新附件", "A file was attached to an agreement of yours.")
    CARD_PROPOSED = "CARD_PROPOSED", Words(
        "收到四单", "A four-part card awaits your organisation's answer.", "，待您的组织答复")
    CARD_ANSWERED = "CARD_ANSWERED", Words(
        "四单有答复", "A card that your organisation proposed was agreed or declined.", "：已同意或谢绝")
    CARD_WITHDRAWN = "CARD_WITHDRAWN", Words("四单被撤回", "A card that was proposed to your organisation was taken back.")

    SEAT_TAKEN = "SEAT_TAKEN", Words("有了席位", "You were given a seat on a joint committee.", "：您成为委员")
    SEAT_OVER = "SEAT_OVER", Words("席位结束或移交", "Your seat on a joint committee ends, or was handed over.", "：您的席位")
    PROJECT_LED = "PROJECT_LED", Words("项目有人领办", "A seat took the lead of a project of your organisation.")
    LEAD_CONSENTED = "LEAD_CONSENTED", Words(
        "同意多领办", "An officer consented to your leading one more project this year.", "一个项目")
    CADENCE_MISSED = "CADENCE_MISSED", Words(
        "联席会议缺会", "A committee of yours, or below yours, held no conference in time.", "：您的委员会，或下级的")
    TOPIC_PROPOSED = "TOPIC_PROPOSED", Words("议题已列入议程", "A topic of your organisation is on an agenda.")
    TOPIC_PUT_BACK = "TOPIC_PUT_BACK", Words("议题被退回", "A topic of your organisation was put back.")
    TOPIC_PUBLISHED = "TOPIC_PUBLISHED", Words("决议已公布", "A topic's resolutions are published.")
    RESOLUTION_MADE = "RESOLUTION_MADE", Words("决议交办", "A conference resolved what you or your organisation does.")
    RESOLUTION_COMPLETED = "RESOLUTION_COMPLETED", Words("决议待确认", "A resolution is done, for you to confirm.")
    RESOLUTION_RETURNED = "RESOLUTION_RETURNED", Words("决议退回重办", "What you said is done was sent back.")
    RESOLUTION_CONFIRMED = "RESOLUTION_CONFIRMED", Words("决议已确认办结", "What you did was confirmed.")
    RESOLUTION_OVERDUE = "RESOLUTION_OVERDUE", Words("决议逾期", "A resolution of yours or of your committee is overdue.")

    COMMITMENT_LIST_ADOPTED = "COMMITMENT_LIST_ADOPTED", Words(
        "承诺清单已列", "A list of commitments of your committee, or below yours, was adopted.", "：您委员会的或下级的")
    COMMITMENT_LIST_CHECKED = "COMMITMENT_LIST_CHECKED", Words(
        "承诺清单已查", "A list of commitments of yours or your committee was checked.", "：年中查")
    COMMITMENT_LIST_REPORTED = "COMMITMENT_LIST_REPORTED", Words(
        "承诺清单已述", "A list of commitments of your committee, or below yours, was reported.", "：年底述")
    COMMITMENT_LIST_OVERDUE = "COMMITMENT_LIST_OVERDUE", Words(
        "承诺清单逾期", "The check or the report of a list of commitments is overdue.", "：未查或未述")
    COMMITMENT_GIVEN = "COMMITMENT_GIVEN", Words("列入清单事项", "A commitment was listed for you or your organisation to do.")
    COMMITMENT_CHECKED = "COMMITMENT_CHECKED", Words("清单事项已查", "A commitment of yours was checked.")
    COMMITMENT_REPORTED = "COMMITMENT_REPORTED", Words("清单事项已述", "A commitment of your list was reported.")
    COMMITMENT_DROPPED = "COMMITMENT_DROPPED", Words("清单事项取消", "A commitment of yours was dropped.")
    COMMITMENT_OVERDUE = "COMMITMENT_OVERDUE", Words("清单事项逾期", "A commitment of yours or of your list is overdue.")

    PROJECT_FORMED = "PROJECT_FORMED", Words(
        "实施项目立项", "Your unit's claims are part of a joint project.", "：您的认领已并入")
    PROJECT_STARTED = "PROJECT_STARTED", Words("实施项目开工", "A joint project of yours has begun.")
    PROJECT_OVER = "PROJECT_OVER", Words("实施项目结束", "A joint project of yours is completed or stopped.", "：已完成或终止")
    PROJECT_RESCHEDULED = "PROJECT_RESCHEDULED", Words(
        "实施项目改期", "Both sides of a joint project of yours agreed on another planned end.", "：双方商定了新的完成日")
    PROJECT_OVERDUE = "PROJECT_OVERDUE", Words(
        "实施项目逾期", "A joint project of yours is not over in time.", "：到期尚未完成")
    MILESTONE_PLANNED = "MILESTONE_PLANNED", Words(
        "节点设立", "A milestone of a project that you lead is planned.", "：您牵头的项目")
    MILESTONE_REPORTED = "MILESTONE_REPORTED", Words("节点待确认", "A milestone is reached, for your side to confirm.")
    MILESTONE_RETURNED = "MILESTONE_RETURNED", Words("节点被退回", "What your side said is reached was sent back.")
    MILESTONE_CONFIRMED = "MILESTONE_CONFIRMED", Words("节点已确认", "A milestone of a project that you lead is confirmed.")
    MILESTONE_DROPPED = "MILESTONE_DROPPED", Words("节点取消", "A milestone of a project that you lead is dropped.")
    MILESTONE_OVERDUE = "MILESTONE_OVERDUE", Words("节点逾期", "A milestone of a project of yours is overdue.")
    FUNDS_GRANTED = "FUNDS_GRANTED", Words("资金已拨付", "Money is granted to a project that you lead.")
    FUND_SET = "FUND_SET", Words("服务经费已核定", "Your community's fund of service money is set.")
    CHECKPOINT_ASKED = "CHECKPOINT_ASKED", Words(
        "待提交报告", "A report of a project that you lead falls due.", "：月报、检查或评估")
    CHECKPOINT_ANSWERED = "CHECKPOINT_ANSWERED", Words("报告已提交", "A report of a project of yours is there.")
    CHECKPOINT_OVERDUE = "CHECKPOINT_OVERDUE", Words("报告逾期", "A report of a project of yours is overdue.")
    WEBHOOK_DISABLED = "WEBHOOK_DISABLED", Words(
        "网络钩子停用", "A webhook of your organisation failed for days and is disabled.")

    WISH_TAKEN = "WISH_TAKEN", Words("有人点单", "A member takes a micro-wish of your community.", "，待您的社区确认")
    WISH_OFFERED = "WISH_OFFERED", Words("收到派单", "A micro-wish is offered to you.", "，待您接单")
    WISH_ACCEPTED = "WISH_ACCEPTED", Words("微心愿已接单", "A micro-wish of yours has its holder.")
    WISH_GIVEN_BACK = "WISH_GIVEN_BACK", Words("微心愿退单", "A micro-wish was given back, or taken from you.", "或被收回")
    WISH_FULFILLED = "WISH_FULFILLED", Words("微心愿待确认", "A micro-wish of your community is done, to be confirmed.")
    WISH_RETURNED = "WISH_RETURNED", Words("微心愿被退回", "What you did of a micro-wish was sent back.")
    WISH_OVER = "WISH_OVER", Words(
        "微心愿结束", "A micro-wish of yours was confirmed or withdrawn, or lapsed.", "：已确认、撤回或失效")

    WHISTLE_REPORTED = "WHISTLE_REPORTED", Words(
        "收到吹哨", "A call was raised below your division, to be triaged.", "，待研判")
    WHISTLE_DISPATCHED = "WHISTLE_DISPATCHED", Words("收到派单", "A call was dispatched to your organisation.")
    WHISTLE_MOVED = "WHISTLE_MOVED", Words(
        "诉求有进展", "A call that your organisation raised, handles or dispatches moved on.",
        "：签收、退单、挂起、恢复、核验、销号或撤回")
    WHISTLE_HANDLED = "WHISTLE_HANDLED", Words(
        "诉求已办结", "A call that your organisation raised was handled, for it to verify.", "，待核验")
    WHISTLE_REWORKED = "WHISTLE_REWORKED", Words("诉求退回重办", "A call that your organisation handled was sent back.")
    WHISTLE_OVERDUE = "WHISTLE_OVERDUE", Words(
        "诉求逾期", "A call is overdue: of your organisation's, or escalated to it.", "：您的组织提出、主办，或升级至您的组织")


@dataclass(frozen=True)
class Acting:
    """Those who act for an organisation that a row names.

    table    of the row
    column   that has the organisation's id; null: there is none
    row      which row it is: the event's `subject_id` or `object_id`
    by       the column that has that id; of one that is not the row's own, there may be several rows
    """

    table: str
    column: str
    row: str = "subject_id"
    by: str = "id"


@dataclass(frozen=True)
class Seated:
    """Who sits on a committee around an event's item, and sees it."""


@dataclass(frozen=True)
class Opened:
    """Of the community, street and district around an event's item, those that it was opened to by the event: who sits on their
    committees, and who acts for them."""


@dataclass(frozen=True)
class Invited:
    """Who acts for the organisation, or sits on the committee, with which an event says that something is shared."""


@dataclass(frozen=True)
class Sitting:
    """Those who sit on a joint committee that a row names: see `Acting`.

    kind   of the seats; None: any
    """

    table: str
    column: str = "committee_id"
    row: str = "subject_id"
    kind: str | None = None


@dataclass(frozen=True)
class Above:
    """Those who act for the division above the one whose joint committee an event is about."""


@dataclass(frozen=True)
class Holding:
    """Who holds a seat that a row names, or the one to which it was handed over: see `Acting`."""

    table: str
    column: str
    row: str = "subject_id"


@dataclass(frozen=True)
class Person:
    """The member that a row names: see `Acting`."""

    table: str
    column: str
    row: str = "object_id"


@dataclass(frozen=True)
class Around:
    """Those who act for the division around where a row is at home: see `Acting`.

    digits   of that division's code
    """

    table: str
    digits: int
    row: str = "subject_id"


Recipients: TypeAlias = Acting | Seated | Opened | Invited | Sitting | Holding | Person | Above | Around
PUBLISHER = Acting("item", "publisher_id")
CLAIMANT = Acting("claim", "claimant_id", "object_id")
COMMITTEES = Seated()
MEMBERS = Sitting("joint_conference")
_SIDES = (Acting("agreement", "host_id"), Acting("agreement", "unit_id"))  # less the one that acted
_PAIRED = (Acting("pairing", "host_id"), Acting("pairing", "partner_id"))
RAISER = Acting("topic", "raised_for_id")
OWNERS = (Acting("resolution", "owner_id"), Holding("resolution", "owner_seat_id"))
_HOSTS = Acting("joint_project", "host_id")
_LEADS = (Acting("joint_project", "lead_unit_id"), Holding("joint_project", "lead_seat_id"))
_PARTS = (*_LEADS, Acting("project_part", "organization_id", by="project_id"))
_WISHING, _HOLDER = Acting("micro_wish", "community_id"), Person("micro_wish", "holder_id")
_CALLER, _CALLED, _STREET = Acting("whistle", "raiser_id"), Acting("whistle", "lead_id"), Around("whistle", 9)
SECRETARIES = (Acting("resolution", "organization_id"), Sitting("resolution", kind="SECRETARY"))

_LIST_LED = (Holding("commitment_list", "seat_id"), Sitting("commitment_list", kind="SECRETARY"))
_LIST_ABOVE = Acting("commitment_list", "above_id")
_COMMITTED = (Acting("commitment", "owner_id"), Holding("commitment", "owner_seat_id"))
_COMMITMENT_LED = (Holding("commitment", "seat_id"), Sitting("commitment", kind="SECRETARY"))


@dataclass(frozen=True)
class Rule:
    """
    why   the notice's kind
    to    whom
    of    the only type of object of which an event says it; None: any
    """

    why: NoticeKind
    to: tuple[Recipients, ...]
    of: str | None = None


_PARTIES = (PUBLISHER, CLAIMANT)  # less the one that acted
_ANSWERED = Rule(NoticeKind.AGREEMENT_ANSWERED, _SIDES)
_ENDS = Rule(NoticeKind.AGREEMENT_ENDS, _SIDES)
_PAIRING_MADE, _PAIRING_OVER = Rule(NoticeKind.PAIRING_MADE, _PAIRED), Rule(NoticeKind.PAIRING_OVER, _PAIRED)
_REPORTED = (Person("dual_report", "member_id"), Acting("dual_report", "unit_id"))
_REPORT_ANSWERED = Rule(NoticeKind.DUAL_REPORT_ANSWERED, _REPORTED)
_REPORT_OVER = Rule(NoticeKind.DUAL_REPORT_OVER, (*_REPORTED, Acting("dual_report", "community_id")))
_ASKER, _ASKED_COMMUNITY = Acting("opinion", "asker_id"), Acting("opinion", "community_id")
_DEPARTMENT, _ADMITTED = Acting("admission", "department_id"), Acting("admission", "division_id")
_ADMISSION_OVER = Rule(NoticeKind.ADMISSION_OVER, (_DEPARTMENT, _ADMITTED))
_ATTENDED = Rule(NoticeKind.ATTENDANCE_CONFIRMED, (Person("sign_up", "member_id"),))
_ATTACHED = Rule(NoticeKind.AGREEMENT_ATTACHED, _SIDES)
_TO_ASKED = (Acting("card", "asked_id", "object_id"),)
_CARD_ANSWERED = Rule(NoticeKind.CARD_ANSWERED, (Acting("card", "proposer_id", "object_id"),))
_MOVED = Rule(NoticeKind.WHISTLE_MOVED, (_CALLER, _CALLED))
_SEAT_OVER = Rule(NoticeKind.SEAT_OVER, (Person("seat", "member_id"),))

RULES: Mapping[str, Rule] = {
    "claim.proposed": Rule(NoticeKind.CLAIM_PROPOSED, (PUBLISHER,)),
    "claim.accepted": Rule(NoticeKind.CLAIM_ACCEPTED, (CLAIMANT,)),
    "claim.declined": Rule(NoticeKind.CLAIM_DECLINED, (CLAIMANT,)),
    "claim.withdrawn": Rule(NoticeKind.CLAIM_WITHDRAWN, (PUBLISHER,)),
    "claim.delivered": Rule(NoticeKind.CLAIM_DELIVERED, _PARTIES),
    "claim.returned": Rule(NoticeKind.CLAIM_RETURNED, _PARTIES),
    "claim.confirmed": Rule(NoticeKind.CLAIM_CONFIRMED, _PARTIES),
    "claim.lapsed": Rule(NoticeKind.CLAIM_LAPSED, _PARTIES),
    "claim.overdue": Rule(NoticeKind.CLAIM_OVERDUE, _PARTIES),
    "item.published": Rule(NoticeKind.DEMAND_PUBLISHED, (COMMITTEES,), of="Demand"),
    "agreement.proposed": Rule(NoticeKind.AGREEMENT_PROPOSED, _SIDES),
    "agreement.signed": _ANSWERED, "agreement.declined": _ANSWERED, "agreement.terminated": _ANSWERED,
    "agreement.attached": _ATTACHED,
    "agreement.ends_soon": _ENDS, "agreement.ended": _ENDS,
    "opinion.asked": Rule(NoticeKind.OPINION_ASKED, (_ASKED_COMMUNITY,)),
    "opinion.answered": Rule(NoticeKind.OPINION_ANSWERED, (_ASKER,)),
    "opinion.withdrawn": Rule(NoticeKind.OPINION_WITHDRAWN, (_ASKED_COMMUNITY,)),
    "opinion.overdue": Rule(NoticeKind.OPINION_OVERDUE, (_ASKER, _ASKED_COMMUNITY)),
    "admission.proposed": Rule(NoticeKind.ADMISSION_PROPOSED, (Acting("admission", "decider_id"),)),
    "admission.approved": Rule(NoticeKind.ADMISSION_DECIDED, (_DEPARTMENT, _ADMITTED)),
    "admission.refused": Rule(NoticeKind.ADMISSION_DECIDED, (_DEPARTMENT,)),
    "admission.withdrawn": Rule(NoticeKind.ADMISSION_OVER, (Acting("admission", "decider_id"),)),
    "admission.revoked": _ADMISSION_OVER, "admission.ended": _ADMISSION_OVER,
    "pairing.proposed": Rule(NoticeKind.PAIRING_PROPOSED, _PAIRED),
    "pairing.made": _PAIRING_MADE, "pairing.confirmed": _PAIRING_MADE,
    "pairing.declined": _PAIRING_OVER, "pairing.dissolved": _PAIRING_OVER, "pairing.ended": _PAIRING_OVER,
    "dual_report.proposed": Rule(NoticeKind.DUAL_REPORT_PROPOSED, (Acting("dual_report", "community_id"),)),
    "dual_report.confirmed": _REPORT_ANSWERED, "dual_report.declined": _REPORT_ANSWERED,
    "dual_report.moved": _REPORT_OVER, "dual_report.ended": _REPORT_OVER,
    "sign_up.confirmed": _ATTENDED, "sign_up.missed": _ATTENDED,
    "sign_up.cancelled": Rule(NoticeKind.ACTIVITY_CANCELLED, (Person("sign_up", "member_id"),)),
    "item.expired": Rule(NoticeKind.ITEM_EXPIRED, (PUBLISHER,)),
    "item.shared": Rule(NoticeKind.SHARED, (Invited(),)),
    "topic.shared": Rule(NoticeKind.SHARED, (Invited(),)),
    "project.shared": Rule(NoticeKind.SHARED, (Invited(),)),
    "item.widened": Rule(NoticeKind.ITEM_WIDENED, (PUBLISHER, Opened())),
    "card.proposed": Rule(NoticeKind.CARD_PROPOSED, _TO_ASKED), "card.withdrawn": Rule(NoticeKind.CARD_WITHDRAWN, _TO_ASKED),
    "card.agreed": _CARD_ANSWERED, "card.declined": _CARD_ANSWERED,
    "seat.taken": Rule(NoticeKind.SEAT_TAKEN, (Person("seat", "member_id"),)),
    "item.led": Rule(NoticeKind.PROJECT_LED, (PUBLISHER,)),
    "seat.consented": Rule(NoticeKind.LEAD_CONSENTED, (Person("seat", "member_id"),)),
    "seat.ended": _SEAT_OVER, "seat.transferred": _SEAT_OVER,
    "committee.cadence_missed": Rule(NoticeKind.CADENCE_MISSED, (Above(), Acting("joint_committee", "organization_id"))),
    "topic.proposed": Rule(NoticeKind.TOPIC_PROPOSED, (RAISER,)),
    "topic.put_back": Rule(NoticeKind.TOPIC_PUT_BACK, (RAISER,)),
    "topic.published": Rule(NoticeKind.TOPIC_PUBLISHED, (RAISER, Sitting("topic"))),
    "resolution.made": Rule(NoticeKind.RESOLUTION_MADE, OWNERS),
    "resolution.completed": Rule(NoticeKind.RESOLUTION_COMPLETED, SECRETARIES),
    "resolution.returned": Rule(NoticeKind.RESOLUTION_RETURNED, OWNERS),
    "resolution.confirmed": Rule(NoticeKind.RESOLUTION_CONFIRMED, OWNERS),
    "resolution.overdue": Rule(NoticeKind.RESOLUTION_OVERDUE, (*OWNERS, *SECRETARIES)),
    "commitment_list.adopted": Rule(NoticeKind.COMMITMENT_LIST_ADOPTED, (*_LIST_LED, _LIST_ABOVE)),
    "commitment_list.checked": Rule(NoticeKind.COMMITMENT_LIST_CHECKED, _LIST_LED),
    "commitment_list.reported": Rule(NoticeKind.COMMITMENT_LIST_REPORTED, (*_LIST_LED, _LIST_ABOVE)),
    "commitment_list.overdue": Rule(NoticeKind.COMMITMENT_LIST_OVERDUE, (
        *_LIST_LED, Acting("commitment_list", "organization_id"), _LIST_ABOVE)),
    "commitment.given": Rule(NoticeKind.COMMITMENT_GIVEN, _COMMITTED),
    "commitment.checked": Rule(NoticeKind.COMMITMENT_CHECKED, _COMMITTED),
    "commitment.reported": Rule(NoticeKind.COMMITMENT_REPORTED, _COMMITMENT_LED),
    "commitment.dropped": Rule(NoticeKind.COMMITMENT_DROPPED, _COMMITTED),
    "commitment.overdue": Rule(NoticeKind.COMMITMENT_OVERDUE, (*_COMMITTED, *_COMMITMENT_LED)),
    "project.formed": Rule(NoticeKind.PROJECT_FORMED, _PARTS),
    "project.started": Rule(NoticeKind.PROJECT_STARTED, (_HOSTS, *_PARTS)),
    "project.completed": Rule(NoticeKind.PROJECT_OVER, _PARTS), "project.stopped": Rule(NoticeKind.PROJECT_OVER, _PARTS),
    "project.rescheduled": Rule(NoticeKind.PROJECT_RESCHEDULED, (_HOSTS, *_PARTS)),
    "project.overdue": Rule(NoticeKind.PROJECT_OVERDUE, (_HOSTS, *_PARTS)),
    "milestone.planned": Rule(NoticeKind.MILESTONE_PLANNED, _LEADS),
    "milestone.reported": Rule(NoticeKind.MILESTONE_REPORTED, (_HOSTS,)),
    "milestone.returned": Rule(NoticeKind.MILESTONE_RETURNED, _LEADS),
    "milestone.confirmed": Rule(NoticeKind.MILESTONE_CONFIRMED, _LEADS),
    "milestone.dropped": Rule(NoticeKind.MILESTONE_DROPPED, _LEADS),
    "milestone.overdue": Rule(NoticeKind.MILESTONE_OVERDUE, (_HOSTS, *_LEADS)),
    "checkpoint.asked": Rule(NoticeKind.CHECKPOINT_ASKED, _LEADS),
    "checkpoint.answered": Rule(NoticeKind.CHECKPOINT_ANSWERED, (_HOSTS,)),
    "checkpoint.overdue": Rule(NoticeKind.CHECKPOINT_OVERDUE, (_HOSTS, *_LEADS)),
    "funding.granted": Rule(NoticeKind.FUNDS_GRANTED, _LEADS),
    "fund.set": Rule(NoticeKind.FUND_SET, (Acting("community_fund", "organization_id"),)),
    "webhook.disabled": Rule(NoticeKind.WEBHOOK_DISABLED, (Acting("webhook", "organization_id"),)),
    "wish.taken": Rule(NoticeKind.WISH_TAKEN, (_WISHING,)),
    "wish.offered": Rule(NoticeKind.WISH_OFFERED, (_HOLDER,)),
    "wish.accepted": Rule(NoticeKind.WISH_ACCEPTED, (_WISHING, _HOLDER)),
    "wish.given_back": Rule(NoticeKind.WISH_GIVEN_BACK, (_WISHING, Person("micro_wish", "former_id"))),
    "wish.fulfilled": Rule(NoticeKind.WISH_FULFILLED, (_WISHING,)),
    "wish.returned": Rule(NoticeKind.WISH_RETURNED, (_HOLDER,)),
    "wish.confirmed": Rule(NoticeKind.WISH_OVER, (_HOLDER,)),
    "wish.withdrawn": Rule(NoticeKind.WISH_OVER, (_HOLDER,)),
    "wish.lapsed": Rule(NoticeKind.WISH_OVER, (_WISHING, _HOLDER)),
    "conference.called": Rule(NoticeKind.CONFERENCE_CALLED, (MEMBERS,)),
    "conference.cancelled": Rule(NoticeKind.CONFERENCE_CANCELLED, (MEMBERS,)),
    "conference.published": Rule(NoticeKind.CONFERENCE_PUBLISHED, (MEMBERS,)),
    "whistle.reported": Rule(NoticeKind.WHISTLE_REPORTED, (_STREET,)),
    "whistle.dispatched": Rule(NoticeKind.WHISTLE_DISPATCHED, (_CALLED,)),
    "whistle.accepted": _MOVED, "whistle.suspended": _MOVED, "whistle.resumed": _MOVED, "whistle.verified": _MOVED,
    "whistle.closed": _MOVED, "whistle.rated": _MOVED, "whistle.withdrawn": _MOVED,
    "whistle.returned": Rule(NoticeKind.WHISTLE_MOVED, (_CALLER, _STREET)),
    "whistle.handled": Rule(NoticeKind.WHISTLE_HANDLED, (_CALLER,)),
    "whistle.reworked": Rule(NoticeKind.WHISTLE_REWORKED, (_CALLED,)),
    "whistle.escalated": Rule(NoticeKind.WHISTLE_OVERDUE, (_CALLER, _CALLED, Acting("whistle", "escalated_to_id"))),
}
"""By the kind of event."""


def rule_of(kind: str, object_type: str) -> Rule | None:
    """Whom an event of this kind is told to, and why; None: nobody."""
    rule = RULES.get(kind)
    return rule if rule and rule.of in (None, object_type) else None
