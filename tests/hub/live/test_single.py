"""All of a client's operations in one event stream, as graphql-sse's "single connection mode" has it."""
import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from db.driver.connection import Pool
from hub import app
from hub.http import reservation, single, sse
from resolvers.executing.request import Response
from tests import city as place
from tests.feed import trail
from tests.feed.streams import Made
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Clock, Live, Operations

SUBSCRIPTION = "subscription { changes { cursor } }"
QUERY = "{ __typename }"
WRITE = 'mutation { withdrawItem(input: {idempotencyKey: "12345678", itemId: "SXRlbTo", reason: "y"}) { __typename } }'
Event = Callable[[], Any]


@pytest.fixture
async def web(live: Live, pool: Pool, sign: Sign) -> AsyncIterator[httpx.AsyncClient]:
    async with pool.acquire() as connection:
        await place.build(connection)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", timeout=20, trust_env=False,
                                 headers={"authorization": f"Bearer {sign(sub='sub-unit')}"}) as client:
        yield client


async def reserved(web: httpx.AsyncClient) -> dict[str, str]:
    answer = await web.put("/graphql")
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    return {single.TOKEN: answer.text}


@asynccontextmanager
async def opened(web: httpx.AsyncClient, token: dict[str, str], **more: Any) -> AsyncIterator[Event]:
    """The stream; what gives its next event, as its name, its operation's id and its payload."""
    request = more or {"headers": {"accept": "text/event-stream", **token}}
    async with web.stream("GET", "/graphql", **request) as answer:
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        lines = answer.aiter_lines()

        async def event() -> tuple[str, str, Any]:
            name = ""
            async with asyncio.timeout(20):
                async for line in lines:
                    if line.startswith("event: "):
                        name = line[7:]
                    elif line.startswith("data: "):
                        said = json.loads(line[6:])
                        return name, said["id"], said.get("payload")
            raise EOFError

        yield event


async def begin(web: httpx.AsyncClient, token: dict[str, str], operation_id: object, query: str = SUBSCRIPTION) -> int:
    body = {"query": query, "extensions": {"operationId": operation_id}}
    return (await web.post("/graphql", json=body, headers=token)).status_code


async def test_many_operations_come_in_one_stream(live: Live, web: httpx.AsyncClient, pool: Pool) -> None:
    token = await reserved(web)
    async with opened(web, token) as event:
        assert await begin(web, token, "q", QUERY) == 202
        assert [await event(), await event()] == [("next", "q", {"data": {"__typename": "Query"}}), ("complete", "q", None)]
        assert [await begin(web, token, "a"), await begin(web, token, "b")] == [202, 202]
        await trail.until(lambda: live.hub.feed.subscribers == 2)
        await trail.until(lambda: live.hub.feed.groups == 1)
        await trail.write_many(pool, 1)
        assert sorted([await event(), await event()]) == [
            ("next", name, {"cursor": 1, "previous": 0, "kind": "item.revised"}) for name in "ab"]
        assert (await web.delete("/graphql", params={"operationId": "a"}, headers=token)).status_code == 200
        await trail.until(lambda: live.hub.feed.subscribers == 1)
        assert await begin(web, token, "a") == 202  # its name is free again
        assert live.hub.connections.open == 1
        assert live.hub.quotas.sockets._counts == {"member sub-unit": 1}
    await trail.until(lambda: (live.hub.feed.subscribers, live.hub.connections.open) == (0, 0))
    await trail.until(lambda: live.hub.quotas.sockets._counts == {})
    assert await begin(web, token, "c") == 404


async def test_an_event_source_brings_its_token_in_the_address(live: Live, web: httpx.AsyncClient) -> None:
    token = await reserved(web)
    async with (httpx.AsyncClient(base_url=web.base_url) as stranger, opened(
            stranger, {}, params={"token": token[single.TOKEN]}, headers={"accept": "text/event-stream"}) as event):
        assert await begin(web, token, "q", QUERY) == 202
        assert (await event())[1] == "q"


