"""The catalogue's texts, read into pieces."""
import re
from functools import lru_cache
from string import Formatter
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a catalogue's text: a text, and the placeholder behind it with its cast, if there is one.

    column   of the row that the placeholder is an alias of, where the next text begins with it
    """

    text: str
    placeholder: str | None
    cast: str
    column: str | None


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of a catalogue's text, read once."""
    pieces = list(Formatter().parse(text))
    behind = [re.match(r"\.(\w+)", literal or "") for literal, *_ in [*pieces, ("",)][1:]]
    return tuple(Token(literal, name, cast or "", column and column[1])
                 for (literal, name, cast, _), column in zip(pieces, behind, strict=True))
