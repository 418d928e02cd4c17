"""Who sees an item sees it on every path, and who does not sees it on none: roles x scopes x paths."""
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests import city as place
from tests.api import scopes
from tests.api.client import Client, capital, global_id
from tests.api.scopes import CASES, HANDLES, Items
from tests.city import COMMUNITY


@pytest.fixture
async def made(client: Client) -> Items:
    return await scopes.build(client)


Path = Callable[[Client, Items, str], Awaitable[list[str]]]
"""Reads as somebody, and gives the ids of what came: items, or the department's claims on them."""


def _nodes(connection: dict[str, Any]) -> list[str]:
    ids = [node["id"] for node in connection["nodes"]]
    if "totalCount" in connection:
        assert connection["totalCount"] == len(ids)
    return ids


async def _items(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, "{ items(first: 100, filter: {state: null}) { totalCount nodes { id } } }")
    return _nodes(data["items"])


async def _three_lists(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, """query($state: [ItemState!]) {
        resources(first: 100, filter: {state: $state}) { totalCount nodes { id } }
        demands(first: 100, filter: {state: $state}) { totalCount nodes { id } }
        projects(first: 100, filter: {state: $state}) { totalCount nodes { id } } }""", state=None)
    for list_ in ("RESOURCE", "DEMAND", "PROJECT"):
        assert set(made.names(_nodes(data[f"{list_.lower()}s"]))) == made.seen(handle, list_)
    return [each for connection in data.values() for each in _nodes(connection)]


