"""A client of a gateway: over HTTP, over a WebSocket and by server-sent events."""
import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import websockets

from sdl.programs import Programs

PUBLISH = """mutation ($input: PublishDemandInput!) { publishDemand(input: $input) {
  __typename ... on PublishDemandPayload { demand { id title incidentsNearby(first: 0) { totalCount } } } } }"""
SUBSCRIBE = """subscription { demandPublished { cursor demand { title incidentsNearby(first: 0) { totalCount }
  publisher { name incidents(first: 0) { totalCount } } publisherHours { total } } } }"""
Next = Callable[[], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Asking:
    programs: Programs

    @property
    def url(self) -> str:
        return self.programs.url("gateway")

    def headers(self, handle: str | None) -> dict[str, str]:
        return {"authorization": f"Bearer {self.programs.token(handle)}"} if handle else {}

    def ask(self, query: str, handle: str | None = "community", **body: Any) -> dict[str, Any]:
        """The whole response."""
        answer = httpx.post(self.url, json={"query": query, **body}, headers=self.headers(handle), timeout=60)
        return answer.json()  # type: ignore[no-any-return]

    def publish(self, title: str, handle: str = "community") -> dict[str, Any]:
        """Publish a demand through the gateway."""
        given = {"idempotencyKey": str(uuid4()), "title": title, "category": "HEALTH"}
        answer = self.ask(PUBLISH, handle, variables={"input": given})
        assert "errors" not in answer, answer
        return answer["data"]["publishDemand"]["demand"]  # type: ignore[no-any-return]

    @contextlib.asynccontextmanager
    async def websocket(self, handle: str, query: str = SUBSCRIBE) -> AsyncIterator[Next]:
        """An open subscription, signed in by connection_init alone, as a browser must."""
        await self.served(0)
        async with websockets.connect(self.url.replace("http", "ws"), subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]  # a NewType
                                      proxy=None) as socket:
            await socket.send(json.dumps({"type": "connection_init",
                                          "payload": {"Authorization": self.headers(handle)["authorization"]}}))
            assert json.loads(await socket.recv())["type"] == "connection_ack"
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))

            async def following() -> dict[str, Any]:
                async with asyncio.timeout(60):
                    while (message := json.loads(await socket.recv()))["type"] == "ping":
                        await socket.send(json.dumps({"type": "pong"}))
                assert message["type"] == "next", message
                return message["payload"]  # type: ignore[no-any-return]
            await self.served(1)
            yield following

    @contextlib.asynccontextmanager
    async def events(self, handle: str, query: str = SUBSCRIBE) -> AsyncIterator[Next]:
        """An open subscription by server-sent events."""
        await self.served(0)
        async with httpx.AsyncClient(timeout=60) as client, client.stream(
                "POST", self.url, json={"query": query},
                headers={**self.headers(handle), "accept": "text/event-stream"}) as answer:
            assert answer.status_code == 200
            lines = answer.aiter_lines()

            async def following() -> dict[str, Any]:
                async with asyncio.timeout(60):
                    async for line in lines:
                        if line.startswith("data: {"):
                            return json.loads(line.removeprefix("data: "))  # type: ignore[no-any-return]
                raise AssertionError("the stream ended")
            await self.served(1)
            yield following

    async def served(self, subscriptions: int) -> None:
        """Wait until the hub serves so many: the gateway acknowledges before it has subscribed there."""
        figures = self.programs.url("hub").replace("/graphql", "/metrics")
        async with asyncio.timeout(60), httpx.AsyncClient() as client:
            while True:
                if f"sandan_subscriptions {subscriptions}.0" in (await client.get(figures)).text:
                    return
                await asyncio.sleep(0.05)

    async def until(self, following: Next, title: str) -> dict[str, Any]:
        """The payload about the demand of this title."""
        while True:
            payload = await following()
            demand = (payload.get("data") or {}).get("demandPublished", {}).get("demand")
            if demand and demand["title"] == title:
                return payload
