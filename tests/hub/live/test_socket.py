"""graphql-transport-ws, spoken by a real client to a real server."""
import asyncio
from dataclasses import replace

import orjson
import pytest
import websockets

from db.driver import connection
from hub import app
from hub.websocket import socket
from resolvers.executing.request import Request, Response
from resolvers.feed import following
from tests.feed import trail
from tests.feed.streams import Large, Made
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Clock, Connect, Live, Operations, begin, closed, hear, say

QUERY = {"query": "{ __typename }"}
MUTATION = {"query": "mutation { __typename }"}
SUBSCRIPTION = {"query": "subscription { changes { cursor } }"}
LEGACY = [websockets.Subprotocol("graphql-ws")]


async def test_a_query_is_answered_once(connect: Connect, watched: Operations) -> None:
    async with connect() as client:
        await begin(client)
        await say(client, id="q", type="subscribe", payload=QUERY)
        assert await hear(client) == {"id": "q", "type": "next", "payload": {"data": {"__typename": "Query"}}}
        assert await hear(client) == {"id": "q", "type": "complete"}
        again = {"query": "query A { __typename }", "variables": {"a": 1}, "operationName": "A"}
        await say(client, id="q", type="subscribe", payload=again)
        assert (await hear(client))["type"] == "next"  # an id that is done with is free
    assert watched.asked[1] == Request("query A { __typename }", {"a": 1}, "A")
    assert len({context.request_id for context in watched.contexts}) == 2


@pytest.mark.parametrize("query", [QUERY, SUBSCRIPTION])
async def test_a_bad_request_is_an_error_message(connect: Connect, watched: Operations, query: dict[str, str]) -> None:
    watched.answer = watched.stream = Response(b'{"errors":[{"message":"no such field"}]}', executed=False)
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload=query)
        assert await hear(client) == {"id": "1", "type": "error", "payload": [{"message": "no such field"}]}
        await say(client, type="ping")
        assert await hear(client) == {"type": "pong"}  # no `complete` comes behind an error


@pytest.mark.parametrize("operation_id", ["1", '"; drop', "\\", "三单", "\n\u0000"])
async def test_events_come_under_the_operations_id(connect: Connect, live: Live, pool: connection.Pool,
                                                   operation_id: str) -> None:
    async with connect() as client:
        await begin(client)
        await say(client, id=operation_id, type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.groups == 1)
        await trail.write_many(pool, 2)
        for pos in (1, 2):
            assert await hear(client) == {"id": operation_id, "type": "next", "payload": {
                "cursor": pos, "previous": pos - 1, "kind": "item.revised"}}


async def test_sockets_share_what_is_read(
        connect: Connect, live: Live, watched: Operations, pool: connection.Pool) -> None:
    shared = watched.stream = Made()
    async with connect() as one, connect() as other:
        for client in (one, other):
            await begin(client)
            for operation_id in "ab":
                await say(client, id=operation_id, type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.subscribers == 4 and live.hub.feed.groups == 1)
        await trail.write_many(pool, 1)
        heard = [await hear(client) for client in (one, one, other, other)]
    assert sorted(str(message["id"]) for message in heard) == ["a", "a", "b", "b"]
    assert shared.read == [1]


async def test_what_the_client_completes_is_over(connect: Connect, live: Live, pool: connection.Pool) -> None:
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.subscribers == 1)
        await say(client, id="1", type="complete")
        await trail.until(lambda: live.hub.feed.subscribers == 0)
        await say(client, id="1", type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.groups == 1)
        await trail.write_many(pool, 1)
        assert (await hear(client))["id"] == "1"
        await say(client, id="unknown", type="complete")
        await say(client, type="ping")
        assert await hear(client) == {"type": "pong"}


async def test_a_client_that_goes_leaves_nothing_behind(connect: Connect, live: Live) -> None:
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.subscribers == 1)
        assert live.hub.connections.open == 1
    await trail.until(lambda: (live.hub.feed.subscribers, live.hub.connections.open) == (0, 0))


