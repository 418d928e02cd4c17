"""Claims: every step's yes, and its noes."""
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.refusals import (
    BadInput,
    ClaimTooLarge,
    DeadlinePassed,
    ItemClosed,
    NotAllowed,
    NotFound,
    OwnItem,
    SlotTaken,
    WrongSide,
    WrongState,
)
from resolvers import claims
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.community, COMMUNITY)


@pytest.fixture
async def venue(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.school, COMMUNITY, list="RESOURCE")


async def test_a_demand_from_proposal_to_confirmation(desk: Desk, demand: UUID) -> None:
    ids = await desk.ids("unit", claims.propose, item_id=demand, quantity=4, note=" 周六 ")
    assert ids["item"] == demand
    claim = ids["claim"]
    assert (await desk.row("item", demand))["claimed"] == 4
    event = await desk.last_event()
    assert event["after"] == {"state": "PROPOSED", "quantity": 4, "item_claimed": 4}
    assert (event["object_type"], event["object_id"], event["object_version"]) == ("Claim", claim, 1)
    assert (event["actor_id"], event["organization_id"]) == (desk.city.members["unit"], desk.city.school)
    assert (event["home_code"], event["request_id"]) == (COMMUNITY, "test-request")

    due = desk.now() + timedelta(days=9)
    await desk.ids("community", claims.accept, claim_id=claim, task="修灯", responsible="李工", due_at=due)
    await desk.ids("unit", claims.deliver, claim_id=claim, report="已修")
    await desk.ids("community", claims.return_, claim_id=claim, reason="二层未亮")
    await desk.ids("unit", claims.deliver, claim_id=claim)
    await desk.ids("community", claims.confirm, claim_id=claim, rating=5, comment="很好")

    row = await desk.row("claim", claim)
    assert {key: row[key] for key in ("state", "rating", "note", "due_at", "version")} == {
        "state": "CONFIRMED", "rating": 5, "note": "周六", "due_at": None, "version": 6}
    assert (await desk.row("item", demand))["claimed"] == 4
    assert await desk.trail(demand) == ["claim.proposed", "claim.accepted", "card.proposed", "claim.delivered",
                                        "claim.returned", "claim.delivered", "claim.confirmed"]
    assert "李工" not in str(await desk.pool.fetch("SELECT before, after FROM event"))
    assert len(desk.woken) == 6


async def test_a_resource_is_delivered_by_its_publisher(desk: Desk) -> None:
    lesson = await desk.add(place.add_item, desk.city.school, COMMUNITY, list="RESOURCE", resource_kind="SERVICE")
    claim = (await desk.ids("community", claims.propose, item_id=lesson))["claim"]
    await desk.ids("unit", claims.accept, claim_id=claim)
    assert (await desk.refused(NotAllowed, "community", claims.deliver, claim_id=claim)).action == "DELIVER_CLAIM"
    await desk.ids("unit", claims.deliver, claim_id=claim)
    await desk.refused(NotAllowed, "unit", claims.confirm, claim_id=claim, rating=5)
    await desk.refused(NotAllowed, "unit", claims.return_, claim_id=claim, reason="?")
    await desk.ids("community", claims.confirm, claim_id=claim, rating=3)


async def test_who_may_not_propose(desk: Desk, demand: UUID, venue: UUID) -> None:
    city = desk.city
    assert (await desk.refused(WrongSide, "neighbour", claims.propose, item_id=await desk.add(
        place.add_item, city.community, COMMUNITY, scope="STREET"))).list == "DEMAND"
    await desk.refused(OwnItem, "community", claims.propose, item_id=demand)
    await desk.refused(OwnItem, "unit", claims.propose, item_id=venue)
    assert (await desk.refused(NotAllowed, "member", claims.propose, item_id=demand)).action == "CLAIM_ITEM"
    await desk.refused(NotAllowed, "unit", claims.propose, item_id=demand, claimant_id=city.bank)
    assert "claimant_id:" in await desk.fails(BadInput, "two-units", claims.propose, item_id=demand)
    await desk.ids("two-units", claims.propose, item_id=demand, claimant_id=city.bank)


async def test_the_unseen_is_not_found(desk: Desk, demand: UUID) -> None:
    draft = await desk.add(place.add_item, desk.city.community, COMMUNITY, state="DRAFT")
    for viewer, item in (("hospital", demand), ("unit", draft), ("unit", uuid4())):
        await desk.fails(NotFound, viewer, claims.propose, item_id=item)
    claim = await desk.add(place.add_claim, demand, desk.city.school, desk.city.members["unit"])
    for claim_id in (claim, uuid4()):
        await desk.fails(NotFound, "hospital", claims.accept, claim_id=claim_id)


@pytest.mark.parametrize("state", ["COMPLETED", "WITHDRAWN", "EXPIRED"])
async def test_a_closed_item_takes_no_claims(desk: Desk, state: str) -> None:
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY, state=state)
    assert (await desk.refused(ItemClosed, "unit", claims.propose, item_id=item)).state == state


async def test_nor_one_whose_deadline_passed(desk: Desk) -> None:
    deadline = desk.now() - timedelta(seconds=1)
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY, deadline=deadline)
    assert (await desk.refused(DeadlinePassed, "unit", claims.propose, item_id=item)).deadline == deadline


