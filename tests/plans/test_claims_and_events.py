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
