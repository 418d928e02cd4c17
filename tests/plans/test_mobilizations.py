"""Mobilisations, shifts and assignments beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other divisions; of one's own 50
CALLED = """
  INSERT INTO mobilization (id, organization_id, home_code, called_by, title, reason, starts_at, ends_at, acknowledge_by, state,
                            called_at, over_at)
  SELECT gen_random_uuid(), $2, {home}, $3, '值守', '暴雨', d, d + interval '1 hour', d,
  CASE n % 2 WHEN 0 THEN 'ENDED' ELSE 'CALLED' END, d, d
  FROM (SELECT n, timestamptz '2020-01-01' + n * interval '2 hours' AS d FROM generate_series(1, $1::int) n) g"""
POSTS = """
  INSERT INTO mobilization_post (id, mobilization_id, number, name, address, division_code)
  SELECT gen_random_uuid(), id, 1, '桥头', '南桥', home_code FROM mobilization"""
SHIFTS = """
  INSERT INTO shift (id, post_id, mobilization_id, organization_id, home_code, division_code, acknowledge_by, starts_at,
                     ends_at, needed, assigned)
  SELECT gen_random_uuid(), p.id, m.id, m.organization_id, m.home_code, m.home_code, m.acknowledge_by, m.starts_at, m.ends_at,
  2, 1 FROM mobilization m JOIN mobilization_post p ON p.mobilization_id = m.id"""
SENT = """
  INSERT INTO assignment (id, shift_id, mobilization_id, organization_id, home_code, member_id, unit_id, starts_at, ends_at,
                          state, assigned_at)
  SELECT gen_random_uuid(), id, mobilization_id, organization_id, home_code, $2, $3, starts_at, ends_at, 'ASSIGNED', starts_at
  FROM shift WHERE organization_id = $1"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0')"
LISTS = (("mobilizations", "mobilization"), ("shifts", "shift"), ("assignments", "assignment"))


@pytest.fixture(scope="module")
async def called(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, connection = crowd.city, crowd.connection
    await connection.execute(CALLED.format(home="'110111007'"), 50, city.street, city.members["street"])
    await connection.execute(CALLED.format(home=OTHERS), MANY, city.far_street, city.members["far-street"])
    await connection.execute(POSTS)
    await connection.execute(SHIFTS)
    await connection.execute(SENT, city.street, city.members["unit"], city.school)
    await connection.execute(SENT, city.far_street, city.members["far-street"], city.hospital)
    await connection.execute("VACUUM ANALYZE mobilization, mobilization_post, shift, assignment")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: LATEST", "first: 20, orderBy: NEXT",
                                       'first: 20, filter: {withinDivision: "110111007"}'])
@pytest.mark.parametrize(("list_", "table"), LISTS)
async def test_a_page_reads_its_own_rows(called: Crowd, handle: str, arguments: str, list_: str, table: str) -> None:
    explained, = await called.explain(handle, f"{{ {list_}({arguments}) {{ nodes {{ state }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get(table, 0) <= 500, explained.sql


@pytest.mark.parametrize("handle", ["unit", "street", "district", "nobody"])
async def test_gaps_are_found_among_ones_own(called: Crowd, handle: str) -> None:
    explained, = await called.explain(handle, "{ shifts(first: 20, filter: {gap: true}) { nodes { missing } } }")
    assert not explained.whole, explained.sql
    assert explained.read.get("shift", 0) <= 500, explained.sql


@pytest.mark.parametrize("handle", ["unit", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("mine", ["true", "false"])
async def test_each_mobilisation_is_asked_whether_one_is_sent(called: Crowd, handle: str, mine: str) -> None:
    text = f"{{ mobilizations(first: 20, filter: {{mine: {mine}}}) {{ nodes {{ title }} }} }}"
    explained, = await called.explain(handle, text)
    assert not explained.whole, explained.sql
    assert explained.read.get("assignment", 0) <= 300, explained.sql


@pytest.mark.parametrize(("field", "tag", "name"), [("unitId", "or", "school"), ("memberId", "me", "unit")])
async def test_of_one_unit_or_member(called: Crowd, field: str, tag: str, name: str) -> None:
    row = called.city.members["unit"] if tag == "me" else called.city.school
    text = f'{{ assignments(first: 20, filter: {{{field}: "{ids.encoder(tag)(row)}"}}) {{ nodes {{ state }} }} }}'
    for handle in ("unit", "district", "nobody"):
        explained, = await called.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("assignment", 0) <= 150, explained.sql


@pytest.mark.parametrize("first", [1, 100])
async def test_a_page_with_all_that_is_below_is_a_statement_a_level(called: Crowd, first: int) -> None:
    text = (f"{{ mobilizations(first: {first}) {{ nodes {{ needed units posts(first: 5) {{ nodes {{ served }} }} "
            "shifts(first: 5) { nodes { gap viewerCan { allowed } assignments { nodes { state } } } } } } }")
    assert len(await called.explain("street", text)) == 4
