"""From a cell's content to a value: tolerant of how people type, never guessing.

Each reader takes what a CSV or Excel cell holds, never blank, and returns the value or raises BadCell.
"""
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from domain import codes, credit_codes, dates, texts, words
from domain.refusals import BadInput
from hub.imports.problems import BadCell
from resolvers import phones

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Reader = Callable[[Any], Any]
Value = TypeVar("Value")

DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
                  r"(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
NO_END = frozenset({"长期", "长期有效", "无", "无期限", "不限"})
NOISE = Decimal("1e-6")  # what adding up leaves in a workbook's binary numbers
BETWEEN = re.compile(r"\s*[;；,，、\n]\s*(?=\d{6}|[0-9A-Za-z]{18}|$)")  # a name may have these signs in it: a code comes next
LARGEST_INT = 2**31 - 1


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def words_of(cell: Cell) -> str:
    """What somebody typed."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def by_rule(rule: Callable[..., Value], cell: Cell, *more: Any) -> Value:
    """What a rule that input has to keep makes of a cell.

    rule   takes a field, the text and `more`; raises BadInput
    """
    try:
        return rule("", words_of(cell), *more)
    except BadInput as bad:
        raise BadCell(bad.problem) from bad


def body_of(cell: Cell) -> str:
    return by_rule(texts.required, cell, texts.BODY)


def title_of(cell: Cell) -> str:
    return by_rule(texts.line, cell, texts.TITLE)


def line_of(cell: Cell) -> str:
    return by_rule(texts.line, cell)


def name_of(cell: Cell) -> str:
    return by_rule(texts.name, cell)


def typed(cell: Cell) -> str:
    """What was meant by a code or number: no blanks, ASCII for full-width characters, no decimals of a whole number."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words_of(cell)))


def code_of(cell: Cell) -> str:
    """A division code, without padding, or a credit code."""
    code = typed(cell).upper()
    if division := codes.meant(code):
        return division
    if credit_codes.is_valid(code):
        return code
    raise BadCell(f"“{code}”既不是区划代码（2、4、6、9、12 位数字），也不是校验正确的 18 位统一社会信用代码；"
                  "请把单元格设为文本。Neither a division code nor a credit code with the right check characters.")


def organization_of(cell: Cell) -> str:
    """As what an organisation is known: a division code, a credit code, or of one without either the code of the division where
    it is registered, a stroke and its name."""
    home, _, name = words_of(cell).partition("/")
    return f"{by_rule(codes.read, typed(home))}/{by_rule(texts.line, name)}" if name.strip() else code_of(home)


def organizations_of(cell: Cell) -> list[str]:
    """The same of several, in a row or below each other."""
    return list(map(organization_of, BETWEEN.split(words_of(cell))))


def division_code_of(cell: Cell) -> str:
    return by_rule(codes.read, typed(cell))


def community_codes_of(cell: Cell) -> list[str]:
    """Codes of communities, without padding, in a row with semicolons, commas or 、 between."""
    def community(field: str, text: str) -> str:
        return codes.of_kind(field, "COMMUNITY", text)

    return [by_rule(community, code) for code in re.split("[;,、]", typed(cell)) if code]


def credit_code_of(cell: Cell) -> str:
    code = typed(cell).upper()
    if problem := credit_codes.problem(code):
        raise BadCell(problem)
    return code


def grid_code_of(cell: Cell) -> str:
    code = codes.meant(typed(cell))
    if code is not None and len(code) == codes.DIGITS_OF_KIND["GRID"]:
        return code
    raise BadCell(f"“{typed(cell)}”不是网格代码：社区代码加 3 位，共 15 位数字。"
                  "Not a grid's code: its community's and three more digits, 15 in all.")


def quantity_of(cell: Cell) -> int:
    number = _decimal(cell)
    if number != number.to_integral_value() or not 1 <= number <= LARGEST_INT:
        raise BadCell(f"“{typed(cell)}”应为正整数。A whole number from 1 is needed.")
    return int(number)


