"""The mutation that ends a share, for the tests that go through every mutation."""
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from tests import city as place
from tests import projects, topics
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World
from tests.api.project_cases import _of_bank
from tests.city import COMMUNITY, City

ENDS = datetime(2099, 1, 1, tzinfo=projects.AT.tzinfo)
CASES = [
    Case("endShare", "share { organization { id } committee { id } topic { id } }", "community", {"shareId": "@share"},
         {"share": {"organization": "@street", "committee": "@streetCommittee", "topic": "@sharedTopic"}},
         "community", {}, "ShareOver")]
OTHER: dict[str, dict[str, Any]] = {"endShare": {"shareId": "@anotherShare"}}
TOLD = {"endShare": "topic.unshared", "ended shares": "item.unshared project.unshared"}
"""The kinds of events that it leaves."""


async def add_share(connection: Any, city: City, **subject: UUID) -> UUID:
    """With the street, its committee being a guest.

    subject   the column that names what is shared, with its id
    """
    await rows.insert(connection, "share", {
        "id": (share := uuid7()), **subject, "organization_id": city.street, "guest_id": city.street_committee,
        "shared_by": city.members["community"], "ends_at": ENDS, "created_at": projects.AT})
    return share


async def of_item_and_project(client: Client, _: Any) -> None:
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY, scope="DISTRICT")
    project = await client.desk.add(projects.add_project, client.city)
    for subject in ({"item_id": item}, {"project_id": project}):
        share = await client.desk.add(add_share, client.city, **subject)
        await client.write("community", "endShare", shareId=global_id("Share", share))


OTHERS = {"ended shares": of_item_and_project}
"""What else leaves events."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    add, topic = client.desk.add, await client.desk.add(topics.add_topic, client.city)
    project = await add(projects.add_project, client.city)
    return {"sharedTopic": ("Topic", topic), "share": ("Share", await add(add_share, client.city, topic_id=topic)),
            "anotherShare": ("Share", await add(add_share, client.city, project_id=project))}


# -- who may

async def _of_item(world: World) -> Input:
    """Shared with everybody, the hospital among them."""
    share = await world.client.pool.fetchval("SELECT id FROM share WHERE item_id = $1 AND organization_id = $2",
                                             await world.item(), world.client.city.hospital)
    return {"shareId": global_id("Share", share)}


async def _of_topic(world: World) -> Input:
    city, add = world.client.city, world.client.desk.add
    return {"shareId": global_id("Share", await add(add_share, city, topic_id=await add(topics.add_topic, city)))}


async def _of_project(world: World) -> Input:
    project = await _of_bank(world, "FORMED")
    return {"shareId": global_id("Share", await world.client.desk.add(add_share, world.client.city, project_id=project))}


RIGHTS: dict[str, Make] = {"`endShare` of an item": _of_item, "`endShare` of a topic": _of_topic,
                           "`endShare` of a joint project": _of_project}
"""By the first cell of a line of docs/rights.md, what is handed in."""
