"""The floor: a bare ASGI app that answers the questions in the hub's words by SQL written for each of them by hand.

It knows no GraphQL, no sign-in and no limits; it shows what this driver and this web server can do. It sees with the
eyes of the same people as the hub, by the same legs and the same condition.
"""
import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from bench import floor_reads, floor_writes
from bench.floor_reads import Eyes
from db import connection
from db.connection import Pool
from hub.commands import serving

Scope = MutableMapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Answer = Callable[[Pool, Eyes, dict[str, Any]], Awaitable[dict[str, Any]]]

ANSWERS: dict[str, tuple[str, Answer]] = {
    "query Page": ("district", floor_reads.page), "query Nested": ("district", floor_reads.nested),
    "query One": ("district", floor_reads.one), "query Search": ("district", floor_reads.search),
    "query Desk": ("street", floor_reads.desk), "query Street": ("street", floor_reads.street),
    "mutation Claim": ("unit", floor_writes.claim),
}
HEADERS = [(b"content-type", b"application/json; charset=utf-8")]


class Floor:
    pool: Pool
    eyes: dict[str, Eyes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["path"] == "/nothing":
            await _say(send, b"{}")
            return
        asked = orjson.loads(await _body(receive))
        handle, answer = ANSWERS[" ".join(asked["query"].replace("(", " ").split(None, 2)[:2])]
        found = await answer(self.pool, self.eyes[handle], asked["variables"])
        await _say(send, orjson.dumps({"data": found}, option=orjson.OPT_UTC_Z))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.pool = await connection.open_pool(os.environ["DATABASE_URL"], size=16)
        self.eyes = {handle: await floor_reads.eyes(self.pool, handle) for handle in {each for each, _ in ANSWERS.values()}}
        gc.freeze()  # as the hub does
        gc.set_threshold(*serving.COLLECTED_AFTER)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.start", "status": 200,
                "headers": [*HEADERS, (b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    return body


app = Floor()
