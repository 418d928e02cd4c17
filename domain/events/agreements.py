"""Events of what organisations settle between them: agreements, opinions, admissions, pairings."""
from collections.abc import Mapping

from domain.event import Kind, Readers, Rights, of
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting
from domain.words import Words


def _of_agreement(words: Words, fields: str, rights: Rights | None = None) -> Kind:
    return Kind(words, "agreement", Readers.SUBJECT, frozenset(fields.split()), rights)


def _of_admission(words: Words, fields: str = "") -> Kind:
    return of(words, "admission", f"state {fields}")


def _of_pairing(words: Words, fields: str = "", rights: Rights | None = None) -> Kind:
    return Kind(words, "pairing", Readers.SUBJECT, frozenset(f"state host_id partner_id {fields}".split()), rights)


KINDS: Mapping[str, Kind] = {
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
    "opinion.asked": of(Words("征求社区意见", "A community was asked for its opinion."), "opinion", "state due_on"),
    "opinion.answered": of(Words("答复征求意见", "A community gave its opinion."), "opinion", "state"),
    "opinion.withdrawn": of(Words("撤回征求意见", "A request for an opinion was taken back."), "opinion", "state"),
    "opinion.overdue": of(Words("征求意见逾期", "A community did not give its opinion in time."), "opinion", "state"),
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
}

_SIDES = (Acting("agreement", "host_id"), Acting("agreement", "unit_id"))  # less the one that acted
_ANSWERED = Rule(NoticeKind.AGREEMENT_ANSWERED, _SIDES)
_ATTACHED = Rule(NoticeKind.AGREEMENT_ATTACHED, _SIDES)
_ENDS = Rule(NoticeKind.AGREEMENT_ENDS, _SIDES)
_ASKER, _ASKED_COMMUNITY = Acting("opinion", "asker_id"), Acting("opinion", "community_id")
_DEPARTMENT, _ADMITTED = Acting("admission", "department_id"), Acting("admission", "division_id")
_ADMISSION_OVER = Rule(NoticeKind.ADMISSION_OVER, (_DEPARTMENT, _ADMITTED))
_PAIRED = (Acting("pairing", "host_id"), Acting("pairing", "partner_id"))
_PAIRING_MADE, _PAIRING_OVER = Rule(NoticeKind.PAIRING_MADE, _PAIRED), Rule(NoticeKind.PAIRING_OVER, _PAIRED)

RULES: Mapping[str, Rule] = {
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
}
