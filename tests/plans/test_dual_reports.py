"""Registrations beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other communities; of one's own 50
ADD = """INSERT INTO dual_report (id, member_id, unit_id, community_id, home_code, state, proposed_at, confirmed_at, over_at,
                                  reason)
  SELECT gen_random_uuid(), $4, $3, $2, {home}, CASE n % 2 WHEN 0 THEN 'MOVED' ELSE 'DECLINED' END, d, d, d, '搬家'
  FROM (SELECT n, timestamptz '2020-01-01' + n * interval '1 hour' AS d FROM generate_series(1, $1::int) n) g"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"


@pytest.fixture(scope="module")
async def reports(crowd: Crowd) -> AsyncIterator[Crowd]:
    city = crowd.city
    await crowd.connection.execute(ADD.format(home="'110111007001'"), 50, city.community, city.school, city.members["unit"])
    await crowd.connection.execute(ADD.format(home=OTHERS), MANY, city.far_community, city.hospital, city.members["far-street"])
    await crowd.connection.execute("VACUUM ANALYZE dual_report")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: OLDEST", "first: 20, filter: {state: [MOVED]}",
                                       'first: 20, filter: {withinDivision: "110111007"}', "first: 100"])
async def test_a_page_reads_its_own_rows(reports: Crowd, handle: str, arguments: str) -> None:
    explained, = await reports.explain(handle, f"{{ dualReports({arguments}) {{ nodes {{ state }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("dual_report", 0) <= 500, explained.sql


@pytest.mark.parametrize(("field", "tag", "name"), [
    ("communityId", "or", "community"), ("unitId", "or", "school"), ("memberId", "me", "unit")])
async def test_of_one_community_unit_or_member(reports: Crowd, field: str, tag: str, name: str) -> None:
    row = reports.city.members["unit"] if tag == "me" else getattr(reports.city, name)
    text = f'{{ dualReports(first: 20, filter: {{{field}: "{ids.encoder(tag)(row)}"}}) {{ nodes {{ state }} }} }}'
    for handle in ("unit", "district", "nobody"):
        explained, = await reports.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("dual_report", 0) <= 150, explained.sql
