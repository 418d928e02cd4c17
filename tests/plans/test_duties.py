"""Duties beside as many of others: the list reads one's own, of each concept by an index."""
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from db import due_dates
from tests.plans import explained
from tests.plans.conftest import Crowd

MANY = 20_000  # of a thousand others; of one's own 30
OVER = 2_000  # claims of one's own, and on what one published, most of which are over
LARGE = ("item", "claim", "whistle", "whistle_party", "team", "team_member", "topic", "resolution", "pairing",
         "joint_conference", "joint_project", "milestone", "checkpoint")
OTHERS = """WITH made AS (
    INSERT INTO organization (id, kind, name, home_code, no_credit_code_reason, created_at)
    SELECT gen_random_uuid(), 'UNIT', '单位', '341181003006', '未登记', '2024-01-01' FROM generate_series(1, 1000)
    RETURNING id)
  INSERT INTO joint_committee (id, organization_id, level, name)
  SELECT gen_random_uuid(), id, 'COMMUNITY', '大党委' FROM made"""
OTHER = "(ARRAY(SELECT {column} FROM joint_committee WHERE name = '大党委'))[1 + n % 1000]"
SEATS = """INSERT INTO seat (id, committee_id, member_id, kind, starts_on)
  SELECT gen_random_uuid(), id, $1, (ARRAY['SECRETARY', 'PART_TIME'])[n], date '2024-01-01' + n
  FROM joint_committee, generate_series(1, 2) n WHERE name = '大党委'"""
SEAT = "(ARRAY(SELECT id FROM seat WHERE kind = 'PART_TIME' AND member_id = $3))[1 + n % 1000]"
COMMITTEE, ORGANIZATION = OTHER.format(column="id"), OTHER.format(column="organization_id")
ADD = (f"""INSERT INTO topic (id, committee_id, organization_id, home_code, stage, source, category, title, collected_at)
  SELECT gen_random_uuid(), {COMMITTEE}, {ORGANIZATION}, '341181003006', 'COLLECTED', 'RAISED', 'OTHER', '议题',
  timestamptz '2025-01-01' + n * interval '1 s' FROM generate_series(1, $1::int) n""",
       f"""INSERT INTO pairing (id, kind, host_id, home_code, partner_id, promise, starts_on, ends_on, state, proposed_by,
                                proposed_at, ends_at)
  SELECT gen_random_uuid(), 'UNIT', {ORGANIZATION}, '341181003006', {ORGANIZATION}, '走访', d, d, 'PROPOSED', 'HOST', d,
  '2099-01-01' FROM (SELECT n, date '2000-01-01' + n AS d FROM generate_series(1, $1::int) n) g""")
RESOLUTIONS = """INSERT INTO resolution (id, topic_id, committee_id, organization_id, home_code, state, kind, text, owner_id,
                                         due_on, made_at)
  SELECT gen_random_uuid(), t.id, t.committee_id, t.organization_id, t.home_code, 'OPEN', 'TASK', '办', {owner},
  date '2026-01-01' + n::int % 900, '2026-01-01' FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM topic LIMIT $1) t"""


WHISTLES = f"""INSERT INTO whistle (id, raiser_id, raised_by, home_code, kind, category, title, body, state, level, lead_id,
     street_id, district_id, disputed, reason, result, evidence, due_at, reported_at, triaged_at, dispatched_at, accept_by,
     handle_by, accepted_at, handled_at, verified_at, for_resident)
  SELECT gen_random_uuid(), {ORGANIZATION}, $2, '341181003006', 'KEY_WORK', 'OTHER', '诉求', '',
  (ARRAY['REPORTED', 'TRIAGED', 'RETURNED', 'VERIFIED', 'HANDLED', 'DISPATCHED', 'ACCEPTED', 'REWORK'])[1 + n % 8],
  'COMMUNITY', {ORGANIZATION}, {ORGANIZATION}, {ORGANIZATION}, n % 16 = 2, '因', '果', '据', d, d, d, d, d, d, d, d, d,
  true
  FROM (SELECT n, timestamptz '2025-01-01' + n * interval '1 s' AS d FROM generate_series(1, $1::int) n) g"""


PARTIES = f"""INSERT INTO whistle_party (id, whistle_id, organization_id, role, state, asked_at)
  SELECT gen_random_uuid(), id, {ORGANIZATION}, 'ASSISTING', 'ASKED', reported_at
  FROM (SELECT id, reported_at, row_number() OVER () AS n FROM whistle) w"""
PEOPLE = """INSERT INTO member (id, subject, name, created_at)
  SELECT gen_random_uuid(), 'owing-' || n, '某人', timestamptz '2020-01-01' FROM generate_series(1, $1::int) n"""
PERSON = f"(ARRAY(SELECT id FROM member WHERE subject LIKE 'owing-%'))[1 + n % {MANY}]"
TEAMS = (f"""INSERT INTO team (id, organization_id, home_code, scope_code, kind, name, leader_id, state, formed_at)
  SELECT gen_random_uuid(), {ORGANIZATION}, '341181003006', '341181003006', 'SHOCK', '队', {PERSON}, 'FORMED', '2025-01-01'
  FROM generate_series(1, $1::int) n""",
         f"""INSERT INTO team_member (id, team_id, member_id, state, asked_at)
  SELECT gen_random_uuid(), id, {PERSON.replace('1 + n', '1 + (n + 7)')}, 'REQUESTED', '2025-01-01'
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM team) t""")
CLAIMS = """INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, answer_by, due_at, rating,
                                reason, proposed_at, answered_at, delivered_at, confirmed_at)
  SELECT gen_random_uuid(), id, publisher_id, {claimant}, $2, 1, state, d, d, CASE state WHEN 'CONFIRMED' THEN 5 END, '因',
  d, d, d, d FROM (SELECT i.id, i.publisher_id, n, timestamptz '2025-01-01' + n * interval '1 s' AS d,
          coalesce((ARRAY['DELIVERED', 'ACCEPTED', 'REWORK', 'PROPOSED'])[n % 100], 'CONFIRMED') AS state
        FROM generate_series(1, $1::int) n
        JOIN (SELECT id, publisher_id, row_number() OVER (ORDER BY id) - 1 AS place FROM item WHERE {items}) i
          ON i.place = n % (SELECT count(*) FROM item WHERE {items})) g"""
