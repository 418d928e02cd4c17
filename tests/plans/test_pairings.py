"""Pairings beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other divisions; of one's own 50
ADD = """INSERT INTO pairing (id, kind, host_id, home_code, partner_id, promise, starts_on, ends_on, state, proposed_by,
                              proposed_at, paired_at, ends_at)
  SELECT gen_random_uuid(), 'UNIT', $2, {home}, $3, '走访', d, d, CASE n % 2 WHEN 0 THEN 'PAIRED' ELSE 'PROPOSED' END, 'HOST',
  d, d, '2099-01-01' FROM (SELECT n, date '2000-01-01' + n AS d FROM generate_series(1, $1::int) n) g"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"


@pytest.fixture(scope="module")
async def pairings(crowd: Crowd) -> AsyncIterator[Crowd]:
    city = crowd.city
    await crowd.connection.execute(ADD.format(home="'110111007001'"), 50, city.community, city.school)
    await crowd.connection.execute(ADD.format(home=OTHERS), MANY, city.far_community, city.hospital)
    await crowd.connection.execute("VACUUM ANALYZE pairing")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: LATEST", "first: 20, filter: {state: [PAIRED]}",
                                       'first: 20, filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(pairings: Crowd, handle: str, arguments: str) -> None:
    explained, = await pairings.explain(handle, f"{{ pairings({arguments}) {{ nodes {{ promise }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("pairing", 0) <= 500, explained.sql


@pytest.mark.parametrize("end", ["hostId", "partnerId"])
async def test_one_list_from_either_end(pairings: Crowd, end: str) -> None:
    organization = pairings.city.community if end == "hostId" else pairings.city.school
    text = f'{{ pairings(first: 20, filter: {{{end}: "{ids.encoder("or")(organization)}"}}) {{ nodes {{ promise }} }} }}'
    for handle in ("unit", "district", "nobody"):
        explained, = await pairings.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("pairing", 0) <= 150, explained.sql
