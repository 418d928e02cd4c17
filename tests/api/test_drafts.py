"""What was never published is its publisher's alone, also when it is published later, or thrown away."""
from typing import Any

import orjson
import pytest

from tests.api.client import CHANGES, Client, changed, new_key, of_payload

SECRET = "王秀英"
DRAFT = {"title": f"{SECRET}家漏水", "body": f"{SECRET}，三单元", "category": "PROPERTY", "scope": "DISTRICT", "quantity": 3,
         "draft": True, "contact": {"name": SECRET, "phone": "13811112222"}, "place": {"address": f"{SECRET}家"}}
OTHERS = ("bank", "neighbour", "street", "district", "province", "member")
EVENTS = f"nodes {{ kind {CHANGES} objectVersion item {{ id title }} }}"
PAGES = f"totalCount pageInfo {{ hasNextPage endCursor }} {EVENTS}"


async def draft(client: Client) -> str:
    answer = await client.write("unit", "publishDemand", of_payload("publishDemand", "demand { id }"), **DRAFT)
    await client.write("unit", "reviseItem", itemId=answer["demand"]["id"], title=f"{SECRET}家渗水", quantity=4,
                       contact={"name": SECRET, "phone": "13811113333"})
    return str(answer["demand"]["id"])


async def published(client: Client) -> str:
    """A draft that named somebody until the last revision before it was published."""
    item = await draft(client)
    await client.write("unit", "reviseItem", itemId=item, title="一户漏水", body="", place=None, contact=None)
    await client.write("unit", "publishDraft", itemId=item)
    return item


async def seen_of(client: Client, handle: str, item: str) -> dict[str, Any]:
    """All that a member can ask or be told about the past of an item."""
    read = await client.read(handle, f"""query($id: ID!) {{ node(id: $id) {{ ... on Demand {{ history {{ {PAGES} }} }} }}
        events {{ {PAGES} }} all: demands(filter: {{state: null}}) {{ nodes {{ id title }} }} }}""", id=item)
    changes = await client.pushed(handle, f"subscription {{ changes {{ cursor event {{ {EVENTS[8:-2]} }} }} }}")
    of_item = await client.pushed(handle, f"subscription($id: ID!) {{ itemChanged(id: $id) {{ cursor item {{ id }} "
                                          f"event {{ {EVENTS[8:-2]} }} }} }}", id=item)
    assert all(message["data"]["itemChanged"]["event"] for message in of_item)  # a message without one would tell, too
    return {**read, "changes": [each["data"]["changes"]["event"]["kind"] for each in changes],
            "itemChanged": [each["data"]["itemChanged"]["event"]["kind"] for each in of_item],
            "text": orjson.dumps([read, changes, of_item]).decode()}


@pytest.mark.parametrize("handle", OTHERS)
async def test_what_a_draft_said_is_not_seen_when_it_is_published(client: Client, handle: str) -> None:
    item = await published(client)
    seen = await seen_of(client, handle, item)
    assert SECRET not in seen["text"]
    assert seen["changes"] == seen["itemChanged"] == ["ITEM_PUBLISHED"]
    for page in (seen["node"]["history"], seen["events"]):
        assert (page["totalCount"], [node["kind"] for node in page["nodes"]]) == (1, ["ITEM_PUBLISHED"])
        assert changed(page["nodes"][0], "after")["title"] == "一户漏水"
        assert changed(page["nodes"][0], "before") == {"state": "DRAFT"}
    first = await client.read(
        "unit", f"query($id: ID!) {{ node(id: $id) {{ ... on Demand {{ history(first: 1) {{ {PAGES} }} }} }} }}", id=item)
    cursor = first["node"]["history"]["pageInfo"]["endCursor"]
    rest = await client.read(handle, "query($id: ID!, $after: String) { node(id: $id) { ... on Demand { "
                                     "history(after: $after) { totalCount nodes { kind } } } } }", id=item, after=cursor)
    assert rest["node"]["history"] == {"totalCount": 1, "nodes": [{"kind": "ITEM_PUBLISHED"}]}


async def test_events_before_publication_are_not_to_be_had_by_their_id(client: Client) -> None:
    item = await published(client)
    own = await client.read(
        "unit", "query($id: ID!) { node(id: $id) { ... on Demand { history { nodes { id kind } } } } }", id=item)
    for event in own["node"]["history"]["nodes"]:
        asked = await client.read("bank", "query($id: ID!, $all: [_Any!]!) { node(id: $id) { ... on Event { kind } } "
                                          "_entities(representations: $all) { ... on Event { kind } } }",
                                  id=event["id"], all=[{"__typename": "Event", "id": event["id"]}])
        told = {"kind": event["kind"]} if event["kind"] == "ITEM_PUBLISHED" else None
        assert asked == {"node": told, "_entities": [told]}


