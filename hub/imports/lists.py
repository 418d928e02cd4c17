"""The three lists from a workbook: every row by the rules that publishing has, all or none."""
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db.bulk import loading, merging, records
from db.bulk.merging import Publisher
from db.driver.connection import Connection
from domain import access
from domain import items as rules
from domain.items import ItemState, Scope, Urgency
from domain.refusals import BadInput, NotAllowed
from domain.viewer import Viewer
from hub.imports import columns, events, sheets
from hub.imports.problems import BadCell, Problem, Progress, Rejected, quiet
from hub.imports.sheets import Row

COLUMN_OF = {"division_code": "home"}  # where the workbook calls a field otherwise than the rules
LISTS = 7_304_205  # the advisory lock of imports of the lists; see db.merging.DIVISIONS
PAIRS = (("longitude", "latitude"), ("contact_name", "contact_phone"))


@dataclass(frozen=True)
class Imported:
    """
    items      how many came in: list to number
    left_out   a line for each row that its publisher has already, just so
    """

    items: Mapping[str, int]
    left_out: Sequence[Problem] = ()


@dataclass(frozen=True)
class Entry:
    """A row that can be read, its values by field."""

    row: Row
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Made:
    """A row, and the item that it becomes."""

    entry: Entry
    item: records.Item


async def load(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None,
               request_id: str | None = None, again: bool = False, progress: Progress = quiet) -> Imported:
    """Publish all items of a workbook, or none; those that are there already are left out.

    viewer   the member in whose name they come in, and who may publish for their publishers; None: who runs the hub
    again    whether items that are there already come in once more
    raises   Rejected with everything that is wrong
    writes   item, contact, an event item.published for each
    """
    progress("读取 reading", 0, 0)
    content = sheets.read(path)
    progress("检查 checking", 0, len(content.rows))
    problems, entries = list(content.problems), list[Entry]()
    for row in content.rows:
        entry, bad = _entry(row)
        problems += bad
        entries += [entry] if entry else []
    async with connection.transaction():
        await loading.lock(connection, LISTS)
        made, bad = _items(entries, await _directory(connection, entries), now, viewer)
        there = set() if again else await _there(connection, made)
        new = [one for one in made if one.item.same not in there]
        problems += [*bad, *_passed(new, now)]
        wrong = {(problem.sheet, problem.row) for problem in problems}
        problems += _repeated([one for one in made if (one.entry.row.sheet, one.entry.row.number) not in wrong])
        if problems:
            order = [sheet.sheet for sheet in content.rows]
            raise Rejected(sorted(problems, key=lambda problem: (_rank(order, problem.sheet), problem.row or 0)))
        await _write(connection, new, viewer.member_id if viewer else None, request_id, progress)
    return Imported({name: sum(one.item.list == name for one in new) for name in columns.COLUMNS},
                    [_problem(one.entry.row, None, "已有，未再导入。It is there already, and was left out.")
                     for one in made if one.item.same in there])


def _rank(order: Sequence[str], sheet: str | None) -> int:
    return order.index(sheet) if sheet in order else -1


