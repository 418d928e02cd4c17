"""Who may do what. A mutation and `viewerCan` ask the same functions, so that a frontend never promises in vain."""
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain import actions, cards, claims, forming, items, sight, widening
from domain.cards import Card, CardStep
from domain.claims import Claim, Step
from domain.items import Action, Item
from domain.languages import Bilingual
from domain.process import Process
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.terms import Term, TermStep
from domain.viewer import Viewer


@dataclass(frozen=True)
class Permission:
    """Whether an action is open to the viewer.

    refusal   that would be the answer; None when it is open
    """

    action: str
    refusal: Refusal | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal is None

    @property
    def code(self) -> str | None:
        return None if self.refusal is None else self.refusal.CODE

    @property
    def reason(self) -> Bilingual | None:
        return None if self.refusal is None else self.refusal.message


def sees(viewer: Viewer, item: Item, claimants: Collection[UUID], shares: Mapping[UUID, datetime | None],
         now: datetime) -> bool:
    """Whether the viewer may see an item: the twin of `db.visibility`.

    claimants   who ever claimed it, in whatever state the claim is
    shares      with whom it is shared, and until when; None: without end
    """
    named = {"claim": dict.fromkeys(claimants), "share": shares}
    return sight.sees(items.SIGHT, viewer, item, named, now)


def acting_organization(viewer: Viewer, asked: UUID | None, *, field: str, action: str) -> UUID:
    """The organisation that the viewer acts for in a write.

    asked    the viewer's choice; None: the only one
    field    the input field for it
    raises   NotAllowed, BadInput when it has to be chosen
    """
    if asked is not None:
        if asked not in viewer.acts_for:
            raise NotAllowed(action)
        return asked
    if not viewer.acts_for:
        raise NotAllowed(action)
    if len(viewer.acts_for) > 1:
        raise BadInput(field, Bilingual("您代表多个组织，请指明其一。", "You act for several organisations: name one."))
    return next(iter(viewer.acts_for))


def _check_publisher(viewer: Viewer, item: Item, step: str) -> None:
    if item.publisher_id not in viewer.acts_for:
        raise NotAllowed(items.PROCESS.action(step))


def check_revise(viewer: Viewer, item: Item, _: datetime) -> None:
    """raises   NotAllowed, WrongState"""
    _check_publisher(viewer, item, Action.REVISE)
    items.check_revision(item)


def check_publish(viewer: Viewer, item: Item, now: datetime) -> None:
    """raises   NotAllowed, WrongState, DeadlinePassed"""
    _check_publisher(viewer, item, Action.PUBLISH)
    items.check_publication(item, now)


def check_withdraw(viewer: Viewer, item: Item, _: datetime) -> None:
    """raises   NotAllowed, WrongState, HasOpenClaims"""
    _check_publisher(viewer, item, Action.WITHDRAW)
    items.check_withdrawal(item)


def check_complete(viewer: Viewer, item: Item, _: datetime) -> None:
    """raises   NotAllowed, WrongState, HasOpenClaims"""
    _check_publisher(viewer, item, Action.COMPLETE)
    items.check_completion(item)


def check_share(viewer: Viewer, item: Item, _: datetime) -> None:
    """An item is shared by its publisher, or by the officers of a division around its home.

    raises   NotAllowed, WrongState
    """
    if not viewer.is_officer_over(item.home_code):
        _check_publisher(viewer, item, Action.SHARE)
    items.check_share(item)


def check_end_share(viewer: Viewer, item: Item) -> None:
    """Who may share an item ends what is shared of it, whatever has become of it.

    raises   NotAllowed
    """
    if item.publisher_id not in viewer.acts_for and not viewer.is_officer_over(item.home_code):
        raise NotAllowed(actions.Action.END_SHARE)


def check_widen(viewer: Viewer, item: Item, _: datetime) -> str:
    """The stage to which the viewer may open an item at once.

    raises   NotAllowed, WrongState, LastStage
    """
    _check_publisher(viewer, item, Action.WIDEN)
    return widening.check_widening(item)


def check_hold(viewer: Viewer, item: Item, _: datetime) -> None:
    """raises   NotAllowed, WrongState, NoTimeLimit"""
    _check_publisher(viewer, item, Action.HOLD)
    widening.check_hold(item)


def check_claim(viewer: Viewer, item: Item, claimant_id: UUID, quantity: int, now: datetime) -> None:
    """Let the viewer propose a claim for an organisation that it acts for.

    raises   OwnItem, WrongSide, ItemClosed, DeadlinePassed, ClaimTooLarge
    """
    claims.check_proposal(item, claimant_id, claimant_is_unit=claimant_id in viewer.units, quantity=quantity, now=now)


def _check_claim_by_any(viewer: Viewer, item: Item, now: datetime) -> None:
    refusal: Refusal = NotAllowed(actions.Action.CLAIM_ITEM)
    for claimant_id in sorted(viewer.acts_for):
        try:
            return check_claim(viewer, item, claimant_id, 1, now)
        except Refusal as reason:
            refusal = reason
    raise refusal


