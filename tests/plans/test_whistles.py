"""Calls beside as many of others: a page reads its own rows, whoever asks and in whichever order."""
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from db import viewers
from domain.whistles import WhistleState
from planner import ids
from tests.api import system_cases
from tests.plans.conftest import Crowd

CLOSED = 20_000  # of one's own
MANY = 40_000  # of other divisions, each led by the bank; of one's own 50, led by the school
STATES = "(ARRAY[{}])".format(", ".join(f"'{state}'" for state in WhistleState
                                     if state != WhistleState.LINKED))  # which needs another call
ADD = """INSERT INTO whistle (id, raiser_id, raised_by, home_code, kind, category, title, body, state, level, lead_id, reason,
     result, evidence, due_at, reported_at, triaged_at, dispatched_at, accept_by, handle_by, accepted_at, suspended_at,
     handled_at, verified_at, closed_at, withdrawn_at)
  SELECT gen_random_uuid(), $2, $3, {home}, 'KEY_WORK', 'OTHER', '诉求', '', {states}[1 + n % 11], 'COMMUNITY', $4, '因', '果',
  '据', d + interval '90 years', d, d, d, d, d, d, d, d, d, d, d FROM (
  SELECT n, timestamptz '2000-01-01' + n * interval '1 hour' AS d FROM generate_series(1, $1::int) n) g"""
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"
PARTIES = """INSERT INTO whistle_party (id, whistle_id, organization_id, role, state, asked_at)
  SELECT gen_random_uuid(), id, lead_id, 'LEAD', 'ASKED', reported_at FROM whistle UNION ALL
  SELECT gen_random_uuid(), id, $1, 'ASSISTING', 'ASKED', reported_at FROM whistle WHERE lead_id <> $2"""
ROUTES = """INSERT INTO route (id, division_id, division_code, category, lead_id, accept_in, accept_unit, handle_in,
                                handle_unit, set_at)
  SELECT gen_random_uuid(), $1, '34' || lpad(n::text, 10, '0'), 'OTHER', $2, 1, 'HOURS', 5, 'WORKING_DAYS', now()
  FROM generate_series(1, $3::int) n"""


OF_SYSTEMS = "UPDATE whistle SET system_id = CASE WHEN home_code = '110111007001' THEN $1::uuid ELSE $2::uuid END"
AGAIN = """UPDATE whistle w SET duplicate_of_id = o.id, repeat_of_id = o.id, linked_at = w.reported_at
  FROM (SELECT DISTINCT ON (home_code = '110111007001') id, home_code = '110111007001' AS own FROM whistle
        WHERE state = 'ACCEPTED' ORDER BY home_code = '110111007001', reported_at) o
  WHERE o.own = (w.home_code = '110111007001') AND w.state = 'CLOSED'"""
"""Of one's own and of the others: each that is closed is a duplicate of one call, and a repeat of it."""


@pytest.fixture(scope="module")
async def calls(crowd: Crowd) -> AsyncIterator[Crowd]:
    city, execute = crowd.city, crowd.connection.execute
    await execute(ADD.format(states=STATES, home="'110111007001'"), 50, city.community, city.members["community"], city.school)
    await execute(ADD.format(states=STATES, home=OTHERS), MANY, city.far_community, city.members["far-community"], city.bank)
    await execute(PARTIES, city.hospital, city.bank)
    await execute(ROUTES, city.far_community, city.bank, MANY)
    own, other = [await system_cases.add(crowd.connection, city, sight="OWN", allow=["whistles"], **of) for of in (
        {"organization": "district", "home_code": "110111"}, {"organization": "district", "home_code": "110111"})]
    await execute(OF_SYSTEMS, own, other)
    await execute(AGAIN)
    hotline = await viewers.of_member(crowd.connection, own, datetime.now(UTC))
    assert hotline
    city.viewers["hotline"] = hotline
    await execute("VACUUM ANALYZE whistle, whistle_party, route")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "hospital", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: DUE", "first: 20, filter: {state: [DISPATCHED]}",
                                       "first: 20, filter: {mine: true}"])
async def test_a_page_reads_its_own_rows(calls: Crowd, handle: str, arguments: str) -> None:
    """Also of a department that leads forty thousand: its pages are walked by the calls' own column."""
    explained, = await calls.explain(handle, f"{{ whistles({arguments}) {{ nodes {{ title resident {{ name }} }} }} }}")
    assert not explained.whole, explained.sql
    assert sum(explained.read.get(table, 0) for table in ("whistle", "whistle_party", "bitmaps")) <= 300, explained.sql


@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: DUE", "first: 20, filter: {state: [DISPATCHED]}",
                                       "first: 20, filter: {linked: true}", "first: 20, filter: {repeated: true}",
                                       "first: 20, filter: {linked: false}", 'first: 20, filter: {reference: "7"}'])
