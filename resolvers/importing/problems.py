"""What is wrong with rows that are to come in; and how an import says how far it is."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.languages import Bilingual

Progress = Callable[[str, int, int], None]  # what is being done, rows done, rows in all (0: not known yet)


def quiet(_step: str, _done: int, _total: int) -> None:
    """The progress that nobody watches."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file.

    sheet    of a workbook; None in a CSV file
    row      as the reader's program counts, from 1; None: the sheet or the file as a whole
    column   its heading, or the field's name for who knows the headings; None: the row as a whole
    what     what was wrong, and what would be right
    """

    sheet: str | None
    row: int | None
    column: str | None
    what: str

    def __str__(self) -> str:
        place = [self.sheet, self.row and f"第 {self.row} 行 row {self.row}", self.column]
        return " · ".join(part for part in place if part) + (": " if any(place) else "") + self.what


class Rejected(Exception):
    """A file was not taken in, and nothing was written.

    problems   every one, in the order of the file
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(Bilingual(f"{len(problems)} 处有误，未导入任何数据。",
                                   f"{len(problems)} problems; nothing was imported."))
        self.problems = list(problems)
