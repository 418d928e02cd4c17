"""The rules of graphql-transport-ws: what is said when, and the code that closes on who breaks them."""
import asyncio
from collections import Counter
from typing import Any

import pytest
import websockets

from hub import running
from hub.websocket import socket
from tests.feed import trail
from tests.hub.live.conftest import Connect, Live, Operations, begin, closed, hear, say

QUERY = {"query": "{ __typename }"}
SUBSCRIPTION = {"query": "subscription { changes { cursor } }"}
LEGACY = [websockets.Subprotocol("graphql-ws")]


async def test_pings_are_answered_at_any_time_and_pongs_are_not(connect: Connect) -> None:
    async with connect() as client:
        await say(client, type="ping", payload={"at": 5})
        assert await hear(client) == {"type": "pong", "payload": {"at": 5}}
        await say(client, type="pong")
        await begin(client)
        await say(client, type="ping", payload=None)
        assert await hear(client) == {"type": "pong"}


INVALID = [
    "", "[]", "5", "null", '"a"', "true", "{", "{}", "nonsense", "[" * 1500, '{"a":' * 300 + "1" + "}" * 300,
    '{"type":' + "9" * 1500 + "}", '{"type":"\\ud800"}', '{"type":null}', '{"type":5}', '{"type":"start"}',
    '{"type":"connection_ack"}', '{"type":"next","id":"1","payload":{}}', '{"type":"ping","payload":[]}',
    '{"type":"pong","payload":5}', '{"type":"connection_init","payload":[]}', '{"type":"connection_init","payload":5}',
    '{"type":"connection_init","payload":{"Authorization":5}}', '{"type":"complete"}', '{"type":"complete","id":5}',
    '{"type":"subscribe"}', '{"type":"subscribe","id":"1"}', '{"type":"subscribe","id":"1","payload":null}',
    '{"type":"subscribe","id":"1","payload":[]}', '{"type":"subscribe","id":"1","payload":{}}',
    '{"type":"subscribe","id":"1","payload":{"query":null}}', '{"type":"subscribe","id":"1","payload":{"query":5}}',
    '{"type":"subscribe","id":"","payload":{"query":"{a}"}}', '{"type":"subscribe","id":1,"payload":{"query":"{a}"}}',
    '{"type":"subscribe","payload":{"query":"{a}"}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{a}","operationName":5}}',
]


@pytest.mark.parametrize("begun", [True, False])
async def test_an_invalid_message_closes_with_a_reason(connect: Connect, watched: Operations, begun: bool) -> None:
    for text in INVALID:
        async with connect() as client:
            if begun:
                await begin(client)
            await client.send(text)
            code, reason = await closed(client)
        assert (text, code, reason[:15]) == (text, 4400, "Invalid message")
    assert watched.asked == []


async def test_a_binary_frame_is_invalid(connect: Connect) -> None:
    async with connect() as client:
        await client.send(b'{"type":"ping"}')
        assert await closed(client) == (4400, "Invalid message: messages must be sent as text frames")


async def test_a_text_frame_that_is_not_utf8_ends_the_socket(connect: Connect, watched: Operations) -> None:
    async with connect() as client:
        await begin(client)
        await client.send(b'{"type":"subscribe","id":"1","payload":{"query":"\xff"}}', text=True)
        assert (await closed(client))[0] == 1007
    assert watched.asked == []


async def test_a_message_that_is_too_big_ends_the_socket(connect: Connect, live: Live, watched: Operations) -> None:
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload={"query": "{" + "a" * live.hub.settings.body_bytes + "}"})
        assert (await closed(client))[0] == 1009
    assert watched.asked == []


async def test_who_says_nothing_is_not_waited_for(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "INIT_WITHIN", 0.05)
    async with connect() as client:
        assert await closed(client) == (4408, "Connection initialisation timeout: send connection_init at once")


