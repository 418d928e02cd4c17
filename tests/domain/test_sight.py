"""Who sees a row, as a sight declares it: each way by itself."""
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from domain import sight
from domain.committees import SeatKind
from domain.sight import Named, Sight
from domain.viewer import OfficeKind, Viewer

NOW = datetime(2026, 5, 1, tzinfo=UTC)
OWN, OTHER, NAMED = UUID(int=1), UUID(int=2), UUID(int=3)
CALLS = Sight(own="raised_by", private=frozenset({"DRAFT"}), downward="open_to", home="place",
              upward={9: "street", 6: "district"}, named=(Named("dispatch", "call_id", "department_id", until="recalled_at"),))


def viewer(*organizations: UUID, belongs_to: str = "", officer_of: str = "") -> Viewer:
    acts_for = {each: frozenset({OfficeKind.OFFICER}) for each in organizations}
    return Viewer(UUID(int=9), acts_for, frozenset({belongs_to} - {""}), frozenset({officer_of} - {""}), frozenset(), None)


@pytest.mark.parametrize(("who", "state", "named", "seen"), [
    (viewer(OWN), "RAISED", {}, True), (viewer(OWN), "DRAFT", {}, True), (viewer(OTHER), "RAISED", {}, False),
    (viewer(belongs_to="110111007001"), "RAISED", {}, True), (viewer(belongs_to="110111007001"), "DRAFT", {}, False),
    (viewer(belongs_to="110111008001"), "RAISED", {}, False), (viewer(belongs_to="110111"), "RAISED", {}, False),
    (viewer(officer_of="110111007"), "RAISED", {}, True), (viewer(officer_of="110111"), "RAISED", {}, True),
    (viewer(officer_of="110111"), "DRAFT", {}, False), (viewer(officer_of="110112"), "RAISED", {}, False),
    (viewer(NAMED), "RAISED", {"dispatch": {NAMED: None}}, True), (viewer(NAMED), "DRAFT", {"dispatch": {NAMED: None}}, False),
    (viewer(NAMED), "RAISED", {"dispatch": {NAMED: NOW}}, False),
    (viewer(NAMED), "RAISED", {"dispatch": {NAMED: NOW + timedelta(seconds=1)}}, True),
    (viewer(OTHER), "RAISED", {"dispatch": {NAMED: None}}, False)])
def test_each_way(who: Viewer, state: str, named: dict[str, Any], seen: bool) -> None:
    row = SimpleNamespace(raised_by=OWN, state=state, open_to="110111007", place="110111007001")
    assert sight.sees(CALLS, who, row, named, NOW) is seen


@pytest.mark.parametrize(("state", "parties", "seen"), [
    ("MADE", (OTHER, None), True), ("MADE", (None, OTHER), True), ("MADE", (None, None), False),
    ("DRAFT", (OTHER, OTHER), False)])
def test_parties(state: str, parties: tuple[UUID | None, UUID | None], seen: bool) -> None:
    pact = Sight(own="of", parties=("first", "second"), private=frozenset({"DRAFT"}))
    row = SimpleNamespace(of=OWN, first=parties[0], second=parties[1], state=state)
    assert sight.sees(pact, viewer(OTHER), row, {}, NOW) is seen
    assert sight.sees(pact, viewer(OWN), row, {}, NOW)


def test_a_sight_of_its_own_people_alone() -> None:
    alone, row = Sight(own="of"), SimpleNamespace(of=OWN)
    assert sight.sees(alone, viewer(OWN), row, {}, NOW)
    assert not sight.sees(alone, viewer(OTHER, belongs_to="11", officer_of="11"), row, {}, NOW)


def test_a_sight_by_a_seat() -> None:
    committee = UUID(int=7)
    by_seat, row = Sight(own="of", seated="committee_id"), SimpleNamespace(of=OWN, committee_id=committee)
    assert not sight.sees(by_seat, viewer(OTHER), row, {}, NOW)
    seated = replace(viewer(OTHER), sits_on={committee: frozenset({SeatKind.PART_TIME})})
    assert sight.sees(by_seat, seated, row, {}, NOW)
    assert not sight.sees(by_seat, seated, SimpleNamespace(of=OWN, committee_id=OTHER), {}, NOW)
