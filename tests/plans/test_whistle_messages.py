"""A call's thread beside many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from planner import ids
from tests import whistles
from tests.plans.conftest import Crowd

OWN, CALLS, EACH = 60, 400, 100  # messages of one's own call; calls of others, and messages in each
ADD = """INSERT INTO whistle_message (id, whistle_id, organization_id, written_by, internal, body, written_at)
  SELECT gen_random_uuid(), w.id, $1, $2, n % 2 = 0, '请补充地址', timestamptz '2000-01-01' + n * interval '1 hour'
  FROM whistle w CROSS JOIN generate_series(1, $3::int) n WHERE w.home_code = $4"""
FAR = "341181003006"
OTHERS = f"""INSERT INTO whistle (id, raiser_id, raised_by, home_code, kind, category, title, body, state, level,
                                   reported_at, due_at)
  SELECT gen_random_uuid(), $1, $2, '{FAR}', 'KEY_WORK', 'OTHER', '别处', '', 'REPORTED', 'COMMUNITY', '2026-01-05',
         '2098-01-01'
  FROM generate_series(1, {CALLS})"""

PARTIES = """INSERT INTO whistle_party (id, whistle_id, organization_id, role, state, asked_at)
  SELECT gen_random_uuid(), id, $1, 'ASSISTING', 'ASKED', reported_at FROM whistle WHERE home_code = $2"""


@pytest.fixture(scope="module")
async def call(crowd: Crowd) -> AsyncIterator[UUID]:
    city, execute = crowd.city, crowd.connection.execute
    own = await whistles.add_whistle(crowd.connection, city, assisting=("school",))
    await execute(OTHERS, city.far_community, city.members["far-community"])
    await execute(PARTIES, city.hospital, FAR)
    author = city.bank, city.members["bank"]
    await execute(ADD, *author, OWN, "110111007001")
    await execute(ADD, *author, EACH, FAR)
    await execute("VACUUM ANALYZE whistle, whistle_party, whistle_message")
    yield own


@pytest.mark.parametrize("handle", ["community", "bank", "unit", "street", "district"])
@pytest.mark.parametrize("arguments", ["first: 20", "last: 20", "first: 20, orderBy: NEWEST",
                                       "first: 20, filter: {internal: true}"])
async def test_a_page_reads_its_own_rows(crowd: Crowd, call: UUID, handle: str, arguments: str) -> None:
    messages = f"messages({arguments}) {{ nodes {{ body }} }}"
    text = f'{{ node(id: "{ids.encoder("ca")(call)}") {{ ... on Whistle {{ {messages} }} }} }}'
    for explained in await crowd.explain(handle, text):
        assert not explained.whole, explained.sql
        assert explained.read.get("whistle_message", 0) <= 2 * OWN, explained.sql
