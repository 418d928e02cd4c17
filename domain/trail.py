"""What the trail may say, and to whom: of each kind of event, what its `before` and `after` may hold.

What an event says is seen by those who see the field that it is about, and by nobody else.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Readers(StrEnum):
    """Who sees an event.

    ITEM       who sees the item (`Demand.state`, `Claim.reason`)
    PUBLISHED  the same, but of what is older than the item's publication its publisher alone (`Demand.title`)
    SHARE      who sees the share: the item's publisher, the recipient, the officers above (`Demand.shares`)
    DIVISION   who acts for the organisation that acted, and the officers above where it happened; the fields themselves are
               open to every member (`Office.kind`, `Seat.endsOn`)
    """

    ITEM = "ITEM"
    PUBLISHED = "PUBLISHED"
    SHARE = "SHARE"
    DIVISION = "DIVISION"


@dataclass(frozen=True)
class Kind:
    """
    fields   the columns whose values it may tell; of any other it tells that it changed
    """

    readers: Readers
    fields: frozenset[str] = frozenset()


UNTOLD = "untold"
"""Under this name an event has the names of the columns that it says nothing else of."""
WAS_DUE_AT = "was_due_at"
"""Under this name an event of the clock has the moment of the deadline that passed: its own moment says how late it came."""
_OF_ANY = frozenset({"imported", WAS_DUE_AT})  # how it came about

# Free text and places may name a resident, a contact does: none of them is here, so the trail says that they changed, not how.
_REVISED = "title category quantity unit starts_at deadline scope urgency budget_yuan"
_PUBLISHED = f"{_REVISED} list state publisher_id home_code listed_at grid_id resource_kind lead_seat_id"
_STEP = "state item_claimed"


def _of_item(fields: str) -> Kind:
    return Kind(Readers.ITEM, frozenset(fields.split()))


def _once_published(fields: str = "") -> Kind:
    return Kind(Readers.PUBLISHED, frozenset(fields.split()))


def _of_division(fields: str = "") -> Kind:
    return Kind(Readers.DIVISION, frozenset(fields.split()))


KINDS: Mapping[str, Kind] = {
    # What a draft says becomes known when it is published, if ever.
    "item.drafted": _once_published("state"), "item.redrafted": _once_published(), "item.discarded": _once_published(),
    "item.published": _of_item(_PUBLISHED), "item.revised": _once_published(_REVISED),
    "item.withdrawn": _of_item("state closed_at reason"),
    "item.completed": _of_item("state closed_at summary"), "item.expired": _of_item("state"),
    "item.shared": Kind(Readers.SHARE, frozenset({"organization_id", "ends_at"})),
    "claim.proposed": _of_item(f"{_STEP} quantity"), "claim.accepted": _of_item(f"{_STEP} due_at"),
    "claim.declined": _of_item(f"{_STEP} reason"), "claim.withdrawn": _of_item(f"{_STEP} reason"),
    "claim.delivered": _of_item(_STEP), "claim.returned": _of_item(f"{_STEP} reason"),
    "claim.confirmed": _of_item(f"{_STEP} rating"), "claim.lapsed": _of_item(f"{_STEP} quantity"),
    "organization.registered": _of_division("kind name division_code credit_code"),
    "organization.revised": _of_division("kind name credit_code"),
    "station.proposed": _of_division("unit_id community_id since"), "station.added": _of_division("unit_id community_id since"),
    "station.confirmed": _of_division("unit_id state"), "station.declined": _of_division("unit_id state"),
    "station.ended": _of_division("unit_id state ended_on"),
    "member.registered": _of_division(), "member.deactivated": _of_division("active"),
    "office.appointed": _of_division("member_id organization_id kind starts_on ends_on"),
    "office.ended": _of_division("ends_on"),
    "committee.founded": _of_division("organization_id level name founded_on"),
    "seat.taken": _of_division("committee_id member_id organization_id kind starts_on ends_on"),
    "seat.ended": _of_division("ends_on"),
}


def told(kind: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as an event of this kind may show them; of those that it may not, the names, under `untold`.

    raises   KeyError for a kind that is not declared
    """
    fields = KINDS[kind].fields | _OF_ANY
    shown = {name: value for name, value in columns.items() if name in fields}
    return shown if len(shown) == len(columns) else shown | {UNTOLD: sorted(columns.keys() - fields)}
