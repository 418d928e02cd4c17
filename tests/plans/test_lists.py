"""No list of items reads or sorts more than a few pages of rows, whoever looks, however many items there are.

Where a page cannot be bounded so, docs/planner.md says why; the bounds here say by how much.
"""
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from planner import cursors, ids
from tests.plans.conftest import Crowd
from tests.plans.explained import Explained

ITEMS, FIRST = 12_000, 20
PAGE = FIRST + 1
VIEWERS = ("unit", "bank", "community", "street", "district")
MOST_SCANS = 7  # codes by which the widest of them sees, by all access paths: each may find a page of its own
MOST_NAMED = 150  # items that the bank claims or that are shared with it
MIDDLE = UUID(int=2**127)
SHARES = {
    "": 1, 'withinDivision: "110111"': 1 / 2, 'withinDivision: "110111007"': 1 / 4, 'withinDivision: "110111007002"': 1 / 4,
    'withinDivision: "110111007001001"': 1 / 4, "category: [HEALTH]": 1 / 8, "urgency: [URGENT]": 1 / 4,
    "state: [COMPLETED]": 1 / 3, "state: null": 1 / 5, "claimStatus: [PARTLY_CLAIMED, FULLY_CLAIMED]": 1 / 2,
    "remainingAtLeast: 5": 1 / 2, 'publishedAfter: "2025-03-01T00:00:00Z"': 1 / 2,
    'category: [HEALTH], withinDivision: "110111007"': 1 / 16,
}
"""Filters, and how large a share of what a leg walks they let through, at least; each state is walked apart."""
FOUND = {
    'text: "义诊"': ITEMS / 20, 'text: "没有"': 0, 'text: "义诊", withinDivision: "110111007"': ITEMS / 20,
    "around: {longitude: 116, latitude: 39.7, radius: 1500}": 150,
    "box: {west: 115.99, south: 39.69, east: 116.01, north: 39.71}": 150, 'gridCode: "110111007001001"': 0,
}
"""Filters with an index of their own, and how many rows it finds for a leg, at most."""
DEEP = {"NEWEST": datetime(2025, 5, 1, tzinfo=UTC), "DEADLINE": datetime(2099, 1, 8, tzinfo=UTC)}
NEAR = "near: {longitude: 116, latitude: 39.7}"


def _pages(order: str, given: str) -> list[str]:
    after = f', after: "{cursors.encode(order, DEEP[order], MIDDLE)}"' if order in DEEP else None
    near = f", {NEAR}" if order == "NEAREST" else ""
    return [f"{{ demands(first: {FIRST}, orderBy: {order}{near}{deep}, filter: {{{given}}}) {{ nodes {{ id }} }} }}"
            for deep in ("", after) if deep is not None]


def _check(found: Explained, most: float, text: str) -> None:
    assert not found.whole, (text, found)
    assert found.read["item"] <= most, (text, found)
    assert found.read.get("bitmaps", 0) <= most + 4 * MOST_NAMED, (text, found)
    assert found.read.get("claim", 0) <= 4 * MOST_NAMED, (text, found)


@pytest.mark.parametrize(("handle", "order"), list(product(VIEWERS, DEEP)))
async def test_walked_filters(crowd: Crowd, handle: str, order: str) -> None:
    for given, share in SHARES.items():
        for text in _pages(order, given):
            found, = await crowd.explain(handle, text)
            _check(found, PAGE * (1 + MOST_SCANS / share) + MOST_NAMED, text)
            assert found.sorted <= PAGE * MOST_SCANS * 5, (text, found)  # five states at most


@pytest.mark.parametrize("handle", VIEWERS)
async def test_the_nearest(crowd: Crowd, handle: str) -> None:
    """Their index knows neither list nor state: a third of the rows that it leads by are demands, and half published."""
    for given, share in SHARES.items():
        for text in _pages("NEAREST", given):
            found, = await crowd.explain(handle, text)
            _check(found, PAGE * (1 + MOST_SCANS / share * 3 * 2) + MOST_NAMED, text)
            assert found.sorted <= PAGE * MOST_SCANS, (text, found)


