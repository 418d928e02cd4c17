"""What of a change goes into its event: JSON, and only what `domain.trail` lets events of its kind say."""
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from domain import trail


def told(kind: str, columns: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The columns as an event of this kind may show them; None of none."""
    if columns is None:
        return None
    return {name: _plain(value) for name, value in trail.told(kind, columns).items()}


def event(kind: str, *, at: datetime, actor_id: UUID | None, request_id: str | None, object_type: str, object_id: UUID,
          object_version: int, organization_id: UUID | None, item_id: UUID | None, home_code: str | None,
          before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    """An event by column name, as `db.log.events.values` takes it, with what `domain.trail` lets it tell."""
    return {"id": uuid7(), "at": at, "kind": kind, "actor_id": actor_id, "organization_id": organization_id,
            "object_type": object_type, "object_id": object_id, "object_version": object_version, "item_id": item_id,
            "home_code": home_code, "request_id": request_id, "before": told(kind, before), "after": told(kind, after)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value
