"""What the tests of the event log write, wait for and look up."""
import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from db.driver.connection import Connection, Pool
from db.log import events

OURS = UUID(int=7)
"""The organisation whose events these are: the made-up streams are for its people."""
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


async def until(reached: Callable[[], Awaitable[bool] | bool], within: float = 30) -> None:
    """Wait for a condition; a test that waits longer than `within` seconds has failed."""
    async with asyncio.timeout(within):
        while True:
            answer = reached()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(0.01)


async def write(connection: Connection, kind: str = "item.revised", *, object_id: UUID | None = None, version: int = 1,
                object_type: str = "Demand", after: dict[str, object] | None = None) -> None:
    await events.write(connection, [events.new(at=NOON, kind=kind, actor_id=None, organization_id=OURS, object_type=object_type,
                        object_id=object_id or uuid7(), object_version=version, request_id="r-1",
                        after=after or {"title": "新标题", "version": version})])


async def write_many(pool: Pool, count: int, kind: str = "item.revised") -> None:
    async with pool.acquire() as connection, connection.transaction():
        for _ in range(count):
            await write(connection, kind)


async def organizations(pool: Pool, count: int) -> list[UUID]:
    ids = [uuid7() for _ in range(count)]
    async with pool.acquire() as connection:
        await connection.executemany("INSERT INTO organization (id, kind, name, created_at) "
                                     "VALUES ($1, 'UNIT', '星城中学', '2026-01-01')", [(each,) for each in ids])
    return ids


async def all_placed(pool: Pool) -> bool:
    async with pool.acquire() as connection:
        return (await events.lag(connection, NOON)).events == 0


async def leader(pool: Pool) -> int | None:
    """The server process that serves the relay which leads."""
    pid: int | None = await pool.fetchval(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", events.LEADERSHIP)
    return pid


async def kill(pool: Pool, pid: int) -> None:
    await pool.execute("SELECT pg_terminate_backend($1)", pid)
