"""One's own cards: one text is asked for those and for the others, and each has a plan of its own."""
import asyncio

import asyncpg
import pytest

from tests import city as place
from tests.api import card_cases
from tests.api.client import Client, global_id, of_payload
from tests.city import COMMUNITY

READ = "query($mine: Boolean) { cards(filter: {mine: $mine}) { totalCount nodes { id } } }"
AWAITS = "query($filter: CardFilter) { cards(filter: $filter) { totalCount nodes { id } } }"


async def _found(client: Client, handle: str, text: str, **variables: object) -> list[str]:
    cards = (await client.read(handle, text, **variables))["cards"]
    assert cards["totalCount"] == len(cards["nodes"])
    return sorted(each["id"] for each in cards["nodes"])


@pytest.mark.parametrize("first", [True, False])
async def test_own_and_others_by_one_text(client: Client, first: bool) -> None:
    """Whichever value the text is planned with first."""
    city = client.city
    card = global_id("Card", await card_cases.add(client))
    other = global_id("Card", await card_cases.add(client, proposer_id=city.hospital, asked_id=city.bank))
    for mine in (first, not first, first):
        assert await _found(client, "community", READ, mine=mine) == [card if mine else other]
        assert await _found(client, "community", AWAITS, filter={"awaitsMe": mine}) == [card if mine else other]
    assert await _found(client, "community", READ, mine=None) == sorted([card, other])


async def test_a_card_is_listed_for_whom_its_item_is_opened_to(client: Client) -> None:
    """From the moment on at which the item is, and no longer when it is narrowed again."""
    card = await card_cases.add(client)
    item = await client.pool.fetchval("SELECT item_id FROM card WHERE id = $1", card)
    for version, scope, seen in (1, "STREET", [global_id("Card", card)]), (2, "COMMUNITY", []):
        await client.write("community", "reviseItem", itemId=global_id("Demand", item), expectedVersion=version, scope=scope)
        assert await _found(client, "neighbour", AWAITS, filter={}) == seen
        assert await _found(client, "unit", AWAITS, filter={}) == [global_id("Card", card)]


async def test_a_card_that_comes_while_its_item_is_opened(client: Client) -> None:
    """Whichever of both comes first."""
    claim = await card_cases.add_claim(client)
    item = await client.pool.fetchval("SELECT item_id FROM claim WHERE id = $1", claim)
    given = {"claimId": global_id("Claim", claim), **card_cases.PARTS}
    async with client.pool.acquire() as opening, opening.transaction():
        await opening.execute("UPDATE item SET scope = 'STREET' WHERE id = $1", item)
        proposing = asyncio.create_task(client.write("unit", "proposeCard", of_payload("proposeCard", "card { id }"), **given))
        await client.desk.blocked()
    card = (await proposing)["card"]["id"]
    assert await _found(client, "neighbour", AWAITS, filter={}) == [card]
    async with client.pool.acquire() as adding:
        async with adding.transaction():
            other = await place.add_card(adding, claim, state="DECLINED")
            narrowing = asyncio.create_task(client.pool.execute("UPDATE item SET scope = 'COMMUNITY' WHERE id = $1", item))
            await client.desk.blocked()
        await narrowing
    assert await _found(client, "neighbour", AWAITS, filter={}) == []
    assert await _found(client, "unit", AWAITS, filter={}) == sorted([card, global_id("Card", other)])


async def test_a_draft_has_no_cards(client: Client) -> None:
    """Its publisher alone sees it, of which a card knows nothing: so the database takes none."""
    city, add = client.city, client.desk.add
    draft = await add(place.add_item, city.community, COMMUNITY, state="DRAFT")
    claim = await add(place.add_claim, draft, city.school, city.members["unit"], state="ACCEPTED")
    with pytest.raises(asyncpg.NotNullViolationError):
        await add(place.add_card, claim)