@pytest.mark.parametrize(("handle", "order"), list(product(VIEWERS, (*DEEP, "NEAREST", "MOST_LEFT"))))
async def test_filters_with_an_index(crowd: Crowd, handle: str, order: str) -> None:
    for given, rows in FOUND.items():
        for text in _pages(order, given):
            found, = await crowd.explain(handle, text)
            _check(found, PAGE + 2 * rows + MOST_NAMED, text)


async def test_a_text_is_asked_for_within_what_is_seen(crowd: Crowd) -> None:
    """Also of one who sees by several scopes alone: no bitmap of a word's rows everywhere, or of a scope's of any word."""
    for order in (*DEEP, "MOST_LEFT"):
        for text in _pages(order, 'text: "义诊"'):
            found, = await crowd.explain("street-member", text)
            assert 0 <= found.read["item"] - found.read["bitmaps"] <= PAGE, (text, found)


@pytest.mark.parametrize("handle", VIEWERS)
async def test_items_of_one_publisher(crowd: Crowd, handle: str) -> None:
    school = ids.encoder("or")(crowd.city.school)
    for order in ("NEWEST", "DEADLINE", "NEAREST", "MOST_LEFT"):
        for text in _pages(order, f'publisherId: "{school}"'):
            found, = await crowd.explain(handle, text)
            _check(found, PAGE + MOST_NAMED, text)


@pytest.mark.parametrize("handle", VIEWERS)
async def test_the_most_left(crowd: Crowd, handle: str) -> None:
    """It has no index, and sorts what the viewer may see: but no more than that."""
    total = await _total(crowd, handle)
    for text in _pages("MOST_LEFT", ""):
        found, = await crowd.explain(handle, text)
        _check(found, PAGE + 2 * total + MOST_NAMED, text)


async def _total(crowd: Crowd, handle: str) -> int:
    found, = await crowd.explain(handle, "{ demands(first: 100, filter: {}) { totalCount } }")
    assert not found.whole
    return found.read["item"]


@pytest.mark.parametrize("handle", VIEWERS)
async def test_all_three_lists_backward(crowd: Crowd, handle: str) -> None:
    for order in DEEP:
        page = f'last: {FIRST}, orderBy: {order}, before: "{cursors.encode(order, DEEP[order], MIDDLE)}"'
        found, = await crowd.explain(handle, f"{{ items({page}) {{ nodes {{ id }} }} }}")
        _check(found, PAGE * (1 + 3 * MOST_SCANS) + MOST_NAMED, order)


async def test_an_officer_within_its_division_reads_the_page_alone(crowd: Crowd) -> None:
    for handle, division in (("street", "110111007"), ("district", "110111007"), ("district", "110111")):
        for order in DEEP:
            for text in _pages(order, f'withinDivision: "{division}"'):
                found, = await crowd.explain(handle, text)
                assert found.read == {"item": PAGE}, (text, found)


async def test_lists_below_read_what_they_return(crowd: Crowd) -> None:
    items, claims, history, shares = await crowd.explain("street", """
        { items(first: 100, filter: {withinDivision: "110111007"}) { nodes {
            claims(first: 2) { nodes { id claimant { name } } } history(first: 1) { nodes { id } }
            shares { nodes { id } } } } }""")
    assert items.returned == 101
    assert claims.read == {"claim": claims.returned} and claims.returned > 100
    assert history.read["event"] == history.returned == 200
    assert 100 <= history.read["item"] < 200  # of a revision the item is asked, of nothing else
    assert shares.read["share"] <= 100


async def test_analyze_makes_no_figures_of_the_words_which_no_plan_would_ask_for(crowd: Crowd) -> None:
    figures = "SELECT array_agg(DISTINCT tablename::text) FROM pg_stats WHERE tablename IN ('item_words', 'item_home_deadline')"
    assert await crowd.connection.fetchval(figures) == ["item_home_deadline"]
