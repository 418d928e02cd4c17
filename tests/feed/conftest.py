"""A relay that runs beside the test."""
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from db.driver import connection
from db.driver.connection import Connection, Pool
from resolvers.feed.relay import Relay

Connect = Callable[[], Awaitable[Connection]]


@pytest.fixture
def connect(database: str, pool: Pool) -> Connect:
    return lambda: connection.connect(database)


@pytest.fixture
async def relay(connect: Connect) -> AsyncIterator[Relay]:
    placing = Relay(connect, poll=0.01, retry=0.02)
    async with running(placing.run()):
        yield placing


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
