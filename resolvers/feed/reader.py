"""What subscriptions read: events of the log, and what is told of one."""
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from db.driver.connection import Connection, Pool
from db.log import events
from db.log.events import Event
from resolvers.feed.subscribers import Stream


class Reader:
    """Reads for subscriptions, a bounded number at a time, so that they never take the whole pool.

    batch      events read from the log at once
    patience   seconds for one read, the wait for a connection included
    """

    def __init__(self, pool: Pool, at_once: int, batch: int, patience: float) -> None:
        self._pool = pool
        self._free = asyncio.Semaphore(at_once)
        self._batch = batch
        self._patience = patience

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        async with self._free, asyncio.timeout(self._patience), self._pool.acquire() as connection:
            yield connection

    async def payload(self, stream: Stream, event: Event, previous: int) -> bytes | None:
        async with self.connection() as connection:
            return await stream.payload(connection, event, previous)

    async def events(self, pos: int) -> list[Event]:
        """The next events behind `pos`."""
        async with self.connection() as connection:
            return await events.after(connection, pos, self._batch)
