"""A member's notices beside as many of others: of a page and of the number of the unread as much is read as is answered."""
from collections.abc import AsyncIterator

import pytest

from tests.plans.conftest import Crowd

MANY = 100_000  # of one member; as many of the others together
UNREAD = 50
ADD = """INSERT INTO notice (member_id, kind, object_type, object_id, event_id, at, read_at)
  SELECT {member}, 'DEMAND_PUBLISHED', 'Demand', gen_random_uuid(), gen_random_uuid(), now() - n * interval '1 minute',
         CASE WHEN n % 2000 <> 0 THEN now() END FROM generate_series(1, $1::int) n"""


@pytest.fixture(scope="module")
async def inboxes(crowd: Crowd) -> AsyncIterator[Crowd]:
    await crowd.connection.execute(ADD.format(member=f"'{crowd.city.members['member']}'"), MANY)
    await crowd.connection.execute(ADD.format(member="gen_random_uuid()"), MANY)
    await crowd.connection.execute("VACUUM ANALYZE notice")
    yield crowd


def _asked(arguments: str, wanted: str) -> str:
    return "{ viewer { notices(" + arguments + ") { " + wanted + " } } }"


@pytest.mark.parametrize(("arguments", "wanted", "read"), [
    ("first: 20", "nodes { id kind }", 45),
    ("first: 20, filter: {unread: true}", "nodes { id kind }", 45),
    ("first: 20, filter: {unread: true}", "nodes { id } totalCount", 2 * UNREAD),
    ("filter: {unread: true}", "totalCount", UNREAD),
    ("last: 20, filter: {unread: false}", "nodes { id }", 45)])
async def test_what_is_read_is_what_is_answered(inboxes: Crowd, arguments: str, wanted: str, read: int) -> None:
    explained = (await inboxes.explain("member", _asked(arguments, wanted)))[-1]
    assert not explained.whole
    assert explained.read["notice"] <= read, explained.sql
    assert explained.sorted <= read
