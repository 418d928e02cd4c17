"""Webhooks for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from resolvers import jobs, scheduler
from tests.api import system_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for, over
from tests.city import COMMUNITY, City

AT = datetime(2026, 3, 1, tzinfo=UTC)
ADDRESS = "https://hooks.example.cn/in?key=7f3a"
SECRET = "whsec_" + "QUJD" * 8


async def add(connection: Any, city: City, *, organization: str = "school", address: str = ADDRESS,
              secret: str | None = SECRET, **columns: Any) -> UUID:
    """A webhook of the school, without event: active, unless columns say otherwise."""
    row = {"id": uuid7(), "organization_id": getattr(city, organization), "added_by": city.members["unit"], "name": "值班群",
           "host": "hooks.example.cn", "format": "STANDARD", "state": "ACTIVE", "added_at": AT, **columns}
    await rows.insert(connection, "webhook", row)
    await rows.insert(connection, "webhook_key", {"webhook_id": row["id"], "address": address, "secret": secret})
    return UUID(str(row["id"]))


async def add_delivery(connection: Any, webhook: UUID, **columns: Any) -> UUID:
    """A message that waits, unless columns say otherwise."""
    row = {"id": uuid7(), "webhook_id": webhook, "event_id": uuid7(), "pos": 1, "kind": "CLAIM_PROPOSED",
           "object_type": "Claim", "object_id": uuid7(), "at": AT, "state": "WAITING", **columns}
    await rows.insert(connection, "delivery", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    add_one, city = client.desk.add, client.city
    webhook = await add_one(add, city)
    return {"webhook": ("Webhook", webhook), "removed": ("Webhook", await add_one(add, city, state="REMOVED", removed_at=AT)),
            "paused": ("Webhook", await add_one(add, city, state="PAUSED")),
            "dead": ("Delivery", await add_one(add_delivery, webhook, state="DEAD", tries=8, problem="STATUS", status=500,
                                          at=datetime.now(UTC)))}  # old ones are forgotten


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event and a message of it."""
    webhook = await of_system(connection, city, state="REMOVED", removed_at=AT, kinds=["CLAIM_PROPOSED"],
                              try_at=AT, gives_up_at=AT, failures=3)
    event = events.new(at=AT, kind="webhook.removed", object_type="Webhook", object_id=webhook, object_version=2,
                       actor_id=city.members["unit"], organization_id=city.community, after={"state": "REMOVED"})
    await events.write(connection, [event])
    return {"webhook": webhook, "delivery": await add_delivery(
        connection, webhook, state="DEAD", tries=8, tried_at=AT, problem="STATUS", status=500, event_id=event["id"])}


CASES = [
    Case("addWebhook", "webhook { state host format kinds failures organization { id } }", "unit",
         {"organizationId": "@school", "name": "值班群", "address": ADDRESS, "format": "STANDARD", "secret": SECRET,
          "kinds": ["CLAIM_PROPOSED"]},
         {"webhook": {"state": "ACTIVE", "host": "hooks.example.cn", "format": "STANDARD", "kinds": ["CLAIM_PROPOSED"],
                      "failures": 0, "organization": "@school"}}, "unit", {"organizationId": "@bank"}, "NotAllowed"),
    Case("pauseWebhook", "webhook { state version }", "unit", {"webhookId": "@webhook"},
         {"webhook": {"state": "PAUSED", "version": 2}}, "unit", {"webhookId": "@paused"}, "WrongState"),
    Case("resumeWebhook", "webhook { state version }", "unit", {"webhookId": "@paused"},
         {"webhook": {"state": "ACTIVE", "version": 2}}, "unit", {"webhookId": "@webhook"}, "WrongState"),
    Case("replayWebhook", "webhook { state deliveries { nodes { state tries } } }", "unit",
         {"webhookId": "@webhook", "deliveryIds": ["@dead"]},
         {"webhook": {"state": "ACTIVE", "deliveries": {"nodes": [{"state": "WAITING", "tries": 0}]}}},
         "unit", {"webhookId": "@removed"}, "WrongState"),
    Case("removeWebhook", "webhook { state version }", "unit", {"webhookId": "@webhook"},
         {"webhook": {"state": "REMOVED", "version": 2}}, "unit", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "addWebhook": {"name": "另一个群"}, "pauseWebhook": {"webhookId": "@paused"}, "resumeWebhook": {"webhookId": "@webhook"},
    "replayWebhook": {"deliveryIds": None}, "removeWebhook": {"webhookId": "@paused"}}
TOLD = {"addWebhook": "webhook.added", "pauseWebhook": "webhook.paused", "resumeWebhook": "webhook.resumed",
        "replayWebhook": "webhook.replayed", "removeWebhook": "webhook.removed", "webhooks": "webhook.disabled"}
"""The kinds of events that each of them leaves."""


async def _disabled(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(add, client.city, gives_up_at=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 1


async def _is_seen(client: Client, handle: str, webhook: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Webhook", webhook)))["node"] is not None


OTHERS = {"webhooks": _disabled}
SEEN = {"webhook": _is_seen}


async def _new(world: World) -> Input:
    await world.client.pool.execute("DELETE FROM webhook_key; DELETE FROM delivery; DELETE FROM webhook")
    return {"organizationId": world.id("school"), "name": "值班群", "address": ADDRESS, "format": "STANDARD", "secret": SECRET}


def _in(state: str) -> Make:
    async def make(world: World) -> Input:
        return {"webhookId": global_id("Webhook", await world.client.desk.add(add, world.client.city, state=state))}
    return make


async def of_system(connection: Any, city: City, **columns: Any) -> UUID:
    """A webhook of a system of the community, without event."""
    system = await system_cases.add(connection, city)
    return await add(connection, city, **{"organization": "community", "system_id": system, "home_code": COMMUNITY, **columns})


async def _new_of_system(world: World) -> Input:
    system = await world.client.desk.add(system_cases.add, world.client.city)
    return {**{name: value for name, value in (await _new(world)).items() if name != "organizationId"},
            "systemId": global_id("System", system)}


def _of_system(state: str) -> Make:
    async def make(world: World) -> Input:
        return {"webhookId": global_id("Webhook", await world.client.desk.add(of_system, world.client.city, state=state))}
    return make


RIGHTS: dict[str, Make] = {"`addWebhook`": _new, "`pauseWebhook`": _in("ACTIVE"), "`resumeWebhook`": _in("DISABLED"),
                           "`replayWebhook`": _in("ACTIVE"), "`removeWebhook`": _in("PAUSED"),
                           "`addWebhook` for a system": _new_of_system, "`pauseWebhook` of a system": _of_system("ACTIVE"),
                           "`resumeWebhook` of a system": _of_system("PAUSED"),
                           "`replayWebhook` of a system": _of_system("ACTIVE"),
                           "`removeWebhook` of a system": _of_system("PAUSED")}
"""By the first cell of a line of docs/rights.md, what is handed in."""
POWERS = {("who acts for it", "the webhook's organisation"): acts_for("school"),
          ("who acts for it, or officers over it", "the division for which the system acts"):
              acts_for("community") | over(COMMUNITY)}
"""By its second and third cell, who may."""
