"""One's own cards: one text is asked for those and for the others, and each has a plan of its own."""
import pytest

from tests.api import card_cases
from tests.api.client import Client, global_id

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
