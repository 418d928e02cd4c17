"""By which of the viewer's access paths (`db.visibility.AccessPaths`) a run finds the rows of a root page."""
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from db.scans import IndexScan, index_scans, scans_by
from db.visibility import AccessPath, AccessPaths
from domain.viewer import Viewer
from planner.catalogue import IndexLayout

BY_FILTER = (IndexScan(AccessPath("", "", private=True), (), beyond=True),)
"""In place of paths, where the filter leaves few rows: an index finds them, and each is asked whether it is visible."""
MOST_BRANCHES = 6
"""So many scans of one path, or by words of all, are read side by side, row by row as the page needs them; more are read one
after the other into a sort: to start one costs some 7 µs, to read its page for nothing as much."""
MOST_KNOWN = 16  # plans of one viewer that are remembered, a kilobyte each
_shapes: dict[Hashable, int] = {}


@dataclass(frozen=True)
class ScanPlan:
    """By what the rows of a run's page are found.

    scans    the paths that can find rows, with their values
    states   those of the rows; None: any
    known    all states
    private  those in which only some paths find rows
    """

    scans: Sequence[IndexScan]
    states: tuple[str, ...] | None
    known: tuple[str, ...]
    private: frozenset[str]

    @cached_property
    def shape(self) -> int:
        """A number for what the statement depends on: not on values, but states are written out, which helps its plan."""
        scans = tuple((scan.path.column, scan.beyond, bool(scan.scopes), min(len(scan.values), MOST_BRANCHES + 1))
                      for scan in self.scans)
        return _shapes.setdefault((self.states, scans), len(_shapes))

    def states_of(self, path: AccessPath) -> list[str]:
        """Those in which the path finds rows."""
        return [state for state in (self.known if self.states is None else self.states)
                if path.private or state not in self.private]


def scan_plan_of(paths: AccessPaths, indexes: IndexLayout, viewer: Viewer, division: str | None,
                 states: tuple[str, ...] | None, types: tuple[str, ...], by: frozenset[str]) -> ScanPlan:
    """
    division    within which the page is, as `db.scans.index_scans` has it
    states      those of the page's rows, sorted; None: any
    types       those of the page's rows
    by          the viewer's values by which alone the page's rows are found; none: by any
    """
    asked = division, states, types, by
    found: ScanPlan | None = viewer.known.get((paths, indexes, *asked))  # tables that are seen alike have their own states
    if found is None:
        if len(viewer.known) >= MOST_KNOWN:
            viewer.known.clear()
        found = viewer.known[paths, indexes, *asked] = _scan_plan(paths, indexes, viewer, *asked)
    return found


def by_filter(paths: AccessPaths, indexes: IndexLayout, states: tuple[str, ...] | None) -> ScanPlan:
    """Where a filter leaves few rows, whoever asks."""
    return ScanPlan(BY_FILTER if states != () else (), states, indexes.states, paths.sight.private)


def _scan_plan(paths: AccessPaths, indexes: IndexLayout, viewer: Viewer, division: str | None,
               states: tuple[str, ...] | None, types: tuple[str, ...], by: frozenset[str]) -> ScanPlan:
    asked = ScanPlan((), states, indexes.states, paths.sight.private)
    private = not paths.sight.private.isdisjoint(indexes.states if states is None else states)
    scans = (scans_by(paths, viewer, division, by) if by
             else index_scans(paths, viewer, division, private=private, types=types))
    return replace(asked, scans=[scan for scan in scans if asked.states_of(scan.path)])
