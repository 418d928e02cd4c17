"""Four-part cards (四单): what is done of a claim or a joint project, by whom, how well, and by when. One side proposes it, the
other agrees.

Each version is a card of its own: a first one, or an amendment. What was agreed is not changed any more; it holds until another
version is agreed. The life of a version is PROCESS, drawn in docs/processes.md.
"""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import claims
from domain.attachments import Asking, Row
from domain.claims import PROPOSE_CARD, WITH_CARDS, Claim
from domain.items import Item
from domain.languages import Bilingual
from domain.process import Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal, WrongState
from domain.viewer import Viewer
from domain.words import Words


class CardState(StrEnum):
    PROPOSED = "PROPOSED"
    AGREED = "AGREED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class CardStep(StrEnum):
    """What is done with a proposed version."""

    AGREE = "AGREE"
    DECLINE = "DECLINE"
    WITHDRAW = "WITHDRAW"


class Role(StrEnum):
    """Whose step it is."""

    ASKED = "ASKED"        # the party that did not propose it
    PROPOSER = "PROPOSER"


@dataclass
class CardAwaitsAnswer(Refusal, description="已有四单待答复。A card awaits its answer."):
    ADVICE = "先同意、谢绝或撤回它。Agree to it, decline it or take it back first."
    TEXT = Bilingual("已有一版四单待答复。", "A card awaits its answer already.")


@dataclass
class EndTooEarly(Refusal, description="有未确认的节点晚于此时限。A milestone that is open would be due after that end."):
    ADVICE = ("时限不早于 lastMilestoneOn，或先取消该节点。"
              "Choose a day no earlier than `lastMilestoneOn`, or drop that milestone first.")
    last_milestone_on: Annotated[date, "最后一个未确认节点的时限。The day of the last milestone that is open."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"尚有时限为 {self.last_milestone_on} 的节点未确认，项目不能更早完成。",
                         f"A milestone is due on {self.last_milestone_on}: the project cannot be planned to end before.")


PROCESS = Process(
    table="card", type="Card", words=Words("四单", "A version of a four-part card."),
    begins={CardState.PROPOSED: "card.proposed"},
    states={
        CardState.PROPOSED: State(Words("待同意", "One side proposed it, the other has not answered.", "：一方已提出")),
        CardState.AGREED: State(Words("已商定", "Both sides agreed: it holds until another version is agreed.",
                                      "：有效，直至商定新的一版"), has=("answered_at",)),
        CardState.DECLINED: State(Words("已谢绝", "The other side declined it."), has=("answered_at", "reason")),
        CardState.WITHDRAWN: State(Words("已撤回", "Who proposed it took it back.", "：由提出方"), has=("answered_at",)),
    },
    steps={
        CardStep.AGREE: Step(Words("同意", "Agree to it, by agreeCard."), Role.ASKED,
                             (CardState.PROPOSED,), CardState.AGREED, "card.agreed"),
        CardStep.DECLINE: Step(Words("谢绝", "Decline it, by declineCard."), Role.ASKED,
                               (CardState.PROPOSED,), CardState.DECLINED, "card.declined"),
        CardStep.WITHDRAW: Step(Words("撤回", "Take it back, by withdrawCard."), Role.PROPOSER,
                                (CardState.PROPOSED,), CardState.WITHDRAWN, "card.withdrawn"),
    },
    deeds={PROPOSE_CARD: claims.ACTIONS[PROPOSE_CARD]})


@dataclass(frozen=True, kw_only=True)
class Card:
    """What the rules need to know of a version.

    proposer_id, asked_id   the two parties of what it is of
    of_state                the state of that
    going_on                its states in which cards of it are proposed and agreed
    due_on                  the day of its time limit; None: it has none
    last_milestone_on       of a project, the day of its last open milestone; None: it has none
    """

    state: str
    proposer_id: UUID
    asked_id: UUID
    of_state: str
    going_on: tuple[str, ...] = WITH_CARDS
    due_on: date | None = None
    last_milestone_on: date | None = None


def _check_goes_on(state: str, going_on: tuple[str, ...]) -> None:
    """Cards are of what has begun and is not over.

    raises   WrongState
    """
    if state not in going_on:
        raise WrongState(state, [str(each) for each in going_on])


def check_due(due_at: datetime | None, now: datetime) -> None:
    """raises   BadInput"""
    if due_at is not None and due_at <= now:
        raise BadInput("due_at", Bilingual("时限须在将来。", "The time limit must lie ahead."))


def check_end(due_on: date | None, last_milestone_on: date | None) -> None:
    """The day of a project's card is the planned end of the project, and no open milestone of it is due later.

    raises   EndTooEarly
    """
    if due_on is not None and last_milestone_on is not None and due_on < last_milestone_on:
        raise EndTooEarly(last_milestone_on)


def check_propose(viewer: Viewer, claim: Claim, item: Item, now: datetime) -> tuple[UUID, UUID]:
    """A card of a claim is proposed by the publisher or the claimant.

    returns, raises   as `check_between`
    """
    return check_between((item.publisher_id, claim.claimant_id), viewer.acts_for, claim.state_at(now), WITH_CARDS,
                         awaits_card=claim.awaits_card)


def check_between(parties: tuple[UUID, UUID], acts_for: Collection[UUID], state: str, going_on: tuple[str, ...], *,
                  awaits_card: bool) -> tuple[UUID, UUID]:
    """A card is proposed by either party of what goes on; of who acts for both, for the first.

    acts_for         those for which the viewer may propose
    state, going_on  see `Card.of_state`
    returns          the party for which the viewer proposes it, and the one that is asked
    raises           NotAllowed, WrongState, CardAwaitsAnswer
    """
    proposer = next((party for party in parties if party in acts_for), None)
    if proposer is None:
        raise NotAllowed(PROPOSE_CARD)
    _check_goes_on(state, going_on)
    if awaits_card:
        raise CardAwaitsAnswer
    return proposer, parties[1] if proposer == parties[0] else parties[0]


def check_step(acts_for: Collection[UUID], step: CardStep, card: Card) -> None:
    """A proposed version is answered by the party that is asked, and taken back by the other; of what is over none is agreed.

    acts_for   the parties that the viewer acts for
    raises     NotAllowed, WrongState, EndTooEarly
    """
    whose = card.asked_id if PROCESS.steps[step].by == Role.ASKED else card.proposer_id
    if whose not in acts_for:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, card.state)
    if step == CardStep.AGREE:
        _check_goes_on(card.of_state, card.going_on)
        check_end(card.due_on, card.last_milestone_on)


def check_file(asking: Asking, card: Row, _: Row) -> UUID:
    """Who proposed a version sees to its files until it is answered: the other side agrees to what it sees.

    raises   NotAllowed, WrongState
    """
    proposer: UUID = card["proposer_id"]
    if proposer not in asking.viewer.acts_for:
        raise NotAllowed(asking.deed.action)
    if card["state"] != CardState.PROPOSED:
        raise WrongState(card["state"], [CardState.PROPOSED])
    return proposer
