"""List items: what they are, what may become of them, and what a published one must look like.

Its life is PROCESS, drawn in docs/processes.md.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain import codes, shares
from domain.faults import Faults
from domain.languages import Bilingual
from domain.process import CLOCK, GONE, NOBODYS, Deadline, Process, State, Step
from domain.refusals import (
    BadInput,
    DeadlinePassed,
    HasOpenClaims,
    ItemClosed,
    QuantityBelowClaimed,
    StaleVersion,
)
from domain.sight import Named, Sight, Subject
from domain.viewer import paired_code
from domain.words import Worded, Words


class List(Worded):
    RESOURCE = "RESOURCE", Words("资源清单", "What organisations offer.")
    DEMAND = "DEMAND", Words("需求清单", "What is wanted.")
    PROJECT = "PROJECT", Words("项目清单", "What is done together.")


class ItemState(StrEnum):
    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    COMPLETED = "COMPLETED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class ClaimStatus(Worded):
    OPEN = "OPEN", Words("无人认领", "Nothing is claimed.")
    PARTLY_CLAIMED = "PARTLY_CLAIMED", Words("部分认领", "Some is claimed, some is left.")
    FULLY_CLAIMED = "FULLY_CLAIMED", Words("全部认领", "Nothing is left.")


class Scope(Worded):
    PAIRED = "PAIRED", Words("结对单位", "Who is paired with its publisher.", "：与发布方结对的组织")
    COMMUNITY = "COMMUNITY", Words("社区", "Its community.", "：条目所在社区")
    STREET = "STREET", Words("街道", "Its street or town.", "（乡镇）：条目所在街道")
    DISTRICT = "DISTRICT", Words("区县", "Its district or county.", "：条目所在区县")
    CITY = "CITY", Words("市", "Its city.", "：条目所在市")
    PROVINCE = "PROVINCE", Words("省", "Its province.", "：条目所在省")


class Category(Worded):
    HEALTH = "HEALTH", Words("医疗健康", "Health.")
    EDUCATION = "EDUCATION", Words("教育培训", "Education.")
    CULTURE = "CULTURE", Words("文化体育", "Culture and sports.")
    LEGAL_AID = "LEGAL_AID", Words("法律服务", "Legal aid.")
    SAFETY = "SAFETY", Words("平安建设", "Safety and fraud prevention.")
    ENVIRONMENT = "ENVIRONMENT", Words("环境整治", "Environment and cleaning.")
    PROPERTY = "PROPERTY", Words("物业维修", "Property management.")
    PARKING = "PARKING", Words("停车充电", "Parking and charging.")
    ELDERLY_CARE = "ELDERLY_CARE", Words("养老助老", "Care for the elderly.")
    CHILD_CARE = "CHILD_CARE", Words("托育儿童", "Care for children.")
    EMPLOYMENT = "EMPLOYMENT", Words("就业创业", "Employment.")
    VENUE = "VENUE", Words("场地共享", "Venues and facilities.")
    FINANCE = "FINANCE", Words("金融服务", "Finance.")
    VOLUNTEERING = "VOLUNTEERING", Words("志愿服务", "Volunteering.")
    PARTY_BUILDING = "PARTY_BUILDING", Words("党建共建", "Party building.")
    OTHER = "OTHER", Words("其他", "Anything else.")


class Urgency(Worded):
    ROUTINE = "ROUTINE", Words("一般", "Routine.")
    SOON = "SOON", Words("较急", "Wanted soon.")
    URGENT = "URGENT", Words("紧急", "Urgent.")


class ResourceKind(Worded):
    VENUE = "VENUE", Words("场地", "A venue, claimed by time slots.", "，按时段认领")
    SERVICE = "SERVICE", Words("服务", "A service.")
    EXPERTISE = "EXPERTISE", Words("人才技术", "Expertise.", "、专业知识")
    EQUIPMENT = "EQUIPMENT", Words("设备", "Equipment.", "、物资")
    FUND = "FUND", Words("资金", "Funds.")
    ACTIVITY = "ACTIVITY", Words("活动", "An activity.")


@dataclass(frozen=True, kw_only=True)
class Item:
    """What the rules need to know of a list item.

    open_claims     claims on it that are proposed, accepted, delivered or in rework
    next_stage_at   when its time in its stage is up (`domain.widening`); None: never, or not asked
    """

    list: str
    state: str
    publisher_id: UUID
    home_code: str
    scope: str
    quantity: int
    claimed: int
    deadline: datetime | None
    open_claims: int = 0
    resource_kind: str | None = None
    version: int = 1
    next_stage_at: datetime | None = None

    @property
    def remaining(self) -> int:
        return self.quantity - self.claimed

    @property
    def scope_code(self) -> str:
        """The division within which everybody sees it; of who is paired with its publisher, a code of that one."""
        if self.scope == Scope.PAIRED:
            return paired_code(self.publisher_id)
        return self.home_code[:codes.DIGITS_OF_SCOPE[self.scope]]


class Action(StrEnum):
    """What is done with an item."""

    REVISE = "REVISE"
    PUBLISH = "PUBLISH"
    WITHDRAW = "WITHDRAW"
    COMPLETE = "COMPLETE"
    SHARE = "SHARE"
    WIDEN = "WIDEN"
    HOLD = "HOLD"
    CLAIM = "CLAIM"


STAGE_ENDS = "STAGE_ENDS"  # the clock's step


class Role(StrEnum):
    """Whose step it is."""

    PUBLISHER = "PUBLISHER"
    PUBLISHER_OR_OFFICER = "PUBLISHER_OR_OFFICER"  # the officers of a division around its home


PROCESS = Process(
    table="item", type="ListItem", words=Words("条目", "A list item."),
    begins={ItemState.DRAFT: "item.drafted", ItemState.PUBLISHED: "item.published"},
    states={
        ItemState.DRAFT: State(Words("草稿", "A draft, seen by its publisher only; withdrawn, it is deleted.",
                                     "，只有发布单位可见；撤回即删除")),
        ItemState.PUBLISHED: State(Words("已发布", "Published; it takes claims.", "，可认领")),
        ItemState.COMPLETED: State(Words("已完成", "Completed and closed out.", "（销号）"), has=("closed_at",)),
        ItemState.WITHDRAWN: State(Words("已撤回", "Withdrawn by its publisher."), has=("closed_at",)),
        ItemState.EXPIRED: State(Words("已过期", "Its deadline passed.", "：截止时间已到"), has=("closed_at", "deadline")),
    },
    steps={
        Action.REVISE: Step(Words("修改", "Revise it, by reviseItem."), Role.PUBLISHER,
                            (ItemState.DRAFT, ItemState.PUBLISHED), None, "item.revised",
                            apart={ItemState.DRAFT: (None, "item.redrafted")}),
        Action.PUBLISH: Step(Words("发布草稿", "Publish the draft, by publishDraft."), Role.PUBLISHER,
                             (ItemState.DRAFT,), ItemState.PUBLISHED, "item.published"),
        Action.WITHDRAW: Step(Words("撤回", "Withdraw it, by withdrawItem."), Role.PUBLISHER,
                              (ItemState.DRAFT, ItemState.PUBLISHED), ItemState.WITHDRAWN, "item.withdrawn",
                              apart={ItemState.DRAFT: (GONE, "item.discarded")}),
        Action.COMPLETE: Step(Words("完成", "Close it out, by completeItem."), Role.PUBLISHER,
                              (ItemState.PUBLISHED,), ItemState.COMPLETED, "item.completed"),
        Action.SHARE: Step(Words("共享", "Share it, by shareItem."), Role.PUBLISHER_OR_OFFICER,
                           (ItemState.PUBLISHED,), None, "item.shared"),
        Action.WIDEN: Step(Words("扩大开放", "Open it to the next stage at once, by widenItem.", "：立即进入下一阶段"),
                           Role.PUBLISHER, (ItemState.PUBLISHED,), None, "item.widened"),
        Action.HOLD: Step(Words("停留本阶段", "Let it stay in its stage without a time limit, by holdItem.", "：取消时限"),
                          Role.PUBLISHER, (ItemState.PUBLISHED,), None, "item.held"),
        STAGE_ENDS: Step(Words("阶段到期", "Its time in a stage is up, and nobody claimed it.", "：无人认领，进入下一阶段"),
                         CLOCK, (ItemState.PUBLISHED,), None, "item.widened"),
        "EXPIRE": Step(Words("过期", "It expires."), CLOCK, (ItemState.PUBLISHED,), ItemState.EXPIRED, "item.expired"),
    },
    deadlines=(Deadline("deadline", (ItemState.PUBLISHED,), "EXPIRE"),
               Deadline("next_stage_at", (ItemState.PUBLISHED,), STAGE_ENDS)))
ACTIONS: Mapping[str, Words] = {
    **{name: step.words for name, step in PROCESS.steps.items() if step.by not in NOBODYS},
    Action.CLAIM: Words("认领", "Claim it, by claimItem.")}
"""What a viewer may be told that it can do: the steps, and to begin a claim."""
SIGHT = Sight(
    own="publisher_id", private=frozenset({ItemState.DRAFT}), downward="scope_code", home="home_code",
    upward={12: "home", 9: "street", 6: "district"},
    named=(Named("claim", "item_id", "claimant_id", of_divisions=frozenset({List.RESOURCE})),
           *shares.naming("item_id")))
"""Seen also by who ever claimed it, and by whom it is shared with. A division claims resources alone: `domain.claims`."""
SUBJECT = Subject("item", SIGHT, hidden="draft_version")
"""Its claims and shares have no history but its own."""


def check_takes_claims(item: Item, now: datetime) -> None:
    """raises   ItemClosed, DeadlinePassed"""
    if item.state != ItemState.PUBLISHED:
        raise ItemClosed(item.state)
    _check_deadline(item.deadline, now)


def check_publication(item: Item, now: datetime) -> None:
    """raises   WrongState, DeadlinePassed"""
    PROCESS.check(Action.PUBLISH, item.state)
    _check_deadline(item.deadline, now)


def check_revision(item: Item) -> None:
    """raises   WrongState"""
    PROCESS.check(Action.REVISE, item.state)


def check_revised(item: Item, expected_version: int | None, quantity: int) -> None:
    """Let a revision of an item go on from the version that its author saw.

    expected_version   None: whatever the version
    quantity           the new one
    raises             StaleVersion, QuantityBelowClaimed
    """
    check_version(item.version, expected_version)
    if quantity < item.claimed:
        raise QuantityBelowClaimed(item.claimed)


def check_version(version: int, expected: int | None) -> None:
    """raises   StaleVersion when a version was expected and it is another"""
    if expected is not None and expected != version:
        raise StaleVersion(version)


def check_withdrawal(item: Item) -> None:
    """raises   WrongState, HasOpenClaims"""
    PROCESS.check(Action.WITHDRAW, item.state)
    _check_no_open_claims(item)


def check_completion(item: Item) -> None:
    """raises   WrongState, HasOpenClaims"""
    PROCESS.check(Action.COMPLETE, item.state)
    _check_no_open_claims(item)


def check_share(item: Item) -> None:
    """raises   WrongState"""
    PROCESS.check(Action.SHARE, item.state)


def _check_deadline(deadline: datetime | None, now: datetime) -> None:
    if deadline is not None and deadline <= now:
        raise DeadlinePassed(deadline)


def _check_no_open_claims(item: Item) -> None:
    if item.open_claims:
        raise HasOpenClaims(item.open_claims)


def check_amounts(quantity: int, starts_at: datetime | None, deadline: datetime | None, now: datetime | None) -> None:
    """Let quantity and dates of an item pass that is written now (None: that may have been before), or say what is wrong.

    raises   BadInput
    """
    with Faults() as faults:
        if quantity < 1:
            faults.note(BadInput("quantity", Bilingual("至少为 1。", "At least 1.")))
        if deadline is not None and now is not None and deadline <= now:
            faults.note(BadInput("deadline", Bilingual("截止时间须在将来。", "The deadline must lie ahead.")))
        if starts_at is not None and deadline is not None and starts_at > deadline:
            faults.note(BadInput("starts_at", Bilingual("开始时间须不晚于截止时间。", "It must start before the deadline.")))
