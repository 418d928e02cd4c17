"""From a workbook to what takes its rows in: all of them, or everything that is wrong said at once."""
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from hub.imports import sheets
from hub.imports.columns import Book
from resolvers.importing.problems import Problem, Progress, Rejected
from resolvers.importing.rows import Row
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand

Entry = TypeVar("Entry")
Result = TypeVar("Result")
Found = tuple[Entry | None, list[Problem]]


def row(read: sheets.Row, book: Book) -> Found[Row]:
    """A row as most imports take it; None where something is wrong with it."""
    values, problems = sheets.values(read, book[read.sheet.strip()])
    return (None, problems) if problems or read.failed else (Row(read.sheet, read.number, values), [])


async def load(path: Path, book: Book, hand: ByHand, entry_of: Callable[[sheets.Row, Book], Found[Entry]],
               use_case: Callable[[ByHand, Sequence[Entry], Sequence[Problem], Progress], Awaitable[Result]],
               progress: Progress) -> Result:
    """Take in a workbook.

    entry_of  from a row to what the use case takes, or what is wrong with it
    use_case  takes what can be read, and the problems of what cannot; names columns by their fields
    raises    Rejected with everything that is wrong, in the order of the file
    """
    progress("读取 reading", 0, 0)
    content = sheets.read(path, book)
    progress("检查 checking", 0, len(content.rows))
    problems, entries = list(content.problems), list[Entry]()
    for read in content.rows:
        entry, bad = entry_of(read, book)
        problems += bad
        entries += [] if entry is None else [entry]
    try:
        return await by_hand.do(hand, use_case, entries, problems, progress)
    except Rejected as rejected:
        order = list(dict.fromkeys(read.sheet for read in content.rows))
        raise Rejected(sorted((sheets.headed(problem, book) for problem in rejected.problems), key=lambda problem: (
            order.index(problem.sheet) if problem.sheet in order else -1, problem.row or 0))) from rejected
