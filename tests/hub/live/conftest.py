"""A hub behind a real port, whose operations can be watched, whose subscriptions are made up and whose event log is real."""
import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import httpx
import orjson
import pytest
import uvicorn
import websockets
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection

from db.driver import connection
from hub import app, running, serving
from hub.websocket import messages
from planner import cursors
from resolvers.executing import context
from resolvers.executing.request import Request, Response
from resolvers.feed import following
from resolvers.feed.streams import Streams
from resolvers.feed.subscribers import Stream
from schema import graphql
from tests import city as place
from tests.city import City
from tests.desk import Desk
from tests.feed import trail
from tests.feed.conftest import running as beside
from tests.feed.streams import Made
from tests.hub import conftest as hub_conftest

SUBSCRIBE = Streams.subscribe
BEGINNING = cursors.encode_position(0)
Connect = Callable[..., websockets.connect]


class Operations(hub_conftest.Operations):
    """Also subscribes, instead of the streams: how large a message is and when it comes is what is tested here. Notes what was
    done to its end."""

    def __init__(self) -> None:
        super().__init__()
        self.stream: Stream | Response = Made()
        self.done: list[str] = []

    async def run(self, request: Request, context: context.Context) -> Response:
        answer = await super().run(request, context)
        self.done.append(request.query)
        return answer

    def subscribe(self, request: Request, context: context.Context) -> Stream | Response:
        self.asked.append(request)
        self.contexts.append(context)
        return self.stream


class Planned(Operations):
    """Subscribes as the hub does."""

    def __init__(self) -> None:
        super().__init__()
        self.streams = Streams(graphql.operations().planning)

    def subscribe(self, request: Request, context: context.Context) -> Stream | Response:
        return SUBSCRIBE(self.streams, request, context)


class Clock:
    """The feed's; goes on only when told to."""

    def __init__(self) -> None:
        self.now = running.now()

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Live:
    """
    server   the one web server, to be stopped
    app      what it serves
    port     of 127.0.0.1
    """

    hub: running.Hub
    server: uvicorn.Server
    app: Starlette
    port: int


@pytest.fixture
def watched() -> Operations:
    return Operations()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits() -> following.Limits:
    return following.Limits(retry=0.02, sweep=0.02)


@pytest.fixture
async def live(hub: running.Hub, watched: Operations, limits: following.Limits, clock: Clock, pool: connection.Pool,
               monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Live]:
    """The hub's app with relay and feed at work, served as `sandan serve` does."""
    connect = partial(connection.connect, str(hub.settings.database_url))
    served = app.build(hub.settings, hub.demo_key)
    served.state.hub = replace(hub, metrics=served.state.metrics, feed=following.Feed(connect, pool, clock, limits))
    monkeypatch.setattr(Streams, "subscribe", lambda _, *asked: watched.subscribe(*asked))
    port = socket.create_server(("127.0.0.1", 0))
    ready = asyncio.Event()
    server = serving.server(served, hub.settings, ready.set)
    server.config.lifespan = "off"  # the hub is opened already
    async with beside(hub.relay.run()), beside(served.state.hub.feed.run()):
        await trail.until(lambda: served.state.hub.feed.following)
        serving_it = asyncio.create_task(server.serve(sockets=[port]))
        await ready.wait()
        yield Live(served.state.hub, server, served, port.getsockname()[1])
        server.should_exit = True
        await serving_it


@pytest.fixture
async def built(pool: connection.Pool) -> City:
    async with pool.acquire() as given:
        return await place.build(given)


@pytest.fixture
async def desk(pool: connection.Pool, built: City) -> Desk:
    return Desk(pool, built)


@pytest.fixture
async def web(live: Live, built: City) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{live.port}", timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture
def connect(live: Live) -> Connect:
    """Open a WebSocket as a client of the protocol that is told things in English; keywords change the handshake."""
    return partial(websockets.connect, f"ws://127.0.0.1:{live.port}/graphql", proxy=None, max_size=None,
                   additional_headers={"accept-language": "en"}, subprotocols=[websockets.Subprotocol(messages.PROTOCOL)])


async def say(client: ClientConnection, **message: object) -> None:
    await client.send(orjson.dumps(message).decode())


async def hear(client: ClientConnection, within: float = 20) -> dict[str, object]:
    async with asyncio.timeout(within):
        message: dict[str, object] = orjson.loads(await client.recv())
    return message


async def begin(client: ClientConnection, **payload: object) -> None:
    await say(client, type="connection_init", payload=payload)
    assert await hear(client) == {"type": "connection_ack"}


async def closed(client: ClientConnection, within: float = 20) -> tuple[int, str]:
    """The code and reason that the hub closes with; whatever it says before is passed over."""
    async with asyncio.timeout(within):
        try:
            while True:
                await client.recv()
        except websockets.ConnectionClosed as end:
            assert end.rcvd is not None
            return end.rcvd.code, end.rcvd.reason


