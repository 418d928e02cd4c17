"""The three lists from a workbook: every row by the rules that publishing has, all or none."""
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from db.driver.connection import Connection
from domain.viewer import Viewer
from hub.imports import loading, sheets
from hub.imports.columns import Book
from hub.imports.list_columns import BOOK, NAMED
from resolvers.importing import lists
from resolvers.importing.lists import Entry, Imported
from resolvers.importing.problems import Problem, Progress, quiet
from resolvers.writing.by_hand import ByHand

PAIRS = (("longitude", "latitude"), ("contact_name", "contact_phone"))


async def load(connection: Connection, path: Path, *, now: datetime, viewer: Viewer | None = None,
               request_id: str = "", again: bool = False, progress: Progress = quiet) -> Imported:
    """Publish all items of a workbook, or none; see `resolvers.importing.lists`.

    viewer   the member in whose name they come in; None: who runs the hub
    again    whether items that are there already come in once more
    raises   Rejected with everything that is wrong
    """
    async def publish(hand: ByHand, entries: Sequence[Entry], unreadable: Sequence[Problem], progress: Progress) -> Imported:
        return await lists.publish(hand, entries, unreadable, progress, again=again)
    return await loading.load(path, BOOK, ByHand(connection, now, viewer, request_id or uuid4().hex), _entry, publish, progress)


def _entry(row: sheets.Row, book: Book) -> loading.Found[Entry]:
    sheet = row.sheet.strip()
    values, problems = sheets.values(row, book[sheet])
    problems += [row.problem(two if two not in row.cells else one, "两格须同填同空。The two cells go together.")
                 for one, two in PAIRS if (one in row.cells) != (two in row.cells)]
    return (None, problems) if problems or row.failed else (Entry(row.sheet, row.number, values, NAMED[sheet]), [])
