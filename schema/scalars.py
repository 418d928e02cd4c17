"""Scalars. Their outputs are plain Python values: the planner has already made them what JSON can hold."""
import decimal
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, ValueNode
from graphql.utilities import value_from_ast_untyped
from strawberry.schema.config import StrawberryConfig

from domain.languages import Bilingual
from planner.bounds import Unreadable

Cursor = NewType("Cursor", str)
Decimal = NewType("Decimal", str)
FormFile = NewType("FormFile", str)


def _as_is(value: Any) -> Any:
    return value


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(rf"({_DATE.pattern})[Tt]([0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})(?:\.([0-9]{{1,6}})0{{0,3}})?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})")


def _date_time(value: Any) -> datetime | Unreadable:
    try:
        found = _DATE_TIME.fullmatch(_text(value))
        if found is None:
            raise ValueError
        day, clock, fraction, offset = found.groups()
        return datetime.fromisoformat(f"{day}T{clock}.{fraction or '':0<6}{offset.upper()}")
    except ValueError:
        return Unreadable(Bilingual(f"不是带时区的时间：{value[:40]!r}，应如 2026-05-01T09:00:00+08:00。",
                                    f"Not a time with an offset: {value[:40]!r}; right would be 2026-05-01T09:00:00+08:00."))


def _date(value: Any) -> date | Unreadable:
    try:
        if not _DATE.fullmatch(_text(value)):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        return Unreadable(Bilingual(
            f"不是日期：{value[:40]!r}，应如 2026-05-01。",
            f"Not a date: {value[:40]!r}; right would be 2026-05-01."))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError(Bilingual(f"应为文字：{value!r}。", f"Must be a string: {value!r}."))
    return value


def _decimal(value: Any) -> str:
    """A decimal as text: of a JSON number what was written, where a double tells that."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise GraphQLError(Bilingual(f"应为小数：{value!r}。", f"Must be a decimal number: {value!r}."))
    if isinstance(value, float) and not float(written := f"{value:.{sys.float_info.dig}g}") == value:
        raise GraphQLError(Bilingual(
            f"数字超过 {sys.float_info.dig} 位，请写作文字。",
            f"More than {sys.float_info.dig} digits: write it as a string."))
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else f"{decimal.Decimal(written):f}"


def _form_file(value: Any) -> str:
    """What the form's reader has put in a file's place."""
    if not isinstance(value, str):
        raise GraphQLError(Bilingual("文件须以 multipart 表单由 POST 发送，不能写在 JSON 里。",
                                     "A file must be sent in a multipart form by POST; it cannot be written in JSON."))
    return value


def _literal(parse: Callable[[Any], Any]) -> Callable[..., Any]:
    """The same of what is written in the operation, which has to be right itself: its errors say where."""
    def read(node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        try:
            found = parse(value_from_ast_untyped(node, variables))
        except GraphQLError as problem:
            raise GraphQLError(problem.message, node) from None
        if isinstance(found, Unreadable):
            raise GraphQLError(found.problem, node)
        return found

    return read


def _read(parse: Callable[[Any], Any]) -> dict[str, Any]:
    return {"serialize": _as_is, "parse_value": parse, "parse_literal": _literal(parse)}


CONFIG = StrawberryConfig(scalar_map={
    datetime: strawberry.scalar(
        name="DateTime", **_read(_date_time), specified_by_url="https://scalars.graphql.org/chillicream/date-time.html",
        description="时间，RFC 3339，须带时区；精确到微秒，更细的不收；须在 1900 至 9998 年（北京时间）。答复一律为协调世界时，六位小数：2026-05-01T01:00:00.000000Z。"
                    "A point in time, RFC 3339, with its offset from UTC; to the microsecond, finer ones are refused; in the years 1900 to 9998 "
                    "of China's clocks. Answers always have it in UTC with six digits: 2026-05-01T01:00:00.000000Z."),
    date: strawberry.scalar(
        name="Date", **_read(_date),
        description="日期，ISO 8601，如 2026-05-01；须在 1900 至 9998 年。A calendar date, ISO 8601, like 2026-05-01; in the years 1900 to 9998."),
    Cursor: strawberry.scalar(name="Cursor", **_read(_text),
                              description="事件日志中的位置；不透明。A place in the event log; opaque."),
    FormFile: strawberry.scalar(
        name="FormFile", **_read(_form_file), specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
        description="表单中的文件：以 multipart 请求发送，变量为 null，由 map 指明。A file of a multipart request: null in `variables`, and named by `map`."),
    Decimal: strawberry.scalar(
        name="Decimal", **_read(_decimal),
        description="十进制小数。答复写作文字，如 \"1234.50\"，不用指数；输入也可以是至多 15 位的数字。A decimal number. Answers have it as a string, like "
                    "\"1234.50\", without an exponent; a number of up to 15 digits is taken as well."),
})
