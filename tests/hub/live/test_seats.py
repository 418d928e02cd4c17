"""A subscription that stays open while the member's only right, a seat, is handed over."""
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from resolvers import committees, items, members
from tests.api.client import global_id
from tests.desk import Desk
from tests.hub.conftest import Sign
from tests.hub.live.conftest import BEGINNING, Connect, Operations, Planned, begin, hear, say

DEMANDS = "subscription($after: Cursor) { demandPublished(after: $after) { cursor demand { id } } }"


@pytest.fixture
def watched() -> Operations:
    return Planned()


async def _demand(desk: Desk, by: str = "community") -> str:
    written = await desk.ids(by, items.publish_demand, title="义诊", category="HEALTH", quantity=4)
    return global_id("Demand", written["item"])


async def _next(client: ClientConnection) -> Any:
    """The next demand that is sent; a checkpoint has none."""
    while True:
        message = await hear(client)
        assert message["type"] == "next", message
        if demand := message["payload"]["data"]["demandPublished"]["demand"]:  # type: ignore[index]
            return demand["id"]


async def test_what_comes_after_a_handover_is_not_sent(desk: Desk, connect: Connect, sign: Sign) -> None:
    """Who had the seat hears of what is published before, and then of another community, where it is a liaison by now."""
    member, heir = desk.city.members["member"], desk.city.members["nobody"]
    async with connect() as client:
        await begin(client, authorization=f"Bearer {sign(sub='sub-member')}")
        await say(client, type="subscribe", id="1", payload={"query": DEMANDS, "variables": {"after": BEGINNING}})
        first = await _demand(desk)
        assert await _next(client) == first
        await desk.ids("street", committees.transfer, seat_id=desk.city.seat, member_id=heir)
        await _demand(desk)
        await desk.ids("district", members.appoint, member_id=member, organization_id=desk.city.hospital, kind="LIAISON")
        elsewhere = await _demand(desk, "far-community")
        assert await _next(client) == elsewhere