def check_step(viewer: Viewer, step: Step, claim: Claim, item: Item, now: datetime) -> None:
    """Let the viewer take a step with a claim.

    raises   NotAllowed, WrongState, AlreadyJoined
    """
    if claims.actor(step, claim, item) not in viewer.acts_for:
        raise NotAllowed(claims.PROCESS.action(step))
    claims.check_step(step, claim, now)


ITEM_ACTIONS: dict[str, Callable[[Viewer, Item, datetime], object]] = {
    Action.REVISE: check_revise, Action.PUBLISH: check_publish, Action.WITHDRAW: check_withdraw,
    Action.COMPLETE: check_complete, Action.SHARE: check_share, Action.WIDEN: check_widen, Action.HOLD: check_hold,
    Action.CLAIM: _check_claim_by_any,
}


def item_actions(viewer: Viewer, item: Item, now: datetime) -> list[Permission]:
    """What the viewer can do with an item that it sees, in the order of ITEM_ACTIONS; CLAIM is of one unit."""
    def check(action: str) -> None:
        ITEM_ACTIONS[action](viewer, item, now)
    return permissions(ITEM_ACTIONS, check)


def claim_actions(viewer: Viewer, claim: Claim, item: Item, now: datetime) -> list[Permission]:
    """What the viewer can do with a claim on an item that it sees, in the order of `claims.ACTIONS`."""
    def check(action: str) -> None:
        if action == claims.PROPOSE_CARD:
            cards.check_propose(viewer, claim, item, now)
        elif action == claims.FORM_PROJECT:
            forming.check_form_of(viewer, claim, item)
        else:
            check_step(viewer, Step(action), claim, item, now)
    return permissions(claims.ACTIONS, check)


def card_actions(acts_for: Collection[UUID], card: Card) -> list[Permission]:
    """What who acts for these parties can do with a version of a card, in the order of CardStep."""
    def check(action: str) -> None:
        cards.check_step(acts_for, CardStep(action), card)
    return permissions(CardStep, check)


def permissions(actions: Iterable[str], check: Callable[[str], None]) -> list[Permission]:
    """Whether each action is open.

    check   raises a refusal where it is not
    """
    asked = []
    for action in actions:
        try:
            check(action)
            asked.append(Permission(str(action)))
        except Refusal as refusal:
            refusal.__traceback__ = refusal.__context__ = None  # they lead here: a circle
            asked.append(Permission(str(action), refusal))
    return asked


def check_officer_over(viewer: Viewer, division_codes: Collection[str], action: str) -> None:
    """Managing what belongs to divisions needs an officer's or secretary's office over each of them.

    raises   NotAllowed, also when there is no division: what belongs nowhere is nobody's to manage
    """
    if not division_codes or not all(viewer.is_officer_over(code) for code in division_codes):
        raise NotAllowed(action)


def check_officer(viewer: Viewer, action: str) -> None:
    """raises   NotAllowed when the viewer is no division's officer or secretary"""
    if not viewer.officer_of:
        raise NotAllowed(action)


def check_reports_from(viewer: Viewer, grid_id: UUID, action: str) -> str:
    """From a grid its head and its staff report, as long as their terms last.

    returns  the grid's division code
    raises   NotAllowed
    """
    if grid_id not in viewer.grids:
        raise NotAllowed(action)
    return viewer.grids[grid_id]


def check_revise_organization(viewer: Viewer, organization_id: UUID, home_code: str | None, *, identity: bool) -> None:
    """Where an organisation is may be said by those who act for it; what it is, only by officers over its home.

    home_code   its own division code; of a unit, the one of the division where it was registered
    identity    whether its name or credit code is changed
    raises      NotAllowed
    """
    if identity or organization_id not in viewer.acts_for:
        check_officer_over_home(viewer, home_code, actions.Action.REVISE_ORGANIZATION)


def check_officer_over_home(viewer: Viewer, home_code: str | None, action: str) -> None:
    """What an organisation is and who acts for it is decided over its home, whatever other communities it is stationed in.

    raises   NotAllowed
    """
    check_officer_over(viewer, [home_code] if home_code else [], action)


def check_term(viewer: Viewer, declared: Process, step: TermStep, term: Term, today: date) -> None:
    """An office is ended by officers over its organisation's home; a seat is ended and handed over by those over its
    committee's division.

    raises   NotAllowed, WrongState
    """
    check_officer_over_home(viewer, term.division_code, declared.action(step))
    declared.check(step, term.state_on(declared, today))


def term_actions(viewer: Viewer, declared: Process, term: Term, today: date) -> list[Permission]:
    """Whether the viewer can end an office or a seat; what else can be done with a seat says `domain.leads.actions`."""
    def check(action: str) -> None:
        check_term(viewer, declared, TermStep(action), term, today)
    return permissions([TermStep.END], check)


def check_represented(viewer: Viewer, *, holds_office: bool, home_code: str | None) -> None:
    """Let a seat speak for an organisation: of its own people, or where officers over its home say so.

    holds_office   whether who gets the seat has an office there
    raises         NotAllowed
    """
    if not holds_office:
        check_officer_over_home(viewer, home_code, actions.Action.REPRESENT_ORGANIZATION)
