"""Made-up streams, and clients that take from them."""
import asyncio
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from typing import Any

import orjson

from db.driver.connection import Connection
from db.log.events import Event
from resolvers.executing.request import Request
from resolvers.feed.subscribers import Opened, Subscriber
from tests.feed.trail import OURS


@dataclass
class Made:
    """A stream of the events whose kind begins with `about`; notes what it reads.

    gate     held back before each read
    broken   the kind of event at which reading fails
    """

    key: Hashable = "all"
    after: int | None = None
    about: str = "item."
    broken: str = ""
    read: list[int] = field(default_factory=list)
    gate: asyncio.Event | None = None
    request: Request = Request("subscription { items }")

    @property
    def audience(self) -> Collection[str]:
        return [f"organizations:{OURS}"]

    def concerns(self, event: Event) -> bool:
        return event.kind.startswith(self.about)

    async def payload(self, connection: Connection, event: Event, previous: int) -> bytes | None:
        self.read.append(event.place)
        if self.gate:
            await self.gate.wait()
        if event.kind == self.broken:
            await connection.fetch("SELECT 1 / 0")
        if event.kind == "item.discarded":
            return None
        return orjson.dumps({"cursor": event.place, "previous": previous, "kind": event.kind})

    def checkpoint(self, pos: int, previous: int) -> bytes | None:
        return orjson.dumps({"cursor": pos, "previous": previous, "kind": "checkpoint"})

    async def open(self) -> Opened:
        return Opened(self)


class Large(Made):
    """Each message is as large as a page of many rows."""

    async def payload(self, connection: Connection, event: Event, previous: int) -> bytes | None:
        return b'{"data":"' + b"x" * 300_000 + b'"}'


async def take(subscriber: Subscriber, count: int, within: float = 30) -> list[int]:
    """The cursors of the next messages."""
    return [one["cursor"] for one in await messages(subscriber, count, within)]


async def messages(subscriber: Subscriber, count: int, within: float = 30) -> list[dict[str, Any]]:
    """The next messages; that each belongs behind the one before is checked on the way."""
    async with asyncio.timeout(within):
        taken: list[dict[str, Any]] = []
        for _ in range(count):
            message = await subscriber.take()
            decoded = orjson.loads(message.payload)
            assert decoded["cursor"] == message.pos
            assert not taken or decoded["previous"] <= taken[-1]["cursor"] < decoded["cursor"]
            taken.append(decoded)
        return taken
