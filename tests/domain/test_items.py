"""The states of items, and what a new or revised one has to be."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import committees, homes, items
from domain.committees import LeadQuotaReached
from domain.items import Item, ItemState
from domain.refusals import (
    BadInput,
    DeadlinePassed,
    HasOpenClaims,
    ItemClosed,
    QuantityBelowClaimed,
    Refusal,
    StaleVersion,
    WrongState,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PAST, SOON = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)


def item(**changes: Any) -> Item:
    given: dict[str, Any] = {"list": "DEMAND", "state": "PUBLISHED", "publisher_id": UUID(int=1), "scope": "STREET",
                             "home_code": "110111007001", "quantity": 10, "claimed": 4, "deadline": None}
    return Item(**{**given, **changes})


def outcome(rule: Any, *values: Any) -> Refusal | BadInput | None:
    try:
        return rule(*values)  # type: ignore[no-any-return]  # rules return nothing
    except (Refusal, BadInput) as no:
        return no


@pytest.mark.parametrize(("rule", "leads_from"), [
    (lambda item: items.check_publication(item, NOW), {"DRAFT"}),
    (items.check_revision, {"DRAFT", "PUBLISHED"}), (items.check_withdrawal, {"DRAFT", "PUBLISHED"}),
    (items.check_completion, {"PUBLISHED"}), (items.check_share, {"PUBLISHED"})])
def test_steps_lead_from_their_states(rule: Any, leads_from: set[str]) -> None:
    for state in ItemState:
        no = outcome(rule, item(state=state))
        assert (no is None) == (state in leads_from)
        if no is not None:
            assert isinstance(no, WrongState)
            assert (no.state, set(no.expected)) == (state, leads_from)


@pytest.mark.parametrize(("changes", "no"), [
    ({}, None), ({"deadline": SOON}, None), ({"deadline": NOW}, DeadlinePassed(NOW)),
    ({"deadline": PAST}, DeadlinePassed(PAST)), ({"state": "DRAFT"}, ItemClosed("DRAFT")),
    ({"state": "EXPIRED", "deadline": PAST}, ItemClosed("EXPIRED"))])
def test_when_an_item_takes_claims(changes: dict[str, Any], no: Refusal | None) -> None:
    assert outcome(items.check_takes_claims, item(**changes), NOW) == no


def test_open_claims_hold_an_item_open() -> None:
    for rule in (items.check_withdrawal, items.check_completion):
        assert outcome(rule, item(open_claims=2)) == HasOpenClaims(2)


@pytest.mark.parametrize(("expected", "quantity", "no"), [
    (None, 10, None), (3, 4, None), (2, 10, StaleVersion(3)), (2, 3, StaleVersion(3)),
    (3, 3, QuantityBelowClaimed(4))])
def test_revisions(expected: int | None, quantity: int, no: Refusal | None) -> None:
    assert outcome(items.check_revised, item(version=3), expected, quantity) == no


@pytest.mark.parametrize(("home", "asked", "scope", "code"), [
    ("110111007001001", "COMMUNITY", "COMMUNITY", "110111007001"),
    ("110111007001", "COMMUNITY", "COMMUNITY", "110111007001"), ("110111007001", "CITY", "CITY", "1101"),
    ("110111007", "COMMUNITY", "STREET", "110111007"), ("110111", "STREET", "DISTRICT", "110111"),
    ("1101", "COMMUNITY", "CITY", "1101"), ("11", "STREET", "PROVINCE", "11"), ("110111007", "CITY", "CITY", "1101")])
def test_the_scope_is_at_least_the_homes(home: str, asked: str, scope: str, code: str) -> None:
    assert homes.scope_around(home, asked) == scope
    assert item(home_code=home, scope=scope).scope_code == code


@pytest.mark.parametrize(("own", "stations", "asked", "home"), [
    ("110111007", [], None, "110111007"), ("110111007", [], "110111007002", "110111007002"),
    ("110111007", [], "110111", None), ("110111007", [], "110111008001", None),
    (None, ["110111007002", "110111007001"], None, "110111007002"), (None, ["110111007001"], "110111", "110111"),
    (None, ["110111007001"], "110111007001001", None), (None, ["110111007001"], "110111008", None),
    (None, ["110111007001"], "1", None), (None, [], None, None)])
def test_where_an_item_is_at_home(own: str | None, stations: list[str], asked: str | None, home: str | None) -> None:
    if home:
        assert homes.home_code(own, stations, asked) == home
    else:
        assert isinstance(outcome(homes.home_code, own, stations, asked), BadInput)


@pytest.mark.parametrize(("kind", "led", "may"), [
    ("PART_TIME", 1, True), ("PART_TIME", 2, False), ("PART_TIME", 3, False), ("SECRETARY", 9, True)])
def test_the_quota_is_of_part_time_members(kind: str, led: int, may: bool) -> None:
    assert outcome(committees.check_lead, kind, led, 2) == (None if may else LeadQuotaReached(2))
