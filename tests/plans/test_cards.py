"""Cards beside as many of others: what names a party reads that one's own; a page of all walks its order, as claims do."""
from collections.abc import AsyncIterator

import pytest

from planner import ids
from tests.plans.conftest import Crowd

PAGE = 21
ADD = """INSERT INTO card (id, claim_id, item_id, number, state, proposer_id, asked_id, proposed_at, answered_at, due_at)
  SELECT gen_random_uuid(), c.id, c.item_id, 1, CASE WHEN n % 5 = 0 THEN 'PROPOSED' ELSE 'AGREED' END, c.claimant_id,
         i.publisher_id, c.proposed_at, c.answered_at, c.proposed_at + interval '21 days'
  FROM (SELECT *, row_number() OVER () AS n FROM claim) c JOIN item i ON i.id = c.item_id"""


@pytest.fixture(scope="module")
async def cards(crowd: Crowd) -> AsyncIterator[Crowd]:
    await crowd.connection.execute(ADD)
    await crowd.connection.execute("VACUUM ANALYZE card")
    yield crowd


@pytest.mark.parametrize("handle", ["bank", "community", "street", "district"])
async def test_a_page_walks(cards: Crowd, handle: str) -> None:
    for text in ("cards", "cards(orderBy: DUE)", "cards(last: 20)"):
        found, = await cards.explain(handle, f"{{ {text} {{ nodes {{ id }} }} }}")
        assert not found.whole, (text, found)
        assert found.sorted <= PAGE
        assert found.read["item"] <= 100 * PAGE, (text, found)


@pytest.mark.parametrize("handle", ["bank", "nobody", "community", "district"])
async def test_what_names_a_party_is_found(cards: Crowd, handle: str) -> None:
    """However little of it the viewer sees: of 24,000 the bank is a party of 400."""
    bank = ids.encoder("or")(cards.city.bank)
    for order in ("NEWEST", "DUE"):
        text = f'{{ cards(orderBy: {order}, filter: {{organizationId: "{bank}"}}) {{ nodes {{ id }} }} }}'
        found, = await cards.explain(handle, text)
        assert not found.whole, (order, found)
        assert found.read["card"] <= 1_000, (order, found)


async def test_an_organisations_own(cards: Crowd) -> None:
    bank = ids.encoder("or")(cards.city.bank)
    *_, found = await cards.explain("bank", f"""{{ node(id: "{bank}") {{ ... on Organization {{
        cards(filter: {{awaitsMe: true}}, orderBy: DUE) {{ nodes {{ id }} }} }} }} }}""")
    assert not found.whole, found
    assert found.read["card"] <= 1_000, found


@pytest.mark.parametrize("handle", ["bank", "nobody", "community"])
@pytest.mark.parametrize("order", ["NEWEST", "DUE"])
@pytest.mark.parametrize("asked", ["mine: true", "awaitsMe: true", "mine: true, overdue: true"])
async def test_ones_own_are_found(cards: Crowd, handle: str, order: str, asked: str) -> None:
    """Among one's own alone, whatever others have."""
    found, = await cards.explain(handle, f"{{ cards(orderBy: {order}, filter: {{{asked}}}) {{ nodes {{ id }} }} }}")
    assert not found.whole, found
    assert found.read["card"] <= 1_000, found
