"""The SQL that finds the rows of a root page by the ways in which its viewer may see them (`db.visibility.LEGS`)."""
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby, product
from math import prod
from typing import TYPE_CHECKING

from db import visibility
from db.visibility import Leg, Walk
from planner import axes
from planner.arguments import Run
from planner.axes import Axis
from planner.catalogue import Net
from planner.statement import division, grams, reader
from planner.ways import BY_FILTER, MOST_BRANCHES, Ways, by_filter, ways_of

if TYPE_CHECKING:
    from planner.pages import Parts


class Legs:
    """The legs of one page's statement, each a walk of an index in the page's order that stops after the page's own rows.

    Which of them a page has, and with which of the viewer's values, is seen at each run: a leg that can find nothing
    would still cost the start of its plan.
    """

    def __init__(self, parts: "Parts") -> None:
        self.parts, self.statement, self.alias, self.rows = parts, parts.statement, parts.alias, parts.rows
        legged, visible = parts.rows.target.legged, parts.rows.target.visible
        assert legged is not None
        assert visible is not None
        self.legged, self.known, self.typed = legged, visibility.LEGS[visible], parts.rows.typed
        states, within = (parts.rows.arguments.get(f"filter_{name}") for name in (legged.state, legged.division))
        self._read_states = reader(states) if states else None
        self._read_division = division(within) if within else None
        nets = parts.rows.nets
        self.few = next((name for name, net in nets.items() if net.index is None), None)
        placed = next((name for name, net in nets.items() if net.is_placed), None)
        self.placed = nets[placed] if placed else None
        self._read_grams = grams(parts.rows.arguments[f"filter_{placed}"]) if placed else None

    def ways(self, run: Run) -> Ways:
        """The run's ways, worked out once: each parameter is read from them."""
        found: Ways | None = run.given.get(self)
        if found is None:
            found = run.given[self] = self._ways(run)
        return found

    def _ways(self, run: Run) -> Ways:
        assert run.viewer is not None
        states = tuple(sorted(set(self._read_states(run)))) if self._read_states else None
        if self.few:
            return by_filter(self.known, self.legged, states)
        within = self._read_division(run) if self._read_division else None
        return ways_of(self.known, self.legged, run.viewer, within, states, self.typed.values)

    def keys(self, run: Run, type_: str, value: str) -> list[str]:
        """By which an index has the words that are asked for, in rows of a type and the place of a leg's value."""
        assert self._read_grams is not None
        found: list[str] | None = run.given.get(self._read_grams)
        if found is None:
            found = run.given[self._read_grams] = self._read_grams(run)
        assert self.placed is not None
        assert self.placed.key is not None
        return [self.placed.key(type_, value, gram) for gram in found]

    def page(self, ways: Ways) -> str:
        """The page's rows: what the statement wants of them, with their places in the page's order."""
        wanted = [name for name in self.statement.used(self.alias) if name != "id"]
        found = list(Found(self, ways, wanted))
        legs = [leg for each in found for leg in each]
        if len(legs) == 1:
            return legs[0]
        distinct = 'DISTINCT ON ("key", id) ' if len(found) > 1 else ""
        return f"SELECT {distinct}* FROM ({_united(legs)}) legs {self.parts.ordered(DOUBLE, 'id')}"

    def count(self, ways: Ways) -> str:
        """How many rows there are on all pages, as `total`."""
        found = list(Found(self, ways, None))
        rows = "DISTINCT id" if len(found) > 1 else "*"
        return f"SELECT count({rows}) AS total FROM ({_united([leg for each in found for leg in each])}) legs"


