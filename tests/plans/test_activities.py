"""Activities and sign-ups beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other divisions; of one's own 50
ADD = """INSERT INTO activity (id, organization_id, home_code, published_by, title, body, address, starts_at, ends_at,
                               sign_up_until, places, state, published_at, over_at)
  SELECT gen_random_uuid(), $2, {home}, $3, '清洁日', '', '南门', d, d + interval '1 hour', d, 9,
  CASE n % 2 WHEN 0 THEN 'ENDED' ELSE 'PUBLISHED' END, d, d
  FROM (SELECT n, timestamptz '2020-01-01' + n * interval '2 hours' AS d FROM generate_series(1, $1::int) n) g"""
SIGN_UPS = """INSERT INTO sign_up (id, activity_id, organization_id, home_code, member_id, unit_id, starts_at, ends_at, state,
                                   signed_up_at, over_at)
  SELECT gen_random_uuid(), id, organization_id, home_code, $2, $3, starts_at, ends_at, 'WITHDRAWN', starts_at, starts_at
  FROM activity WHERE organization_id = $1"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"


@pytest.fixture(scope="module")
async def activities(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, connection = crowd.city, crowd.connection
    await connection.execute(ADD.format(home="'110111007001'"), 50, city.community, city.members["community"])
    await connection.execute(ADD.format(home=OTHERS), MANY, city.far_community, city.members["far-community"])
    await connection.execute(SIGN_UPS, city.community, city.members["unit"], city.school)
    await connection.execute(SIGN_UPS, city.far_community, city.members["far-street"], city.hospital)
    await connection.execute("VACUUM ANALYZE activity, sign_up")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: LATEST", "first: 100",
                                       'first: 20, filter: {withinDivision: "110111007"}'])
@pytest.mark.parametrize(("list_", "table"), [("activities", "activity"), ("signUps", "sign_up")])
async def test_a_page_reads_its_own_rows(activities: Crowd, handle: str, arguments: str, list_: str, table: str) -> None:
    explained, = await activities.explain(handle, f"{{ {list_}({arguments}) {{ nodes {{ state }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get(table, 0) <= 500, explained.sql


@pytest.mark.parametrize("handle", ["unit", "street", "district", "nobody"])
@pytest.mark.parametrize("mine", ["true", "false"])
async def test_each_activity_is_asked_whether_one_is_signed_up(activities: Crowd, handle: str, mine: str) -> None:
    text = f"{{ activities(first: 20, filter: {{mine: {mine}}}) {{ nodes {{ title }} }} }}"
    explained, = await activities.explain(handle, text)
    assert not explained.whole, explained.sql
    assert explained.read.get("sign_up", 0) <= 150, explained.sql


@pytest.mark.parametrize(("field", "tag", "name"), [("unitId", "or", "school"), ("memberId", "me", "unit")])
async def test_of_one_unit_or_member(activities: Crowd, field: str, tag: str, name: str) -> None:
    row = activities.city.members["unit"] if tag == "me" else activities.city.school
    text = f'{{ signUps(first: 20, filter: {{{field}: "{ids.encoder(tag)(row)}"}}) {{ nodes {{ state }} }} }}'
    for handle in ("unit", "district", "nobody"):
        explained, = await activities.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("sign_up", 0) <= 150, explained.sql


@pytest.mark.parametrize("first", [1, 100])
async def test_a_page_and_its_sign_ups_are_two_statements(activities: Crowd, first: int) -> None:
    text = f"{{ activities(first: {first}) {{ nodes {{ title viewerCan {{ allowed }} signUps {{ nodes {{ hours }} }} }} }} }}"
    assert len(await activities.explain("community", text)) == 2
