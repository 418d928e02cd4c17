"""How much of a resident's data who sees a call gets."""
from uuid import UUID

from domain.personal import Look
from domain.viewer import Viewer
from domain.whistle_callers import is_caller
from domain.whistles import IN_WORK, OPEN, WhistleState

_WITH_LEAD = frozenset({WhistleState.DISPATCHED, *IN_WORK, WhistleState.SUSPENDED, WhistleState.HANDLED, WhistleState.VERIFIED})


def look(viewer: Viewer, state: str, raiser_id: UUID, lead_id: UUID | None, system_id: UUID | None) -> Look:
    """How much the viewer gets of a resident's data: all of it who raised the call, as long as it is open, and the lead while
    it has it; each look is put on record."""
    raised = state in OPEN and is_caller(viewer, raiser_id, system_id)
    leads = state in _WITH_LEAD and lead_id in viewer.acts_for
    return Look.RECORDED if raised or leads else Look.MASKED
