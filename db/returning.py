"""A write that reads back what it wrote, in one statement: docs/decisions/0060.

No statement sees what it writes itself. But a part of WITH hides the table whose name it has: behind
`WITH claim AS (INSERT INTO claim … RETURNING …)` a payload's own words, `SELECT … FROM claim`, read the row that was written.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from db.select import Expression, Select, numbered

KEPT = 20_000  # characters of a payload's SQL: what is longer is put together each time


class PayloadQuery(NamedTuple):
    """Reads a payload of one row, and nothing but that row and what it leads to.

    values   of the parameters
    """

    select: Select
    values: Sequence[Any]

    @property
    def sql(self) -> str:
        return self.select.sql


@dataclass(frozen=True)
class Part:
    """One part of a WITH.

    name     what the others call its rows; of one that writes, its table
    sql      the part, up to what it returns
    returns  what a written row is called in it; None: the SQL says itself what it returns
    reads    the columns that it reads of the parts before it, by their names
    """

    name: str
    sql: str
    returns: str | None = None
    reads: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Write:
    """
    done        the part that has a row when all was written; without one nothing behind it has a row either
    parameters  how many it has
    """

    parts: tuple[Part, ...]
    done: str
    parameters: int


def of_each(payload: PayloadQuery | None, columns: Mapping[Any, str]) -> PayloadQuery:
    """A payload that is read for each of the rows that its root has, with their `id` behind its columns.

    payload   None: nothing is read but the id
    columns   of the root, by the value that they have where the payload is read for this row
    returns   where a column has the value there is no parameter any more
    """
    select, values = payload or (_NOTHING, ())
    left = [value for value in values if value not in columns]
    places = tuple(columns[value] if value in columns else 1 + left.index(value) for value in values)
    return PayloadQuery((_for_each if len(select.sql) < KEPT else _for_each.__wrapped__)(select, places), left)


_NOTHING = Select(())


@lru_cache(maxsize=200)
def _for_each(select: Select, places: tuple[str | int, ...]) -> Select:
    """
    places   for each parameter a column of the root, or the parameter's number now
    """
    def placed(expression: Expression) -> Expression:
        columns = {places[each - 1] for each in expression.parts if isinstance(each, int)}
        parts = [each if isinstance(each, str) else _root(places[each - 1]) for each in expression.parts]
        return Expression(tuple(parts), expression.reads | {("root", each) for each in columns if isinstance(each, str)})

    columns = (*map(placed, select.columns), Expression(("root.id",), frozenset({("root", "id")})))
    joins = tuple(replace(join, condition=placed(join.condition)) for join in select.joins)
    return replace(select, columns=columns, joins=joins)


def _root(place: str | int) -> str | int:
    return f"root.{place}" if isinstance(place, str) else place


def behind(write: Write, select: Select | None) -> str:
    """A write with a payload's SELECT behind it.

    select   of `PayloadQuery`; None: whether all was written
    """
    return (_behind if select is None or len(select.sql) < KEPT else _behind.__wrapped__)(write, select)


@lru_cache(maxsize=200)
def _behind(write: Write, select: Select | None) -> str:
    parts = ", ".join(f"{part.name} AS ({part.sql}{_returning(write, part, select)})" for part in write.parts)
    if select is None:
        return f"WITH {parts} SELECT true FROM {write.done}"
    read = replace(select, source=f"{write.done} AS root").written(lambda number: numbered(number + write.parameters))
    return f"WITH {parts} {read}"


def _returning(write: Write, part: Part, select: Select | None) -> str:
    """Only what is read of it: to start a statement costs the more the wider its rows are."""
    if part.returns is None:
        return ""
    read = {name for other in write.parts for name in other.reads.get(part.name, ())}
    if select is not None:
        read |= select.reads_of(part.name, write.done)
    return f" RETURNING {', '.join(f'{part.returns}.{name}' for name in sorted(read)) or 'true'}"
