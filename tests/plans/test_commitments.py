"""Lists of commitments, and commitments, beside as many of others: a page reads its own rows, whoever asks."""
from collections.abc import AsyncIterator
from datetime import date

import pytest

from db import calendars
from planner import ids
from tests.plans import explained
from tests.plans.conftest import Crowd

MANY = 40_000  # of other divisions; of one's own 50
OTHERS = "(ARRAY['341181', '140403'])[1 + n % 2] || lpad((n % 40)::text, 3, '0') || lpad((1 + n % 400)::text, 3, '0')"
ADD = """WITH listed AS (
    INSERT INTO commitment_list (id, committee_id, organization_id, home_code, year, kind, seat_id, place_id, state,
                                 adopted_at, report_due_on)
    SELECT gen_random_uuid(), {committee}, {organization}, {home}, n, 'MEMBER', $2, $2, 'ADOPTED', '2026-01-01',
           date '2000-01-01' + n
    FROM generate_series(1, $1::int) n RETURNING *)
  INSERT INTO commitment (id, list_id, committee_id, organization_id, home_code, year, seat_id, state, text, owner_id, due_on,
                          given_at)
  SELECT gen_random_uuid(), id, committee_id, organization_id, home_code, year, seat_id, 'OPEN', '办食堂', $3, report_due_on,
         adopted_at
  FROM listed"""

DAYS = (date(2000, 1, 1), date(2090, 1, 1), 20, date(2026, 1, 1))


@pytest.fixture(scope="module")
async def commitments(crowd: Crowd) -> AsyncIterator[Crowd]:
    city = crowd.city
    await crowd.connection.execute(
        ADD.format(home=OTHERS, committee=f"'{city.street_committee}'", organization=f"'{city.far_community}'"),
        MANY, city.street_seat, city.hospital)
    await crowd.connection.execute(
        ADD.format(home="'110111007001'", committee=f"'{city.committee}'", organization=f"'{city.community}'"),
        50, city.seat, city.school)
    for table in ("commitment_list", "commitment"):
        await crowd.connection.execute(f"VACUUM ANALYZE {table}")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "community", "member", "street", "district", "nobody"])
@pytest.mark.parametrize("arguments", ["first: 20", "first: 20, orderBy: DUE", "first: 20, orderBy: LATEST",
                                       'first: 20, filter: {withinDivision: "110111007"}',
                                       "first: 20, filter: {overdue: true}"])
@pytest.mark.parametrize(("name", "table"), [("commitmentLists", "commitment_list"), ("commitments", "commitment")])
async def test_a_page_reads_its_own_rows(commitments: Crowd, handle: str, arguments: str, name: str, table: str) -> None:
    read, = await commitments.explain(handle, f"{{ {name}({arguments}) {{ nodes {{ year }} }} }}")
    assert not read.whole, read.sql
    assert read.read.get(table, 0) <= 500, read.sql


@pytest.mark.parametrize(("filter_", "name", "table"), [
    ('committeeId: "{committee}"', "commitmentLists", "commitment_list"),
    ('committeeId: "{committee}"', "commitments", "commitment"),
    ('ownerId: "{owner}"', "commitments", "commitment")])
async def test_of_one_committee_or_owner(commitments: Crowd, filter_: str, name: str, table: str) -> None:
    """Also for who sees all of the country's."""
    city = commitments.city
    given = filter_.format(committee=ids.encoder("jc")(city.committee), owner=ids.encoder("or")(city.school))
    for handle in ("member", "district", "nobody"):
        read, = await commitments.explain(handle, f"{{ {name}(first: 20, filter: {{{given}}}) {{ nodes {{ year }} }} }}")
        assert not read.whole, read.sql
        assert read.read.get(table, 0) <= 150, read.sql


async def test_a_list_reads_its_own_commitments(commitments: Crowd) -> None:
    text = "{ commitmentLists(first: 20) { nodes { openCommitments overdueCommitments commitments { nodes { text } } } } }"
    for read in await commitments.explain("member", text):
        assert not read.whole, read.sql
        assert read.read.get("commitment", 0) <= 200, read.sql


@pytest.mark.parametrize("handle", ["unit", "community", "member", "nobody"])
async def test_a_calendar_reads_its_own_days(commitments: Crowd, handle: str) -> None:
    viewer, spied = commitments.city.viewer(handle), explained.Spied(commitments.connection)
    await calendars.commitments(spied, viewer.member_id, viewer.acts_for.keys(), *DAYS)  # type: ignore[arg-type]  # it only fetches
    await calendars.lists(spied, viewer.member_id, [*viewer.sits_on], *DAYS)  # type: ignore[arg-type]  # as well
    for found in spied.found:
        assert not found.whole, found.sql
        assert found.read.get("commitment", 0) + found.read.get("commitment_list", 0) <= 150, found.sql
