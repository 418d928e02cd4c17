"""A hub behind the real nginx, and who comes to it through that."""
import asyncio
import json
import ssl
from dataclasses import dataclass
from pathlib import Path

import httpx
import websockets

from hub import app
from tests.feed import trail

SUBSCRIPTION = "subscription { demandPublished { cursor demand { title } } }"
PUBLISH = ('mutation { publishDemand(input: {idempotencyKey: "proxy-%s", title: "%s", category: HEALTH}) '
           "{ __typename } }")


@dataclass
class Proxied:
    """
    port   of the proxy's TLS
    hub    the hub behind it
    log    the proxy's
    """

    port: int
    hub: app.App
    trusted: ssl.SSLContext
    tokens: dict[str, str]
    log: Path

    def client(self, handle: str | None = "community", **more: str) -> httpx.AsyncClient:
        signed = {"authorization": f"Bearer {self.tokens[handle]}"} if handle else {}
        return httpx.AsyncClient(base_url=f"https://127.0.0.1:{self.port}", verify=self.trusted, trust_env=False, timeout=20,
                                 headers={**signed, **more})

    def socket(self) -> websockets.connect:
        return websockets.connect(f"wss://127.0.0.1:{self.port}/graphql", ssl=self.trusted, proxy=None,
                                  subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
                                  origin=websockets.Origin(f"https://127.0.0.1:{self.port}"))

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port, ssl=self.trusted)

    async def begin(self, client: websockets.ClientConnection) -> None:
        await client.send(json.dumps({"type": "connection_init", "payload": {
            "Authorization": f"Bearer {self.tokens['member']}"}}))
        assert json.loads(await client.recv()) == {"type": "connection_ack"}

    async def publish(self, title: str) -> None:
        async with self.client() as client:
            said = (await client.post("/graphql", json={"query": PUBLISH % (title, title)})).json()
        assert said == {"data": {"publishDemand": {"__typename": "PublishDemandPayload"}}}

    async def subscribed(self) -> None:
        await trail.until(lambda: self.hub.state.hub.feed.groups == 1)