@pytest.mark.parametrize("place", ["Authorization", "authorization", "header"])
async def test_the_token_comes_in_the_payload_or_the_header(connect: Connect, watched: Operations, sign: Sign,
                                                            pool: connection.Pool, place: str) -> None:
    await pool.execute("INSERT INTO member (id, subject, name, created_at) "
                       "VALUES (gen_random_uuid(), 'demo:unit', '王芳', '2026-01-01')")
    bearer = f"Bearer {sign()}"
    async with connect(additional_headers={"authorization": bearer} if place == "header" else {}) as client:
        await begin(client, **({} if place == "header" else {place: bearer}))
        await say(client, id="1", type="subscribe", payload=QUERY)
        assert (await hear(client))["type"] == "next"
    assert watched.contexts[0].viewer is not None


async def test_messages_are_not_deflated_which_would_double_a_quiet_sockets_memory(connect: Connect) -> None:
    async with connect(compression="deflate") as client:
        await begin(client)
        assert client.protocol.extensions == []
        assert "sec-websocket-extensions" not in client.response.headers  # type: ignore[union-attr]


@pytest.mark.parametrize("given", ["", None])
async def test_nobody_may_begin_too(connect: Connect, watched: Operations, given: str | None) -> None:
    async with connect() as client:
        await begin(client, Authorization=given)
        await say(client, id="1", type="subscribe", payload=QUERY)
        assert (await hear(client))["type"] == "next"
    assert watched.contexts[0].viewer is None


@pytest.mark.parametrize("place", ["payload", "header"])
async def test_a_bad_token_is_forbidden(connect: Connect, sign: Sign, place: str) -> None:
    bearer = f"Bearer {sign(aud='another hub')}"
    given = {"authorization": bearer} if place == "header" else {}
    async with connect(additional_headers={"accept-language": "en", **given}) as client:
        await say(client, type="connection_init", payload={} if place == "header" else {"Authorization": bearer})
        code, reason = await closed(client)
    assert (code, reason[:10]) == (4403, "Forbidden:")


async def test_an_expired_token_ends_stream_and_socket(connect: Connect, live: Live, sign: Sign, clock: Clock) -> None:
    async with connect() as client:
        await begin(client, Authorization=f"Bearer {sign()}")
        await say(client, id="1", type="subscribe", payload=SUBSCRIPTION)
        await trail.until(lambda: live.hub.feed.groups == 1)
        clock.now = clock.now.replace(year=clock.now.year + 1)
        message = await hear(client)
        assert (message["type"], b"UNAUTHENTICATED" in orjson.dumps(message)) == ("error", True)
        assert (await closed(client))[0] == 4403


async def test_operations_at_once_are_limited(connect: Connect, watched: Operations,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "AT_ONCE", 2)
    watched.hold = asyncio.Event()
    async with connect() as client:
        await begin(client)
        for operation_id in "abc":
            await say(client, id=operation_id, type="subscribe", payload=QUERY)
        refused = await hear(client)
        assert (refused["id"], b"TOO_MANY_OPERATIONS" in orjson.dumps(refused)) == ("c", True)
        watched.hold.set()
        assert {(await hear(client))["id"] for _ in range(4)} == {"a", "b"}
        for _ in range(5):  # in total there may be any number
            await say(client, id="d", type="subscribe", payload=QUERY)
            assert [(await hear(client))["type"] for _ in range(2)] == ["next", "complete"]
    assert len(watched.asked) == 7


async def test_a_crash_is_masked_and_the_socket_goes_on(connect: Connect, live: Live, watched: Operations) -> None:
    watched.crash = ZeroDivisionError("secret")
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload=QUERY)
        text = orjson.dumps(await hear(client))
        assert b"INTERNAL" in text
        assert watched.contexts[0].request_id.encode() in text
        assert b"secret" not in text
        watched.crash = OSError("database gone")
        await say(client, id="1", type="subscribe", payload=QUERY)
        assert b"UNAVAILABLE" in orjson.dumps(await hear(client))


