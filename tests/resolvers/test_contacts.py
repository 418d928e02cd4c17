"""Contacts: masked, unless the viewer is a party; each unmasked look at another's is recorded."""
from uuid import UUID, uuid4

import pytest

from db import contacts as contacts_table
from domain.contacts import Contact
from resolvers import contacts
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

FULL = Contact("王小明", "13800001234", masked=False)
MASKED = Contact("王**", "138****1234", masked=True)


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    async with desk.pool.acquire() as connection:
        await contacts_table.put(connection, item, "王小明", "13800001234")
    return item


async def _reads(desk: Desk) -> int:
    count: int = await desk.pool.fetchval("SELECT count(*) FROM contact_read")
    return count


@pytest.mark.parametrize(("viewer", "shown"), [("community", FULL), ("unit", MASKED), ("street", MASKED),
                                               ("hospital", None), (None, None)])
async def test_before_any_claim_only_the_publisher_sees_it(desk: Desk, demand: UUID, viewer: str | None,
                                                           shown: Contact | None) -> None:
    assert await contacts.load(desk.context(viewer), [demand]) == [shown]
    assert await _reads(desk) == 0


@pytest.mark.parametrize(("state", "shown", "reads"), [
    ("PROPOSED", MASKED, 0), ("ACCEPTED", FULL, 1), ("DELIVERED", FULL, 1), ("REWORK", FULL, 1),
    ("CONFIRMED", FULL, 1), ("DECLINED", MASKED, 0), ("WITHDRAWN", MASKED, 0), ("LAPSED", MASKED, 0)])
async def test_the_party_of_an_accepted_claim_sees_it_and_is_recorded(desk: Desk, demand: UUID, state: str,
                                                                      shown: Contact, reads: int) -> None:
    rating = {"rating": 5} if state == "CONFIRMED" else {}
    await desk.add(place.add_claim, demand, desk.city.school, desk.city.members["unit"], state=state, **rating)
    assert await contacts.load(desk.context("unit"), [demand]) == [shown]
    assert await contacts.load(desk.context("bank"), [demand]) == [MASKED]
    assert await _reads(desk) == reads
    if reads:
        read = await desk.pool.fetchrow("SELECT * FROM contact_read")
        assert read is not None
        assert (read["item_id"], read["member_id"], read["request_id"]) == (
            demand, desk.city.members["unit"], "test-request")


async def test_a_batch_is_answered_in_its_order(desk: Desk, demand: UUID) -> None:
    without = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    loader = desk.context("unit").loader(contacts.load)
    assert await loader.load_many([uuid4(), demand, without]) == [None, MASKED, None]
