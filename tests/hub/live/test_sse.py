"""GraphQL over server-sent events, read by a real client from a real server."""
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from db.driver import connection
from hub import app
from hub.http import sse, wire
from planner import cursors
from resolvers.executing.request import Response
from resolvers.feed import following
from tests.feed import trail
from tests.feed.streams import Large, Made
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Clock, Live, Operations

QUERY = {"query": "{ __typename }"}
SUBSCRIPTION = {"query": "subscription { changes { cursor } }"}
HELLO = ":\n\n"
COMPLETE = "event: complete\ndata:\n\n"

Part = Callable[[], Awaitable[str]]
Streaming = Callable[..., AbstractAsyncContextManager[tuple[httpx.Response, Part]]]


@pytest.fixture
async def web(live: Live, sign: Sign) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", timeout=20, trust_env=False,
                                 headers={"accept": "text/event-stream",
                                          "authorization": f"Bearer {sign()}"}) as client:
        yield client


@pytest.fixture
def streaming(web: httpx.AsyncClient) -> Streaming:
    """Opens a stream; gives the response, and what reads its next part up to the empty line."""
    @asynccontextmanager
    async def opened(method: str = "POST", **request: object) -> AsyncIterator[tuple[httpx.Response, Part]]:
        given = request or {"json": SUBSCRIPTION}
        async with web.stream(method, "/graphql", **given) as response:  # type: ignore[arg-type]  # httpx's own keywords
            chunks = response.aiter_raw()
            waiting = bytearray()

            async def part() -> str:
                while b"\n\n" not in waiting:
                    waiting.extend(await anext(chunks, b"\n\n"))
                end = waiting.index(b"\n\n") + 2
                found = bytes(waiting[:end])
                del waiting[:end]
                return found.decode()

            yield response, part
    return opened


def event(pos: int, previous: int) -> str:
    return (f"event: next\nid: {cursors.encode_position(pos)}\n"
            f'data: {{"cursor":{pos},"previous":{previous},"kind":"item.revised"}}\n\n')


@pytest.mark.parametrize("request_", [
    {"method": "POST", "json": SUBSCRIPTION}, {"method": "GET", "params": SUBSCRIPTION}])
async def test_events_are_streamed_with_their_cursors(
        live: Live, streaming: Streaming, pool: connection.Pool, request_: dict[str, object]) -> None:
    async with streaming(**request_) as (response, part):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert await part() == HELLO
        await trail.until(lambda: live.hub.feed.groups == 1)
        await trail.write_many(pool, 2)
        assert [await part(), await part()] == [event(1, 0), event(2, 1)]
        assert live.hub.connections.open == 1
    await trail.until(lambda: (live.hub.feed.subscribers, live.hub.connections.open) == (0, 0))


@pytest.mark.parametrize("accept", ["application/json, text/event-stream", "text/*;q=0.1, application/json"])
async def test_who_names_streams_among_others_gets_one(
        live: Live, streaming: Streaming, pool: connection.Pool, accept: str) -> None:
    async with streaming(json=SUBSCRIPTION, headers={"accept": accept}) as (response, part):
        assert response.headers["content-type"].startswith("text/event-stream")
        assert await part() == HELLO
        await trail.until(lambda: live.hub.feed.groups == 1)
        await trail.write_many(pool, 1)
        assert await part() == event(1, 0)


async def test_among_others_a_query_is_answered_as_what_comes_first(web: httpx.AsyncClient) -> None:
    answer = await web.post("/graphql", json=QUERY, headers={"accept": "application/json, text/event-stream"})
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_who_comes_again_with_the_last_id_gets_what_it_missed(
        live: Live, streaming: Streaming, pool: connection.Pool) -> None:
    await trail.write_many(pool, 4)
    await trail.until(lambda: live.hub.feed.pos == 4)
    known = {"last-event-id": cursors.encode_position(2)}
    async with streaming(json=SUBSCRIPTION, headers=known) as (_, part):
        assert [await part() for _ in range(3)] == [HELLO, event(3, 2), event(4, 3)]


async def test_an_id_that_is_no_cursor_is_refused(live: Live, web: httpx.AsyncClient) -> None:
    answer = await web.post("/graphql", json=SUBSCRIPTION, headers={"last-event-id": "five"})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert live.hub.feed.subscribers == 0


async def test_a_query_is_answered_as_a_stream_of_one(web: httpx.AsyncClient) -> None:
    answer = await web.post("/graphql", json=QUERY)
    assert answer.content == b'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n'


