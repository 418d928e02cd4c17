"""A member's notices among a million: of a page and of the number of the unread as much is read as is answered."""
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.city import COMMUNITY
from tests.plans.conftest import Crowd

MANY, MILLION = 100_000, 1_000_000  # of one member; of all together
LISTENING = 15_000  # the others
UNREAD = 50
ADD = """INSERT INTO notice (member_id, kind, object_type, object_id, event_id, at, read_at)
  SELECT {member}, 'DEMAND_PUBLISHED', 'Demand', i.id, gen_random_uuid(), now() - n * interval '1 minute',
         CASE WHEN n % 2000 <> 0 THEN now() END
    FROM generate_series(1, $1::int) n,
         (SELECT id FROM item WHERE list = 'DEMAND' AND home = $2 AND state = 'PUBLISHED' LIMIT 1) i"""


@asynccontextmanager
async def _without_indexes(crowd: Crowd) -> AsyncIterator[None]:
    """A million rows are added in seconds, and indexed in seconds."""
    found = await crowd.connection.fetch("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'notice' "
                                         "AND indexdef NOT LIKE '%UNIQUE%'")
    for row in found:
        await crowd.connection.execute(f"DROP INDEX {row['indexname']}")
    yield
    for row in found:
        await crowd.connection.execute(row["indexdef"])


@pytest.fixture(scope="module")
async def inboxes(crowd: Crowd) -> AsyncIterator[Crowd]:
    async with _without_indexes(crowd):
        await crowd.connection.execute(ADD.format(member=f"'{crowd.city.members['member']}'"), MANY, COMMUNITY)
        others = f"lpad(to_hex(n % {LISTENING}), 32, '0')::uuid"
        await crowd.connection.execute(ADD.format(member=others), MILLION - MANY, COMMUNITY)
    await crowd.connection.execute("VACUUM ANALYZE notice")
    yield crowd


def _asked(arguments: str, wanted: str) -> str:
    return "{ viewer { notices(" + arguments + ") { " + wanted + " } } }"


@pytest.mark.parametrize(("arguments", "wanted", "read"), [
    ("first: 20", "nodes { id kind }", 45),
    ("first: 20, unread: true", "nodes { id kind }", 45),
    ("first: 20, filter: {unread: true}", "nodes { id kind }", 45),
    ("first: 20, unread: true", "nodes { id subject { id ... on Demand { title } } }", 45),
    ("first: 20, filter: {unread: true}", "nodes { id } totalCount", 2 * UNREAD),
    ("filter: {unread: true}", "totalCount", UNREAD),
    ("last: 20, filter: {unread: false}", "nodes { id }", 45)])
async def test_what_is_read_is_what_is_answered(inboxes: Crowd, arguments: str, wanted: str, read: int) -> None:
    explained = (await inboxes.explain("member", _asked(arguments, wanted)))[-1]
    assert not explained.whole
    assert explained.read["notice"] <= read, explained.sql
    assert explained.read.get("item", 0) <= 20
    assert explained.sorted <= read
