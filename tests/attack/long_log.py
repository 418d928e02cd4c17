"""A log of events that is long, and whose item is large: what many replays at once read."""
import asyncio

import asyncpg

from planner import cursors

BEGINNING = cursors.encode_position(0)
EVENTS = 5_000
BODY = 20_000  # characters, as long as it may be

LARGE = f"""
UPDATE item SET body = repeat('难', {BODY}) WHERE id = (
    SELECT i.id FROM item i JOIN organization o ON o.id = i.publisher_id
    WHERE i.list = 'DEMAND' AND i.state = 'PUBLISHED' AND i.scope = 'DISTRICT' AND i.district = '110111' ORDER BY i.id LIMIT 1)
RETURNING id, publisher_id, home_code"""
REVISED = f"""
INSERT INTO event (id, at, kind, organization_id, object_type, object_id, object_version, subject_type, subject_id,
                   home_code, after)
SELECT gen_random_uuid(), now(), 'item.revised', $2, 'Demand', $1, n, 'item', $1, $3, '{{"title": "又改了"}}'
FROM generate_series(1, {EVENTS}) n"""
HEAD = "SELECT coalesce(max(pos), 0) FROM event"


async def write(url: str) -> str:
    """Write it into a demo's database, as the program's API would let nobody.

    returns   the cursor behind which it is
    writes    item.body of one demand that the whole district sees; event
    """
    connection = await asyncpg.connect(url)
    try:
        await _placed(connection)
        head = await connection.fetchval(HEAD)
        async with connection.transaction():
            item = await connection.fetchrow(LARGE)
            assert item is not None, "a demo has demands for a whole district"
            await connection.execute(REVISED, *item)
        await _placed(connection)
    finally:
        await connection.close()
    return cursors.encode_position(head)


async def _placed(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Wait until the relay has given each event its place."""
    async with asyncio.timeout(60):
        while await connection.fetchval("SELECT EXISTS (SELECT FROM event WHERE pos IS NULL)"):  # noqa: ASYNC110  # it says nothing
            await asyncio.sleep(0.2)
