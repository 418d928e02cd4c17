"""The plain peer's lists: one statement for each shape of the arguments."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asyncpg import Record

from db.driver.connection import Pool

ORDERS = {"NEWEST": "listed_at DESC, id DESC", "DEADLINE": "coalesce(deadline, 'infinity'), id"}


@dataclass(frozen=True)
class Asked:
    """
    list      None: all three
    division  a district or a street, whose items are wanted
    """

    list: str | None
    division: str
    first: int
    order: str = "NEWEST"
    urgency: str | None = None
    words: str | None = None
    categories: Sequence[str] | None = None


async def read(pool: Pool, asked: Asked) -> list[Record]:
    """The page's rows, and one more when there is more."""
    values: list[Any] = [asked.division]
    conditions = ["state = 'PUBLISHED'", f"{'district' if len(asked.division) == 6 else 'street'} = $1"]

    def also(condition: str, value: Any) -> None:
        if value is not None:
            values.append(value)
            conditions.append(condition.format(f"${len(values)}"))

    also("list = {}", asked.list)
    also("urgency = {}", asked.urgency)
    also("category = ANY({})", asked.categories)
    also("placed_grams(list, home_code, scope_code, words) @> bench.keys({0}, $1) AND words LIKE ALL (ARRAY("
         "SELECT '%' || word || '%' FROM regexp_split_to_table(lower({0}), '\\s+') w (word)))", asked.words)
    return await pool.fetch(f"SELECT * FROM item WHERE {' AND '.join(conditions)} ORDER BY {ORDERS[asked.order]} "
                            f"LIMIT {asked.first + 1}", *values)
