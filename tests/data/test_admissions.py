"""The list of admitted tasks by workbook: out and in the same, what was decided on paper alone, and only by who decides."""
import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.bulk import loading
from db.driver.connection import Connection, Pool
from domain.viewer import Viewer
from hub.imports import admissions, columns
from resolvers.importing import admissions as importing
from resolvers.importing.problems import Problem, Rejected
from tests.data import workbooks
from tests.data.test_routes import WAITING
from tests.data.workbooks import NOW, SCHOOL

pytestmark = pytest.mark.usefixtures("registered")
STREET, DISTRICT, COMMUNITY, BUREAU = "110111007", "110111", "110111007001", "11110111DEM000073W"
TASK = {"部门": BUREAU, "区划": COMMUNITY, "事项": "高龄津贴核查", "依据": "民发〔2026〕1 号", "类别": "养老助老",
        "经费计法": "每社区", "申请经费": "1200.50", "核定经费": 1000.05, "拨款文件": "京财〔2026〕8 号",
        "开始日期": date(2026, 1, 1), "结束日期": "2027年12月31日", "批准日期": "2026-01-15"}


def _book(folder: Path, *rows: dict[str, Any]) -> Path:
    return workbooks.book(folder, {admissions.TITLE: list(rows)})


async def _contents(connected: Connection) -> list[list[Any]]:
    return [await connected.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in ("admission", "event")]


async def _rejected(connected: Connection, path: Path, viewer: Viewer | None = None) -> list[Problem]:
    """What was wrong, nothing having been written."""
    before = await _contents(connected)
    with pytest.raises(Rejected) as rejected:
        await admissions.load(connected, path, now=NOW, viewer=viewer)
    assert await _contents(connected) == before
    return rejected.value.problems


async def _row(connected: Connection) -> Mapping[str, Any]:
    [row] = await connected.fetch("SELECT a.*, o.division_code AS decided_by FROM admission a JOIN organization o "
                                  "ON o.id = a.decider_id")
    return dict(row)


