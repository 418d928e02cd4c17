"""The SQL that finds the rows of a root page by the access paths of its viewer (`db.visibility.AccessPaths`)."""
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby, product
from math import prod

from db import visibility
from db.scans import IndexScan
from db.visibility import AccessPath
from planner import axes, notes
from planner.arguments import Read
from planner.axes import Axis
from planner.catalogue import IndexCondition
from planner.scan_plan import BY_FILTER, MOST_BRANCHES, ScanPlan
from planner.scanned_list import ScannedList


def page(scanned: ScannedList, plan: ScanPlan) -> str:
    """The page's rows: what the statement wants of them, with their places in the page's order."""
    wanted = [name for name in scanned.statement.used(scanned.alias) if name != "id"]
    by_path = list(ScanSelects(scanned, plan, wanted))
    selects = [select for each in by_path for select in each]
    if len(selects) == 1:
        return selects[0]
    distinct = 'DISTINCT ON ("key", id) ' if len(by_path) > 1 else ""
    return f"SELECT {distinct}* FROM ({_united(selects)}) scans {scanned.query.ordered(DOUBLE, 'id')}"


def count(scanned: ScannedList, plan: ScanPlan) -> tuple[str, str]:
    """What is counted of the rows on all pages, and the FROM that has their ids, some of them more than once."""
    by_path = list(ScanSelects(scanned, plan, None))
    rows = "DISTINCT id" if len(by_path) > 1 else "*"
    return rows, f"({_united([select for each in by_path for select in each])}) scans"