async def test_a_bad_subscription_is_told_in_the_stream(watched: Operations, web: httpx.AsyncClient) -> None:
    watched.stream = Response(b'{"errors":[{"message":"no such field"}]}', executed=False)
    answer = await web.post("/graphql", json=SUBSCRIPTION)
    assert answer.status_code == 200
    assert answer.text == HELLO + 'event: next\ndata: {"errors":[{"message":"no such field"}]}\n\n' + COMPLETE


async def test_a_failure_is_told_in_the_stream(live: Live, watched: Operations, streaming: Streaming,
                                               pool: connection.Pool) -> None:
    watched.stream = Made(broken="item.withdrawn")
    async with streaming() as (_, part):
        assert await part() == HELLO
        await trail.until(lambda: live.hub.feed.groups == 1)
        await trail.write_many(pool, 1, "item.withdrawn")
        failure = await part()
        assert failure.startswith('event: next\ndata: {"errors":[{"message":')
        assert "INTERNAL" in failure
        assert await part() == COMPLETE


async def test_a_bad_token_is_401_before_the_stream(live: Live, web: httpx.AsyncClient, sign: Sign) -> None:
    headers = {"authorization": f"Bearer {sign(iss='elsewhere')}"}
    assert (await web.post("/graphql", json=SUBSCRIPTION, headers=headers)).status_code == 401
    assert live.hub.feed.subscribers == 0


async def test_an_expired_token_ends_the_stream(live: Live, streaming: Streaming, sign: Sign, clock: Clock) -> None:
    async with streaming(json=SUBSCRIPTION, headers={"authorization": f"Bearer {sign()}"}) as (_, part):
        assert await part() == HELLO
        await trail.until(lambda: live.hub.feed.groups == 1)
        clock.now = clock.now.replace(year=clock.now.year + 1)
        assert "UNAUTHENTICATED" in await part()
        assert await part() == COMPLETE


async def test_a_silent_stream_is_kept_alive(streaming: Streaming, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "KEEP_ALIVE", 0.02)
    async with streaming() as (_, part):
        assert [await part() for _ in range(4)] == [HELLO] * 4


async def test_more_streams_than_allowed_are_refused(live: Live, streaming: Streaming, web: httpx.AsyncClient) -> None:
    live.app.state.hub = replace(live.hub, settings=replace(live.hub.settings, sockets=1))
    async with streaming() as (_, part):
        assert await part() == HELLO
        assert (await web.post("/graphql", json=SUBSCRIPTION)).status_code == 503
        assert (await web.post("/graphql", json=QUERY)).status_code == 200  # what ends at once is not counted


async def test_a_stopping_hub_ends_the_stream_without_completing_it(live: Live, streaming: Streaming) -> None:
    async with streaming() as (_, part):
        assert await part() == HELLO
        app.stop(live.app)
        assert await part() == "\n\n"  # the end of the body: a client comes again by itself


class TestSlow:
    @pytest.fixture
    def limits(self) -> following.Limits:
        return following.Limits(messages=3, message_bytes=10_000_000)

    async def test_a_client_that_does_not_read_is_cut_off(self, live: Live, watched: Operations, streaming: Streaming,
                                                          pool: connection.Pool) -> None:
        watched.stream = Large()
        async with streaming() as (_, part):
            assert await part() == HELLO
            await trail.until(lambda: live.hub.feed.groups == 1)
            await trail.write_many(pool, 100)
            await trail.until(lambda: live.hub.feed.subscribers == 0)
            read = 0
            while (await part()).startswith("event: next"):
                read += 1
        assert read < 100


class TestWaiting:
    @pytest.fixture
    def limits(self) -> following.Limits:
        return following.Limits(message_bytes=100_000_000, socket_bytes=100_000_000, member_bytes=100_000_000)

    async def test_what_waits_for_a_stream_is_its_members_too_and_the_process_knows_of_it(
            self, live: Live, watched: Operations, streaming: Streaming, pool: connection.Pool) -> None:
        watched.stream = Large()
        async with streaming() as (_, part):
            assert await part() == HELLO
            [account] = live.hub.unread._accounts.values()
            await trail.until(lambda: live.hub.feed.groups == 1)
            await trail.write_many(pool, 100)  # far more than the buffers between the two hold
            await trail.until(lambda: live.hub.feed.pos == 100 and account.bytes > 0)
            [stream] = live.server.server_state.connections
            assert isinstance(stream, wire.Bounded)
            unread = live.hub.sweeps.unread
            await trail.until(lambda: stream.held(unread) == stream.transport.get_write_buffer_size() + account.bytes)
            assert account.bytes > 1_000_000
