"""The routing table of calls as a workbook: out, and in by the rules that setting a route has, all or none."""
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from db.bulk.merging import Merged
from db.driver.connection import Connection
from domain import items
from domain.routes import TimeUnit
from domain.viewer import Viewer
from hub.imports import cells, columns, loading, writing
from hub.imports.columns import Book, Column
from resolvers import exporting
from resolvers.importing import routes
from resolvers.importing.problems import Progress, quiet
from resolvers.writing.by_hand import ByHand

TITLE = "派单路由"
_ORGANIZATION = ("18 位统一社会信用代码；街道填 9 位区划代码；没有信用代码的填“登记地区划代码/名称”。"
                 "A credit code, a street's division code, or of one without a code: where it is registered/its name.")
_LIMIT = "自派单起；小时至多 2000，工作日至多 250。From the dispatch on; at most 2,000 hours or 250 working days."
COLUMNS = (
    Column(field="division", heading="区划（区划代码）", read=cells.division_code_of, width=16, required=True,
           note="区县 6 位、街道 9 位、社区 12 位；区划最小的优先。"
                "A district's, street's or community's; the smallest counts."),
    columns.ignored("division_name", "区划名称", width=20),
    columns.choice("category", "类别", items.Category.chinese(), "从下拉列表中选。Choose from the list.", required=True),
    Column(field="lead", heading="主办（代码）", read=cells.organization_of, width=24, required=True, note=_ORGANIZATION),
    columns.ignored("lead_name", "主办名称", width=28),
    Column(field="assisting", heading="协办（代码）", read=cells.organizations_of, show="\n".join, width=24,
           note=f"可空；多个之间用顿号、分号或换行。May be blank; 、 or ; or a line break between several. {_ORGANIZATION}"),
    columns.ignored("assisting_names", "协办名称", "\n".join, width=28),
    Column(field="accept_in", heading="签收时限", read=cells.quantity_of, width=10, required=True, note=_LIMIT),
    columns.choice("accept_unit", "签收时限单位", TimeUnit.chinese(), "小时或工作日。Hours or working days.", required=True),
    Column(field="handle_in", heading="办理时限", read=cells.quantity_of, width=10, required=True, note=_LIMIT),
    columns.choice("handle_unit", "办理时限单位", TimeUnit.chinese(), "小时或工作日。Hours or working days.", required=True),
)
BOOK: Book = {TITLE: COLUMNS}


async def load(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None, request_id: str = "",
               progress: Progress = quiet) -> Merged:
    """Set all routes of a workbook, or none; see `resolvers.importing.routes`.

    viewer   the member in whose name they come in; None: who runs the hub
    raises   Rejected with everything that is wrong
    """
    hand = ByHand(connection, now, viewer, request_id or uuid4().hex)
    return await loading.load(path, BOOK, hand, loading.row, routes.merge, progress)


async def export(connection: Connection, path: Path, *, now: datetime, within: str = "", progress: Progress = quiet) -> int:
    """Write the routing table as `load` takes it in; of no route, headings to fill in below.

    within   of divisions within this one
    returns  the number of routes
    raises   TooManyRows, OSError
    """
    async def rows(hand: ByHand, take: writing.Take) -> None:
        await exporting.routes(hand, within, lambda found, total: take(TITLE, found, total))
    return await writing.write(path, BOOK, ByHand(connection, now), rows, progress)
