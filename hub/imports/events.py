"""The event of an item that did not come in by a mutation."""
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from db.bulk import records
from domain.items import ItemState
from resolvers import publishing
from resolvers.writing import traces

_LATER = frozenset({"id", "claimed", "version", "closed_at"})  # of no interest yet when an item is published


IMPORTED: Mapping[str, object] = {"imported": True}  # in an event's `after`: by a file, and with no actor by who runs the hub


def listed(item: records.Item, actor_id: UUID | None, request_id: str | None,
           how: Mapping[str, object] = MappingProxyType({})) -> records.Event:
    """An item came in, published or as a draft.

    how   what the event says besides the item's values
    """
    kind = "item.drafted" if item.state == ItemState.DRAFT else "item.published"
    columns = {name: value for name, value in item.columns().items() if value is not None and name not in _LATER}
    return records.Event(
        at=item.listed_at, kind=kind, actor_id=actor_id, organization_id=item.publisher_id,
        object_type=publishing.type_name(item.list), object_id=item.id, object_version=1, item_id=item.id,
        home_code=item.home_code, request_id=request_id, after=traces.told(kind, {**columns, **how}))
