"""The mutation on cadences, for the tests that go through every mutation."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from resolvers import jobs, scheduler
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World

CASES = [Case("setCadence", "committee { cadence missedSince }", "community",
              {"committeeId": "@committee", "cadence": "MONTHLY"},
              {"committee": {"cadence": "MONTHLY", "missedSince": None}}, "unit", {}, "NotAllowed")]
OTHER: dict[str, dict[str, Any]] = {"setCadence": {"cadence": "WEEKLY"}}
TOLD = {"setCadence": "committee.cadence_set", "missed": "committee.cadence_missed"}


async def of_time(client: Client, _: Any) -> None:
    await client.pool.execute("UPDATE joint_committee SET conference_due_at = '2026-01-01' WHERE id = $1",
                              client.city.committee)
    assert await scheduler.once(client.pool, lambda: datetime.now(UTC), jobs.ALL) == 1


OTHERS = {"missed": of_time}
"""What else leaves events."""


async def made(_: Client) -> dict[str, tuple[str, UUID]]:
    return {}


async def _set(world: World) -> Input:
    return {"committeeId": global_id("JointCommittee", world.client.city.committee), "cadence": "MONTHLY"}


RIGHTS: dict[str, Make] = {"`setCadence`": _set}
