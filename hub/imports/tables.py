"""CSV files as offices keep them: UTF-8 or, from Excel in China, GB 18030; with headings; joined end to end maybe."""
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from hub.imports.problems import reject_file
from resolvers.importing.problems import Problem, Rejected

csv.field_size_limit(10_000_000)
PIECE = 500  # rows that are looked at together


class Line(NamedTuple):
    """One row: its number as an editor counts lines, and its cells, stripped, by heading."""

    number: int
    cells: Mapping[str, str]


class Piece(NamedTuple):
    """Some rows, column by column: their numbers as an editor counts lines, and the cells, stripped, by heading."""

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Table:
    """A file's rows, and what was wrong with the others."""

    lines: list[Line]
    problems: list[Problem]


def read(path: Path, *, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The whole file.

    raises   Rejected, as text and pieces do
    """
    problems: list[Problem] = []
    lines = [Line(number, dict(zip(columns, cells, strict=True)))
             for numbers, columns in pieces(text(path), problems, required=required, optional=optional)
             for number, *cells in zip(numbers, *columns.values(), strict=True)]
    return Table(lines, problems)


def pieces(content: str, problems: list[Problem], *, required: Sequence[str], optional: Sequence[str] = (),
           ignored: Iterable[str] = ()) -> Iterator[Piece]:
    """All rows that are not blank; what is wrong with others is added to the problems.

    A heading row may come again further down, with other columns: files that were joined end to end.
    raises   Rejected: no such headings, headings that are not known, no CSV
    """
    below = _Below(problems, required, (*required, *optional), {*required, *optional, *ignored})
    for numbers, rows in _rows(content):
        if below.are_plain(rows):
            yield Piece(numbers, below.columns(rows))
        else:
            yield from (Piece([number], below.columns([cells])) for number, row in zip(numbers, rows, strict=True)
                        if (cells := below.cells(number, row)))
    if not below.headings:
        raise reject_file("文件是空的。The file is empty.")


@dataclass
class _Below:
    """What stands below the headings that came last."""

    problems: list[Problem]
    required: Sequence[str]
    wanted: Sequence[str]
    known: set[str]
    headings: list[str] = field(default_factory=list)

    def are_plain(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether all of these are surely rows to take in: as wide as the headings, no cell blank, none a heading."""
        cells = set(map(str.strip, chain.from_iterable(rows)))
        return bool(cells) and set(map(len, rows)) == {len(self.headings)} and cells.isdisjoint(("", self.required[0]))

    def cells(self, number: int, row: Sequence[str]) -> list[str]:
        """A row as wide as the headings; nothing of one that is blank, wrong, or headings for those that follow."""
        cells = list(map(str.strip, row))
        if not self.headings or (self.required[0] in cells and set(self.required) <= set(cells)):
            self.headings = cells
            _check_headings(number, cells, self.required, self.known)
            return []
        if any(cells[len(self.headings):]):
            self.problems.append(Problem(None, number, None, f"列数多于表头：应为 {len(self.headings)} 列。"
                                                             f"More cells than the {len(self.headings)} headings."))
            return []
        return cells + [""] * (len(self.headings) - len(cells)) if any(cells) else []

    def columns(self, rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
        """The wanted cells of rows that are as wide as the headings."""
        columns = list(zip(*rows, strict=False))
        return {heading: list(map(str.strip, columns[self.headings.index(heading)]))
                for heading in self.wanted if heading in self.headings}


def _check_headings(number: int, headings: Sequence[str], required: Sequence[str], known: set[str]) -> None:
    problems = [Problem(None, number, heading, f"缺少表头 {heading}。The heading {heading} is missing.")
                for heading in required if heading not in headings]
    problems += [Problem(None, number, heading, "不认识的表头，可用的有：Not a known heading; known are "
                                                + ", ".join(sorted(known)))
                 for heading in headings if heading and heading not in known]
    if problems:
        raise Rejected(problems)


def _rows(content: str) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
    """Pieces of rows, with the numbers of the lines on which they begin."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    start, numbers, rows = 1, list[int](), list[list[str]]()
    try:
        for row in reader:
            numbers.append(start)
            rows.append(row)
            start = reader.line_num + 1
            if len(rows) == PIECE:
                yield numbers, rows
                numbers, rows = [], []
    except csv.Error as error:
        raise Rejected([Problem(None, start, None, f"不是 CSV。Not CSV: {error}.")]) from error
    yield numbers, rows


def text(path: Path) -> str:
    """
    raises   Rejected: no text, or no file
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise reject_file(f"无法读取 {path}。Cannot read it: {error.strerror}.") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise reject_file(f"{path} 既非 UTF-8 也非 GB 18030 文本。It is neither UTF-8 nor GB 18030 text.")