async def test_what_was_decided_on_paper_comes_in_and_the_trail_says_so(connected: Connection, tmp_path: Path) -> None:
    assert (await admissions.load(connected, _book(tmp_path, TASK), now=NOW, request_id="r1")).added == 1
    row = await _row(connected)
    assert row.items() >= {
        "state": "APPROVED", "home_code": COMMUNITY, "decided_by": STREET, "asked_yuan": Decimal("1200.50"),
        "approved_yuan": Decimal("1000.05"), "voucher": "京财〔2026〕8 号", "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31), "version": 2}.items()
    assert str(row["decided_at"]) == "2026-01-14 16:00:00+00:00"
    assert row["ends_at"] > NOW
    events = await connected.fetch("SELECT kind, object_version, actor_id, request_id, home_code, before, after FROM event "
                                   "WHERE kind LIKE 'admission%' ORDER BY seq")
    assert [tuple(event)[:5] for event in events] == [("admission.proposed", 1, None, "r1", COMMUNITY),
                                                      ("admission.approved", 2, None, "r1", COMMUNITY)]
    assert events[0]["after"].items() >= {"state": "PROPOSED", "asked_yuan": "1200.50", "imported": True}.items()
    assert (events[1]["before"], events[1]["after"]) == ({"state": "PROPOSED"}, {
        "state": "APPROVED", "approved_yuan": "1000.05", "imported": True, "untold": ["voucher"]})


async def test_what_was_asked_may_be_left_out_and_the_districts_is_decided_by_it(connected: Connection, tmp_path: Path) -> None:
    await admissions.load(connected, _book(tmp_path, TASK | {"申请经费": None, "区划": DISTRICT}), now=NOW)
    row = await _row(connected)
    assert (row["asked_yuan"], row["decided_by"]) == (Decimal("1000.05"), DISTRICT)


async def test_an_export_taken_in_again_changes_nothing(connected: Connection, tmp_path: Path) -> None:
    """Nor does one of everything, whatever its state; nor when the term is over."""
    rows = [TASK, TASK | {"事项": "二", "区划": STREET}, TASK | {"事项": "三"}]
    await admissions.load(connected, _book(tmp_path, *rows), now=NOW)
    await connected.execute("UPDATE admission SET state = 'REVOKED', over_at = $1, reason = '停办' WHERE title = '二'", NOW)
    await connected.execute("UPDATE admission SET state = 'REFUSED', over_at = $1, reason = '不办', approved_yuan = NULL, "
                            "voucher = NULL, decided_at = NULL WHERE title = '三'", NOW)
    before = await _contents(connected)
    for every, number in ((False, 1), (True, 3)):
        out = tmp_path / f"{every}.xlsx"
        assert await admissions.export(connected, out, now=NOW, every=every) == number
        for now in (NOW, NOW + timedelta(days=800)):
            taken = await admissions.load(connected, out, now=now)
            assert (taken.added, len(taken.left_out)) == (0, number)
        assert await _contents(connected) == before


async def test_an_export_shows_the_money_the_end_and_who_decided(connected: Connection, tmp_path: Path) -> None:
    await admissions.load(connected, _book(tmp_path, TASK, TASK | {"事项": "别处", "区划": "140403"}), now=NOW)
    path = tmp_path / "out.xlsx"
    assert await admissions.export(connected, path, now=NOW, within=DISTRICT) == 1
    headings, shown = openpyxl.load_workbook(path)[admissions.TITLE].iter_rows(values_only=True)
    row = {columns.heading_key(str(heading)): cell for heading, cell in zip(headings, shown, strict=True)}
    street = await connected.fetchval("SELECT name FROM organization WHERE division_code = $1", STREET)
    assert row.items() >= {"部门": BUREAU, "部门名称": "星城派出所", "核定经费": 1000.05, "经费计法": "每社区",
                           "批准机关": street, "状态": "已准入"}.items()
    assert str(row["结束日期"])[:10] == "2027-12-31"
    assert await admissions.export(connected, path, now=NOW + timedelta(days=800), every=True) == 2
    _, shown, _ = openpyxl.load_workbook(path)[admissions.TITLE].iter_rows(values_only=True)
    assert "已到期" in shown, "also where the clock has not written it yet"
    assert await admissions.export(connected, path, now=NOW + timedelta(days=800)) == 0


@pytest.mark.parametrize(("offices", "number"), [
    ({COMMUNITY: "SECRETARY"}, 1), ({DISTRICT: "OFFICER"}, 1), ({BUREAU: "LIAISON"}, 2), ({"110111007002": "SECRETARY"}, 0)])
async def test_a_members_export_has_what_the_member_sees(connected: Connection, tmp_path: Path, offices: dict[str, str],
                                                         number: int) -> None:
    await admissions.load(connected, _book(tmp_path, TASK, TASK | {"区划": "140403"}), now=NOW)
    member = await workbooks.member(connected, offices)
    assert await admissions.export(connected, tmp_path / "out.xlsx", now=NOW, viewer=member) == number


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"部门": None}, "部门", "empty"), ({"部门": SCHOOL}, "部门", "must be a department"),
    ({"部门": "110112"}, "部门", "No organisation"),
    ({"区划": "1101"}, "区划", "community, a street or a district"), ({"区划": "140403001001001"}, "区划", "a community"),
    ({"区划": "星城"}, "区划", "区划代码"), ({"事项": " "}, "事项", "empty"), ({"事项": "长" * 201}, "事项", "201"),
    ({"依据": None}, "依据", "empty"), ({"类别": "卫生"}, "类别", "医疗健康"), ({"经费计法": "每户"}, "经费计法", "每社区"),
    ({"申请经费": 0}, "申请经费", "More than 0"), ({"申请经费": "若干"}, "申请经费", "number"),
    ({"核定经费": 1.005}, "核定经费", "two decimals"), ({"核定经费": None}, "核定经费", "filled in"),
    ({"拨款文件": None}, "拨款文件", "filled in"), ({"批准日期": None}, "批准日期", "filled in"),
    ({"批准日期": date(2026, 11, 23)}, "批准日期", "today or earlier"), ({"批准日期": 46000}, "批准日期", "Excel"),
    ({"批准日期": "2026-01-15 09:00"}, "批准日期", "a day alone"), ({"结束日期": "2026-11-21"}, "结束日期", "today or later"),
    ({"结束日期": "2032-01-01"}, "结束日期", "five years"), ({"开始日期": "2028-01-01"}, "结束日期", "before it starts"),
    ({"开始日期": "2026-02-30"}, "开始日期", "no such day"), ({"结束日期": "长期"}, "结束日期", "2026-12-01"),
    ({"状态": "待审批"}, "状态", "proposeAdmission"), ({"状态": "已到期"}, "状态", "approved"),
    ({"状态": "在办"}, "状态", "已准入"),
]


