"""What districts want of members in a year."""
from decimal import Decimal
from uuid import UUID

from db import organizations, service_duties
from domain import service_duties as rules
from domain.refusals import NotFound
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case()
async def set_(write: Write, *, organization_id: UUID, projects: int, hours: Decimal) -> Ids:
    """Say how many projects and hours members owe in a year who are registered in a district.

    raises   NotFound, NotAllowed, BadInput
    writes   service_duty, event service_duty.set
    """
    district = await organizations.find(write.connection, organization_id)
    if district is None:
        raise NotFound("organization_id")
    code = district.division_code or ""
    rules.check_set(write.viewer, district.kind, code, projects, hours)
    duty_id, version = await service_duties.set_duty(write.connection, organization_id, code, projects, hours, write.now)
    write.record("service_duty.set", object_type="ServiceDuty", object_id=duty_id, object_version=version,
                 organization_id=await acting_over(write, code), home_code=code,
                 after={"organization_id": organization_id, "projects": projects, "hours": hours})
    return {"service_duty": duty_id}
