"""Text on its way to PostgreSQL: enum members become their names, and what it cannot store is refused."""
from enum import Enum
from typing import Any

from domain.refusals import BadInput
from planner.arguments import Read, Run


def reader(read: Read) -> Read:
    """The same reader, for a parameter of type text or text[].

    raises    BadInput when read
    """
    def checked(run: Run) -> Any:
        return storable("text", read(run))

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
    if isinstance(value, str) and ("\0" in value or (not value.isascii() and _has_surrogate(value))):
        raise BadInput(field, "文字中有空字符或残缺的代理字符。The text has a NUL character or half a surrogate pair.")
    return value


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
