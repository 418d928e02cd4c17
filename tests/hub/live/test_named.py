"""Operations that are asked for by a name instead of by their text, over WebSockets and as event streams."""
import json
from dataclasses import replace

import httpx
import pytest
import websockets

from db.driver.connection import Pool
from hub.http.texts import BESIDES, Texts
from hub.websocket import messages
from tests import city as place
from tests.feed import trail
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Connect, Live, begin, hear, say
from tests.hub.test_texts import hashed

NAME = "{ __typename }"
SUBSCRIPTION = "subscription { changes { cursor } }"


async def test_over_a_socket(live: Live, connect: Connect, pool: Pool, sign: Sign) -> None:
    async with pool.acquire() as connection:
        await place.build(connection)
    async with connect() as client:
        await begin(client, Authorization=f"Bearer {sign(sub='sub-unit')}")
        for text in (NAME, SUBSCRIPTION):
            await say(client, id="1", type="subscribe", payload={"extensions": hashed(text)})
            assert await hear(client) == {"id": "1", "type": "error", "payload": [
                {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]}
        await say(client, id="1", type="subscribe", payload={"query": NAME, "extensions": hashed(NAME)})
        first = [await hear(client), await hear(client)]
        await say(client, id="1", type="subscribe", payload={"extensions": hashed(NAME)})
        assert [await hear(client), await hear(client)] == first
        for number, given in enumerate(({"query": SUBSCRIPTION}, {}), 1):
            await say(client, id=f"s{number}", type="subscribe", payload={**given, "extensions": hashed(SUBSCRIPTION)})
            await trail.until(lambda number=number: live.hub.feed.subscribers == number)  # type: ignore[misc]
            await trail.until(lambda: live.hub.texts.weight > 2 * BESIDES)  # both are kept


@pytest.mark.parametrize("sub", [None, "a-stranger"])
async def test_only_members_keep_one(live: Live, connect: Connect, pool: Pool, sign: Sign, sub: str | None) -> None:
    async with connect() as client:
        await begin(client, **({"Authorization": f"Bearer {sign(sub=sub)}"} if sub else {}))
        await say(client, id="1", type="subscribe", payload={"query": NAME, "extensions": hashed(NAME)})
        assert [(await hear(client))["type"], (await hear(client))["type"]] == ["next", "complete"]
        await say(client, id="1", type="subscribe", payload={"query": SUBSCRIPTION, "extensions": hashed(SUBSCRIPTION)})
        await trail.until(lambda: live.hub.feed.groups == 1)
        await trail.write_many(pool, 1)
        assert (await hear(client))["type"] == "next"
    assert live.hub.texts.weight == 0


async def test_an_event_stream(live: Live, pool: Pool, sign: Sign) -> None:
    async with pool.acquire() as connection:
        await place.build(connection)
    headers = {"accept": "text/event-stream", "authorization": f"Bearer {sign(sub='sub-unit')}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", headers=headers, timeout=20) as client:
        for given in ({"query": SUBSCRIPTION}, {}):
            async with client.stream("POST", "/graphql", json={**given, "extensions": hashed(SUBSCRIPTION)}) as answer:
                await trail.until(lambda: live.hub.feed.groups == 1)
                await trail.until(lambda: live.hub.texts.weight > 0)
                await trail.write_many(pool, 1)
                assert "item.revised" in "".join([await anext(parts) for parts in [answer.aiter_text()] for _ in range(2)])
            await trail.until(lambda: live.hub.feed.groups == 0)


async def test_before_it_is_greeted_a_socket_learns_nothing(connect: Connect) -> None:
    async with connect() as client:
        await say(client, id="1", type="subscribe", payload={"extensions": hashed(NAME)})
        with pytest.raises(websockets.ConnectionClosed) as end:
            await client.recv()
        assert end.value.rcvd and end.value.rcvd.code == messages.UNAUTHORIZED


async def test_then_sockets_take_no_other(live: Live, connect: Connect) -> None:
    live.app.state.hub = replace(live.hub, texts=Texts({"1": NAME}, only=True))
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload={"query": SUBSCRIPTION})
        said = await hear(client)
        assert said["type"] == "error"
        assert "OPERATION_NOT_REGISTERED" in json.dumps(said)
        await say(client, id="1", type="subscribe", payload={"documentId": "1"})
        assert (await hear(client))["type"] == "next"
