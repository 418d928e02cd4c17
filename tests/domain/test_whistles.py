"""Who is shown a call's resident, in each state to each role."""
from dataclasses import replace
from uuid import UUID

import pytest

from domain import whistle_residents
from domain.personal import Look
from domain.viewer import OfficeKind, Viewer
from domain.whistles import WhistleState

RAISER, LEAD, SYSTEM = UUID(int=1), UUID(int=2), UUID(int=4)
WITH_LEAD = {"DISPATCHED", "ACCEPTED", "REWORK", "SUSPENDED", "HANDLED", "VERIFIED"}


def _viewer(organization: UUID) -> Viewer:
    return Viewer(member_id=UUID(int=9), acts_for={organization: frozenset({OfficeKind.SECRETARY})}, belongs_to=frozenset(),
                  officer_of=frozenset({"110111007"}), districts_of=frozenset(), rights_until=None)


VIEWERS = {"caller": _viewer(RAISER), "lead": _viewer(LEAD), "another": _viewer(UUID(int=3)),
           "system": replace(_viewer(UUID(int=3)), system_id=SYSTEM),
           "other system": replace(_viewer(UUID(int=3)), system_id=UUID(int=5))}


@pytest.mark.parametrize("state", WhistleState)
def test_the_resident_is_shown_to_the_caller_until_the_end_and_to_the_lead_while_it_has_the_call(state: WhistleState) -> None:
    """Each look is on record; officers above see no more than its ends. Of a call that nobody leads, nobody is the lead."""
    raised = {"caller", "system"} if state not in ("CLOSED", "WITHDRAWN") else set()
    whole = raised | ({"lead"} if state in WITH_LEAD else set())
    for lead, expected in ((LEAD, whole), (None, whole - {"lead"})):
        looks = {name: whistle_residents.look(viewer, state, RAISER, lead, SYSTEM) for name, viewer in VIEWERS.items()}
        assert looks == {name: Look.RECORDED if name in expected else Look.MASKED for name in VIEWERS}
