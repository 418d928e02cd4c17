"""Writing the workbook of the three lists: empty as a template, or with what the database has."""
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from openpyxl import Workbook
from openpyxl.styles import Font

from db.driver.connection import Connection
from domain.items import ItemState
from domain.viewer import Viewer
from hub.imports import columns, writing
from hub.imports.list_columns import BOOK, TITLES
from resolvers import exporting
from resolvers.importing.problems import Progress, quiet
from resolvers.writing.by_hand import ByHand

GREY = Font(italic=True, color="808080")
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


def template(path: Path) -> None:
    """Write an empty workbook: headings with notes, an example in each sheet, choices to pick from, and a guide."""
    book = Workbook(write_only=True)
    for title, known in BOOK.items():
        shown = [column for column in known if column.read]
        sheet = writing.sheet(book, title, shown)
        sheet.append([writing.styled(sheet, EXAMPLES[column.field], GREY) for column in shown])
    guide = book.create_sheet(columns.GUIDE)
    guide.column_dimensions["A"].width = 100
    for line in GUIDE:
        guide.append([line])
    writing.save(book, path)


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

    async def rows(hand: ByHand, take: writing.Take) -> None:
        await exporting.lists(hand, states, lambda name, items, total: take(TITLES[name], items, total))
    return await writing.write(path, BOOK, hand, rows, progress)
