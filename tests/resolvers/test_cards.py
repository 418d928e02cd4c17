"""Four-part cards: proposed by one party, in force when the other agrees; each version stays as it was agreed."""
import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.cards import CardAwaitsAnswer, CardState
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from resolvers import cards, claims
from resolvers.writing.results import Payload
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

PARTS = {"task": "每月义诊", "responsible": "李医生", "standard": "每场二十人次"}


@pytest.fixture
async def claim(desk: Desk) -> UUID:
    """Of the school on the community's demand, accepted."""
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    return await desk.add(place.add_claim, item, desk.city.school, desk.city.members["unit"], state="ACCEPTED")


def _parts(desk: Desk, days: int = 9, **other: Any) -> dict[str, Any]:
    return {**PARTS, "due_at": desk.now() + timedelta(days=days), **other}


async def _propose(desk: Desk, claim: UUID, by: str = "unit", **given: Any) -> UUID:
    return (await desk.ids(by, cards.propose, claim_id=claim, **_parts(desk, **given)))["card"]


async def _told(desk: Desk, kind: str) -> set[str]:
    names = {member: handle for handle, member in desk.city.members.items()}
    return {names[row["member_id"]] for row in await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = $1", kind)}


async def test_a_card_from_proposal_to_amendment(desk: Desk, claim: UUID) -> None:
    first = await _propose(desk, claim)
    assert (await desk.row("claim", claim))["card_id"] is None, "what one side says does not hold"
    assert await _told(desk, "CARD_PROPOSED") == {"community"}
    await desk.ids("community", cards.agree, card_id=first)
    assert await _told(desk, "CARD_ANSWERED") == {"unit", "two-units"}
    agreed = await desk.row("card", first)
    held = await desk.row("claim", claim)
    due = agreed["due_at"]
    assert (held["card_id"], held["due_at"], held["overdue_at"], held["version"]) == (first, due, due, 1)
    assert (agreed["state"], agreed["number"], agreed["answered_by"]) == ("AGREED", 1, desk.city.members["community"])

    second = await _propose(desk, claim, "community", days=30, task="每两月义诊")
    assert (await desk.row("claim", claim))["card_id"] == first, "an amendment holds when the other has agreed"
    await desk.ids("unit", cards.agree, card_id=second)
    held, amended = await desk.row("claim", claim), await desk.row("card", second)
    assert (held["card_id"], held["due_at"], amended["number"]) == (second, amended["due_at"], 2)
    assert await desk.row("card", first) == agreed, "what was agreed stays readable as it was"


async def test_a_declined_or_withdrawn_amendment_changes_nothing(desk: Desk, claim: UUID) -> None:
    first = await _propose(desk, claim)
    await desk.ids("community", cards.agree, card_id=first)
    held = await desk.row("claim", claim)
    declined = await _propose(desk, claim)
    await desk.ids("community", cards.decline, card_id=declined, reason="时限太松")
    withdrawn = await _propose(desk, claim, "community")
    await desk.ids("community", cards.withdraw, card_id=withdrawn)
    assert await _told(desk, "CARD_WITHDRAWN") == {"unit", "two-units"}
    assert await desk.row("claim", claim) == held
    assert [(row["number"], row["state"]) for row in await desk.pool.fetch("SELECT * FROM card ORDER BY number")] == [
        (1, "AGREED"), (2, "DECLINED"), (3, "WITHDRAWN")]


async def test_the_trail_says_what_happened_and_no_text(desk: Desk, claim: UUID) -> None:
    card = await _propose(desk, claim)
    event = await desk.last_event()
    assert (event["kind"], event["object_type"], event["object_id"]) == ("card.proposed", "Card", card)
    assert (event["organization_id"], event["home_code"]) == (desk.city.school, COMMUNITY)
    assert event["subject_id"] == (await desk.row("claim", claim))["item_id"]
    assert event["after"].pop("due_at")
    assert event["after"] == {"state": "PROPOSED", "claim_id": str(claim), "number": 1,
                              "untold": ["responsible", "standard", "task"]}
    await desk.ids("community", cards.decline, card_id=card, reason="李医生请假")
    event = await desk.last_event()
    assert (event["organization_id"], event["object_version"]) == (desk.city.community, 2)
    assert event["after"] == {"state": "DECLINED", "claim_id": str(claim), "number": 1, "untold": ["reason"]}
    said = str(await desk.pool.fetch("SELECT before, after FROM event"))
    assert not [text for text in (*PARTS.values(), "李医生") if text in said]


async def test_a_card_that_comes_with_an_acceptance_is_a_proposal(desk: Desk) -> None:
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    claim = (await desk.ids("unit", claims.propose, item_id=item))["claim"]
    await desk.ids("community", claims.accept, claim_id=claim, task="修灯")
    row = dict(await desk.pool.fetchrow("SELECT * FROM card"))  # type: ignore[arg-type]  # it is there
    assert (row["state"], row["task"], row["standard"], row["due_at"]) == ("PROPOSED", "修灯", None, None)
    assert (row["proposer_id"], row["asked_id"]) == (desk.city.community, desk.city.school)
    await desk.refused(NotAllowed, "community", cards.agree, card_id=row["id"])
    await desk.ids("unit", cards.agree, card_id=row["id"])
    assert await desk.trail(item) == ["claim.proposed", "claim.accepted", "card.proposed", "card.agreed"]


@pytest.mark.parametrize("state", list(CardState))
async def test_what_is_answered_is_fixed(desk: Desk, claim: UUID, state: str) -> None:
    card = await desk.add(place.add_card, claim, state=state)
    for by, use_case, given in (("community", cards.agree, {}), ("community", cards.decline, {"reason": "不合"}),
                                ("unit", cards.withdraw, {})):
        if state != "PROPOSED":
            assert (await desk.refused(WrongState, by, use_case, card_id=card, **given)).state == state
        other = "unit" if by == "community" else "community"
        await desk.refused(NotAllowed, other, use_case, card_id=card, **given)
        for stranger in ("bank", "street", "member"):
            await desk.refused(NotAllowed, stranger, use_case, card_id=card, **given)
        await desk.fails(NotFound, "hospital", use_case, card_id=card, **given)


@pytest.mark.parametrize("state", ["PROPOSED", "CONFIRMED", "DECLINED", "WITHDRAWN", "LAPSED"])
async def test_a_claim_that_is_not_under_way_gets_no_card(desk: Desk, state: str) -> None:
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    claim = await desk.add(place.add_claim, item, desk.city.school, desk.city.members["unit"], state=state)
    refused = await desk.refused(WrongState, "unit", cards.propose, claim_id=claim, **_parts(desk))
    assert (refused.state, refused.expected) == (state, ["ACCEPTED", "DELIVERED", "REWORK"])
    card = await desk.add(place.add_card, claim)
    assert (await desk.refused(WrongState, "community", cards.agree, card_id=card)).state == state
    await desk.ids("community", cards.decline, card_id=card, reason="已结束")


async def test_one_card_at_a_time_awaits_its_answer(desk: Desk, claim: UUID) -> None:
    await _propose(desk, claim)
    for by in ("unit", "community"):
        await desk.refused(CardAwaitsAnswer, by, cards.propose, claim_id=claim, **_parts(desk))


async def test_of_two_at_once_one_is_proposed(desk: Desk, claim: UUID) -> None:
    """Who waited for the claim is told of the card that came in between."""
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM claim WHERE id = $1 FOR UPDATE", claim)
        both = [asyncio.ensure_future(desk.send(by, cards.propose, key=str(uuid4()), claim_id=claim, **_parts(desk)))
                for by in ("unit", "community")]
        await desk.blocked(2)
    answers = await asyncio.gather(*both)
    assert {type(answer) for answer in answers} == {Payload, CardAwaitsAnswer}
    assert await desk.pool.fetchval("SELECT count(*) FROM card") == 1


async def test_of_two_answers_at_once_one_counts(desk: Desk, claim: UUID) -> None:
    card = await _propose(desk, claim)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM claim WHERE id = $1 FOR UPDATE", claim)
        both = [asyncio.ensure_future(desk.send("community", use_case, key=str(uuid4()), card_id=card, **given))
                for use_case, given in ((cards.agree, {}), (cards.decline, {"reason": "不合"}))]
        await desk.blocked(2)
    answers = await asyncio.gather(*both)
    assert {type(answer) for answer in answers} == {Payload, WrongState}
    assert (await desk.row("card", card))["version"] == 2


async def test_all_that_is_wrong_with_it_is_said(desk: Desk, claim: UUID) -> None:
    wrong = {"task": " ", "responsible": "", "standard": "\x07", "due_at": desk.now() - timedelta(hours=1)}
    said = await desk.fails(BadInput, "unit", cards.propose, claim_id=claim, **wrong)
    assert said
    await desk.fails(NotFound, "unit", cards.propose, claim_id=uuid4(), **_parts(desk))
    await desk.fails(NotFound, "unit", cards.agree, card_id=uuid4())
    for by in ("bank", "street"):
        await desk.refused(NotAllowed, by, cards.propose, claim_id=claim, **_parts(desk))
