"""From a cell's content to a value: tolerant of how people type, never guessing.

Each reader takes what a CSV or Excel cell holds, never blank, and returns the value or raises BadCell.
"""
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from domain import codes, dates, texts, words
from hub.imports.problems import BadCell

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Reader = Callable[[Any], Any]

UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
                  r"(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
PHONE = re.compile(r"\+?[0-9-]{5,20}")
LARGEST_INT = 2**31 - 1


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def words_of(cell: Cell) -> str:
    """Text of one or several lines."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    if UNWANTED.search(text):
        raise BadCell("含有控制字符。It has control characters.")
    return text


def body_of(cell: Cell) -> str:
    return _limited(words_of(cell), texts.BODY)


def title_of(cell: Cell) -> str:
    return _limited(" ".join(words_of(cell).split()), texts.TITLE)


def line_of(cell: Cell) -> str:
    """Text of one line."""
    return _limited(" ".join(words_of(cell).split()), texts.LINE)


def _limited(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadCell(f"有 {len(text)} 字，最多 {longest} 字。It has {len(text)} characters; at most {longest}.")
    return text


def typed(cell: Cell) -> str:
    """What was meant by a code or number: no blanks, ASCII for full-width characters, no decimals of a whole number."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words_of(cell)))


def code_of(cell: Cell) -> str:
    """A division code or a credit code."""
    code = typed(cell).upper()
    if codes.is_division_code(code) or codes.is_credit_code(code):
        return code
    raise BadCell(f"“{code}”既不是区划代码（2、4、6、9、12 位数字），也不是校验正确的 18 位统一社会信用代码；"
                  "请把单元格设为文本。Neither a division code nor a credit code with the right check character.")


def credit_code_of(cell: Cell) -> str:
    code = typed(cell).upper()
    if len(code) != codes.CREDIT_LENGTH:
        raise BadCell(f"统一社会信用代码应为 18 位，现为 {len(code)} 位。"
                      f"A credit code has 18 characters; this one has {len(code)}.")
    if not codes.is_credit_code(code):
        raise BadCell(f"{code} 的字符或校验码有误（GB 32100-2015）。A character or the check character is wrong.")
    return code


def grid_code_of(cell: Cell) -> str:
    code = typed(cell)
    if codes.is_division_code(code) and len(code) == codes.DIGITS_OF_KIND["GRID"]:
        return code
    raise BadCell(f"“{code}”不是网格代码：社区代码加 3 位，共 15 位数字。"
                  "Not a grid's code: its community's and three more digits, 15 in all.")


def quantity_of(cell: Cell) -> int:
    number = _decimal(cell)
    if number != number.to_integral_value() or not 1 <= number <= LARGEST_INT:
        raise BadCell(f"“{typed(cell)}”应为正整数。A whole number from 1 is needed.")
    return int(number)


def yuan_of(cell: Cell) -> Decimal:
    number = _decimal(cell)
    if number < 0 or number >= 10**12:
        raise BadCell(f"“{typed(cell)}”不是金额（元）。Not an amount of yuan.")
    return number.quantize(Decimal("0.01"))


def longitude_of(cell: Cell) -> float:
    return _degrees(cell, 180)


def latitude_of(cell: Cell) -> float:
    return _degrees(cell, 85)


def _degrees(cell: Cell, limit: int) -> float:
    number = _decimal(cell)
    if abs(number) > limit:
        raise BadCell(f"“{typed(cell)}”超出 ±{limit} 度。It lies outside ±{limit} degrees.")
    return float(number)


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
    phone = re.sub(r"[()]", "-", typed(cell)).strip("-")
    if not PHONE.fullmatch(phone):
        raise BadCell(f"“{phone}”不是电话号码：5 至 20 位数字，可含 + 和 -。"
                      "Not a phone number: 5 to 20 digits, + and -.")
    return phone


def choice_of(names: Mapping[str, str]) -> Reader:
    """A reader of an enum, by its Chinese names or its own."""
    def read(cell: Cell) -> str:
        value = words.value_of(names, typed(cell))
        if value is None:
            raise BadCell(f"“{typed(cell)}”应为：{'、'.join(names.values())}。It should be one of: {', '.join(names)}.")
        return value
    return read


def start_of(cell: Cell) -> datetime:
    """A moment in China's time; of a day alone, its first."""
    day, clock = _moment(cell)
    return datetime.combine(day, clock or time(), dates.CHINA)


def deadline_of(cell: Cell) -> datetime:
    """A moment in China's time; of a day alone, its end, which is the next day's beginning."""
    day, clock = _moment(cell)
    return start_of(day) + timedelta(days=1) if clock is None else datetime.combine(day, clock, dates.CHINA)


def _moment(cell: Cell) -> tuple[date, time | None]:
    """A day and, where one was given, a time. Excel's midnight is a day alone: it cannot tell the two apart."""
    if isinstance(cell, datetime):
        rounded = cell + timedelta(milliseconds=500)  # Excel counts in fractions of days
        clock = rounded.time().replace(microsecond=0)
        return rounded.date(), clock if clock != time() else None
    if isinstance(cell, date):
        return cell, None
    match = DATE.fullmatch(unicodedata.normalize("NFKC", words_of(cell)))
    if match is None:
        raise BadCell(f"“{words_of(cell)}”不是日期；应如 2026-12-01 或 2026-12-01 18:00。"
                      "Not a date; it should look like 2026-12-01 or 2026-12-01 18:00.")
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    try:
        return (date(year or 0, month or 0, day or 0),
                None if hour is None else time(hour, minute or 0, second or 0))
    except ValueError:
        raise BadCell(f"没有“{words_of(cell)}”这一天或这一刻。There is no such day or time.") from None
