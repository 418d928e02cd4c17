"""A subscription's text is planned once. Equal ones of viewers with equal rights are one stream, forgotten with the last."""
import gc
from dataclasses import fields, replace
from typing import Any
from uuid import uuid4

import pytest

from domain.viewer import NOBODY, OfficeKind
from planner import cursors
from tests import city
from tests.api.client import Client, global_id

QUERY = """subscription($after: Cursor, $category: [Category!]) {
  demandPublished(after: $after, filter: {category: $category}) { cursor demand { title } }
}"""


def test_the_place_to_begin_at_is_all_that_two_have_of_their_own(client: Client) -> None:
    one = client.stream("unit", QUERY, category=["OTHER"])
    other = client.stream("unit", QUERY, category=["OTHER"], after=cursors.encode_position(7))
    assert one.shared is other.shared
    assert (one.after, other.after) == (None, 7)
    assert one.key == other.key


@pytest.mark.parametrize(("handle", "category"), [("unit", ["HEALTH"]), ("bank", ["OTHER"])])
def test_others_have_a_stream_of_their_own_by_the_same_plan(client: Client, handle: str, category: list[str]) -> None:
    one = client.stream("unit", QUERY, category=["OTHER"])
    other = client.stream(handle, QUERY, category=category)
    assert other.key != one.key
    assert other.shared.plan is one.shared.plan
    assert client.stream(handle, QUERY).shared.plan is not one.shared.plan


def test_a_stream_that_nobody_has_open_is_forgotten(client: Client) -> None:
    held = [client.stream("unit", QUERY, category=["OTHER"]) for _ in range(3)]
    assert len(client.streams.shared) == 1
    held.clear()
    gc.collect()
    assert len(client.streams.shared) == 0


MINE = "subscription { claimChanged { cursor claim { id } } }"


@pytest.fixture
async def colleagues(client: Client) -> tuple[str, str]:
    """Two liaisons of one unit, who see the same but for what is a member's own."""
    async with client.pool.acquire() as connection:
        client.city.members["colleague"] = await city.add_member(connection, "colleague")
        await city.add_office(connection, client.city.members["colleague"], client.city.school, "LIAISON")
        await client.city.look(connection)
    return "unit", "colleague"


async def test_colleagues_share_a_stream_that_asks_for_no_member(client: Client, colleagues: tuple[str, str]) -> None:
    one, other = (client.stream(handle, MINE) for handle in colleagues)
    assert one.shared is other.shared
    assert one.shared.viewer.member_id == NOBODY


async def test_a_stream_of_what_is_a_members_own_is_that_members(
        client: Client, colleagues: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    known = client.operations.planning.catalogue
    own = replace(known.subscriptions["claimChanged"], on="{t}.proposed_by = {member}")
    changed = {**known.subscriptions, "claimChanged": own}
    monkeypatch.setattr(client.operations.planning, "catalogue", replace(known, subscriptions=changed))
    query = MINE.replace("subscription", "subscription Own")
    one, other = (client.stream(handle, query) for handle in colleagues)
    assert one.key != other.key
    item = await client.desk.add(city.add_item, client.city.community, city.COMMUNITY)
    await client.write("unit", "claimItem", itemId=global_id("Demand", item), quantity=1)
    assert [len(await client.pushed(handle, query)) for handle in colleagues] == [1, 0]


def test_every_right_of_a_viewer_is_in_the_key(client: Client) -> None:
    viewer = client.city.viewer("unit")
    other = {"member_id": uuid4(), "acts_for": {uuid4(): frozenset({OfficeKind.LIAISON})}, "division_of": {uuid4(): "11"}}
    for each in fields(viewer):
        value: Any = other.get(each.name, frozenset({uuid4()}))
        alone = each.name == "rights_until"
        assert (replace(viewer, **{each.name: value}).sees_as == viewer.sees_as) is alone, each.name
