"""Pledges for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from resolvers import jobs, scheduler
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for
from tests.city import City

MADE = datetime(2026, 3, 1, tzinfo=UTC)


async def _insert(connection: Any, city: City, **columns: Any) -> UUID:
    """A pledge of the school to the community, without event: open, unless columns say otherwise."""
    row = {"id": uuid7(), "maker_id": city.school, "receiver_id": city.community, "made_by": city.members["unit"],
           "task": "修灯", "state": "OPEN", "due_at": MADE.replace(year=2090), "made_at": MADE, **columns}
    await rows.insert(connection, "pledge", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    return {"pledge": ("Pledge", await client.desk.add(_insert, client.city)),
            "kept": ("Pledge", await client.desk.add(_insert, client.city, state="KEPT", kept_at=MADE))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it."""
    pledge = await _insert(connection, city, state="KEPT", kept_at=MADE)
    await events.write(connection, [events.new(
        at=MADE, kind="pledge.kept", object_type="Pledge", object_id=pledge, object_version=2, actor_id=city.members["unit"],
        organization_id=city.school, after={"state": "KEPT"})])
    return {"pledge": pledge}


CASES = [
    Case("makePledge", "pledge { state task dueAt receiver { id } }", "unit",
         {"makerId": "@school", "receiverId": "@community", "task": "修好楼道的灯", "dueAt": "2090-01-01T00:00:00Z"},
         {"pledge": {"state": "OPEN", "task": "修好楼道的灯", "dueAt": "2090-01-01T00:00:00.000000Z",
                     "receiver": "@community"}},
         "unit", {"makerId": "@bank"}, "NotAllowed"),
    Case("keepPledge", "pledge { state version }", "unit", {"pledgeId": "@pledge"},
         {"pledge": {"state": "KEPT", "version": 2}}, "unit", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {"makePledge": {"task": "另一件事"}, "keepPledge": {"pledgeId": "@kept"}}


async def _by_time(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(_insert, client.city, due_at=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 1


async def _open_one(client: Client) -> UUID:
    return await client.desk.add(_insert, client.city)


ATTACHED = {"Pledge": (_open_one, "unit")}
"""What has attachments: what makes one, and somebody who may see to its files."""


async def _is_seen(client: Client, handle: str, pledge: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Pledge", pledge)))["node"] is not None


TOLD = {"makePledge": "pledge.made", "keepPledge": "pledge.kept", "pledges": "pledge.lapsed"}
"""The kinds of events that each of them leaves."""
OTHERS = {"pledges": _by_time}
SEEN = {"pledge": _is_seen}


async def _new(world: World) -> Input:
    return {"makerId": world.id("school"), "receiverId": world.id("community"), "task": "义诊", "dueAt": "2090-01-01T00:00:00Z"}


async def _open(world: World) -> Input:
    return {"pledgeId": global_id("Pledge", await world.client.desk.add(_insert, world.client.city))}


RIGHTS: dict[str, Make] = {"`makePledge`": _new, "`keepPledge`": _open}
"""By the first cell of a line of docs/rights.md, what is handed in."""
POWERS = {("who acts for it", "the pledging organisation"): acts_for("school")}
"""By its second and third cell, who may."""
