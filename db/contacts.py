"""Items' contacts, which are personal data."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db import items
from db.driver.connection import Connection
from domain.claims import ACCEPTED
from domain.viewer import Viewer

ACCEPTED_CLAIMANTS = ("ARRAY(SELECT DISTINCT c.claimant_id FROM claim c WHERE c.item_id = {p}.id AND c.state IN ("
                      + ", ".join(f"'{state}'" for state in ACCEPTED) + "))")
"""Of an item `{p}`: those by whom `domain.contacts.look` may let its contact be seen."""
_READ = ("SELECT i.id AS item_id, k.name, k.phone, i.publisher_id, "
         f"{ACCEPTED_CLAIMANTS.replace('{p}', 'i')} AS accepted_claimants "
         f"FROM contact k JOIN item i ON i.id = k.item_id WHERE k.item_id = ANY($1) AND {items.visible('i', 2)}")


@dataclass(frozen=True)
class Stored:
    """A contact unmasked, with what decides who may read it."""

    item_id: UUID
    name: str
    phone: str
    publisher_id: UUID
    accepted_claimants: list[UUID]


async def read(connection: Connection, viewer: Viewer, item_ids: Sequence[UUID], now: datetime) -> list[Stored]:
    """The contacts of those items that the viewer sees and that have one, in no order."""
    return [Stored(**row) for row in await connection.fetch(_READ, item_ids, *items.viewed(viewer, now))]


async def remove(connection: Connection, item_id: UUID) -> bool:
    """Forget an item's contact; returns whether it had one."""
    return await connection.fetchval("DELETE FROM contact WHERE item_id = $1 RETURNING true", item_id) is not None


async def put(connection: Connection, item_id: UUID, name: str, phone: str) -> bool:
    """Set an item's contact; returns whether it was another before, or none."""
    return await connection.fetchval(
        "INSERT INTO contact (item_id, name, phone) VALUES ($1, $2, $3) "
        "ON CONFLICT (item_id) DO UPDATE SET name = excluded.name, phone = excluded.phone "
        "WHERE (contact.name, contact.phone) <> (excluded.name, excluded.phone) RETURNING true",
        item_id, name, phone) is not None