async def test_what_does_not_fit(live: Live, web: httpx.AsyncClient, sign: Sign) -> None:
    token, other = await reserved(web), {"authorization": f"Bearer {sign(sub='sub-bank')}"}
    stream = {"accept": "text/event-stream"}
    async with opened(web, token) as event:
        assert await begin(web, token, "a") == 202
        assert await begin(web, token, "a") == 409
        assert [await begin(web, token, each) for each in ("", 5, None, "x" * 201)] == [400] * 4
        assert await begin(web, {**token, **other}, "b") == 404
        assert await begin(web, {single.TOKEN: "x"}, "b") == 404
        assert await begin(web, {**token, "authorization": "Bearer x"}, "b") == 401
        assert (await web.post("/graphql", content="{}", headers={**token, "content-type": "text/plain"})).status_code == 415
        assert (await web.post("/graphql", json=[], headers=token)).status_code == 400
        assert (await web.delete("/graphql", headers={**token, **other})).status_code == 404
        assert (await web.get("/graphql", headers={**stream, **token})).status_code == 409
        assert (await web.get("/graphql", headers={**stream, single.TOKEN: "x"})).status_code == 404
        assert await begin(web, token, "e", "{ nothing }") == 202
        assert [(await event())[:2], await event()] == [("next", "e"), ("complete", "e", None)]
    async with httpx.AsyncClient(base_url=web.base_url) as nobody:
        assert [(await nobody.put("/graphql")).status_code, await begin(nobody, token, "b")] == [401, 401]


async def test_a_token_among_the_parameters_of_a_query_says_nothing(web: httpx.AsyncClient) -> None:
    assert (await web.get("/graphql", params={"query": QUERY, "token": "x"})).json() == {"data": {"__typename": "Query"}}


async def test_a_head_opens_and_begins_nothing(live: Live, watched: Operations, web: httpx.AsyncClient) -> None:
    token = await reserved(web)
    body = {"query": QUERY, "extensions": {"operationId": "q"}}
    answer = await web.request("HEAD", "/graphql", headers=token, json=body)
    assert (answer.status_code, answer.headers["content-type"], watched.asked) == (200, "text/event-stream; charset=utf-8", [])
    assert (await web.head("/graphql", headers={single.TOKEN: "x"})).status_code == 404
    async with opened(web, token) as event:
        assert await begin(web, token, "q", QUERY) == 202
        assert (await event())[1] == "q"


async def test_what_ends_an_operation_names_it(web: httpx.AsyncClient) -> None:
    answer = await web.delete("/graphql", headers=await reserved(web))
    assert (answer.status_code, "operationId" in answer.json()["errors"][0]["message"]) == (400, True)


async def test_several_workers_refuse(live: Live, web: httpx.AsyncClient) -> None:
    live.app.state.hub = replace(live.hub, settings=replace(live.hub.settings, workers=2))
    answer = await web.put("/graphql")
    assert answer.status_code == 501
    assert "WORKERS=1" in answer.json()["errors"][0]["message"]


async def test_a_stream_that_never_comes_is_given_up(
        live: Live, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reservation, "WITHIN", 0.5)
    token = await reserved(web)
    assert await begin(web, token, "a") in (202, 404)
    await trail.until(lambda: (live.hub.quotas.sockets._counts, live.hub.feed.subscribers) == ({}, 0))
    assert (await web.get("/graphql", headers={"accept": "text/event-stream", **token})).status_code == 404


async def test_so_many_at_once(web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reservation, "AT_ONCE", 2)
    token = await reserved(web)
    async with opened(web, token):
        assert [await begin(web, token, each) for each in "abc"] == [202, 202, 429]


