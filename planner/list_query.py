"""The SQL of a list level: the page's rows for all parents, found by condition or by the viewer's access paths."""
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from db.select import Expression
from planner import index_scans, notes
from planner.arguments import Run
from planner.catalogue import Abstract, Entity, IndexCondition, Many, Order
from planner.paging import Asked
from planner.plan import Level, Paging, Sent
from planner.scanned_list import ScannedList
from planner.statement import Condition, Parameter, Statement

MOST_SCAN_PLANS = 64  # statements of one page that are kept, by which scans the viewers need


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
    """

    target: Entity | Abstract
    source: Many
    conditions: Mapping[str, Condition]
    index_conditions: Mapping[str, IndexCondition]
    arguments: dict[str, Parameter]
    typed: Typed

    @property
    def is_scanned(self) -> bool:
        return self.target.indexes is not None and self.source.key is None


def paging(statement: Statement, alias: str, rows: ListSource, page: Asked, *, wants_rows: bool, wants_total: bool,
           wants_cursors: bool) -> Paging:
    """Where the page's own columns stand in its rows; only those that somebody looks at."""
    wants_id = wants_cursors or (wants_rows and wants_total)
    return Paging(page.limit, page.backward, page.after is not None, page.before is not None, page.order_name,
                  statement.column(_cursor_key(statement, alias, rows, page.order)) if wants_cursors else None,
                  statement.column(statement.expression("{t}.id", t=alias)) if wants_id else None,
                  statement.column(Expression(("c.total",))) if wants_total else None)


def _cursor_key(statement: Statement, alias: str, rows: ListSource, order: Order) -> Expression:
    """What a row's cursor has of it: its key, and what the order's cursors have beside."""
    if not order.beside or not order.needs:
        return Expression((f'{alias}."key"',))
    beside = [f"{{v.{name}:{order.type}}}" for name in order.beside]
    return statement.expression(f"""ARRAY[{{t}}."key", {', '.join(beside)}]""", t=alias, v=rows.arguments[order.needs])


def write(level: Level, statement: Statement, alias: str, rows: ListSource, page: Asked, *, wants_rows: bool) -> None:
    """Finish a level: its SQL, once all columns and joins of its rows are known."""
    query = ListQuery(statement, alias, rows, page)
    if not wants_rows:
        with statement.aside() as level.checks:
            _ = query.key, query.keyset()
    if rows.is_scanned:
        level.chosen = ScannedStatements(level, query, ScannedList(query), wants_rows)
    else:
        total = f"SELECT count(*) AS total FROM {query.table} WHERE {query.condition()}"
        level.sql = _whole(level, query, query.plain() if wants_rows else None, total)
        level.binds = statement.binds
    level.width = statement.width


def _whole(level: Level, query: "ListQuery", page: str | None, total: str) -> str:
    """The level's statement around the page's rows, if it has any, and their number, if that is selected."""
    assert level.paging is not None
    statement, alias = query.statement, query.alias
    keys = f"unnest($1::{query.rows.source.key_type}[]) WITH ORDINALITY AS k (key, ord)" if level.keyed else ""
    lateral = "LATERAL " if level.keyed else ""
    count = f"{lateral}({total}) c" if level.paging.total is not None else ""
    source = " CROSS JOIN ".join(filter(None, [keys, count]))
    order = ""
    if page is not None:
        join = " LEFT JOIN " if count else " CROSS JOIN " if keys else ""
        source += f"{join}{lateral}({page}) {alias}{' ON true' if count else ''}"
        parents = "k.ord, " if level.keyed else ""
        order = f' ORDER BY {parents}{alias}."key" {query.page.direction}, {alias}.id {query.page.direction}'
    return f"{statement.around(source)}{order}"


class ScannedStatements:
    """The statement of a page that is found by access paths: one for each set of scans that a run needs."""

    def __init__(self, level: Level, query: "ListQuery", scanned: ScannedList, wants_rows: bool) -> None:
        self.level, self.query, self.scanned, self.wants_rows = level, query, scanned, wants_rows
        self.known: dict[object, Sent] = {}

    def __call__(self, run: Run) -> Sent:
        plan = self.scanned.plan(run)
        found = self.known.get(plan.shape)
        if found is None:
            if len(self.known) >= MOST_SCAN_PLANS:
                self.known.clear()
            with self.query.statement.branch() as binds:
                page = index_scans.page(self.scanned, plan) if self.wants_rows else None
                counts = self.level.paging is not None and self.level.paging.total is not None
                total = index_scans.count(self.scanned, plan) if counts else ""
                found = self.known[plan.shape] = _whole(self.level, self.query, page, total), binds
        return found


class ListQuery:
    """What the SQL of one list level is made of."""

    def __init__(self, statement: Statement, alias: str, rows: ListSource, page: Asked) -> None:
        self.statement, self.alias, self.rows, self.page = statement, alias, rows, page
        self.table = f"{rows.target.table} {alias}"

    @property
    def key(self) -> str:
        return self.statement.fill(self.page.order.by, t=self.alias, **self.rows.arguments)

    def _one_more(self, run: Run) -> int:
        return int(self.page.limit(run)) + 1

    def filled(self, *texts: str | Condition | None, keys: str = "") -> list[str]:
        """Those of the catalogue's texts that say something, over this level's row."""
        return [self.statement.fill(text, t=self.alias, k="k.key", keys=keys, **self.rows.arguments)
                for text in texts if text and text != "true"]

    def condition(self) -> str:
        """What holds for every row of the list."""
        target, because = self.rows.target, self.because
        seen = target.seen_with_subject if self.rows.source.seen_with_parent else target.seen
        indexed = [name for name, condition in self.rows.index_conditions.items()
                   if condition.text != self.rows.conditions[name].text and not condition.is_placed]
        return " AND ".join([*because(notes.RELATION, self.rows.source.on), *self.indexed(indexed), *self.filter(),
                             *self.ordered_by(), *because(notes.TYPE, target.where),
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
        limit = self.statement.bind(self._one_more, "int8", "limit", "one row more than the page has")
        direction = self.page.direction
        tie = "" if self.page.order.unique else f", {row_id} {direction}"
        return f"ORDER BY {key} {direction}{tie} LIMIT {limit}"

    def keyset(self) -> list[str]:
        """From where to where the page goes, if it does not begin and end with the list."""
        text = self.page.keyset(self.statement, self.key, f"{self.alias}.id")
        return [self.statement.because(notes.KEYSET, text)] if text else []

    def plain(self) -> str:
        """The page of one parent, or of the root, by its conditions and the visible predicate."""
        wanted = ", ".join(f"{self.alias}.{name}" for name in {"id": "", **dict.fromkeys(self.statement.used(self.alias))})
        return (f'SELECT {wanted}, {self.key} AS "key" FROM {self.table} '
                f"WHERE {' AND '.join([self.condition(), *self.keyset()])} {self.ordered(self.key, self.alias + '.id')}")
