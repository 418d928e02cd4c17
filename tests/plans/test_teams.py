"""Teams beside as many of others: a page reads its own rows, whoever asks and in whichever order."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other divisions; of one's own 50
ADD = """INSERT INTO team (id, organization_id, home_code, scope_code, kind, name, leader_id, state, formed_at, over_at, reason)
  SELECT gen_random_uuid(), $2, c, c, 'SHOCK', '突击队', $3, CASE n % 2 WHEN 0 THEN 'DISSOLVED' ELSE 'FORMED' END, d, d, '完成'
  FROM (SELECT n, {home} AS c, timestamptz '2000-01-01' + n * interval '1 hour' AS d FROM generate_series(1, $1::int) n) g"""
PLACES = """INSERT INTO team_member (id, team_id, member_id, state, asked_at, joined_at)
  SELECT gen_random_uuid(), id, $2, 'JOINED', formed_at, formed_at FROM team WHERE organization_id = $1"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"


@pytest.fixture(scope="module")
async def teams(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, execute = crowd.city, crowd.connection.execute
    await execute(ADD.format(home="'110111007001'"), 50, city.community, city.members["unit"])
    await execute(ADD.format(home=OTHERS), MANY, city.far_community, city.members["far-community"])
    for organization, member in ((city.community, "unit"), (city.far_community, "hospital")):
        await execute(PLACES, organization, city.members[member])
    await execute("VACUUM ANALYZE team, team_member")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: OLDEST", "first: 20, filter: {kind: [SHOCK]}",
                                       "first: 20, filter: {mine: true}", 'first: 20, filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(teams: Crowd, handle: str, arguments: str) -> None:
    explained, = await teams.explain(handle, f"{{ teams({arguments}) {{ nodes {{ name size hours }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("team", 0) <= 500, explained.sql
    assert explained.read.get("team_member", 0) <= 500, explained.sql


async def test_those_of_one_organization(teams: Crowd) -> None:
    one = ids.encoder("or")(teams.city.community)
    text = f'{{ teams(first: 20, filter: {{organizationId: "{one}"}}) {{ nodes {{ name }} }} }}'
    for handle in ("unit", "district", "nobody"):
        explained, = await teams.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("team", 0) <= 150, explained.sql


@pytest.mark.parametrize("first", [1, 100])
async def test_a_page_and_its_members_are_two_statements(teams: Crowd, first: int) -> None:
    text = f"{{ teams(first: {first}) {{ nodes {{ name viewerCan {{ allowed }} members {{ nodes {{ state }} }} }} }} }}"
    assert len(await teams.explain("community", text)) == 2
