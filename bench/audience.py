"""What an event costs the feed that concerns few of those who listen: finding them, and handing it to them.

In this process, without database and sockets: what the groups' reads and the sockets' bytes cost is in the other parts.
"""
import asyncio
import os
import time
from collections.abc import AsyncIterator, Collection, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

from bench import machine
from db.log import audience, events
from db.log.events import Event
from domain.viewer import Viewer
from resolvers.feed.groups import Groups
from resolvers.feed.outbox import Outbox, Outboxes
from resolvers.feed.reader import Reader
from resolvers.feed.subscribers import Opened, Subscriber

LISTENING, CONCERNED = 15_000, 30  # groups: of as many communities' people as have so many each
EVENTS, FIRST = 1_000, 100  # the first are not counted
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """Milliseconds for each event: until it was handed to those whom it concerns, and until each had read its message."""

    handed: list[float]
    told: list[float]


@dataclass(frozen=True)
class _Stream:
    """Somebody's, of what is published."""

    key: Hashable
    audience: Collection[str]
    after: int | None = None

    def concerns(self, event: Event) -> bool:
        return event.kind.startswith("item.published")

    async def payload(self, connection: Any, event: Event, previous: int) -> bytes | None:
        return b"{}"

    def checkpoint(self, pos: int, previous: int) -> bytes | None:
        return None


class _Nothing:
    """Instead of a pool."""

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[None]:
        yield None


def run() -> Found:
    whole = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {machine.cores()[0]})
    try:
        return asyncio.run(_run())
    finally:
        os.sched_setaffinity(0, whole)


async def _run() -> Found:
    groups = Groups(Reader(_Nothing(), 4, 500, 10), lambda: NOW, lambda _: None, Outboxes)  # type: ignore[arg-type]
    homes = [f"110111{street:03}{community:03}" for street in range(1, 26) for community in range(1, 21)]
    for number in range(LISTENING):
        await _join(groups, number, homes[number % len(homes)])
    dice, handed, told = Random("audience"), list[float](), list[float]()
    for pos in range(1, FIRST + EVENTS + 1):
        event, seen = _event(pos, dice.choice(homes))
        began = time.perf_counter()
        keys = audience.of_event(seen, event.subject_type, event.subject_id, event.organization_id, event.home_code)
        groups.dispatch(event, keys, ())
        found = time.perf_counter()
        waiting = [group.task for group in groups.of(keys) if group.task]
        await asyncio.gather(*waiting)
        if len(waiting) != CONCERNED:
            raise AssertionError(f"{len(waiting)} groups were concerned")
        handed.append((found - began) * 1e3)
        told.append((time.perf_counter() - began) * 1e3)
    return Found(handed[FIRST:], told[FIRST:])


async def _join(groups: Groups, number: int, home: str) -> None:
    viewer = Viewer(uuid4(), {uuid4(): frozenset()}, frozenset({home}), frozenset(), frozenset(), None)
    stream = _Stream(number, audience.of_viewer(viewer))

    async def open_() -> Opened:
        return Opened(stream, viewer)

    subscriber = Subscriber(open_, None, Outbox(EVENTS * 2, 2**20), groups.part)
    await subscriber.renew(lambda: NOW, 0)
    groups.join(subscriber)


def _event(pos: int, home: str) -> tuple[Event, list[str]]:
    """An item was published for a community, by who is not there; with the keys that the database finds of it."""
    publisher = uuid4()
    new = events.new("item.published", at=NOW, actor_id=uuid4(), organization_id=publisher, object_type="Demand",
                     object_id=uuid4(), object_version=1, home_code=home)
    seen = [f"organizations:{publisher}", f"scopes:{home}", f"homes:{home}", f"streets:{home[:9]}", f"districts:{home[:6]}"]
    return Event(**new, seq=pos, pos=pos), seen


def middle(times: list[float]) -> str:
    """The median, and of a hundred all but the slowest."""
    return f"{median(times):.2f} ({sorted(times)[len(times) * 99 // 100]:.2f})"
