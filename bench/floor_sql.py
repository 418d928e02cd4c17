"""The floor's SQL: `visible(item, viewer)` as a condition, and pages by the legs that the viewer needs."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from asyncpg import Record

from db import visibility
from db.connection import Connection
from db.visibility import Walk
from domain.viewer import Viewer

VIEWED = tuple(name for name in visibility.PARAMETERS if name != "member")
PUBLISHER = "LEFT JOIN LATERAL (SELECT * FROM organization WHERE id = t.publisher_id LIMIT 1) p ON true"


def seen(first: int) -> str:
    """The condition that the viewer sees the item `t`; the values of `viewed` are its parameters from `first` on."""
    places = {name: f"${place}::{visibility.PARAMETERS[name]}" for place, name in enumerate(VIEWED, first)}
    return visibility.ITEM.format(t="t", **places)


def viewed(viewer: Viewer) -> list[Any]:
    values = visibility.parameters(viewer)
    return [values[name] for name in VIEWED]


@dataclass
class Page:
    """The newest published items that a viewer sees, or the first by another key, with their publishers `p`.

    columns   of the item `t` and of its publisher
    holds     what else must hold for the item, over the parameters `asked`
    net       a condition for the index of words, by which then the rows are found
    """

    columns: str
    lists: Sequence[str]
    limit: int
    asked: int = 0
    holds: str = "true"
    net: str = ""
    key: str = "t.listed_at"
    direction: str = "DESC"
    known: dict[Any, str] = field(default_factory=dict)

    async def rows(self, connection: Connection, viewer: Viewer, *asked: Any, division: str | None = None) -> list[Record]:
        walks = visibility.walks(viewer, division, drafts=False)
        shape = tuple((walk.leg.column, walk.beyond) for walk in walks)
        if shape not in self.known:
            self.known[shape] = self._sql(walks)
        within = [division] if any(walk.beyond for walk in walks) else []
        return await connection.fetch(self.known[shape], *asked, *(walk.values for walk in walks), *within)

    def _sql(self, walks: Sequence[Walk]) -> str:
        order = self._order("key", "id")
        within = f"starts_with(t.home_code, ${self.asked + len(walks) + 1})"
        placed = enumerate(walks, self.asked + 1)
        legs = " UNION ALL ".join(f"({self._leg(walk, f'${place}', within)})" for place, walk in placed)
        return (f"SELECT {self.columns} FROM (SELECT DISTINCT ON (key, id) id, key FROM ({legs}) legs {order}) page "
                f"CROSS JOIN LATERAL (SELECT * FROM item WHERE id = page.id LIMIT 1) t {PUBLISHER} "
                f"ORDER BY page.key {self.direction}, page.id {self.direction}")

    def _order(self, key: str, row_id: str) -> str:
        return f"ORDER BY {key} {self.direction}, {row_id} {self.direction} LIMIT {self.limit + 1}"

    def _leg(self, walk: Walk, place: str, within: str) -> str:
        leg, named = walk.leg, ", ".join(f"'{each}'" for each in self.lists)
        values = f"unnest({place}::{visibility.PARAMETERS[leg.values]}) s (value)"
        which = f"t.list IN ({named}) AND t.state = 'PUBLISHED'"
        sifted = f"{self.holds} AND {within}" if walk.beyond else self.holds
        if leg.through:
            source = (f"(SELECT DISTINCT r.item_id FROM {values} CROSS JOIN LATERAL (SELECT r.item_id FROM {leg.through} r "
                      f"WHERE r.{leg.column} = s.value{leg.holds} OFFSET 0) r) r "
                      "CROSS JOIN LATERAL (SELECT * FROM item WHERE id = r.item_id LIMIT 1) t")
            return self._walk(source, f"{which} AND {sifted}")
        if self.net:
            walked = self._walk("item t", f"t.{leg.column} = s.value AND {self.net} AND {_hidden(f'{which} AND {sifted}')}")
            return f"SELECT w.* FROM {values} CROSS JOIN LATERAL ({walked}) w"
        each = " CROSS JOIN (VALUES " + ", ".join(f"('{each}')" for each in self.lists) + ") l (list)"
        walked = self._walk("item t", f"t.list = l.list AND t.state = 'PUBLISHED' AND t.{leg.column} = s.value "
                                      f"AND {_hidden(sifted)}")
        return f"SELECT w.* FROM {values}{each} CROSS JOIN LATERAL ({walked}) w"

    def _walk(self, source: str, condition: str) -> str:
        return f"SELECT t.id, {self.key} AS key FROM {source} WHERE {condition} {self._order(self.key, 't.id')}"


def _hidden(condition: str) -> str:
    """As the hub hides it from PostgreSQL's estimates (docs/decisions/0043)."""
    return condition if condition == "true" else f"CASE WHEN {condition} THEN true ELSE false END"


def below(table: str, parent: str, columns: str, order: str, limit: int, join: str) -> str:
    """Up to `limit` rows of each parent of the array $1, the parent's place in it first, from 1."""
    return (f"SELECT k.place, {columns} FROM unnest($1::uuid[]) WITH ORDINALITY k (id, place) CROSS JOIN LATERAL "
            f"(SELECT * FROM {table} WHERE {parent} = k.id ORDER BY {order} LIMIT {limit}) c {join}")
