"""`viewerCan`: what is open to whom, and that its reason is what the mutation would say."""
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import access, claims, committees, members
from domain.cards import CardAwaitsAnswer
from domain.claims import AlreadyJoined, Claim
from domain.items import Item
from domain.process import Process
from domain.refusals import (
    BadInput,
    ClaimTooLarge,
    DeadlinePassed,
    HasOpenClaims,
    ItemClosed,
    NotAllowed,
    OwnItem,
    Refusal,
    WrongSide,
    WrongState,
)
from domain.terms import Term, TermStep
from domain.viewer import OfficeKind, Viewer
from domain.widening import NoTimeLimit

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PUBLISHER, UNIT, OTHER_UNIT, DIVISION = (UUID(int=number) for number in range(1, 5))
CODE = "110111007001"
UNPUBLISHED = dict.fromkeys(("COMPLETE", "SHARE", "WIDEN", "HOLD"), WrongState("DRAFT", ["PUBLISHED"]))


def viewer(*acts_for: UUID, officer_of: str | None = None) -> Viewer:
    over = frozenset({officer_of} if officer_of else ())
    return Viewer(UUID(int=9), {one: frozenset({OfficeKind.LIAISON}) for one in acts_for}, over, over, frozenset(),
                  None, frozenset({UNIT, OTHER_UNIT} & set(acts_for)))


def item(**changes: Any) -> Item:
    given: dict[str, Any] = {"list": "DEMAND", "state": "PUBLISHED", "publisher_id": PUBLISHER, "scope": "STREET",
                             "home_code": CODE, "quantity": 10, "claimed": 4, "deadline": None}
    return Item(**{**given, **changes})


def refused(who: Viewer, what: Item) -> dict[str, str | None]:
    """What is not open, with the reason."""
    return {one.action: one.reason for one in access.item_actions(who, what, NOW) if not one.allowed}


def test_each_action_is_named_once() -> None:
    assert [one.action for one in access.item_actions(viewer(), item(), NOW)] == [
        "REVISE", "PUBLISH", "WITHDRAW", "COMPLETE", "SHARE", "WIDEN", "HOLD", "CLAIM"]


@pytest.mark.parametrize(("who", "changes", "expected"), [
    (viewer(PUBLISHER), {}, {"PUBLISH": WrongState("PUBLISHED", ["DRAFT"]), "HOLD": NoTimeLimit(), "CLAIM": OwnItem()}),
    (viewer(PUBLISHER), {"open_claims": 2}, {
        "PUBLISH": WrongState("PUBLISHED", ["DRAFT"]), "HOLD": NoTimeLimit(), "CLAIM": OwnItem(), "WITHDRAW": HasOpenClaims(2),
        "COMPLETE": HasOpenClaims(2)}),
    (viewer(PUBLISHER), {"state": "DRAFT"}, {
        **UNPUBLISHED, "CLAIM": OwnItem()}),
    (viewer(PUBLISHER), {"state": "DRAFT", "deadline": NOW}, {
        **UNPUBLISHED, "PUBLISH": DeadlinePassed(NOW), "CLAIM": OwnItem()})])
def test_the_publishers_actions(who: Viewer, changes: dict[str, Any], expected: dict[str, Refusal]) -> None:
    assert refused(who, item(**changes)) == {action: no.message for action, no in expected.items()}


@pytest.mark.parametrize(("who", "changes", "no"), [
    (viewer(UNIT), {}, None), (viewer(DIVISION), {}, WrongSide("DEMAND")), (viewer(), {}, NotAllowed("CLAIM_ITEM")),
    (viewer(DIVISION), {"list": "RESOURCE"}, None), (viewer(PUBLISHER, UNIT), {}, None),
    (viewer(UNIT, DIVISION), {"claimed": 10}, WrongSide("DEMAND")), (viewer(UNIT), {"claimed": 10}, ClaimTooLarge(0)),
    (viewer(UNIT), {"state": "EXPIRED"}, ItemClosed("EXPIRED")),
    (viewer(UNIT), {"deadline": NOW}, DeadlinePassed(NOW))])
def test_claiming(who: Viewer, changes: dict[str, Any], no: Refusal | None) -> None:
    assert refused(who, item(**changes)).get("CLAIM") == (no.message if no else None)


@pytest.mark.parametrize(("officer_of", "may"), [
    (CODE, True), ("110111007", True), ("11", True), ("110111007002", False), ("110111007001001", False)])
def test_officers_around_its_home_share_an_item(officer_of: str, may: bool) -> None:
    assert ("SHARE" not in refused(viewer(officer_of=officer_of), item())) is may


