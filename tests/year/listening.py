"""Subscriptions that are open the whole year: what each got, and what it should have got, once and in order."""
import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from domain import dates
from planner import cursors
from resolvers.executing.request import Request, Response
from resolvers.feed.subscribers import Opened, Subscriber
from tests.feed.conftest import running
from tests.reference.stored import Row
from tests.year.hub import Hub
from tests.year.log import Log
from tests.year.street import Person

Concerns = Callable[[Log, Row], bool]


@dataclass
class Listener:
    """
    concerns   whether an event was to come, as the rows at the year's end tell
    among      of which events it is asked what came; None: of all
    got        the messages, in the order in which they came
    start      the log's place from which on it listens
    """

    name: str
    person: Person
    query: str
    concerns: Concerns
    variables: dict[str, Any] = field(default_factory=dict)
    among: Concerns | None = None
    got: list[dict[str, Any]] = field(default_factory=list)
    start: int = 0

    @asynccontextmanager
    async def at(self, hub: Hub) -> AsyncIterator[None]:
        self.start = hub.feed.pos
        subscriber = hub.feed.subscribe(lambda: self._open(hub))
        async with running(self._take(subscriber)):
            yield
        subscriber.leave()

    async def _open(self, hub: Hub) -> Opened:
        viewer = await hub.viewer(self.person.member)
        stream = hub.streams.subscribe(Request(self.query, self.variables), hub.context(viewer))
        assert not isinstance(stream, Response), stream.body
        until = viewer.rights_until if viewer else None
        return Opened(stream, viewer, None, dates.next_day_starts(until) if until else None)

    async def _take(self, subscriber: Subscriber) -> None:
        while True:
            message = orjson.loads((await subscriber.take()).payload)
            assert "errors" not in message, message
            self.got += message["data"].values()

    def _wanted(self, log: Log) -> list[int]:
        """The places of what it should have got."""
        later = (event for event in log.events if event["pos"] > self.start)
        return sorted(event["pos"] for event in later if self.concerns(log, event))

    async def heard(self, log: Log) -> bool:
        """Wait until it has got as many as it should; whether it did."""
        wanted = len(self._wanted(log))
        for _ in range(400):
            if len(self._came(log)) >= wanted:
                break
            await asyncio.sleep(0.025)
        return len(self._came(log)) >= wanted

    def _came(self, log: Log) -> list[int]:
        """The places of what it got."""
        came = [cursors.decode_position("cursor", message["cursor"]) for message in self.got]
        if self.among is None:
            return came
        asked = {event["pos"] for event in log.events if self.among(log, event)}
        return [pos for pos in came if pos in asked]

    def problems(self, log: Log) -> Iterator[str]:
        """Each event that it should have got came once, in the order of the log, behind the one before."""
        wanted = self._wanted(log)
        came = self._came(log)
        if came != wanted:
            kinds = {event["pos"]: event["kind"] for event in log.events}
            missed, more = ([kinds[pos] for pos in some][:5] for some in ({*wanted} - {*came}, {*came} - {*wanted}))
            yield f"{self.name}: {len(came)} came, {len(wanted)} were to come; not {missed}, but {more}"
        for before, message in zip(self.got, self.got[1:], strict=False):
            if message["previous"] != before["cursor"]:
                yield f"{self.name}: {message['cursor']} does not follow {before['cursor']}"
