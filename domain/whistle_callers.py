"""Who raises calls, and is then their caller: who acts for a division, and for those below it a system of that division.

A hotline of a district raises the calls of all its streets and communities by one system (decision 0133).
"""
from collections.abc import Iterable
from uuid import UUID

from domain.viewer import Viewer


def is_caller(viewer: Viewer, raiser_id: UUID, system_id: UUID | None) -> bool:
    """Whether the viewer raised a call: it acts for the organisation that did, or is the system, as long as it acts for any."""
    return raiser_id in viewer.acts_for or (system_id is not None and system_id == viewer.system_id and bool(viewer.acts_for))


def caller_of(viewer: Viewer, raiser_id: UUID) -> UUID:
    """For whom a caller does what it does: the organisation that raised the call, or its own of a system that raised it for
    one below, whose people are told of it as of others' deeds."""
    return raiser_id if raiser_id in viewer.acts_for else min(viewer.acts_for)


def is_below(code: str | None, own_codes: Iterable[str | None]) -> bool:
    """Whether a division is one of a system's own, or lies below one; None: of what is no division."""
    return code is not None and any(own is not None and code.startswith(own) for own in own_codes)
