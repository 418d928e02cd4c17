"""Until when each step of a call is taken, and when one level more is told that it was not: docs/decisions/0155-calls.md."""
from datetime import datetime

from domain.routes import Limit, TimeUnit
from domain.whistles import RUNNING, Whistle, WhistleKind, WhistleLevel, WhistleState

WAITING = Limit(1, TimeUnit.WORKING_DAYS)
WAITING_IN_EMERGENCY = Limit(2, TimeUnit.HOURS)
"""In which it is triaged and dispatched; and, once a level is told, how long the next one is not."""
ANSWERING = Limit(5, TimeUnit.WORKING_DAYS)
"""In which the caller verifies what was done, and the dispatcher closes it."""
DIGITS = {WhistleLevel.COMMUNITY: 12, WhistleLevel.STREET: 9, WhistleLevel.DISTRICT: 6}


def due_at(state: str, whistle: Whistle, now: datetime) -> datetime | None:
    """Until when the next step is taken, of a call that has just come into a state other than DISPATCHED; None: it is over."""
    if state in (WhistleState.HANDLED, WhistleState.VERIFIED):
        return ANSWERING.ends(now)
    if state == WhistleState.ACCEPTED:
        return whistle.handle_by
    if state == WhistleState.REWORK:
        return handling(whistle).ends(now)
    return waiting(whistle.kind).ends(now) if state in RUNNING else None


def waiting(kind: str) -> Limit:
    return WAITING_IN_EMERGENCY if kind == WhistleKind.EMERGENCY else WAITING


def accepting(whistle: Whistle) -> Limit:
    """The time to accept; of one that was dispatched."""
    return Limit(whistle.accept_in or 0, str(whistle.accept_unit))


def handling(whistle: Whistle) -> Limit:
    """The time that the lead has; of one that was dispatched."""
    return Limit(whistle.handle_in or 0, str(whistle.handle_unit))


def escalates_at(level: str, kind: str, due: datetime | None, now: datetime) -> datetime | None:
    """When one level more is told: when it falls overdue, or, where it is already, after another while; None: none is left."""
    if due is None or level == WhistleLevel.DISTRICT:
        return None
    return due if due > now else waiting(kind).ends(now)


def levels_above(level: str) -> list[WhistleLevel]:
    """Those that are told next, the lowest first."""
    levels = list(WhistleLevel)
    return levels[levels.index(WhistleLevel(level)) + 1:]
