"""The floor: a bare ASGI app that answers the questions in the hub's words, by the hub's own statements put together by hand.

It knows no GraphQL, no sign-in and no limits, and plans nothing: it shows what these statements, this driver and this web
server can do. Its claim alone is a statement of its own.
"""
import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from bench import floor_reads, floor_writes, questions
from bench.floor_reads import Statement
from db.driver import connection
from db.driver.connection import Pool
from hub.commands import serving

Scope = MutableMapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Answer = Callable[[Pool, Any, dict[str, Any]], Awaitable[dict[str, Any]]]

READS: dict[str, Answer] = {
    "page": floor_reads.page, "nested": floor_reads.nested, "one": floor_reads.one, "search": floor_reads.search,
    "desk": floor_reads.desk, "street": floor_reads.street}
HEADERS = [(b"content-type", b"application/json; charset=utf-8")]


class Floor:
    """
    answers   by a question's text: the function that answers it, and its statements, or for whom it writes
    """

    pool: Pool
    answers: dict[str, tuple[Answer, Any]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["path"] == "/nothing":
            await _say(send, b"{}")
            return
        asked = orjson.loads(await _body(receive))
        answer, by = self.answers[asked["query"]]
        await _say(send, orjson.dumps({"data": await answer(self.pool, by, asked["variables"])}))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.pool = await connection.open_pool(os.environ["DATABASE_URL"], size=int(os.environ["POOL"]))
        self.answers = await _answers(self.pool, _statements())
        gc.freeze()  # as the hub does
        gc.set_threshold(*serving.COLLECTED_AFTER)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


def _statements() -> dict[str, list[Statement]]:
    """By the question's name. Another process plans them, and ends: this one is to hold no schema and no planner."""
    made: dict[str, list[Statement]] = pickle.loads(subprocess.check_output([sys.executable, "-m", "bench.floor_plans"]))
    return made


async def _answers(pool: Pool, sent: dict[str, list[Statement]]) -> dict[str, tuple[Answer, Any]]:
    async with pool.acquire() as one:
        return {asked.text("hub"): (floor_writes.claim, await floor_reads.eyes(one, asked.viewer)) if asked.writes else
                (READS[asked.name], sent[asked.name]) for asked in await questions.read(one)}


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
