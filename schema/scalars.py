"""Scalars. Their outputs are plain Python values: the planner has already made them what JSON can hold."""
from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

Cursor = NewType("Cursor", str)
Json = NewType("Json", object)
Decimal = NewType("Decimal", str)


def _as_is(value: Any) -> Any:
    return value


def _date_time(value: Any) -> datetime:
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            raise ValueError
        read.astimezone(UTC)  # the database has no year 0 or 10000
    except (TypeError, ValueError, OverflowError):
        raise GraphQLError(f"不是带时区的时间：{value!r}，应如 2026-05-01T09:00:00+08:00。"
                           f"Not a time with an offset: {value!r}; right would be 2026-05-01T09:00:00+08:00.") from None
    return read


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise GraphQLError(f"不是日期：{value!r}，应如 2026-05-01。Not a date: {value!r}; right would be 2026-05-01.") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError(f"应为文字：{value!r}。Must be a string: {value!r}.")
    return value


CONFIG = StrawberryConfig(scalar_map={
    datetime: strawberry.scalar(
        name="DateTime", serialize=_as_is, parse_value=_date_time, specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        description="时间，RFC 3339，须带时区。A point in time, RFC 3339, with its offset from UTC."),
    date: strawberry.scalar(name="Date", serialize=_as_is, parse_value=_date,
                            description="日期，ISO 8601。A calendar date, ISO 8601."),
    Cursor: strawberry.scalar(name="Cursor", serialize=_as_is, parse_value=_text,
                              description="事件日志中的位置；不透明。A place in the event log; opaque."),
    Json: strawberry.scalar(name="JSON", serialize=_as_is, parse_value=_as_is,
                            description="任意 JSON 值。Any JSON value."),
    Decimal: strawberry.scalar(name="Decimal", serialize=_as_is, parse_value=_text,
                               description="十进制小数，写作文字。A decimal number, written as a string."),
})
