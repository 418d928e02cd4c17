"""Personal data of a contact: what everybody sees, and who sees more."""
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from domain.personal import Look
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


def shown(name: str, phone: str, *, masked: bool) -> Contact:
    """A contact whole, or as it may be shown to everybody: 王**, 138****1234."""
    return Contact(f"{name[:1]}**", mask_phone(phone), masked=True) if masked else Contact(name, phone, masked=False)


def mask_phone(phone: str) -> str:
    """Three digits and the last four of a number of eleven or more, the last two of one of seven or more, else none."""
    if len(phone) >= 11:
        return phone[:3] + STARS + phone[-4:]
    return STARS + phone[-2:] if len(phone) >= 7 else STARS


def look(viewer: Viewer, publisher_id: UUID, accepted_claimants: Collection[UUID]) -> Look:
    """How much the viewer gets of the contact of an item.

    accepted_claimants   who holds a claim on the item that was accepted and not withdrawn since
    """
    if publisher_id in viewer.acts_for:
        return Look.OWN
    return Look.MASKED if viewer.acts_for.keys().isdisjoint(accepted_claimants) else Look.RECORDED
