"""Who may do what. A mutation and `viewerCan` ask the same functions, so that a frontend never promises in vain."""
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import claims, codes, items
from domain.claims import Claim, Step
from domain.items import Item, ItemState
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.viewer import Viewer


@dataclass(frozen=True)
class Permission:
    """Whether an action is open to the viewer.

    reason   why not; None when allowed
    """

    action: str
    allowed: bool
    reason: str | None


def sees(viewer: Viewer, item: Item, claimants: Collection[UUID], shares: Mapping[UUID, datetime | None],
         now: datetime) -> bool:
    """Whether the viewer may see an item: the twin of `db.visibility`.

    claimants   who ever claimed it, in whatever state the claim is
    shares      with whom it is shared, and until when; None: without end
    """
    if item.publisher_id in viewer.acts_for:
        return True
    if item.state == ItemState.DRAFT:
        return False
    return (item.scope_code in viewer.scopes
            or _is_seen_upward(viewer, item.home_code)
            or not viewer.acts_for.keys().isdisjoint(claimants)
            or any(until is None or until > now for organization, until in shares.items()
                   if organization in viewer.acts_for))


def _is_seen_upward(viewer: Viewer, home: str) -> bool:
    cuts = {home, *(home[:digits] for digits in (6, 9, 12) if digits <= len(home))}
    return not cuts.isdisjoint(viewer.officer_of | viewer.districts_of)


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
        raise BadInput(field, "您代表多个组织，请指明其一。You act for several organisations: name one.")
    return next(iter(viewer.acts_for))


def _check_publisher(viewer: Viewer, item: Item, action: str) -> None:
    if item.publisher_id not in viewer.acts_for:
        raise NotAllowed(action)


def check_revise(viewer: Viewer, item: Item, _: datetime) -> None:
    """raises   NotAllowed, WrongState"""
    _check_publisher(viewer, item, "REVISE")
    items.check_revision(item)


def check_publish(viewer: Viewer, item: Item, now: datetime) -> None:
    """raises   NotAllowed, WrongState, DeadlinePassed"""
    _check_publisher(viewer, item, "PUBLISH")
    items.check_publication(item, now)


def check_withdraw(viewer: Viewer, item: Item, _: datetime) -> None:
    """raises   NotAllowed, WrongState, HasOpenClaims"""
    _check_publisher(viewer, item, "WITHDRAW")
    items.check_withdrawal(item)


def check_complete(viewer: Viewer, item: Item, _: datetime) -> None:
    """raises   NotAllowed, WrongState, HasOpenClaims"""
    _check_publisher(viewer, item, "COMPLETE")
    items.check_completion(item)


def check_share(viewer: Viewer, item: Item, _: datetime) -> None:
    """An item is shared by its publisher, or by the officers of a division around its home.

    raises   NotAllowed, WrongState
    """
    if not viewer.is_officer_over(item.home_code):
        _check_publisher(viewer, item, "SHARE")
    items.check_share(item)


def check_claim(viewer: Viewer, item: Item, claimant_id: UUID, quantity: int, now: datetime) -> None:
    """Let the viewer propose a claim for an organisation that it acts for.

    raises   OwnItem, WrongSide, ItemClosed, DeadlinePassed, ClaimTooLarge
    """
    claims.check_proposal(item, claimant_id, claimant_is_unit=claimant_id in viewer.units, quantity=quantity, now=now)


def _check_claim_by_any(viewer: Viewer, item: Item, now: datetime) -> None:
    refusal: Refusal = NotAllowed("CLAIM")
    for claimant_id in sorted(viewer.acts_for):
        try:
            return check_claim(viewer, item, claimant_id, 1, now)
        except Refusal as reason:
            refusal = reason
    raise refusal


def check_step(viewer: Viewer, step: Step, claim: Claim, item: Item, now: datetime) -> None:
    """Let the viewer take a step with a claim.

    raises   NotAllowed, WrongState
    """
    if claims.actor(step, claim, item) not in viewer.acts_for:
        raise NotAllowed(step)
    claims.check_step(step, claim, now)


ITEM_ACTIONS: dict[str, Callable[[Viewer, Item, datetime], None]] = {
    "REVISE": check_revise, "PUBLISH": check_publish, "WITHDRAW": check_withdraw, "COMPLETE": check_complete,
    "SHARE": check_share, "CLAIM": _check_claim_by_any,
}


def item_actions(viewer: Viewer, item: Item, now: datetime) -> list[Permission]:
    """What the viewer can do with an item that it sees, in the order of ITEM_ACTIONS; CLAIM is of one unit."""
    def check(action: str) -> None:
        ITEM_ACTIONS[action](viewer, item, now)
    return _permissions(ITEM_ACTIONS, check)


def claim_actions(viewer: Viewer, claim: Claim, item: Item, now: datetime) -> list[Permission]:
    """What the viewer can do with a claim on an item that it sees, in the order of Step."""
    def check(action: str) -> None:
        check_step(viewer, Step(action), claim, item, now)
    return _permissions(Step, check)


def _permissions(actions: Iterable[str], check: Callable[[str], None]) -> list[Permission]:
    permissions = []
    for action in actions:
        try:
            check(action)
            permissions.append(Permission(str(action), True, None))
        except Refusal as refusal:
            permissions.append(Permission(str(action), False, refusal.message))
    return permissions


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


def check_revise_organization(viewer: Viewer, organization_id: UUID, division_codes: Collection[str]) -> None:
    """An organisation is revised by those who act for it, and by officers over one of its divisions.

    division_codes   its own, or its stations' communities
    raises           NotAllowed
    """
    if organization_id not in viewer.acts_for and not any(viewer.is_officer_over(code) for code in division_codes):
        raise NotAllowed("REVISE_ORGANIZATION")


def check_appoint(viewer: Viewer, division_codes: Collection[str], action: str) -> None:
    """Offices of an organisation are given and ended by officers over one of its divisions.

    division_codes   its own, or its stations' communities
    raises           NotAllowed
    """
    if not any(viewer.is_officer_over(code) for code in division_codes):
        raise NotAllowed(action)


def check_lead_within(home_code: str, committee_code: str) -> None:
    """Let a seat lead a project whose home lies in its committee's division or around it.

    raises   BadInput
    """
    if not codes.are_in_line(home_code, committee_code):
        raise BadInput("input.leadSeatId", "该委员会不在项目所在区划。The seat's committee is of another division.")
