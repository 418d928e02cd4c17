"""The list of admitted tasks as a workbook: out with the money and the end, and in what was decided on paper, all or none."""
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from db.driver.connection import Connection
from domain import items
from domain.admissions import PROCESS, FundedPer
from domain.viewer import Viewer
from hub.imports import cells, columns, loading, writing
from hub.imports.cells import Cell
from hub.imports.columns import Book, Column
from resolvers import exporting
from resolvers.importing import admissions
from resolvers.importing.admissions import Taken
from resolvers.importing.problems import Progress, quiet
from resolvers.writing.by_hand import ByHand

TITLE = "准入事项"
_STATES = {state: words.chinese for state, words in PROCESS.words_of_states.items()}


def _day(name: str, heading: str, note: str, *, required: bool = False) -> Column:
    return Column(field=name, heading=heading, read=cells.day_of, show=_shown, width=12, note=note, required=required)


def _shown(day: date) -> Cell:
    return day


COLUMNS = (
    Column(field="department", heading="部门（信用代码）", read=cells.organization_of, width=24, required=True,
           note="18 位统一社会信用代码；没有的填“登记地区划代码/名称”。"
                "A credit code, or of a department without one: where it is registered/its name."),
    columns.ignored("department_name", "部门名称", width=28),
    Column(field="division", heading="区划（区划代码）", read=cells.division_code_of, width=16, required=True,
           note="交其社区办理的区县、街道或社区。The district, street or community whose communities do it."),
    columns.ignored("division_name", "区划名称", width=20),
    Column(field="title", heading="事项", read=cells.title_of, width=40, required=True, note="一句话，200 字以内。In a line."),
    Column(field="basis", heading="依据", read=cells.line_of, width=30, required=True, note="文件名称、文号。The document."),
    columns.choice("category", "类别", items.Category.chinese(), "从下拉列表中选。Choose from the list.", required=True),
    columns.choice("funded_per", "经费计法", FundedPer.chinese(), "总额或每社区。In all, or for each.", required=True),
    Column(field="asked_yuan", heading="申请经费（元）", read=cells.yuan_of, show=float, width=14,
           note="空着：同核定经费。Blank: as approved."),
    Column(field="approved_yuan", heading="核定经费（元）", read=cells.yuan_of, show=float, width=14, note="What goes along."),
    Column(field="voucher", heading="拨款文件", read=cells.title_of, width=24, note="The document by which it was allotted."),
    _day("starts_on", "开始日期", "首日，如 2026-12-01。Its first day.", required=True),
    _day("ends_on", "结束日期", "末日，含当日；自开始最多五年。Its last day; five years at most.", required=True),
    _day("decided_on", "批准日期", "如 2026-11-20。When it was approved."),
    columns.ignored("decider_name", "批准机关", width=20),
    columns.choice("state", "状态", _STATES, "空着为“已准入”；只导入已准入的。Blank: approved; nothing else comes in."),
    columns.ignored("reason", "理由", width=30),
)
BOOK: Book = {TITLE: COLUMNS}


async def load(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None, request_id: str = "",
               progress: Progress = quiet) -> Taken:
    """Take in all admissions of a workbook, or none; see `resolvers.importing.admissions`.

    viewer   the member in whose name they come in; None: who runs the hub
    raises   Rejected with everything that is wrong
    """
    hand = ByHand(connection, now, viewer, request_id or uuid4().hex)
    return await loading.load(path, BOOK, hand, loading.row, admissions.take_in, progress)


async def export(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None, within: str = "",
                 every: bool = False, progress: Progress = quiet) -> int:
    """Write the list as `load` takes it in; of no admission, headings to fill in below.

    viewer   the member who sees what is written; None: who runs the hub, who sees everything
    within   of what is asked for divisions within this one
    every    also what is not approved, or not any more
    returns  the number of admissions
    raises   TooManyRows, OSError
    """
    async def rows(hand: ByHand, take: writing.Take) -> None:
        await exporting.admissions(hand, within, every, lambda found, total: take(TITLE, found, total))
    return await writing.write(path, BOOK, ByHand(connection, now, viewer), rows, progress)
