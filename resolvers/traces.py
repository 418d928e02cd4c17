"""What of a change goes into its event: JSON, and nothing that could be about a person."""
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

# Free text and places may name a resident: the trail says that they changed, not how.
UNTOLD = frozenset({"body", "address", "longitude", "latitude"})


def told(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as an event may show them; of the untold only the names, under `untold`."""
    shown: dict[str, Any] = {name: _plain(value) for name, value in columns.items() if name not in UNTOLD}
    if hidden := sorted(UNTOLD & columns.keys()):
        shown["untold"] = hidden
    return shown


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value
