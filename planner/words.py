"""Text on its way to PostgreSQL: enum members become their names, and what it cannot store is refused."""
from enum import Enum
from typing import Any

from domain.refusals import BadInput
from planner.arguments import Read, Run


def reader(field: str, read: Read) -> Read:
    """The same reader, for a parameter of type text or text[].

    raises    BadInput naming the field, when read
    """
    def checked(run: Run) -> Any:
        return storable(field, read(run))

    return checked


def storable(field: str, value: Any) -> Any:
    """The value with enum members as their names.

    raises    BadInput naming the field: a NUL character or half of a surrogate pair
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [storable(field, each) for each in value]
    if isinstance(value, dict):
        return {name: storable(f"{field}.{name}", each) for name, each in value.items()}
    if isinstance(value, str) and not is_storable(value):
        raise BadInput(field, "文字中有空字符或残缺的代理字符。The text has a NUL character or half a surrogate pair.")
    return value


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text; what it cannot hold names no row."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text))
