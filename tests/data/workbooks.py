"""Workbooks of the three lists, filled in for a test, and what comes of them."""
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from uuid_utils.compat import uuid7

from db import viewers
from db.driver.connection import Connection
from domain.viewer import Viewer
from hub.imports import lists
from resolvers.importing.lists import Imported
from resolvers.importing.problems import Problem, Rejected

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
COMMUNITY, GRID = "140403001001", "140403001001001"
SCHOOL = "12110111DEM000014N"
DEMAND = {"发布单位": COMMUNITY, "标题": "清理楼道", "类别": "平安建设"}
RESOURCE = {"发布单位": SCHOOL, "标题": "体育馆开放", "类别": "场地共享", "资源类型": "场地"}

Fill = Callable[[Any], None]


def book(folder: Path, rows: Mapping[str, list[dict[str, Any]]], then: Fill = lambda book: None) -> Path:
    """A workbook with these sheets, the headings being those that its rows use."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, filled in rows.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for row in filled for heading in row))
        sheet.append(headings)
        for row in filled:
            sheet.append([row.get(heading) for heading in headings])
    then(book)
    book.save(path := folder / "lists.xlsx")
    return path


async def load(connected: Connection, path: Path) -> Imported:
    return await lists.load(connected, path, now=NOW)


async def member(connected: Connection, offices: Mapping[str, str]) -> Viewer:
    """A member with offices: code of an organisation to what it is there."""
    member = uuid7()
    await connected.execute("INSERT INTO member (id, subject, name, created_at) VALUES ($1, $2, '某人', '2026-01-01')",
                            member, str(member))
    for code, kind in offices.items():
        await connected.execute(
            "INSERT INTO office (id, member_id, organization_id, kind, starts_on) SELECT $1, $2, id, $3, '2026-01-01' "
            "FROM organization WHERE division_code = $4 OR credit_code = $4", uuid7(), member, kind, code)
    viewer = await viewers.of_member(connected, member, NOW)
    assert viewer is not None and len(viewer.acts_for) == len(offices)
    return viewer


async def rejected(connected: Connection, path: Path) -> list[Problem]:
    """What was wrong, nothing having been written."""
    events = await connected.fetchval("SELECT count(*) FROM event")
    with pytest.raises(Rejected) as rejected:
        await load(connected, path)
    for table in ("item", "contact"):
        assert await connected.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert await connected.fetchval("SELECT count(*) FROM event") == events
    return rejected.value.problems


async def item(connected: Connection) -> Mapping[str, Any]:
    [row] = await connected.fetch("SELECT * FROM item")
    return dict(row)