async def test_its_publisher_sees_it_all_but_the_trail_has_no_content(client: Client) -> None:
    item = await published(client)
    seen = await seen_of(client, "two-units", item)
    kinds = ["ITEM_DRAFTED", "ITEM_REDRAFTED", "ITEM_REDRAFTED", "ITEM_PUBLISHED"]
    assert [node["kind"] for node in seen["node"]["history"]["nodes"]] == seen["changes"] == seen["itemChanged"] == kinds
    first, second, *_ = seen["node"]["history"]["nodes"]
    assert (changed(first, "before"), changed(first, "after")) == ({}, {"state": "DRAFT"})
    untold = [{each["field"] for each in event["changes"] if not each["told"]} for event in (first, second)]
    assert {"title", "body", "quantity", "place"} <= untold[0]
    assert (untold[1], changed(second, "before"), changed(second, "after")) == ({"contact", "quantity", "title"}, {}, {})
    assert SECRET not in await client.pool.fetchval("SELECT string_agg(e::text, '') FROM event e")


async def test_a_draft_that_is_withdrawn_is_gone(client: Client) -> None:
    item = await draft(client)
    given = {"idempotencyKey": new_key(), "itemId": item, "reason": f"{SECRET}不愿意"}
    for _ in range(2):
        answer = await client.write("unit", "withdrawItem", of_payload("withdrawItem", "item { id }"), **given)
        assert answer == {"__typename": "WithdrawItemPayload", "item": None}
    assert [await client.pool.fetchval(f"SELECT count(*) FROM {table}") for table in ("item", "contact")] == [0, 0]
    assert SECRET not in str(await client.pool.fetch(
        "SELECT e::text FROM event e UNION ALL SELECT k::text FROM idempotency_key k"))
    error = await client.rejects("unit", "publishDraft", itemId=item)
    assert error["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("handle", ["unit", "two-units", *OTHERS])
async def test_of_a_discarded_draft_only_its_publisher_knows(client: Client, handle: str) -> None:
    item = await draft(client)
    await client.write("unit", "withdrawItem", itemId=item, reason="写错了")
    seen = await seen_of(client, handle, item)
    own = ["ITEM_DRAFTED", "ITEM_REDRAFTED", "ITEM_DISCARDED"] if "unit" in handle else []
    assert seen["changes"] == [node["kind"] for node in seen["events"]["nodes"]] == own
    assert (seen["node"], seen["all"]["nodes"], seen["itemChanged"]) == (None, [], [])
    assert all(node["item"] is None for node in seen["events"]["nodes"])
    assert seen["events"]["totalCount"] == len(own)


async def test_what_was_published_is_withdrawn_with_its_history(client: Client) -> None:
    item = await published(client)
    await client.write("unit", "withdrawItem", itemId=item, reason="已解决")
    seen = await seen_of(client, "bank", item)
    assert [node["kind"] for node in seen["node"]["history"]["nodes"]] == ["ITEM_PUBLISHED", "ITEM_WITHDRAWN"]
    assert seen["all"]["nodes"] == [{"id": item, "title": "一户漏水"}]


async def test_a_claim_on_what_was_a_draft_is_seen_whatever_its_version(client: Client) -> None:
    """A claim counts its own versions, from one on."""
    item = await published(client)
    await client.write("bank", "claimItem", itemId=item)
    await client.write("unit", "reviseItem", itemId=item, title="一户渗水")
    seen = await seen_of(client, "bank", item)
    kinds = ["ITEM_PUBLISHED", "CLAIM_PROPOSED", "ITEM_REVISED"]
    assert [node["kind"] for node in seen["node"]["history"]["nodes"]] == seen["changes"] == seen["itemChanged"] == kinds
    assert changed(seen["node"]["history"]["nodes"][-1], "before") == {"title": "一户漏水"}


async def test_a_contact_that_changed_is_told_and_counted(client: Client) -> None:
    """Of two who revise at once the second learns that it has not seen what the first did."""
    answer = await client.write("community", "publishDemand", of_payload("publishDemand", "demand { id version }"),
                                title="修灯", category="PROPERTY")
    item = answer["demand"]["id"]
    contacts = {2: {"name": SECRET, "phone": "13811112222"}, 3: {"name": SECRET, "phone": "13811112223"}, 4: None}
    for version, contact in contacts.items():
        revised = await client.write("community", "reviseItem", of_payload("reviseItem", "item { ... on Demand { version } }"),
                                     itemId=item, expectedVersion=version - 1, contact=contact)
        assert revised["item"] == {"version": version}
        event = await client.desk.last_event()
        assert (event["kind"], event["object_version"], event["before"], event["after"]) == (
            "item.revised", version, None, {"untold": ["contact"]})
        stale = await client.refused("community", "reviseItem", "StaleVersion", itemId=item, expectedVersion=version - 1,
                                     contact={"name": "李四", "phone": "13900000000"})
        assert stale["message"]
    again = await client.write("community", "reviseItem", of_payload("reviseItem", "item { ... on Demand { version } }"),
                               itemId=item, contact=None)
    assert again["item"] == {"version": 4}
    assert SECRET not in await client.pool.fetchval("SELECT string_agg(e::text, '') FROM event e")
