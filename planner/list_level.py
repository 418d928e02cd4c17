"""The SQL of a list level: the page's rows for all parents, found by condition or by the viewer's access paths."""
from collections.abc import Sequence

from db.select import Expression
from planner import groups, index_scans
from planner.arguments import Run
from planner.catalogue import Order
from planner.list_query import ListQuery, ListSource
from planner.paging import Asked
from planner.plan import Level, Paging, Sent
from planner.scan_plan import ScanPlan
from planner.scanned_list import ScannedList
from planner.statement import Statement

MOST_SCAN_PLANS = 64  # statements of one page that are kept, by which scans the viewers need


def paging(statement: Statement, alias: str, rows: ListSource, page: Asked, *, wants_rows: bool, wants_total: bool,
           wants_cursors: bool, groups: int = 0) -> Paging:
    """Where the page's own columns stand in its rows; only those that somebody looks at."""
    wants_id = wants_cursors or (wants_rows and wants_total)
    return Paging(page.limit, page.backward, page.after is not None, page.before is not None, page.order_name,
                  statement.column(_cursor_key(statement, alias, rows, page.order)) if wants_cursors else None,
                  statement.column(statement.expression("{t}.id", t=alias)) if wants_id else None,
                  statement.column(Expression(("c.total",))) if wants_total else None,
                  tuple(statement.column(Expression((f"c.g{number}",))) for number in range(groups)))


def _cursor_key(statement: Statement, alias: str, rows: ListSource, order: Order) -> Expression:
    """What a row's cursor has of it: its key, and what the order's cursors have beside."""
    if not order.beside or not order.needs:
        return Expression((f'{alias}."key"',))
    beside = [f"{{v.{name}:{order.type}}}" for name in order.beside]
    return statement.expression(f"""ARRAY[{{t}}."key", {', '.join(beside)}]""", t=alias, v=rows.arguments[order.needs])


def write(level: Level, statement: Statement, alias: str, rows: ListSource, page: Asked, *, wants_rows: bool,
          grouped: Sequence[str] = ()) -> None:
    """Finish a level: its SQL, once all columns and joins of its rows are known.

    grouped   what its counts by group are by
    """
    query = ListQuery(statement, alias, rows, page)
    if not wants_rows:
        with statement.aside() as level.checks:
            _ = query.key, query.keyset()
    if rows.is_scanned:
        level.chosen = ScannedStatements(level, query, ScannedList(query), wants_rows, grouped)
    else:
        counted = f"{query.table} WHERE {query.condition()}"
        total = f"SELECT {', '.join(['count(*) AS total', *by_group(query, grouped, counted)])} FROM {counted}"
        level.sql = _whole(level.keyed, level.paging, query, query.plain() if wants_rows else None, total)
        level.binds = statement.binds
    level.width = statement.width


def _whole(keyed: bool, paging: Paging | None, query: ListQuery, page: str | None, total: str) -> str:
    """The level's statement around the page's rows, if it has any, and their number, if that is selected."""
    assert paging is not None
    statement, alias = query.statement, query.alias
    keys = f"unnest($1::{query.rows.source.key_type}[]) WITH ORDINALITY AS k (key, ord)" if keyed else ""
    lateral = "LATERAL " if keyed else ""
    count = f"{lateral}({total}) c" if paging.total is not None else ""
    source = " CROSS JOIN ".join(filter(None, [keys, count]))
    order = ""
    if page is not None:
        join = " LEFT JOIN " if count else " CROSS JOIN " if keys else ""
        source += f"{join}{lateral}({page}) {alias}{' ON true' if count else ''}"
        parents = "k.ord, " if keyed else ""
        order = f' ORDER BY {parents}{alias}."key" {query.page.direction}, {alias}.id {query.page.direction}'
    return f"{statement.around(source)}{order}"


def by_group(query: ListQuery, grouped: Sequence[str], source: str) -> list[str]:
    """The columns of counts by group of the rows of a FROM."""
    keys = [query.statement.fill(key, t=query.alias) for key in grouped]
    return [f"{groups.sql(key, source)} AS g{number}" for number, key in enumerate(keys)]


class ScannedStatements:
    """The statement of a page that is found by access paths: one for each set of scans that a run needs."""

    def __init__(self, level: Level, query: ListQuery, scanned: ScannedList, wants_rows: bool,
                 grouped: Sequence[str]) -> None:
        self.keyed, self.paging = level.keyed, level.paging  # not the level, which has this: a circle
        self.query, self.scanned, self.wants_rows, self.grouped = query, scanned, wants_rows, grouped
        self.known: dict[object, Sent] = {}

    def __call__(self, run: Run) -> Sent:
        plan = self.scanned.plan(run)
        found = self.known.get(plan.shape)
        if found is None:
            if len(self.known) >= MOST_SCAN_PLANS:
                self.known.clear()
            with self.query.statement.branch() as binds:
                page = index_scans.page(self.scanned, plan) if self.wants_rows else None
                counts = self.paging is not None and self.paging.total is not None
                total = self._total(plan) if counts else ""
                found = self.known[plan.shape] = _whole(self.keyed, self.paging, self.query, page, total), binds
        return found

    def _total(self, plan: ScanPlan) -> str:
        rows, ids = index_scans.count(self.scanned, plan)
        alias = self.query.alias
        source = f"(SELECT DISTINCT id FROM {ids}) ids JOIN {self.query.table} ON {alias}.id = ids.id"
        return f"SELECT {', '.join([f'count({rows}) AS total', *by_group(self.query, self.grouped, source)])} FROM {ids}"
