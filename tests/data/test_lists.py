"""Importing the three lists: how people keep workbooks, and every kind of bad row."""
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.driver.connection import Connection
from domain import dates
from hub.imports import columns, lists
from resolvers.importing.problems import Rejected
from tests.data import workbooks
from tests.data.workbooks import COMMUNITY, DEMAND, GRID, NOW, RESOURCE, SCHOOL

pytestmark = pytest.mark.usefixtures("registered")


async def test_a_full_row_of_each_list(connected: Connection, tmp_path: Path) -> None:
    demand = DEMAND | {
        "内容": "第一行\n第二行", "数量": "１,200", "单位": "处", "可见范围": "街道", "地点": "东大街",
        "经度": 113.12, "纬度": "36.2", "开始时间": date(2026, 12, 1), "截止时间": "2026年12月31日 18:00",
        "联系人": "王老师", "联系电话": 13900000000, "紧急程度": "紧急", "来源网格": int(GRID)}
    project = DEMAND | {"预算（元）": "30000.5", "截止时间": datetime(2026, 12, 31)}
    imported = await workbooks.load(connected, workbooks.book(tmp_path, {
        "需求清单": [demand], "资源清单": [RESOURCE], "项目清单": [project]}))
    assert imported.items == {"RESOURCE": 1, "DEMAND": 1, "PROJECT": 1}
    rows = {row["list"]: dict(row) for row in await connected.fetch("SELECT * FROM item")}
    found = rows["DEMAND"]
    assert found.items() >= {
        "body": "第一行\n第二行", "quantity": 1200, "unit": "处", "scope": "STREET", "home_code": COMMUNITY,
        "urgency": "URGENT", "latitude": 36.2, "state": "PUBLISHED", "listed_at": NOW,
        "starts_at": datetime(2026, 12, 1, tzinfo=dates.CHINA),
        "deadline": datetime(2026, 12, 31, 10, tzinfo=UTC)}.items()
    assert await connected.fetchval("SELECT division_code FROM organization WHERE id = $1", found["grid_id"]) == GRID
    assert [tuple(row) for row in await connected.fetch("SELECT name, phone FROM contact")] == [
        ("王老师", "13900000000")]
    assert rows["PROJECT"]["budget_yuan"] == Decimal("30000.50")
    assert rows["PROJECT"]["deadline"] == datetime(2027, 1, 1, tzinfo=dates.CHINA)  # the day's end
    assert (rows["RESOURCE"]["home_code"], rows["RESOURCE"]["resource_kind"]) == ("110111007001", "VENUE")
    assert (rows["RESOURCE"]["quantity"], rows["RESOURCE"]["unit"]) == (1, "次")


async def test_the_events_name_the_importer_and_no_person(connected: Connection, tmp_path: Path) -> None:
    member = await workbooks.member(connected, {COMMUNITY: "SECRETARY"})
    path = workbooks.book(tmp_path,
        {"需求清单": [DEMAND | {"联系人": "王老师", "联系电话": "13900000000", "内容": "找王老师"}]})
    await lists.load(connected, path, now=NOW, viewer=member, request_id="r1")
    event = await connected.fetchrow("SELECT * FROM event WHERE kind = 'item.published'")
    item = await workbooks.item(connected)
    assert event is not None
    assert (event["actor_id"], event["request_id"], event["object_type"]) == (member.member_id, "r1", "Demand")
    assert (event["object_id"], event["subject_id"], event["home_code"]) == (item["id"], item["id"], COMMUNITY)
    assert (event["after"]["title"], event["after"]["imported"]) == ("清理楼道", True)
    assert "王老师" not in str(event["after"])
    assert "13900000000" not in str(event["after"])


