"""Units, enterprises, departments and social organisations from a CSV file, known again by their credit codes; those that have
none, with the reason, by their name and first community."""
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from db.bulk.merging import Merged
from db.driver.connection import Connection
from domain.organizations import UNIT_KINDS
from domain.viewer import Viewer
from hub.imports import cells, tables
from hub.imports.problems import BadCell
from hub.imports.tables import Line
from resolvers.importing import organizations
from resolvers.importing.entries import CODE, OPTIONAL, REASON, Entry
from resolvers.importing.problems import Problem, Progress, quiet
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand

COLUMNS = ("kind", "name", "credit_code", "communities")
KIND_WORDS = {kind.value: kind.words.chinese for kind in sorted(UNIT_KINDS)}
READERS = {
    "kind": cells.choice_of(KIND_WORDS), "name": cells.name_of, "credit_code": cells.credit_code_of,
    REASON: cells.line_of, "communities": cells.community_codes_of, "address": cells.line_of,
    "longitude": cells.longitude_of, "latitude": cells.latitude_of}


async def load(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None,
               request_id: str = "", progress: Progress = quiet) -> Merged:
    """Take in the file's organisations, all or none; see `resolvers.importing.organizations`.

    viewer   the member in whose name they come in; None: who runs the hub
    raises   Rejected with every bad row
    """
    progress("读取 reading", 0, 0)
    table = tables.read(path, required=COLUMNS, optional=(REASON, *OPTIONAL))
    problems, entries = list(table.problems), list[Entry]()
    for line in table.lines:
        entry, bad = _entry(line)
        problems += bad
        entries += [entry] if entry else []
    hand = ByHand(connection, now, viewer, request_id or uuid4().hex)
    return await by_hand.do(hand, organizations.merge, entries, problems, progress)


def _entry(line: Line) -> tuple[Entry | None, list[Problem]]:
    values, problems = {}, []
    for column, cell in line.cells.items():
        if cells.is_blank(cell):
            if column in COLUMNS and column != CODE:
                problems.append(Problem(None, line.number, column, "不能为空。It must not be empty."))
            continue
        try:
            values[column] = READERS[column](cell)
        except BadCell as bad:
            problems.append(Problem(None, line.number, column, str(bad)))
    if not problems and (CODE in values) == (REASON in values):
        problems.append(Problem(None, line.number, CODE,
                                f"不能为空；没有信用代码的单位在 {REASON} 一列说明原因，二者取一。"
                                f"A credit code, or why there is none in the column {REASON}: one of the two."))
    if any(("longitude" in given) != ("latitude" in given) for given in (values, line.cells)) and not problems:
        problems.append(Problem(None, line.number, "longitude",
                                "经度、纬度须同时填写。Longitude and latitude go together."))
    place = {column: values.pop(column, None) for column in OPTIONAL if column in line.cells}
    return (None, problems) if problems else (Entry(row=line.number, place=place, **values), [])
