"""Text on its way to PostgreSQL: enum members become their names, and what it cannot store is refused."""
from collections.abc import Iterator
from enum import Enum
from typing import Any

from domain.refusals import BadInput
from planner.arguments import Read, Run

ESCAPED = str.maketrans({each: f"\\{each}" for each in r"\%_"})  # what means something in a LIKE pattern


def reader(field: str, read: Read) -> Read:
    """The same reader, for a parameter of type text or text[].

    raises    BadInput naming the field, when read
    """
    def checked(run: Run) -> Any:
        return storable(field, read(run))

    return checked


def patterns(field: str, read: Read) -> Read:
    """Reads a text as SQL's LIKE patterns of what contains its words; null for null."""
    words = _split(field, read)

    def found(run: Run) -> Any:
        given = words(run)
        return None if given is None else [f"%{word.translate(ESCAPED)}%" for word in given]

    return found


def _split(field: str, read: Read) -> Read:
    checked = reader(field, read)

    def words(run: Run) -> Any:
        text = checked(run)
        return None if text is None else text.split()

    return words


def grams(field: str, read: Read) -> Read:
    """Reads a text as grams of its words, each of which SQL's `placed_grams` finds in every text that has these words;
    the empty one where there is no other.

    They leave out characters that have a case beyond ASCII: the database's small letters may be others than Python's.
    And a pair says all that its characters say: the index has a long list of rows for each, to be read beside it.
    """
    words = _split(field, read)

    def found(run: Run) -> Any:
        given = words(run)
        return None if given is None else sorted({gram.lower() for word in given for gram in _grams(word)}) or [""]

    return found


def _grams(word: str) -> Iterator[str]:
    """The pairs of neighbours, and each character that is in none of them; none with a case beyond ASCII."""
    if len(word) > 1 and _is_plain(word):  # as nearly all are
        yield from (word[at:at + 2] for at in range(len(word) - 1))
        return
    covered = set()
    for at in range(len(word) - 1):
        if _is_plain(word[at]) and _is_plain(word[at + 1]):
            covered |= {at, at + 1}
            yield word[at:at + 2]
    yield from (each for at, each in enumerate(word) if at not in covered and _is_plain(each))


def _is_plain(text: str) -> bool:
    return text.isascii() or text.lower() == text.upper()


def storable(field: str, value: Any) -> Any:
    """The value with enum members as their names.

    raises    BadInput naming the field: a NUL character or half of a surrogate pair
    """
    if value.__class__ is str:
        if not is_storable(value):
            raise BadInput(field, "文字中有空字符或残缺的代理字符。The text has a NUL character or half a surrogate pair.")
        return value
    if isinstance(value, Enum):
        return value._value_  # what `value` would give, by a descriptor in Python
    if isinstance(value, list):
        return [each._value_ if isinstance(each, Enum) else storable(field, each) for each in value]
    if isinstance(value, dict):
        return {name: storable(f"{field}.{name}", each) for name, each in value.items()}
    return value


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text; what it cannot hold names no row."""
    if "\0" in text:
        return False
    try:
        text.encode()  # a look at each character would take fifty times as long
    except UnicodeEncodeError:
        return False
    return True
