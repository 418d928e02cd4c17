"""Workbooks column by column: how a column is called, read, written and explained."""
import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from domain import dates
from hub.imports import cells
from hub.imports.cells import Cell, Reader

EXAMPLE = "示例"  # a row whose first cell begins so explains, and is not taken in
GUIDE = "填写说明"  # the template's further sheet, which an import passes over
IGNORED = "导入时忽略"
NUMBERING = "序号"


def as_it_is(value: Cell) -> Cell:
    return value


def start_as_cell(moment: datetime) -> Cell:
    """A moment as China's clocks show it; of a midnight the day alone; nothing of one that no workbook knows."""
    if not dates.is_known(moment):
        return None
    local = moment.astimezone(dates.CHINA).replace(tzinfo=None)
    return local.date() if local.time() == time() else local


def deadline_as_cell(moment: datetime) -> Cell:
    """The same, but of a midnight the day that ends with it."""
    shown = start_as_cell(moment)
    return shown if isinstance(shown, datetime) or not isinstance(shown, date) else shown - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet.

    field      what it is called in the code
    read       from a cell that is not blank to a value; None: written on export, ignored on import
    show       from a value that is not None to a cell
    width      in characters
    note       what the template explains
    choices    the values among which it offers a choice: value to Chinese name
    """

    field: str
    heading: str
    read: Reader | None
    show: Callable[[Any], Cell] = as_it_is
    width: int = 12
    note: str = ""
    required: bool = False
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> str:
        return heading_key(self.heading)


Book = Mapping[str, Sequence[Column]]
"""A workbook: its sheets' titles, and the columns of each, of which the first one tells an example from a row."""


def heading_key(heading: Cell) -> str:
    """What of a heading counts: not blanks, stars, nor what stands in brackets."""
    return re.sub(r"[（(].*?[)）]|[\s*＊]", "", "" if heading is None else str(heading))


def choice(name: str, heading: str, choices: Mapping[str, str], note: str, *, required: bool = False) -> Column:
    return Column(field=name, heading=heading, read=cells.choice_of(choices), show=choices.__getitem__, note=note,
                  required=required, choices=choices)


def ignored(name: str, heading: str, show: Callable[[Any], Cell] = as_it_is, width: int = 12) -> Column:
    return Column(field=name, heading=f"{heading}（导入时忽略）", read=None, show=show, width=width,
                  note="导出时填写，导入时不看。Filled on export, ignored on import.")
