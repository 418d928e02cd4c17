"""The values that a changed field may have: a type for each kind of them, all with a plain text. No two have a field of one name,
so that all can be asked for side by side."""
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from domain import dates
from planner import ids
from schema.declare import entity, given
from schema.scalars import Decimal
from schema.words import LABELS, ObjectType, name_of


@strawberry.interface(description="变动前后的一个值。A value before or after a change.")
class ChangedValue:
    text: str = given("写作文字的值。The value as plain text.")


@entity("文字。A text.")
class TextValue(ChangedValue):
    pass


@entity("数。A number.")
class NumberValue(ChangedValue):
    number: Decimal = given("数值。The number.", "text")


@entity("是或否。Yes or no.")
class BooleanValue(ChangedValue):
    holds: bool = given("是否成立。Whether it holds.", "value")


@entity("日期。A calendar date.")
class DateValue(ChangedValue):
    day: date = given("日期。The date.", "text")


@entity("时间。A point in time.")
class DateTimeValue(ChangedValue):
    at: datetime = given("时间。The moment.", "text")


@entity("枚举值，附名称。A value of an enum, with what it is called.")
class EnumValue(ChangedValue):
    enum: str = given("枚举的名称。The name of the enum.", "of")
    zh: str = given("中文名称。Its Chinese name.")
    en: str = given("英文名称。Its English name.")


@entity("一个对象。An object.")
class NodeValue(ChangedValue):
    id: strawberry.ID = given("全局标识，可由 nodes 取得。The global ID, good for `nodes`.", "text")
    type: str = given("类型。Its type.", "of", graphql_type=ObjectType)


TYPES = (TextValue, NumberValue, BooleanValue, DateValue, DateTimeValue, EnumValue, NodeValue)


@dataclass(frozen=True)
class Value:
    """
    typename   of its type in GraphQL
    of         of an enum its name, of an object its type
    """

    typename: str
    text: str
    value: Any = None
    of: str = ""
    zh: str = ""
    en: str = ""


def plain(value: Any) -> Value:
    """Of what is told of itself: a number, yes or no, a text."""
    if isinstance(value, bool):
        return Value("BooleanValue", str(value).lower(), value)
    return Value("NumberValue" if isinstance(value, int | float) else "TextValue", str(value))


def number(value: Any) -> Value:
    return Value("NumberValue", str(value))


def day(value: Any) -> Value:
    return Value("DateValue", str(value))


def moment(value: Any) -> Value:
    """As `DateTime` is written."""
    return Value("DateTimeValue", dates.written(datetime.fromisoformat(value)))


def word(enum: str, value: Any) -> Value:
    words = LABELS[enum].get(str(value))
    if words is None:  # of a newer hub
        return plain(value)
    return Value("EnumValue", str(value), of=enum, zh=words.chinese, en=str(value).replace("_", " ").capitalize())


_TYPES = name_of(ObjectType)


def node(type_: str, tag: str, value: Any) -> Value:
    """
    value   the row's id
    """
    return Value("NodeValue", str(ids.encoder(tag)(UUID(str(value)))), of=_TYPES[type_])
