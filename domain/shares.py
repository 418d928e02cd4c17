"""Shares: a row shown to an organisation or, as a guest, to a joint committee, that would not see it."""
from domain.sight import Named, Who


def naming(row: str) -> tuple[Named, ...]:
    """The part of a sight that has its rows shown so, until the share ends.

    row   the column of a share that names one of them
    """
    return (Named("share", row, "organization_id", until="ends_at", among="shared_with"),
            Named("share", row, "guest_id", Who.COMMITTEE, until="ends_at", among="shared_with"))
