"""The three lists from a workbook: every row by the rules that publishing has, all or none."""
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from db.driver.connection import Connection
from domain.viewer import Viewer
from hub.imports import columns, sheets
from hub.imports.problems import BadCell
from hub.imports.sheets import Row
from resolvers.importing import lists
from resolvers.importing.lists import Entry, Imported
from resolvers.importing.problems import Problem, Progress, Rejected, quiet
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand

PAIRS = (("longitude", "latitude"), ("contact_name", "contact_phone"))


async def load(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None,
               request_id: str = "", again: bool = False, progress: Progress = quiet) -> Imported:
    """Publish all items of a workbook, or none; see `resolvers.importing.lists`.

    viewer   the member in whose name they come in; None: who runs the hub
    again    whether items that are there already come in once more
    raises   Rejected with everything that is wrong
    """
    progress("读取 reading", 0, 0)
    content = sheets.read(path)
    progress("检查 checking", 0, len(content.rows))
    problems, entries = list(content.problems), list[Entry]()
    for row in content.rows:
        entry, bad = _entry(row)
        problems += bad
        entries += [entry] if entry else []
    hand = ByHand(connection, now, viewer, request_id or uuid4().hex)
    try:
        return await by_hand.do(hand, lists.publish, entries, problems, progress, again=again)
    except Rejected as rejected:
        order = list(dict.fromkeys(row.sheet for row in content.rows))
        raise Rejected(sorted(map(_headed, rejected.problems), key=lambda problem: (
            order.index(problem.sheet) if problem.sheet in order else -1, problem.row or 0))) from rejected


def _headed(problem: Problem) -> Problem:
    """The same with the heading of the column, where that is the name of a field."""
    kind = sheets.NAMED.get((problem.sheet or "").strip())
    of_sheet = columns.COLUMNS[kind] if kind else ()
    return next((replace(problem, column=column.heading) for column in of_sheet if column.field == problem.column), problem)


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
    problems += [Problem(row.sheet, row.number, two if two not in row.cells else one,
                         "两格须同填同空。The two cells go together.")
                 for one, two in PAIRS if (one in row.cells) != (two in row.cells)]
    return (None, problems) if problems else (Entry(row.sheet, row.number, row.list, values), [])
