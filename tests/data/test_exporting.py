"""The lists as a workbook that comes back the same, and the empty one that is filled in."""
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import openpyxl
import pytest
from uuid_utils.compat import uuid7

from db.driver.connection import Connection
from domain.viewer import Viewer
from hub.imports import columns, lists, workbook
from tests.data import workbooks
from tests.data.workbooks import COMMUNITY, DEMAND, GRID, NOW, RESOURCE, SCHOOL

pytestmark = pytest.mark.usefixtures("registered")


async def test_an_export_comes_back_the_same(connected: Connection, tmp_path: Path) -> None:
    rows = [{**RESOURCE, "标题": f"第{number}项", "开始时间": "2026-12-01 09:30:15", "截止时间": ends,
             "联系人": "王老师", "联系电话": "0355-1234567", "归属区划": "110111007002", "经度": 115.98, "纬度": 39.72}
            for number, ends in enumerate(("2026-12-31", "2026-12-31 00:00", "2026-12-31 23:59:59", None))]
    await workbooks.load(connected, workbooks.book(tmp_path, {
        "资源清单": rows, "需求清单": [DEMAND | {"来源网格": GRID}], "项目清单": [DEMAND | {"预算": 1.25}]}))
    await connected.execute("UPDATE item SET body = '=1+1'")
    reader = await workbooks.member(connected, {SCHOOL: "LIAISON"})
    first = await _export(connected, tmp_path / "first.xlsx", reader)
    assert await connected.fetchval("SELECT count(*) FROM contact_read") == 0, "they are the reader's own"
    await connected.execute("TRUNCATE item, contact, event CASCADE")
    await lists.load(connected, tmp_path / "first.xlsx", now=NOW + timedelta(days=1))
    assert await _export(connected, tmp_path / "second.xlsx", reader) == first
    assert [len(sheet) for sheet in first.values()] == [5, 2, 2]
    assert first["资源清单"][1][2] == "=1+1"


async def _export(connected: Connection, path: Path, reader: Viewer | None) -> dict[str, list[tuple[Any, ...]]]:
    await workbook.export(connected, path, contacts_for=reader)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path).worksheets}


async def test_contacts_are_exported_for_somebody_and_on_record(connected: Connection, tmp_path: Path) -> None:
    named = DEMAND | {"联系人": "王老师", "联系电话": "13900000000"}
    await workbooks.load(connected, workbooks.book(tmp_path,
        {"需求清单": [named, named | {"标题": "别的"}, DEMAND | {"标题": "无人"}]}))
    claimant = await workbooks.member(connected, {SCHOOL: "LIAISON"})
    for reader in (None, claimant, await workbooks.member(connected, {"140403": "OFFICER"})):
        assert "王老师" not in str(await _export(connected, tmp_path / "public.xlsx", reader))
    own = await workbooks.member(connected, {COMMUNITY: "SECRETARY"})
    assert str(await _export(connected, tmp_path / "own.xlsx", own)).count("王老师") == 2
    assert await connected.fetchval("SELECT count(*) FROM contact_read") == 0
    item, school = await connected.fetchval("SELECT id FROM item WHERE title = '别的'"), next(iter(claimant.acts_for))
    await connected.execute(
        "INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at, "
        "answered_at) SELECT $1, id, publisher_id, $3, $4, 1, 'ACCEPTED', $5, $5, $5 FROM item WHERE id = $2",
        uuid7(), item, school, claimant.member_id, NOW)
    assert str(await _export(connected, tmp_path / "private.xlsx", claimant)).count("王老师") == 1
    assert [tuple(row) for row in await connected.fetch("SELECT member_id, subject_id FROM contact_read")] == [
        (claimant.member_id, item)]


async def test_no_file_has_contacts_whose_reading_is_not_on_record(connected: Connection, tmp_path: Path) -> None:
    await workbooks.load(connected, workbooks.book(tmp_path,
        {"需求清单": [DEMAND | {"联系人": "王老师", "联系电话": "13900000000"}]}))
    claimant = await workbooks.member(connected, {SCHOOL: "LIAISON"})
    await connected.execute(
        "INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, proposed_at, "
        "answered_at) SELECT $1, id, publisher_id, $2, $3, 1, 'ACCEPTED', $4, $4, $4 FROM item",
        uuid7(), next(iter(claimant.acts_for)), claimant.member_id, NOW)
    await connected.execute("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE disk_full; END$$; "
                            "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON contact_read DEFERRABLE INITIALLY DEFERRED "
                            "FOR EACH ROW EXECUTE FUNCTION full_disk()")
    try:
        with pytest.raises(asyncpg.DiskFullError):
            await workbook.export(connected, tmp_path / "private.xlsx", contacts_for=claimant)
    finally:
        await connected.execute("DROP FUNCTION full_disk CASCADE")
    assert list(tmp_path.glob("*private*")) == []
    await workbook.export(connected, tmp_path / "private.xlsx", contacts_for=claimant)
    assert await connected.fetchval("SELECT count(*) FROM contact_read") == 1


async def test_states_to_export(connected: Connection, tmp_path: Path) -> None:
    await workbooks.load(connected, workbooks.book(tmp_path, {"需求清单": [DEMAND, DEMAND | {"数量": 2}]}))
    await connected.execute("UPDATE item SET state = 'WITHDRAWN', claimed = 0, closed_at = now() "
                            "WHERE id = (SELECT id FROM item LIMIT 1)")
    assert await workbook.export(connected, tmp_path / "live.xlsx") == 1
    assert await workbook.export(connected, tmp_path / "all.xlsx", states=["PUBLISHED", "WITHDRAWN"]) == 2
    shown = openpyxl.load_workbook(tmp_path / "all.xlsx")["需求清单"]
    assert {cell.value for row in shown.iter_rows() for cell in row} >= {"已撤回", "和平社区居委会"}


async def test_the_template_is_empty_and_offers_choices(connected: Connection, tmp_path: Path) -> None:
    workbook.template(path := tmp_path / "template.xlsx")
    assert (await workbooks.load(connected, path)).items == {"RESOURCE": 0, "DEMAND": 0, "PROJECT": 0}
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["资源清单", "需求清单", "项目清单", columns.GUIDE]
    sheet = book["需求清单"]
    assert sheet["A1"].comment is not None
    assert sheet["A2"].value.startswith(columns.EXAMPLE)
    assert sum("较急" in choice.formula1 for choice in sheet.data_validations.dataValidation) == 1
    assert not [row for row in sheet.iter_rows(min_row=3) if any(cell.value for cell in row)]


async def test_a_template_filled_in_is_taken(connected: Connection, tmp_path: Path) -> None:
    workbook.template(path := tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(path)
    book["项目清单"].append([COMMUNITY, "口袋公园", None, "环境整治"])
    book.save(path)
    assert (await workbooks.load(connected, path)).items == {"RESOURCE": 0, "DEMAND": 0, "PROJECT": 1}
    assert (await workbooks.item(connected))["title"] == "口袋公园"
