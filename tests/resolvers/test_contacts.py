"""Contacts: masked, unless the viewer is a party; each unmasked look at another's is recorded, or there is no answer."""
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest

from db import contacts as contacts_table
from domain.contacts import Contact
from planner import ids
from resolvers import contacts
from resolvers.executing.request import Request
from schema import graphql
from tests import city as place
from tests.city import COMMUNITY
from tests.desk import Desk

FULL = Contact("王小明", "13800001234", masked=False)
MASKED = Contact("王**", "138****1234", masked=True)
CONTACT = "contact { name phone masked }"
Shown = Callable[[Desk, str, list[UUID]], Awaitable[list[Contact | None]]]


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    return await _demand(desk)


async def _demand(desk: Desk) -> UUID:
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    async with desk.pool.acquire() as connection:
        await contacts_table.put(connection, item, "王小明", "13800001234")
    return item


async def _accepted(desk: Desk, item: UUID, state: str = "ACCEPTED") -> None:
    """The school's claim on an item."""
    rating = {"rating": 5} if state == "CONFIRMED" else {}
    await desk.add(place.add_claim, item, desk.city.school, desk.city.members["unit"], state=state, **rating)


async def _reads(desk: Desk) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await desk.pool.fetch(
        "SELECT subject_type, subject_id, member_id, request_id FROM contact_read ORDER BY id")]


async def _asked(desk: Desk, handle: str | None, text: str, **variables: Any) -> Any:
    response = await graphql.operations().run(Request(text, variables), desk.context(handle))
    return orjson.loads(response.body)


def _id(item: UUID) -> str | None:
    return ids.encoder("de")(item)


async def by_the_api(desk: Desk, handle: str, items: list[UUID]) -> list[Contact | None]:
    text = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Demand {{ {CONTACT} }} }} }}"
    answer = await _asked(desk, handle, text, ids=[_id(item) for item in items])
    return [each and each["contact"] and Contact(**each["contact"]) for each in answer["data"]["nodes"]]


async def in_a_file(desk: Desk, handle: str, items: list[UUID]) -> list[Contact | None]:
    async with desk.pool.acquire() as connection, connection.transaction():
        shown = await contacts.read(connection, desk.city.viewer(handle), items, "test-request", desk.now())
    return [shown.get(item) for item in items]


both = pytest.mark.parametrize("shown", [by_the_api, in_a_file])


@both
@pytest.mark.parametrize(("viewer", "contact"), [("community", FULL), ("unit", MASKED), ("street", MASKED), ("hospital", None)])
async def test_before_any_claim_only_the_publisher_sees_it(desk: Desk, demand: UUID, shown: Shown, viewer: str,
                                                           contact: Contact | None) -> None:
    assert await shown(desk, viewer, [demand]) == [contact]
    assert await _reads(desk) == []


@both
@pytest.mark.parametrize(("state", "contact", "reads"), [
    ("PROPOSED", MASKED, 0), ("ACCEPTED", FULL, 1), ("DELIVERED", FULL, 1), ("REWORK", FULL, 1),
    ("CONFIRMED", FULL, 1), ("DECLINED", MASKED, 0), ("WITHDRAWN", MASKED, 0), ("LAPSED", MASKED, 0)])
async def test_the_party_of_an_accepted_claim_sees_it_and_is_recorded(desk: Desk, demand: UUID, shown: Shown, state: str,
                                                                      contact: Contact, reads: int) -> None:
    await _accepted(desk, demand, state)
    assert await shown(desk, "unit", [demand]) == [contact]
    assert await shown(desk, "bank", [demand]) == [MASKED]
    assert await _reads(desk) == [("item", demand, desk.city.members["unit"], "test-request")] * reads


@both
async def test_a_batch_is_answered_in_its_order(desk: Desk, demand: UUID, shown: Shown) -> None:
    without = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    assert await shown(desk, "unit", [uuid4(), demand, without]) == [None, MASKED, None]


