"""Micro-wishes beside as many of others: a page reads its own rows, whoever asks and in whichever order."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other divisions; of one's own 50
ADD = """INSERT INTO micro_wish (id, community_id, home_code, scope, published_by, category, title, body, state, published_at,
                                 due_at, holder_id, held_at)
  SELECT gen_random_uuid(), $2, {home}, 'COMMUNITY', $3, 'OTHER', '心愿', '', CASE n % 2 WHEN 0 THEN 'OPEN' ELSE 'HELD' END, d,
  d + interval '90 years', CASE n % 2 WHEN 1 THEN $4::uuid END, d FROM (
  SELECT n, timestamptz '2000-01-01' + n * interval '1 hour' AS d FROM generate_series(1, $1::int) n) g"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"


@pytest.fixture(scope="module")
async def wishes(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, execute = crowd.city, crowd.connection.execute
    await execute(ADD.format(home="'110111007001'"), 50, city.community, city.members["community"], city.members["unit"])
    await execute(ADD.format(home=OTHERS), MANY, city.far_community, city.members["far-community"], city.members["hospital"])
    await execute("VACUUM ANALYZE micro_wish")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: NEWEST", "first: 20, filter: {state: [OPEN]}",
                                       'first: 20, filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(wishes: Crowd, handle: str, arguments: str) -> None:
    explained, = await wishes.explain(handle, f"{{ microWishes({arguments}) {{ nodes {{ title resident {{ name }} }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("micro_wish", 0) <= 500, explained.sql


@pytest.mark.parametrize("end", ["communityId", "holderId"])
async def test_those_of_one_community_or_member(wishes: Crowd, end: str) -> None:
    one = ids.encoder("or")(wishes.city.community) if end == "communityId" else ids.encoder("me")(wishes.city.members["unit"])
    text = f'{{ microWishes(first: 20, filter: {{{end}: "{one}"}}) {{ nodes {{ title }} }} }}'
    for handle in ("unit", "district", "nobody"):
        explained, = await wishes.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("micro_wish", 0) <= 150, explained.sql
