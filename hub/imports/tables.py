"""CSV files as offices keep them: UTF-8 or, from Excel in China, GB 18030; with headings; joined end to end maybe."""
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hub.imports.problems import Problem, Rejected, reject_file

csv.field_size_limit(10_000_000)


class Line(NamedTuple):  # a file has hundreds of thousands, and a frozen dataclass takes twice as long to make
    """One row: its number as an editor counts lines, and its cells, stripped, by heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A file's rows, and what was wrong with the others."""

    lines: list[Line]
    problems: list[Problem]


def read(path: Path, *, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The whole file.

    raises   Rejected, as text and lines do
    """
    problems: list[Problem] = []
    return Table(list(lines(text(path), problems, required=required, optional=optional)), problems)


def lines(content: str, problems: list[Problem], *, required: Sequence[str], optional: Sequence[str] = (),
          ignored: Iterable[str] = ()) -> Iterator[Line]:
    """All rows that are not blank; what is wrong with others is added to the problems.

    A heading row may come again further down, with other columns: files that were joined end to end.
    raises   Rejected: no such headings, headings that are not known, no CSV
    """
    headings: list[str] = []
    kept: dict[str, int] = {}
    for number, row in _rows(content):
        cells = list(map(str.strip, row))
        if not headings or (required[0] in cells and set(required) <= set(cells)):
            headings = cells
            _check_headings(number, headings, required, {*required, *optional, *ignored})
            kept = {heading: headings.index(heading) for heading in (*required, *optional) if heading in headings}
        elif len(cells) > len(headings) and any(cells[len(headings):]):
            problems.append(Problem(None, number, None, f"列数多于表头：应为 {len(headings)} 列。"
                                                        f"More cells than the {len(headings)} headings."))
        elif any(cells):
            cells += [""] * (len(headings) - len(cells))
            yield Line(number, {heading: cells[place] for heading, place in kept.items()})
    if not headings:
        raise reject_file("文件是空的。The file is empty.")


def _check_headings(number: int, headings: Sequence[str], required: Sequence[str], known: set[str]) -> None:
    problems = [Problem(None, number, heading, f"缺少表头 {heading}。The heading {heading} is missing.")
                for heading in required if heading not in headings]
    problems += [Problem(None, number, heading, "不认识的表头，可用的有：Not a known heading; known are "
                                                + ", ".join(sorted(known)))
                 for heading in headings if heading and heading not in known]
    if problems:
        raise Rejected(problems)


def _rows(content: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    start = 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise Rejected([Problem(None, start, None, f"不是 CSV。Not CSV: {error}.")]) from error


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
