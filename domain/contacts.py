"""Personal data of a contact: what everybody sees, and who sees more."""
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from domain.viewer import Viewer

STARS = "****"


@dataclass(frozen=True)
class Contact:
    """How to reach the person behind an item.

    masked   whether name and phone are shown in part only
    """

    name: str
    phone: str
    masked: bool


def mask(contact: Contact) -> Contact:
    """The same contact as it may be shown to everybody: 王**, 138****1234."""
    return Contact(name=f"{contact.name[:1]}**", phone=mask_phone(contact.phone), masked=True)


def mask_phone(phone: str) -> str:
    """Three digits and the last four of a number of eleven or more, the last two of one of seven or more, else none."""
    if len(phone) >= 11:
        return phone[:3] + STARS + phone[-4:]
    return STARS + phone[-2:] if len(phone) >= 7 else STARS


def is_own(viewer: Viewer, publisher_id: UUID) -> bool:
    """Whether the contact is of the viewer's own organisation, so that reading it needs no record."""
    return publisher_id in viewer.acts_for


def may_read(viewer: Viewer, publisher_id: UUID, accepted_claimants: Collection[UUID]) -> bool:
    """Whether the viewer sees the contact unmasked.

    accepted_claimants   who holds a claim on the item that was accepted and not withdrawn since
    """
    return is_own(viewer, publisher_id) or not viewer.acts_for.keys().isdisjoint(accepted_claimants)
