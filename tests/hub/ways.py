"""One hub that is asked by both ways, the short and the long."""
import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from db.driver.connection import Pool
from hub import app, running, serving
from hub.http import middleware
from hub.sign_in import sign_in, tokens
from resolvers.feed import viewer_cache
from schema import graphql
from tests import city as place
from tests.city import City
from tests.hub.conftest import Sign

JSON = {"content-type": "application/json", "accept": "application/json"}
PLAINLY = {"accept-encoding": "identity", "accept-language": "mul"}
PLAIN = "{ viewer { member { name } } organizations(first: 2) { nodes { id name } pageInfo { hasNextPage } } }"


@dataclass
class Both:
    """One hub, reached by either way, each on a port of its own.

    ports    of the long way and of both
    listened what uvicorn knows of the connections to both
    long     how often the long way was gone
    """

    hub: running.Hub
    served: app.App
    sign: Sign
    ports: tuple[int, int] = (0, 0)
    listened: ServerState = field(default_factory=ServerState)
    long: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, content: Any, *, method: str = "POST", path: str = "/graphql", headers: Any = None) -> httpx.Response:
        """The answer of the long way, which that of the direct way is the same as."""
        headers = self.headers if headers is None else headers
        async with self.routed() as routed, self.direct() as direct:
            expected = await routed.request(method, path, content=content, headers=headers)
            for _ in range(2):
                before = self.long
                found = await direct.request(method, path, content=content, headers=headers)
                assert (found.status_code, found.content, alike(found)) == (
                    expected.status_code, expected.content, alike(expected))
        self.last_was_long = self.long > before
        return expected

    async def is_short(self, content: bytes | str, **how: Any) -> bool:
        """Whether a request goes the short way when it comes again."""
        assert (await self.ask(content, **how)).is_success
        return not self.last_was_long

    def routed(self) -> httpx.AsyncClient:
        """A client of the long way alone."""
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.ports[0]}", headers=PLAINLY)

    def direct(self) -> httpx.AsyncClient:
        """A client of a server as `sandan serve` runs it."""
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.ports[1]}", headers=PLAINLY)


@contextlib.asynccontextmanager
async def listening(config: uvicorn.Config, state: ServerState) -> AsyncIterator[int]:
    """Serve as uvicorn does; the port."""
    config.load()
    loop = asyncio.get_running_loop()
    state.default_headers = [(b"date", b"Sun, 06 Nov 1994 08:49:37 GMT")]
    made = partial(cast("Any", config.http_protocol_class), config=config, server_state=state, app_state={}, _loop=loop)
    server = await loop.create_server(made, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for connection in list(state.connections):
        connection.shutdown()
    await server.wait_closed()


def alike(response: httpx.Response) -> list[tuple[bytes, bytes]]:
    """The headers; an id that the hub made, and what it has left, are only said to be there."""
    return sorted((name, b"made" if name == b"ratelimit" or (name == b"x-request-id" and len(value) == 32) else value)
                  for name, value in response.headers.raw)


@pytest.fixture
async def city(pool: Pool) -> City:
    async with pool.acquire() as connection:
        return await place.build(connection)


@pytest.fixture(params=[(), ("https://lists.example.cn",)], ids=["", "cors"])
async def both(request: pytest.FixtureRequest, hub: running.Hub, city: City, sign: Sign,
               monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Both]:
    configured = replace(hub.settings, cors_origins=request.param)
    remembered = viewer_cache.Rights(lambda: True)
    verifier = tokens.Verifier(running.sign_in_keys(configured, hub.demo_key), configured, running.now)
    served = app.build(configured, hub.demo_key)
    whole = replace(hub, settings=configured, operations=graphql.operations(), rights=remembered, metrics=served.state.metrics,
                    sign_in=sign_in.SignIn(verifier, hub.pool, running.now, configured.acquire_within, remembered))
    served.state.hub = whole
    made = Both(whole, served, sign, headers={**JSON, "authorization": f"Bearer {sign(sub='sub-unit')}"})
    _count(monkeypatch, made)
    whole_way = uvicorn.Config(partial(Starlette.__call__, served), http="httptools", interface="asgi3", log_config=None,
                               access_log=False, server_header=False, proxy_headers=False)
    async with (listening(whole_way, ServerState()) as routed,
                listening(serving.server(served, configured, lambda: None).config, made.listened) as direct):
        made.ports = routed, direct
        yield made


def _count(monkeypatch: pytest.MonkeyPatch, both: Both) -> None:
    long_way = middleware.Requests.__call__

    async def counting(self: middleware.Requests, scope: Scope, receive: Receive, send: Send) -> None:
        both.long += 1
        await long_way(self, scope, receive, send)

    monkeypatch.setattr(middleware.Requests, "__call__", counting)


def body(query: str, **more: Any) -> str:
    return json.dumps({"query": query, **more})
