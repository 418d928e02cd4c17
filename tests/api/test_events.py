"""Events: which object each is about, as far as the viewer sees that, and which are asked for."""
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import city as place
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, FAR_COMMUNITY

PAGE = "nodes { kind at actor { handle } object { __typename id ... on Demand { title } ... on Claim { quantity } } }"
EVENTS = f"query($filter: EventFilter) {{ events(filter: $filter) {{ totalCount {PAGE} }} }}"


async def _story(client: Client) -> dict[str, str]:
    """A demand of the community's, and the school's claim on it; their ids."""
    demand = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id } }",
                                title="修灯", category="PROPERTY", quantity=4)
    claim = await client.write("unit", "claimItem", "... on ClaimItemPayload { claim { id } }", itemId=demand["demand"]["id"],
                               quantity=3)
    await client.write("community", "acceptClaim", claimId=claim["claim"]["id"])
    return {"demand": demand["demand"]["id"], "claim": claim["claim"]["id"]}


async def test_each_says_what_it_happened_to_in_one_statement(client: Client) -> None:
    known = await _story(client)
    asked = await client.read("unit", "{ events { nodes { kind object { __typename id ... on Demand { title } "
                                      "... on Claim { quantity item { title } } } } } }")
    assert len(client.sent) == 1
    claim = {"__typename": "Claim", "id": known["claim"], "quantity": 3, "item": {"title": "修灯"}}
    assert asked["events"]["nodes"] == [
        {"kind": "ITEM_PUBLISHED", "object": {"__typename": "Demand", "id": known["demand"], "title": "修灯"}},
        {"kind": "CLAIM_PROPOSED", "object": claim}, {"kind": "CLAIM_ACCEPTED", "object": claim}]
    pushed = await client.pushed("unit", "subscription { changes { event { object { __typename id } } } }")
    assert [each["data"]["changes"]["event"]["object"] for each in pushed] == [
        {"__typename": "Demand", "id": known["demand"]}, *[{"__typename": "Claim", "id": known["claim"]}] * 2]


@pytest.mark.parametrize(("handle", "sees"), [("unit", False), ("far-community", True)])
async def test_an_object_that_is_not_seen_is_null(client: Client, handle: str, sees: bool) -> None:
    """Also where the event itself is."""
    hidden = await client.desk.add(place.add_item, client.city.far_community, FAR_COMMUNITY, scope="COMMUNITY", title="别处")
    for organization, code in ((client.city.school, COMMUNITY), (client.city.far_community, FAR_COMMUNITY)):
        await client.event("organization.revised", "Demand", hidden, organization, organization_id=organization, home_code=code)
    nodes = (await client.read(handle, f"{{ events {{ {PAGE} }} }}"))["events"]["nodes"]
    assert nodes
    assert {node["object"] and node["object"]["title"] for node in nodes} == {"别处" if sees else None}


async def test_an_object_that_is_no_more_is_null(client: Client) -> None:
    draft = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id } }", title="草稿",
                               category="PROPERTY", draft=True)
    await client.write("community", "withdrawItem", itemId=draft["demand"]["id"], reason="写错了")
    nodes = (await client.read("community", f"{{ events {{ {PAGE} }} }}"))["events"]["nodes"]
    assert [(node["kind"], node["object"]) for node in nodes] == [("ITEM_DRAFTED", None), ("ITEM_DISCARDED", None)]


async def test_filters(client: Client) -> None:
    known = await _story(client)
    school = global_id("Organization", client.city.school)
    unit = global_id("Member", client.city.members["unit"])

    async def kinds(**given: Any) -> list[str]:
        page = (await client.read("unit", EVENTS, filter=given))["events"]
        assert page["totalCount"] == len(page["nodes"])
        return [node["kind"] for node in page["nodes"]]

    assert await kinds(kind=["CLAIM_ACCEPTED", "ITEM_PUBLISHED", "CLAIM_ACCEPTED"]) == ["ITEM_PUBLISHED", "CLAIM_ACCEPTED"]
    assert await kinds(kind=[]) == []
    assert await kinds(objectId=known["claim"]) == ["CLAIM_PROPOSED", "CLAIM_ACCEPTED"]
    assert await kinds(objectId=known["demand"]) == ["ITEM_PUBLISHED"]
    assert await kinds(actorId=unit) == await kinds(organizationId=school) == ["CLAIM_PROPOSED"]
    assert await kinds(actorId=unit, kind=["CLAIM_ACCEPTED"]) == []
    now = datetime.now(UTC)
    past, ahead = (now - timedelta(hours=1)).isoformat(), (now + timedelta(hours=1)).isoformat()
    everything = ["ITEM_PUBLISHED", "CLAIM_PROPOSED", "CLAIM_ACCEPTED"]
    for period in ({}, {"since": past}, {"until": ahead}, {"since": past, "until": ahead}, {"since": None}):
        assert await kinds(during=period) == everything, period
    for period in ({"since": ahead}, {"until": past}, {"since": ahead, "until": past}):
        assert await kinds(during=period) == [], period


async def test_a_page_of_several_kinds_goes_on_in_order(client: Client) -> None:
    known = await _story(client)
    text = """query($after: String, $before: String, $kinds: [EventKind!]) {
        events(first: 1, after: $after, before: $before, filter: {kind: $kinds}) { edges { cursor node { kind } }
        pageInfo { hasNextPage } } }"""
    kinds = ["CLAIM_ACCEPTED", "CLAIM_PROPOSED", "ITEM_PUBLISHED"]
    found, after, more = [], None, True
    while more:
        page = (await client.read("unit", text, after=after, kinds=kinds))["events"]
        found += [edge["node"]["kind"] for edge in page["edges"]]
        after, more = page["edges"][-1]["cursor"], page["pageInfo"]["hasNextPage"]
    assert found == ["ITEM_PUBLISHED", "CLAIM_PROPOSED", "CLAIM_ACCEPTED"]
    last = await client.read("unit", "{ events(last: 1, filter: {kind: [CLAIM_PROPOSED, ITEM_PUBLISHED]}) { nodes { kind } } }")
    assert last["events"]["nodes"] == [{"kind": "CLAIM_PROPOSED"}]
    assert known


@pytest.mark.parametrize(("field", "value"), [
    ("objectId", "x"), ("actorId", "or" + "0" * 32), ("organizationId", "me" + "0" * 32)])
async def test_ids_of_other_types_name_nothing(client: Client, field: str, value: str) -> None:
    answer = await client.send("unit", EVENTS, filter={field: value})
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
