"""What is remembered of pages, however many ways there are to ask for one."""
import gc
from collections.abc import AsyncIterator
from itertools import combinations
from typing import Any

import pytest

from domain.items import ItemState
from planner import list_level, scan_plan
from tests.api import scopes
from tests.api.client import Client

PAGE = "query PagesOf%d($state: [ItemState!]) { items(first: 100, filter: {state: $state}) { totalCount nodes { id state } } }"
SOME = [[*several] for count in range(1, len(ItemState) + 1) for several in combinations(ItemState, count)]


@pytest.fixture
async def every(client: Client) -> AsyncIterator[list[dict[str, Any]]]:
    """What a secretary sees."""
    await scopes.build(client)
    yield (await client.read("community", PAGE % 0, state=None))["items"]["nodes"]


async def _ask(client: Client, every: list[dict[str, Any]], test: int, states: list[ItemState]) -> None:
    found = (await client.read("community", PAGE % test, state=states))["items"]
    assert found["totalCount"] == len(found["nodes"])
    assert {node["id"] for node in found["nodes"]} == {node["id"] for node in every if node["state"] in states}


def _kept() -> list[list_level.ScannedStatements]:
    return [each for each in gc.get_objects() if isinstance(each, list_level.ScannedStatements)]


async def test_statements_of_a_page_are_bounded(
        client: Client, every: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_level, "MOST_SCAN_PLANS", 5)
    before = _kept()  # of other texts
    most = 0
    for states in SOME:
        await _ask(client, every, 1, states)
        most = max(most, *(len(each.known) for each in _kept() if each not in before))
    assert most == 5


async def test_scan_plans_of_a_viewer_are_bounded(client: Client, every: list[dict[str, Any]]) -> None:
    known = client.city.viewer("community").known
    assert len(SOME) > scan_plan.MOST_KNOWN
    most = 0
    for states in SOME:
        await _ask(client, every, 2, states)
        most = max(most, len(known))
    assert most == scan_plan.MOST_KNOWN
