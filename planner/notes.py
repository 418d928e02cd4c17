"""What `sandan explain` tells of a statement: why each condition is there, and where each parameter's value comes from.

Noted only when asked for: `Compilation.notes`.
"""
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

RELATION, TYPE, VISIBILITY, FILTER, INDEX = "relation", "type", "visibility", "filter", "index condition"
PARTITION, PATH, ORDER, KEYSET, KEY = "partition", "access path", "order", "keyset", "key"


@dataclass
class Notes:
    """
    conditions  why and SQL, each once
    origins     of the readers of parameters
    """

    conditions: dict[tuple[str, str], None] = field(default_factory=dict)
    origins: dict[Callable[..., Any], str] = field(default_factory=dict)
