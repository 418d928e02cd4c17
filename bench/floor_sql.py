"""`visible(item, viewer)` as a condition of the floor's claim."""
from typing import Any

from db import visibility
from domain.viewer import Viewer

VIEWED = tuple(name for name in visibility.PARAMETERS if name != "member")


def seen(first: int) -> str:
    """The condition that the viewer sees the item `t`; the values of `viewed` are its parameters from `first` on."""
    places = {name: f"${place}::{visibility.PARAMETERS[name]}" for place, name in enumerate(VIEWED, first)}
    return visibility.ITEM.format(t="t", **places)


def viewed(viewer: Viewer) -> list[Any]:
    values = visibility.parameters(viewer)
    return [values[name] for name in VIEWED]
