"""Calls that say the same (重复诉求): a duplicate is linked to its original, and answered with it.

Of an original there may be any number; a duplicate has none of its own: docs/decisions/0175-duplicates-of-calls.md.
"""
from datetime import datetime
from typing import Any
from uuid import UUID

from domain import whistle_clock, whistles
from domain.languages import Bilingual
from domain.refusals import BadInput, NotAllowed
from domain.viewer import Viewer
from domain.whistles import IN_WORK, OPEN, RUNNING, OriginalOver, Whistle, WhistleState, WhistleStep

ANSWERED = (WhistleState.HANDLED, WhistleState.VERIFIED)
"""States in which the original has an answer already: who is linked then has it at once."""
_WAITS_FOR = {WhistleState.REPORTED: 0, WhistleState.TRIAGED: 1, WhistleState.RETURNED: 1, WhistleState.DISPATCHED: 2,
              **dict.fromkeys(IN_WORK, 3)}
"""Which step is waited for in each state, in the order of the steps."""


def check_itself(whistle_id: UUID, original_id: UUID) -> None:
    """raises   BadInput"""
    if whistle_id == original_id:
        raise BadInput("duplicate_of_id", Bilingual("须为另一诉求，且未并入它。",
                                                    "It must not be the call itself, nor one that is linked to it."))


def check_link(viewer: Viewer, whistle: Whistle, original: Whistle) -> None:
    """Who dispatches both links them, as long as both are open.

    raises   NotAllowed, WrongState, OriginalOver
    """
    whistles.check_step(viewer, WhistleStep.LINK, whistle)
    if not whistles.is_dispatcher(viewer, original.home_code):
        raise NotAllowed(whistles.PROCESS.action(WhistleStep.LINK))
    if original.state not in OPEN:
        raise OriginalOver


def earlier(original: Whistle, duplicate: Whistle, now: datetime) -> dict[str, Any]:
    """What changes of an original that is not answered yet: it falls due when the earlier of the two does, so that nobody gains
    time by linking. A limit of a step that the original has behind it is none of its."""
    if original.state not in RUNNING or original.state in ANSWERED:
        return {}
    due = min(filter(None, (original.due_at, _due(original, duplicate))), default=None)
    handle_by = min(filter(None, (original.handle_by, _handle_by(duplicate))), default=None) if original.handle_by else None
    changes: dict[str, Any] = {}
    if due != original.due_at:
        changes |= {"due_at": due, "escalate_at": whistle_clock.escalates_at(original.level, original.kind, due, now)}
    return changes | ({"handle_by": handle_by} if handle_by != original.handle_by else {})


def _due(original: Whistle, duplicate: Whistle) -> datetime | None:
    """The duplicate's limit for the step that the original waits for, or for a later one; None: it has none such."""
    if original.state in IN_WORK:
        return _handle_by(duplicate)
    is_behind = _WAITS_FOR[WhistleState(duplicate.state)] < _WAITS_FOR[WhistleState(original.state)]
    return None if is_behind else duplicate.due_at


def _handle_by(duplicate: Whistle) -> datetime | None:
    """Until when its lead is to handle it; None: it is with none, and what was said to a former one is no limit any more."""
    return duplicate.handle_by if duplicate.state in (WhistleState.DISPATCHED, *IN_WORK) else None
