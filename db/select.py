"""A SELECT as a value: its parts are written out once, when all of them are known.

No SQL is looked through and replaced: an expression knows the columns that it reads and where its parameters stand.
"""
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

ROOT = "(VALUES (1)) AS root (one)"
"""What the row of a SELECT begins from that is of no table."""


def numbered(number: int) -> str:
    """A parameter as PostgreSQL has it."""
    return f"${number}"


@dataclass(frozen=True)
class Expression:
    """An SQL expression over rows that have aliases.

    parts    texts, and between them the numbers of parameters
    reads    the columns that it reads: alias and name
    """

    parts: tuple[str | int, ...]
    reads: frozenset[tuple[str, str]] = frozenset()

    def written(self, parameter: Callable[[int], str] = numbered) -> str:
        return "".join(each if isinstance(each, str) else parameter(each) for each in self.parts)

    def __str__(self) -> str:
        return self.written()

    @property
    def selects(self) -> bool:
        """Whether it looks at rows of its own."""
        return any(isinstance(each, str) and "SELECT " in each for each in self.parts)


def all_of(conditions: Iterable[Expression]) -> Expression:
    """Conditions joined by AND; `true` when there are none."""
    parts: list[str | int] = []
    reads: set[tuple[str, str]] = set()
    for each in conditions:
        parts += [*([" AND "] if parts else []), *each.parts]
        reads |= each.reads
    return Expression(tuple(parts) or ("true",), frozenset(reads))


@dataclass(frozen=True)
class Join:
    """At most one row of a table beside each row. Lateral with a limit, or a forced generic plan hashes the whole table.

    columns   of the table, those that anybody reads: to start a plan costs the more the wider its rows are
    """

    table: str
    alias: str
    condition: Expression
    columns: tuple[str, ...]

    def written(self, parameter: Callable[[int], str] = numbered) -> str:
        columns = ", ".join(f"{self.alias}.{name}" for name in self.columns) or "1"
        return (f"LEFT JOIN LATERAL (SELECT {columns} FROM {self.table} {self.alias} "
                f"WHERE {self.condition.written(parameter)} LIMIT 1) {self.alias} ON true")


@dataclass(frozen=True)
class Select:
    """One row, and what is joined to it. Its parameters are numbered from 1."""

    columns: tuple[Expression, ...]
    source: str = ROOT
    joins: tuple[Join, ...] = ()

    def written(self, parameter: Callable[[int], str] = numbered) -> str:
        columns = ", ".join(each.written(parameter) for each in self.columns)
        return " ".join(["SELECT", *([columns] if columns else []), "FROM", self.source,
                         *(each.written(parameter) for each in self.joins)])

    @cached_property
    def sql(self) -> str:
        return self.written()

    def __hash__(self) -> int:
        return hash(self.sql)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        return (*self.columns, *(join.condition for join in self.joins))

    @property
    def looks_further(self) -> bool:
        """Whether it looks at rows besides those that it joins."""
        return any(each.selects for each in self.expressions)

    def reads_of(self, table: str, root: str) -> set[str]:
        """The columns that it reads of a table.

        root   the table of its first row
        """
        aliases = {join.alias for join in self.joins if join.table == table} | ({"root"} if table == root else set())
        return {name for each in self.expressions for alias, name in each.reads if alias in aliases}
