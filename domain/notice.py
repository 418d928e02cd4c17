"""What a notice is of: its kind, and the rule by which an event is told to somebody.

All rules there are: `domain.notices`; whom a rule may name: `domain.recipients`.
"""
from dataclasses import dataclass

from domain.recipients import Recipients
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
    SHARE_ENDED = "SHARE_ENDED", Words(
        "共享结束", "What was shown to your organisation or committee is shown no more.", "：不再共享给您的组织或委员会")
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
    YEARLY_REPORT_ISSUED = "YEARLY_REPORT_ISSUED", Words(
        "收到年度报告", "A yearly report was issued of you, your unit or one of its people.",
        "：本人、本单位或其人员的，可提出异议")
    YEARLY_REPORT_CONTESTED = "YEARLY_REPORT_CONTESTED", Words(
        "年度报告有异议", "A yearly report of your community is contested.", "，待您的社区答复")
    YEARLY_REPORT_FINAL = "YEARLY_REPORT_FINAL", Words(
        "年度报告定稿", "A yearly report of you, your unit or one of its people is final.", "：已更正、维持或期满")
    SIGNED_UP_WITH_TEAM = "SIGNED_UP_WITH_TEAM", Words(
        "集体报名", "Your team signed you up for an activity.", "：队长为您报名活动")
    WITHDRAWN_WITH_TEAM = "WITHDRAWN_WITH_TEAM", Words("集体报名撤回", "Your team took your sign-up back.")
    TEAM_LED = "TEAM_LED", Words("担任队长", "You are the leader of a team.")
    TEAM_INVITED = "TEAM_INVITED", Words("受邀入队", "You are invited to a team.", "，待您接受")
    TEAM_REQUESTED = "TEAM_REQUESTED", Words("收到入队申请", "Somebody asks to join your team.", "，待您接受")
    TEAM_JOINED = "TEAM_JOINED", Words(
        "已入队", "You are in a team, or somebody joined the one that you lead.", "，或您的队有人加入")
    TEAM_LEFT = "TEAM_LEFT", Words(
        "退出服务队", "You, or somebody of the team that you lead, are in it no more.", "：您或您的队员，或未入队")
    ATTENDANCE_CONFIRMED = "ATTENDANCE_CONFIRMED", Words(
        "活动时长已确认", "It was said whether you were at an activity, and for how many hours.", "，或记为未参加")
    MOBILIZED = "MOBILIZED", Words(
        "收到动员", "You, or people of your unit, are sent to posts of a mobilisation.", "：您或本单位人员被派往岗位，请确认")
    MOBILIZATION_CANCELLED = "MOBILIZATION_CANCELLED", Words(
        "动员取消", "A mobilisation that named you, or people of your unit, is cancelled.")
    MOBILIZATION_UNACKNOWLEDGED = "MOBILIZATION_UNACKNOWLEDGED", Words(
        "动员确认到期", "The time to acknowledge a mobilisation of yours is over: see its gaps.", "：请查看缺口")
    ASSIGNMENT_MADE = "ASSIGNMENT_MADE", Words(
        "被派往岗位", "You, or one of your unit's people, are sent to a shift.", "：您或本单位人员")
    ASSIGNMENT_DECLINED = "ASSIGNMENT_DECLINED", Words(
        "有人不能到岗", "Somebody whom you sent to a shift cannot be there.", "，出现缺口")
    ASSIGNMENT_OVER = "ASSIGNMENT_OVER", Words(
        "派遣解除", "You, or one of your unit's people, are replaced or not needed at a shift.", "：已替换或不再需要")
    ASSIGNMENT_CONFIRMED = "ASSIGNMENT_CONFIRMED", Words(
        "到岗时长已确认", "It was said whether you were at a shift, and for how many hours.", "，或记为未到岗")
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
    RESOLUTION_DROPPED = "RESOLUTION_DROPPED", Words("决议已撤销", "A resolution of yours was dropped.", "：不必再办")
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
    FUNDS_REVOKED = "FUNDS_REVOKED", Words(
        "资金已收回", "Money that was granted to a project that you lead was taken back.", "：您牵头的项目")
    FUND_SET = "FUND_SET", Words("服务经费已核定", "Your community's fund of service money is set.")
    CHECKPOINT_ASKED = "CHECKPOINT_ASKED", Words(
        "待提交报告", "A report of a project that you lead falls due.", "：月报、检查或评估")
    CHECKPOINT_ANSWERED = "CHECKPOINT_ANSWERED", Words("报告已提交", "A report of a project of yours is there.")
    CHECKPOINT_OVERDUE = "CHECKPOINT_OVERDUE", Words("报告逾期", "A report of a project of yours is overdue.")
    WEBHOOK_DISABLED = "WEBHOOK_DISABLED", Words(
        "网络钩子停用", "A webhook of your organisation failed for days and is disabled.")
    SYSTEM_REGISTERED = "SYSTEM_REGISTERED", Words(
        "登记了系统", "A system was registered that acts for your organisation.", "：代表您的组织")
    SYSTEM_CHANGED = "SYSTEM_CHANGED", Words(
        "系统有变动", "A system of your organisation has another key, or other rights.", "：密钥或权限")
    SYSTEM_CLOSED = "SYSTEM_CLOSED", Words("系统已关闭", "A system of your organisation is let in no more.")

    WISH_TAKEN = "WISH_TAKEN", Words("有人点单", "A member takes a micro-wish of your community.", "，待您的社区确认")
    WISH_OFFERED = "WISH_OFFERED", Words("收到派单", "A micro-wish is offered to you.", "，待您接单")
    WISH_ACCEPTED = "WISH_ACCEPTED", Words("微心愿已接单", "A micro-wish of yours has its holder.")
    WISH_GIVEN_BACK = "WISH_GIVEN_BACK", Words("微心愿退单", "A micro-wish was given back, or taken from you.", "或被收回")
    WISH_FULFILLED = "WISH_FULFILLED", Words("微心愿待确认", "A micro-wish of your community is done, to be confirmed.")
    WISH_RETURNED = "WISH_RETURNED", Words("微心愿被退回", "What you did of a micro-wish was sent back.")
    WISH_OVER = "WISH_OVER", Words(
        "微心愿结束", "A micro-wish of yours was confirmed or withdrawn, or lapsed.", "：已确认、撤回或失效")

    WHISTLE_REPORTED = "WHISTLE_REPORTED", Words(
        "收到吹哨", "A call was raised below your division, or for it by a system above; it is to be triaged.",
        "：在辖区内，或由上级的系统以您的名义提出；待研判")
    WHISTLE_DISPATCHED = "WHISTLE_DISPATCHED", Words("收到派单", "A call was dispatched to your organisation.")
    WHISTLE_MOVED = "WHISTLE_MOVED", Words(
        "诉求有进展", "A call that your organisation raised, handles or dispatches moved on.",
        "：签收、退单、协办报告、挂起、恢复、并入、核验、销号或撤回")
    WHISTLE_DIAGNOSED = "WHISTLE_DIAGNOSED", Words(
        "诉求已裁定", "It was decided above who handles a call of yours; it cannot be returned.",
        "：由上级裁定主办，不可退单")
    WHISTLE_HANDLED = "WHISTLE_HANDLED", Words(
        "诉求已办结", "A call that your organisation raised was handled, for it to verify.", "，待核验")
    WHISTLE_REWORKED = "WHISTLE_REWORKED", Words("诉求退回重办", "A call that your organisation handled was sent back.")
    WHISTLE_ANSWERED = "WHISTLE_ANSWERED", Words(
        "诉求随原诉求答复", "A call of yours was answered with the one that it repeats.", "：已并入的")
    WHISTLE_MESSAGED = "WHISTLE_MESSAGED", Words(
        "诉求有留言", "A message was written about a call of your organisation.", "或内部备注")
    WHISTLE_OVERDUE = "WHISTLE_OVERDUE", Words(
        "诉求逾期", "A call is overdue: of your organisation's, or escalated to it.", "：您的组织提出、主办，或升级至您的组织")


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
