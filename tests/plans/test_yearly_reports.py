"""Yearly reports beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

MANY = 40_000  # of other members; of the community's own 50
ADD = """WITH people AS (INSERT INTO member (id, subject, name, created_at)
    SELECT gen_random_uuid(), 'reported-' || $2::uuid::text || n, '某人', timestamptz '2020-01-01'
    FROM generate_series(1, $1::int) n RETURNING id)
  INSERT INTO yearly_report (id, year, member_id, unit_id, community_id, registrations, projects, hours, claims, deliveries,
                             duty_projects, duty_hours, state, issued_at, contest_until, final_at)
  SELECT gen_random_uuid(), 2025, id, $3, $2, 0, 1, 2, 0, 0, 1, 24,
  CASE row_number() OVER () % 2 WHEN 0 THEN 'FINAL' ELSE 'ISSUED' END,
  timestamptz '2026-01-01' + row_number() OVER () * interval '1 second', timestamptz '2090-01-01', timestamptz '2026-02-01'
  FROM people"""


@pytest.fixture(scope="module")
async def reports(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, execute = crowd.city, crowd.connection.execute
    await execute(ADD, 50, city.community, city.school)
    await execute(ADD, MANY, city.far_community, city.hospital)
    await execute("VACUUM ANALYZE yearly_report, member")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: OLDEST", "first: 20, filter: {state: [ISSUED]}",
                                       "first: 20, filter: {year: 2025}"])
async def test_a_page_reads_its_own_rows(reports: Crowd, handle: str, arguments: str) -> None:
    text = f"{{ yearlyReports({arguments}) {{ nodes {{ hours viewerCan {{ allowed }} }} }} }}"
    explained, = await reports.explain(handle, text)
    assert not explained.whole, explained.sql
    assert explained.read.get("yearly_report", 0) <= 500, explained.sql


@pytest.mark.parametrize(("field", "name"), [("communityId", "community"), ("unitId", "school")])
async def test_those_of_one_community_or_unit(reports: Crowd, field: str, name: str) -> None:
    one = ids.encoder("or")(getattr(reports.city, name))
    text = f'{{ yearlyReports(first: 20, filter: {{{field}: "{one}"}}) {{ nodes {{ hours }} }} }}'
    for handle in ("unit", "community", "nobody"):
        explained, = await reports.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("yearly_report", 0) <= 150, explained.sql
