"""What a mutation's case is, in the lists of cases that `test_mutations` goes through."""
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """A mutation in yes, and after that in no.

    by, given, holds       as whom, with what, and what the payload then says
    no_by, no_given, no    as whom, with what instead, and the refusal's type; none of what is one's own
    """

    name: str
    selection: str
    by: str
    given: dict[str, Any]
    holds: Any
    no_by: str = ""
    no_given: dict[str, Any] = field(default_factory=dict)
    no: str = ""
