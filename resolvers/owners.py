"""Who owns what a committee gives somebody to do: an organisation, or one of its seats."""
from collections.abc import Mapping
from typing import TypedDict
from uuid import UUID

from graphql.pyutils import snake_to_camel

from db import committees, organizations
from domain import dates
from domain import owners as rules
from domain.committees import OwnerElsewhere
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from resolvers.writing.use_cases import Write


class Owner(TypedDict):
    """The columns that say it; one of them is None."""

    owner_id: UUID | None
    owner_seat_id: UUID | None


async def named(write: Write, owner: Mapping[str, UUID], committee_id: UUID, home_code: str, field: str) -> Owner:
    """
    owner      one of organization_id and seat_id
    home_code  of the committee's division
    field      what the input calls it
    raises     NotFound, BadInput, OwnerElsewhere
    """
    (named_by, row_id), = owner.items()
    if named_by == "seat_id":
        if not await committees.has_seat(write.connection, committee_id, row_id, dates.day(write.now)):
            raise BadInput(f"{field}.seat_id", Bilingual("不是该委员会现有的席位。",
                                                         "It is no seat that the committee has today."))
        return {"owner_id": None, "owner_seat_id": row_id}
    await check(write, row_id, committee_id, home_code, f"{field}.organization_id")
    return {"owner_id": row_id, "owner_seat_id": None}


async def check(write: Write, organization_id: UUID, committee_id: UUID, home_code: str, field: str) -> None:
    """Let an organisation own what a committee resolves that concerns it.

    home_code  of the committee's division
    raises     NotFound, OwnerElsewhere
    """
    organization = await organizations.find(write.connection, organization_id)
    if organization is None:
        raise NotFound(field)
    concerned = rules.is_of_area(organization.kind, organization.divisions, home_code) or await committees.is_joined(
        write.connection, committee_id, home_code, organization_id, dates.day(write.now))
    if not concerned:
        raise OwnerElsewhere(snake_to_camel(field, upper=False), home_code)
