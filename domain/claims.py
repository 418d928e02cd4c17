"""Claims: one organisation takes up part or all of another's item.

PROPOSED -> ACCEPTED -> DELIVERED -> CONFIRMED, DELIVERED -> REWORK -> DELIVERED; a proposal may be DECLINED or LAPSE,
and its claimant may have it WITHDRAWN until it delivers.
"""
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain import items
from domain.items import Item, List, ResourceKind
from domain.refusals import BadInput, ClaimTooLarge, OwnItem, WrongSide, WrongState


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


OPEN = (ClaimState.PROPOSED, ClaimState.ACCEPTED, ClaimState.DELIVERED, ClaimState.REWORK)
HOLDING = (*OPEN, ClaimState.CONFIRMED)  # their quantities add up to the item's `claimed`
ACCEPTED = tuple(state for state in HOLDING if state != ClaimState.PROPOSED)  # the parties may reach each other

LEADS_FROM: dict[Step, tuple[ClaimState, ...]] = {
    Step.ACCEPT: (ClaimState.PROPOSED,),
    Step.DECLINE: (ClaimState.PROPOSED,),
    Step.WITHDRAW: (ClaimState.PROPOSED, ClaimState.ACCEPTED),
    Step.DELIVER: (ClaimState.ACCEPTED, ClaimState.REWORK),
    Step.RETURN: (ClaimState.DELIVERED,),
    Step.CONFIRM: (ClaimState.DELIVERED,),
}
LEADS_TO: dict[Step, ClaimState] = {
    Step.ACCEPT: ClaimState.ACCEPTED,
    Step.DECLINE: ClaimState.DECLINED,
    Step.WITHDRAW: ClaimState.WITHDRAWN,
    Step.DELIVER: ClaimState.DELIVERED,
    Step.RETURN: ClaimState.REWORK,
    Step.CONFIRM: ClaimState.CONFIRMED,
}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What the rules need to know of a claim.

    answer_by   when a proposal lapses
    """

    state: str
    claimant_id: UUID
    quantity: int
    answer_by: datetime
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it lapsed."""
        lapsed = self.state == ClaimState.PROPOSED and self.answer_by <= now
        return ClaimState.LAPSED if lapsed else self.state


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


def check_times(slot: tuple[datetime, datetime] | None, now: datetime) -> None:
    """Let a time slot's start and end pass.

    raises   BadInput
    """
    if slot and (slot[1] <= slot[0] or slot[0] <= now):
        raise BadInput("input.slot", "时段须在将来，且结束晚于开始。The slot must lie ahead and end after it starts.")


def check_slot(item: Item, slot: tuple[datetime, datetime] | None) -> None:
    """Let a claim have a time slot, or none; that it overlaps with no other is the database's to say.

    slot     its start and its end; None: none was given, which is right for all but a venue
    raises   BadInput
    """
    if slot is None and item.resource_kind == ResourceKind.VENUE:
        raise BadInput("input.slot", "认领场地须给出时段。A venue is claimed by a time slot: give one.")
    if slot is not None and item.resource_kind != ResourceKind.VENUE:
        raise BadInput("input.slot", "只有场地分时段认领。Only a venue is claimed by time slots.")


def actor(step: Step, claim: Claim, item: Item) -> UUID:
    """The organisation whose step it is: a resource is provided by its publisher, everything else by the claimant."""
    provider, receiver = ((item.publisher_id, claim.claimant_id) if item.list == List.RESOURCE
                          else (claim.claimant_id, item.publisher_id))
    return {
        Step.ACCEPT: item.publisher_id, Step.DECLINE: item.publisher_id, Step.WITHDRAW: claim.claimant_id,
        Step.DELIVER: provider, Step.RETURN: receiver, Step.CONFIRM: receiver,
    }[step]


def check_step(step: Step, claim: Claim, now: datetime) -> None:
    """raises   WrongState"""
    state = claim.state_at(now)
    if state not in LEADS_FROM[step]:
        raise WrongState(state, [str(before) for before in LEADS_FROM[step]])