def yuan_of(cell: Cell) -> Decimal:
    number = _decimal(cell)
    rounded = round(number, 2)
    if not 0 <= rounded < 10**12 or abs(number - rounded) > NOISE:
        raise BadCell(f"“{typed(cell)}”不是金额：0 至一万亿元（不含），最多两位小数。"
                      "Not an amount of yuan: from 0 to below a trillion, with at most two decimals.")
    return rounded


def longitude_of(cell: Cell) -> float:
    return _degrees(cell, 180)


def latitude_of(cell: Cell) -> float:
    return _degrees(cell, 85)


def _degrees(cell: Cell, limit: int) -> float:
    number = _decimal(cell)
    if abs(number) > limit:
        raise BadCell(f"“{typed(cell)}”超出 ±{limit} 度。It lies outside ±{limit} degrees.")
    return texts.measured(float(number))


def _decimal(cell: Cell) -> Decimal:
    if isinstance(cell, bool | datetime | date | time | timedelta):
        raise BadCell(f"“{cell}”不是数字。Not a number.")
    text = typed(cell).replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadCell(f"“{text}”不是数字。Not a number.") from None
    if not number.is_finite():
        raise BadCell(f"“{text}”不是数字。Not a number.")
    return number


def phone_of(cell: Cell) -> str:
    return by_rule(phones.phone, cell)


def choice_of(names: Mapping[str, str]) -> Reader:
    """A reader of an enum, by its Chinese names or its own."""
    def read(cell: Cell) -> str:
        value = words.value_of(names, typed(cell))
        if value is None:
            raise BadCell(f"“{typed(cell)}”应为：{'、'.join(names.values())}。It should be one of: {', '.join(names)}.")
        return value
    return read


def day_of(cell: Cell) -> date:
    day, clock = _moment(cell)
    if clock is not None:
        raise BadCell(f"“{words_of(cell)}”应只有日期，如 2026-12-01。It should be a day alone, like 2026-12-01.")
    return day


def start_of(cell: Cell) -> datetime:
    """A moment in China's time; of a day alone, its first."""
    day, clock = _moment(cell)
    return datetime.combine(day, clock or time(), dates.CHINA)


def deadline_of(cell: Cell) -> datetime | None:
    """A moment in China's time; of a day alone, its end, which is the next day's beginning. None where it is written that there
    is no end: in words, or as a day of the year 9999."""
    if typed(cell) in NO_END or typed(cell).startswith("9999"):
        return None
    day, clock = _moment(cell)
    return start_of(day) + timedelta(days=1) if clock is None else datetime.combine(day, clock, dates.CHINA)


def _moment(cell: Cell) -> tuple[date, time | None]:
    """A day and, where one was given, a time. Excel's midnight is a day alone: it cannot tell the two apart."""
    day, clock = _written(cell)
    if not dates.is_known(day):
        raise BadCell(dates.BOUND)
    return day, clock


def _written(cell: Cell) -> tuple[date, time | None]:
    if isinstance(cell, datetime):
        if not dates.is_known(cell.date()):
            return cell.date(), None
        rounded = cell + timedelta(milliseconds=500)  # Excel counts in fractions of days
        clock = rounded.time().replace(microsecond=0)
        return rounded.date(), clock if clock != time() else None
    if isinstance(cell, date):
        return cell, None
    match = DATE.fullmatch(unicodedata.normalize("NFKC", words_of(cell)))
    if match is None and re.fullmatch(r"\d{5}(\.\d+)?", typed(cell)):
        raise BadCell(f"“{typed(cell)}”像是 Excel 的日期序号；请把单元格的格式设为日期。"
                      "It looks like Excel's number of a day: format the cell as a date.")
    if match is None:
        raise BadCell(f"“{words_of(cell)}”不是日期；应如 2026-12-01 或 2026-12-01 18:00。"
                      "Not a date; it should look like 2026-12-01 or 2026-12-01 18:00.")
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    try:
        written = date(year or 0, month or 0, day or 0)
        if (hour, minute, second or 0) == (24, 0, 0) and dates.is_known(written):
            return written + timedelta(days=1), time()
        return written, None if hour is None else time(hour, minute or 0, second or 0)
    except ValueError:
        raise BadCell(f"没有“{words_of(cell)}”这一天或这一刻。There is no such day or time.") from None
