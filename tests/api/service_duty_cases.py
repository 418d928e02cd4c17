"""What districts want of members, for the tests that go through everything."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from tests.api.cases import Case
from tests.api.client import Client
from tests.api.powers import Input, Make, World, over
from tests.city import DISTRICT, City

AT = datetime(2026, 3, 1, tzinfo=UTC)


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    return {"district": ("Organization", client.city.district)}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One, and an event of it."""
    duty = uuid7()
    await rows.insert(connection, "service_duty", {
        "id": duty, "organization_id": city.district, "home_code": DISTRICT, "projects": 2, "hours": 12, "set_at": AT})
    await events.write(connection, [events.new(
        at=AT, kind="service_duty.set", object_type="ServiceDuty", object_id=duty, object_version=1,
        actor_id=city.members["district"], organization_id=city.district, home_code=DISTRICT, after={"projects": 2})])
    return {"serviceDuty": duty, "service_duty": duty, "serviceduty": duty}


CASES = [Case("setServiceDuty", "serviceDuty { projects hours organization { id } }", "district",
              {"organizationId": "@district", "projects": 2, "hours": "12.5"},
              {"serviceDuty": {"projects": 2, "hours": "12.50", "organization": "@district"}}, "street", {}, "NotAllowed")]
OTHER: dict[str, dict[str, Any]] = {"setServiceDuty": {"projects": 3}}
TOLD = {"setServiceDuty": "service_duty.set"}
POWERS = {("officers", "the district"): over(DISTRICT)}


async def _set(world: World) -> Input:
    return {"organizationId": world.id("district"), "projects": 1, "hours": "24"}


RIGHTS: dict[str, Make] = {"`setServiceDuty`": _set}
