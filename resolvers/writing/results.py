"""What a write answers, and how the answer is kept for retries."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from domain.refusals import Refusal


@dataclass(frozen=True)
class Payload:
    """The rows that a write wrote: name of the payload's field to the row's id.

    fresh  whether it wrote them at this attempt, not at an earlier one with the same key
    row    of the payload's plan, where the write has read it; None: it is still to be read
    once   what is told in this answer alone, by the payload's field: it is not kept, so that no retry is told it
    counts numbers that it tells, by the payload's field
    """

    ids: dict[str, UUID]
    fresh: bool = field(default=False, compare=False)
    row: Any = field(default=None, compare=False)
    once: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    counts: Mapping[str, int] = field(default_factory=dict)


Answer: TypeAlias = Payload | Refusal


def plain(value: Any) -> str:
    """What JSON has no form for, as text that is the same for equal values."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def pack(answer: Answer) -> dict[str, Any]:
    """The answer as JSON can hold it."""
    if isinstance(answer, Payload):
        return {"payload": {name: str(row_id) for name, row_id in answer.ids.items()},
                **({"counts": dict(answer.counts)} if answer.counts else {})}
    given = {name: getattr(answer, name) for name in answer.DETAILS}
    return {"refusal": type(answer).__name__, "fields": {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in given.items()}}


def unpack(stored: dict[str, Any]) -> Answer:
    """The answer as it was."""
    if "payload" in stored:
        return Payload({name: UUID(row_id) for name, row_id in stored["payload"].items()}, counts=stored.get("counts", {}))
    kind = Refusal.KINDS[stored["refusal"]]
    return kind(**{name: datetime.fromisoformat(value) if kind.DETAILS[name].type is datetime else value
                   for name, value in stored["fields"].items()})
