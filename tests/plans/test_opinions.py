"""Requests for opinions beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from tests.plans.conftest import Crowd

MANY = 40_000  # of others; of one's own 50
ADD = """INSERT INTO opinion (id, asker_id, community_id, unit_id, purpose, question, due_on, state, asked_at, figures_from,
    claims_proposed, claims_accepted, claims_delivered, claims_confirmed, projects, conferences, overdue_at)
  SELECT gen_random_uuid(), $2, $3, $4, 'HONOUR', '可否', date '2000-01-01' + n, 'ASKED', '2026-01-01', '2025-01-01',
  0, 0, 0, 0, 0, 0, '2099-01-01' FROM generate_series(1, $1::int) n"""


@pytest.fixture(scope="module")
async def opinions(crowd: Crowd) -> AsyncIterator[Crowd]:
    city = crowd.city
    await crowd.connection.execute(ADD, 50, city.street, city.community, city.school)
    await crowd.connection.execute(ADD, MANY, city.department, city.far_community, city.bank)
    await crowd.connection.execute("VACUUM ANALYZE opinion")
    yield crowd


@pytest.mark.parametrize("handle", ["bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: LATEST", "first: 20, filter: {state: [ASKED]}",
                                       "first: 20, filter: {overdue: true}"])
async def test_a_page_reads_its_own_rows(opinions: Crowd, handle: str, arguments: str) -> None:
    explained, = await opinions.explain(handle, f"{{ opinions({arguments}) {{ nodes {{ question }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("opinion", 0) <= 200, explained.sql
