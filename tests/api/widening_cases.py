"""Items in their stages for the tests of every mutation: what is there, each in yes and in no, and who may."""
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from resolvers import jobs, scheduler
from tests import city as place
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import World
from tests.city import COMMUNITY, City

IN_STAGE: dict[str, Any] = {"community_days": 3, "next_stage_at": datetime(2098, 1, 1, tzinfo=UTC)}


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """A demand of the community in its stage, and one in the last."""
    city, add = client.city, client.desk.add
    return {"in_stage": ("Demand", await add(place.add_item, city.community, COMMUNITY, street_days=2, **IN_STAGE)),
            "opened": ("Demand", await add(place.add_item, city.community, COMMUNITY, scope="DISTRICT", street_days=2))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One of each list that nobody claims; no payload is of them alone."""
    for kind in ("RESOURCE", "DEMAND", "PROJECT"):
        await place.add_item(connection, city.community, COMMUNITY, list=kind, paired_days=1, street_days=2, **IN_STAGE)
    return {}


CASES = [
    Case("widenItem", "item { scope stage stageLimits { community street } version }", "community", {"itemId": "@in_stage"},
         {"item": {"scope": "STREET", "stage": "STREET", "stageLimits": {"community": 3, "street": 2}, "version": 2}},
         "community", {"itemId": "@opened"}, "LastStage"),
    Case("holdItem", "item { stage nextStageAt stageLimits { community street } }", "community", {"itemId": "@in_stage"},
         {"item": {"stage": "COMMUNITY", "nextStageAt": None, "stageLimits": {"community": None, "street": 2}}},
         "community", {}, "NoTimeLimit"),
]
OTHER: dict[str, dict[str, Any]] = {"widenItem": {"itemId": "@opened"}, "holdItem": {"itemId": "@opened"}}

TOLD = {"widenItem": "item.widened", "holdItem": "item.held", "stages": "item.widened"}
"""The kinds of events that each of them leaves."""


async def by_time(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(place.add_item, client.city.community, COMMUNITY,
                          **{**IN_STAGE, "next_stage_at": now - timedelta(hours=1)})
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 1


OTHERS = {"stages": by_time}


async def _in_stage(world: World) -> dict[str, Any]:
    return {"itemId": global_id("Demand", await world.item(**IN_STAGE))}


RIGHTS: dict[str, Callable[[World], Awaitable[dict[str, Any]]]] = {"`widenItem`": _in_stage, "`holdItem`": _in_stage}
