"""Every kind of event: in whose history it stands, who sees it, what it may say, and whose rights it changes.

What an event says is seen by those who see the field that it is about, and by nobody else.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain import attached
from domain.attachments import FileDeed
from domain.words import Words


class Readers(StrEnum):
    """Who sees an event. All but the last are of subjects with a sight of their own (`domain.sight.Subject`).

    SUBJECT    who sees the subject (`Demand.state`, `Claim.reason`)
    PUBLISHED  the same, but of what is older than its publication its own people alone (`Demand.title`)
    SHARE      who sees the share: the subject's own people, the recipient, the officers above (`Demand.shares`)
    DIVISION   who acts for the organisation that acted, and the officers above where it happened; the fields themselves are
               open to every member (`Office.kind`, `Seat.endsOn`)
    """

    SUBJECT = "SUBJECT"
    PUBLISHED = "PUBLISHED"
    SHARE = "SHARE"
    DIVISION = "DIVISION"


class Rights(StrEnum):
    """Whose rights an event changes.

    MEMBER     one member's: whom it is about or names
    UNIT       those of who acts for the unit that it names
    PAIRED     those of who acts for either side of the pairing
    RECIPIENT  nobody's, but who acts for the organisation that it names, or sits on the committee, may find more than before
    ANYBODY    it does not say
    """

    MEMBER = "MEMBER"
    UNIT = "UNIT"
    PAIRED = "PAIRED"
    RECIPIENT = "RECIPIENT"
    ANYBODY = "ANYBODY"


@dataclass(frozen=True)
class Kind:
    """
    words    what happened
    subject  the table in the history of whose object it stands, one of `domain.subjects.ALL`
    others   further ones, of what may be of one of several objects
    fields   the columns whose values it may tell; of any other it tells that it changed
    rights   whose it changes; None: nobody's
    """

    words: Words
    subject: str
    readers: Readers
    fields: frozenset[str] = frozenset()
    rights: Rights | None = None
    others: tuple[str, ...] = ()


UNTOLD = "untold"
"""Under this name an event has the names of the columns that it says nothing else of."""
WAS_DUE_AT = "was_due_at"
"""Under this name an event of the clock has the moment of the deadline that passed: its own moment says how late it came."""
IMPORTED = "imported"
"""Under this name an event of an import has `true`."""
_OF_ANY = frozenset({IMPORTED, WAS_DUE_AT})  # how it came about
ABOUT_THE_EVENT = _OF_ANY | {UNTOLD}
"""What is no column of its object."""

# Free text and places may name a resident, a contact does: none of them is here, so the trail says that they changed, not how.
_STAGE, _LIMITS = "scope next_stage_at", "paired_days community_days street_days"
_REVISED = f"title category quantity unit starts_at deadline {_STAGE} {_LIMITS} urgency budget_yuan"
_PUBLISHED = f"{_REVISED} list state publisher_id home_code listed_at grid_id resource_kind lead_seat_id admission_id"
_STEP = "state item_claimed"
_CARD = "state claim_id joint_project_id number"
_CALL = "state kind category lead_id accept_by handle_by"


def _of(words: Words, subject: str, fields: str = "", others: tuple[str, ...] = ()) -> Kind:
    return Kind(words, subject, Readers.SUBJECT, frozenset(fields.split()), others=others)


def _of_item(words: Words, fields: str) -> Kind:
    return _of(words, "item", fields)


def _of_card(words: Words, fields: str = "") -> Kind:
    return _of(words, "item", f"{_CARD} {fields}", ("joint_project",))


def _once_published(words: Words, fields: str = "") -> Kind:
    return Kind(words, "item", Readers.PUBLISHED, frozenset(fields.split()))


def _of_division(words: Words, subject: str, fields: str = "", rights: Rights | None = None) -> Kind:
    return Kind(words, subject, Readers.DIVISION, frozenset(fields.split()), rights)


def _of_agreement(words: Words, fields: str, rights: Rights | None = None) -> Kind:
    return Kind(words, "agreement", Readers.SUBJECT, frozenset(fields.split()), rights)


def _of_pairing(words: Words, fields: str = "", rights: Rights | None = None) -> Kind:
    return Kind(words, "pairing", Readers.SUBJECT, frozenset(f"state host_id partner_id {fields}".split()), rights)


def _of_dual_report(words: Words, fields: str = "", rights: Rights | None = Rights.MEMBER) -> Kind:
    return Kind(words, "dual_report", Readers.SUBJECT, frozenset(f"state member_id {fields}".split()), rights)


def _of_wish(words: Words, fields: str = "") -> Kind:
    return _of(words, "micro_wish", f"state {fields}")


_FILES: Mapping[FileDeed, Callable[[Words], Words]] = {
    FileDeed.ATTACH: lambda of: Words(f"附上文件：{of.chinese}", f"A file was attached to {of.english}."),
    FileDeed.DETACH: lambda of: Words(f"移除附件：{of.chinese}", f"A file of {of.english} was removed.")}

def _of_admission(words: Words, fields: str = "") -> Kind:
    return _of(words, "admission", f"state {fields}")


KINDS: Mapping[str, Kind] = {
    # What a draft says becomes known when it is published, if ever.
    "item.drafted": _once_published(Words("起草条目", "An item was drafted."), "state"),
    "item.redrafted": _once_published(Words("修改草稿", "A draft was revised.")),
    "item.discarded": _once_published(Words("删除草稿", "A draft was discarded.")),
    "item.published": _of_item(Words("发布条目", "An item was published."), _PUBLISHED),
    "item.revised": _once_published(Words("修改条目", "An item was revised."), _REVISED),
    "item.withdrawn": _of_item(Words("撤回条目", "An item was withdrawn."), "state closed_at reason"),
    "item.completed": _of_item(Words("完成条目", "An item was completed."), "state closed_at summary"),
    "item.expired": _of_item(Words("条目过期", "An item's deadline passed."), "state deadline"),
    "item.widened": _of_item(Words("扩大开放", "An item was opened to more people."), f"state {_STAGE}"),
    "item.held": _of_item(Words("取消阶段时限", "An item stays in its stage."), f"{_STAGE} {_LIMITS}"),
    "item.led": _of_item(Words("领办项目", "A seat took the lead of a project."), "lead_seat_id"),
    "item.shared": Kind(Words("共享条目", "An item was shared."), "item", Readers.SHARE,
                        frozenset({"organization_id", "guest_id", "ends_at"}), Rights.RECIPIENT),
    "claim.proposed": _of_item(Words("提出认领", "A claim was proposed."), f"{_STEP} quantity"),
    "claim.accepted": _of_item(Words("接受认领", "A claim was accepted."), _STEP),
    "claim.declined": _of_item(Words("谢绝认领", "A claim was declined."), f"{_STEP} reason"),
    "claim.withdrawn": _of_item(Words("撤回认领", "A claim was taken back."), f"{_STEP} reason"),
    "claim.delivered": _of_item(Words("交付认领", "What was claimed was delivered."), _STEP),
    "claim.returned": _of_item(Words("退回整改", "What was delivered was returned for rework."), f"{_STEP} reason"),
    "claim.confirmed": _of_item(Words("确认认领", "What was delivered was confirmed and rated."), f"{_STEP} rating"),
    "claim.lapsed": _of_item(Words("认领失效", "A claim lapsed: nobody answered in time."), f"{_STEP} quantity"),
    "claim.overdue": _of_item(Words("认领逾期", "What was accepted is not delivered by its dueAt."), "state"),
    "card.proposed": _of_card(Words("提出四单", "A four-part card was proposed."), "due_at"),
    "card.agreed": _of_card(Words("商定四单", "A four-part card was agreed, and holds."), "due_at"),
    "card.declined": _of_card(Words("谢绝四单", "A proposed card was declined.")),
    "card.withdrawn": _of_card(Words("撤回四单", "A proposed card was taken back.")),
    "committee.cadence_set": _of_division(Words("定会议频次", "A committee's cadence was set."), "joint_committee", "cadence"),
    "committee.cadence_missed": _of_division(Words("缺会", "A committee held no conference in a period."), "joint_committee",
                                             "missed_since"),
    "conference.planned": _of(Words("计划联席会议", "A joint conference was planned."), "joint_conference",
                              "state committee_id title planned_for topics_until"),
    "conference.called": _of(Words("通知联席会议", "A joint conference was called."), "joint_conference",
                             "state planned_for topics_until starts_at"),
    "conference.held": _of(Words("召开联席会议", "A joint conference was held."), "joint_conference", "state"),
    "conference.published": _of(Words("公布会议纪要", "A conference's minutes were published."), "joint_conference", "state"),
    "conference.cancelled": _of(Words("取消联席会议", "A joint conference was cancelled."), "joint_conference", "state"),
    "conference.filled": _of(Words("汇总议程", "Topics are collected no more."), "joint_conference", "state"),
    "topic.raised": _of(Words("提出议题", "A topic was raised."), "topic", "stage source category committee_id"),
    "topic.added": _of(Words("自动列入议程", "Something late came on an agenda."), "topic",
                       "stage source category committee_id conference_id item_id claim_id resolution_id carried_over"),
    "topic.carried": _of(Words("转入下次议程", "A topic was carried to the next agenda."), "topic",
                         "stage conference_id carried_over"),
    "topic.proposed": _of(Words("列入议程", "A topic was put on an agenda."), "topic", "stage conference_id"),
    "topic.put_back": _of(Words("退回议题", "A topic was put back."), "topic", "stage"),
    "topic.consulted": _of(Words("协商议题", "Those whom a topic concerns were asked."), "topic", "stage"),
    "topic.resolved": _of(Words("决议议题", "A topic was resolved."), "topic", "stage"),
    "topic.published": _of(Words("公布决议", "A topic's resolutions were published."), "topic", "stage"),
    "topic.supervised": _of(Words("督办办结", "All of a topic's resolutions are done."), "topic", "stage"),
    "topic.shared": Kind(Words("议题邀请来宾", "A topic was shown to another committee."), "topic", Readers.SUBJECT,
                         frozenset({"organization_id", "guest_id", "ends_at"}), Rights.RECIPIENT),
    "project.shared": Kind(Words("实施项目邀请来宾", "A joint project was shown to another committee."), "joint_project",
                           Readers.SUBJECT, frozenset({"organization_id", "guest_id", "ends_at"}), Rights.RECIPIENT),
    "resolution.made": _of(Words("作出决议", "A resolution was made."), "resolution",
                           "state kind topic_id due_on owner_id owner_seat_id"),
    "resolution.completed": _of(Words("办理完成", "A resolution's owner said that it is done."), "resolution", "state"),
    "resolution.returned": _of(Words("退回重办", "A resolution was sent back."), "resolution", "state"),
    "resolution.confirmed": _of(Words("确认办结", "A resolution was confirmed as done."), "resolution", "state"),
    "resolution.overdue": _of(Words("决议逾期", "A resolution is not done in time."), "resolution", "state"),
    "resolution.carried": _of(Words("决议转入下次议程", "A resolution was carried to the next agenda."), "resolution"),
    "commitment_list.adopted": _of(Words("列清单", "A list of commitments was adopted."), "commitment_list",
                                   "state committee_id year kind seat_id due_on"),
    "commitment_list.checked": _of(Words("年中查", "A list of commitments was checked."), "commitment_list", "state due_on"),
    "commitment_list.reported": _of(Words("年底述", "A list of commitments was reported."), "commitment_list",
                                    "state due_on"),
    "commitment_list.overdue": _of(Words("清单逾期", "A list's check or report is not there in time."), "commitment_list",
                                   "state"),
    "commitment.given": _of(Words("列入事项", "A commitment was listed."), "commitment",
                            "state list_id owner_id owner_seat_id due_on"),
    "commitment.checked": _of(Words("年中查事项", "A commitment was checked."), "commitment", "state finding"),
    "commitment.reported": _of(Words("述", "A commitment's owner reported what came of it."), "commitment", "state outcome"),
    "commitment.dropped": _of(Words("取消事项", "A commitment was dropped."), "commitment", "state"),
    "commitment.overdue": _of(Words("事项逾期", "A commitment is not reported in time."), "commitment", "state"),
    "project.formed": _of(Words("组成实施项目", "A joint project was formed."), "joint_project",
                          "state host_id lead_unit_id lead_seat_id committee_id ends_on"),
    "project.started": _of(Words("实施项目开工", "A joint project has begun."), "joint_project", "state"),
    "project.completed": _of(Words("实施项目完成", "A joint project was completed."), "joint_project", "state"),
    "project.stopped": _of(Words("实施项目终止", "A joint project was stopped."), "joint_project", "state"),
    "project.overdue": _of(Words("实施项目逾期", "A joint project is not over in time."), "joint_project", "state"),
    "project.rescheduled": _of(Words("商定新的完成日", "Both sides agreed on another end of a joint project."), "joint_project",
                               "ends_on"),
    "project.noted": _of(Words("记录进展", "Somebody wrote how a joint project goes."), "joint_project", "state"),
    "project.checkpoints_asked": _of(Words("实施项目满一个月", "A month of a joint project is over."), "joint_project",
                                     "state"),
    "milestone.planned": _of(Words("设立节点", "A milestone was planned."), "joint_project", "state due_on"),
    "milestone.reported": _of(Words("报告节点完成", "Who leads said that a milestone is reached."), "joint_project", "state"),
    "milestone.returned": _of(Words("退回节点", "A milestone was sent back."), "joint_project", "state"),
    "milestone.confirmed": _of(Words("确认节点", "A milestone was confirmed."), "joint_project", "state"),
    "milestone.dropped": _of(Words("取消节点", "A milestone was dropped."), "joint_project", "state"),
    "milestone.overdue": _of(Words("节点逾期", "A milestone is not reached in time."), "joint_project", "state"),
    "checkpoint.asked": _of(Words("报告到期", "A report of a joint project falls due."), "joint_project",
                            "state kind starts_on ends_on due_on"),
    "checkpoint.answered": _of(Words("提交报告", "A report of a joint project was handed in."), "joint_project", "state"),
    "checkpoint.overdue": _of(Words("报告逾期", "A report of a joint project is not there in time."), "joint_project", "state"),
    "project.budgeted": _of(Words("编制预算", "A joint project's budget was planned."), "joint_project", "budget_yuan"),
    "funding.granted": _of(Words("拨付资金", "Money was granted to a joint project."), "joint_project", "granted"),
    "expense.recorded": _of(Words("登记支出", "It was recorded what was spent."), "joint_project", "yuan spent_on"),
    "fund.set": _of(Words("核定服务经费", "A community's fund of a year was set."), "community_fund",
                    "organization_id year yuan"),
    "wish.published": _of_wish(Words("发布微心愿", "A micro-wish was published."), "community_id scope category due_at"),
    "wish.taken": _of_wish(Words("点单", "A member took a micro-wish.")),
    "wish.offered": _of_wish(Words("派单", "A micro-wish was offered to a member.")),
    "wish.accepted": _of_wish(Words("接单", "A micro-wish has its holder.")),
    "wish.given_back": _of_wish(Words("退单", "A micro-wish was given back, and can be taken.")),
    "wish.fulfilled": _of_wish(Words("完成微心愿", "Its holder said that a micro-wish is done.")),
    "wish.returned": _of_wish(Words("退回微心愿", "What was done of a micro-wish was sent back."), "due_at"),
    "wish.confirmed": _of_wish(Words("确认微心愿", "A micro-wish was confirmed as done.")),
    "wish.withdrawn": _of_wish(Words("撤回微心愿", "A micro-wish was taken back.")),
    "wish.resident_erased": _of_wish(Words("删除居民信息", "The data of a micro-wish's resident were erased.")),
    "wish.lapsed": _of_wish(Words("微心愿失效", "A micro-wish was not done in time.")),
    "organization.registered": _of_division(Words("登记组织", "An organisation was registered."), "organization",
                                            "kind name division_code credit_code"),
    "organization.revised": _of_division(Words("修改组织", "An organisation was revised."), "organization",
                                         "kind name credit_code"),
    "division.imported": _of_division(Words("导入区划", "Divisions were imported from a file."), "organization", "added"),
    "station.proposed": _of_division(Words("提出驻区", "A station was proposed."), "station",
                                     "unit_id community_id since", Rights.UNIT),
    "station.added": _of_division(Words("驻区成立", "A station was added, both sides wanting it."), "station",
                                  "unit_id community_id since", Rights.UNIT),
    "station.confirmed": _of_division(Words("确认驻区", "A station was confirmed."), "station", "unit_id state", Rights.UNIT),
    "station.declined": _of_division(Words("谢绝驻区", "A station was declined or taken back."), "station",
                                     "unit_id state", Rights.UNIT),
    "station.ended": _of_division(Words("结束驻区", "A station was ended."), "station", "unit_id state ended_on", Rights.UNIT),
    "member.registered": _of_division(Words("登记成员", "A member was registered."), "member", rights=Rights.MEMBER),
    "member.key_renewed": _of_division(Words("更换密钥", "A system was given another key."), "member", rights=Rights.MEMBER),
    "member.deactivated": _of_division(Words("停用成员", "A member was deactivated."), "member", "active", Rights.MEMBER),
    "office.appointed": _of_division(Words("任命", "A member was given an office."), "office",
                                     "member_id organization_id kind starts_on ends_on", Rights.MEMBER),
    "office.ended": _of_division(Words("结束任职", "An office was given its last day."), "office",
                                  "member_id ends_on", Rights.MEMBER),
    "committee.founded": _of_division(Words("成立联合党委", "A joint committee was founded."), "joint_committee",
                                      "organization_id level name founded_on"),
    "seat.taken": _of_division(Words("安排席位", "A member was given a seat."), "seat",
                               "committee_id member_id organization_id kind starts_on ends_on succeeds_id", Rights.MEMBER),
    "seat.led": _of_division(Words("席位领办项目", "A seat leads one more project."), "seat"),
    "seat.consented": _of_division(Words("同意多领办", "An officer consented to one more project of a seat.", "项目"),
                                   "seat"),
    "committee.lead_quota_set": _of_division(Words("定领办额度", "A committee's lead quota was set."),
                                             "joint_committee", "lead_quota"),
    "seat.transferred": _of_division(Words("移交席位", "A seat was handed over."), "seat", "member_id ends_on", Rights.MEMBER),
    "seat.ended": _of_division(Words("结束席位", "A seat was given its last day."), "seat", "member_id ends_on", Rights.MEMBER),
    "agreement.proposed": _of_agreement(Words("提出协议", "An agreement was proposed."), "host_id unit_id starts_on ends_on"),
    "agreement.signed": _of_agreement(Words("签订协议", "An agreement was signed."), "unit_id state", Rights.UNIT),
    "agreement.declined": _of_agreement(Words("谢绝协议", "An agreement was declined or taken back."), "unit_id state"),
    "agreement.renewal_proposed": _of_agreement(Words("提出续签", "The renewal of an agreement was proposed."),
                                                "unit_id state"),
    "agreement.ends_soon": _of_agreement(Words("协议将到期", "Both sides were reminded that an agreement ends."),
                                         "unit_id state"),
    "agreement.renewed": _of_agreement(Words("协议接续", "An agreement passed on to the one that renews it."),
                                       "unit_id state", Rights.UNIT),
    "agreement.ended": _of_agreement(Words("协议到期", "An agreement's term was over."), "unit_id state", Rights.UNIT),
    "agreement.terminated": _of_agreement(Words("终止协议", "An agreement was terminated."), "unit_id state", Rights.UNIT),
    "opinion.asked": _of(Words("征求社区意见", "A community was asked for its opinion."), "opinion", "state due_on"),
    "opinion.answered": _of(Words("答复征求意见", "A community gave its opinion."), "opinion", "state"),
    "opinion.withdrawn": _of(Words("撤回征求意见", "A request for an opinion was taken back."), "opinion", "state"),
    "opinion.overdue": _of(Words("征求意见逾期", "A community did not give its opinion in time."), "opinion", "state"),
    "admission.proposed": _of_admission(Words("申请准入", "A department asked that communities take a task over."),
                                        "department_id division_id category asked_yuan starts_on ends_on"),
    "admission.approved": _of_admission(Words("批准准入", "An admission was approved with its money."), "approved_yuan"),
    "admission.refused": _of_admission(Words("不予准入", "An admission was refused.")),
    "admission.withdrawn": _of_admission(Words("撤回准入申请", "A department took what it asked for back.")),
    "admission.revoked": _of_admission(Words("撤销准入", "An admission was revoked.")),
    "admission.ended": _of_admission(Words("准入到期", "An admission's term was over.")),
    "pairing.proposed": _of_pairing(Words("提出结对", "A pairing was proposed."), "kind starts_on ends_on"),
    "pairing.made": _of_pairing(Words("结对成立", "A pairing was made, one person speaking for both."),
                                "kind starts_on ends_on", Rights.PAIRED),
    "pairing.confirmed": _of_pairing(Words("确认结对", "A pairing was confirmed."), rights=Rights.PAIRED),
    "pairing.declined": _of_pairing(Words("谢绝结对", "A pairing was declined or taken back.")),
    "pairing.dissolved": _of_pairing(Words("解除结对", "A pairing was ended before its term was over."),
                                     rights=Rights.PAIRED),
    "pairing.ended": _of_pairing(Words("结对到期", "A pairing's term was over."), rights=Rights.PAIRED),
    "dual_report.proposed": _of_dual_report(Words("提出报到", "A member registered with a community."), "unit_id community_id",
                                            None),
    "dual_report.confirmed": _of_dual_report(Words("确认报到", "A registration was confirmed.")),
    "dual_report.declined": _of_dual_report(Words("谢绝报到", "A registration was declined."), rights=None),
    "dual_report.moved": _of_dual_report(Words("迁移报到", "A member moved to another community.")),
    "service_duty.set": _of(Words("定服务要求", "What a district wants of members in a year was set."), "service_duty",
                            "organization_id projects hours"),
    "activity.published": _of(Words("发布活动", "An activity was published."), "activity",
                              "state organization_id title starts_at ends_at sign_up_until places"),
    "activity.cancelled": _of(Words("取消活动", "An activity was cancelled."), "activity", "state"),
    "activity.ended": _of(Words("活动结束", "An activity's time was over."), "activity", "state"),
    "sign_up.made": _of(Words("报名活动", "A member signed up for an activity."), "sign_up", "state activity_id unit_id"),
    "sign_up.withdrawn": _of(Words("撤回报名", "A sign-up was taken back."), "sign_up", "state"),
    "sign_up.cancelled": _of(Words("报名因活动取消", "What a member was signed up for was cancelled."), "sign_up", "state"),
    "sign_up.confirmed": _of(Words("确认时长", "A member's hours were confirmed."), "sign_up", "state hours"),
    "sign_up.missed": _of(Words("记为未参加", "It was said that a member was not there."), "sign_up", "state hours"),
    "dual_report.ended": _of_dual_report(Words("结束报到", "A registration was ended, or taken back.")),
    **{each.event(deed): _of(said(each.words), each.subject, "attachment_id digest",
                             tuple(other.table for other in each.among[1:]))
       for each in attached.ALL.values() for deed, said in _FILES.items()},
    "webhook.added": _of(Words("添加网络钩子", "A webhook was added."), "webhook", "state format"),
    "webhook.paused": _of(Words("暂停网络钩子", "A webhook was paused."), "webhook", "state"),
    "webhook.resumed": _of(Words("恢复网络钩子", "A webhook was resumed."), "webhook", "state"),
    "webhook.replayed": _of(Words("重放消息", "What a webhook did not take is tried anew."), "webhook", "state"),
    "webhook.removed": _of(Words("移除网络钩子", "A webhook was removed."), "webhook", "state"),
    "webhook.disabled": _of(Words("停用网络钩子", "A webhook failed for days and was disabled."), "webhook", "state"),
    "whistle.reported": _of(Words("吹哨", "A call was raised."), "whistle", f"{_CALL} raiser_id"),
    "whistle.triaged": _of(Words("研判诉求", "A call was triaged."), "whistle", _CALL),
    "whistle.dispatched": _of(Words("派单", "A call was dispatched."), "whistle", _CALL),
    "whistle.accepted": _of(Words("签收", "A call was accepted."), "whistle", _CALL),
    "whistle.returned": _of(Words("退单", "A call was returned."), "whistle", _CALL),
    "whistle.handled": _of(Words("办结诉求", "A call was handled."), "whistle", _CALL),
    "whistle.verified": _of(Words("核验诉求", "A call was verified."), "whistle", _CALL),
    "whistle.reworked": _of(Words("退回重办诉求", "A call was sent back."), "whistle", _CALL),
    "whistle.closed": _of(Words("诉求销号", "A call was closed."), "whistle", _CALL),
    "whistle.suspended": _of(Words("挂起诉求", "A call was suspended."), "whistle", _CALL),
    "whistle.resumed": _of(Words("恢复诉求", "A call was resumed."), "whistle", _CALL),
    "whistle.withdrawn": _of(Words("撤回诉求", "A call was taken back."), "whistle", _CALL),
    "whistle.rated": _of(Words("回访评价诉求", "A call was rated."), "whistle", "state responded resolved satisfied"),
    "whistle.escalated": _of(Words("诉求逾期升级", "A call is overdue: one level more was told."), "whistle",
                             "state level escalated_to_id"),
    "route.set": _of_division(Words("定派单路由", "A route of calls was set."), "route", "division_id category lead_id"),
    "route.removed": _of_division(Words("删除派单路由", "A route of calls was removed."), "route", "division_id"),
}
HARMLESS = tuple(kind for kind, said in KINDS.items() if said.rights is None)
"""Those that change nobody's rights; of a kind that is not declared here, but by a newer hub, that is not known."""


