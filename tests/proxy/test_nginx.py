"""docs/proxy/nginx.conf, as the real nginx runs it in front of a real hub. Skipped where nginx is not installed."""
import asyncio
import contextlib
import json
import shutil
import time

import pytest
import websockets

from hub import app
from tests.feed import trail
from tests.proxy.proxied import SUBSCRIPTION, Proxied

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")

SLOW = 50.0  # seconds: the file gives a head, and each part of a body, 10, and nginx by itself would give 60


async def test_a_query_goes_through_and_says_where_it_comes_from(proxied: Proxied) -> None:
    quotas = proxied.hub.state.hub.quotas
    async with proxied.client(**{"x-forwarded-for": "203.0.113.7"}) as client:
        answer = await client.post("/graphql", json={"query": "{ viewer { member { name } } }"})
        assert answer.json() == {"data": {"viewer": {"member": {"name": "成员community"}}}}
        assert answer.headers["strict-transport-security"]
        assert "server" not in answer.headers or "/" not in answer.headers["server"]
    assert ("sub-community", "203.0.113.7") not in quotas._payers, "what a client says of its address is not handed on"
    async with proxied.client() as client:
        await client.get("/graphql", params={"query": "{ __typename }", "variables": '{"name": "欧阳"}'})
    logged = proxied.log.read_text("utf-8")
    assert '"/graphql" 200' in logged
    assert "variables" not in logged
    assert answer.headers["x-request-id"] in logged


async def test_a_socket_goes_through(proxied: Proxied) -> None:
    async with proxied.socket() as client:
        await proxied.begin(client)
        await client.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": SUBSCRIPTION}}))
        await proxied.subscribed()
        await proxied.publish("socket")
        said = json.loads(await client.recv())
        assert said["payload"]["data"]["demandPublished"]["demand"] == {"title": "socket"}


async def test_an_event_comes_at_once(proxied: Proxied) -> None:
    """Each is read before the next is published: nothing gathers them."""
    async with (proxied.client("member", accept="text/event-stream") as client,
                client.stream("POST", "/graphql", json={"query": SUBSCRIPTION}) as stream):
        lines = stream.aiter_lines()
        assert await anext(lines) == ":"
        await proxied.subscribed()
        for title in ("first", "second"):
            await proxied.publish(title)
            async with asyncio.timeout(20):
                async for line in lines:
                    if line.startswith("data: ") and title in line:
                        break


async def test_a_ticket_is_in_none_of_its_logs(proxied: Proxied, hub: tuple[app.App, int]) -> None:
    async with proxied.client() as client:
        ticket = (await client.post("/graphql/ticket")).json()["ticket"]
    asked = {"query": SUBSCRIPTION, "ticket": ticket}
    async with proxied.client(None, accept="text/event-stream") as client:
        async with client.stream("GET", "/graphql", params=asked) as stream:
            assert stream.status_code == 200
            await proxied.subscribed()
        assert (await client.get("/graphql", params=asked)).status_code == 401
        hub[0].state.server.should_exit = True

        async def is_down() -> bool:
            return (await client.get("/graphql", params=asked)).status_code == 502

        await trail.until(is_down)
    await trail.until(lambda: '"/graphql" 502' in proxied.log.read_text("utf-8"))
    for log in (proxied.log, proxied.log.with_name("error.log")):
        assert ticket not in log.read_text("utf-8")


async def test_whoever_sends_slowly_is_cut_off(proxied: Proxied) -> None:
    async def is_cut(said: bytes) -> None:
        reader, writer = await proxied.connect()
        writer.write(said)
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(SLOW):
                while await reader.read(1_000):
                    pass
        writer.transport.abort()

    head = b"POST /graphql HTTP/1.1\r\nhost: lists.example.cn\r\n"
    await asyncio.gather(is_cut(head), is_cut(b""), is_cut(
        head + b"content-type: application/json\r\ncontent-length: 100\r\n\r\n{"))
    assert proxied.hub.state.hub.metrics.crashes._value.get() == 0


async def test_what_is_too_large_never_reaches_the_hub(proxied: Proxied) -> None:
    async with proxied.client() as client:
        assert (await client.post("/graphql", json={"query": "x" * 1_100_000})).status_code == 413
        assert (await client.get("/graphql", headers={"x-much": "x" * 9_000})).status_code in (400, 431)
        many = {f"x-{number}": "x" * 7_000 for number in range(6)}
        assert (await client.get("/graphql", headers=many)).status_code in (400, 431)


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/metrics/", "//metrics", "/graphql/../metrics", "/%6detrics", "/",
                                  "/graphql/assets/../../metrics", "/docs"])
async def test_what_is_not_for_strangers_is_closed(proxied: Proxied, path: str) -> None:
    reader, writer = await proxied.connect()
    writer.write(f"GET {path} HTTP/1.1\r\nhost: lists.example.cn\r\nconnection: close\r\n\r\n".encode())
    answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 404")
    writer.close()
    async with proxied.client() as client:
        assert (await client.get("/healthz")).status_code == 200


IMPATIENT = {"proxy_read_timeout 60s": "proxy_read_timeout 3s"}


@pytest.mark.parametrize(("lines", "pings"), [(IMPATIENT, 0.5)])
async def test_who_is_quiet_but_answers_pings_stays(proxied: Proxied) -> None:
    """Longer than the proxy waits for a word of the hub's."""
    async with (proxied.socket() as client, proxied.client("member", accept="text/event-stream") as asking,
                asking.stream("POST", "/graphql", json={"query": SUBSCRIPTION}) as stream):
        await proxied.begin(client)
        said = stream.aiter_lines()
        began = time.monotonic()
        while time.monotonic() < began + 5:
            assert await anext(said) in (":", "")
        await (await client.ping())
        assert client.state is websockets.State.OPEN


@pytest.mark.parametrize("lines", [IMPATIENT])
async def test_without_pings_it_would_be_cut_off(proxied: Proxied) -> None:
    async with proxied.socket() as client:
        await proxied.begin(client)
        async with asyncio.timeout(15):
            await client.wait_closed()


@pytest.mark.parametrize("lines", [{"limit_conn addresses 1000": "limit_conn addresses 20"}])
async def test_an_address_has_so_many_connections(proxied: Proxied) -> None:
    async with contextlib.AsyncExitStack() as opened:
        sockets = [await opened.enter_async_context(proxied.socket()) for _ in range(20)]
        with pytest.raises(websockets.InvalidStatus) as refused:
            await opened.enter_async_context(proxied.socket())
        assert refused.value.response.status_code == 429
        async with proxied.client() as client:
            assert (await client.get("/healthz")).status_code == 429
            await sockets[0].close()
            for _ in range(300):  # the proxy learns of it in its own time
                if (answer := await client.get("/healthz")).status_code != 429:
                    break
                await asyncio.sleep(0.05)
            assert answer.status_code == 200
