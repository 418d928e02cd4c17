"""Who to reach about an item, as a file has it; the API's answers have it by `schema.contacts`, by the same right."""
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from db import contacts, looks
from db.driver.connection import Connection
from domain.contacts import Contact, look, shown
from domain.personal import Look
from domain.viewer import Viewer

OWNERS = ("{p}.publisher_id", contacts.ACCEPTED_CLAIMANTS)
"""What `domain.contacts.look` asks of an item `{p}`."""
SUBJECT = "item"
"""What a contact is about, on record."""


async def read(connection: Connection, viewer: Viewer, item_ids: Sequence[UUID], request_id: str,
               now: datetime) -> dict[UUID, Contact]:
    """By their items' ids the contacts of those that the viewer sees, masked or not; in a transaction, at whose end the looks
    are on record.

    writes   contact_read, a row for each contact shown unmasked to somebody other than its publisher's own people
    """
    found: dict[UUID, Contact] = {}
    to_record: list[tuple[str, UUID]] = []
    for stored in await contacts.read(connection, viewer, item_ids, now):
        allowed = look(viewer, stored.publisher_id, stored.accepted_claimants)
        found[stored.item_id] = shown(stored.name, stored.phone, masked=allowed is Look.MASKED)
        if allowed is Look.RECORDED:
            to_record.append((SUBJECT, stored.item_id))
    if to_record:
        await looks.record(connection, to_record, viewer.member_id, request_id, now)
    return found