async def test_streams_and_their_subscriptions_are_held_by_quotas(live: Live, web: httpx.AsyncClient) -> None:
    live.hub.quotas.sockets._most, live.hub.quotas.subscriptions._most = 1, 1
    token = await reserved(web)
    assert (await web.put("/graphql")).status_code == 429
    assert [await begin(web, token, each) for each in "ab"] == [202, 429]
    live.app.state.hub = replace(live.hub, settings=replace(live.hub.settings, sockets=0))
    assert (await web.get("/graphql", headers={"accept": "text/event-stream", **token})).status_code == 404  # of another hub


async def test_what_waits_for_a_reserved_stream_is_its_members_too(live: Live, web: httpx.AsyncClient) -> None:
    await reserved(web)
    assert [*live.hub.unread._accounts] == ["member sub-unit"]


async def test_a_full_hub_opens_none(live: Live, web: httpx.AsyncClient) -> None:
    token = await reserved(web)
    live.hub.connections.open += live.hub.settings.sockets
    assert (await web.get("/graphql", headers={"accept": "text/event-stream", **token})).status_code == 503
    assert live.hub.quotas.sockets._counts == {}


async def test_who_leaves_breaks_off_what_reads_and_not_what_writes(
        live: Live, watched: Operations, web: httpx.AsyncClient) -> None:
    watched.hold = asyncio.Event()
    token = await reserved(web)
    async with opened(web, token):
        assert await begin(web, token, "w", WRITE) == 202
        await watched.held.wait()
        assert await begin(web, token, "r", QUERY) == 202
        assert (await web.delete("/graphql", params={"operationId": "w"}, headers=token)).status_code == 200
    await trail.until(lambda: live.hub.connections.open == 0)
    watched.hold.set()
    await trail.until(lambda: watched.done == [WRITE])


async def test_what_is_not_read_holds_up_the_next(live: Live, watched: Operations, web: httpx.AsyncClient) -> None:
    token = await reserved(web)
    for number in range(5):
        assert await begin(web, token, str(number), QUERY) == 202
    await trail.until(lambda: len(watched.asked) == 1)
    async with opened(web, token) as event:
        assert [(await event())[1] for _ in range(10)] == [str(number) for number in range(5) for _ in range(2)]
    assert len(watched.asked) == 5


async def test_what_fails_is_told_and_the_others_go_on(
        live: Live, watched: Operations, web: httpx.AsyncClient, pool: Pool, clock: Clock) -> None:
    token = await reserved(web)
    async with opened(web, token) as event:
        watched.stream = Response(b'{"errors":[{"message":"no such field"}]}', executed=False)
        assert await begin(web, token, "bad") == 202
        assert [await event(), await event()] == [
            ("next", "bad", {"errors": [{"message": "no such field"}]}), ("complete", "bad", None)]
        watched.stream, watched.crash = Made(), RuntimeError("broken")
        assert await begin(web, token, "crash", QUERY) == 202
        name, operation_id, payload = await event()
        assert (name, operation_id, payload["errors"][0]["extensions"]["code"]) == ("next", "crash", "INTERNAL")
        assert (await event())[:2] == ("complete", "crash")
        assert await begin(web, token, "a") == 202
        await trail.until(lambda: live.hub.feed.groups == 1)
        clock.now = clock.now.replace(year=clock.now.year + 1)
        name, operation_id, payload = await event()
        assert (name, operation_id, payload["errors"][0]["extensions"]["code"]) == ("next", "a", "UNAUTHENTICATED")


async def test_a_stopping_hub_ends_the_stream(live: Live, web: httpx.AsyncClient) -> None:
    token = await reserved(web)
    async with opened(web, token) as event:
        assert await begin(web, token, "a") == 202
        app.stop(live.app)
        with pytest.raises(EOFError):
            await event()


async def test_a_quiet_stream_is_kept_alive(web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "KEEP_ALIVE", 0.02)
    token = await reserved(web)
    async with web.stream("GET", "/graphql", headers={"accept": "text/event-stream", **token}) as answer:
        parts = answer.aiter_raw()
        assert (b"".join([await anext(parts) for _ in range(4)])).startswith(b":\n\n:\n\n")