async def test_nobody_sees_it_without_signing_in(desk: Desk, demand: UUID) -> None:
    answer = await _asked(desk, None, f"{{ demands {{ nodes {{ {CONTACT} }} }} }}")
    assert answer.get("data") is None


PATHS = {
    "a list": f"{{ demands {{ nodes {{ {CONTACT} }} }} }}",
    "a list of all types": f"{{ items {{ edges {{ node {{ {CONTACT} }} }} }} }}",
    "a list below": f'{{ organization(by: {{divisionCode: "{COMMUNITY}"}}) {{ items {{ nodes {{ {CONTACT} '
                    f"again: {CONTACT} }} }} }} }}",
    "a claim's item": f"{{ claims {{ nodes {{ item {{ {CONTACT} }} }} }} }}",
    "a node": f"query($id: ID!) {{ node(id: $id) {{ ... on Demand {{ {CONTACT} }} }} }}",
    "nodes": f"query($id: ID!) {{ nodes(ids: [$id, $id]) {{ ... on Demand {{ {CONTACT} }} }} }}",
    "an entity": "query($id: ID!) { _entities(representations: [{__typename: \"Demand\", id: $id}]) "
                 f"{{ ... on Demand {{ {CONTACT} }} }} }}",
    "beside the schema": f"{{ __schema {{ queryType {{ name }} }} demands {{ nodes {{ {CONTACT} }} }} }}",
    "a payload": "mutation($id: ID!) { claimItem(input: {itemId: $id, idempotencyKey: \"12345678\"}) { __typename "
                 f"... on ClaimItemPayload {{ item {{ {CONTACT} }} }} }} }}",
}


@pytest.mark.parametrize("path", PATHS)
async def test_each_path_to_it_leaves_one_record(desk: Desk, demand: UUID, path: str) -> None:
    await _accepted(desk, demand)
    text = PATHS[path]
    answer = await _asked(desk, "unit", text, **({"id": _id(demand)} if "$id" in text else {}))
    assert "errors" not in answer
    assert FULL.phone in str(answer) and MASKED.phone not in str(answer)
    assert await _reads(desk) == [("item", demand, desk.city.members["unit"], "test-request")]


@pytest.mark.parametrize("path", PATHS)
async def test_no_answer_has_contacts_whose_reading_is_not_on_record(desk: Desk, demand: UUID, path: str) -> None:
    await _accepted(desk, demand)
    text = PATHS[path]
    await desk.pool.execute("ALTER TABLE contact_read ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    try:
        answer = await _asked(desk, "unit", text, **({"id": _id(demand)} if "$id" in text else {}))
    except asyncpg.CheckViolationError:
        answer = None  # to the endpoint: INTERNAL
    finally:
        await desk.pool.execute("ALTER TABLE contact_read DROP CONSTRAINT full_disk")
    assert "1234" not in str(answer)
    assert await _reads(desk) == []


@pytest.mark.parametrize("first", [1, 2])
async def test_only_what_is_shown_is_recorded(desk: Desk, demand: UUID, first: int) -> None:
    """A statement fetches a row more than its page has."""
    items = [demand, *[await _demand(desk) for _ in range(2)]]
    for item in items:
        await _accepted(desk, item)
    for text in ("{ demands(first: %d) { nodes { id contact { phone } } } }",
                 '{ organization(by: {divisionCode: "' + COMMUNITY + '"}) '
                 "{ items(first: %d) { nodes { id contact { phone } } } } }",
                 "{ demands(first: %d) { nodes { title } } }"):
        await desk.pool.execute("TRUNCATE contact_read")
        answer = await _asked(desk, "unit", text % first)
        shown = [item for item in items if str(_id(item)) in str(answer)]
        assert len(shown) == (first if "contact" in text else 0)
        assert sorted(row_id for _, row_id, _, _ in await _reads(desk)) == sorted(shown)
