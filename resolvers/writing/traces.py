"""What of a change goes into its event: JSON, and only what `domain.trail` lets events of its kind say."""
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from db.log import events
from domain import trail


def redacted(kind: str, columns: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The columns as an event of this kind may show them; None of none."""
    if columns is None:
        return None
    return {name: _plain(value) for name, value in trail.redacted(kind, columns).items()}


def event(kind: str, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, **more: Any) -> dict[str, Any]:
    """An event as `db.log.events.new` makes it, with what `domain.trail` lets it tell."""
    return events.new(kind, before=redacted(kind, before), after=redacted(kind, after), **more)


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value
