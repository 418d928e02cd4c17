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


class Legs:
    """The legs of one page's statement, each a walk of an index in the page's order that stops after the page's own rows.

    Which of them a page has, and with which of the viewer's values, is seen at each run: a leg that can find nothing
    would still cost the start of its plan.
    """

    def __init__(self, parts: "Parts") -> None:
        self.parts, self.statement, self.item, self.lists = parts, parts.statement, parts.alias, parts.rows.lists
        self.states = parts.rows.arguments.get("filter_state")
        division = parts.rows.arguments.get("filter_withinDivision")
        self._states = reader(self.states) if self.states else None
        self._division = reader(division) if division else None

    def walks(self, run: Run) -> Sequence[Walk]:
        assert run.viewer is not None
        drafts = self._states is None or "DRAFT" in self._states(run)
        division = self._division(run) if self._division else None
        return visibility.walks(run.viewer, division and division[:LONGER_THAN_CODES], drafts) or NOWHERE

    def union(self, walks: Sequence[Walk], *, counted: bool = False) -> str:
        """The ids of the page's rows, with their places in its order; counted: of all rows, and no places."""
        return " UNION ALL ".join(f"({self._through(walk, counted) if walk.leg.through else self._walk(walk, counted)})"
                                  for walk in walks)

    def _walk(self, walk: Walk, counted: bool) -> str:
        item, leg = self.item, walk.leg
        sources, found = [f"unnest({self._values(leg)}) AS s (value)"], [f"{item}.{leg.column} = s.value"]
        sifted = self._sifted(walk)
        if self.parts.rows.nets or self.parts.page.order.along:
            found += self.parts.filled(*self.parts.rows.nets)
            sifted = self._of_states_and_lists(leg) + sifted
        else:
            sources += [f"(VALUES {_words(self.lists, '({})')}) AS l (list)", f"{self._each_state()} AS q (state)"]
            found += [f"{item}.list = l.list", f"{item}.state = q.state"]
        own = "" if leg.drafts or len(sources) == 1 else " WHERE q.state <> 'DRAFT'"
        return (f"SELECT w.* FROM {' CROSS JOIN '.join(sources)} "
                f"CROSS JOIN LATERAL ({self._rows(f'item {item}', found, sifted, counted)}) w{own}")

    def _through(self, walk: Walk, counted: bool) -> str:
        """By the rows that name an item: each item is read once, and laterally, or PostgreSQL would hash the whole list."""
        leg, item = walk.leg, self.item
        naming = f"SELECT r.item_id FROM {leg.through} r WHERE r.{leg.column} = s.value{leg.holds} OFFSET 0"
        named = f"SELECT DISTINCT r.item_id FROM unnest({self._values(leg)}) AS s (value) CROSS JOIN LATERAL ({naming}) r"
        table = f"({named}) r CROSS JOIN LATERAL (SELECT * FROM item {item} WHERE {item}.id = r.item_id LIMIT 1) {item}"
        return self._rows(table, [], self._of_states_and_lists(leg) + self._sifted(walk), counted)

    def _rows(self, table: str, found: list[str], sifted: list[str], counted: bool) -> str:
        """
        found    conditions that an index answers
        sifted   conditions on the rows that it finds. A CASE hides them: PostgreSQL takes it that hardly a row passes
                 them, and then would rather sort all rows than walk an index that has them in order
        """
        hidden = [f"CASE WHEN {' AND '.join(sifted)} THEN true ELSE false END"] if sifted else []
        conditions = [*found, *self.parts.filled(self.parts.page.order.where), *hidden]
        if counted:  # as laterally as a page's limit makes it
            return f"SELECT {self.item}.id FROM {table} WHERE {' AND '.join(conditions) or 'true'} OFFSET 0"
        key = self.parts.key
        return (f'SELECT {self.item}.id, {key} AS "key" FROM {table} WHERE {self.parts.bounded(conditions)} '
                f"{self.parts.ordered(key, f'{self.item}.id')}")

    def _values(self, leg: Leg) -> str:
        def read(run: Run) -> Sequence[object]:
            return next(walk.values for walk in self.walks(run) if walk.leg is leg)
        return self.statement.bind(read, visibility.PARAMETERS[leg.values], ("walk", leg))

    def _sifted(self, walk: Walk) -> list[str]:
        return self.parts.filter(without=["state"] if walk.beyond else ["state", "withinDivision"])

    def _each_state(self) -> str:
        return f"unnest({self.states:text[]})" if self.states else f"(VALUES {_words(STATES, '({})')})"

    def _of_states_and_lists(self, leg: Leg) -> list[str]:
        texts = [f"{self.item}.list IN ({_words(self.lists)})"]
        if self.states:
            texts.append(f"{self.item}.state = ANY({self.states:text[]})")
        return texts if leg.drafts else [*texts, f"{self.item}.state <> 'DRAFT'"]


def _words(words: Sequence[str], each: str = "{}") -> str:
    return ", ".join(each.format(repr(word)) for word in words)
