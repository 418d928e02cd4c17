"""Claims: one organisation takes up part or all of another's item.

Its life is PROCESS, drawn in docs/processes.md.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain import items, process
from domain.items import Item, List, ResourceKind
from domain.languages import Bilingual
from domain.process import CLOCK, NOBODYS, Deadline, Process, State
from domain.refusals import BadInput, ClaimTooLarge, OwnItem, Refusal, TooManyUnanswered, WrongSide
from domain.sight import SeenWith
from domain.words import Words


class ClaimState(StrEnum):
    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    DELIVERED = "DELIVERED"
    REWORK = "REWORK"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"


class Step(StrEnum):
    """What the parties do with a claim."""

    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    WITHDRAW = "WITHDRAW"
    DELIVER = "DELIVER"
    RETURN = "RETURN"
    CONFIRM = "CONFIRM"


class Role(StrEnum):
    """Whose step it is; a resource is provided by its publisher, everything else by the claimant."""

    PUBLISHER = "PUBLISHER"
    CLAIMANT = "CLAIMANT"
    PROVIDER = "PROVIDER"
    RECEIVER = "RECEIVER"


@dataclass
class AlreadyJoined(Refusal, description="该认领已并入实施项目。The claim is part of a joint project."):
    ADVICE = ("读取 Claim.jointProject；那个项目终止后，可撤回认领或另行并入。"
              "Read Claim.jointProject: once that is stopped, the claim can be withdrawn, or joined anew.")
    TEXT = Bilingual("认领已并入实施项目。", "The claim is part of a joint project.")


OPEN = (ClaimState.PROPOSED, ClaimState.ACCEPTED, ClaimState.DELIVERED, ClaimState.REWORK)
HOLDING = (*OPEN, ClaimState.CONFIRMED)  # their quantities add up to the item's `claimed`
ACCEPTED = tuple(state for state in HOLDING if state != ClaimState.PROPOSED)  # the parties may reach each other
WITH_CARDS = tuple(state for state in OPEN if state != ClaimState.PROPOSED)  # four-part cards are agreed on
PROPOSE_CARD, FORM_PROJECT = "PROPOSE_CARD", "FORM_PROJECT"

SEEN = SeenWith("item_id", "item", items.SIGHT)
"""Claims are seen by who sees the item."""
PROCESS = Process(
    table="claim", type="Claim", words=Words("认领", "A claim."),
    begins={ClaimState.PROPOSED: "claim.proposed"},
    states={
        ClaimState.PROPOSED: State(Words("待答复", "Proposed; the other side has not answered.", "：已提出，对方尚未答复")),
        ClaimState.ACCEPTED: State(Words("已接受", "Accepted."), has=("answered_at",)),
        ClaimState.DELIVERED: State(Words("已交付", "Delivered; not yet confirmed.", "，待确认"),
                                    has=("answered_at", "delivered_at")),
        ClaimState.REWORK: State(Words("整改中", "Returned for rework.", "：已退回"),
                                 has=("answered_at", "delivered_at", "reason")),
        ClaimState.CONFIRMED: State(Words("已确认", "Confirmed and rated.", "并评价"),
                                    has=("answered_at", "delivered_at", "confirmed_at", "rating")),
        ClaimState.DECLINED: State(Words("已谢绝", "Declined."), has=("answered_at", "reason")),
        ClaimState.WITHDRAWN: State(Words("已撤回", "Withdrawn by the claimant.", "：由认领方"), has=("reason",)),
        ClaimState.LAPSED: State(Words("逾期未答复", "Nobody answered in time.", "，自动失效")),
    },
    steps={
        Step.ACCEPT: process.Step(Words("接受", "Accept it, by acceptClaim."), Role.PUBLISHER,
                                  (ClaimState.PROPOSED,), ClaimState.ACCEPTED, "claim.accepted"),
        Step.DECLINE: process.Step(Words("谢绝", "Decline it, by declineClaim."), Role.PUBLISHER,
                                   (ClaimState.PROPOSED,), ClaimState.DECLINED, "claim.declined"),
        Step.WITHDRAW: process.Step(Words("撤回", "Take it back, by withdrawClaim."), Role.CLAIMANT,
                                    (ClaimState.PROPOSED, ClaimState.ACCEPTED), ClaimState.WITHDRAWN, "claim.withdrawn"),
        Step.DELIVER: process.Step(Words("交付", "Deliver, by deliverClaim."), Role.PROVIDER,
                                   (ClaimState.ACCEPTED, ClaimState.REWORK), ClaimState.DELIVERED, "claim.delivered"),
        Step.RETURN: process.Step(Words("退回", "Return it for rework, by returnClaim."), Role.RECEIVER,
                                  (ClaimState.DELIVERED,), ClaimState.REWORK, "claim.returned"),
        Step.CONFIRM: process.Step(Words("确认", "Confirm and rate it, by confirmClaim."), Role.RECEIVER,
                                   (ClaimState.DELIVERED,), ClaimState.CONFIRMED, "claim.confirmed"),
        "LAPSE": process.Step(Words("失效", "It lapses, unanswered."), CLOCK,
                              (ClaimState.PROPOSED,), ClaimState.LAPSED, "claim.lapsed"),
        "REMIND": process.Step(Words("提醒逾期", "Both sides are told that it is overdue, once."), CLOCK,
                               (ClaimState.ACCEPTED, ClaimState.REWORK), None, "claim.overdue"),
    },
    deadlines=(Deadline("answer_by", (ClaimState.PROPOSED,), "LAPSE"),
               Deadline("overdue_at", (ClaimState.ACCEPTED, ClaimState.REWORK), "REMIND")))
ACTIONS: Mapping[str, Words] = {
    **{name: step.words for name, step in PROCESS.steps.items() if step.by not in NOBODYS},
    PROPOSE_CARD: Words("提出四单", "Propose its four-part card, or an amendment of it, by proposeCard.", "，或修改已商定的"),
    FORM_PROJECT: Words("组成实施项目", "Form a joint project, by formProject.")}
"""What a viewer may be told that it can do: the steps, to propose a card, and to form a joint project of it."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What the rules need to know of a claim.

    answer_by     when a proposal lapses
    awaits_card   whether a card of it awaits its answer
    is_joined     whether it is part of a joint project that is not stopped
    receiver_home the code of the division of who receives; empty where nobody asks for it
    """

    state: str
    claimant_id: UUID
    quantity: int
    answer_by: datetime
    version: int = 1
    awaits_card: bool = False
    is_joined: bool = False
    receiver_home: str = ""

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it lapsed."""
        return PROCESS.state_at(self.state, {"answer_by": self.answer_by}, now)


