"""A row of organisations, as a file or the demo gives it."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.bulk import merging

OPTIONAL = ("address", "longitude", "latitude")
CODE, REASON = "credit_code", "no_credit_code_reason"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row that can be read; `communities` are division codes, `place` has what of OPTIONAL is given, None empties."""

    row: int
    kind: str
    name: str
    credit_code: str | None = None
    no_credit_code_reason: str | None = None
    communities: Sequence[str]
    place: Mapping[str, Any]

    @property
    def known_as(self) -> str:
        return self.credit_code or merging.without_code(self.communities[0], self.name)
