"""How a subscriber comes into its group: its rights are read, then what it missed is read from the log."""
import asyncio

import structlog

from db.log import events
from db.log.events import Event
from resolvers.feed import endings
from resolvers.feed.endings import Ended
from resolvers.feed.groups import Groups
from resolvers.feed.outbox import Next
from resolvers.feed.subscribers import Subscriber

AT_ONCE = 16  # replays that hold a part of the log at the same time: each event of it takes a kilobyte or two

log = structlog.get_logger()


class Replay:
    """Brings subscribers to the place where their group is.

    at_once    subscribers whose rights are read at the same time
    patience   seconds for reading one's rights
    """

    def __init__(self, groups: Groups, at_once: int, patience: float) -> None:
        self._groups = groups
        self._free = asyncio.Semaphore(at_once)
        self._reading = asyncio.Semaphore(AT_ONCE)
        self._patience = patience

    async def bring(self, subscriber: Subscriber, started: asyncio.Event | None = None) -> None:
        """Renew a subscriber's rights and have it join the group that these give, or end it and say why.

        started   of a new subscriber: set when the feed knows where it is
        """
        try:
            if started:
                await self._set_out(subscriber, started)
            else:
                await self._renew(subscriber)
            while not subscriber.ended and not await self._join(subscriber):
                subscriber.settle()
                await self._go_on(subscriber)
        except Ended as ending:
            subscriber.end(ending)
        except Exception:
            log.exception("subscription failed", pos=subscriber.pos)
            subscriber.end(endings.internal())

    async def _join(self, subscriber: Subscriber) -> bool:
        while subscriber.stale:  # changed while the rights were read: what passed since is for the newer ones
            await self._renew(subscriber)
        return self._groups.join(subscriber)

    async def _renew(self, subscriber: Subscriber) -> None:
        async with self._free, asyncio.timeout(self._patience):
            await subscriber.renew(self._groups.clock, self._groups.pos)

    async def _set_out(self, subscriber: Subscriber, started: asyncio.Event) -> None:
        """Open a new subscriber's stream and find its first place.

        raises   Failed
        """
        if not started.is_set():
            async with asyncio.timeout(self._patience):
                await started.wait()
            subscriber.start = subscriber.pos = self._groups.pos
        await self._renew(subscriber)
        after = subscriber.stream.after if subscriber.after is None else subscriber.after
        if after is None:
            return
        async with self._groups.reader.connection() as connection:
            known = await events.oldest(connection) - 1 <= after <= await events.head(connection)
        if not known:
            raise endings.cursor_expired()
        subscriber.start = subscriber.pos = subscriber.last_cursor = after

    async def _go_on(self, subscriber: Subscriber) -> None:
        """Send the next part of what was missed, as fast as the client takes it.

        What the feed has not handed on yet is left to the groups: they read it once for all.
        """
        await subscriber.outbox.room()
        async with self._reading:
            await self._read_on(subscriber)

    async def _read_on(self, subscriber: Subscriber) -> None:
        """Send until there is no room: nothing of the log is held for who does not read, and it is read again from there."""
        reached = self._groups.pos
        batch = [event for event in await self._groups.reader.events(subscriber.pos) if event.place <= reached]
        if not batch:
            subscriber.pos = max(subscriber.pos, reached)
        for event in batch:
            await self._pass(subscriber, event)
            if subscriber.ended:
                return
            subscriber.pos = event.place
            if not subscriber.outbox.is_roomy:
                return

    async def _pass(self, subscriber: Subscriber, event: Event) -> None:
        subscriber.notice(event)
        while subscriber.outdated(self._groups.clock()):
            await self._renew(subscriber)
        if subscriber.stream.concerns(event):
            payload = await self._groups.reader.payload(subscriber.stream, event, subscriber.previous)
            if payload is not None:
                subscriber.deliver(Next(event.place, payload))