async def _one_by_one(client: Client, made: Items, handle: str) -> list[str]:
    """By pages of one, so that the cursor too is behind the predicate."""
    query = """query($after: String) { items(first: 1, after: $after, filter: {state: null}) {
        nodes { id } pageInfo { hasNextPage endCursor } } }"""
    found, after = [], None
    while True:
        page = (await client.read(handle, query, after=after))["items"]
        found += _nodes(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


async def _counts_alone(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, "{ items(filter: {state: null}) { totalCount } claims { totalCount } }")
    parties = sum(1 for name in made.seen(handle) if CASES[name].claimed_by)
    assert data["claims"]["totalCount"] == data["items"]["totalCount"] + parties
    return await _items(client, made, handle)


async def _node(client: Client, made: Items, handle: str) -> list[str]:
    query = "query($id: ID!) { node(id: $id) { id } }"
    found = [(await client.read(handle, query, id=each))["node"] for each in made.items.values()]
    return [node["id"] for node in found if node]


async def _claim_nodes(client: Client, made: Items, handle: str) -> list[str]:
    query = "query($id: ID!) { node(id: $id) { ... on Claim { id item { id } } } }"
    found = [(await client.read(handle, query, id=each))["node"] for each in made.claims.values()]
    return [node["item"]["id"] for node in found if node]


async def _publishers(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, """{ organizations(first: 100) { nodes {
        items(first: 100, filter: {state: null}) { totalCount nodes { id } } } } }""")
    return [each for node in data["organizations"]["nodes"] for each in _nodes(node["items"])]


async def _claims(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, """query($by: ID) { claims(first: 100, filter: {claimantId: $by}) {
        totalCount nodes { id item { id } } } }""", by=global_id("Organization", client.city.department))
    names = made.names(_nodes(data["claims"]))
    assert names == made.names([node["item"]["id"] for node in data["claims"]["nodes"]])
    return [node["item"]["id"] for node in data["claims"]["nodes"]]


async def _claims_of_the_claimant(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, """query($id: ID!) { organization(by: {id: $id}) {
        claims(first: 100) { totalCount nodes { id } } } }""", id=global_id("Organization", client.city.department))
    return _nodes(data["organization"]["claims"])


async def _events(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, "{ events(first: 100) { totalCount nodes { id item { id } } } }")
    assert len(_nodes(data["events"])) == len(made.seen(handle))
    return [node["item"]["id"] for node in data["events"]["nodes"]]


async def _entities(client: Client, made: Items, handle: str) -> list[str]:
    keys = [{"__typename": CASES[name].list.capitalize(), "id": each} for name, each in made.items.items()]
    data = await client.read(handle, """query($keys: [_Any!]!) { _entities(representations: $keys) { __typename
        ... on Demand { id } ... on Resource { id } ... on Project { id } } }""", keys=keys)
    assert len(data["_entities"]) == len(keys)
    return [entity["id"] for entity in data["_entities"] if entity]


async def _nodes_by_ids(client: Client, made: Items, handle: str) -> list[str]:
    data = await client.read(handle, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=list(made.items.values()))
    assert len(data["nodes"]) == len(made.items)
    return [each["id"] for each in data["nodes"] if each]


async def _all_changes(client: Client, made: Items, handle: str) -> list[str]:
    messages = await client.pushed(handle, "subscription { changes { event { item { id } } } }")
    return [message["data"]["changes"]["event"]["item"]["id"] for message in messages]


async def _changes_of_each(client: Client, made: Items, handle: str) -> list[str]:
    query = "subscription($id: ID!) { itemChanged(id: $id) { item { id } event { id } } }"
    found = []
    for item_id in made.items.values():
        messages = await client.pushed(handle, query, id=item_id)
        found += [message["data"]["itemChanged"]["item"]["id"] for message in messages]
    return found


@pytest.mark.parametrize("path", [
    _items, _three_lists, _one_by_one, _counts_alone, _node, _claim_nodes, _publishers, _claims,
    _claims_of_the_claimant, _events, _entities, _nodes_by_ids, _all_changes, _changes_of_each])
async def test_what_each_role_sees(client: Client, made: Items, path: Path) -> None:
    for handle in HANDLES:
        came = made.names(await path(client, made, handle))
        assert len(came) == len(set(came)), handle
        assert set(came) == made.seen(handle), handle


async def test_new_demands_of_a_committee(client: Client, made: Items) -> None:
    """The filter of the committee narrows what is seen; it opens nothing."""
    query = "subscription($committee: ID) { demandPublished(committee: $committee) { demand { id } } }"
    for committee, home in ((client.city.committee, COMMUNITY), (client.city.street_committee, COMMUNITY[:9])):
        for handle in HANDLES:
            messages = await client.pushed(handle, query, committee=global_id("JointCommittee", committee))
            came = made.names([message["data"]["demandPublished"]["demand"]["id"] for message in messages])
            expected = {name for name in made.seen(handle, "DEMAND") if CASES[name].home.startswith(home)}
            assert sorted(came) == sorted(expected), handle


async def test_filters_narrow_and_open_nothing(client: Client, made: Items) -> None:
    query = "query($f: ItemFilter) { items(first: 100, filter: $f) { totalCount nodes { id } } }"
    filters: list[dict[str, Any]] = [
        {"text": "draft"}, {"withinDivision": COMMUNITY}, {"state": ["DRAFT"]}, {"claimStatus": ["OPEN"]},
        {"publisherId": global_id("Organization", client.city.bank)}]
    for handle in ("far-community", "nobody"):
        for filter_ in filters:
            data = await client.read(handle, query, f={"state": None, **filter_})
            assert set(made.names(_nodes(data["items"]))) <= made.seen(handle), (handle, filter_)


# -- writes

ON_ITEMS: dict[str, dict[str, Any]] = {
    "reviseItem": {"title": "改了", "expectedVersion": 99}, "publishDraft": {}, "withdrawItem": {"reason": "不办了"},
    "completeItem": {}, "claimItem": {}}
ON_CLAIMS: dict[str, dict[str, Any]] = {
    "acceptClaim": {}, "declineClaim": {"reason": "不合适"}, "withdrawClaim": {"reason": "不来了"}, "deliverClaim": {},
    "returnClaim": {"reason": "没做完"}, "confirmClaim": {"rating": 5}}


async def _errors(client: Client, handle: str, name: str, field: str, ids: list[str], **given: Any) -> list[Any]:
    """The error of the mutation on each of the ids, without where in the text it stands; None where there is none.

    Of what is not there it names the id, as it was given.
    """
    variables = {f"v{number}": {"idempotencyKey": f"key-{handle}-{number}-{name}", field: each, **given}
                 for number, each in enumerate(ids)}
    declared = ", ".join(f"${each}: {capital(name)}Input!" for each in variables)
    fields = " ".join(f"m{each}: {name}(input: ${each}) {{ __typename }}" for each in variables)
    response = await client.send(handle, f"mutation({declared}) {{ {fields} }}", **variables)
    found = {error["path"][0]: {name: value for name, value in error.items() if name not in ("path", "locations")}
             for error in response.get("errors", ())}
    for each, variable in variables.items():
        said = found.get(f"m{each}", {}).get("extensions", {})
        assert said.pop("id", variable[field]) == variable[field]
    return [found.get(f"m{each}") for each in variables]


def _unknown(type_name: str) -> str:
    return global_id(type_name, uuid7())


async def test_writes_on_the_unseen_are_writes_on_nothing(client: Client, made: Items) -> None:
    """What is not seen answers as what is not there, to the last character, and nothing changes."""
    before = await client.desk.contents("idempotency_key")
    for handle in HANDLES:
        unseen = sorted(made.unseen(handle))
        claimant = {"claimantId": global_id("Organization", client.city.bank)} if handle == "two-units" else {}
        for name, given in ON_ITEMS.items():
            *errors, error = await _errors(client, handle, name, "itemId", [
                *(made.items[each] for each in unseen), _unknown("Demand")], **given,
                **(claimant if name == "claimItem" else {}))
            assert errors == [error] * len(unseen), (handle, name)
            assert name == "claimItem" or error["extensions"] == {"code": "NOT_FOUND", "field": "input.itemId"}
        for name, given in ON_CLAIMS.items():
            *errors, error = await _errors(client, handle, name, "claimId", [
                *(made.claims[each] for each in unseen), _unknown("Claim")], **given)
            assert errors == [error] * len(unseen), (handle, name)
            assert error["extensions"] == {"code": "NOT_FOUND", "field": "input.claimId"}
    contents = await client.desk.contents("idempotency_key")
    refused = contents.pop("idempotency_key"), before.pop("idempotency_key")
    assert contents == before
    assert refused[0] != refused[1]  # claimItem of those who act for nobody: a no, whatever the item


async def test_writes_on_the_seen_are_answered(client: Client, made: Items) -> None:
    for handle in HANDLES:
        seen = sorted(made.seen(handle))
        if seen:
            errors = await _errors(client, handle, "reviseItem", "itemId", [made.items[each] for each in seen],
                                   expectedVersion=99, title="改了")
            assert errors == [None] * len(seen), handle
            errors = await _errors(client, handle, "acceptClaim", "claimId", [made.claims[each] for each in seen])
            assert errors == [None] * len(seen), handle


async def test_the_unseen_takes_no_claim_of_a_unit(client: Client, made: Items) -> None:
    for handle in ("hospital", "bank"):
        errors = await _errors(client, handle, "claimItem", "itemId",
                               [made.items[each] for each in sorted(made.unseen(handle))])
        assert errors
        assert all(error["extensions"] == {"code": "NOT_FOUND", "field": "input.itemId"} for error in errors)


async def test_a_share_ends_by_itself(client: Client) -> None:
    item_id = await client.desk.add(place.add_item, client.city.bank, COMMUNITY)
    await client.share(item_id, client.city.hospital, "bank", datetime.now(UTC) + timedelta(hours=1))
    query = "query($id: ID!) { node(id: $id) { id } items { totalCount } }"
    before = await client.read("hospital", query, id=global_id("Demand", item_id))
    assert before["node"] and before["items"]["totalCount"] == 1
    await client.pool.execute("UPDATE share SET ends_at = now()")  # as if the hour had passed
    assert await client.read("hospital", query, id=global_id("Demand", item_id)) == {
        "node": None, "items": {"totalCount": 0}}
