"""What several tests of the demo ask."""
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from db.driver.connection import Connection
from resolvers.feed import relay

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)  # noon of it
FIRST = "110111007001"  # the community of `community`


async def sizes(connected: Connection) -> dict[str, int]:
    names = [row[0] for row in await connected.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    return {name: await connected.fetchval(f"SELECT count(*) FROM {name}") for name in names}


async def counts(connected: Connection, statement: str) -> dict[str, int]:
    return {row[0]: row[1] for row in await connected.fetch(statement)}


@asynccontextmanager
async def placed(connection: Connection) -> AsyncIterator[int]:
    """With all events at their places, and how many these are; they are there for the block alone."""
    transaction = connection.transaction()
    await transaction.start()
    count = 0
    while newly := await relay.place_batch(connection, 500):
        count += newly
    yield count
    await transaction.rollback()
