"""The lists of claims and events at the root: a walk of their own order that asks each row's item whether it is seen.

So they read the more the less of all rows the viewer sees; docs/planner.md says so. What names a party or an item is found.
"""
import pytest

from planner import ids
from tests.plans.conftest import Crowd

PAGE = 21
CLAIMS, EVENTS = 24_000, 36_000


@pytest.mark.parametrize("handle", ["bank", "community", "street", "district"])
async def test_walks(crowd: Crowd, handle: str) -> None:
    """They see a hundredth of the items or more."""
    for text in ("claims", "claims(orderBy: ANSWER_BY)", "claims(last: 20)", "events", "events(last: 20)"):
        found, = await crowd.explain(handle, f"{{ {text} {{ nodes {{ id }} }} }}")
        assert not found.whole, (text, found)
        assert found.sorted <= PAGE
        assert found.read["item"] <= 100 * PAGE, (text, found)


@pytest.mark.parametrize("handle", ["bank", "community", "district"])
async def test_filters_of_events_are_found(crowd: Crowd, handle: str) -> None:
    """Of 36,000 events the bank did 120, of one item there are 3, of a kind 80, in two hours 360: no others are looked at."""
    bank, member = ids.encoder("or")(crowd.city.bank), ids.encoder("me")(crowd.city.members["bank"])
    named = ids.encoder("de")(await crowd.connection.fetchval("SELECT id FROM item WHERE list = 'DEMAND' LIMIT 1"))
    day = 'during: {since: "2025-01-05T00:00:00Z", until: "2025-01-05T02:00:00Z"}'
    for given, most in ((f'organizationId: "{bank}"', 120), (f'actorId: "{member}"', 120), (f'objectId: "{named}"', 3),
                        ("kind: [ITEM_COMPLETED]", 80), ("kind: [ITEM_COMPLETED, CLAIM_LAPSED]", 80), (day, 3 * 360),
                        (f"{day}, kind: [ITEM_COMPLETED]", 3 * 360)):
        for page in ("first: 5", "last: 5"):
            found, = await crowd.explain(handle, f"{{ events({page}, filter: {{{given}}}) {{ nodes {{ id }} }} }}")
            assert not found.whole, (given, found)
            assert found.read.get("event", 0) <= most, (given, found)


async def test_each_kind_is_walked_by_itself(crowd: Crowd) -> None:
    """Of two kinds, of which the one has 12,000 events and the other 80, pages are read."""
    for kinds in ("ITEM_COMPLETED, ITEM_PUBLISHED", "ITEM_PUBLISHED, ITEM_PUBLISHED"):
        found, = await crowd.explain("province", f"{{ events(first: 20, filter: {{kind: [{kinds}]}}) {{ nodes {{ id }} }} }}")
        assert found.read["event"] <= 10 * PAGE, found
        assert found.sorted <= 2 * PAGE


async def test_objects_of_events_are_found_by_their_ids(crowd: Crowd) -> None:
    found, = await crowd.explain("district", "{ events { nodes { object { id ... on Demand { title } } } } }")
    assert not found.whole
    assert found.read["item"] <= 100 * PAGE
    assert not {"claim", "joint_conference"} & {table for table, rows in found.read.items() if rows > PAGE * 10}


@pytest.mark.parametrize("handle", ["bank", "nobody", "community", "district"])
async def test_what_names_a_party_is_found(crowd: Crowd, handle: str) -> None:
    """However little of it the viewer sees: the bank's claims, those on the school's hundred items, those on one item."""
    bank, school = map(ids.encoder("or"), (crowd.city.bank, crowd.city.school))
    claimed = await crowd.connection.fetchval("SELECT item_id FROM claim WHERE claimant_id = $1", crowd.city.bank)
    item = ids.encoder("de")(claimed)
    for given in (f'claimantId: "{bank}"', f'publisherId: "{school}"', f'publisherId: "{school}", state: [DECLINED]',
                  f'itemId: "{item}"'):
        for order in ("NEWEST", "ANSWER_BY"):
            text = f"{{ claims(orderBy: {order}, filter: {{{given}}}) {{ nodes {{ id }} }} }}"
            found, = await crowd.explain(handle, text)
            assert not found.whole, (text, found)
            assert found.read["claim"] <= 3_000, (text, found)  # claims found, and those by which their items are seen
            assert found.read.get("item", 0) <= 1_000, (text, found)