"""Most are over long since."""
CONFERENCES = f"""INSERT INTO joint_conference (id, committee_id, organization_id, home_code, state, title, planned_for,
     topics_until, starts_at, venue, called_at, held_at, minutes)
  SELECT gen_random_uuid(), {COMMITTEE}, {ORGANIZATION}, '341181003006', (ARRAY['CALLED', 'HELD'])[1 + n % 2], '例会',
  date '2025-01-01' + n::int % 900, d, d, '三楼', d, d, '议定三事'
  FROM (SELECT n, timestamptz '2025-01-01' + n * interval '1 s' AS d FROM generate_series(1, $1::int) n) g"""
PROJECTS = (f"""INSERT INTO joint_project (id, host_id, home_code, lead_unit_id, lead_seat_id, state, title, body, ends_on,
     formed_at, started_at, over_at)
  SELECT gen_random_uuid(), {ORGANIZATION}, '341181003006', {ORGANIZATION},
  CASE WHEN n % 4000 = 0 THEN $2::uuid WHEN n % 2 = 0 THEN {SEAT} END,
  (ARRAY['FORMED', 'UNDER_WAY', 'COMPLETED'])[1 + n % 3], '改造', '',
  date '2026-01-01' + n::int % 900, '2025-01-01', '2025-01-01', '2025-06-01' FROM generate_series(1, $1::int) n""",
            """INSERT INTO milestone (id, project_id, state, title, due_on)
  SELECT gen_random_uuid(), id, 'PLANNED', '完工', ends_on FROM joint_project, generate_series(1, 3)""",
            """INSERT INTO checkpoint (id, project_id, state, kind, starts_on, ends_on, due_on, answered_at, report)
  SELECT gen_random_uuid(), id, CASE WHEN row_number() OVER () % 20 = 0 THEN 'ASKED' ELSE 'ANSWERED' END, 'BULLETIN',
  day, day + 30, day + 40, '2025-06-01', '完成'
  FROM joint_project, generate_series(1, 3) n, LATERAL (SELECT date '2025-01-01' + 31 * n AS day) d""")


@pytest.fixture(scope="module")
async def duties(crowd: Crowd) -> AsyncIterator[Crowd]:
    execute = crowd.connection.execute
    await execute(OTHERS)
    await execute(SEATS, crowd.city.members["far-street"])
    for each in ADD:
        await execute(each, MANY)
    await execute(RESOLUTIONS.format(owner="t.organization_id"), MANY)
    await execute(RESOLUTIONS.format(owner="$2"), 30, crowd.city.bank)
    await execute(WHISTLES, MANY, crowd.city.members["far-community"])
    await execute(PARTIES)
    by, bank = crowd.city.members["far-community"], crowd.city.bank
    await execute(CLAIMS.format(claimant=ORGANIZATION, items="publisher_id <> $3"), MANY, by, bank)
    await execute(CLAIMS.format(claimant="$3", items="publisher_id <> $3"), OVER, by, bank)
    await execute(CLAIMS.format(claimant=ORGANIZATION, items="publisher_id = $3"), OVER, by, crowd.city.community)
    await execute(PEOPLE, MANY)
    await execute(TEAMS[0], MANY)
    await execute(TEAMS[1])
    await execute(CONFERENCES, MANY)
    await execute(PROJECTS[0], MANY, crowd.city.seat, crowd.city.members["far-street"])
    for each in PROJECTS[1:]:
        await execute(each)
    await execute(f"VACUUM ANALYZE organization, member, seat, joint_committee, {', '.join(LARGE)}")
    yield crowd


@pytest.mark.parametrize("handle", ["bank", "community", "street", "district", "member", "nobody"])
@pytest.mark.parametrize("asked", ["duties(first: 20) { nodes { kind dueAt } }", "duties(first: 20) { totalCount }",
                                   "duties(first: 20, filter: {overdue: true}) { nodes { kind } }"])
async def test_one_reads_ones_own(duties: Crowd, handle: str, asked: str) -> None:
    read = (await duties.explain(handle, f"{{ viewer {{ {asked} }} }}"))[-1]
    others = {"bitmaps", "admission", "agreement", *LARGE}
    assert not read.whole & {*LARGE}, read.sql
    assert {table: rows for table, rows in read.read.items() if table in others and rows > 100} == {}, read.sql


@pytest.mark.parametrize("handle", ["bank", "community", "member", "nobody"])
async def test_a_calendar_reads_ones_own(duties: Crowd, handle: str) -> None:
    viewer, spied = duties.city.viewer(handle), explained.Spied(duties.connection)
    own, days = viewer.acts_for.keys(), (date(2026, 1, 1), date(2027, 6, 1))
    moments = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    await due_dates.of_projects(spied, viewer.member_id, own, *days, 20, days[0])  # type: ignore[arg-type]  # it only fetches
    await due_dates.of_claims(spied, own, *moments, 20)  # type: ignore[arg-type]  # as well
    await due_dates.of_agreements(spied, own, *days, 20)  # type: ignore[arg-type]  # as well
    for found in spied.found:
        assert not found.whole, found.sql
        assert max(found.read.values(), default=0) <= 1_000, (found.sql, found.read)
