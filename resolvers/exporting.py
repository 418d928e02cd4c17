"""What leaves the hub as a file, as of one moment: the three lists, with the contacts that a member may read, and tables."""
from collections.abc import Callable, Collection, Sequence
from typing import Any

from db.bulk import exporting
from domain import dates
from domain.admissions import PROCESS, AdmissionState
from domain.items import List
from resolvers import contacts
from resolvers.writing.by_hand import ByHand

Take = Callable[[str, Sequence[dict[str, Any]], int], None]
"""Gets a list's name, its next items by the workbook's fields, and how many items there are in all."""


async def lists(hand: ByHand, states: Collection[str], take: Take) -> None:
    """Hand out the items in these states, list by list, oldest first, some at a time.

    A member's export has the contacts that the API would show this member whole; nobody's has none.
    take     gets what is read; nobody is to see any of it before all of it was read, and these readings are on record
    writes   contact_read, a row for each contact shown that is not the member's own organisation's
    """
    total = await exporting.count(hand.connection, states)
    for name in List:
        async for items in exporting.items(hand.connection, name, states):
            if hand.viewer is not None:
                by_id = {item["id"]: item for item in items}
                shown = await contacts.read(hand.connection, hand.viewer, list(by_id), hand.request_id, hand.now)
                for item_id, contact in shown.items():
                    if not contact.masked:
                        by_id[item_id] |= {"contact_name": contact.name, "contact_phone": contact.phone}
            take(name, items, total)


async def routes(hand: ByHand, within: str, take: Callable[[Sequence[dict[str, Any]], int], None]) -> None:
    """Hand out the routes of divisions within one, which every member may read.

    within  its code; empty: of all
    """
    found = await exporting.routes(hand.connection, within)
    take(found, len(found))


async def admissions(hand: ByHand, within: str, every: bool, take: Callable[[Sequence[dict[str, Any]], int], None]) -> None:
    """Hand out the admissions that somebody sees, of what is asked for divisions within one.

    within  its code; empty: of all
    every   also what is not approved, or not any more
    """
    states = list(AdmissionState) if every else [AdmissionState.APPROVED]
    found = [{**row, "state": PROCESS.state_at(row["state"], row, hand.now),
              "decided_on": row["decided_at"] and dates.day(row["decided_at"])}
             for row in await exporting.listed_admissions(hand.connection, within, states, hand.viewer, hand.now)]
    shown = [row for row in found if row["state"] in states]
    take(shown, len(shown))
