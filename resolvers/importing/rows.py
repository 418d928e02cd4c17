"""A row of a workbook that can be read."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.bulk.merging import Named
from domain.faults import Fault
from domain.languages import Bilingual
from domain.refusals import BadInput
from resolvers.importing.problems import Problem


@dataclass(frozen=True)
class Row:
    """Where it stands, and its values by field."""

    sheet: str
    number: int
    values: Mapping[str, Any]

    def problem(self, field: str | None, what: str) -> Problem:
        return Problem(self.sheet, self.number, field, what)

    def problems(self, fault: Fault, column_of: Mapping[str, str]) -> list[Problem]:
        """What rules say is wrong with it.

        column_of   where a workbook calls a field otherwise than the rules
        """
        return [self.problem(column_of.get(each.field, each.field), each.problem)
                for each in fault.all if isinstance(each, BadInput)]


def repeated(rows: Sequence[tuple[Row, object]]) -> list[Problem]:
    """Rows that are about the same as one before.

    rows   each with what it is about
    """
    first: dict[object, Row] = {}
    return [row.problem(None, f"与{before.sheet}第 {before.number} 行重复，请留一行。"
                              f"It is about the same as row {before.number} of {before.sheet}: keep one of them.")
            for row, before in ((row, first.setdefault(about, row)) for row, about in rows) if before is not row]


def one_named(field: str, name: str, named: Mapping[str, Sequence[Named]]) -> Named:
    """The organisation that a row names.

    raises   BadInput
    """
    match named.get(name, ()):
        case [one]:
            return one
        case []:
            raise BadInput(field, Bilingual(f"没有登记代码为 {name} 的组织。",
                                            f"No organisation with the code {name} is registered."))
    raise BadInput(field, Bilingual(
        f"有多个无信用代码的组织叫 {name}，无法区分。",
        f"Several organisations without a credit code are called {name}: they cannot be told apart."))
