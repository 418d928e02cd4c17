"""The sender of the one process that is elected: fills the queue, and sends to each webhook one message after the other."""
import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

import structlog

from db.deliveries import Due
from db.driver.connection import Pool
from domain import outgoing, trail
from domain.outgoing import Message
from hub.outgoing.posting import Poster
from planner import ids
from resolvers import deliveries
from schema import graphql

AT_ONCE = 16  # messages on their way, of different webhooks
POLL = 1.0  # seconds between two looks when nothing is on its way

TAGS = {each.__name__: each.__sandan__["tag"] for each in graphql.NODES}  # type: ignore[attr-defined]  # `schema.declare` put it there

log = structlog.get_logger()


@dataclass
class Counts:
    """Of this process, since it began."""

    sent: int = 0
    failed: int = 0


def global_id(type_name: str, row_id: UUID) -> str:
    """Empty of a type that only a newer hub knows."""
    tag = TAGS.get(type_name)
    return ids.encoder(tag)(row_id) or "" if tag else ""


def link_to(link: str | None, type_name: str, row_id: UUID) -> str | None:
    """Where people see an object."""
    return link and link.replace("{id}", quote(global_id(type_name, row_id)))


@dataclass
class Sender:
    """
    leads   whether this process is the one that sends; of two that believe it for a moment, receivers get a message twice
    link    of a page for people, with {id} for what is to be seen; None: there is none
    """

    pool: Pool
    clock: Callable[[], datetime]
    leads: Callable[[], bool]
    poster: Poster
    link: str | None = None
    at_once: int = AT_ONCE
    poll: float = POLL
    counts: Counts = field(default_factory=Counts)
    _sending: dict[UUID, asyncio.Task[None]] = field(default_factory=dict)
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Send whenever this process leads, until cancelled; what is on its way then is sent again by the next."""
        try:
            while True:
                self._done.clear()
                if self.leads():
                    await self._round()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.poll):
                        await self._done.wait()
        finally:
            for task in self._sending.values():
                task.cancel()
            await asyncio.gather(*self._sending.values(), return_exceptions=True)

    async def _round(self) -> None:
        while await deliveries.queue(self.pool) == outgoing.BATCH:
            pass
        for one in await deliveries.due(self.pool, self.clock(), self._sending.keys(), self.at_once - len(self._sending)):
            self._sending[one.webhook_id] = asyncio.create_task(self._send(one))

    async def _send(self, one: Due) -> None:
        try:
            posted = outgoing.posted(one.format, one.address, one.secret, self._message(one), self.clock())
            outcome = await self.poster.post(one.format, posted)
            await deliveries.note(self.pool, one, outcome, self.clock(), random.random())  # noqa: S311  # only spread
            if outcome.problem is None:
                self.counts.sent += 1
            else:
                self.counts.failed += 1
            self._done.set()
        except Exception:  # not noted: it is sent again at the next look, under the same id
            log.warning("a message to a webhook was not noted", webhook=str(one.webhook_id), exc_info=True)
        finally:
            del self._sending[one.webhook_id]

    def _message(self, one: Due) -> Message:
        return Message(one.id, one.kind, one.at, one.object_type, global_id(one.object_type, one.object_id),
                       global_id("Event", one.event_id), link_to(self.link, one.object_type, one.object_id),
                       trail.name(one.event), one.reference)