class Found:
    """The SELECTs that find the rows of a page, a list of them for each way: only rows of different ways can be the same.

    wanted   columns of the rows, besides id and "key"; None: only the ids, for all pages
    """

    def __init__(self, legs: Legs, ways: Ways, wanted: Sequence[str] | None) -> None:
        self.parts, self.statement, self.alias, self.rows = legs.parts, legs.statement, legs.alias, legs.rows
        self.legs, self.ways, self.wanted, self.few = legs, ways, wanted, legs.few
        self.state, self.types = legs.legged.state, legs.typed.values or ("",)
        self.where = self.parts.filled(self.parts.page.order.where)
        self.edges = [] if wanted is None else self.parts.keyset()

    def __iter__(self) -> Iterator[list[str]]:
        named = [walk for walk in self.ways.walks if walk.leg.named]
        walked = [walk for walk in self.ways.walks if not walk.leg.named]
        worded = [] if self.few else [walk for walk in walked if any(net.is_placed for net in self._nets(walk))]
        if self.few and walked:
            yield self._by_filter(self.few)
        else:
            yield from map(self._walked, (walk for walk in walked if walk not in worded))
        for _, walks in groupby(worded, lambda walk: (walk.beyond, walk if walk.scopes else None)):  # who is sifted alike
            yield from self._by_words(list(walks))
        if named:
            yield [self._named(named)]
        if not self.ways.walks:
            yield [self._rows(["false"], [*self.parts.filter(without=[self.state]), *self.edges])]

    # -- one way each

    def _walked(self, walk: Walk) -> list[str]:
        leg, order, nets = walk.leg, self.parts.page.order, self._nets(walk)
        placed = self._has_index(leg, order.index) and all(net.index == order.index for net in nets)
        by = [self._values(walk)]
        found, sifted = self.parts.filled(*(net.text for net in nets)), self._sifted(walk)
        if nets or placed:  # what the other indexes answer is hidden, lest their bitmaps of the whole list be joined
            sifted = [*self._of_types_and_states(leg), *sifted, *self.edges]
        else:
            by += self._leading(leg)
            found += self.edges
        if placed if nets or order.index else order.walked:
            return self._along(by, found, sifted, placed=placed)
        return [self._gathered(by, found, sifted)]

    def _by_filter(self, few: str) -> list[str]:
        """Its index is in the table's first order; in the others an edge would only call for one more index."""
        by = self._leading(BY_FILTER[0].leg)
        found = self.parts.filled(self.rows.nets[few].text)
        sifted = self.parts.filled(self.rows.target.seen) + self.parts.filter(without=(self.state, few))
        if self.parts.page.order is next(iter(self.rows.target.orders.values())):
            return self._along(by, [*found, *self.edges], sifted)
        return [self._gathered(by, found, [*sifted, *self.edges])]

    def _along(self, by: list[Axis], found: list[str], sifted: list[str], *, placed: bool = False) -> list[str]:
        """By an index that has the rows of each value in order: walks that bring the rows as the page asks for them."""
        if prod(axis.count for axis in by) > MOST_BRANCHES:
            return [self._gathered(by, found, sifted, placed=placed)]
        return [self._rows([*map(self._equals, by, places), *found], sifted, placed=placed)
                for places in product(*(range(axis.count) for axis in by))]

    def _equals(self, axis: Axis, place: int) -> str:
        return f"{self.alias}.{axis.column} = {axis.value(place)}"

    def _gathered(self, by: list[Axis], found: list[str], sifted: list[str], *, placed: bool = False) -> str:
        """The rows of one value after the other, sorted.

        The state is kept from PostgreSQL's estimates: for one that many rows are in, it would read all of any state.
        """
        apart = [axis for axis in by if axis.count > 1 or axis.column == self.state]
        equal = [f"{self.alias}.{axis.column} = {axis.name}" if axis in apart else self._equals(axis, 0) for axis in by]
        tables = [f"{axis.table()} AS {axis.column}s (value)" for axis in apart]
        return self._in_turn(tables, self._rows([*equal, *found], sifted, placed=placed, only_places=True))

    def _in_turn(self, tables: list[str], each: str) -> str:
        if not tables:
            return self._looked_up(each)
        ids = f"SELECT w.* FROM {' CROSS JOIN '.join(tables)} CROSS JOIN LATERAL ({each}) w"
        return self._looked_up(ids if self.wanted is None else f"{ids} {self.parts.ordered('w.' + DOUBLE, 'w.id')}")

    def _looked_up(self, ids: str) -> str:
        """Only ids were sorted; of the rows those are read to which the page comes, from where they were found just now."""
        if self.wanted is None:
            return ids
        wanted = [f"{self.alias}.{name}" for name in self.wanted]
        row = f"SELECT {', '.join(wanted) or '1'} FROM {self.parts.table} WHERE {self.alias}.ctid = k.place LIMIT 1"
        columns = ", ".join(["k.id", *wanted, 'k."key"'])
        return f"SELECT {columns} FROM ({ids}) k CROSS JOIN LATERAL ({row}) {self.alias}"

    def _named(self, walks: list[Walk]) -> str:
        """By the rows that name an item: their ids first, or PostgreSQL would hash the whole list."""
        naming = " UNION ALL ".join(map(self._naming, walks))
        sifted = [*self._of_types_and_states(walks[0].leg), *self._sifted(walks[0]), *self.edges]
        return self._rows([f"{self.alias}.id = ANY(ARRAY({naming}))"], sifted)

    def _naming(self, walk: Walk) -> str:
        leg, named, values = walk.leg, walk.leg.named, self._values(walk)
        assert named is not None
        if values.count == 1:
            return f"SELECT r.{named.row} FROM {named.table} r WHERE r.{leg.column} = {values.value(0)}{self._holds(leg)}"
        naming = f"SELECT r.{named.row} FROM {named.table} r WHERE r.{leg.column} = s.value{self._holds(leg)} OFFSET 0"
        return f"SELECT r.{named.row} FROM {values.table()} AS s (value) CROSS JOIN LATERAL ({naming}) r"

    def _holds(self, leg: Leg) -> str:
        return self.statement.fill(leg.holds)

    def _by_words(self, walks: list[Walk]) -> Iterator[list[str]]:
        """The index has the words by list and place (SQL's `placed_grams`): few are found in one pass through the rows, many in
        turn. What else is asked is hidden, see `_walked`."""
        sifted = [*self._of_types_and_states(walks[0].leg), *self._sifted(walks[0]), *self.edges]
        if sum(len(walk.values) for walk in walks) * len(self.types) > MOST_BRANCHES:
            for walk in walks:
                found = self._placed(walk, "string_to_array(p.keys, ' ')", lambda: "p.value")
                each = self._rows([found], sifted, only_places=True)
                yield [self._in_turn([f"{self._places(walk)} AS p (value, keys)"], each)]
        else:
            branches = [self._placed(walk, self._keys(walk, which, type_), partial(self._values(walk).value, which))
                        for walk in walks for type_ in self.types for which in range(len(walk.values))]
            yield [self._looked_up(self._rows([f"({' OR '.join(branches)})"], sifted, only_places=True))]

    def _placed(self, walk: Walk, keys: str, value: Callable[[], str]) -> str:
        """The condition on the rows of one value; a code that is wholly in the keys leads to no others."""
        exact = self.legs.placed is not None and self.legs.placed.exact == walk.leg.digits
        narrower = [] if exact else [f"{self.alias}.{walk.leg.column} = {value()}"]
        return " AND ".join([*self.parts.filled(*(net.text for net in self._nets(walk)), keys=keys), *narrower])

    def _keys(self, walk: Walk, which: int, type_: str) -> str:
        place, legs = self.ways.walks.index(walk), self.legs
        return self.statement.bind(lambda run: legs.keys(run, type_, legs.ways(run).walks[place].values[which]), "text[]",
                                   ("keys", place, which, type_))

    def _places(self, walk: Walk) -> str:
        """A table of the walk's values for each type, and their keys: no space is in one."""
        place, legs, types = self.ways.walks.index(walk), self.legs, self.types
        values = self.statement.bind(lambda run: legs.ways(run).walks[place].values * len(types), "text[]", ("places", place))
        keys = self.statement.bind(lambda run: [" ".join(legs.keys(run, type_, value)) for type_ in types
                                                for value in legs.ways(run).walks[place].values], "text[]", ("keys", place))
        return f"unnest({values}, {keys})"

    # -- its parts

    def _nets(self, walk: Walk) -> list[Net]:
        """What of the filter the walk's own indexes answer."""
        return [net for net in self.rows.nets.values() if self._has_index(walk.leg, net.index)]

    @staticmethod
    def _has_index(leg: Leg, index: str | None) -> bool:
        """Whether the leg's column has an index of that kind: a column of codes has them all, besides its own."""
        return index is not None and (leg.scoped or leg.digits is not None)

    def _leading(self, leg: Leg) -> list[Axis]:
        """What an index leads by before a leg's column."""
        typed = self.legs.typed
        types = [axes.of_texts(typed.column, typed.values)] if typed.values else []
        return [*types, axes.of_texts(self.state, self.ways.states_of(leg))]

    def _rows(self, found: list[str], sifted: list[str], *, placed: bool = False, only_places: bool = False) -> str:
        """
        found    conditions that an index answers
        sifted   conditions on the rows that it finds. A CASE hides them: PostgreSQL takes it that hardly a row passes
                 them, and then would rather sort all rows than walk an index that has them in order
        placed   whether that index is the one of the order itself
        only_places  whether, besides id and "key", only the rows' places are wanted
        """
        sifted = sifted if placed else self.where + sifted
        hidden = [f"CASE WHEN {' AND '.join(sifted)} THEN true ELSE false END"] if sifted else []
        condition = " AND ".join([*found, *(self.where if placed else []), *hidden]) or "true"
        if self.wanted is None:  # as laterally as a page's limit makes it
            return f"SELECT {self.alias}.id FROM {self.parts.table} WHERE {condition} OFFSET 0"
        key = self.parts.key
        walked = f"({key}) + 0" if self.parts.page.order.index and not placed else key  # no walk of the country, nearest first
        named = ", ".join(f"{self.alias}.{name}" for name in ["id", *(["ctid AS place"] if only_places else self.wanted)])
        return (f'SELECT {named}, {walked} AS "key" FROM {self.parts.table} WHERE {condition} '
                f"{self.parts.ordered(walked, f'{self.alias}.id')}")

    def _values(self, walk: Walk) -> Axis:
        place, type_ = self.ways.walks.index(walk), visibility.PARAMETERS[walk.leg.values].removesuffix("[]")
        ways = self.legs.ways

        def value(which: int) -> str:
            return self.statement.bind(lambda run: ways(run).walks[place].values[which], type_, ("walk", place, which))
        return Axis(walk.leg.column, len(walk.values), value, lambda: f"unnest({self._array(walk)})")

    def _array(self, walk: Walk) -> str:
        place = self.ways.walks.index(walk)
        return self.statement.bind(lambda run: self.legs.ways(run).walks[place].values, visibility.PARAMETERS[walk.leg.values],
                                   ("walk", place))

    def _sifted(self, walk: Walk) -> list[str]:
        texts = self.parts.filter(without=[self.state] if walk.beyond else [self.state, str(self.legs.legged.division)])
        scoped = self.legs.known.sight.downward
        return [*([f"{self.alias}.{scoped} = ANY({self._scopes(walk)})"] if walk.scopes else []), *texts]

    def _scopes(self, walk: Walk) -> str:
        place = self.ways.walks.index(walk)
        return self.statement.bind(lambda run: self.legs.ways(run).walks[place].scopes, "text[]", ("scopes", place))

    def _of_types_and_states(self, leg: Leg) -> list[str]:
        typed = self.legs.typed
        texts = [f"{self.alias}.{typed.column} IN ({axes.listed(typed.values)})"] if typed.values else []
        if self.ways.states is None and leg.private:
            return texts
        return [*texts, f"{self.alias}.{self.state} IN ({axes.listed(self.ways.states_of(leg))})"]


def _united(selects: Sequence[str]) -> str:
    return " UNION ALL ".join(f"({each})" for each in selects)


DOUBLE = '"key"'
