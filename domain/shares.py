"""Shares: a row shown to an organisation or, as a guest, to a joint committee, that would not see it."""
from dataclasses import dataclass

from domain.languages import Bilingual
from domain.refusals import Refusal
from domain.sight import Named, Who


@dataclass
class ShareOver(Refusal, description="共享已结束。The share is over."):
    ADVICE = "无需再做；要再给对方看，重新共享。Nothing is left to do; to show it again, share it anew."
    TEXT = Bilingual("共享已结束。", "The share is over already.")


def naming(row: str) -> tuple[Named, ...]:
    """The part of a sight that has its rows shown so, until the share ends.

    row   the column of a share that names one of them
    """
    return (Named("share", row, "organization_id", until="ends_at", among="shared_with"),
            Named("share", row, "guest_id", Who.COMMITTEE, until="ends_at", among="shared_with"))
