"""The routing table by workbook: out and in the same, every kind of bad row, and only by who keeps it."""
import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.bulk import loading
from db.driver.connection import Connection, Pool
from domain.viewer import Viewer
from hub.imports import columns, routes, sheets
from resolvers.importing import routes as importing
from resolvers.importing.problems import Problem, Rejected
from tests.data import workbooks
from tests.data.workbooks import NOW, SCHOOL

pytestmark = pytest.mark.usefixtures("registered")
STREET, DISTRICT, COMMUNITY = "110111007", "110111", "110111007001"
POLICE, FAR_POLICE, FAR_OFFICE = "11110111DEM000073W", "11140403DEM000639N", "11140403DEM000655C"
ROUTE = {"区划": STREET, "类别": "环境整治", "主办": SCHOOL,
         "签收时限": 4, "签收时限单位": "小时", "办理时限": 5, "办理时限单位": "工作日"}
WAITING = ("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' "
           "AND wait_event = 'advisory')")
NAMELESS = f"{COMMUNITY}/老街（甲、乙）商会 110111"


@pytest.fixture
async def without_code(connected: Connection, registered: None) -> None:
    await connected.execute(
        "WITH unit AS (INSERT INTO organization (id, kind, name, no_credit_code_reason, home_code, created_at) VALUES "
        "(gen_random_uuid(), 'SOCIAL_ORGANIZATION', $1, '登记中', $2, '2026-01-01') RETURNING id) "
        "INSERT INTO station (id, unit_id, community_id, since) SELECT gen_random_uuid(), u.id, c.id, '2026-01-01' "
        "FROM unit u, organization c WHERE c.division_code = $2", NAMELESS.split("/")[1], COMMUNITY)


def _book(folder: Path, *rows: dict[str, Any], then: workbooks.Fill = lambda book: None) -> Path:
    return workbooks.book(folder, {routes.TITLE: list(rows)}, then)


async def _rejected(connected: Connection, path: Path, viewer: Viewer | None = None) -> list[Problem]:
    """What was wrong, nothing having been written."""
    before = await _contents(connected)
    with pytest.raises(Rejected) as rejected:
        await routes.load(connected, path, now=NOW, viewer=viewer)
    assert await _contents(connected) == before
    return rejected.value.problems


