"""Agreements beside as many of others: a page reads its own rows, whoever asks, and however few of all he sees."""
from collections.abc import AsyncIterator

import pytest

from tests.plans import test_duties as duties
from tests.plans.conftest import Crowd

MANY = 40_000  # of a thousand hosts in other divisions, one in ten with the bank; of one's own 50
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"
UNIT = f"CASE n % 10 WHEN 0 THEN $2 ELSE {duties.ORGANIZATION} END"
ADD = """INSERT INTO agreement (id, host_id, unit_id, home_code, title, body, starts_on, ends_on, state, proposed_by,
                               proposed_at, signed_at)
  SELECT gen_random_uuid(), {host}, {unit}, {home}, '共建协议', '', d, d, (ARRAY['PROPOSED', 'SIGNED'])[1 + n % 2], 'HOST', d, d
  FROM (SELECT n, date '2000-01-01' + n AS d FROM generate_series(1, $1::int) n) g"""


@pytest.fixture(scope="module")
async def agreements(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, execute = crowd.city, crowd.connection.execute
    await execute(duties.OTHERS)
    await execute(ADD.format(home="'110111007001'", host="$2", unit="$3"), 50, city.community, city.school)
    await execute(ADD.format(home=OTHERS, host=duties.ORGANIZATION, unit=UNIT), MANY, city.bank)
    await execute("VACUUM ANALYZE organization, agreement")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "community", "member", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: NEWEST", "first: 20, filter: {state: [SIGNED]}",
                                       "first: 20, filter: {mine: true}", "first: 20, filter: {inForce: true}",
                                       'first: 20, filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(agreements: Crowd, handle: str, arguments: str) -> None:
    explained, = await agreements.explain(handle, f"{{ agreements({arguments}) {{ nodes {{ title }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("agreement", 0) <= 300, explained.sql


@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, filter: {mine: true}", "first: 20, filter: {state: [SIGNED]}"])
async def test_a_party_to_many_reads_the_page_alone(agreements: Crowd, arguments: str) -> None:
    explained, = await agreements.explain("bank", f"{{ agreements({arguments}) {{ nodes {{ title }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("agreement", 0) <= 300, explained.sql
