"""By which of the viewer's legs (`db.visibility.LEGS`) a run finds the rows of a root page."""
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from db import visibility
from db.visibility import Leg, Walk
from domain.viewer import Viewer

STATES = ("DRAFT", "PUBLISHED", "COMPLETED", "WITHDRAWN", "EXPIRED")
LONGER_THAN_CODES = 16  # characters: what is cut off there begins like no code
BY_FILTER = (Walk(Leg("", "", drafts=True), (), beyond=True),)
"""In place of legs, where the filter leaves few rows: an index finds them, and each is asked whether it is visible."""
MOST_BRANCHES = 6
"""So many walks of one leg are read side by side, row by row as the page needs them; more are read one after the other
into a sort: to start one costs some 7 µs, to read its page for nothing as much."""


@dataclass(frozen=True)
class Ways:
    """By what the rows of a run's page are found.

    walks    the legs that can find rows, with their values
    states   those of the rows; None: any
    """

    walks: Sequence[Walk]
    states: tuple[str, ...] | None

    @cached_property
    def shape(self) -> object:
        """What the statement depends on: values are parameters, but states are written out, which helps its plan."""
        return self.states, tuple([(walk.leg.column, walk.beyond, bool(walk.scopes), min(len(walk.values), MOST_BRANCHES + 1))
                                   for walk in self.walks])

    def states_of(self, leg: Leg) -> list[str]:
        """Those in which the leg finds rows."""
        return [state for state in (STATES if self.states is None else self.states) if leg.drafts or state != "DRAFT"]


def ways_of(viewer: Viewer, division: str | None, states: tuple[str, ...] | None, resources: bool) -> Ways:
    """
    division    within which the page is, as `db.visibility.walks` has it
    states      those of the page's rows, sorted; None: any
    resources   whether it may have resources
    """
    return _ways(viewer, division and division[:LONGER_THAN_CODES], states, resources)


@lru_cache(maxsize=4_096)
def _ways(viewer: Viewer, division: str | None, states: tuple[str, ...] | None, resources: bool) -> Ways:
    asked = Ways((), states)
    walks = visibility.walks(viewer, division, "DRAFT" in (STATES if states is None else states), resources)
    return Ways([walk for walk in walks if asked.states_of(walk.leg)], states)
