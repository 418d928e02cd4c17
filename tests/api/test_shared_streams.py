"""A subscription's text is planned once. Equal ones of viewers with equal rights are one stream, forgotten with the last."""
import gc

import pytest

from planner import cursors
from tests.api.client import Client

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
    assert len(client.operations.streams) == 1
    held.clear()
    gc.collect()
    assert len(client.operations.streams) == 0
