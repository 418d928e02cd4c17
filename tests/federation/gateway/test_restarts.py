"""The hub is restarted behind the gateways: who subscribes comes back by itself, and misses nothing."""
import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import websockets

from sdl.programs import ROOT, Programs
from tests.federation.gateway.asking import PUBLISH, SUBSCRIBE, Asking
from tests.federation.gateway.line import Line

CLIENTS = ROOT / "tests" / "federation" / "clients"
QUERY = '{ organization(by: {divisionCode: "110111007001"}) { name incidents(first: 0) { totalCount } } }'


@contextlib.asynccontextmanager
async def stopped(graph: Programs) -> AsyncIterator[None]:
    """The hub is away, for as long as the block lasts."""
    await asyncio.to_thread(graph.stop, "hub")
    try:
        yield
    finally:
        await asyncio.to_thread(graph.start, "hub", SANDAN_LOG_LEVEL="warning")


class Follower:
    """A stock client in a program of its own, which prints what it is told."""

    def __init__(self, asking: Asking, library: str) -> None:
        self._asking, self._library = asking, library
        self.said: list[str] = []

    async def start(self) -> None:
        token = await asyncio.to_thread(self._asking.programs.token, "unit")
        self._process = await asyncio.create_subprocess_exec(
            "node", "follow.mjs", self._library, self._asking.url, cwd=CLIENTS, stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "TOKEN": token})

    async def saw(self, title: str) -> None:
        assert self._process.stdout
        async with asyncio.timeout(60):
            while title not in self.said:
                line = (await self._process.stdout.readline()).decode().strip()
                assert line, self.said
                assert not line.startswith(("error", "complete")), line
                self.said.append(line)

    async def stop(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


@pytest.fixture
async def followers(graph: Programs, sse_graph: Programs) -> AsyncIterator[list[Follower]]:
    """graphql-ws and graphql-sse, at a gateway that subscribes at the hub by WebSocket, and at one that does by events."""
    made = [Follower(Asking(each), library) for each in (graph, sse_graph) for library in ("graphql-ws", "graphql-sse")]
    try:
        for each in made:
            await each.start()
        yield made
    finally:
        for each in made:
            await each.stop()


async def test_stock_clients_come_back_and_miss_nothing(asking: Asking, graph: Programs, followers: list[Follower],
                                                        title: str) -> None:
    await asking.served(len(followers))
    await all_see(asking, followers, title)
    async with stopped(graph):
        pass
    await all_see(asking, followers, f"{title}, at once after the restart")
    await all_see(asking, followers, f"{title}, later")


async def all_see(asking: Asking, followers: list[Follower], title: str) -> None:
    await asyncio.to_thread(asking.publish, title, "unit")
    for each in followers:
        await each.saw(title)


async def test_a_socket_is_closed_with_1012(either: Asking, graph: Programs, title: str) -> None:
    async with either.websocket("community") as following:
        await asyncio.to_thread(either.publish, title)
        await either.until(following, title)
        async with stopped(graph):
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await following()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1012


@pytest.mark.parametrize("kind", ["ws", "sse"])
async def test_the_gateway_does_not_come_back_in_the_clients_place(gateway: Callable[..., Asking], graph: Programs, kind: str,
                                                                  title: str) -> None:
    """It would without the client's last cursor: what happened meanwhile would be missed."""
    line = Line(graph.ports["hub"])
    asking = await asyncio.to_thread(gateway, SUBSCRIPTIONS=kind, HUB_URL=f"http://127.0.0.1:{await line.start()}/graphql")
    try:
        async with asking.websocket("community") as following:
            await asyncio.to_thread(asking.publish, title)
            await asking.until(following, title)
            line.cut()
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await following()
    finally:
        line.close()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1012


async def test_a_stream_is_cut_without_complete(either: Asking, graph: Programs) -> None:
    said = b""
    headers = {**either.headers("community"), "accept": "text/event-stream"}
    await either.served(0)
    async with httpx.AsyncClient(timeout=60) as client, client.stream(
            "POST", either.url, json={"query": SUBSCRIBE}, headers=headers) as answer:
        await either.served(1)
        async with stopped(graph):
            with pytest.raises(httpx.RemoteProtocolError):
                async for part in answer.aiter_raw():
                    said += part
            with pytest.raises(httpx.RemoteProtocolError):  # it comes back while the hub is still away
                said += (await client.post(either.url, json={"query": SUBSCRIBE}, headers=headers)).content
    assert b"complete" not in said
    assert b"errors" not in said


async def test_what_is_said_while_the_hub_is_away_has_no_address(asking: Asking, graph: Programs, title: str) -> None:
    given: dict[str, Any] = {"idempotencyKey": title, "title": title, "category": "HEALTH"}
    async with stopped(graph):
        read = await asyncio.to_thread(asking.ask, QUERY)
        wrote = await asyncio.to_thread(asking.ask, PUBLISH, variables={"input": given})
    for answer, code in ((read, "UNAVAILABLE"), (wrote, "OUTCOME_UNKNOWN")):
        assert [error["extensions"] for error in answer["errors"]] == [{"code": code, "serviceName": "hub"}]
        assert "127.0.0.1" not in str(answer)
        assert str(graph.ports["hub"]) not in answer["errors"][0]["message"]


async def test_a_token_that_is_not_believed(either: Asking) -> None:
    """The same as at the hub: a socket is closed with 4403, a stream is told and ends."""
    async with websockets.connect(either.url.replace("http", "ws"), subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]  # a NewType
                                  proxy=None) as socket:
        await socket.send('{"type":"connection_init","payload":{"Authorization":"Bearer nonsense"}}')
        await socket.recv()
        await socket.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { demandPublished { cursor } }"}}')
        with pytest.raises(websockets.ConnectionClosed) as closed:
            async with asyncio.timeout(20):
                await socket.recv()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4403
    async with httpx.AsyncClient(timeout=20) as client:
        answer = await client.post(either.url, json={"query": SUBSCRIBE}, headers={
            "authorization": "Bearer nonsense", "accept": "text/event-stream"})
    assert "UNAUTHENTICATED" in answer.text
    assert "complete" in answer.text
