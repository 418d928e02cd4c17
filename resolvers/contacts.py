"""Who to reach about an item, shown to those who may know, and each such look recorded."""
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from db import contacts
from domain.contacts import Contact, is_own, mask, may_read
from resolvers.writing import transactions

if TYPE_CHECKING:
    from resolvers.executing.context import Context


async def load(context: "Context", item_ids: Sequence[UUID]) -> list[Contact | None]:
    """The contacts of items in the order of their ids; None where there is none or the viewer does not see the item.

    writes   contact_read, a row for each contact shown unmasked to somebody other than its publisher's own people
    """
    viewer = context.viewer
    if viewer is None:
        return [None] * len(item_ids)
    now = context.clock()
    shown: dict[UUID, Contact] = {}
    to_record: list[UUID] = []
    async with transactions.opened(context.pool, context.who) as connection:
        for stored in await contacts.read(connection, viewer, item_ids, now):
            contact = Contact(stored.name, stored.phone, masked=False)
            unmasked = may_read(viewer, stored.publisher_id, stored.accepted_claimants)
            shown[stored.item_id] = contact if unmasked else mask(contact)
            if unmasked and not is_own(viewer, stored.publisher_id):
                to_record.append(stored.item_id)
        if to_record:
            await contacts.record_reads(connection, to_record, viewer.member_id, context.request_id, now)
    return [shown.get(item_id) for item_id in item_ids]
