"""The columns of the three lists' workbook."""
from collections.abc import Mapping

from domain import items
from hub.imports import cells, columns
from hub.imports.columns import Book, Column

_COMMON = (
    Column(field="publisher", heading="发布单位（信用代码或区划代码）", read=cells.code_of, width=24, required=True,
           note="单位填 18 位统一社会信用代码，街道填 9 位、社区填 12 位区划代码。"
                "A unit's credit code, or a street's or community's division code."),
    Column(field="title", heading="标题", read=cells.title_of, width=40, required=True,
           note="一句话说清楚，200 字以内。"),
    Column(field="body", heading="内容", read=cells.body_of, width=60,
           note="具体情况、要求、条件。不要写居民姓名和电话。No resident's name or phone here."),
    columns.choice("category", "类别", items.Category.chinese(), "从下拉列表中选。Choose from the list.", required=True),
    Column(field="quantity", heading="数量", read=cells.quantity_of, width=8, note="可被认领的总数，空着为 1。"),
    Column(field="unit", heading="单位", read=cells.line_of, width=8, note="数量的单位：场、人次、个……空着为“次”。"),
    columns.choice("scope", "可见范围", items.Scope.chinese(),
            "谁能看到：本社区、本街道、本区县……空着为社区。Who sees it; blank: the community."),
    Column(field="home", heading="归属区划（区划代码）", read=cells.division_code_of, width=16,
           note="空着：发布单位自己的区划，或它驻区的第一个社区。Blank: the publisher's own division."),
    Column(field="address", heading="地点", read=cells.line_of, width=30),
    Column(field="longitude", heading="经度", read=cells.longitude_of,
           note="与纬度同填同空。Degrees, with the latitude."),
    Column(field="latitude", heading="纬度", read=cells.latitude_of),
    Column(field="starts_at", heading="开始时间", read=cells.start_of, show=columns.start_as_cell, width=18,
           note="北京时间，如 2026-12-01 或 2026-12-01 09:00。China's time."),
    Column(field="deadline", heading="截止时间", read=cells.deadline_of, show=columns.deadline_as_cell, width=18,
           note="只填日期则到当天结束；空着、“长期”或“无”为没有期限。"
                "A day alone: until that day's end; blank or 长期: no end."),
    Column(field="contact_name", heading="联系人", read=cells.name_of,
           note="只对认领被接受的双方可见。Seen by parties only."),
    Column(field="contact_phone", heading="联系电话", read=cells.phone_of, width=16, note="与联系人同填同空。"),
)
_EXPORTED = (
    columns.ignored("publisher_name", "发布单位名称", width=28),
    columns.ignored("state", "状态", lambda state: items.PROCESS.words_of_states[state].chinese),
    columns.ignored("claimed", "已认领"),
)
_SPECIAL = {
    "RESOURCE": (columns.choice("resource_kind", "资源类型", items.ResourceKind.chinese(), "从下拉列表中选。", required=True),),
    "DEMAND": (columns.choice("urgency", "紧急程度", items.Urgency.chinese(), "空着为“一般”。Blank: 一般."),
               Column(field="grid", heading="来源网格（15 位网格代码）", read=cells.grid_code_of, width=20,
                      note="由网格上报的填网格代码。The grid it came from.")),
    "PROJECT": (Column(field="budget_yuan", heading="预算（元）", read=cells.yuan_of, show=float, width=14),),
}
COLUMNS: Mapping[str, tuple[Column, ...]] = {name: (*_COMMON, *_SPECIAL[name], *_EXPORTED) for name in items.List.chinese()}
TITLES = items.List.chinese()
NAMED = {title: name for name, title in TITLES.items()}
BOOK: Book = {title: COLUMNS[name] for name, title in TITLES.items()}