async def _contents(connected: Connection) -> list[list[Any]]:
    return [await connected.fetch(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("route", "route_assisting", "event")]


async def test_routes_come_in_and_the_trail_says_so(connected: Connection, tmp_path: Path) -> None:
    path = _book(tmp_path, ROUTE | {"协办": f"{STREET}、{POLICE}"}, ROUTE | {"区划": f"{DISTRICT}000000"})
    assert (await routes.load(connected, path, now=NOW, request_id="r1")).added == 2
    rows = await connected.fetch("SELECT division_code, category, accept_in, accept_unit, handle_in, handle_unit, version "
                                 "FROM route ORDER BY 1")
    assert [tuple(row) for row in rows] == [(code, "ENVIRONMENT", 4, "HOURS", 5, "WORKING_DAYS", 1)
                                            for code in (DISTRICT, STREET)]
    assert await connected.fetchval("SELECT count(*) FROM route_assisting") == 2
    events = await connected.fetch("SELECT actor_id, home_code, request_id, after FROM event WHERE kind = 'route.set' "
                                   "ORDER BY seq")
    assert [(event["actor_id"], event["home_code"], event["request_id"]) for event in events] == [
        (None, STREET, "r1"), (None, DISTRICT, "r1")]
    assert all(event["after"]["imported"] and event["after"]["category"] == "ENVIRONMENT" for event in events)


@pytest.mark.usefixtures("without_code")
async def test_an_export_taken_in_again_changes_nothing(connected: Connection, tmp_path: Path) -> None:
    path = _book(tmp_path, ROUTE | {"主办": NAMELESS, "协办": f"{STREET}；{SCHOOL}"}, ROUTE | {"类别": "停车充电"},
                 ROUTE | {"区划": COMMUNITY, "协办": f"{SCHOOL}\n{NAMELESS}", "主办": STREET})
    await routes.load(connected, path, now=NOW)
    before = await _contents(connected)
    out = tmp_path / "out.xlsx"
    assert await routes.export(connected, out, now=NOW) == 3
    merged = await routes.load(connected, out, now=NOW + timedelta(days=1))
    assert (merged.added, merged.changed) == (0, 0)
    assert await _contents(connected) == before
    assert await routes.export(connected, tmp_path / "again.xlsx", now=NOW) == 3
    assert _shown(tmp_path / "again.xlsx") == _shown(out)


def _shown(path: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[routes.TITLE].iter_rows(values_only=True))


async def test_what_differs_is_set_anew_and_what_is_left_out_stays(connected: Connection, tmp_path: Path) -> None:
    await routes.load(connected, _book(tmp_path, ROUTE | {"协办": STREET}, ROUTE | {"类别": "停车充电"}), now=NOW)
    merged = await routes.load(connected, _book(tmp_path, ROUTE | {"办理时限": 3}, ROUTE | {"类别": "养老助老"}), now=NOW)
    assert (merged.added, merged.changed) == (1, 1)
    rows = await connected.fetch("SELECT category, handle_in, version FROM route ORDER BY 1")
    assert {row["category"]: (row["handle_in"], row["version"]) for row in rows}["ENVIRONMENT"] == (3, 2)
    assert len(rows) == 3
    assert await connected.fetchval("SELECT count(*) FROM route_assisting") == 0
    assert await connected.fetchval("SELECT object_version FROM event WHERE kind = 'route.set' AND object_version > 1") == 2


async def test_of_one_division_alone_and_of_none(connected: Connection, tmp_path: Path) -> None:
    await routes.load(connected, _book(tmp_path, ROUTE, ROUTE | {"区划": "140403", "主办": FAR_OFFICE}), now=NOW)
    assert await routes.export(connected, path := tmp_path / "out.xlsx", now=NOW, within=DISTRICT) == 1
    assert await routes.export(connected, path, now=NOW, within="32") == 0
    assert [column.field for column in routes.COLUMNS if column.required] == [
        "division", "category", "lead", "accept_in", "accept_unit", "handle_in", "handle_unit"]
    assert (await routes.load(connected, path, now=NOW)).added == 0


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"区划": None}, "区划", "empty"), ({"区划": "1101"}, "区划", "district"), ({"区划": "110112"}, "区划", "No organisation"),
    ({"办理时限": 3, "办理时限单位": "小时"}, "办理时限", "shorter"),
    ({"区划": "星城街道"}, "区划", "区划代码"), ({"类别": "卫生"}, "类别", "医疗健康"), ({"主办": None}, "主办", "empty"),
    ({"主办": "12345"}, "主办", "credit code"), ({"主办": SCHOOL[:-1] + "M"}, "主办", "check character"),
    ({"主办": COMMUNITY}, "主办", "department, a unit or a street"), ({"主办": f"{COMMUNITY}/无名"}, "主办", "No organisation"),
    ({"主办": "社区/商会"}, "主办", "区划代码"), ({"主办": 1.2345678901234567e17}, "主办", "文本"),
    ({"协办": "110112007"}, "协办", "No organisation"), ({"协办": COMMUNITY}, "协办", "department"),
    ({"主办": FAR_POLICE}, "主办", "须为 110111 的部门或街道，或驻在 110111007 的单位"),
    ({"协办": f"{POLICE}、{FAR_POLICE}"}, "协办", f"{FAR_POLICE}: it must be a department or a street of 110111"),
    ({"区划": "110111007003"}, "主办", "or a unit that is stationed in 110111007003"),
    ({"协办": SCHOOL}, "协办", "the lead not among them"), ({"协办": f"{STREET}、{STREET}"}, "协办", "each once"),
    ({"协办": f"{STREET}、学校"}, "协办", "credit code"),
    ({"签收时限": 0}, "签收时限", "from 1"), ({"签收时限": 1.5}, "签收时限", "from 1"),
    ({"签收时限": "两"}, "签收时限", "number"),
    ({"签收时限": 2001}, "签收时限", "from 1 to 2000"), ({"办理时限": 251}, "办理时限", "from 1 to 250"),
    ({"签收时限单位": "天"}, "签收时限单位", "小时"), ({"办理时限单位": None}, "办理时限单位", "empty"),
    ({"办理时限": "=2+3"}, "办理时限", "without a result"), ({"办理时限": "#REF!"}, "办理时限", "#REF!"),
]


@pytest.mark.parametrize(("cells", "column", "said"), BAD)
async def test_a_bad_row(connected: Connection, tmp_path: Path, cells: dict[str, Any], column: str, said: str) -> None:
    [problem] = [one for one in await _rejected(connected, _book(tmp_path, ROUTE | {"类别": "停车充电"}, ROUTE | cells))
                 if columns.heading_key(one.column) == column]
    assert (problem.sheet, problem.row) == (routes.TITLE, 3)
    assert said in problem.what
    assert any("一" <= sign <= "鿿" for sign in problem.what) and any("a" <= sign <= "z" for sign in problem.what)


