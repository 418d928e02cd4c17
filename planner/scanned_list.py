"""A root list that is found by index scans: what its statements are written from, and what their parameters are read from."""
from planner.arguments import Run
from planner.list_query import ListQuery
from planner.scan_plan import ScanPlan, by_filter, scan_plan_of


class ScannedList:
    """The scans of one page's statement, each a scan of an index in the page's order that stops after the page's own rows.

    Which of them a page has, and with which of the viewer's values, is seen at each run: a path that can find nothing
    would still cost the start of its plan.
    """

    def __init__(self, query: ListQuery) -> None:
        self.query, self.statement, self.alias, self.rows = query, query.statement, query.alias, query.rows
        indexes, paths = query.rows.target.indexes, query.rows.target.paths
        assert indexes is not None
        assert paths is not None
        self.indexes, self.known, self.typed = indexes, paths, query.rows.typed
        states, within = (query.rows.conditions.get(str(name)) for name in (indexes.state, indexes.division))
        self._read_states = states.value.text() if states else None
        self._read_division = within.value.division() if within else None
        index_conditions = query.rows.index_conditions
        self.few = next((name for name, condition in index_conditions.items() if condition.index is None), None)
        placed = next((name for name, condition in index_conditions.items() if condition.is_placed), None)
        self.placed = index_conditions[placed] if placed else None
        self._read_grams = query.rows.conditions[placed].value.grams() if placed else None

    def plan(self, run: Run) -> ScanPlan:
        """The run's plan, worked out once: its parameters are read from it."""
        found: ScanPlan | None = run.given.get(self)
        if found is None:
            found = run.given[self] = self._scan_plan(run)
        return found

    def _scan_plan(self, run: Run) -> ScanPlan:
        assert run.viewer is not None
        states = self._states(run)
        if self.few:
            return by_filter(self.known, self.indexes, states)
        within = self._read_division(run) if self._read_division else None
        return scan_plan_of(self.known, self.indexes, run.viewer, within, states, self.typed.values, self.rows.by)

    def _states(self, run: Run) -> tuple[str, ...] | None:
        asked = set(self._read_states(run)) if self._read_states else None
        possible = self.rows.states
        if possible is not None:
            asked = asked & possible if asked is not None else {*possible}
        return None if asked is None else tuple(sorted(asked))

    def keys(self, run: Run, type_: str, value: str) -> list[str]:
        """By which an index has the words that are asked for, in rows of a type and the place of a path's value."""
        assert self._read_grams is not None
        found: list[str] | None = run.given.get(self._read_grams)
        if found is None:
            found = run.given[self._read_grams] = self._read_grams(run)
        assert self.placed is not None
        assert self.placed.key is not None
        return [self.placed.key(type_, value, gram) for gram in found]
