"""The relay: gives each committed event its place and its link to the one before. One in the whole installation."""
import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime

import structlog

from db.driver import faults
from db.driver.connection import Connection
from db.log import events, links
from resolvers.feed.wake_up import Bell

LOAD = 5  # events in a batch, from which the whole pause is made: at 100 writes a second nobody waits 20 ms for company

Connect = Callable[[], Awaitable[Connection]]

log = structlog.get_logger()


class NotAlone(Exception):
    """Another relay placed some of these events at the same time, which the lock forbids."""


@dataclass(frozen=True)
class Verified:
    """What walking the chain found.

    events   links that hold, from the first on
    head     the last link that holds, in hexadecimal: kept elsewhere, it also betrays a log that was cut short
    broken   the first place whose event was changed, lost or moved; None when all hold
    """

    events: int
    head: str
    broken: int | None


class Relay:
    """Runs in every process; the one that holds the lock places, the others wait to take over.

    connect   opens a connection of the relay's own
    batch     most events placed in one transaction
    pause     seconds between two batches under load: each costs as much as placing some twenty events, so that they gather
    bell      wakes the one that leads among processes of one program
    poll      seconds between two looks when nobody wakes it: the writes of other programs' processes are found so
    retry     seconds before it tries again to lead, or to connect
    patience  seconds for one round with the database, then the connection counts as lost
    """

    def __init__(self, connect: Connect, *, bell: Bell | None = None, batch: int = 1000, pause: float = 0.02,
                 poll: float = 0.1, retry: float = 1.0, patience: float = 20.0) -> None:
        self._connect = connect
        self._bell = bell
        self._batch = batch
        self._pause = pause
        self._poll = poll
        self._retry = retry
        self._patience = patience
        self._written = asyncio.Event()
        self.leads = False

    def wake(self) -> None:
        """Look now: this process has committed an event."""
        self._written.set()
        if self._bell and not self.leads:
            self._bell.ring()

    async def run(self) -> None:
        """Lead whenever possible, until cancelled."""
        while True:
            try:
                await self._serve()
            except Exception as error:  # any: after a crash of PostgreSQL the driver raises what it never declared
                log.warning("relay failed, tries again", error=faults.said(error))
            await asyncio.sleep(self._retry)

    async def _serve(self) -> None:
        async with asyncio.timeout(self._patience):
            connection = await self._connect()
        try:
            await self._wait_to_lead(connection)
            self.leads = True
            log.info("relay leads")
            with self._bell.heard(self._written.set) if self._bell else nullcontext():
                await self._lead(connection)
        finally:
            self.leads = False
            connection.terminate()  # at once: the server frees the lock, and nothing is worth a farewell

    async def _lead(self, connection: Connection) -> None:
        while True:
            self._written.clear()
            async with asyncio.timeout(self._patience):
                placed = await place_batch(connection, self._batch)
            if placed < self._batch:
                await asyncio.sleep(self._pause * min(1.0, placed / LOAD))
                await self._rest()

    async def _wait_to_lead(self, connection: Connection) -> None:
        while True:
            async with asyncio.timeout(self._patience):
                if await events.lead(connection):
                    return
            await asyncio.sleep(self._retry)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._poll):
                await self._written.wait()


async def place_batch(connection: Connection, limit: int) -> int:
    """Place up to `limit` committed events in the order of `seq`, and announce them once.

    An object's events never turn round: its row is locked from before `seq` is drawn until commit, so whoever sees a
    later one also sees the earlier. An event that commits later than its neighbours gets a later place.

    returns   how many were placed
    raises    NotAlone
    writes    event.pos, event.hash, event.form
    """
    waiting = await events.unplaced(connection, limit)
    if not waiting.events:
        return 0
    previous, made = waiting.link, []
    for pos, event in enumerate(waiting.events, waiting.pos + 1):
        previous = links.link(previous, pos, event)
        made.append(previous)
    seqs = [event.seq for event in waiting.events]
    if await events.place(connection, seqs, waiting.pos + 1, made, links.FORM) != len(seqs):
        raise NotAlone
    return len(seqs)


async def lag(connection: Connection, now: datetime) -> events.Lag:
    """How far the relay is behind the writers."""
    return await events.lag(connection, now)


async def verify(connection: Connection, batch: int = 1000) -> Verified:
    """Walk the whole chain and find the first place that does not hold."""
    pos, previous = 0, events.ORIGIN
    while rows := await events.chain(connection, pos, batch):
        for event, stored, form in rows:
            if event.pos != pos + 1 or form not in links.FORMS or links.link(previous, pos + 1, event, form) != stored:
                return Verified(pos, previous.hex(), pos + 1)
            pos, previous = pos + 1, stored
    return Verified(pos, previous.hex(), None)
