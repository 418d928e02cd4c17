"""Events of items, their claims and the cards of these."""
from collections.abc import Mapping

from domain.event import Kind, Readers, Rights, of
from domain.notice import NoticeKind, Rule
from domain.recipients import Acting, Invited, Opened, Seated
from domain.words import Words

_STAGE, _LIMITS = "scope next_stage_at", "paired_days community_days street_days"
_REVISED = f"title category quantity unit starts_at deadline {_STAGE} {_LIMITS} urgency budget_yuan"
_PUBLISHED = f"{_REVISED} list state publisher_id home_code listed_at grid_id resource_kind lead_seat_id admission_id"
_STEP = "state item_claimed"
_CARD = "state claim_id joint_project_id number"


def _of_item(words: Words, fields: str) -> Kind:
    return of(words, "item", fields)


def _of_card(words: Words, fields: str = "") -> Kind:
    return of(words, "item", f"{_CARD} {fields}", ("joint_project",))


def _once_published(words: Words, fields: str = "") -> Kind:
    return Kind(words, "item", Readers.PUBLISHED, frozenset(fields.split()))


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
    "item.unshared": Kind(Words("结束共享条目", "An item is shared no more."), "item", Readers.SHARE,
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
}

_PUBLISHER = Acting("item", "publisher_id")
_CLAIMANT = Acting("claim", "claimant_id", "object_id")
_PARTIES = (_PUBLISHER, _CLAIMANT)  # less the one that acted
_COMMITTEES = Seated()
_TO_ASKED = (Acting("card", "asked_id", "object_id"),)
_CARD_ANSWERED = Rule(NoticeKind.CARD_ANSWERED, (Acting("card", "proposer_id", "object_id"),))

RULES: Mapping[str, Rule] = {
    "claim.proposed": Rule(NoticeKind.CLAIM_PROPOSED, (_PUBLISHER,)),
    "claim.accepted": Rule(NoticeKind.CLAIM_ACCEPTED, (_CLAIMANT,)),
    "claim.declined": Rule(NoticeKind.CLAIM_DECLINED, (_CLAIMANT,)),
    "claim.withdrawn": Rule(NoticeKind.CLAIM_WITHDRAWN, (_PUBLISHER,)),
    "claim.delivered": Rule(NoticeKind.CLAIM_DELIVERED, _PARTIES),
    "claim.returned": Rule(NoticeKind.CLAIM_RETURNED, _PARTIES),
    "claim.confirmed": Rule(NoticeKind.CLAIM_CONFIRMED, _PARTIES),
    "claim.lapsed": Rule(NoticeKind.CLAIM_LAPSED, _PARTIES),
    "claim.overdue": Rule(NoticeKind.CLAIM_OVERDUE, _PARTIES),
    "item.published": Rule(NoticeKind.DEMAND_PUBLISHED, (_COMMITTEES,), of="Demand"),
    "item.expired": Rule(NoticeKind.ITEM_EXPIRED, (_PUBLISHER,)),
    "item.shared": Rule(NoticeKind.SHARED, (Invited(),)),
    "item.unshared": Rule(NoticeKind.SHARE_ENDED, (Invited(),)),
    "item.widened": Rule(NoticeKind.ITEM_WIDENED, (_PUBLISHER, Opened())),
    "card.proposed": Rule(NoticeKind.CARD_PROPOSED, _TO_ASKED), "card.withdrawn": Rule(NoticeKind.CARD_WITHDRAWN, _TO_ASKED),
    "card.agreed": _CARD_ANSWERED, "card.declined": _CARD_ANSWERED,
    "item.led": Rule(NoticeKind.PROJECT_LED, (_PUBLISHER,)),
}
