"""Conferences beside as many of others: a page reads its own rows, whoever asks, and however few of all he sees."""
from collections.abc import AsyncIterator
from datetime import date

import pytest

from db import calendars
from planner import ids
from tests.plans import explained
from tests.plans.conftest import Crowd

MANY = 40_000  # of other streets' committees; of one's own 50
ADD = """INSERT INTO joint_conference (id, committee_id, organization_id, home_code, state, title, planned_for, topics_until)
  SELECT gen_random_uuid(), $2, $3, {home}, 'PLANNED', '联席会议', date '2020-01-01' + n::int % 3000, '2020-01-01'
  FROM generate_series(1, $1::int) n"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"


@pytest.fixture(scope="module")
async def conferences(crowd: Crowd) -> AsyncIterator[Crowd]:
    city = crowd.city
    await crowd.connection.execute(ADD.format(home="'110111007001'"), 50, city.committee, city.community)
    await crowd.connection.execute(ADD.format(home=OTHERS), MANY, city.street_committee, city.street)
    await crowd.connection.execute("VACUUM ANALYZE joint_conference")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "community", "member", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: NEXT", 'first: 20, filter: {state: [PLANNED]}',
                                       'first: 20, filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(conferences: Crowd, handle: str, arguments: str) -> None:
    read, = await conferences.explain(handle, f"{{ conferences({arguments}) {{ nodes {{ title }} }} }}")
    assert not read.whole, read.sql
    assert read.read.get("joint_conference", 0) <= 150, read.sql


async def test_a_committees_page(conferences: Crowd) -> None:
    """Also of who sees all that there are."""
    committee = ids.encoder("jc")(conferences.city.committee)
    for handle in ("unit", "district", "nobody"):
        for text in (f'conferences(first: 20, filter: {{committeeId: "{committee}"}}) {{ nodes {{ title }} }}',
                     f'conferences(last: 20, filter: {{committeeId: "{committee}", state: [PLANNED]}}) {{ totalCount }}'):
            read, = await conferences.explain(handle, f"{{ {text} }}")
            assert not read.whole, read.sql
            assert read.read["joint_conference"] <= 150, read.sql


async def test_a_committees_own_list(conferences: Crowd) -> None:
    """As a level below it has it, by the committee's id."""
    found = await conferences.connection.fetch(
        "EXPLAIN SELECT id FROM joint_conference WHERE committee_id = $1 ORDER BY planned_for DESC, id DESC LIMIT 20",
        conferences.city.committee)
    assert "joint_conference_committee" in " ".join(row[0] for row in found)


TOPICS = """INSERT INTO topic (id, committee_id, organization_id, home_code, stage, source, category, title, raised_for_id,
                               collected_at, conference_id)
  SELECT gen_random_uuid(), $2, $3, {home}, (ARRAY['COLLECTED', 'PROPOSED', 'RESOLVED'])[1 + n % 3], 'RAISED', 'OTHER', '议题',
         CASE WHEN n % 1000 = 1 THEN $4::uuid END, timestamptz '2025-01-01' + n * interval '1 minute', $5
  FROM generate_series(1, $1::int) n"""
RESOLUTIONS = """INSERT INTO resolution (id, topic_id, committee_id, organization_id, home_code, state, kind, text, owner_id,
                                         due_on, published_at, made_at)
  SELECT gen_random_uuid(), t.id, t.committee_id, t.organization_id, t.home_code, 'OPEN', 'TASK', '办',
         coalesce(t.raised_for_id, t.organization_id), date '2026-01-01', '2026-01-01', '2026-01-01' FROM topic t"""


@pytest.fixture(scope="module")
async def topics(conferences: Crowd) -> AsyncIterator[Crowd]:
    city, connection = conferences.city, conferences.connection
    meeting = await connection.fetchval("SELECT id FROM joint_conference WHERE committee_id = $1 LIMIT 1", city.committee)
    await connection.execute(TOPICS.format(home="'110111007001'"), 60, city.committee, city.community, city.hospital, meeting)
    await connection.execute(TOPICS.format(home=OTHERS), MANY, city.street_committee, city.street, city.hospital, meeting)
    await connection.execute(RESOLUTIONS)
    await connection.execute("VACUUM ANALYZE topic, resolution")
    yield conferences


@pytest.mark.parametrize("handle", ["unit", "hospital", "community", "member", "street", "nobody"])
@pytest.mark.parametrize("asked", ["topics(first: 20)", "topics(first: 20, orderBy: NEWEST, filter: {stage: [PROPOSED]})",
                                   "resolutions(first: 20)", "resolutions(first: 20, filter: {state: [OPEN]})"])
async def test_topics_and_resolutions_too(topics: Crowd, handle: str, asked: str) -> None:
    """A page of each value by which somebody sees, in each stage, at the most."""
    read, = await topics.explain(handle, f"{{ {asked} {{ nodes {{ id }} }} }}")
    table = asked.partition("s(")[0]
    assert not read.whole, read.sql
    assert read.read.get(table, 0) <= 1_500, read.sql


@pytest.mark.parametrize("handle", ["unit", "community", "member", "street", "nobody"])
async def test_a_calendar_reads_its_own_days(topics: Crowd, handle: str) -> None:
    viewer, spied = topics.city.viewer(handle), explained.Spied(topics.connection)
    first, last, today = date(2020, 6, 1), date(2022, 6, 1), date(2021, 6, 1)
    await calendars.meetings(spied, viewer.sits_on.keys(), viewer.acts_for.keys(), first, last, 20)  # type: ignore[arg-type]
    await calendars.resolutions(spied, viewer.member_id, viewer.acts_for.keys(), first, last, 20, today)  # type: ignore[arg-type]
    for found in spied.found:
        assert not found.whole, found.sql
        assert max(found.read.get("joint_conference", 0), found.read.get("resolution", 0)) <= 150, found.sql
