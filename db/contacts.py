"""Personal data of items' contacts, and the record of who read them."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from db import items
from db.driver.connection import Connection
from domain.claims import ACCEPTED
from domain.viewer import Viewer

_ACCEPTED = "(" + ", ".join(f"'{state}'" for state in ACCEPTED) + ")"
_READ = (f"SELECT i.id AS item_id, k.name, k.phone, i.publisher_id, ARRAY(SELECT DISTINCT c.claimant_id FROM claim c "
         f"WHERE c.item_id = i.id AND c.state IN {_ACCEPTED}) AS accepted_claimants "
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


async def record_reads(connection: Connection, item_ids: Sequence[UUID], member_id: UUID, request_id: str,
                       now: datetime) -> None:
    """Write down that a member read the unmasked contacts of these items."""
    await connection.execute(
        "INSERT INTO contact_read (id, item_id, member_id, request_id, at) "
        "SELECT read.id, read.item_id, $3, $4, $5 FROM unnest($1::uuid[], $2::uuid[]) AS read (id, item_id)",
        [uuid7() for _ in item_ids], item_ids, member_id, request_id, now)


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
