"""Text on its way to PostgreSQL: enum members become their names, and what it cannot store is refused."""
from collections.abc import Collection, Sequence
from enum import Enum
from typing import Any

from domain.folding import folded
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from planner import bounds, ids
from planner.arguments import Read, Run

ESCAPED = str.maketrans({each: f"\\{each}" for each in r"\%_"})  # what means something in a LIKE pattern


def reader(field: str, read: Read) -> Read:
    """The same reader, for a parameter of type text or text[].

    raises    BadInput naming the field, when read
    """
    def checked(run: Run) -> Any:
        return bounds.text(field, storable(field, read(run)))

    return checked


def patterns(field: str, read: Read) -> Read:
    """Reads a text as SQL's LIKE patterns of what contains its words; null for null."""
    words = _split(field, read)

    def found(run: Run) -> Any:
        given = words(run)
        return None if given is None else [f"%{word.translate(ESCAPED)}%" for word in given]

    return found


def grams(field: str, read: Read) -> Read:
    """Reads a text as grams of its words, each of which SQL's `placed_grams` finds in every text that has these words;
    the empty one where there is no other.

    Characters only of a word that has no pairs: a pair says all that its characters say, and the index has a long list of
    rows for each.
    """
    words = _split(field, read)

    def found(run: Run) -> Any:
        given = words(run)
        return None if given is None else sorted({gram for word in given for gram in _grams(word)}) or [""]

    return found


def name(field: str, read: Read, ids_of: Collection[str] | None) -> Read:
    """Reads the name of a row, a text or an ID of these tags; null for what can name none."""
    def named(run: Run) -> Any:
        value = bounds.text(field, read(run), bounds.ID if ids_of else bounds.ASKED)
        if not ids_of:
            return value if is_storable(value) else None
        try:
            return ids.decode(value, ids_of)
        except NotFound:
            return None

    return named


def _split(field: str, read: Read) -> Read:
    """Reads a text's words, once a run."""
    checked = reader(field, read)

    def words(run: Run) -> Any:
        found: list[str] | None = run.given.get(read)
        if found is None:
            text = checked(run)
            found = None if text is None else folded(text).split()
            run.given[read] = found
        return found

    return words


def _grams(word: str) -> Sequence[str]:
    return [word[at:at + 2] for at in range(len(word) - 1)] or [word]


def storable(field: str, value: Any) -> Any:
    """The value with enum members as their names.

    raises    BadInput naming the field: a NUL character or half of a surrogate pair
    """
    if value.__class__ is str:
        if not is_storable(value):
            raise BadInput(field, Bilingual("文字中有空字符（NUL）或残缺的代理字符，请去掉。",
                                            "The text has a NUL character or half a surrogate pair: leave it out."))
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