async def test_titles_above_blank_rows_numbering_and_notes(connected: Connection, tmp_path: Path) -> None:
    def decorate(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.insert_rows(1, 2)
        sheet["A1"] = "和平社区需求清单（2026年冬）"
        sheet.merge_cells("A1:D1")
        sheet.append([])
        sheet.append(["  ", None, ""])
        sheet.append(["示例：填这里", "不导入", "平安建设"])
        book.create_sheet("Sheet1")
        book.create_sheet(columns.GUIDE).append(["随便写"])
    rows = [{"发布单位\n（代码）*": COMMUNITY, "标 题": "甲", "类别": "HEALTH", "序号": 1, "经办（导入时忽略）": "某"},
            {"发布单位\n（代码）*": COMMUNITY, "标 题": "乙", "类别": "医疗健康", "序号": 2}]
    await workbooks.load(connected, workbooks.book(tmp_path, {" 需求清单 ": rows}, decorate))
    assert {row["title"]: row["category"] for row in await connected.fetch("SELECT title, category FROM item")} == {
        "甲": "HEALTH", "乙": "HEALTH"}


async def test_a_publisher_merged_over_its_rows(connected: Connection, tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.worksheets[0].merge_cells("A2:A5")
    rows = [DEMAND | {"标题": "甲"}, {"标题": "乙", "类别": "其他"}, {"标题": "丙", "类别": "其他"}]
    await workbooks.load(connected, workbooks.book(tmp_path, {"需求清单": rows}, merge))
    assert [row[0] for row in await connected.fetch("SELECT home_code FROM item")] == [COMMUNITY] * 3


async def test_cells_merged_across_columns_are_not_guessed(connected: Connection, tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.worksheets[0].merge_cells("B2:C2")
    [problem, *_] = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": [DEMAND]}, merge))
    assert (problem.sheet, problem.row) == ("需求清单", 2)
    assert "B2:C2" in problem.what


async def test_formulas_and_failed_formulas(connected: Connection, tmp_path: Path) -> None:
    rows = [DEMAND | {"数量": "=1+1"}, DEMAND | {"数量": "#DIV/0!"}]
    problems = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": rows}))
    assert [(problem.row, problem.column) for problem in problems] == [(2, "数量"), (3, "数量")]
    assert "公式没有结果" in problems[0].what
    assert "#DIV/0!" in problems[1].what


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"发布单位": None}, "发布单位", "empty"), ({"发布单位": "110112"}, "发布单位", "No organisation"),
    ({"发布单位": "12345"}, "发布单位", "credit code"),
    ({"发布单位": SCHOOL[:-1] + "M"}, "发布单位", "check character"),
    ({"发布单位": 1.2345678901234567e17}, "发布单位", "文本"), ({"标题": "  "}, "标题", "empty"),
    ({"标题": "长" * 201}, "标题", "201"), ({"类别": "卫生"}, "类别", "医疗健康"), ({"类别": None}, "类别", "empty"),
    ({"数量": 0}, "数量", "from 1"), ({"数量": 1.5}, "数量", "from 1"), ({"数量": "两个"}, "数量", "number"),
    ({"数量": True}, "数量", "number"), ({"数量": date(2026, 1, 2)}, "数量", "number"),
    ({"数量": 3e9}, "数量", "from 1"),
    ({"可见范围": "全国"}, "可见范围", "社区"), ({"归属区划": "110111007001"}, "归属区划", "Not within"),
    ({"归属区划": "140403001001999"}, "归属区划", "no division"), ({"归属区划": "曙光社区"}, "归属区划", "区划代码"),
    ({"经度": 113.1}, "纬度", "together"), ({"经度": 200, "纬度": 36}, "经度", "180"),
    ({"经度": "113°", "纬度": 36}, "经度", "number"), ({"截止时间": "明天"}, "截止时间", "2026-12-01"),
    ({"截止时间": "2026-02-30"}, "截止时间", "no such day"), ({"截止时间": date(2026, 11, 20)}, "截止时间", "must lie ahead"),
    ({"开始时间": "2027-01-01", "截止时间": "2026-12-01"}, "开始时间", "before the deadline"),
    ({"联系人": "王"}, "联系电话", "together"), ({"联系人": "王", "联系电话": "无"}, "联系电话", "phone"),
    ({"紧急程度": "特急"}, "紧急程度", "较急"), ({"来源网格": "140403001001"}, "来源网格", "15"),
    ({"来源网格": "140403001002001"}, "来源网格", "no grid"), ({"来源网格": "140403001001999"}, "来源网格", "no grid"),
]


@pytest.mark.parametrize(("cells", "column", "said"), BAD)
async def test_a_bad_row(connected: Connection, tmp_path: Path, cells: dict[str, Any], column: str, said: str) -> None:
    [problem] = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": [DEMAND, DEMAND | cells]}))
    assert (problem.sheet, problem.row) == ("需求清单", 3)
    assert columns.heading_key(problem.column) == column
    assert said in problem.what


