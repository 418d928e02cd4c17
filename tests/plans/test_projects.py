"""Joint projects beside as many of others: a page reads its own rows, whoever asks, and however few of all he sees."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other streets; of one's own 60
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"
ADD = """INSERT INTO joint_project (id, host_id, home_code, committee_id, lead_unit_id, state, title, body, ends_on, formed_at,
                                    started_at)
  SELECT gen_random_uuid(), $2, {home}, $3, CASE WHEN n % 1000 = 1 THEN $5::uuid ELSE $4 END,
         (ARRAY['FORMED', 'UNDER_WAY'])[1 + n % 2], '实施项目', '', date '2027-01-01' + n::int % 3000,
         '2026-01-01', '2026-01-01'
  FROM generate_series(1, $1::int) n"""
PARTS = """INSERT INTO project_part (id, project_id, organization_id, share)
  SELECT gen_random_uuid(), id, lead_unit_id, 100 FROM joint_project"""


@pytest.fixture(scope="module")
async def projects(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, connection = crowd.city, crowd.connection
    units = (city.school, city.hospital)
    await connection.execute(ADD.format(home="'110111007001'"), 60, city.community, city.committee, *units)
    units = (city.department, city.hospital)
    await connection.execute(ADD.format(home=OTHERS), MANY, city.far_street, city.street_committee, *units)
    await connection.execute(PARTS)
    await connection.execute("VACUUM ANALYZE joint_project, project_part")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "hospital", "community", "member", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: LATEST", "first: 20, filter: {state: [UNDER_WAY]}",
                                       'first: 20, filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(projects: Crowd, handle: str, arguments: str) -> None:
    explained, = await projects.explain(handle, f"{{ jointProjects({arguments}) {{ nodes {{ title }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("joint_project", 0) <= 300, explained.sql


@pytest.mark.parametrize("handle", ["unit", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("filter_", ["mine: true", "mine: false", "category: [HEALTH]", 'unitId: "{unit}"'])
async def test_each_project_is_asked_who_takes_part_and_what_was_claimed(projects: Crowd, handle: str, filter_: str) -> None:
    given = filter_.format(unit=ids.encoder("or")(projects.city.hospital))
    explained, = await projects.explain(handle, f"{{ jointProjects(first: 20, filter: {{{given}}}) {{ nodes {{ title }} }} }}")
    assert not explained.whole, explained.sql
    assert sum(explained.read.get(table, 0) for table in ("project_part", "claim", "item")) <= 300, explained.sql


@pytest.mark.parametrize("condition", ['committeeId: "{committee}"', 'hostId: "{host}"'])
async def test_a_committees_and_a_hosts_page(projects: Crowd, condition: str) -> None:
    """Also of who sees all that there are."""
    city = projects.city
    asked = condition.format(committee=ids.encoder("jc")(city.committee), host=ids.encoder("or")(city.community))
    text = f"{{ jointProjects(first: 20, filter: {{{asked}}}) {{ nodes {{ title }} }} }}"
    for handle in ("unit", "province", "nobody"):
        explained, = await projects.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("joint_project", 0) <= 300, explained.sql
