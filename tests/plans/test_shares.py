"""A guest of ten thousand items, beside as many of others: of one thing its own shares are read, of a list all of a guest's."""
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from db import rows
from planner import ids
from tests import projects, topics
from tests.city import SINCE
from tests.plans.conftest import Crowd

MANY, FEW, PAGE = 10_000, 50, 21
GUESTS = ("nobody", "far-street")  # who sits on the committee, and who acts for its street
ADD = """INSERT INTO share (id, {column}, organization_id, guest_id, shared_by, ends_at, created_at)
  SELECT gen_random_uuid(), id, $1, $2, $3, '2099-01-01', '2025-01-01' FROM {table} ORDER BY id LIMIT $4"""
OTHERS = """WITH made AS (
    INSERT INTO organization (id, kind, name, home_code, no_credit_code_reason, created_at)
    SELECT gen_random_uuid(), 'UNIT', '单位', '341181003006', '未登记', '2024-01-01' FROM generate_series(1, 100) RETURNING id),
  guest AS (INSERT INTO joint_committee (id, organization_id, level, name, founded_on)
    SELECT gen_random_uuid(), id, 'STREET', '大工委', $1 FROM made RETURNING id, organization_id)
  INSERT INTO share (id, item_id, organization_id, guest_id, shared_by, ends_at, created_at)
  SELECT gen_random_uuid(), i.id, g.organization_id, g.id, $2, '2099-01-01', '2025-01-01'
  FROM guest g CROSS JOIN (SELECT id FROM item ORDER BY id LIMIT 200) i"""


@pytest.fixture(scope="module")
async def committee(crowd: Crowd) -> AsyncIterator[UUID]:
    city, connection = crowd.city, crowd.connection
    made = uuid4()
    await rows.insert(connection, "joint_committee", {
        "id": made, "organization_id": city.far_street, "level": "STREET", "name": "东风街道大工委", "founded_on": SINCE})
    await rows.insert(connection, "seat", {
        "id": uuid4(), "committee_id": made, "member_id": city.members["nobody"], "kind": "PART_TIME", "starts_on": SINCE})
    for _ in range(FEW):
        await topics.add_topic(connection, city)
        await projects.add_project(connection, city)
    for column, table, most in (("item_id", "item", MANY), ("topic_id", "topic", FEW), ("project_id", "joint_project", FEW)):
        await connection.execute(ADD.format(column=column, table=table), city.far_street, made, city.members["community"], most)
    await connection.execute(OTHERS, SINCE, city.members["community"])
    await connection.execute("VACUUM ANALYZE share, topic, joint_project, joint_committee, organization")
    await city.look(connection)
    yield made


@pytest.mark.parametrize("handle", [*GUESTS, "bank"])
async def test_one_by_its_id_asks_for_its_own_shares(crowd: Crowd, committee: UUID, handle: str) -> None:
    """Of one that is shared with a hundred others, too."""
    for tag, type_, table in (("de", "Demand", "item WHERE list = 'DEMAND' AND state = 'PUBLISHED'"), ("to", "Topic", "topic"),
                              ("jp", "JointProject", "joint_project")):
        row = ids.encoder(tag)(await crowd.connection.fetchval(f"SELECT id FROM {table} ORDER BY id LIMIT 1"))
        found, = await crowd.explain(handle, f'{{ node(id: "{row}") {{ ... on {type_} {{ title }} }} }}')
        assert "share" not in found.whole, (type_, found)
        assert found.read.get("share", 0) <= 210, (type_, found)


@pytest.mark.parametrize("handle", GUESTS)
@pytest.mark.parametrize("asked", ["demands", "items", "topics", "jointProjects"])
async def test_a_list_reads_what_is_shared_once(crowd: Crowd, committee: UUID, handle: str, asked: str) -> None:
    found, = await crowd.explain(handle, f"{{ {asked}(first: 20) {{ nodes {{ id }} }} }}")
    assert not found.whole & {"item", "share"}, found
    assert found.read["share"] <= MANY + 2 * FEW + 100, found
    assert found.read.get("item", 0) <= MANY + 500, found


@pytest.mark.parametrize("handle", ["bank", "street-member"])
async def test_who_is_no_guest_pays_for_none(crowd: Crowd, committee: UUID, handle: str) -> None:
    for asked in ("demands", "topics", "jointProjects"):
        found, = await crowd.explain(handle, f"{{ {asked}(first: 20) {{ nodes {{ id }} }} }}")
        assert found.read.get("share", 0) <= 50, (asked, found)  # what the bank is shown as an organisation


async def test_a_guests_invitations_are_read_by_the_page(crowd: Crowd, committee: UUID) -> None:
    guest = ids.encoder("jc")(committee)
    for page in ("first: 20", "last: 20"):
        *_, found = await crowd.explain("nobody", f"""{{ committee(id: "{guest}") {{ invitations({page}) {{ nodes {{
            endsAt item {{ id }} topic {{ title }} jointProject {{ title }} }} }} }} }}""")
        assert not found.whole & {"share", "item"}, found
        assert found.sorted <= PAGE, found
        assert found.read["share"] <= 1_000, found  # its own, and of each item those that show it
