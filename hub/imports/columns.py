"""The workbook of the three lists, column by column: how a column is called, read, written and explained."""
import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from domain import dates, items
from hub.imports import cells
from hub.imports.cells import Cell, Reader

EXAMPLE = "示例"  # a row whose publisher begins so explains, and is not taken in


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


def heading_key(heading: Cell) -> str:
    """What of a heading counts: not blanks, stars, nor what stands in brackets."""
    return re.sub(r"[（(].*?[)）]|[\s*＊]", "", "" if heading is None else str(heading))


def _choice(name: str, heading: str, choices: Mapping[str, str], note: str, *, required: bool = False) -> Column:
    return Column(field=name, heading=heading, read=cells.choice_of(choices), show=choices.__getitem__, note=note,
                  required=required, choices=choices)


def _ignored(name: str, heading: str, show: Callable[[Any], Cell] = as_it_is, width: int = 12) -> Column:
    return Column(field=name, heading=f"{heading}（导入时忽略）", read=None, show=show, width=width,
                  note="导出时填写，导入时不看。Filled on export, ignored on import.")


_COMMON = (
    Column(field="publisher", heading="发布单位（信用代码或区划代码）", read=cells.code_of, width=24, required=True,
           note="单位填 18 位统一社会信用代码，街道填 9 位、社区填 12 位区划代码。"
                "A unit's credit code, or a street's or community's division code."),
    Column(field="title", heading="标题", read=cells.title_of, width=40, required=True,
           note="一句话说清楚，200 字以内。"),
    Column(field="body", heading="内容", read=cells.body_of, width=60,
           note="具体情况、要求、条件。不要写居民姓名和电话。No resident's name or phone here."),
    _choice("category", "类别", items.Category.chinese(), "从下拉列表中选。Choose from the list.", required=True),
    Column(field="quantity", heading="数量", read=cells.quantity_of, width=8, note="可被认领的总数，空着为 1。"),
    Column(field="unit", heading="单位", read=cells.line_of, width=8, note="数量的单位：场、人次、个……空着为“次”。"),
    _choice("scope", "可见范围", items.Scope.chinese(),
            "谁能看到：本社区、本街道、本区县……空着为社区。Who sees it; blank: the community."),
    Column(field="home", heading="归属区划（区划代码）", read=cells.division_code_of, width=16,
           note="空着：发布单位自己的区划，或它驻区的第一个社区。Blank: the publisher's own division."),
    Column(field="address", heading="地点", read=cells.line_of, width=30),
    Column(field="longitude", heading="经度", read=cells.longitude_of,
           note="与纬度同填同空。Degrees, with the latitude."),
    Column(field="latitude", heading="纬度", read=cells.latitude_of),
    Column(field="starts_at", heading="开始时间", read=cells.start_of, show=start_as_cell, width=18,
           note="北京时间，如 2026-12-01 或 2026-12-01 09:00。China's time."),
    Column(field="deadline", heading="截止时间", read=cells.deadline_of, show=deadline_as_cell, width=18,
           note="只填日期则到当天结束；空着、“长期”或“无”为没有期限。"
                "A day alone: until that day's end; blank or 长期: no end."),
    Column(field="contact_name", heading="联系人", read=cells.name_of,
           note="只对认领被接受的双方可见。Seen by parties only."),
    Column(field="contact_phone", heading="联系电话", read=cells.phone_of, width=16, note="与联系人同填同空。"),
)
_EXPORTED = (
    _ignored("publisher_name", "发布单位名称", width=28),
    _ignored("state", "状态", lambda state: items.PROCESS.words_of_states[state].chinese),
    _ignored("claimed", "已认领"),
)
_SPECIAL = {
    "RESOURCE": (_choice("resource_kind", "资源类型", items.ResourceKind.chinese(), "从下拉列表中选。", required=True),),
    "DEMAND": (_choice("urgency", "紧急程度", items.Urgency.chinese(), "空着为“一般”。Blank: 一般."),
               Column(field="grid", heading="来源网格（15 位网格代码）", read=cells.grid_code_of, width=20,
                      note="由网格上报的填网格代码。The grid it came from.")),
    "PROJECT": (Column(field="budget_yuan", heading="预算（元）", read=cells.yuan_of, show=float, width=14),),
}
COLUMNS: Mapping[str, tuple[Column, ...]] = {name: (*_COMMON, *_SPECIAL[name], *_EXPORTED) for name in items.List.chinese()}
GUIDE = "填写说明"  # the template's further sheet, which an import passes over
IGNORED = "导入时忽略"
NUMBERING = "序号"
