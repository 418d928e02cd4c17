"""Writing sheets that `hub.imports.sheets` reads: headings with notes, choices to pick from, texts that stay texts."""
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from domain import texts
from hub.imports.columns import Book, Column
from resolvers.importing.problems import Progress
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand

MOST_ROWS = 1_048_576  # of a sheet, headings included
CHOICES_DOWN_TO = 5_000  # rows for which a choice is offered
BOLD = Font(bold=True)
SHADED = PatternFill("solid", fgColor="DDE8F5")


class TooManyRows(Exception):
    """There is more than a sheet has rows."""

    def __init__(self, sheet: str) -> None:
        super().__init__(f"{sheet} 超过一张工作表的行数。More than a sheet has rows.")


Take = Callable[[str, Sequence[Mapping[str, Any]], int], None]
"""Gets a sheet's title, its next rows by the columns' fields, and how many rows there are in all."""


async def write(path: Path, book: Book, hand: ByHand, rows: Callable[[ByHand, Take], Awaitable[None]],
                progress: Progress) -> int:
    """Write what somebody may read into a workbook.

    rows     reads them as of one moment, and hands them on
    returns  how many rows
    raises   TooManyRows, OSError
    writes   the file, when all was read, and what of it is to be on record is
    """
    filled = _Filled(book, progress)
    try:
        await by_hand.look(hand, rows, filled.take)
    except BaseException:
        filled.discard()
        raise
    save(filled.made, path)
    return filled.done


class _Filled:
    """A workbook that fills with rows; a sheet that gets none is there nevertheless."""

    def __init__(self, book: Book, progress: Progress) -> None:
        self.book, self.progress, self.done = book, progress, 0
        self.made = Workbook(write_only=True)
        self.sheets = {title: sheet(self.made, title, columns) for title, columns in book.items()}
        self.rows = dict.fromkeys(self.sheets, 1)

    def discard(self) -> None:
        """End what is not to be saved."""
        for sheet in self.sheets.values():
            sheet.close()

    def take(self, title: str, rows: Sequence[Mapping[str, Any]], total: int) -> None:
        """raises   TooManyRows"""
        sheet = self.sheets[title]
        for row in rows:
            sheet.append([_cell(sheet, column, row.get(column.field)) for column in self.book[title]])
        self.rows[title], self.done = self.rows[title] + len(rows), self.done + len(rows)
        self.progress("写出 writing", self.done, total)
        if self.rows[title] > MOST_ROWS:
            raise TooManyRows(title)


def sheet(book: Workbook, name: str, shown: Sequence[Column]) -> Any:
    """A new sheet with its headings, widths and choices."""
    made: Any = book.create_sheet(name)
    made.freeze_panes = "A2"
    for place, column in enumerate(shown, 1):
        letter = get_column_letter(place)
        made.column_dimensions[letter].width = column.width
        if column.choices:
            choice = DataValidation("list", formula1=f'"{",".join(column.choices.values())}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{CHOICES_DOWN_TO}")
            made.data_validations.append(choice)
    made.append([_heading(made, column) for column in shown])
    return made


def _heading(sheet: Any, column: Column) -> Cell:
    heading = styled(sheet, column.heading + ("*" if column.required else ""), BOLD)
    heading.fill = SHADED
    heading.alignment = Alignment(wrap_text=True, vertical="center")
    if column.note:
        heading.comment = Comment(column.note, "Sandan", width=260, height=90)
    return heading


def _cell(sheet: Any, column: Column, value: Any) -> Cell | None:
    return None if value is None else styled(sheet, column.show(value), None)


def styled(sheet: Any, value: Any, font: Font | None) -> Cell:
    if isinstance(value, str):
        value = texts.writable(value)
    made = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        made.data_type = "s"  # a text that begins with = is a text
        made.number_format = "@"  # and long codes stay digits when somebody edits them
    if font:
        made.font = font
    return made


def save(book: Workbook, path: Path) -> None:
    """Write the file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        book.save(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
