"""Choices that Hypothesis makes, and can make smaller."""
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Draw:
    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self._draw = draw

    def number(self, least: int, most: int) -> int:
        return int(self._draw(_between(least, most)))

    def one(self, among: Sequence[T]) -> T:
        return among[self.number(0, len(among) - 1)]

    def chance(self, percent: int) -> bool:
        """The smaller choice is no."""
        return self.number(0, 99) >= 100 - percent


@cache
def _between(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most)
