"""Admissions beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other divisions; of one's own 50
ADD = """INSERT INTO admission (id, department_id, division_id, decider_id, home_code, title, basis, category, asked_yuan,
                                funded_per, approved_yuan, voucher, starts_on, ends_on, state, proposed_at, decided_at,
                                ends_at)
  SELECT gen_random_uuid(), $3, $2, $2, {home}, '核查', '文件', 'OTHER', 1, 'TOTAL', CASE n % 2 WHEN 0 THEN 1 END,
  CASE n % 2 WHEN 0 THEN '文号' END, d, d, CASE n % 2 WHEN 0 THEN 'APPROVED' ELSE 'PROPOSED' END, d, d, '2099-01-01'
  FROM (SELECT n, date '2000-01-01' + n AS d FROM generate_series(1, $1::int) n) g"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"


@pytest.fixture(scope="module")
async def admissions(crowd: Crowd) -> AsyncIterator[Crowd]:
    city = crowd.city
    await crowd.connection.execute(ADD.format(home="'110111007001'"), 50, city.community, city.school)
    await crowd.connection.execute(ADD.format(home=OTHERS), MANY, city.far_community, city.hospital)
    await crowd.connection.execute("VACUUM ANALYZE admission")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: LATEST", "first: 20, filter: {state: [APPROVED]}",
                                       'first: 20, filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(admissions: Crowd, handle: str, arguments: str) -> None:
    explained, = await admissions.explain(handle, f"{{ admissions({arguments}) {{ nodes {{ title }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("admission", 0) <= 500, explained.sql


@pytest.mark.parametrize("handle", ["unit", "district", "nobody"])
async def test_those_of_one_department(admissions: Crowd, handle: str) -> None:
    department = ids.encoder("or")(admissions.city.school)
    text = f'{{ admissions(first: 20, filter: {{departmentId: "{department}"}}) {{ nodes {{ title }} }} }}'
    explained, = await admissions.explain(handle, text)
    assert not explained.whole, explained.sql
    assert explained.read.get("admission", 0) <= 150, explained.sql