async def test_who_has_begun_may_be_silent(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "INIT_WITHIN", 3.0)
    async with connect() as client:
        await begin(client)
        with pytest.raises(TimeoutError):
            await hear(client, within=3.2)
        await say(client, type="ping")
        assert await hear(client) == {"type": "pong"}


async def test_nothing_is_run_before_the_beginning(connect: Connect, watched: Operations) -> None:
    async with connect() as client:
        await say(client, id="1", type="subscribe", payload=QUERY)
        assert await closed(client) == (4401, "Unauthorized: send connection_init first")
    assert watched.asked == []


async def test_one_begins_once(connect: Connect) -> None:
    async with connect() as client:
        await begin(client)
        await say(client, type="connection_init")
        assert await closed(client) == (4429, "Too many initialisation requests: send connection_init once")


@pytest.mark.parametrize("query", [QUERY, SUBSCRIPTION])
async def test_an_id_is_used_by_one_operation_at_a_time(
        connect: Connect, watched: Operations, query: dict[str, str]) -> None:
    watched.hold = asyncio.Event()
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload=query)
        await say(client, id="1", type="subscribe", payload=query)
        assert await closed(client) == (4409, "Subscriber for 1 already exists: use another id")


async def test_a_reason_is_cut_to_what_a_close_frame_carries(connect: Connect) -> None:
    async with connect() as client:
        await begin(client)
        for _ in range(2):
            await say(client, id="单" * 200, type="subscribe", payload=SUBSCRIPTION)
        code, reason = await closed(client)
    assert (code, reason) == (4409, "Subscriber for " + "单" * 36)


async def test_writes_that_the_client_wants_no_more_count_until_they_are_done(
        connect: Connect, watched: Operations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "AT_ONCE", 2)
    watched.hold = asyncio.Event()
    async with connect() as client:
        await begin(client)
        for operation_id in "ab":
            await say(client, id=operation_id, type="subscribe", payload={"query": "mutation { __typename }"})
        await trail.until(lambda: len(watched.asked) == 2)
        for operation_id in "ab":
            await say(client, id=operation_id, type="complete")
        await say(client, id="c", type="subscribe", payload=QUERY)
        refused = await hear(client)
        assert (refused["id"], "TOO_MANY_OPERATIONS" in str(refused)) == ("c", True)
        watched.hold.set()
        await trail.until(lambda: len(watched.done) == 2)
        await say(client, id="d", type="subscribe", payload=QUERY)
        assert [(await hear(client))["type"] for _ in range(2)] == ["next", "complete"]


@pytest.mark.parametrize("protocols", [LEGACY, None])
async def test_other_protocols_are_refused(connect: Connect, protocols: list[websockets.Subprotocol] | None) -> None:
    async with connect(subprotocols=protocols) as client:
        assert (await closed(client))[0] == 4406


async def test_of_several_protocols_ours_is_taken(connect: Connect) -> None:
    async with connect(subprotocols=[*LEGACY, websockets.Subprotocol("graphql-transport-ws")]) as client:
        assert client.subprotocol == "graphql-transport-ws"
        await begin(client)


async def test_what_a_closed_socket_leaves_is_put_away_in_parts(hub: running.Hub) -> None:
    """Thousands of its like may be closed at once, and others want to be served meanwhile."""
    looks, left_at = 0, list[int]()

    class Open:
        task = None

        def leave(self) -> None:
            left_at.append(looks)

    async def others() -> None:
        nonlocal looks
        while True:
            looks += 1
            await asyncio.sleep(0)

    async def gone() -> dict[str, Any]:
        return {"type": "websocket.disconnect"}

    async def nobody(_: Any) -> None:
        """Hears it."""

    talk = socket.Conversation(hub, {"type": "websocket", "headers": [], "state": {"request_id": "r-1"}}, gone, nobody, None)
    talk._operations = {str(number): Open() for number in range(50)}  # type: ignore[misc]  # what it does with any
    going = asyncio.create_task(others())
    await talk.run()
    going.cancel()
    assert len(left_at) == 50
    assert max(Counter(left_at).values()) <= socket.FORGOTTEN
