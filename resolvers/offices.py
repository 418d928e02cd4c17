"""For which of the viewer's organisations a managing write is made: what the trail says of it."""
from uuid import UUID

from db import organizations
from domain.viewer import OfficeKind
from resolvers.writing.use_cases import Write


def officer_at(write: Write) -> list[UUID]:
    """The divisions where the viewer is secretary or officer."""
    return sorted(organization for organization, kinds in write.viewer.acts_for.items()
                  if organization not in write.viewer.units and kinds & {OfficeKind.SECRETARY, OfficeKind.OFFICER})


def highest(write: Write) -> tuple[UUID, str]:
    """The widest of them, and its code; the viewer has one."""
    divisions = write.viewer.division_of
    organization = min(officer_at(write), key=lambda each: (len(divisions[each]), divisions[each]))
    return organization, divisions[organization]


async def acting_over(write: Write, division_code: str) -> UUID | None:
    """The viewer's lowest division that is `division_code` or contains it."""
    return await organizations.nearest_over(write.connection, officer_at(write), division_code)