async def test_no_more_than_is_left(desk: Desk, demand: UUID) -> None:
    await desk.ids("bank", claims.propose, item_id=demand, quantity=7)
    assert (await desk.refused(ClaimTooLarge, "unit", claims.propose, item_id=demand, quantity=4)).remaining == 3
    assert "quantity:" in await desk.fails(BadInput, "unit", claims.propose, item_id=demand, quantity=0)
    await desk.ids("unit", claims.propose, item_id=demand, quantity=3)


async def test_slots_of_a_venue_do_not_overlap(desk: Desk, venue: UUID, demand: UUID) -> None:
    start = desk.now() + timedelta(days=1)

    def slot(from_hour: int, to_hour: int) -> dict[str, object]:
        return {"starts_at": start + timedelta(hours=from_hour), "ends_at": start + timedelta(hours=to_hour)}

    first = (await desk.ids("community", claims.propose, item_id=venue, slot=slot(0, 2)))["claim"]
    await desk.refused(SlotTaken, "bank", claims.propose, item_id=venue, slot=slot(1, 3))
    await desk.ids("bank", claims.propose, item_id=venue, slot=slot(2, 3))
    await desk.ids("unit", claims.decline, claim_id=first, reason="校运会")
    await desk.ids("bank", claims.propose, item_id=venue, slot=slot(0, 1))
    for bad in (slot(2, 2), slot(5, 4), slot(-48, -47), None):
        assert "slot:" in await desk.fails(BadInput, "bank", claims.propose, item_id=venue, slot=bad)
    await desk.fails(BadInput, "unit", claims.propose, item_id=demand, slot=slot(8, 9))


@pytest.mark.parametrize(("viewer", "step"), [("community", claims.decline), ("unit", claims.withdraw)])
async def test_what_ends_early_frees_what_it_held(desk: Desk, demand: UUID, viewer: str, step: object) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand, quantity=4))["claim"]
    await desk.ids(viewer, step, claim_id=claim, reason="人手不足")  # type: ignore[arg-type]  # either use case
    assert (await desk.row("item", demand))["claimed"] == 0
    assert (await desk.last_event())["after"]["item_claimed"] == 0
    assert (await desk.row("claim", claim))["reason"] == "人手不足"
    assert (await desk.last_event())["before"] == {"state": "PROPOSED"}


async def test_an_accepted_claim_can_be_withdrawn_but_not_a_delivered_one(desk: Desk, demand: UUID) -> None:
    for state, may in (("ACCEPTED", True), ("DELIVERED", False), ("CONFIRMED", False)):
        rating = {"rating": 4} if state == "CONFIRMED" else {}
        claim = await desk.add(place.add_claim, demand, desk.city.school, desk.city.members["unit"], state=state,
                               **rating)
        if may:
            await desk.ids("unit", claims.withdraw, claim_id=claim, reason="停课")
        else:
            refusal = await desk.refused(WrongState, "unit", claims.withdraw, claim_id=claim, reason="停课")
            assert (refusal.state, refusal.expected) == (state, ["PROPOSED", "ACCEPTED"])


async def test_steps_belong_to_one_side(desk: Desk, demand: UUID) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand))["claim"]
    for viewer in ("unit", "bank", "member", "street"):
        await desk.refused(NotAllowed, viewer, claims.accept, claim_id=claim)
        await desk.refused(NotAllowed, viewer, claims.decline, claim_id=claim, reason="?")
    for viewer in ("community", "bank"):
        await desk.refused(NotAllowed, viewer, claims.withdraw, claim_id=claim, reason="?")
        await desk.refused(NotAllowed, viewer, claims.deliver, claim_id=claim)


async def test_steps_lead_from_their_states_only(desk: Desk, demand: UUID) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand))["claim"]
    await desk.refused(WrongState, "unit", claims.deliver, claim_id=claim)
    await desk.refused(WrongState, "community", claims.return_, claim_id=claim, reason="?")
    await desk.refused(WrongState, "community", claims.confirm, claim_id=claim, rating=1)
    await desk.ids("community", claims.accept, claim_id=claim)
    await desk.refused(WrongState, "community", claims.accept, claim_id=claim)
    await desk.refused(WrongState, "community", claims.decline, claim_id=claim, reason="?")


async def test_reasons_and_ratings_are_checked(desk: Desk, demand: UUID) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand))["claim"]
    for rating in (0, 6):
        await desk.fails(BadInput, "community", claims.confirm, claim_id=claim, rating=rating)
    for step in (claims.decline, claims.withdraw, claims.return_):
        await desk.fails(BadInput, "community", step, claim_id=claim, reason="  ")


async def test_too_late_an_answer_is_refused_before_the_clock_has_written_it(desk: Desk, demand: UUID) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand))["claim"]
    desk.shift = timedelta(days=3, seconds=1)
    refusal = await desk.refused(WrongState, "community", claims.accept, claim_id=claim)
    assert (refusal.state, refusal.expected) == ("LAPSED", ["PROPOSED"])


async def test_a_claim_on_an_expired_item_goes_on(desk: Desk, demand: UUID) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand))["claim"]
    await desk.pool.execute("UPDATE item SET state = 'EXPIRED', closed_at = now(), deadline = now() WHERE id = $1", demand)
    await desk.ids("community", claims.accept, claim_id=claim)
    await desk.ids("unit", claims.deliver, claim_id=claim)
