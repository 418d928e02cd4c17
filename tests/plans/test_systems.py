"""Systems beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from tests.plans.conftest import Crowd

MANY = 40_000  # of others; of one's own 50
ADD = """WITH added AS (INSERT INTO member (id, subject, name, created_at)
    SELECT gen_random_uuid(), 'system:' || n || gen_random_uuid(), '热线', '2026-01-01' FROM generate_series(1, $1::int) n
    RETURNING id)
  INSERT INTO system (id, organization_id, home_code, allow, cost, sight, state, registered_at, key_made_at)
  SELECT id, $2, $3, ARRAY['whistles'], 1000, 'OWN', 'ACTIVE',
    timestamptz '2026-01-01' + row_number() OVER () * interval '1 minute', '2026-01-01' FROM added"""


@pytest.fixture(scope="module")
async def systems(crowd: Crowd) -> AsyncIterator[Crowd]:
    city = crowd.city
    await crowd.connection.execute(ADD, 50, city.community, "110111007001")
    await crowd.connection.execute(ADD, MANY, city.far_community, "341181003001")
    await crowd.connection.execute("VACUUM ANALYZE system, member")
    yield crowd


@pytest.mark.parametrize("handle", ["bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, filter: {state: [ACTIVE]}"])
async def test_a_page_reads_its_own_rows(systems: Crowd, handle: str, arguments: str) -> None:
    explained, = await systems.explain(handle, f"{{ systems({arguments}) {{ nodes {{ name }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("system", 0) <= 200, explained.sql
