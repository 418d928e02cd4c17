"""Cards beside as many of others: a page reads its own rows, whoever asks; what names a party reads that one's own."""
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from db.visibility import Numbered
from domain.projects import CARD_SIGHT
from planner import ids
from tests.plans.conftest import Crowd

SEEN = Numbered(CARD_SIGHT)
ADD = """INSERT INTO card (id, claim_id, item_id, number, state, proposer_id, asked_id, proposed_at, answered_at, due_at)
  SELECT gen_random_uuid(), c.id, c.item_id, 1, CASE WHEN n % 5 = 0 THEN 'PROPOSED' ELSE 'AGREED' END, c.claimant_id,
         i.publisher_id, c.proposed_at, c.answered_at, c.proposed_at + interval '21 days'
  FROM (SELECT *, row_number() OVER () AS n FROM claim) c JOIN item i ON i.id = c.item_id AND i.state <> 'DRAFT'"""

IN_FORCE = "UPDATE claim c SET card_id = k.id FROM card k WHERE k.claim_id = c.id AND k.state = 'AGREED'"


@pytest.fixture(scope="module")
async def cards(crowd: Crowd) -> AsyncIterator[Crowd]:
    await crowd.connection.execute(ADD)
    await crowd.connection.execute(IN_FORCE)
    await crowd.connection.execute("VACUUM ANALYZE card, claim")
    yield crowd


@pytest.mark.parametrize("handle", ["unit", "bank", "hospital", "community", "street", "district", "member", "nobody"])
@pytest.mark.parametrize("page", ["first: 20", "last: 20", "orderBy: DUE", "filter: {state: [PROPOSED]}",
                                  "filter: {mine: true}", "filter: {inForce: true}", 'filter: {withinDivision: "110111007"}'])
async def test_a_page_reads_its_own_rows(cards: Crowd, handle: str, page: str) -> None:
    """Whatever cards there are that one does not see, of 21,000."""
    found, = await cards.explain(handle, f"{{ cards({page}) {{ nodes {{ id }} }} }}")
    assert not found.whole, found
    assert max(found.read.get("card", 0), found.read.get("bitmaps", 0)) <= 1_000, found


@pytest.mark.parametrize("handle", ["unit", "hospital", "community", "nobody"])
async def test_what_is_late_is_sought_among_what_one_sees(cards: Crowd, handle: str) -> None:
    seen = await cards.connection.fetchval(f"SELECT count(*) FROM card t WHERE {SEEN.sql('t', 1)}",
                                           *SEEN.values(cards.city.viewer(handle), datetime.now(UTC)))
    found, = await cards.explain(handle, "{ cards(filter: {overdue: true}) { nodes { id } } }")
    assert not found.whole, found
    assert found.read.get("card", 0) <= 2 * seen < 21_000


@pytest.mark.parametrize("handle", ["bank", "nobody", "community", "district"])
async def test_what_names_a_party_is_found(cards: Crowd, handle: str) -> None:
    """However little of it the viewer sees: of 21,000 the bank is a party of 400."""
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
    assert found.read.get("card", 0) <= 1_000, found


@pytest.mark.parametrize("handle", ["bank", "nobody", "community"])
@pytest.mark.parametrize("order", ["NEWEST", "DUE"])
@pytest.mark.parametrize("asked", ["mine: true", "awaitsMe: true", "mine: true, overdue: true"])
async def test_ones_own_are_found(cards: Crowd, handle: str, order: str, asked: str) -> None:
    """Among one's own alone, whatever others have."""
    found, = await cards.explain(handle, f"{{ cards(orderBy: {order}, filter: {{{asked}}}) {{ nodes {{ id }} }} }}")
    assert not found.whole, found
    assert found.read.get("card", 0) <= 1_000, found
