"""Federation keys: where a representation has the values of a key's columns."""
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One field of a federation key.

    path     where a representation has its value: of `sku variation { id }`, (sku,) and (variation, id)
    """

    key: str
    path: tuple[str, ...]
    column: str


def _paths(key: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    outer: tuple[str, ...] = ()
    for word in re.findall(r"\w+|[{}]", key):
        if word == "{":
            outer = found.pop()
        elif word == "}":
            outer = outer[:-1]
        else:
            found.append((*outer, word))
    return found


def parts_of(keys: Mapping[str, str]) -> list[Part]:
    """All fields of all keys, in order.

    keys   as `planner.catalogue.Entity` has them
    """
    return [Part(key, path, column) for key, columns in keys.items()
            for path, column in zip(_paths(key), columns.split(), strict=True)]
