"""A write that reads back what it wrote, in one statement: docs/decisions/0060.

No statement sees what it writes itself. But a part of WITH hides the table whose name it has: behind
`WITH claim AS (INSERT INTO claim … RETURNING *)` a payload's own words, `SELECT … FROM claim`, read the row that was written.
"""
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

KEPT = 20_000  # characters of a payload's SQL: what is longer is put together each time

ROOT = "(VALUES (1)) AS root (one)"
"""What a payload's row begins from, when it is read by itself."""


class PayloadQuery(NamedTuple):
    """Reads a payload of one row, and nothing but that row and what it leads to.

    sql      its parameters numbered from 1
    values   of the parameters
    """

    sql: str
    values: Sequence[Any]


def of_each(payload: PayloadQuery | None, columns: Mapping[Any, str]) -> PayloadQuery:
    """A payload that is read for each of the rows that its root has, with their `id` behind its columns.

    payload   None: nothing is read but the id
    columns   of the root, by the value that they have where the payload is read for this row
    returns   where a column has the value there is no parameter any more
    """
    sql, values = payload or (f"SELECT FROM {ROOT}", ())
    left = [value for value in values if value not in columns]
    places = [f"root.{columns[value]}" if value in columns else f"${1 + left.index(value)}" for value in values]
    return PayloadQuery(_with_id(sql, tuple(places)), left)


def _with_id(sql: str, places: tuple[str, ...]) -> str:
    return (_with_id_kept if len(sql) < KEPT else _with_id_kept.__wrapped__)(sql, places)


@lru_cache(maxsize=200)
def _with_id_kept(sql: str, places: tuple[str, ...]) -> str:
    placed = re.sub(r"\$(\d+)", lambda found: places[int(found[1]) - 1], sql)
    return placed.replace(f" FROM {ROOT}", f"{', ' if places else ' '}root.id FROM {ROOT}", 1)


def behind(written: str, done: str, parameters: int, sql: str | None) -> str:
    """A write with a payload's SELECT behind it.

    written     a WITH and its parts, each that writes named after its table and returning, as `name.*`, what the others read as
                `name.column`
    done        the part that has a row when all was written; without one the SELECT has no row either
    parameters  how many the write has
    sql         of `PayloadQuery`; None: whether all was written
    """
    return (_behind if sql is None or len(sql) < KEPT else _behind.__wrapped__)(written, done, parameters, sql)


@lru_cache(maxsize=200)
def _behind(written: str, done: str, parameters: int, sql: str | None) -> str:
    if sql is None:
        return _narrowed(f"{written} SELECT true FROM {done}")
    numbered = re.sub(r"\$(\d+)", lambda found: f"${int(found[1]) + parameters}", sql)
    return _narrowed(f"{written} {numbered.replace(f'FROM {ROOT}', f'FROM {done} AS root', 1)}")


_PART = re.compile(r"(\w+) AS \(\s*(?:INSERT INTO|UPDATE) (?:(?!RETURNING).)*RETURNING (\w+)\.\*", re.DOTALL)
"""What it is called, and what the rows are called that it returns."""


def _narrowed(sql: str) -> str:
    """Let each part return only what is read of it: to start a statement costs the more the wider its rows are."""
    for name, table in _PART.findall(sql):
        called = "|".join([name, *re.findall(rf"FROM {name} (?:AS )?(t\d+|root)\b", sql)])
        read = sorted(set(re.findall(rf"\b(?:{called})\.(\w+)", sql)))
        sql = sql.replace(f"RETURNING {table}.*", "RETURNING " + (", ".join(f"{table}.{each}" for each in read) or "true"))
    return sql
