"""What a system's rights leave of its office's: each field of a viewer, those that come too."""
from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.committees import SeatKind
from domain.systems import SystemSight, narrowed
from domain.viewer import OfficeKind, Viewer

ME, OWN, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
OFFICER = Viewer(
    member_id=ME, acts_for={OWN: frozenset({OfficeKind.OFFICER})}, belongs_to=frozenset({"110111007"}),
    officer_of=frozenset({"110111007"}), districts_of=frozenset({"110111"}), rights_until=date(2099, 1, 1),
    units=frozenset({OTHER}), division_of={OWN: "110111007"}, shared_with=frozenset({OWN}), paired_with=frozenset({OTHER}),
    sits_on={OTHER: frozenset({SeatKind.SECRETARY})}, only=frozenset({"everything"}), cost=9, system_id=OTHER, only_own=True)
"""With something in every field."""
KEPT = {"member_id", "acts_for", "rights_until", "units", "shared_with"}
"""What it has of its office: for whom it acts, and what names that."""
GIVEN: dict[str, Any] = {"only": frozenset({"whistles"}), "cost": 500, "system_id": ME}


@pytest.mark.parametrize("sight", SystemSight)
def test_it_has_what_is_given_to_it_and_nothing_for_where_its_office_is(sight: SystemSight) -> None:
    assert all(getattr(OFFICER, each.name) for each in fields(Viewer))
    system = narrowed(OFFICER, ["whistles"], 500, sight)
    expected = {**{name: getattr(OFFICER, name) for name in KEPT}, **GIVEN, "only_own": sight == SystemSight.OWN}
    assert {each.name: getattr(system, each.name) for each in fields(Viewer) if getattr(system, each.name)} == {
        name: value for name, value in expected.items() if value}


@pytest.mark.parametrize(("sight", "organizations"), [(SystemSight.OWN, []), (SystemSight.ORGANIZATION, [OWN])])
def test_it_sees_by_nothing_else(sight: SystemSight, organizations: list[UUID]) -> None:
    """Of all the values by which anybody sees a row."""
    seen = narrowed(replace(OFFICER, system_id=None), ["whistles"], 500, sight).sees_by
    assert {name: value for name, value in seen.items() if value} == {
        name: value for name, value in {"organizations": organizations, "systems": [ME], "member": ME}.items() if value}
