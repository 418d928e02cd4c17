"""The SQL that finds the rows of a root page by the ways in which its viewer may see them (`db.visibility.LEGS`)."""
from collections.abc import Sequence
from typing import TYPE_CHECKING

from db import visibility
from db.visibility import Leg, Walk
from planner.arguments import Run
from planner.statement import reader

if TYPE_CHECKING:
    from planner.pages import Parts

STATES = ("DRAFT", "PUBLISHED", "COMPLETED", "WITHDRAWN", "EXPIRED")
LONGER_THAN_CODES = 16  # characters: what is cut off there begins like no code
NOWHERE = (Walk(visibility.SCOPES, ()),)
"""The legs of one who sees nothing: a statement needs one."""
BY_FILTER = (Walk(Leg("", "", drafts=True), (), beyond=True),)
"""In place of legs, where the filter leaves few rows: an index finds them, and each is asked whether it is visible."""


class Legs:
    """The legs of one page's statement, each a walk of an index in the page's order that stops after the page's own rows.

    Which of them a page has, and with which of the viewer's values, is seen at each run: a leg that can find nothing
    would still cost the start of its plan.
    """

    def __init__(self, parts: "Parts") -> None:
        self.parts, self.statement, self.item, self.rows = parts, parts.statement, parts.alias, parts.rows
        self.states = parts.rows.arguments.get("filter_state")
        division = parts.rows.arguments.get("filter_withinDivision")
        self._read_states = reader(self.states) if self.states else None
        self._read_division = reader(division) if division else None
        self._few = next((name for name, net in parts.rows.nets.items() if net.index is None), None)

    def walks(self, run: Run) -> Sequence[Walk]:
        """The run's legs, worked out once: each parameter is read from them."""
        found: Sequence[Walk] | None = run.given.get(self)
        if found is None:
            found = run.given[self] = self._walks(run)
        return found

    def _walks(self, run: Run) -> Sequence[Walk]:
        assert run.viewer is not None
        if self._few:
            return BY_FILTER
        drafts = self._read_states is None or "DRAFT" in self._read_states(run)
        division = self._read_division(run) if self._read_division else None
        return visibility.walks(run.viewer, division and division[:LONGER_THAN_CODES], drafts) or NOWHERE

    def union(self, walks: Sequence[Walk], *, counted: bool = False) -> str:
        """The ids of the page's rows, with their places in its order; counted: of all rows, and no places."""
        return " UNION ALL ".join(f"({self._leg(walk, counted)})" for walk in walks)

    def _leg(self, walk: Walk, counted: bool) -> str:
        if walk.leg.through:
            return self._through(walk, counted)
        return self._by_filter(counted) if self._few else self._walk(walk, counted)

    def _walk(self, walk: Walk, counted: bool) -> str:
        leg, order = walk.leg, self.parts.page.order
        nets = [net for net in self.rows.nets.values() if net.index in leg.indexes]
        placed = order.index in leg.indexes and all(net.index == order.index for net in nets)
        found = [f"{self.item}.{leg.column} = s.value", *self.parts.filled(*(net.text for net in nets))]
        sifted, edges = self._sifted(walk), self._edges(counted)
        values = f"unnest({self._values(leg)}) AS s (value)"
        if nets or placed:  # what the other indexes answer is hidden, lest their bitmaps of the whole list be joined
            sifted = [*self._of_lists_and_states(leg), *sifted, *edges]
            return self._each([values], found, sifted, counted, placed=placed)
        found += [*self._each_list_and_state(), *edges]
        return self._each([values, *self._lists_and_states(leg)], found, sifted, counted)

    def _by_filter(self, counted: bool) -> str:
        assert self._few
        found = [*self._each_list_and_state(), *self.parts.filled(self.rows.nets[self._few].text), *self._edges(counted)]
        sifted = self.parts.filled(self.rows.target.seen) + self.parts.filter(without=("state", self._few))
        return self._each(self._lists_and_states(BY_FILTER[0].leg), found, sifted, counted)

    def _each(self, sources: list[str], found: list[str], sifted: list[str], counted: bool, *, placed: bool = False) -> str:
        return (f"SELECT w.* FROM {' CROSS JOIN '.join(sources)} "
                f"CROSS JOIN LATERAL ({self._rows(f'item {self.item}', found, sifted, counted, placed=placed)}) w")

    def _through(self, walk: Walk, counted: bool) -> str:
        """By the rows that name an item: each item is read once, and laterally, or PostgreSQL would hash the whole list."""
        leg, item = walk.leg, self.item
        naming = f"SELECT r.item_id FROM {leg.through} r WHERE r.{leg.column} = s.value{leg.holds} OFFSET 0"
        named = f"SELECT DISTINCT r.item_id FROM unnest({self._values(leg)}) AS s (value) CROSS JOIN LATERAL ({naming}) r"
        table = f"({named}) r CROSS JOIN LATERAL (SELECT * FROM item {item} WHERE {item}.id = r.item_id LIMIT 1) {item}"
        return self._rows(table, [], [*self._of_lists_and_states(leg), *self._sifted(walk), *self._edges(counted)], counted)

    def _rows(self, table: str, found: list[str], sifted: list[str], counted: bool, *, placed: bool = False) -> str:
        """
        found    conditions that an index answers
        sifted   conditions on the rows that it finds. A CASE hides them: PostgreSQL takes it that hardly a row passes
                 them, and then would rather sort all rows than walk an index that has them in order
        placed   whether that index is the one of the order itself
        """
        where = self.parts.filled(self.parts.page.order.where)
        sifted = sifted if placed else where + sifted
        hidden = [f"CASE WHEN {' AND '.join(sifted)} THEN true ELSE false END"] if sifted else []
        condition = " AND ".join([*found, *(where if placed else []), *hidden]) or "true"
        if counted:  # as laterally as a page's limit makes it
            return f"SELECT {self.item}.id FROM {table} WHERE {condition} OFFSET 0"
        key = self.parts.key
        walked = f"({key}) + 0" if self.parts.page.order.index and not placed else key  # no walk of the country, nearest first
        return (f'SELECT {self.item}.id, {key} AS "key" FROM {table} WHERE {condition} '
                f"{self.parts.ordered(walked, f'{self.item}.id')}")

    def _edges(self, counted: bool) -> list[str]:
        return [] if counted else self.parts.keyset()

    def _values(self, leg: Leg) -> str:
        def read(run: Run) -> Sequence[object]:
            return next(walk.values for walk in self.walks(run) if walk.leg is leg)
        return self.statement.bind(read, visibility.PARAMETERS[leg.values], ("walk", leg.column))

    def _sifted(self, walk: Walk) -> list[str]:
        texts = self.parts.filter(without=["state"] if walk.beyond else ["state", "withinDivision"])
        return [*([f"{self.item}.scope_code = ANY({self._scopes()})"] if walk.scopes else []), *texts]

    def _scopes(self) -> str:
        def read(run: Run) -> Sequence[object]:
            return next(walk.scopes for walk in self.walks(run) if walk.scopes)
        return self.statement.bind(read, "text[]", "scopes around")

    def _lists_and_states(self, leg: Leg) -> list[str]:
        states = f"unnest({self.states:text[]})" if self.states else f"(VALUES {_words(STATES, '({})')})"
        own = "" if leg.drafts else " WHERE state <> 'DRAFT'"
        return [f"(VALUES {_words(self.rows.lists, '({})')}) AS l (list)", f"(SELECT state FROM {states} AS q (state){own}) q"]

    def _each_list_and_state(self) -> list[str]:
        return [f"{self.item}.list = l.list", f"{self.item}.state = q.state"]

    def _of_lists_and_states(self, leg: Leg) -> list[str]:
        texts = [f"{self.item}.list IN ({_words(self.rows.lists)})"]
        if self.states:
            texts.append(f"{self.item}.state = ANY({self.states:text[]})")
        return texts if leg.drafts else [*texts, f"{self.item}.state <> 'DRAFT'"]


def _words(words: Sequence[str], each: str = "{}") -> str:
    return ", ".join(each.format(repr(word)) for word in words)
