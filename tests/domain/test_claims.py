"""The states of claims, whose step each is, and what may be proposed."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import claims
from domain.claims import Claim, ClaimState, Step
from domain.items import Item
from domain.refusals import ClaimTooLarge, DeadlinePassed, ItemClosed, OwnItem, Refusal, WrongSide, WrongState

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PUBLISHER, CLAIMANT = UUID(int=1), UUID(int=2)


def item(**changes: Any) -> Item:
    given: dict[str, Any] = {"list": "DEMAND", "state": "PUBLISHED", "publisher_id": PUBLISHER, "scope": "STREET",
                             "home_code": "110111007001", "quantity": 10, "claimed": 4, "deadline": None}
    return Item(**{**given, **changes})


def claim(state: str, answer_by: datetime = NOW + timedelta(1)) -> Claim:
    return Claim(state=state, claimant_id=CLAIMANT, quantity=1, answer_by=answer_by)


@pytest.mark.parametrize(("changes", "claimant", "is_unit", "quantity", "no"), [
    ({}, CLAIMANT, True, 6, None), ({}, CLAIMANT, True, 7, ClaimTooLarge(6)), ({}, PUBLISHER, True, 1, OwnItem()),
    ({}, CLAIMANT, False, 1, WrongSide("DEMAND")), ({"list": "PROJECT"}, CLAIMANT, False, 1, WrongSide("PROJECT")),
    ({"list": "RESOURCE"}, CLAIMANT, False, 1, None), ({"list": "RESOURCE"}, CLAIMANT, True, 1, None),
    ({"state": "EXPIRED"}, CLAIMANT, True, 99, ItemClosed("EXPIRED")),
    ({"deadline": NOW}, CLAIMANT, True, 99, DeadlinePassed(NOW)),
    ({"state": "WITHDRAWN"}, PUBLISHER, False, 99, OwnItem()),
    ({"state": "WITHDRAWN"}, CLAIMANT, False, 99, WrongSide("DEMAND"))])
def test_what_may_be_proposed(changes: dict[str, Any], claimant: UUID, is_unit: bool, quantity: int,
                              no: Refusal | None) -> None:
    try:
        claims.check_proposal(item(**changes), claimant, claimant_is_unit=is_unit, quantity=quantity, now=NOW)
    except Refusal as refusal:
        assert refusal == no
    else:
        assert no is None


@pytest.mark.parametrize(("step", "leads_from", "leads_to"), [
    ("ACCEPT", {"PROPOSED"}, "ACCEPTED"), ("DECLINE", {"PROPOSED"}, "DECLINED"),
    ("WITHDRAW", {"PROPOSED", "ACCEPTED"}, "WITHDRAWN"), ("DELIVER", {"ACCEPTED", "REWORK"}, "DELIVERED"),
    ("RETURN", {"DELIVERED"}, "REWORK"), ("CONFIRM", {"DELIVERED"}, "CONFIRMED")])
def test_the_steps(step: str, leads_from: set[str], leads_to: str) -> None:
    assert claims.PROCESS.steps[step].target == leads_to
    for state in ClaimState:
        if state in leads_from:
            claims.check_step(Step(step), claim(state), NOW)
        else:
            with pytest.raises(WrongState):
                claims.check_step(Step(step), claim(state), NOW)


@pytest.mark.parametrize(("step", "of_demand", "of_resource"), [
    ("ACCEPT", PUBLISHER, PUBLISHER), ("DECLINE", PUBLISHER, PUBLISHER), ("WITHDRAW", CLAIMANT, CLAIMANT),
    ("DELIVER", CLAIMANT, PUBLISHER), ("RETURN", PUBLISHER, CLAIMANT), ("CONFIRM", PUBLISHER, CLAIMANT)])
def test_whose_step_it_is(step: str, of_demand: UUID, of_resource: UUID) -> None:
    assert claims.actor(Step(step), claim("PROPOSED"), item()) == of_demand
    assert claims.actor(Step(step), claim("PROPOSED"), item(list="PROJECT")) == of_demand
    assert claims.actor(Step(step), claim("PROPOSED"), item(list="RESOURCE")) == of_resource


def test_a_proposal_lapses_at_its_time() -> None:
    assert claim("PROPOSED", NOW).state_at(NOW) == "LAPSED"
    assert claim("PROPOSED", NOW + timedelta(seconds=1)).state_at(NOW) == "PROPOSED"
    assert claim("ACCEPTED", NOW).state_at(NOW) == "ACCEPTED"