class ScanSelects:
    """The SELECTs that find the rows of a page, a list of them for each path: only rows of different paths can be the same.

    wanted   columns of the rows, besides id and "key"; None: only the ids, for all pages
    """

    def __init__(self, scanned: ScannedList, plan: ScanPlan, wanted: Sequence[str] | None) -> None:
        self.query, self.statement, self.alias, self.rows = scanned.query, scanned.statement, scanned.alias, scanned.rows
        self.scanned, self.plan, self.wanted, self.few = scanned, plan, wanted, scanned.few
        self.state, self.types = scanned.indexes.state, scanned.typed.values or ("",)
        self.where = self.query.ordered_by()
        self.edges = [] if wanted is None else self.query.keyset()

    def __iter__(self) -> Iterator[list[str]]:
        named = [scan for scan in self.plan.scans if scan.path.named]
        by_column = [scan for scan in self.plan.scans if not scan.path.named]
        by_words = [] if self.few else [scan for scan in by_column
                                        if any(each.is_placed for each in self._index_conditions(scan).values())]
        if self.few and by_column:
            yield self._by_filter(self.few)
        else:
            yield from map(self._by_column, (scan for scan in by_column if scan not in by_words))
        for _, scans in groupby(by_words, lambda scan: (scan.beyond, scan if scan.scopes else None)):  # who is filtered alike
            yield from self._by_words(list(scans))
        for key, scans in groupby(named, lambda scan: scan.path.named and scan.path.named.key):
            yield [self._named(str(key), list(scans))]
        if not self.plan.scans:
            yield [self._rows(["false"], [*self.query.filter(without=[self.state]), *self.edges])]

    # -- one path each

    def _by_column(self, scan: IndexScan) -> list[str]:
        """By an index that leads by the scan's column; `by_order`: by the one that leads along the page's order."""
        path, order, declared = scan.path, self.query.page.order, self._index_conditions(scan)
        by_order = self._has_index(path, order.index) and all(each.index == order.index for each in declared.values())
        by, index_conditions, filters = [self._values(scan)], self.query.indexed(declared), self._filters(scan)
        if declared or by_order:  # what the other indexes answer is hidden, lest bitmaps of the whole list be joined
            filters = [*self._of_types_and_states(path), *filters, *self.edges]
        else:
            by += self._leading(path)
            index_conditions += self.edges
        has_order = by_order if declared or order.index else order.in_index
        scans = self._in_order if has_order else self._sorted
        return scans(by, index_conditions, filters, by_order=by_order)

    def _by_filter(self, few: str) -> list[str]:
        """Its index is in the table's first order; in the others an edge would only call for one more index."""
        by = self._leading(BY_FILTER[0].path)
        found = self.query.indexed([few])
        filters = self.query.because(notes.VISIBILITY, self.rows.target.seen) + self.query.filter(without=(self.state, few))
        if self.query.page.order is next(iter(self.rows.target.orders.values())):
            return self._in_order(by, [*found, *self.edges], filters)
        return self._sorted(by, found, [*filters, *self.edges])

    def _in_order(self, by: list[Axis], index_conditions: list[str], filters: list[str], *,
                  by_order: bool = False) -> list[str]:
        """By an index that has the rows of each value in order: scans that bring the rows as the page asks for them."""
        if prod(axis.count for axis in by) > MOST_BRANCHES:
            return self._sorted(by, index_conditions, filters, by_order=by_order)
        return [self._rows([*map(self._equals, by, places), *index_conditions], filters, by_order=by_order)
                for places in product(*(range(axis.count) for axis in by))]

    def _equals(self, axis: Axis, place: int) -> str:
        return self.statement.because(axis.why, f"{self.alias}.{axis.column} = {axis.value(place)}")

    def _sorted(self, by: list[Axis], index_conditions: list[str], filters: list[str], *,
                by_order: bool = False) -> list[str]:
        """The rows of one value after the other, sorted.

        The state is kept from PostgreSQL's estimates: for one that many rows are in, it would read all of any state.
        """
        apart = [axis for axis in by if axis.count > 1 or axis.column == self.state]
        equal = [self.statement.because(axis.why, f"{self.alias}.{axis.column} = {axis.name}") if axis in apart
                 else self._equals(axis, 0) for axis in by]
        tables = [f"{axis.table()} AS {axis.column}s (value)" for axis in apart]
        return [self._in_turn(tables, self._rows([*equal, *index_conditions], filters, by_order=by_order, only_places=True))]

    def _in_turn(self, tables: list[str], each: str) -> str:
        if not tables:
            return self._looked_up(each)
        ids = f"SELECT w.* FROM {' CROSS JOIN '.join(tables)} CROSS JOIN LATERAL ({each}) w"
        return self._looked_up(ids if self.wanted is None else f"{ids} {self.query.ordered('w.' + DOUBLE, 'w.id')}")

    def _looked_up(self, ids: str) -> str:
        """Only ids were sorted; of the rows those are read to which the page comes, from where they were found just now."""
        if self.wanted is None:
            return ids
        wanted = [f"{self.alias}.{name}" for name in self.wanted]
        row = f"SELECT {', '.join(wanted) or '1'} FROM {self.query.table} WHERE {self.alias}.ctid = k.place LIMIT 1"
        columns = ", ".join(["k.id", *wanted, 'k."key"'])
        return f"SELECT {columns} FROM ({ids}) k CROSS JOIN LATERAL ({row}) {self.alias}"

    def _named(self, key: str, scans: list[IndexScan]) -> str:
        """By the rows that name an item: what they name first, or PostgreSQL would hash the whole list."""
        naming = " UNION ALL ".join(map(self._naming, scans))
        filters = [*self._of_types_and_states(scans[0].path), *self._filters(scans[0]), *self.edges]
        why = f"{notes.PATH} by {' and '.join(str(scan.path.named and scan.path.named.table) for scan in scans)}"
        return self._rows([self.statement.because(why, f"{self.alias}.{key} = ANY(ARRAY({naming}))")], filters)

    def _naming(self, scan: IndexScan) -> str:
        path, named, values = scan.path, scan.path.named, self._values(scan)
        assert named is not None
        if values.count == 1:
            return f"SELECT r.{named.row} FROM {named.table} r WHERE r.{path.column} = {values.value(0)}{self._holds(path)}"
        naming = f"SELECT r.{named.row} FROM {named.table} r WHERE r.{path.column} = s.value{self._holds(path)} OFFSET 0"
        return f"SELECT r.{named.row} FROM {values.table()} AS s (value) CROSS JOIN LATERAL ({naming}) r"

    def _holds(self, path: AccessPath) -> str:
        return self.statement.fill(path.holds)

    def _by_words(self, scans: list[IndexScan]) -> Iterator[list[str]]:
        """The index has the words by list and place (SQL's `placed_grams`): few are found in one pass through the rows, many in
        turn. What else is asked is hidden, see `_by_column`."""
        filters = [*self._of_types_and_states(scans[0].path), *self._filters(scans[0]), *self.edges]
        if sum(len(scan.values) for scan in scans) * len(self.types) > MOST_BRANCHES:
            for scan in scans:
                found = self._placed(scan, "string_to_array(p.keys, ' ')", lambda: "p.value")
                each = self._rows([found], filters, only_places=True)
                yield [self._in_turn([f"{self._places(scan)} AS p (value, keys)"], each)]
        else:
            branches = [self._placed(scan, self._keys(scan, which, type_), partial(self._values(scan).value, which))
                        for scan in scans for type_ in self.types for which in range(len(scan.values))]
            yield [self._looked_up(self._rows([f"({' OR '.join(branches)})"], filters, only_places=True))]

    def _placed(self, scan: IndexScan, keys: str, value: Callable[[], str]) -> str:
        """The condition on the rows of one value; a code that is wholly in the keys leads to no others."""
        exact = self.scanned.placed is not None and self.scanned.placed.exact == scan.path.digits
        why = f"{notes.PATH} by {scan.path.column}"
        narrower = [] if exact else [self.statement.because(why, f"{self.alias}.{scan.path.column} = {value()}")]
        return " AND ".join([*self.query.indexed(self._index_conditions(scan), keys), *narrower])

    def _keys(self, scan: IndexScan, which: int, type_: str) -> str:
        place, scanned = self.plan.scans.index(scan), self.scanned
        return self._bind(lambda run: scanned.keys(run, type_, scanned.plan(run).scans[place].values[which]), "text[]",
                          ("keys", place, which, type_), f"the text's grams of one of the viewer's {scan.path.values}")

    def _places(self, scan: IndexScan) -> str:
        """A table of the scan's values for each type, and their keys: no space is in one."""
        place, scanned, types = self.plan.scans.index(scan), self.scanned, self.types
        values = self._bind(lambda run: scanned.plan(run).scans[place].values * len(types), "text[]",
                            ("places", place), f"the viewer's {scan.path.values}")
        keys = self._bind(lambda run: [" ".join(scanned.keys(run, type_, value)) for type_ in types
                                                for value in scanned.plan(run).scans[place].values], "text[]", ("keys", place),
                          f"the text's grams of each of the viewer's {scan.path.values}")
        return f"unnest({values}, {keys})"

    # -- its parts

    def _bind(self, read: Read, cast: str, key: object, origin: str) -> str:
        return str(self.statement.bind(read, cast, key, origin))

    def _index_conditions(self, scan: IndexScan) -> dict[str, IndexCondition]:
        """What of the filter the scan's own indexes answer, by the filter's field."""
        return {name: each for name, each in self.rows.index_conditions.items() if self._has_index(scan.path, each.index)}

    @staticmethod
    def _has_index(path: AccessPath, index: str | None) -> bool:
        """Whether the path's column has an index of that kind: a column of codes has them all, besides its own."""
        return index is not None and (path.scoped or path.digits is not None)

    def _leading(self, path: AccessPath) -> list[Axis]:
        """What an index leads by before a path's column."""
        typed = self.scanned.typed
        types = [axes.of_texts(typed.column, typed.values)] if typed.values else []
        return [*types, axes.of_texts(self.state, self.plan.states_of(path))]

    def _rows(self, index_conditions: list[str], filters: list[str], *, by_order: bool = False,
              only_places: bool = False) -> str:
        """
        index_conditions  what an index answers
        filters   conditions on the rows that it finds. A CASE hides them: PostgreSQL takes it that hardly a row passes
                 them, and then would rather sort all rows than scan an index that has them in order
        by_order  whether that index is the one of the order itself
        only_places  whether, besides id and "key", only the rows' places are wanted
        """
        filters = filters if by_order else self.where + filters
        hidden = [f"CASE WHEN {' AND '.join(filters)} THEN true ELSE false END"] if filters else []
        condition = " AND ".join([*index_conditions, *(self.where if by_order else []), *hidden]) or "true"
        if self.wanted is None:  # as laterally as a page's limit makes it
            return f"SELECT {self.alias}.id FROM {self.query.table} WHERE {condition} OFFSET 0"
        key = self.query.key
        indexed = self.query.page.order.index and not by_order
        sort_key = f"({key}) + 0" if indexed else key  # no scan of the whole country, nearest first
        named = ", ".join(f"{self.alias}.{name}" for name in ["id", *(["ctid AS place"] if only_places else self.wanted)])
        return (f'SELECT {named}, {sort_key} AS "key" FROM {self.query.table} WHERE {condition} '
                f"{self.query.ordered(sort_key, f'{self.alias}.id')}")

    def _values(self, scan: IndexScan) -> Axis:
        place, type_ = self.plan.scans.index(scan), visibility.PARAMETERS[scan.path.values].removesuffix("[]")
        plan = self.scanned.plan

        def value(which: int) -> str:
            return self._bind(lambda run: plan(run).scans[place].values[which], type_, ("scan", place, which),
                              f"one of the viewer's {scan.path.values}")
        why = f"{notes.PATH} by {scan.path.column}"
        return Axis(why, scan.path.column, len(scan.values), value, lambda: f"unnest({self._array(scan)})")

    def _array(self, scan: IndexScan) -> str:
        place, plan = self.plan.scans.index(scan), self.scanned.plan
        return self._bind(lambda run: plan(run).scans[place].values, visibility.PARAMETERS[scan.path.values],
                          ("scan", place), f"the viewer's {scan.path.values}")

    def _filters(self, scan: IndexScan) -> list[str]:
        texts = self.query.filter(without=[self.state] if scan.beyond else [self.state, str(self.scanned.indexes.division)])
        scoped = self.scanned.known.sight.downward
        if not scan.scopes:
            return texts
        return [self.statement.because(notes.VISIBILITY, f"{self.alias}.{scoped} = ANY({self._scopes(scan)})"), *texts]

    def _scopes(self, scan: IndexScan) -> str:
        place = self.plan.scans.index(scan)
        return self._bind(lambda run: self.scanned.plan(run).scans[place].scopes, "text[]", ("scopes", place),
                          "the viewer's scopes around the division")

    def _of_types_and_states(self, path: AccessPath) -> list[str]:
        typed = self.scanned.typed
        texts = [f"{self.alias}.{typed.column} IN ({axes.listed(typed.values)})"] if typed.values else []
        if self.plan.states is not None or not path.private:
            texts.append(f"{self.alias}.{self.state} IN ({axes.listed(self.plan.states_of(path))})")
        return [self.statement.because(notes.PARTITION, each) for each in texts]


def _united(selects: Sequence[str]) -> str:
    return " UNION ALL ".join(f"({each})" for each in selects)


DOUBLE = '"key"'