def _entry(row: Row) -> tuple[Entry | None, list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for column in columns.COLUMNS[row.list]:
        cell = row.cells.get(column.field)
        if column.required and cell is None:
            problems.append(Problem(row.sheet, row.number, column.heading, "不能为空。It must not be empty."))
        if column.read is None or cell is None:
            continue
        try:
            values[column.field] = column.read(cell)
        except BadCell as bad:
            problems.append(Problem(row.sheet, row.number, column.heading, str(bad)))
    problems += [_problem(row, two if two not in row.cells else one, "两格须同填同空。The two cells go together.")
                 for one, two in PAIRS if (one in row.cells) != (two in row.cells)]
    return (None, problems) if problems else (Entry(row, values), [])


class _BadRow(Exception):
    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


def _problem(row: Row, field: str | None, what: str) -> Problem:
    heading = next((column.heading for column in columns.COLUMNS[row.list] if column.field == field), None)
    return Problem(row.sheet, row.number, heading, what)


@dataclass(frozen=True)
class _Directory:
    """Who and what the rows name, as far as it is registered."""

    publishers: Mapping[str, Publisher]
    divisions: Mapping[str, UUID]


async def _directory(connection: Connection, entries: Sequence[Entry]) -> _Directory:
    def named(*fields: str) -> Collection[str]:
        return {entry.values[field] for entry in entries for field in fields if field in entry.values}
    return _Directory(await merging.publishers(connection, named("publisher")),
                      await merging.known_divisions(connection, named("grid", "home")))


def _items(entries: Sequence[Entry], directory: _Directory, now: datetime,
           viewer: Viewer | None) -> tuple[list[Made], list[Problem]]:
    made, problems = list[Made](), list[Problem]()
    for entry in entries:
        try:
            made.append(Made(entry, _item(entry, directory, now, viewer)))
        except _BadRow as bad_row:
            problems.append(_problem(entry.row, bad_row.field, str(bad_row)))
    return made, problems


def _passed(new: Sequence[Made], now: datetime) -> list[Problem]:
    """What has passed since is no fault of rows that are there already: an export can be taken in again."""
    return [_problem(one.entry.row, "deadline", "截止时间须在将来。The deadline lies in the past.")
            for one in new if one.item.deadline is not None and one.item.deadline <= now]


def _repeated(made: Sequence[Made]) -> list[Problem]:
    """Rows that say the same as one before: one that was meant twice has its quantity for that."""
    first: dict[Hashable, Row] = {}
    return [_problem(row, None, f"与{before.sheet}第 {before.number} 行相同；请删去，或改写数量。"
                                f"The same as row {before.number}: delete it, or raise the quantity there.")
            for row, before in ((one.entry.row, first.setdefault(one.item.same, one.entry.row)) for one in made)
            if before is not row]


async def _there(connection: Connection, made: Sequence[Made]) -> set[Hashable]:
    """What the publishers have already."""
    there = await merging.known_items(connection, {one.item.publisher_id for one in made}, {one.item.title for one in made})
    return {item.same for item in there}


def _publisher(entry: Entry, directory: _Directory, viewer: Viewer | None) -> Publisher:
    """raises   _BadRow"""
    code = entry.values["publisher"]
    publisher = directory.publishers.get(code)
    if publisher is None:
        raise _BadRow("publisher", f"没有登记代码为 {code} 的组织。No organisation with this code.")
    if viewer is not None:
        try:
            access.acting_organization(viewer, publisher.id, field="publisher", action="PUBLISH")
        except NotAllowed:
            raise _BadRow("publisher", f"导入人不能代表 {code} 发布。The member in whose name this is imported may not "
                                       "publish for it.") from None
    return publisher


def _item(entry: Entry, directory: _Directory, now: datetime, viewer: Viewer | None) -> records.Item:
    """raises   _BadRow"""
    values, name = entry.values, entry.row.list
    publisher = _publisher(entry, directory, viewer)
    quantity, starts_at, deadline = values.get("quantity", 1), values.get("starts_at"), values.get("deadline")
    try:
        rules.check_amounts(quantity, starts_at, deadline, None)  # that it lies ahead: `_passed`
        home = rules.home_code(publisher.division_code, publisher.stations, values.get("home"))
    except BadInput as bad:
        raise _BadRow(COLUMN_OF.get(bad.field, bad.field), bad.problem) from bad
    if "home" in values and home not in directory.divisions:
        raise _BadRow("home", f"没有代码为 {home} 的区划。There is no division {home}.")
    return records.Item(
        id=uuid7(), list=name, state=ItemState.PUBLISHED, publisher_id=publisher.id, home_code=home,
        scope=rules.scope_around(home, values.get("scope", Scope.COMMUNITY)), category=values["category"],
        title=values["title"], body=values.get("body", ""), quantity=quantity, unit=values.get("unit", "次"),
        listed_at=now, starts_at=starts_at, deadline=deadline, address=values.get("address"),
        longitude=values.get("longitude"), latitude=values.get("latitude"),
        urgency=values.get("urgency", Urgency.ROUTINE) if name == "DEMAND" else None,
        grid_id=_grid(values.get("grid"), home, publisher, directory), resource_kind=values.get("resource_kind"),
        budget_yuan=values.get("budget_yuan"))


def _grid(code: str | None, home: str, publisher: Publisher, directory: _Directory) -> UUID | None:
    if code is None:
        return None
    if code not in directory.divisions or not rules.may_come_from(
            code, home, [publisher.division_code] if publisher.division_code else publisher.stations):
        raise _BadRow("grid", f"{home} 内没有网格 {code}。There is no grid {code} in {home}.")
    return directory.divisions[code]


async def _write(connection: Connection, made: Sequence[Made], actor_id: UUID | None, request_id: str | None,
                 progress: Progress) -> None:
    await loading.copy(connection, [one.item for one in made], lambda done: progress("写入 writing", done, len(made)))
    await loading.copy(connection, [
        records.Contact(item_id=one.item.id, name=one.entry.values["contact_name"], phone=one.entry.values["contact_phone"])
        for one in made if "contact_name" in one.entry.values])
    await loading.record(connection, [events.listed(one.item, actor_id, request_id, events.IMPORTED) for one in made])
