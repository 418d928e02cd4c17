"""A sign-in service that exists only here, and a hub whose operations are made up."""
import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db.driver import connection
from hub import app, metrics, running, settings
from hub.sign_in import demo_keys, sign_in, tokens
from resolvers.executing import context, operations
from resolvers.executing.request import Request, Response
from resolvers.feed import following, relay, viewer_cache

Sign = Callable[..., str]
ISSUER = "sandan"


@pytest.fixture(scope="session")
def private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def sign(private_key: Ed25519PrivateKey) -> Sign:
    """A token of the service; a keyword that is None leaves that claim out."""
    def made(*, key: Any = private_key, algorithm: str = "EdDSA", kid: str | None = demo_keys.KEY_ID,
             **changed: Any) -> str:
        standard = {"sub": "demo:unit", "iss": ISSUER, "aud": ISSUER, "exp": datetime.now(UTC) + timedelta(hours=1)}
        claims = {name: value for name, value in {**standard, **changed}.items() if value is not None}
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else {})
    return made


class Operations:
    """Instead of the planner, and of what plans for it: answers what a test tells it to, and notes what it was asked."""

    def __init__(self) -> None:
        self.planning = self
        self.asked: list[Request] = []
        self.contexts: list[context.Context] = []
        self.answer = Response(body=b'{"data":{"__typename":"Query"}}', executed=True)
        self.crash: Exception | None = None
        self.hold: asyncio.Event | None = None
        self.held = asyncio.Event()

    async def in_turn(self, request: Request, who: object) -> None:
        pass

    async def operation_kind(self, request: Request, who: object) -> str | None:
        word = request.query.split()[0].strip("{")
        return word if word in ("mutation", "subscription") else "query"

    async def run(self, request: Request, context: context.Context) -> Response:
        self.asked.append(request)
        self.contexts.append(context)
        if self.crash:
            raise self.crash
        if self.hold:
            self.held.set()
            await self.hold.wait()
        return self.answer


@pytest.fixture
def configured(database: str) -> settings.Settings:
    return settings.Settings(database_url=database, pool_size=4, body_bytes=2048,
                             cors_origins=("https://lists.example.cn",))


@pytest.fixture
def fake() -> Operations:
    return Operations()


@pytest.fixture
def hub(configured: settings.Settings, pool: connection.Pool, private_key: Ed25519PrivateKey,
        fake: Operations) -> running.Hub:
    """A hub with a database, and with no planner, relay or feed at work."""
    verifier = tokens.Verifier(running.sign_in_keys(configured, private_key), configured, running.now)
    connect = partial(connection.connect, str(configured.database_url))
    remembered = viewer_cache.Rights(lambda: False)
    return running.Hub(
        configured, pool, sign_in.SignIn(verifier, pool, running.now, configured.acquire_within, remembered),
        cast("operations.Operations", fake), relay.Relay(connect), following.Feed(connect, pool, running.now), remembered,
        metrics.Metrics(), asyncio.Event(), private_key, running.now)


@pytest.fixture
async def client(hub: running.Hub) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the whole app, middleware and all, without a port."""
    served = app.build(hub.settings, hub.demo_key)
    served.state.hub = replace(hub, metrics=served.state.metrics)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://hub") as speaking:
        yield speaking