async def test_all_bad_rows_at_once_in_their_order(connected: Connection, tmp_path: Path) -> None:
    problems = await _rejected(connected, _book(tmp_path, *(ROUTE | cells for cells, _, _ in BAD)))
    assert [problem.row for problem in problems] == sorted(problem.row or 0 for problem in problems)
    assert {problem.row for problem in problems} >= {2 + number for number in range(len(BAD))}


async def test_two_rows_of_one_division_and_category(connected: Connection, tmp_path: Path) -> None:
    [problem] = await _rejected(connected, _book(tmp_path, ROUTE, ROUTE | {"区划": f"{STREET}000", "办理时限": 6}))
    assert (problem.row, "row 2" in problem.what) == (3, True)


async def test_two_that_are_called_alike_are_told_apart_by_nobody(connected: Connection, tmp_path: Path) -> None:
    for _ in range(2):
        await connected.execute(
            "INSERT INTO organization (id, kind, name, no_credit_code_reason, home_code, created_at) VALUES "
            "(gen_random_uuid(), 'SOCIAL_ORGANIZATION', '商会', '登记中', $1, '2026-01-01')", COMMUNITY)
    [problem] = await _rejected(connected, _book(tmp_path, ROUTE | {"主办": f"{COMMUNITY}/商会"}))
    assert "told apart" in problem.what


async def test_two_imports_do_not_set_the_same_routes_at_once(pool: Pool, connected: Connection, tmp_path: Path) -> None:
    path = _book(tmp_path, ROUTE)
    async with pool.acquire() as another:
        async with connected.transaction():
            await loading.lock(connected, importing.ROUTES)
            waiting = asyncio.create_task(routes.load(another, path, now=NOW))
            async with asyncio.timeout(60):
                while not await connected.fetchval(WAITING):
                    assert not waiting.done()
                    await asyncio.sleep(0.01)
        assert (await waiting).added == 1


def _merged_across(book: Any) -> None:
    book.worksheets[0].merge_cells("B2:C2")


def _renamed(book: Any) -> None:
    book.worksheets[0].title = "路由"


@pytest.mark.parametrize(("then", "said"), [(_merged_across, "B2:C2"), (_renamed, routes.TITLE)])
async def test_workbooks_that_are_not_guessed_at(connected: Connection, tmp_path: Path, then: Callable[[Any], None],
                                                 said: str) -> None:
    assert said in (await _rejected(connected, _book(tmp_path, ROUTE, then=then)))[0].what


async def test_a_division_merged_over_its_rows(connected: Connection, tmp_path: Path) -> None:
    below = {name: value for name, value in ROUTE.items() if name != "区划"}
    path = _book(tmp_path, ROUTE, below | {"类别": "停车充电"}, then=lambda book: book.worksheets[0].merge_cells("A2:A3"))
    assert (await routes.load(connected, path, now=NOW)).added == 2


@pytest.mark.parametrize("content", [b"", "区划,类别\n".encode("gb18030"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)])
async def test_files_that_are_no_workbook(connected: Connection, tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "routes.xlsx").write_bytes(content)
    [problem] = await _rejected(connected, path)
    assert ".xlsx" in problem.what


async def test_a_workbook_that_unpacks_to_more_than_anybody_fills_in(connected: Connection, tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1 << 10)
    [problem] = await _rejected(connected, _book(tmp_path, ROUTE))
    assert "unpacks" in problem.what


@pytest.mark.parametrize(("offices", "may"), [
    ({DISTRICT: "OFFICER"}, True), ({DISTRICT: "SECRETARY"}, True), ({STREET: "OFFICER"}, False), ({SCHOOL: "LIAISON"}, False),
    ({"140403": "OFFICER"}, False)])
async def test_only_officers_over_the_district_keep_it(connected: Connection, tmp_path: Path, offices: dict[str, str],
                                                       may: bool) -> None:
    member = await workbooks.member(connected, offices)
    path = _book(tmp_path, ROUTE)
    if not may:
        [problem] = await _rejected(connected, path, member)
        assert (columns.heading_key(problem.column), "no officer" in problem.what) == ("区划", True)
        return
    await routes.load(connected, path, now=NOW, viewer=member)
    event = await connected.fetchrow("SELECT actor_id, organization_id, after FROM event WHERE kind = 'route.set'")
    assert event is not None
    district = await connected.fetchval("SELECT id FROM organization WHERE division_code = $1", DISTRICT)
    assert (event["actor_id"], event["organization_id"], event["after"]["imported"]) == (member.member_id, district, True)
