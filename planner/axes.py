"""What a page's rows are found by: a column of an index, and the values that it may equal."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.notes import PARTITION


@dataclass(frozen=True)
class Axis:
    """A column and what it may equal.

    why     what it is there for
    count   how many values
    value   the SQL of one of them, from 0
    table   of a table of all of them
    """

    why: str
    column: str
    count: int
    value: Callable[[int], str]
    table: Callable[[], str]

    @property
    def name(self) -> str:
        """Of the value of a row of the table."""
        return f"{self.column}s.value"


def of_texts(column: str, texts: Sequence[str]) -> Axis:
    """The axis of values that are written out."""
    return Axis(PARTITION, column, len(texts), lambda place: repr(texts[place]), lambda: f"unnest(ARRAY[{listed(texts)}])")


def listed(texts: Sequence[str]) -> str:
    """As SQL lists them."""
    return ", ".join(map(repr, texts))
