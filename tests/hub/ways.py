"""One hub that is asked by both ways, the short and the long."""
import json
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.connection import Pool
from hub import app, requests, running, sign_in, tokens
from resolvers import rights
from schema import graphql
from tests import city as place
from tests.city import City
from tests.hub.conftest import Sign

JSON = {"content-type": "application/json", "accept": "application/json"}
PLAIN = "{ viewer { member { name } } organizations(first: 2) { nodes { id name } pageInfo { hasNextPage } } }"


@dataclass
class Both:
    """One hub, reached by either way.

    long     how often the long way was gone
    """

    hub: running.Hub
    served: app.App
    sign: Sign
    long: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, content: bytes | str, *, method: str = "POST", path: str = "/graphql",
                  headers: Any = None) -> httpx.Response:
        """The answer of the long way, which that of the direct way is the same as."""
        headers = self.headers if headers is None else headers
        async with speaking_to(self.routed) as routed, speaking_to(self.served) as direct:
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

    async def routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        await Starlette.__call__(self.served, scope, receive, send)


def speaking_to(served: ASGIApp, *, in_parts: bool = False) -> httpx.AsyncClient:
    """
    in_parts   a body comes in parts, as this client itself has it; else whole, as from a server that has read it
    """
    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        content, more = b"", True
        while more:
            message = await receive()
            content += message["body"]
            more = message["more_body"]
        messages = iter([{"type": "http.request", "body": content, "more_body": False}])

        async def given() -> Message:
            return next(messages)

        await served(scope, given, send)

    return httpx.AsyncClient(transport=httpx.ASGITransport(served if in_parts else whole), base_url="http://hub")


def alike(response: httpx.Response) -> list[tuple[bytes, bytes]]:
    """The headers in their order; an id that the hub made is only said to be one."""
    return [(name, b"made" if name == b"x-request-id" and len(value) == 32 else value)
            for name, value in response.headers.raw]


@pytest.fixture
async def city(pool: Pool) -> City:
    async with pool.acquire() as connection:
        return await place.build(connection)


@pytest.fixture(params=[(), ("https://lists.example.cn",)], ids=["", "cors"])
def both(request: pytest.FixtureRequest, hub: running.Hub, city: City, sign: Sign,
         monkeypatch: pytest.MonkeyPatch) -> Both:
    configured = replace(hub.settings, cors_origins=request.param)
    remembered = rights.Rights(lambda: True)
    verifier = tokens.Verifier(running.sign_in_keys(configured, hub.demo_key), configured, running.now)
    served = app.build(configured, hub.demo_key)
    whole = replace(hub, settings=configured, operations=graphql.operations(), rights=remembered, metrics=served.state.metrics,
                    sign_in=sign_in.SignIn(verifier, hub.pool, running.now, configured.acquire_within, remembered))
    served.state.hub = whole
    made = Both(whole, served, sign, headers={**JSON, "authorization": f"Bearer {sign(sub='sub-unit')}"})
    _count(monkeypatch, made)
    return made


def _count(monkeypatch: pytest.MonkeyPatch, both: Both) -> None:
    long_way = requests.Requests.__call__

    async def counting(self: requests.Requests, scope: Scope, receive: Receive, send: Send) -> None:
        both.long += 1
        await long_way(self, scope, receive, send)

    monkeypatch.setattr(requests.Requests, "__call__", counting)


def body(query: str, **more: Any) -> str:
    return json.dumps({"query": query, **more})
