"""A write that reads back what it wrote, in one statement: docs/decisions/0060.

No statement sees what it writes itself. But a part of WITH hides the table whose name it has: behind
`WITH claim AS (INSERT INTO claim … RETURNING *)` a payload's own words, `SELECT … FROM claim`, read the row that was written.
"""
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

ROOT = "(VALUES (1)) AS root (one)"
"""What a payload's row begins from, when it is read by itself."""


class Told(NamedTuple):
    """Reads a payload of one row, and nothing but that row and what it leads to.

    sql      its parameters numbered from 1
    values   of the parameters
    """

    sql: str
    values: Sequence[Any]


@lru_cache(maxsize=1000)
def behind(written: str, done: str, parameters: int, sql: str | None) -> str:
    """A write with a payload's SELECT behind it.

    written     a WITH and its parts, each that writes named after its table and returning, as `name.*`, what the others read as
                `name.column`
    done        the part that has a row when all was written; without one the SELECT has no row either
    parameters  how many the write has
    sql         of `Told`; None: whether all was written
    """
    if sql is None:
        return _narrowed(f"{written} SELECT true FROM {done}")
    numbered = re.sub(r"\$(\d+)", lambda found: f"${int(found[1]) + parameters}", sql)
    return _narrowed(f"{written} {numbered.replace(f'FROM {ROOT}', f'FROM {done} AS root (one)', 1)}")


def _narrowed(sql: str) -> str:
    """Let each part return only what is read of it: to start a statement costs the more the wider its rows are."""
    for name in re.findall(r"RETURNING (\w+)\.\*", sql):
        called = "|".join([name, *re.findall(rf"FROM {name} (t\d+)", sql)])
        read = sorted(set(re.findall(rf"\b(?:{called})\.(\w+)", sql)))
        sql = sql.replace(f"RETURNING {name}.*", "RETURNING " + (", ".join(f"{name}.{each}" for each in read) or "true"))
    return sql