@pytest.mark.parametrize("leaving", ["complete", "close"])
@pytest.mark.parametrize(("asked", "finished"), [(MUTATION, [MUTATION["query"]]), (QUERY, [])])
async def test_only_what_writes_is_done_to_its_end(connect: Connect, live: Live, watched: Operations, leaving: str,
                                                   asked: dict[str, str], finished: list[str]) -> None:
    hold = watched.hold = asyncio.Event()
    async with connect() as client:
        await begin(client)
        await say(client, id="1", type="subscribe", payload=asked)
        await trail.until(lambda: len(watched.asked) == 1)
        if leaving == "complete":
            await say(client, id="1", type="complete")
            await say(client, type="ping")
            assert await hear(client) == {"type": "pong"}
            hold.set()
            await say(client, id="2", type="subscribe", payload=QUERY)
            assert [(await hear(client))["id"] for _ in range(2)] == ["2", "2"]
    hold.set()
    await trail.until(lambda: live.hub.connections.open == 0)
    assert [query for query in watched.done if leaving == "close" or query != QUERY["query"]] == finished


@pytest.mark.parametrize(("origin", "welcome"), [
    ("https://lists.example.cn", True), ("http://localhost:5173", True), ("https://elsewhere.example", False), ("null", False),
    ("http://localhost.example.cn", False), (None, True)])
async def test_pages_of_unknown_origins_are_refused(connect: Connect, origin: str | None, welcome: bool) -> None:
    opening = connect(origin=origin)
    if welcome:
        async with opening as client:
            await begin(client)
    else:
        with pytest.raises(websockets.InvalidStatus) as refused:
            await opening
        assert refused.value.response.status_code == 403
        assert b"SANDAN_SOCKET_ORIGINS" in refused.value.response.body


async def test_the_hubs_own_page_is_welcome(connect: Connect, live: Live) -> None:
    async with connect(origin=f"http://127.0.0.1:{live.port}") as client:
        await begin(client)


async def test_more_sockets_than_allowed_are_refused(connect: Connect, live: Live) -> None:
    live.app.state.hub = replace(live.hub, settings=replace(live.hub.settings, sockets=1))
    async with connect() as client:
        await begin(client)
        with pytest.raises(websockets.InvalidStatus) as refused:
            await connect()
        assert refused.value.response.status_code == 503
    await trail.until(lambda: live.hub.connections.open == 0)
    async with connect() as client:
        await begin(client)


class TestSlow:
    @pytest.fixture
    def limits(self) -> following.Limits:
        return following.Limits(messages=3, message_bytes=10_000_000)

    async def test_a_client_that_does_not_read_is_cut_off(self, connect: Connect, live: Live, watched: Operations,
                                                          pool: connection.Pool) -> None:
        watched.stream = Large()
        async with connect(max_queue=1) as client:
            await begin(client)
            await say(client, id="1", type="subscribe", payload=SUBSCRIPTION)
            await trail.until(lambda: live.hub.feed.groups == 1)
            await trail.write_many(pool, 100)  # far more than the buffers between the two hold
            await trail.until(lambda: live.hub.feed.subscribers == 0)
            code, reason = await closed(client)
        assert (code, reason) == (1013, "Too slow: subscribe again with the last cursor")


    async def test_answers_that_are_too_much_together_end_the_socket(self, connect: Connect, watched: Operations) -> None:
        """Each was begun while nothing waited."""
        watched.answer = Response(b'{"data":"%b"}' % (b"x" * 1_000_000), executed=True)
        watched.hold = asyncio.Event()
        async with connect(max_queue=1) as client:
            await begin(client)
            for number in range(20):
                await say(client, id=str(number), type="subscribe", payload=QUERY)
            await trail.until(lambda: len(watched.asked) == 20)
            watched.hold.set()
            assert await closed(client) == (1013, "Too slow: subscribe again with the last cursor")


@pytest.mark.parametrize("subscribed", [True, False])
@pytest.mark.parametrize("way", ["app", "server"])
async def test_when_the_hub_stops_sockets_are_told(connect: Connect, live: Live, subscribed: bool, way: str) -> None:
    async with connect() as client:
        await begin(client)
        if subscribed:
            await say(client, id="1", type="subscribe", payload=SUBSCRIPTION)
            await trail.until(lambda: live.hub.feed.groups == 1)
        if way == "app" and subscribed:
            app.stop(live.app)
        else:
            live.server.should_exit = True
        assert (await closed(client))[0] == 1012
