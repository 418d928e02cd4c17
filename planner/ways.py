"""By which of the viewer's legs (`db.visibility.LEGS`) a run finds the rows of a root page."""
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from db import visibility
from db.visibility import Leg, Legs, Walk
from domain.viewer import Viewer
from planner.catalogue import Legged

BY_FILTER = (Walk(Leg("", "", private=True), (), beyond=True),)
"""In place of legs, where the filter leaves few rows: an index finds them, and each is asked whether it is visible."""
MOST_BRANCHES = 6
"""So many walks of one leg, or by words of all, are read side by side, row by row as the page needs them; more are read one
after the other into a sort: to start one costs some 7 µs, to read its page for nothing as much."""
MOST_KNOWN = 16  # ways of one viewer that are remembered, a kilobyte each
_shapes: dict[Hashable, int] = {}


@dataclass(frozen=True)
class Ways:
    """By what the rows of a run's page are found.

    walks    the legs that can find rows, with their values
    states   those of the rows; None: any
    known    all states
    private  those in which only some legs find rows
    """

    walks: Sequence[Walk]
    states: tuple[str, ...] | None
    known: tuple[str, ...]
    private: frozenset[str]

    @cached_property
    def shape(self) -> int:
        """A number for what the statement depends on: not on values, but states are written out, which helps its plan."""
        walks = tuple((walk.leg.column, walk.beyond, bool(walk.scopes), min(len(walk.values), MOST_BRANCHES + 1))
                      for walk in self.walks)
        return _shapes.setdefault((self.states, walks), len(_shapes))

    def states_of(self, leg: Leg) -> list[str]:
        """Those in which the leg finds rows."""
        return [state for state in (self.known if self.states is None else self.states)
                if leg.private or state not in self.private]


def ways_of(legs: Legs, legged: Legged, viewer: Viewer, division: str | None, states: tuple[str, ...] | None,
            types: tuple[str, ...]) -> Ways:
    """
    division    within which the page is, as `db.visibility.walks` has it
    states      those of the page's rows, sorted; None: any
    types       those of the page's rows
    """
    asked = division, states, types
    found: Ways | None = viewer.known.get((legs, *asked))
    if found is None:
        if len(viewer.known) >= MOST_KNOWN:
            viewer.known.clear()
        found = viewer.known[legs, *asked] = _ways(legs, legged, viewer, *asked)
    return found


def by_filter(legs: Legs, legged: Legged, states: tuple[str, ...] | None) -> Ways:
    """Where a filter leaves few rows, whoever asks."""
    return Ways(BY_FILTER if states != () else (), states, legged.states, legs.sight.private)


def _ways(legs: Legs, legged: Legged, viewer: Viewer, division: str | None, states: tuple[str, ...] | None,
          types: tuple[str, ...]) -> Ways:
    asked = Ways((), states, legged.states, legs.sight.private)
    private = not legs.sight.private.isdisjoint(legged.states if states is None else states)
    walks = visibility.walks(legs, viewer, division, private=private, types=types)
    return replace(asked, walks=[walk for walk in walks if asked.states_of(walk.leg)])