async def test_a_systems_page_reads_what_it_raised(calls: Crowd, arguments: str) -> None:
    """Beside what another system of the same organisation raised, and what lies in its district."""
    explained, = await calls.explain("hotline", f"{{ whistles({arguments}) {{ nodes {{ title }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("whistle", 0) <= 200, explained.sql


@pytest.mark.parametrize("handle", ["unit", "community", "street", "district", "nobody"])
@pytest.mark.parametrize("filter_", ["linked: true", "linked: false", "repeated: true", "repeated: false, open: true"])
async def test_duplicates_and_repeats_are_found_among_ones_own(calls: Crowd, handle: str, filter_: str) -> None:
    explained, = await calls.explain(handle, f"{{ whistles(first: 20, filter: {{{filter_}}}) {{ nodes {{ title }} }} }}")
    assert not explained.whole, explained.sql
    assert sum(explained.read.get(table, 0) for table in ("whistle", "whistle_party", "bitmaps")) <= 300, explained.sql


@pytest.mark.parametrize("list_", ["duplicates", "repeats"])
async def test_those_of_a_call_are_read_by_the_page(calls: Crowd, list_: str) -> None:
    """Of thousands."""
    call = await calls.connection.fetchval(
        "SELECT duplicate_of_id FROM whistle WHERE lead_id = $1 AND duplicate_of_id IS NOT NULL LIMIT 1", calls.city.bank)
    text = f'{{ node(id: "{ids.encoder("ca")(call)}") {{ ... on Whistle {{ {list_}(first: 20) {{ nodes {{ title }} }} }} }} }}'
    *_, explained = await calls.explain("bank", text)
    assert explained.returned == 21
    assert explained.read.get("whistle", 0) <= 60, explained.sql


@pytest.mark.parametrize("party", ["school", "bank", "hospital"])
async def test_those_that_were_dispatched_to_one(calls: Crowd, party: str) -> None:
    """Of whoever was asked for many, each call of the viewer's is asked, not all that it was asked for."""
    one = ids.encoder("or")(getattr(calls.city, party))
    text = f'{{ whistles(first: 20, filter: {{partyId: "{one}"}}) {{ nodes {{ title }} }} }}'
    for handle in ("unit", "community", "district", "nobody"):
        explained, = await calls.explain(handle, text)
        assert not explained.whole, explained.sql
        assert explained.read.get("whistle_party", 0) <= 300, explained.sql


@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, filter: {category: [OTHER]}"])
async def test_a_page_of_the_routing_table(calls: Crowd, arguments: str) -> None:
    explained, = await calls.explain("unit", f"{{ routes({arguments}) {{ nodes {{ category }} }} }}")
    assert not explained.whole, explained.sql
    assert explained.read.get("route", 0) <= 100, explained.sql


@pytest.mark.parametrize("of", ["bank", "community", "street", "district"])
async def test_the_figures_of_a_month_read_its_calls(calls: Crowd, of: str) -> None:
    organization = ids.encoder("or")(getattr(calls.city, of))
    explained, = await calls.explain("nobody", f'{{ organization(by: {{id: "{organization}"}}) {{ whistleFigures('
                                               'day: "2000-01-15", unit: MONTH) { received handledInTime } } }')
    assert not explained.whole, explained.sql
    assert explained.read.get("whistle", 0) <= 31 * 24, explained.sql


@pytest.fixture(scope="module")
async def years_of_calls(calls: Crowd) -> Crowd:
    """Beside one's fifty, of which some are open, thousands that were closed."""
    city = calls.city
    closed = ADD.format(states="(array_fill('CLOSED'::text, ARRAY[11]))", home="'110111007001'")
    await calls.connection.execute(closed, CLOSED, city.community, city.members["community"], city.school)
    await calls.connection.execute("VACUUM ANALYZE whistle")
    return calls


@pytest.mark.parametrize("handle", ["unit", "community", "street", "district"])
@pytest.mark.parametrize("order", ["NEWEST", "OLDEST", "DUE"])
@pytest.mark.parametrize("filter_", ["open: true", "overdue: true", "disputed: true", "open: true, mine: true"])
async def test_what_is_open_is_found_among_what_is_open(years_of_calls: Crowd, handle: str, order: str, filter_: str) -> None:
    text = f"{{ whistles(first: 20, orderBy: {order}, filter: {{{filter_}}}) {{ nodes {{ title }} }} }}"
    explained, = await years_of_calls.explain(handle, text)
    assert not explained.whole, explained.sql
    assert sum(explained.read.get(table, 0) for table in ("whistle", "whistle_party", "bitmaps")) <= 300, explained.sql
