"""The events that the demo's items, claims and shares left, as if they had come about one by one."""
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from db.bulk import records
from domain import claims as rules
from domain.claims import HOLDING, PROCESS, Claim, ClaimState, Step
from domain.items import Item, ItemState
from hub.demo.claims import PATHS, Taken
from hub.demo.items import Listed
from hub.demo.organizations import Actor
from resolvers import publishing
from resolvers.writing import traces

REQUEST = "demo"
ENDINGS = {ItemState.COMPLETED: "item.completed", ItemState.WITHDRAWN: "item.withdrawn",
           ItemState.EXPIRED: "item.expired"}


def events(listed: Sequence[Listed], taken: Sequence[Taken],
           shared: Sequence[tuple[Listed, records.Share]]) -> list[records.Event]:
    """The whole trail, oldest first."""
    everything = [*(event for item in listed for event in _of_item(item)), *(_of_share(*one) for one in shared),
                  *_of_claims(taken)]
    return sorted(everything, key=lambda event: event.at)


def _event(item: Listed, kind: str, by: Actor | None, **other: object) -> records.Event:
    person = by.person if by else None
    common: dict[str, object] = {
        "kind": kind, "actor_id": person.id if person else None, "item_id": item.row.id,
        "organization_id": (by or item.publisher).id, "home_code": item.row.home_code, "request_id": REQUEST,
        "object_type": publishing.type_name(item.row.list), "object_id": item.row.id}
    return records.Event(**(common | other))  # type: ignore[arg-type]  # gathered by name from two places


def _of_item(item: Listed) -> Iterator[records.Event]:
    assert item.publisher.person is not None
    first = item.row if item.row.state == ItemState.DRAFT else replace(item.row, state=ItemState.PUBLISHED)
    kind = "item.drafted" if first.state == ItemState.DRAFT else "item.published"
    later = {"claimed", "version", "closed_at"}  # of no interest yet
    yield _event(item, kind, item.publisher, at=first.listed_at, object_version=1, after=traces.told(kind, publishing.told(
        {name: value for name, value in first.columns().items() if name not in later})))
    state = ItemState(item.row.state)
    if state not in ENDINGS or item.row.closed_at is None:
        return
    by_clock = state == ItemState.EXPIRED
    after: dict[str, object] = {"state": state}
    if not by_clock:
        after |= {"closed_at": item.row.closed_at, "summary" if state == ItemState.COMPLETED else "reason": item.note}
    yield _event(item, ENDINGS[state], None if by_clock else item.publisher, at=item.row.closed_at, object_version=2,
                 before={"state": ItemState.PUBLISHED}, after=traces.told(ENDINGS[state], after))


def _of_share(item: Listed, share: records.Share) -> records.Event:
    told = traces.told("item.shared", {"organization_id": share.organization_id, "ends_at": share.ends_at})
    return _event(item, "item.shared", item.publisher, at=share.created_at, object_version=1, after=told)


def _of_claims(taken: Sequence[Taken]) -> Iterator[records.Event]:
    """The steps of all claims in the order of time, so that each knows what was claimed of its item by then."""
    claimed: dict[UUID, int] = {}
    steps = [(at, number, claim) for claim in taken for number, at in enumerate(claim.moments)]
    for at, number, claim in sorted(steps, key=lambda step: (step[0], step[1])):
        before = _state_after(claim, number - 1) if number else None
        state = _state_after(claim, number)
        after: dict[str, object] = {"state": state}
        change = (state in HOLDING) - (before in HOLDING if before else False)
        if change:
            claimed[claim.row.item_id] = claimed.get(claim.row.item_id, 0) + change * claim.row.quantity
            after["item_claimed"] = claimed[claim.row.item_id]
        if before is None or state == ClaimState.LAPSED:
            after["quantity"] = claim.row.quantity
        kind = _kind(claim, number)
        yield _event(claim.item, kind, _by(claim, number), at=at, object_type="Claim",
                     object_id=claim.row.id, object_version=number + 1,
                     before={"state": before} if before else None, after=traces.told(kind, after | _said(claim, number)),
                     **({"organization_id": claim.claimant.id} if state == ClaimState.LAPSED else {}))


def _step(claim: Taken, number: int) -> Step | None:
    """The step taken at a moment; None of the proposal and of its lapse."""
    path = PATHS[ClaimState(claim.row.state)]
    return path[number - 1] if 1 <= number <= len(path) else None


def _state_after(claim: Taken, number: int) -> ClaimState:
    if number == 0:
        return ClaimState.PROPOSED
    return ClaimState(str(PROCESS.steps[_step(claim, number) or "LAPSE"].target))


def _kind(claim: Taken, number: int) -> str:
    if number == 0:
        return PROCESS.begins[ClaimState.PROPOSED]
    return PROCESS.steps[_step(claim, number) or "LAPSE"].event


def _by(claim: Taken, number: int) -> Actor | None:
    """Whose step it was; nobody's when a proposal lapsed."""
    step = _step(claim, number)
    if step is None:
        return None if number else claim.claimant
    row = claim.item.row
    acting = rules.actor(
        step, Claim(state=claim.row.state, claimant_id=claim.claimant.id, quantity=claim.row.quantity,
                    answer_by=claim.row.answer_by),
        Item(list=row.list, state=row.state, publisher_id=row.publisher_id, home_code=row.home_code, scope=row.scope,
             quantity=row.quantity, claimed=row.claimed, deadline=row.deadline))
    return claim.claimant if acting == claim.claimant.id else claim.item.publisher


def _said(claim: Taken, number: int) -> dict[str, object]:
    """What the event of a step says besides the state."""
    match _step(claim, number):
        case Step.ACCEPT:
            return {"due_at": claim.row.due_at}
        case Step.DECLINE | Step.WITHDRAW | Step.RETURN:
            return {"reason": claim.row.reason}
        case Step.CONFIRM:
            return {"rating": claim.row.rating}
        case _:
            return {}