def check_proposal(item: Item, claimant_id: UUID, *, claimant_is_unit: bool, quantity: int, now: datetime) -> None:
    """Let a proposal pass, or say why not.

    quantity   in the item's unit, from 1 to what remains
    raises     OwnItem, WrongSide, ItemClosed, DeadlinePassed, ClaimTooLarge, in that order
    """
    if claimant_id == item.publisher_id:
        raise OwnItem
    if item.list != List.RESOURCE and not claimant_is_unit:
        raise WrongSide(item.list)
    items.check_takes_claims(item, now)
    if quantity > item.remaining:
        raise ClaimTooLarge(item.remaining)


def check_unanswered(unanswered: int, allowed: int) -> None:
    """Let an organisation propose once more, that has so many proposals unanswered.

    raises   TooManyUnanswered
    """
    if unanswered >= allowed:
        raise TooManyUnanswered(allowed)


def check_times(slot: tuple[datetime, datetime] | None, now: datetime) -> None:
    """Let a time slot's start and end pass.

    raises   BadInput
    """
    if slot and (slot[1] <= slot[0] or slot[0] <= now):
        raise BadInput("slot", Bilingual("时段须在将来，且结束晚于开始。", "The slot must lie ahead and end after it starts."))


def check_slot(item: Item, slot: tuple[datetime, datetime] | None) -> None:
    """Let a claim have a time slot, or none; that it overlaps with no other is the database's to say.

    slot     its start and its end; None: none was given, which is right for all but a venue
    raises   BadInput
    """
    if slot is None and item.resource_kind == ResourceKind.VENUE:
        raise BadInput("slot", Bilingual("认领场地须给出时段。", "A venue is claimed by a time slot: give one."))
    if slot is not None and item.resource_kind != ResourceKind.VENUE:
        raise BadInput("slot", Bilingual("只有场地分时段认领。", "Only a venue is claimed by time slots."))


def actor(step: str, claim: Claim, item: Item) -> UUID:
    """The organisation whose step it is."""
    provider, receiver = ((item.publisher_id, claim.claimant_id) if item.list == List.RESOURCE
                          else (claim.claimant_id, item.publisher_id))
    return {Role.PUBLISHER: item.publisher_id, Role.CLAIMANT: claim.claimant_id,
            Role.PROVIDER: provider, Role.RECEIVER: receiver}[Role(PROCESS.steps[step].by)]


def check_step(step: Step, claim: Claim, now: datetime) -> None:
    """What is part of a joint project is not taken back: its unit has a share there, or leads.

    raises   WrongState, AlreadyJoined
    """
    PROCESS.check(step, claim.state_at(now))
    if step == Step.WITHDRAW and claim.is_joined:
        raise AlreadyJoined
