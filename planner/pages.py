"""The SQL of a list level: the page's rows for all parents, found by condition or by the viewer's legs."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from db import visibility
from planner.arguments import Run
from planner.catalogue import Abstract, Entity, Many
from planner.paging import Asked
from planner.plan import Level, Paging
from planner.statement import Slot, Statement

STATES = ("DRAFT", "PUBLISHED", "COMPLETED", "WITHDRAWN", "EXPIRED")


@dataclass(frozen=True)
class Rows:
    """Which rows a list holds: the table, and every condition but the page's own bounds.

    conditions  catalogue texts of the filter, by its fields' names
    arguments   what fills the places of all texts, by name
    lists       of an item: the values of `list` that its rows may have
    states      of an item: the states asked for; None: all
    """

    target: Entity | Abstract
    source: Many
    conditions: Mapping[str, str]
    arguments: dict[str, Slot]
    lists: Sequence[str]
    states: Slot | None


def paging(statement: Statement, alias: str, page: Asked, *, wants_rows: bool, wants_total: bool) -> Paging:
    """Where the page's own columns stand in its rows."""
    return Paging(page.limit, page.backward, page.after is not None, page.before is not None, page.order_name,
                  statement.column(f'{alias}."key"') if wants_rows else None,
                  statement.column(f"{alias}.id") if wants_rows else None,
                  statement.column("c.total") if wants_total else None)


def write(level: Level, statement: Statement, alias: str, rows: Rows, page: Asked, *, wants_rows: bool) -> None:
    """Finish a level: its SQL, once all columns and joins of its rows are known."""
    parts = _Parts(statement, alias, rows, page)
    sources = []
    lateral = ""
    if level.keyed:
        lateral = "LATERAL "
        sources.append(f"unnest($1::{rows.source.key_type}[]) AS k (key)")
    assert level.paging is not None
    if level.paging.total is not None:
        sources.append(f"{lateral}(SELECT count(*) AS total FROM {parts.table} WHERE {parts.condition()}) c")
    source = " CROSS JOIN ".join(sources)
    order = ""
    if wants_rows:
        body = parts.legged() if rows.target.legged and not level.keyed else parts.plain()
        join = "" if not sources else " LEFT JOIN " if level.paging.total is not None else " CROSS JOIN "
        on = " ON true" if join == " LEFT JOIN " else ""
        source += f"{join}{lateral}({body}) {alias}{on}"
        order = f' ORDER BY {alias}."key" {page.direction}, {alias}.id {page.direction}'
    else:
        with statement.aside() as level.checks:
            parts.bounded(parts.key)
    level.sql = f"SELECT {statement.selected()} FROM {' '.join([source, *statement.joins])}{order}"
    level.binds = statement.binds


class _Parts:
    def __init__(self, statement: Statement, alias: str, rows: Rows, page: Asked) -> None:
        self.statement, self.alias, self.rows, self.page = statement, alias, rows, page
        self.table = f"{rows.target.table} {alias}"

    @cached_property
    def key(self) -> str:
        return self.statement.fill(self.page.order.by, t=self.alias, **self.rows.arguments)

    def _one_more(self, run: Run) -> int:
        return int(self.page.limit(run)) + 1

    def condition(self) -> str:
        """What holds for every row of the list."""
        texts = [self.rows.source.on, *self.rows.conditions.values(), self.page.order.where, self.rows.target.where]
        if not self.rows.source.seen_with_parent:
            texts.append(self.rows.target.seen)
        return self.statement.conditions(self.alias, *texts, k="k.key", **self.rows.arguments)

    def in_leg(self) -> str:
        """What holds for a leg's rows besides; not the state again, or PostgreSQL thinks that hardly any row is left."""
        texts = [text for name, text in self.rows.conditions.items() if name != "state"]
        return self.statement.conditions(self.alias, self.rows.source.on, *texts, self.page.order.where, k="k.key",
                                         **self.rows.arguments)

    def ordered(self, key: str, row_id: str) -> str:
        limit = self.statement.bind(self._one_more, "int8", "limit")
        return f"ORDER BY {key} {self.page.direction}, {row_id} {self.page.direction} LIMIT {limit}"

    def bounded(self, condition: str) -> str:
        keyset = self.page.keyset(self.statement, self.key, f"{self.alias}.id")
        return f"{condition} AND {keyset}" if keyset else condition

    def plain(self) -> str:
        """The page of one parent, or of the root, by its conditions and the visible predicate."""
        return (f'SELECT {self.alias}.*, {self.key} AS "key" FROM {self.table} WHERE {self.bounded(self.condition())} '
                f"{self.ordered(self.key, self.alias + '.id')}")

    def legged(self) -> str:
        """The page of the root by the viewer's legs: each is an index walk that stops after the page's own rows."""
        legs = " UNION ALL ".join(f"({self._leg(leg)})" for leg in visibility.LEGS)
        page = f'SELECT DISTINCT ON ("key", id) id, "key" FROM ({legs}) legs {self.ordered(DOUBLE, "id")}'
        return (f'SELECT {self.alias}.*, page."key" FROM ({page}) page '
                f"CROSS JOIN LATERAL (SELECT * FROM {self.table} WHERE {self.alias}.id = page.id LIMIT 1) {self.alias}")

    def _leg(self, leg: visibility.Leg) -> str:
        item, values = self.alias, self.statement.viewer_value(leg.values)
        found, source = f"{item}.{leg.column} = s.value", f"unnest({values}) AS s (value)"
        if leg.through:
            found = f"{item}.id = s.value"
            source = (f"(SELECT DISTINCT r.item_id AS value FROM {leg.through} r "
                      f"WHERE r.{leg.column} = ANY({values}){leg.holds}) AS s")
        own = "" if leg.drafts else " WHERE q.state <> 'DRAFT'"
        walk = (f'SELECT {item}.id, {self.key} AS "key" FROM {self.table} '
                f"WHERE {item}.list = l.list AND {item}.state = q.state AND {found} "
                f"AND {self.bounded(self.in_leg())} {self.ordered(self.key, item + '.id')}")
        return (f"SELECT w.* FROM {source} CROSS JOIN {self._lists()} CROSS JOIN {self._states()} "
                f"CROSS JOIN LATERAL ({walk}) w{own}")

    def _lists(self) -> str:
        return f"(VALUES {', '.join(f'({each!r})' for each in self.rows.lists)}) AS l (list)"

    def _states(self) -> str:
        if self.rows.states:
            return f"unnest({self.rows.states:text[]}) AS q (state)"
        return f"(VALUES {', '.join(f'({each!r})' for each in STATES)}) AS q (state)"


DOUBLE = '"key"'