def name(kind: str) -> str:
    """As GraphQL calls it: CLAIM_PROPOSED."""
    return kind.replace(".", "_").upper()


def rights(kind: str) -> Rights | None:
    """Whose rights an event of this kind changes; None: nobody's."""
    return KINDS[kind].rights if kind in KINDS else Rights.ANYBODY


_NAMED = {Rights.MEMBER: ("member_id",), Rights.UNIT: ("unit_id",), Rights.PAIRED: ("host_id", "partner_id"),
          Rights.RECIPIENT: ("organization_id", "guest_id")}


def whose_rights(kind: str, object_id: UUID, after: Mapping[str, Any] | None) -> frozenset[UUID | None]:
    """Of an event that changes rights: whose, a member's, or theirs who act for an organisation or sit on a committee; None:
    it does not say."""
    if kind in KINDS and KINDS[kind].subject == "member":
        return frozenset({object_id})
    named = [(after or {}).get(name) for name in _NAMED.get(rights(kind) or Rights.ANYBODY, ())]
    return frozenset(UUID(each) for each in named if each) or frozenset({None})


def redacted(kind: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as an event of this kind may show them; of those that it may not, the names, under `untold`.

    raises   KeyError for a kind that is not declared
    """
    fields = KINDS[kind].fields | _OF_ANY
    shown = {name: value for name, value in columns.items() if name in fields}
    return shown if len(shown) == len(columns) else shown | {UNTOLD: sorted(columns.keys() - fields)}
