"""What is the same for everybody, and asks no database: a source that answers from its field's arguments alone."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Stated:
    """A field that a Python function answers: `function(**arguments)`.

    price   in rows
    """

    function: Callable[..., Any]
    price: int