async def test_all_bad_rows_of_all_sheets_at_once(connected: Connection, tmp_path: Path) -> None:
    rows = {"资源清单": [RESOURCE | {"资源类型": None}], "需求清单": [DEMAND | cells for cells, _, _ in BAD],
            "项目清单": [DEMAND | {"预算": "-1"}, DEMAND | {"预算": "很多"}]}
    problems = await workbooks.rejected(connected, workbooks.book(tmp_path, rows))
    assert {problem.row for problem in problems if problem.sheet == "需求清单"} == set(range(2, 2 + len(BAD)))
    assert [(problem.row, problem.column) for problem in problems if problem.sheet == "项目清单"] == [
        (2, "预算（元）"), (3, "预算（元）")]
    assert [problem.sheet for problem in problems] == sorted(
        (problem.sheet or "" for problem in problems), key=list(rows).index)


async def test_unknown_missing_and_doubled_headings(connected: Connection, tmp_path: Path) -> None:
    def double(book: Any) -> None:
        book.worksheets[0]["E1"] = "标题"
    rows = [{"发布单位": COMMUNITY, "标题": "甲", "截止日期": "2026-12-01", "数量": 1}]
    problems = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": rows}, double))
    assert {problem.column for problem in problems if problem.row == 1} == {"截止日期", "标题", "类别"}


async def test_sheets_that_nobody_would_read(connected: Connection, tmp_path: Path) -> None:
    [problem] = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": [DEMAND], "需求清单2": [DEMAND]}))
    assert (problem.sheet, problem.row) == ("需求清单2", None)
    [problem] = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求": [DEMAND]}))
    assert "需求清单" in problem.what
    [problem] = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": [{"甲": 1, "乙": 2}]}))
    assert "表头" in problem.what


@pytest.mark.parametrize("content", [b"", b"code,name\n", b"PK\x03\x04broken"])
async def test_files_that_are_no_workbook(connected: Connection, tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "lists.xlsx").write_bytes(content)
    [problem] = await workbooks.rejected(connected, path)
    assert ".xlsx" in problem.what


async def test_a_units_demand_comes_from_a_grid_where_the_unit_is(connected: Connection, tmp_path: Path) -> None:
    """Not from any in the district that the demand is at home in; nor where a station is proposed."""
    of_unit = DEMAND | {"发布单位": SCHOOL, "归属区划（区划代码）": "110111"}
    await connected.execute("""
        INSERT INTO organization (id, kind, name, division_code, created_at) VALUES
            (gen_random_uuid(), 'GRID', '甲', '110111007001991', '2026-01-01'),
            (gen_random_uuid(), 'GRID', '乙', '110111007003991', '2026-01-01')""")
    await connected.execute("""
        INSERT INTO station (id, unit_id, community_id, since, state, proposed_by) SELECT gen_random_uuid(), u.id, c.id,
            '2026-01-01', 'PROPOSED', 'UNIT' FROM organization u, organization c
        WHERE u.credit_code = $1 AND c.division_code = '110111007003'""", SCHOOL)
    [problem] = await workbooks.rejected(connected, workbooks.book(tmp_path,
        {"需求清单": [of_unit | {"来源网格": "110111007003991"}]}))
    assert "no grid" in problem.what
    [problem] = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": [
        DEMAND | {"发布单位": SCHOOL, "归属区划（区划代码）": "110111007003"}]}))
    assert "publisher's divisions" in problem.what
    await workbooks.load(connected, workbooks.book(tmp_path, {"需求清单": [of_unit | {"来源网格": "110111007001991"}]}))


