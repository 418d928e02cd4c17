"""Who to reach about an item, shown to those who may know, and each such look recorded."""
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from db import contacts
from db.driver.connection import Connection
from domain.contacts import Contact, is_own, mask, may_read
from domain.viewer import Viewer
from resolvers.executing.context import Context
from resolvers.writing import transactions


async def load(context: Context, item_ids: Sequence[UUID]) -> list[Contact | None]:
    """The contacts of items in the order of their ids; None where there is none or the viewer does not see the item.

    writes   contact_read, as `read` does
    """
    if context.viewer is None:
        return [None] * len(item_ids)
    async with transactions.opened(context.pool, context.who) as connection:
        shown = await read(connection, context.viewer, item_ids, context.request_id, context.clock())
    return [shown.get(item_id) for item_id in item_ids]


async def read(connection: Connection, viewer: Viewer, item_ids: Sequence[UUID], request_id: str,
               now: datetime) -> dict[UUID, Contact]:
    """By their items' ids the contacts of those that the viewer sees, masked or not; in a transaction, at whose end the looks
    are on record.

    writes   contact_read, a row for each contact shown unmasked to somebody other than its publisher's own people
    """
    shown: dict[UUID, Contact] = {}
    to_record: list[UUID] = []
    for stored in await contacts.read(connection, viewer, item_ids, now):
        contact = Contact(stored.name, stored.phone, masked=False)
        unmasked = may_read(viewer, stored.publisher_id, stored.accepted_claimants)
        shown[stored.item_id] = contact if unmasked else mask(contact)
        if unmasked and not is_own(viewer, stored.publisher_id):
            to_record.append(stored.item_id)
    if to_record:
        await contacts.record_reads(connection, to_record, viewer.member_id, request_id, now)
    return shown
