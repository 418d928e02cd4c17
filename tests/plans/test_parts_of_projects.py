"""What joint projects have, beside much more of others: a page reads its own rows, and so does a filter by the late ones."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans import test_projects as projects
from tests.plans.conftest import Crowd
from tests.plans.test_projects import ADD, OTHERS

OWN, MANY, EACH = 60, 4_000, 12  # projects of one's own and of other streets; rows of each kind in each
DAY = "date '2024-01-01' + 30 * n::int"
OF_ALL = f"FROM joint_project p CROSS JOIN generate_series(1, {EACH}) n"
PARTS = (
    f"""INSERT INTO milestone (id, project_id, state, title, due_on, reported_at, confirmed_at)
        SELECT gen_random_uuid(), p.id, CASE WHEN n < {EACH} THEN 'CONFIRMED' ELSE 'PLANNED' END, '节点',
               CASE WHEN n < {EACH} THEN {DAY} ELSE p.ends_on END, '2024-01-01', '2024-01-01' {OF_ALL}""",
    f"""INSERT INTO checkpoint (id, project_id, state, kind, starts_on, ends_on, due_on, answered_at, report)
        SELECT gen_random_uuid(), p.id, CASE WHEN n < {EACH} THEN 'ANSWERED' ELSE 'ASKED' END, 'BULLETIN', {DAY}, {DAY},
               CASE WHEN n < {EACH} THEN {DAY} ELSE p.ends_on END, '2024-01-01', '报告' {OF_ALL}""",
    f"""INSERT INTO progress_note (id, project_id, organization_id, written_by, body, written_at)
        SELECT gen_random_uuid(), p.id, p.lead_unit_id, $1, '灯具到货。', {DAY} {OF_ALL}""",
    f"""INSERT INTO funding (id, project_id, source, planned, granted, spent)
        SELECT gen_random_uuid(), p.id, 'UNIT', 100, 100, 100 {OF_ALL}""",
    f"""INSERT INTO expense (id, project_id, funding_id, voucher, purpose, yuan, spent_on, recorded_by, recorded_at)
        SELECT gen_random_uuid(), f.project_id, f.id, f.id::text, '灯具', 100, {DAY}, $1, now()
        FROM (SELECT *, row_number() OVER (PARTITION BY project_id) AS n FROM funding) f""")
FUNDS = """INSERT INTO community_fund (id, organization_id, home_code, year, yuan, set_at)
  SELECT gen_random_uuid(), o.id, o.home_code, 2020 + n, 100, now() FROM organization o CROSS JOIN generate_series(1, 10) n
  WHERE o.name = '远处'"""
FAR = f"""INSERT INTO organization (id, kind, name, home_code, no_credit_code_reason, created_at)
  SELECT gen_random_uuid(), 'UNIT', '远处', {OTHERS}, '未登记', '2024-01-01' FROM generate_series(1, 2000) n"""
TABLES = ("milestone", "checkpoint", "progress_note", "funding", "expense", "community_fund")


@pytest.fixture(scope="module")
async def parts(crowd: Crowd) -> AsyncIterator[Crowd]:
    """One's own are all late, the last milestone and report of each; of others one in a hundred."""
    city, execute = crowd.city, crowd.connection.execute
    units = (city.school, city.hospital)
    await execute(ADD.format(home="'110111007001'"), OWN, city.community, city.committee, *units)
    await execute(ADD.format(home=OTHERS), MANY, city.far_street, city.street_committee, city.department, city.hospital)
    await execute("UPDATE joint_project SET ends_on = '2026-01-05' WHERE home_code = '110111007001'")
    for each in (projects.PARTS, *PARTS):
        await execute(each, *([city.members["unit"]] if "$1" in each else []))
    await execute(FAR)
    await execute(FUNDS)
    await execute("INSERT INTO community_fund (id, organization_id, home_code, year, yuan, set_at) "
                  "SELECT gen_random_uuid(), $1, '110111007001', 2020 + n, 100, now() FROM generate_series(1, 10) n",
                  city.community)
    await execute("SET default_statistics_target = 1000")  # all rows are looked at: a sample is chance
    await execute(f"VACUUM ANALYZE joint_project, project_part, organization, {', '.join(TABLES)}")
    await execute("RESET default_statistics_target")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "community", "street", "district"])
@pytest.mark.parametrize("size", [1, 100])
@pytest.mark.parametrize("part", ["milestones", "checkpoints", "notes", "fundings", "expenses",
                                  "milestones(filter: {overdue: true})", "checkpoints(filter: {overdue: true})"])
async def test_what_there_is_of_a_page_of_projects(parts: Crowd, handle: str, size: int, part: str) -> None:
    of = part.replace(")", f", first: {size})") if "(" in part else f"{part}(first: {size})"
    text = f"{{ jointProjects(first: {size}) {{ nodes {{ grantedYuan {of} {{ nodes {{ id }} }} }} }} }}"
    for explained in await parts.explain(handle, text):
        assert not explained.whole, explained.sql
        for table in TABLES:
            assert explained.read.get(table, 0) <= 2 * EACH * min(size + 1, OWN), (table, explained.read)


@pytest.mark.parametrize("handle", ["unit", "community", "member", "street", "district", "nobody"])
@pytest.mark.parametrize("which", ["milestoneOverdue", "checkpointOverdue"])
@pytest.mark.parametrize("size", [1, 100])
async def test_projects_with_what_is_late(parts: Crowd, handle: str, which: str, size: int) -> None:
    """Of each project that is looked at its own are read, not those of all others."""
    text = f"{{ jointProjects(first: {size}, filter: {{{which}: true}}) {{ nodes {{ title }} }} }}"
    explained, = await parts.explain(handle, text)
    assert not explained.whole, explained.sql
    looked_at = OWN if handle == "unit" else min(size + 1, OWN)  # a unit's are found by its parts in them, all of them
    for table in ("milestone", "checkpoint"):
        assert explained.read.get(table, 0) <= 2 * EACH * looked_at, (table, explained.read)


@pytest.mark.parametrize("handle", ["unit", "community", "street", "district"])
@pytest.mark.parametrize("size", [1, 100])
async def test_a_communitys_funds(parts: Crowd, handle: str, size: int) -> None:
    community = ids.encoder("or")(parts.city.community)
    funds = f"funds(first: {size}) {{ nodes {{ leftYuan fundings {{ totalCount }} }} }}"
    text = f'{{ node(id: "{community}") {{ ... on Organization {{ {funds} }} }} }}'
    for explained in await parts.explain(handle, text):
        assert not explained.whole & {*TABLES}, explained.sql
        assert explained.read.get("community_fund", 0) <= 20, explained.read
        assert explained.read.get("funding", 0) <= 20, explained.read
