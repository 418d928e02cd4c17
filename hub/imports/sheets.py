"""Reading the workbook's sheets as people leave them: title rows, merged cells, formulas, blank rows, notes."""
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import openpyxl
from openpyxl.cell import Cell as SheetCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.items import List
from hub.imports import cells, columns
from hub.imports.cells import Cell
from hub.imports.columns import Column
from hub.imports.problems import reject_file
from resolvers.importing.problems import Problem

HEADING_WITHIN = 10  # rows among which the headings are looked for
NAMED = {name: value for value, name in List.chinese().items()}


@dataclass(frozen=True)
class Row:
    """A row of one of the lists, its cells that are not blank by field."""

    sheet: str
    list: str
    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Content:
    """What a workbook holds, and what of it cannot be read."""

    rows: list[Row]
    problems: list[Problem]


def read(path: Path) -> Content:
    """All rows of the three lists that are neither blank nor examples.

    raises   Rejected when it is no workbook or has none of the three sheets
    """
    workbook = _opened(path)
    lists = [sheet for sheet in workbook.worksheets if sheet.title.strip() in NAMED]
    if not lists:
        raise reject_file(f"没有名为 {'、'.join(NAMED)} 的工作表。It has no sheet of one of these names.")
    computed = _opened(path, computed=True) if any(_has_formula(sheet) for sheet in lists) else workbook
    content = Content([], _foreign(workbook))
    for sheet in lists:
        reading = _Reading(sheet, computed[sheet.title])
        content.rows.extend(reading.rows())
        content.problems.extend(reading.problems)
    return content


def _opened(path: Path, *, computed: bool = False) -> Workbook:
    """The workbook, with the formulas' results in their place when it is `computed`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that openpyxl does not know
            return openpyxl.load_workbook(path, data_only=computed)
    except Exception as error:  # what openpyxl raises on a broken file is whatever broke
        raise reject_file(f"无法打开 {path}，请另存为 .xlsx。"
                          f"It cannot be opened as an .xlsx workbook: {error}.") from error


def _foreign(workbook: Workbook) -> list[Problem]:
    """Sheets that nobody would read though something stands in them."""
    return [Problem(sheet.title, None, None, f"不认识的工作表；应为 {'、'.join(NAMED)}。请改名或删去。"
                                             "Not one of the sheets; rename or delete it.")
            for sheet in workbook.worksheets
            if sheet.title.strip() not in {*NAMED, columns.GUIDE} and any(map(_is_filled, _cells(sheet)))]


def _has_formula(sheet: Worksheet) -> bool:
    return any(cell.data_type == "f" for cell in _cells(sheet))


def _cells(sheet: Worksheet) -> Iterator[SheetCell]:
    return (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, SheetCell))


def _is_filled(cell: SheetCell) -> bool:
    return not cells.is_blank(cast("Cell", cell.value))


class _Reading:
    """One sheet's rows, and the problems met on the way."""

    def __init__(self, sheet: Worksheet, computed: Worksheet) -> None:
        self.sheet, self.computed = sheet, computed
        self.list = NAMED[sheet.title.strip()]
        self.problems: list[Problem] = []
        self.columns: dict[int, Column] = {}

    def rows(self) -> Iterator[Row]:
        start = self._find_headings()
        spread = self._spread(start)
        for number in range(start + 1, self.sheet.max_row + 1):
            own = {column.field: cell for place, column in self.columns.items()
                   if not cells.is_blank(cell := self._cell(number, place, column))}
            publisher = str(own.get("publisher", ""))
            if own and not publisher.startswith(columns.EXAMPLE):
                yield Row(self.sheet.title, self.list, number, {**spread.get(number, {}), **own})

    def _find_headings(self) -> int:
        """The row of the headings, whose columns are then known; the last row of a sheet that has none."""
        needed = {column.key for column in columns.COLUMNS[self.list] if column.required}
        for number in range(1, min(HEADING_WITHIN, self.sheet.max_row) + 1):
            headings = [(place, cast("Cell", self.sheet.cell(number, place).value))
                        for place in range(1, self.sheet.max_column + 1)]
            found = {columns.heading_key(heading) for _, heading in headings}
            if len(found & needed) >= 2:
                self._take_headings(number, [(place, str(heading)) for place, heading in headings if heading])
                return number
        if any(map(_is_filled, _cells(self.sheet))):
            self._blame(None, None, f"前 {HEADING_WITHIN} 行里没有表头，应有 {'、'.join(sorted(needed))}。No headings.")
        return int(self.sheet.max_row)

    def _take_headings(self, row: int, headings: Sequence[tuple[int, str]]) -> None:
        known = {column.key: column for column in columns.COLUMNS[self.list]}
        for place, heading in headings:
            key = columns.heading_key(heading)
            if key == columns.NUMBERING or columns.IGNORED in heading:
                continue
            if (column := known.pop(key, None)) is None:
                self._blame(row, heading, "不认识或重复的表头；不需要导入的列请在表头注明“（导入时忽略）”。"
                                          "Not a known heading, or there twice.")
            elif column.read:
                self.columns[place] = column
        for column in known.values():
            if column.required:
                self._blame(row, column.heading, "缺少这一列。This column is missing.")

    def _cell(self, row: int, place: int, column: Column) -> Cell:
        cell = self.sheet.cell(row, place)
        if cell.data_type == "f":
            cell = self.computed.cell(row, place)
            if cell.value is None:
                self._blame(row, column.heading, "公式没有结果，请粘贴为数值，或在 Excel 中打开并保存一次。"
                                                 "A formula without a result: paste its value.")
        if cell.data_type == "e":
            self._blame(row, column.heading, f"公式出错：{cell.value}。The formula failed.")
            return None
        return cast("Cell", cell.value)

    def _spread(self, start: int) -> dict[int, dict[str, Cell]]:
        """What cells that are merged down a column say for each of their rows."""
        spread: dict[int, dict[str, Cell]] = {}
        for merged in self.sheet.merged_cells.ranges:
            if merged.min_row <= start:
                continue
            if merged.min_col != merged.max_col:
                self._blame(merged.min_row, None, f"{merged.coord} 合并了几列，请拆分。Split the merged cells.")
            elif column := self.columns.get(merged.min_col):
                value = self._cell(merged.min_row, merged.min_col, column)
                for row in range(merged.min_row, merged.max_row + 1):
                    spread.setdefault(row, {})[column.field] = value
        return spread

    def _blame(self, row: int | None, column: str | None, what: str) -> None:
        self.problems.append(Problem(self.sheet.title, row, column, what))
