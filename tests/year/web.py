"""The year's hub as it is spoken to over HTTP: the whole app, without a port, by the same clock and with the same feed."""
import asyncio
import json
import shutil
import weakref
from datetime import UTC, datetime
from tempfile import mkdtemp
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub import app, metrics, running, settings
from hub.sign_in import demo_keys, sign_in, tokens
from resolvers import attachments, scheduler
from resolvers.feed import viewer_cache
from tests.api.client import mutation, of_payload
from tests.year.hub import Hub
from tests.year.street import Person

LATER = datetime(2099, 1, 1, tzinfo=UTC)  # a token's end
GUARD = {"apollo-require-preflight": "true"}


class Web:
    """Files go this way alone: by a form, or by addresses that are signed."""

    def __init__(self, hub: Hub) -> None:
        self.hub, self.key, folder = hub, Ed25519PrivateKey.generate(), mkdtemp()
        weakref.finalize(self, shutil.rmtree, folder)
        configured = settings.Settings(database_url="postgresql://", files=folder)
        rights, self.served = viewer_cache.Rights(lambda: False), app.build(configured, self.key)
        verifier = tokens.Verifier(running.sign_in_keys(configured, self.key), configured, hub.clock)
        self.running = running.Hub(
            configured, hub.pool, sign_in.SignIn(verifier, hub.pool, hub.clock, configured.acquire_within, rights),
            hub.operations, hub.relay, hub.feed, rights, metrics.Metrics(), asyncio.Event(), self.key, hub.clock,
            together=hub.together)
        self.served.state.hub = self.running

    def _client(self, token: str | None = None) -> httpx.AsyncClient:
        signed = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.served), base_url="http://hub", headers=signed)

    async def _token(self, person: Person) -> str:
        subject = await self.hub.pool.fetchval("SELECT subject FROM member WHERE id = $1", person.member)
        return jwt.encode({"sub": subject, "iss": "sandan", "aud": "sandan", "exp": LATER}, self.key, algorithm="EdDSA",
                          headers={"kid": demo_keys.KEY_ID})

    async def sends(self, person: Person, key: str, name: str, content: bytes, **to: str) -> dict[str, Any]:
        """What `attachFile` answers to a form with a file.

        key   the idempotency key: sent twice it is one file
        to    what it is attached to
        """
        asked = {"query": mutation("attachFile", of_payload("attachFile", "attachment { id digest }")), "variables": {
            "input": {"idempotencyKey": key, "to": to, "file": {"content": None}}}}
        async with self._client(await self._token(person)) as client:
            answer = await client.post("/graphql", headers=GUARD, files={"0": (name, content, "text/html")}, data={
                "operations": json.dumps(asked), "map": json.dumps({"0": ["variables.input.file.content"]})})
        found: dict[str, Any] = answer.json()["data"]["attachFile"]
        return found

    async def puts(self, path: str, content: bytes) -> httpx.Response:
        """Send a file to the address of an upload."""
        async with self._client() as client:
            return await client.put(path, content=content)

    async def gets(self, path: str) -> httpx.Response:
        async with self._client() as client:
            return await client.get(path)

    async def sweep(self) -> None:
        """Remove what was sent and not attached in time."""
        job = attachments.sweeping(self.running.files)
        await scheduler.once(self.hub.pool, self.hub.clock, (job,), self.hub.relay.wake)
