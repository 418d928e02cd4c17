"""The three lists from a workbook: every row by the rules that publishing has, all or none."""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import loading, merging, records
from db.connection import Connection
from db.merging import Publisher
from domain import codes
from domain import items as rules
from domain.items import ItemState, Scope, Urgency
from domain.refusals import BadInput
from hub.imports import columns, events, sheets
from hub.imports.problems import BadCell, Problem, Progress, Rejected, quiet
from hub.imports.sheets import Row

# Where the rules' input fields stand in the workbook.
FIELDS = {"input.deadline": "deadline", "input.startsAt": "starts_at", "input.divisionCode": "home"}
PAIRS = (("longitude", "latitude"), ("contact_name", "contact_phone"))


@dataclass(frozen=True)
class Imported:
    """How many items came in: list to number."""

    items: Mapping[str, int]


@dataclass(frozen=True)
class Entry:
    """A row that can be read, its values by field."""

    row: Row
    values: Mapping[str, Any]


async def load(connection: Connection, path: Path, *, now: datetime, actor_id: UUID | None = None,
               request_id: str | None = None, progress: Progress = quiet) -> Imported:
    """Publish all items of a workbook, or none.

    actor_id   the member in whose name they come in
    raises     Rejected with everything that is wrong
    writes     item, contact, an event item.published for each
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
        directory = await _directory(connection, entries)
        items = []
        for entry in entries:
            try:
                items.append(_item(entry, directory, now))
            except _BadRow as bad_row:
                problems.append(_problem(entry.row, bad_row.field, str(bad_row)))
        if problems:
            order = [sheet.sheet for sheet in content.rows]
            raise Rejected(sorted(problems, key=lambda problem: (_rank(order, problem.sheet), problem.row or 0)))
        await _write(connection, entries, items, actor_id, request_id, progress)
    return Imported({name: sum(item.list == name for item in items) for name in columns.COLUMNS})


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


def _problem(row: Row, field: str, what: str) -> Problem:
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


def _item(entry: Entry, directory: _Directory, now: datetime) -> records.Item:
    """raises   _BadRow"""
    values, name = entry.values, entry.row.list
    publisher = directory.publishers.get(values["publisher"])
    if publisher is None:
        raise _BadRow("publisher", f"没有登记代码为 {values['publisher']} 的组织。No organisation with this code.")
    quantity, starts_at, deadline = values.get("quantity", 1), values.get("starts_at"), values.get("deadline")
    try:
        rules.check_amounts(quantity, starts_at, deadline, now)
        home = rules.home_code(publisher.division_code, publisher.stations, values.get("home"))
    except BadInput as bad:
        raise _BadRow(FIELDS.get(bad.field, "quantity"), bad.problem) from bad
    if "home" in values and home not in directory.divisions:
        raise _BadRow("home", f"没有代码为 {home} 的区划。There is no division {home}.")
    return records.Item(
        id=uuid7(), list=name, state=ItemState.PUBLISHED, publisher_id=publisher.id, home_code=home,
        scope=rules.scope_around(home, values.get("scope", Scope.COMMUNITY)), category=values["category"],
        title=values["title"], body=values.get("body", ""), quantity=quantity, unit=values.get("unit", "次"),
        listed_at=now, starts_at=starts_at, deadline=deadline, address=values.get("address"),
        longitude=values.get("longitude"), latitude=values.get("latitude"),
        urgency=values.get("urgency", Urgency.ROUTINE) if name == "DEMAND" else None,
        grid_id=_grid(values.get("grid"), home, directory), resource_kind=values.get("resource_kind"),
        budget_yuan=values.get("budget_yuan"))


def _grid(code: str | None, home: str, directory: _Directory) -> UUID | None:
    if code is None:
        return None
    if code not in directory.divisions or not codes.is_within(code, home):
        raise _BadRow("grid", f"{home} 内没有网格 {code}。There is no grid {code} in {home}.")
    return directory.divisions[code]


async def _write(connection: Connection, entries: Sequence[Entry], items: Sequence[records.Item],
                 actor_id: UUID | None, request_id: str | None, progress: Progress) -> None:
    await loading.copy(connection, items, lambda done: progress("写入 writing", done, len(items)))
    await loading.copy(connection, [
        records.Contact(item_id=item.id, name=entry.values["contact_name"], phone=entry.values["contact_phone"])
        for entry, item in zip(entries, items, strict=True) if "contact_name" in entry.values])
    await loading.record(connection, [events.listed(item, actor_id, request_id) for item in items])
