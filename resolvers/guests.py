"""With whom something is shared that is not theirs to see: an organisation, or a joint committee as a guest until a date."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import conferences, organizations, shares
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from resolvers.writing.use_cases import Write


@dataclass(frozen=True)
class Guest:
    """
    organization_id   of a committee: its street or community
    committee_id      None: an organisation alone
    ends_at           None: without end
    """

    organization_id: UUID
    committee_id: UUID | None
    ends_at: datetime | None

    @property
    def told(self) -> dict[str, Any]:
        """What an event tells of it."""
        guest = {"guest_id": self.committee_id} if self.committee_id else {}
        return {"organization_id": self.organization_id, **guest, "ends_at": self.ends_at}


async def settle(write: Write, recipient: Mapping[str, UUID], ends_at: datetime | None) -> Guest:
    """
    recipient   one of: an organization_id, a committee_id
    raises      NotFound, BadInput
    """
    (named_by, row_id), = recipient.items()
    if named_by == "committee_id":
        return await settle_committee(write, "recipient.committee_id", row_id, ends_at)
    _check_end(write, ends_at)
    if await organizations.find(write.connection, row_id) is None:
        raise NotFound("recipient.organization_id")
    return Guest(row_id, None, ends_at)


async def settle_committee(write: Write, field: str, committee_id: UUID, ends_at: datetime | None) -> Guest:
    """
    field    of the input that names it
    raises   NotFound, BadInput: also without an end
    """
    if ends_at is None:
        raise BadInput("ends_at", Bilingual("邀请委员会须定期限，请给出。", "A committee is a guest until a date: give one."))
    _check_end(write, ends_at)
    committee = await conferences.committee(write.connection, committee_id)
    if committee is None:
        raise NotFound(field)
    return Guest(committee.organization_id, committee_id, ends_at)


def _check_end(write: Write, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at <= write.now:
        raise BadInput("ends_at", Bilingual("须在将来。", "It must lie ahead."))


async def put(write: Write, subject: str, subject_id: UUID, guest: Guest) -> None:
    """
    subject   as `db.shares` has it
    writes    share
    """
    await shares.put(write.connection, subject, subject_id, share_id=uuid7(), organization_id=guest.organization_id,
                     guest_id=guest.committee_id, shared_by=write.viewer.member_id, ends_at=guest.ends_at, now=write.now)