@pytest.mark.parametrize("kind", ["DEMAND", "RESOURCE"])
@pytest.mark.parametrize("who", [PUBLISHER, UNIT])
@pytest.mark.parametrize("state", list(claims.ClaimState))
def test_a_claims_actions_are_open_to_whose_step_it_is(kind: str, who: UUID, state: str) -> None:
    claim = Claim(state=state, claimant_id=UNIT, quantity=1, answer_by=NOW + timedelta(1))
    permissions = access.claim_actions(viewer(who), claim, item(list=kind), NOW)
    assert [one.action for one in permissions] == [
        "ACCEPT", "DECLINE", "WITHDRAW", "DELIVER", "RETURN", "CONFIRM", "PROPOSE_CARD", "FORM_PROJECT"]
    for one in permissions[:-2]:
        step = claims.Step(one.action)
        mine = claims.actor(step, claim, item(list=kind)) == who
        assert one.allowed == (mine and state in claims.PROCESS.steps[step].sources)
        if not mine:
            assert one.reason == NotAllowed(f"{step}_CLAIM").message


def test_what_is_part_of_a_joint_project_is_not_taken_back() -> None:
    claim = Claim(state="ACCEPTED", claimant_id=UNIT, quantity=1, answer_by=NOW + timedelta(1), is_joined=True)
    can = {one.action: one.code for one in access.claim_actions(viewer(UNIT), claim, item(), NOW)}
    assert (can["WITHDRAW"], can["DELIVER"]) == (AlreadyJoined.CODE, None)


@pytest.mark.parametrize("awaits", [False, True])
@pytest.mark.parametrize("who", [PUBLISHER, UNIT, UUID(int=99)])
@pytest.mark.parametrize("state", list(claims.ClaimState))
def test_cards_are_proposed_by_either_party_while_a_claim_goes_on(who: UUID, state: str, awaits: bool) -> None:
    claim = Claim(state=state, claimant_id=UNIT, quantity=1, answer_by=NOW + timedelta(1), awaits_card=awaits)
    one = {each.action: each for each in access.claim_actions(viewer(who), claim, item(), NOW)}["PROPOSE_CARD"]
    goes_on = state in ("ACCEPTED", "DELIVERED", "REWORK")
    code = (CardAwaitsAnswer.CODE if awaits else None) if goes_on else WrongState.CODE
    assert (one.allowed, one.code) == ((code is None, code) if who != UUID(int=99) else (False, NotAllowed.CODE))


def test_for_whom_a_viewer_acts() -> None:
    def acting(who: Viewer, asked: UUID | None) -> UUID:
        return access.acting_organization(who, asked, field="claimant_id", action="CLAIM")

    assert acting(viewer(UNIT), None) == UNIT
    assert acting(viewer(UNIT, PUBLISHER), UNIT) == UNIT
    for who, asked in ((viewer(), None), (viewer(UNIT), PUBLISHER)):
        with pytest.raises(NotAllowed):
            acting(who, asked)
    with pytest.raises(BadInput):
        acting(viewer(UNIT, PUBLISHER), None)


def test_what_belongs_nowhere_is_nobodys_to_manage() -> None:
    officer = viewer(officer_of="11")
    access.check_officer_over(officer, [CODE], "X")
    for divisions in ([], [CODE, "120101"]):
        with pytest.raises(NotAllowed):
            access.check_officer_over(officer, divisions, "X")


LIVES = (members.OFFICE, committees.SEAT)
TODAY = NOW.date()
A_DAY = timedelta(1)
TERMS: dict[str, list[tuple[date, date | None]]] = {
    "UPCOMING": [(TODAY + A_DAY, None), (TODAY + A_DAY, TODAY + A_DAY)],
    "CURRENT": [(TODAY, None), (TODAY, TODAY), (TODAY - A_DAY, TODAY), (TODAY - A_DAY, TODAY + A_DAY)],
    "ENDED": [(TODAY - A_DAY, TODAY - A_DAY)]}
OFFICERS = {CODE: True, "110111007": True, "11": True, "110111007002": False, "110111007001001": False, None: False}


@pytest.mark.parametrize("declared", LIVES, ids=lambda each: each.type)
@pytest.mark.parametrize(("officer_of", "may"), OFFICERS.items())
@pytest.mark.parametrize(("state", "starts_on", "ends_on"), [(state, *days) for state, each in TERMS.items() for days in each])
def test_terms_are_ended_by_officers_over_them_until_they_are_over(
        declared: Process, officer_of: str | None, may: bool, state: str, starts_on: date, ends_on: date | None) -> None:
    term = Term(starts_on=starts_on, ends_on=ends_on, division_code=CODE)
    assert term.state_on(declared, TODAY) == state
    [permission] = access.term_actions(viewer(PUBLISHER, officer_of=officer_of), declared, term, TODAY)
    no = (NotAllowed(f"END_{declared.table.upper()}") if not may else
          WrongState("ENDED", ["UPCOMING", "CURRENT"]) if state == "ENDED" else None)
    assert permission == access.Permission("END", no)


@pytest.mark.parametrize("declared", LIVES, ids=lambda each: each.type)
def test_a_term_whose_division_is_not_known_is_nobodys_to_end(declared: Process) -> None:
    with pytest.raises(NotAllowed):
        access.check_term(viewer(officer_of="11"), declared, TermStep.END,
                          Term(starts_on=TODAY, ends_on=None, division_code=None), TODAY)