@pytest.mark.parametrize(("cells", "column", "said"), BAD)
async def test_a_bad_row(connected: Connection, tmp_path: Path, cells: dict[str, Any], column: str, said: str) -> None:
    [problem] = [one for one in await _rejected(connected, _book(tmp_path, TASK | {"事项": "别的"}, TASK | cells))
                 if columns.heading_key(one.column) == column]
    assert (problem.sheet, problem.row) == (admissions.TITLE, 3)
    assert said in problem.what
    assert any("一" <= sign <= "鿿" for sign in problem.what) and any("a" <= sign <= "z" for sign in problem.what)


async def test_a_street_that_is_not_registered_decides_nothing(connected: Connection, tmp_path: Path) -> None:
    await connected.execute("INSERT INTO organization (id, kind, name, division_code, created_at) VALUES "
                            "(gen_random_uuid(), 'COMMUNITY', '甲', '110111999001', '2026-01-01')")
    [problem] = await _rejected(connected, _book(tmp_path, TASK | {"区划": "110111999001"}))
    assert "nobody could decide" in problem.what


async def test_two_rows_about_the_same(connected: Connection, tmp_path: Path) -> None:
    [problem] = await _rejected(connected, _book(tmp_path, TASK, TASK | {"核定经费": 5}))
    assert (problem.row, "row 2" in problem.what) == (3, True)


async def test_what_is_registered_otherwise_is_not_revised(connected: Connection, tmp_path: Path) -> None:
    await admissions.load(connected, _book(tmp_path, TASK), now=NOW)
    problems = await _rejected(connected, _book(tmp_path, TASK | {"核定经费": 2000, "拨款文件": "另文"}))
    assert [columns.heading_key(problem.column) for problem in problems] == ["核定经费", "拨款文件"]
    assert "1000.05" in problems[0].what
    assert "revokeAdmission" in problems[0].what
    await connected.execute("UPDATE admission SET state = 'REVOKED', over_at = $1, reason = '停办'", NOW)
    assert (await admissions.load(connected, _book(tmp_path, TASK | {"核定经费": 2000}), now=NOW)).added == 1


async def test_the_next_term_is_another_one(connected: Connection, tmp_path: Path) -> None:
    await admissions.load(connected, _book(tmp_path, TASK), now=NOW)
    later = TASK | {"开始日期": "2028-01-01", "结束日期": "2028-12-31"}
    assert (await admissions.load(connected, _book(tmp_path, TASK, later), now=NOW)).added == 1


@pytest.mark.parametrize(("offices", "may"), [
    ({STREET: "OFFICER"}, True), ({DISTRICT: "OFFICER"}, True), ({COMMUNITY: "SECRETARY"}, False), ({BUREAU: "LIAISON"}, False),
    ({"140403": "OFFICER"}, False)])
async def test_only_officers_of_who_decides_bring_it_in(connected: Connection, tmp_path: Path, offices: dict[str, str],
                                                        may: bool) -> None:
    member = await workbooks.member(connected, offices)
    path = _book(tmp_path, TASK)
    if not may:
        [problem] = await _rejected(connected, path, member)
        assert (columns.heading_key(problem.column), "no officer" in problem.what) == ("区划", True)
        return
    await admissions.load(connected, path, now=NOW, viewer=member)
    [acting] = member.division_of
    event = await connected.fetchrow("SELECT actor_id, organization_id FROM event WHERE kind = 'admission.approved'")
    assert event is not None and tuple(event) == (member.member_id, acting)


async def test_two_imports_do_not_take_the_same_in(pool: Pool, connected: Connection, tmp_path: Path) -> None:
    path = _book(tmp_path, TASK)
    async with pool.acquire() as another:
        async with connected.transaction():
            await loading.lock(connected, importing.ADMISSIONS)
            waiting = asyncio.create_task(admissions.load(another, path, now=NOW))
            async with asyncio.timeout(60):
                while not await connected.fetchval(WAITING):
                    assert not waiting.done()
                    await asyncio.sleep(0.01)
        assert (await waiting).added == 1
