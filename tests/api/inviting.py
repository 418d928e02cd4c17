"""Committees that are invited as guests, for the tests of them: to what, by whom, and who sees it."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from db import rows
from tests import city as place
from tests import projects, topics
from tests.api.client import Client, global_id
from tests.api.scopes import NEAR
from tests.city import COMMUNITY, SINCE

GUEST = {"nobody", "far-street"}  # who sits on the far street's committee, and who acts for the street
HOURS = timedelta(hours=2)
OF_COMMITTEE = {"community", "member", "street", "district", "city", "province", "unit", "two-units"}
"""Who sees a topic that is only collected, or a project: its committee and community, officers above, the school."""


@pytest.fixture
async def committee(client: Client) -> str:
    """Of the far street, with a seat for somebody who else has nothing."""
    async with client.pool.acquire() as connection:
        made = uuid4()
        await rows.insert(connection, "joint_committee", {
            "id": made, "organization_id": client.city.far_street, "level": "STREET", "name": "东风街道大工委",
            "founded_on": SINCE})
        await rows.insert(connection, "seat", {
            "id": uuid4(), "committee_id": made, "member_id": client.city.members["nobody"], "kind": "PART_TIME",
            "organization_id": client.city.hospital, "starts_on": SINCE})
        await client.city.look(connection)
    return global_id("JointCommittee", made)


def until(hours: timedelta = HOURS) -> str:
    return (datetime.now(UTC) + hours).isoformat()


def recipient_of(kind: str, committee: str) -> dict[str, Any]:
    return {"recipient": {"committeeId": committee}} if kind == "item" else {"committeeId": committee}


async def look(client: Client) -> None:
    """Rights may have changed."""
    async with client.pool.acquire() as connection:
        await client.city.look(connection)


async def add(client: Client, kind: str) -> str:
    """One of the community, seen by nobody beyond it."""
    if kind == "item":
        return global_id("Demand", await client.desk.add(place.add_item, client.city.bank, COMMUNITY))
    if kind == "topic":
        return global_id("Topic", await client.desk.add(topics.add_topic, client.city))
    return global_id("JointProject", await client.desk.add(projects.add_project, client.city))


KINDS = {"item": NEAR, "topic": OF_COMMITTEE, "jointProject": OF_COMMITTEE}
"""Who else sees it."""
SHARING = {"item": ("bank", "shareItem", "itemId"), "topic": ("community", "shareTopic", "topicId"),
           "jointProject": ("community", "shareProject", "jointProjectId")}


async def shared(client: Client, committee: str, kind: str) -> str:
    """Something of which the far committee is a guest."""
    subject = await add(client, kind)
    by, name, given = SHARING[kind]
    await client.write(by, name, **{given: subject, **recipient_of(kind, committee), "endsAt": until()})
    await look(client)
    return subject


each_kind = pytest.mark.parametrize("kind", KINDS)
NODE = "query($id: ID!) { node(id: $id) { id } }"
LISTS = """{ items { nodes { id } totalCount } topics { nodes { id } totalCount } conferences { nodes { id } }
             jointProjects { nodes { id } totalCount } claims { nodes { id } } resolutions { nodes { id } }
             agreements { nodes { id } } }"""


async def seen_by(client: Client, subject: str) -> set[str]:
    """Alone and in the lists, which have to agree."""
    found = set()
    for handle in client.city.viewers:
        alone = (await client.read(handle, NODE, id=subject))["node"] is not None
        lists = await client.read(handle, LISTS)
        listed = {"id": subject} in [each for page in lists.values() for each in page["nodes"]]
        assert alone == listed, handle
        found |= {handle} if alone else set()
    return found
