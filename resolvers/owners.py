"""Who owns what a committee gives somebody to do: an organisation, or one of its seats."""
from collections.abc import Mapping
from datetime import date
from typing import TypedDict
from uuid import UUID

from db import committees, organizations
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from resolvers.writing.use_cases import Write


class Owner(TypedDict):
    """The columns that say it; one of them is None."""

    owner_id: UUID | None
    owner_seat_id: UUID | None


async def named(write: Write, owner: Mapping[str, UUID], committee_id: UUID, today: date, field: str) -> Owner:
    """
    owner    one of organization_id and seat_id
    field    what the input calls it
    raises   NotFound, BadInput
    """
    (named_by, row_id), = owner.items()
    if named_by == "seat_id":
        if not await committees.has_seat(write.connection, committee_id, row_id, today):
            raise BadInput(f"{field}.seat_id", Bilingual("不是该委员会现有的席位。",
                                                         "It is no seat that the committee has today."))
        return {"owner_id": None, "owner_seat_id": row_id}
    if await organizations.find(write.connection, row_id) is None:
        raise NotFound(f"{field}.organization_id")
    return {"owner_id": row_id, "owner_seat_id": None}
