"""Systems for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from tests import city as place
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, over
from tests.city import COMMUNITY, City

AT = datetime(2026, 3, 1, tzinfo=UTC)


async def add(connection: Any, city: City, *, name: str = "12345 热线", organization: str = "community",
              home_code: str = COMMUNITY, **columns: Any) -> UUID:
    """A system of the community, without event: active, unless columns say otherwise."""
    system = uuid7()
    await rows.insert(connection, "member", {"id": system, "subject": f"system:{system.hex}", "name": name,
                                             "home_code": home_code, "created_at": AT,
                                             "active": columns.get("state", "ACTIVE") == "ACTIVE"})
    await place.add_office(connection, system, getattr(city, organization), "OFFICER")
    row = {"id": system, "organization_id": getattr(city, organization), "home_code": home_code, "allow": ["demands"],
           "cost": 1000, "sight": "ORGANIZATION", "state": "ACTIVE", "registered_at": AT, "key_made_at": AT,
           "closed_at": AT if columns.get("state") == "CLOSED" else None, **columns}
    await rows.insert(connection, "system", row)
    return UUID(str(system))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    return {"system": ("System", await client.desk.add(add, client.city)),
            "closedSystem": ("System", await client.desk.add(add, client.city, state="CLOSED"))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it."""
    system = await add(connection, city, state="CLOSED", registered_by=city.members["community"])
    await events.write(connection, [events.new(
        at=AT, kind="system.closed", object_type="System", object_id=system, object_version=2,
        actor_id=city.members["community"], organization_id=city.community, home_code=COMMUNITY, after={"state": "CLOSED"})])
    return {"system": system}


CASES = [
    Case("registerSystem", "system { state name allow cost organization { id } registeredBy { active } }", "community",
         {"organizationId": "@community", "name": "物业报修", "allow": ["whistles", "raiseWhistle", "whistles"], "cost": 5000},
         {"system": {"state": "ACTIVE", "name": "物业报修", "allow": ["raiseWhistle", "whistles"], "cost": 5000,
                     "organization": "@community", "registeredBy": {"active": True}}},
         "unit", {}, "NotAllowed"),
    Case("replaceSystemKey", "system { state version }", "community", {"systemId": "@system"},
         {"system": {"state": "ACTIVE", "version": 2}}, "community", {"systemId": "@closedSystem"}, "WrongState"),
    Case("allowSystem", "system { allow cost version }", "street", {"systemId": "@system", "allow": ["viewer"]},
         {"system": {"allow": ["viewer"], "cost": 1000, "version": 2}},
         "community", {"systemId": "@closedSystem"}, "WrongState"),
    Case("closeSystem", "system { state version member { active } }", "community", {"systemId": "@system"},
         {"system": {"state": "CLOSED", "version": 2, "member": {"active": False}}}, "community", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "registerSystem": {"name": "另一个"}, "replaceSystemKey": {"systemId": "@closedSystem"}, "allowSystem": {"cost": 2000},
    "closeSystem": {"systemId": "@closedSystem"}}
TOLD = {"registerSystem": "member.registered office.appointed system.registered", "replaceSystemKey": "system.key_replaced",
        "allowSystem": "system.allowed", "closeSystem": "member.deactivated system.closed"}
"""The kinds of events that each of them leaves."""


async def _is_seen(client: Client, handle: str, system: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("System", system)))["node"] is not None


SEEN = {"system": _is_seen}


async def _new(world: World) -> Input:
    await world.client.pool.execute("UPDATE system SET state = 'CLOSED', closed_at = registered_at")  # there are never too many
    return {"organizationId": world.id("community"), "name": "物业报修", "allow": ["demands"]}


def _of(**more: Any) -> Make:
    async def make(world: World) -> Input:
        return {"systemId": global_id("System", await world.client.desk.add(add, world.client.city)), **more}
    return make


RIGHTS: dict[str, Make] = {"`registerSystem`": _new, "`replaceSystemKey`": _of(), "`allowSystem`": _of(cost=500),
                           "`closeSystem`": _of()}
"""By the first cell of a line of docs/rights.md, what is handed in."""
POWERS = {("officers", "the division for which it acts"): over(COMMUNITY)}
"""By its second and third cell, who may."""
