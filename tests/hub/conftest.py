"""A sign-in service that exists only here, and a hub whose operations can be watched and held up."""
import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

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
from schema import graphql

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


class Operations(operations.Operations):
    """Those of the hub: they note what they were asked, and can be held up, break, or be answered in another way.

    answer   instead of theirs
    crash    what they break with
    hold     until this is set they are under way; `held` is set when one is
    """

    def __init__(self) -> None:
        real = graphql.operations()
        super().__init__(real.planning, real.mutating, real.ordinary, real.public)
        self.asked: list[Request] = []
        self.contexts: list[context.Context] = []
        self.answer: Response | None = None
        self.crash: Exception | None = None
        self.hold: asyncio.Event | None = None
        self.held = asyncio.Event()

    async def run(self, request: Request, context: context.Context) -> Response:
        self.asked.append(request)
        self.contexts.append(context)
        if self.crash:
            raise self.crash
        if self.hold:
            self.held.set()
            await self.hold.wait()
        return self.answer or await super().run(request, context)


@pytest.fixture
def configured(database: str) -> settings.Settings:
    return settings.Settings(database_url=database, pool_size=4, body_bytes=2048,
                             cors_origins=("https://lists.example.cn",))


@pytest.fixture
def watched() -> Operations:
    return Operations()


@pytest.fixture
def hub(configured: settings.Settings, pool: connection.Pool, private_key: Ed25519PrivateKey,
        watched: Operations) -> running.Hub:
    """A hub with a database, and with no planner, relay or feed at work."""
    verifier = tokens.Verifier(running.sign_in_keys(configured, private_key), configured, running.now)
    connect = partial(connection.connect, str(configured.database_url))
    remembered = viewer_cache.Rights(lambda: False)
    return running.Hub(
        configured, pool, sign_in.SignIn(verifier, pool, running.now, configured.acquire_within, remembered),
        watched, relay.Relay(connect), following.Feed(connect, pool, running.now), remembered,
        metrics.Metrics(), asyncio.Event(), private_key, running.now)


@pytest.fixture
async def client(hub: running.Hub) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the whole app, middleware and all, without a port."""
    served = app.build(hub.settings, hub.demo_key)
    served.state.hub = replace(hub, metrics=served.state.metrics)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://hub",
                                 headers={"accept-language": "mul"}) as speaking:
        yield speaking
