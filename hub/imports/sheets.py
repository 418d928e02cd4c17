"""Reading the workbook's sheets as people leave them: title rows, merged cells, formulas, blank rows, notes."""
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import openpyxl
from openpyxl.cell import Cell as SheetCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hub.imports import cells, columns
from hub.imports.cells import Cell
from hub.imports.columns import Book, Column
from hub.imports.problems import BadCell, reject_file
from resolvers.importing.problems import Problem

HEADING_WITHIN = 10  # rows among which the headings are looked for
MOST_UNPACKED = 1 << 30  # bytes: what a workbook's parts have in all


@dataclass(frozen=True)
class Row:
    """A row of one of the sheets, its cells that are not blank by field."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    failed: Collection[str] = ()  # fields of which it was said that their cells tell nothing

    def problem(self, column: str | None, what: str) -> Problem:
        return Problem(self.sheet, self.number, column, what)


@dataclass(frozen=True)
class Content:
    """What a workbook holds, and what of it cannot be read."""

    rows: list[Row]
    problems: list[Problem]


def read(path: Path, book: Book) -> Content:
    """All rows of these sheets that are neither blank nor examples.

    raises   Rejected when it is no workbook or has none of these sheets
    """
    workbook = _opened(path)
    known = [sheet for sheet in workbook.worksheets if sheet.title.strip() in book]
    if not known:
        raise reject_file(f"没有名为 {'、'.join(book)} 的工作表。It has no sheet of one of these names.")
    computed = _opened(path, computed=True) if any(_has_formula(sheet) for sheet in known) else workbook
    content = Content([], _foreign(workbook, book))
    for sheet in known:
        reading = _Reading(sheet, computed[sheet.title], book[sheet.title.strip()])
        content.rows.extend(reading.rows())
        content.problems.extend(reading.problems)
    return content


def values(row: Row, of_sheet: Sequence[Column]) -> tuple[dict[str, Any], list[Problem]]:
    """What a row's cells say, by field; and what is wrong with those that cannot be read or are not there."""
    found: dict[str, Any] = {}
    problems = []
    for column in of_sheet:
        cell = row.cells.get(column.field)
        if column.required and cell is None and column.field not in row.failed:
            problems.append(row.problem(column.heading, "不能为空。It must not be empty."))
        if column.read is None or cell is None:
            continue
        try:
            found[column.field] = column.read(cell)
        except BadCell as bad:
            problems.append(row.problem(column.heading, str(bad)))
    return found, problems


def headed(problem: Problem, book: Book) -> Problem:
    """The same with the heading of the column, where that is the name of a field."""
    return next((replace(problem, column=column.heading) for column in book.get((problem.sheet or "").strip(), ())
                 if column.field == problem.column), problem)


def _opened(path: Path, *, computed: bool = False) -> Workbook:
    """The workbook, with the formulas' results in their place when it is `computed`."""
    _check_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that openpyxl does not know
            return openpyxl.load_workbook(path, data_only=computed)
    except Exception as error:  # what openpyxl raises on a broken file is whatever broke
        raise reject_file(f"无法打开 {path}，请另存为 .xlsx。"
                          f"It cannot be opened as an .xlsx workbook: {error}.") from error


def _check_size(path: Path) -> None:
    """An archive tells how much it unpacks to before anybody does that; one that lies breaks off there.

    raises   Rejected
    """
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return  # `_opened` says what is wrong with it
    if size > MOST_UNPACKED:
        raise reject_file(f"{path} 解压后有 {size >> 20} MB，最多 {MOST_UNPACKED >> 20} MB；"
                          "请删去空白但带格式的行，或分几个文件导入。"
                          f"It unpacks to {size >> 20} MB, of at most {MOST_UNPACKED >> 20}: delete rows that are blank but "
                          "formatted, or take it in as several files.")


def _foreign(workbook: Workbook, book: Book) -> list[Problem]:
    """Sheets that nobody would read though something stands in them."""
    return [Problem(sheet.title, None, None, f"不认识的工作表；应为 {'、'.join(book)}。请改名或删去。"
                                             "Not one of the sheets; rename or delete it.")
            for sheet in workbook.worksheets
            if sheet.title.strip() not in {*book, columns.GUIDE} and any(map(_is_filled, _cells(sheet)))]


def _has_formula(sheet: Worksheet) -> bool:
    return any(cell.data_type == "f" for cell in _cells(sheet))


def _cells(sheet: Worksheet) -> Iterator[SheetCell]:
    return (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, SheetCell))


def _is_filled(cell: SheetCell) -> bool:
    return not cells.is_blank(cast("Cell", cell.value))


class _Reading:
    """One sheet's rows, and the problems met on the way."""

    def __init__(self, sheet: Worksheet, computed: Worksheet, known: Sequence[Column]) -> None:
        self.sheet, self.computed, self.known = sheet, computed, known
        self.problems: list[Problem] = []
        self.columns: dict[int, Column] = {}
        self.failed: set[str] = set()

    def rows(self) -> Iterator[Row]:
        start = self._find_headings()
        spread = self._spread(start)
        for number in range(start + 1, self.sheet.max_row + 1):
            self.failed = set()
            own = {column.field: cell for place, column in self.columns.items()
                   if not cells.is_blank(cell := self._cell(number, place, column))}
            first = str(own.get(self.known[0].field, ""))
            if own and not first.startswith(columns.EXAMPLE):
                yield Row(self.sheet.title, number, {**spread.get(number, {}), **own}, self.failed)

    def _find_headings(self) -> int:
        """The row of the headings, whose columns are then known; the last row of a sheet that has none."""
        needed = {column.key for column in self.known if column.required}
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
        known = {column.key: column for column in self.known}
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
                self.failed.add(column.field)
                self._blame(row, column.heading, "公式没有结果，请粘贴为数值，或在 Excel 中打开并保存一次。"
                                                 "A formula without a result: paste its value.")
        if cell.data_type == "e":
            self.failed.add(column.field)
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