async def test_what_is_there_already_is_left_out(connected: Connection, tmp_path: Path) -> None:
    full = DEMAND | {"标题": "全", "数量": 2, "截止时间": "2026-12-01 18:00", "经度": 113.12, "纬度": 36.2, "来源网格": GRID,
                     "联系人": "王老师", "联系电话": "13900000000", "内容": "一\n二", "可见范围": "街道", "紧急程度": "紧急"}
    book = workbooks.book(tmp_path,
        {"需求清单": [DEMAND, full], "项目清单": [DEMAND | {"预算": "30000.5"}], "资源清单": [RESOURCE]})
    await workbooks.load(connected, book)
    await connected.execute("UPDATE item SET state = 'WITHDRAWN', closed_at = now(), version = 3 WHERE title = '全'")
    imported = await workbooks.load(connected, book)
    assert imported.items == {"RESOURCE": 0, "DEMAND": 0, "PROJECT": 0}
    assert [(line.sheet, line.row) for line in imported.left_out] == [("需求清单", 2), ("需求清单", 3), ("项目清单", 2),
                                                                      ("资源清单", 2)]
    assert await connected.fetchval("SELECT count(*) FROM item") == 4
    assert await connected.fetchval("SELECT count(*) FROM event WHERE kind = 'item.published'") == 4
    more = await workbooks.load(connected, workbooks.book(tmp_path, {"需求清单": [DEMAND, DEMAND | {"数量": 2}]}))
    assert (more.items["DEMAND"], len(more.left_out)) == (1, 1)


async def test_what_is_there_already_is_left_out_when_its_deadline_has_passed(connected: Connection, tmp_path: Path) -> None:
    book = workbooks.book(tmp_path, {"需求清单": [DEMAND | {"截止时间": "2026-12-01 18:00"}]})
    await workbooks.load(connected, book)
    later = NOW + timedelta(days=400)
    imported = await lists.load(connected, book, now=later)
    assert (imported.items["DEMAND"], len(imported.left_out)) == (0, 1)
    with pytest.raises(Rejected) as rejected:
        await lists.load(connected, book, now=later, again=True)
    assert ["must lie ahead" in problem.what for problem in rejected.value.problems] == [True]
    assert await connected.fetchval("SELECT count(*) FROM item") == 1


async def test_what_is_there_already_comes_in_again_when_asked(connected: Connection, tmp_path: Path) -> None:
    book = workbooks.book(tmp_path, {"需求清单": [DEMAND]})
    await workbooks.load(connected, book)
    imported = await lists.load(connected, book, now=NOW, again=True)
    assert (imported.items["DEMAND"], imported.left_out) == (1, [])


async def test_two_equal_rows_are_one_too_many(connected: Connection, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [DEMAND, DEMAND | {"数量": 2}, DEMAND | {"数量": "1"}]
    [problem] = await workbooks.rejected(connected, workbooks.book(tmp_path, {"需求清单": rows}))
    assert (problem.sheet, problem.row) == ("需求清单", 4)
    assert "row 2" in problem.what


@pytest.mark.parametrize("offices", [
    {}, {SCHOOL: "LIAISON"}, {"140403001": "OFFICER"}, {"140403": "SECRETARY"}, {"110111007001": "SECRETARY"}])
async def test_a_member_publishes_for_nobody_else(connected: Connection, tmp_path: Path, offices: dict[str, str]) -> None:
    member = await workbooks.member(connected, offices)
    book = workbooks.book(tmp_path, {"需求清单": [DEMAND], "资源清单": [RESOURCE]})
    events = await connected.fetchval("SELECT count(*) FROM event")
    with pytest.raises(Rejected) as rejected:
        await lists.load(connected, book, now=NOW, viewer=member)
    wrong = [(problem.sheet, columns.heading_key(problem.column)) for problem in rejected.value.problems]
    assert wrong == [("需求清单", "发布单位")] + [("资源清单", "发布单位")] * (SCHOOL not in offices)
    assert await connected.fetchval("SELECT count(*) FROM item") == 0
    assert await connected.fetchval("SELECT count(*) FROM event") == events


async def test_a_member_publishes_for_all_its_own(connected: Connection, tmp_path: Path) -> None:
    member = await workbooks.member(connected, {SCHOOL: "LIAISON", COMMUNITY: "OFFICER"})
    book = workbooks.book(tmp_path, {"需求清单": [DEMAND], "资源清单": [RESOURCE]})
    assert (await lists.load(connected, book, now=NOW, viewer=member)).items == {"RESOURCE": 1, "DEMAND": 1, "PROJECT": 0}


async def test_who_runs_the_hub_publishes_for_all_and_the_trail_says_how(connected: Connection, tmp_path: Path) -> None:
    await workbooks.load(connected, workbooks.book(tmp_path, {"需求清单": [DEMAND]}))
    event = await connected.fetchrow("SELECT actor_id, after FROM event WHERE kind = 'item.published'")
    assert event is not None
    assert (event["actor_id"], event["after"]["imported"]) == (None, True)
