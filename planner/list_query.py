"""What the SQL of a list is made of: which rows it holds, and the bounds of its page."""
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner import notes
from planner.arguments import Read
from planner.catalogue import Abstract, Entity, IndexCondition, Many
from planner.paging import Asked
from planner.statement import Condition, Parameter, Statement


@dataclass(frozen=True)
class Typed:
    """Object types that share a table: the column that tells them apart, and its values; none where a table has one type."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ListSource:
    """Which rows a list holds: the table, and every condition but the page's own bounds.

    conditions        of the filter, by its fields' names
    index_conditions  of the filter's fields, what an index answers
    arguments         what fills the places of all texts, by name
    typed             which of the table's types they may have
    states            those in which alone they can be, by what else the filter asks; None: any
    by                the viewer's values by which alone they are found, by what the filter asks; none: by any
    """

    target: Entity | Abstract
    source: Many
    conditions: Mapping[str, Condition]
    index_conditions: Mapping[str, IndexCondition]
    arguments: dict[str, Parameter]
    typed: Typed
    states: frozenset[str] | None = None
    by: frozenset[str] = frozenset()

    @property
    def is_scanned(self) -> bool:
        return self.target.indexes is not None and self.source.key is None


class ListQuery:
    """What the SQL of one list level is made of."""

    def __init__(self, statement: Statement, alias: str, rows: ListSource, page: Asked) -> None:
        self.statement, self.alias, self.rows, self.page = statement, alias, rows, page
        self.table = f"{rows.target.table} {alias}"

    @property
    def key(self) -> str:
        return self.statement.fill(self.page.order.by, t=self.alias, **self.rows.arguments)

    def filled(self, *texts: str | Condition | None, keys: str = "") -> list[str]:
        """Those of the catalogue's texts that say something, over this level's row."""
        return [self.statement.fill(text, t=self.alias, k="k.key", keys=keys, **self.rows.arguments)
                for text in texts if text and text != "true"]

    def condition(self, *, without: Collection[str] = ()) -> str:
        """What holds for every row of the list.

        without   fields of the filter that are asked for elsewhere
        """
        target, because = self.rows.target, self.because
        seen = target.seen_with_subject if self.rows.source.seen_with_parent else target.seen
        indexed = [name for name, condition in self.rows.index_conditions.items()
                   if condition.text != self.rows.conditions[name].text and not condition.is_placed]
        return " AND ".join([*because(notes.RELATION, self.rows.source.on), *self.indexed(indexed),
                             *self.filter(without=without), *self.ordered_by(), *because(notes.TYPE, target.where),
                             *because(notes.VISIBILITY, seen)]) or "true"

    def because(self, why: str, *texts: str | Condition | None, keys: str = "") -> list[str]:
        """The same, with what they are there for."""
        return [self.statement.because(why, each) for each in self.filled(*texts, keys=keys)]

    def indexed(self, names: Iterable[str], keys: str = "") -> list[str]:
        """What indexes answer of these fields of the filter."""
        return [condition for name in names for condition in self.because(
            f"{notes.INDEX} of {notes.FILTER}.{name}",
            Condition(self.rows.index_conditions[name].text, self.rows.conditions[name].value), keys=keys)]

    def filter(self, *, without: Collection[str] = ()) -> list[str]:
        """What the filter wants of a row, but for these of its fields."""
        return [condition for name, text in self.rows.conditions.items() if name not in without
                for condition in self.because(f"{notes.FILTER}.{name}", text)]

    def ordered_by(self) -> list[str]:
        """What must hold for a row to have a place in the page's order."""
        return self.because(notes.ORDER, self.page.order.where)

    def ordered(self, key: str, row_id: str) -> str:
        limit = self.statement.bind(_one_more(self.page.limit), "int8", "limit", "one row more than the page has")
        direction = self.page.direction
        tie = "" if self.page.order.unique else f", {row_id} {direction}"
        return f"ORDER BY {key} {direction}{tie} LIMIT {limit}"

    def keyset(self) -> list[str]:
        """From where to where the page goes, if it does not begin and end with the list."""
        text = self.page.keyset(self.statement, self.key, f"{self.alias}.id")
        return [self.statement.because(notes.KEYSET, text)] if text else []

    def plain(self) -> str:
        """The page of one parent, or of the root, by its conditions and the visible predicate."""
        names = [name for name, condition in self.rows.index_conditions.items() if "{each}" in condition.text]
        return self._page_of_each(names) if names else self._page()

    def _page(self, *more: str, without: Collection[str] = ()) -> str:
        wanted = ", ".join(f"{self.alias}.{name}" for name in {"id": "", **dict.fromkeys(self.statement.used(self.alias))})
        return (f'SELECT {wanted}, {self.key} AS "key" FROM {self.table} '
                f"WHERE {' AND '.join([*more, self.condition(without=without), *self.keyset()])} "
                f"{self.ordered(self.key, self.alias + '.id')}")

    def _page_of_each(self, names: Sequence[str]) -> str:
        """Of each of a filter's values, of several fields each with each, as many rows as fill the page, in the order in which
        an index has them; of these, the page. One walk of all values would look at every row between theirs."""
        alias, values, holds = self.alias, [], []
        for number, name in enumerate(names):
            text = self.statement.fill(self.rows.index_conditions[name].text, t=alias, each=f"v{number}.value")
            holds.append(self.statement.because(f"{notes.INDEX} of {notes.FILTER}.{name}", text))
            given = self.rows.conditions[name].value.bound("text[]")
            values.append(f"(SELECT DISTINCT value FROM unnest({given}) AS v (value)) v{number}")
        key = f'{alias}."key"'
        return (f"SELECT {alias}.* FROM {' CROSS JOIN '.join(values)} "
                f"CROSS JOIN LATERAL ({self._page(*holds, without=names)}) {alias} {self.ordered(key, f'{alias}.id')}")


def _one_more(limit: Read) -> Read:
    """Not a method: the statement, which the query has, would have the query (docs/decisions/0053)."""
    return lambda run: int(limit(run)) + 1
