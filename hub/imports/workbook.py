"""Writing the workbook of the three lists: empty as a template, or with what the database has."""
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from db.driver.connection import Connection
from domain import texts
from domain.items import ItemState, List
from domain.viewer import Viewer
from hub.imports import columns
from hub.imports.columns import Column
from resolvers import exporting
from resolvers.importing.problems import Progress, quiet
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand

MOST_ROWS = 1_048_576  # of a sheet, headings included
CHOICES_DOWN_TO = 5_000  # rows for which a choice is offered
BOLD, GREY = Font(bold=True), Font(italic=True, color="808080")
SHADED = PatternFill("solid", fgColor="DDE8F5")
EXAMPLES: dict[str, Any] = {
    "publisher": f"{columns.EXAMPLE}：110111007001（此行不导入，可删）", "title": "独居老人家里需要安装烟感报警器",
    "body": "共 15 户，设备由街道配发，需要会安装的师傅上门。", "category": "平安建设", "quantity": 15, "unit": "户",
    "scope": "街道", "home": "", "address": "星城第一社区各楼栋", "longitude": 115.978, "latitude": 39.722,
    "starts_at": "2026-12-01", "deadline": "2026-12-31 18:00", "contact_name": "李老师",
    "contact_phone": "010-00000000", "urgency": "较急", "grid": "", "resource_kind": "服务", "budget_yuan": 30000}
GUIDE = (
    "每个清单一张工作表；第一行是表头，鼠标停在表头上可看填写要求。带 * 的列必填。",
    "整个文件要么全部导入，要么一行也不导入；有误的行会逐一列出。",
    f"发布单位以“{columns.EXAMPLE}”开头的行不会导入。标有“{columns.IGNORED}”的列只供查看。",
    "Each list has its sheet. The file is imported as a whole or not at all; every bad row is reported.",
)


class TooManyRows(Exception):
    """A list has more items than a sheet has rows."""


def template(path: Path) -> None:
    """Write an empty workbook: headings with notes, an example in each sheet, choices to pick from, and a guide."""
    book = Workbook(write_only=True)
    for name, sheet_name in List.chinese().items():
        shown = [column for column in columns.COLUMNS[name] if column.read]
        sheet = _sheet(book, sheet_name, shown)
        sheet.append([_styled(sheet, EXAMPLES[column.field], GREY) for column in shown])
    guide = book.create_sheet(columns.GUIDE)
    guide.column_dimensions["A"].width = 100
    for line in GUIDE:
        guide.append([line])
    _save(book, path)


async def export(connection: Connection, path: Path, *, states: Collection[str] = (ItemState.PUBLISHED,),
                 contacts_for: Viewer | None = None, request_id: str | None = None, now: datetime | None = None,
                 progress: Progress = quiet) -> int:
    """Write the three lists as `lists.load` takes them in, with state and claims beside; see `resolvers.exporting`.

    contacts_for   the member who reads names and phones, of those items where the API shows them whole; None: nobody does
    now            when, for the record of these readings
    returns        the number of items
    raises         TooManyRows, OSError
    writes         the file, when the readings are on record
    """
    hand = ByHand(connection, now or datetime.now(UTC), contacts_for, request_id or uuid4().hex)
    filled = _Filled(Workbook(write_only=True), progress)
    try:
        await by_hand.look(hand, exporting.lists, states, filled.take)
    except BaseException:
        filled.discard()
        raise
    _save(filled.book, path)
    return filled.done


class _Filled:
    """A workbook that fills with items; a list that has none has its sheet nevertheless."""

    def __init__(self, book: Workbook, progress: Progress) -> None:
        self.book, self.progress, self.done = book, progress, 0
        self.sheets = {name: _sheet(book, title, columns.COLUMNS[name]) for name, title in List.chinese().items()}
        self.rows = dict.fromkeys(self.sheets, 1)

    def discard(self) -> None:
        """End what is not to be saved."""
        for sheet in self.sheets.values():
            sheet.close()

    def take(self, name: str, items: Sequence[dict[str, Any]], total: int) -> None:
        """raises   TooManyRows"""
        for item in items:
            sheet = self.sheets[name]
            sheet.append([_cell(sheet, column, item.get(column.field)) for column in columns.COLUMNS[name]])
        self.rows[name], self.done = self.rows[name] + len(items), self.done + len(items)
        self.progress("写出 writing", self.done, total)
        if self.rows[name] > MOST_ROWS:
            raise TooManyRows(f"{List.chinese()[name]} 超过一张工作表的行数。More items than a sheet has rows.")


def _sheet(book: Workbook, name: str, shown: Sequence[Column]) -> Any:
    """A new sheet with its headings, widths and choices."""
    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(shown, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        if column.choices:
            choice = DataValidation("list", formula1=f'"{",".join(column.choices.values())}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{CHOICES_DOWN_TO}")
            sheet.data_validations.append(choice)
    sheet.append([_heading(sheet, column) for column in shown])
    return sheet


def _heading(sheet: Any, column: Column) -> Cell:
    heading = _styled(sheet, column.heading + ("*" if column.required else ""), BOLD)
    heading.fill = SHADED
    heading.alignment = Alignment(wrap_text=True, vertical="center")
    if column.note:
        heading.comment = Comment(column.note, "Sandan", width=260, height=90)
    return heading


def _cell(sheet: Any, column: Column, value: Any) -> Cell | None:
    return None if value is None else _styled(sheet, column.show(value), None)


def _styled(sheet: Any, value: Any, font: Font | None) -> Cell:
    if isinstance(value, str):
        value = texts.writable(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is a text
        cell.number_format = "@"  # and long codes stay digits when somebody edits them
    if font:
        cell.font = font
    return cell


def _save(book: Workbook, path: Path) -> None:
    """Write the file whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        book.save(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
