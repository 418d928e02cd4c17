"""A member's inbox over a real socket: what came while it was away is replayed from the cursor, in order, and then goes on."""
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from planner import cursors
from resolvers import items
from tests.api.client import global_id
from tests.desk import Desk
from tests.hub.conftest import Sign
from tests.hub.live.conftest import BEGINNING, Connect, Operations, Planned, begin, hear, say

INBOX = "subscription Inbox($after: Cursor) { inboxChanged(after: $after) { cursor previous notice { kind subject { id } } } }"


@pytest.fixture
def watched() -> Operations:
    return Planned()


async def _demand(desk: Desk, scope: str = "COMMUNITY") -> str:
    written = await desk.ids("community", items.publish_demand, title="义诊", category="HEALTH", quantity=4, scope=scope)
    return global_id("Demand", written["item"])


async def _subscribe(client: ClientConnection, token: str, after: str) -> None:
    await begin(client, authorization=f"Bearer {token}")
    await say(client, type="subscribe", id="1", payload={"query": INBOX, "variables": {"after": after}})


async def _next(client: ClientConnection) -> dict[str, Any]:
    message = await hear(client)
    assert message["type"] == "next", message
    return message["payload"]["data"]["inboxChanged"]  # type: ignore[index, no-any-return]


async def test_what_came_while_it_was_away_is_replayed(desk: Desk, connect: Connect, sign: Sign) -> None:
    """In order, of each what it is about, none twice, none missing, and then what comes."""
    async with connect() as client:
        await _subscribe(client, sign(sub="sub-member"), BEGINNING)
        told = [await _demand(desk)]
        heard = [await _next(client)]
    told += [await _demand(desk), await _demand(desk, "STREET"), await _demand(desk)]
    await desk.ids("community", items.publish_resource, title="会议室", category="CULTURE", quantity=1, resource_kind="SERVICE")
    async with connect() as client:
        await _subscribe(client, sign(sub="sub-member"), heard[0]["cursor"])
        heard += [await _next(client) for _ in range(3)]
        told.append(await _demand(desk))
        heard.append(await _next(client))
    assert [each["notice"] for each in heard] == [{"kind": "DEMAND_PUBLISHED", "subject": {"id": item}} for item in told]
    places = [cursors.decode_position("after", each["cursor"]) for each in heard]
    checked = [cursors.decode_position("after", each["previous"]) for each in heard]
    assert places == sorted({*places})
    assert all(known >= before for known, before in zip(places, checked[1:], strict=False))  # nothing between is unchecked


async def test_another_s_inbox_is_replayed_to_nobody(desk: Desk, connect: Connect, sign: Sign) -> None:
    """Of three demands one is told to the street's committee too; the cursor is the other's."""
    async with connect() as client:
        await _subscribe(client, sign(sub="sub-member"), BEGINNING)
        await _demand(desk)
        cursor = (await _next(client))["cursor"]
    _, both, _ = await _demand(desk), await _demand(desk, "STREET"), await _demand(desk)
    async with connect() as client:
        await _subscribe(client, sign(sub="sub-street-member"), cursor)
        last = await _demand(desk, "STREET")
        heard = [await _next(client), await _next(client)]
    assert [each["notice"]["subject"]["id"] for each in heard if each["notice"]] == [both, last]
