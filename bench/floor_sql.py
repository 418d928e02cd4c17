"""The floor's SQL: `visible(item, viewer)` as legs and as a condition, and a page made of them."""
from collections.abc import Sequence

from db import visibility

PLACES = {name: f"${place}::{cast}" for place, (name, cast) in enumerate(
    ((name, cast) for name, cast in visibility.PARAMETERS.items() if name != "member"), 1)}
"""The first parameters of every statement: what the viewer sees by."""
FIRST = f"${len(PLACES) + 1}"
SECOND = f"${len(PLACES) + 2}"
SEEN = visibility.ITEM.format(t="t", **PLACES)
PUBLISHER = "LEFT JOIN LATERAL (SELECT * FROM organization WHERE id = t.publisher_id LIMIT 1) p ON true"


def page(columns: str, lists: Sequence[str], limit: int, *, holds: str = "true", key: str = "t.listed_at",
         direction: str = "DESC") -> str:
    """The newest published items that the viewer sees, or the first by another key, with their publishers `p`.

    columns   of the item `t` and of its publisher
    holds     what else must hold for the item
    """
    order = f"ORDER BY key {direction}, id {direction} LIMIT {limit + 1}"
    legs = " UNION ALL ".join(f"({_leg(leg, lists, holds, key, order)})" for leg in visibility.LEGS)
    return (f"SELECT {columns} FROM (SELECT DISTINCT ON (key, id) id, key FROM ({legs}) legs {order}) page "
            f"CROSS JOIN LATERAL (SELECT * FROM item WHERE id = page.id LIMIT 1) t {PUBLISHER} "
            f"ORDER BY page.key {direction}, page.id {direction}")


def _leg(leg: visibility.Leg, lists: Sequence[str], holds: str, key: str, order: str) -> str:
    values, column = f"unnest({PLACES[leg.values]}) s (value)", leg.column
    if leg.through:
        column = "id"
        values = (f"(SELECT DISTINCT r.item_id AS value FROM {leg.through} r WHERE r.{leg.column} = "
                  f"ANY({PLACES[leg.values]}){leg.holds}) s")
    named = ", ".join(f"('{each}')" for each in lists)
    which = f"(VALUES {named}) l (list)"
    walk = (f"SELECT t.id, {key} AS key FROM item t WHERE t.list = l.list AND t.state = 'PUBLISHED' "
            f"AND t.{column} = s.value AND {holds} {order}")
    return f"SELECT w.* FROM {values} CROSS JOIN {which} CROSS JOIN LATERAL ({walk}) w"


def below(table: str, parent: str, columns: str, order: str, limit: int, join: str) -> str:
    """Up to `limit` rows of each parent of the array $1, the parent's id first."""
    return (f"SELECT k.id, {columns} FROM unnest($1::uuid[]) k (id) CROSS JOIN LATERAL "
            f"(SELECT * FROM {table} WHERE {parent} = k.id ORDER BY {order} LIMIT {limit}) c {join}")
