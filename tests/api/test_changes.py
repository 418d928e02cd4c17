"""What an event changed: by GraphQL's names and types, and nothing of how it is stored."""
import re
from typing import Any

import pytest

from domain import objects, processes, trail
from schema import changes, graphql
from tests.api.client import Client, global_id

TEXT = """{ events { nodes { kind imported wasDueAt changes { field told
    before { ...V } after { ...V } } } } }
fragment V on ChangedValue { __typename text
    ... on NumberValue { number } ... on BooleanValue { holds } ... on DateValue { day } ... on DateTimeValue { at }
    ... on EnumValue { enum zh en } ... on NodeValue { id type } }"""
WITHOUT_PROCESS = {"organization": "Organization", "division": "Organization", "committee": "JointCommittee",
                   "fund": "CommunityFund", "whistle_inside": "WhistleMessage", "route": "Route", "service_duty": "ServiceDuty",
                   "progress_note": "ProgressNote", "project": "JointProject", "funding": "Funding", "expense": "Expense",
                   "shift": "Shift", "whistle_party": "WhistleParty"}


def _types(kind: str) -> tuple[str, ...]:
    of = next((each.type for each in processes.ALL if kind in each.events), "")
    begins = kind.split(".")[0]
    name = of or WITHOUT_PROCESS.get(begins) or next(each.type for each in processes.ALL if each.table == begins)
    return objects.INTERFACES.get(name, (name,))


@pytest.mark.parametrize("kind", trail.KINDS)
def test_each_column_that_is_told_has_a_name_and_a_type(kind: str) -> None:
    """Of a field of its object, or in `schema.changes.BESIDE`: a column whose type is not known may be an id."""
    graphql.ours()
    assert trail.KINDS[kind].fields <= {column for type_ in _types(kind) for column in changes.of_type(type_)}


async def _changes(client: Client, handle: str) -> dict[str, dict[str, Any]]:
    nodes = (await client.read(handle, TEXT))["events"]["nodes"]
    said = str(nodes)
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", said), "no row's id as it is stored"
    assert all(re.fullmatch(r"[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)?", each["field"]) for node in nodes for each in node["changes"])
    return {node["kind"]: {each["field"]: each for each in node["changes"]} for node in nodes}


async def test_values_have_the_types_of_their_fields(client: Client) -> None:
    made = "... on PublishDemandPayload { demand { id deadline publishedAt } }"
    demand = await client.write("community", "publishDemand", made, title="修灯", category="PROPERTY", quantity=4,
                                deadline="2099-05-01T08:00:00+08:00", place={"address": "三单元"})
    await client.write("community", "reviseItem", itemId=demand["demand"]["id"], quantity=5, body="王家门口", deadline=None)
    await client.write("community", "shareItem", itemId=demand["demand"]["id"],
                       recipient={"organizationId": global_id("Organization", client.city.hospital)})
    found = await _changes(client, "community")
    new = found["ITEM_PUBLISHED"]
    assert new["state"] == {"field": "state", "told": True, "before": None, "after": {
        "__typename": "EnumValue", "text": "PUBLISHED", "enum": "ItemState", "zh": "已发布", "en": "Published"}}
    assert new["category"]["after"]["zh"] == "物业维修"
    community = global_id("Organization", client.city.community)
    assert new["publisher"]["after"] == {"__typename": "NodeValue", "text": community, "id": community, "type": "ORGANIZATION"}
    assert new["deadline"]["after"] == {"__typename": "DateTimeValue", "text": demand["demand"]["deadline"],
                                        "at": demand["demand"]["deadline"]}
    assert new["publishedAt"]["after"]["at"] == demand["demand"]["publishedAt"]
    assert [new[field] for field in ("body", "place")] == [
        {"field": field, "told": False, "before": None, "after": None} for field in ("body", "place")]
    revised = found["ITEM_REVISED"]
    assert revised["quantity"] == {"field": "quantity", "told": True, **{side: {
        "__typename": "NumberValue", "text": number, "number": number} for side, number in (("before", "4"), ("after", "5"))}}
    assert revised["deadline"]["after"] is None and revised["deadline"]["before"]["at"]
    assert not revised["body"]["told"]
    hospital = global_id("Organization", client.city.hospital)
    assert found["ITEM_SHARED"]["shares.organization"]["after"]["id"] == hospital


async def test_what_came_with_a_claim(client: Client) -> None:
    """What it did to its item is on the path to that."""
    demand = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id } }", title="修灯",
                                category="PROPERTY", quantity=4)
    await client.write("unit", "claimItem", itemId=demand["demand"]["id"], quantity=3)
    found = (await _changes(client, "unit"))["CLAIM_PROPOSED"]
    assert {field: each["after"]["text"] for field, each in found.items()} == {
        "state": "PROPOSED", "quantity": "3", "item.claimed": "3"}
    nodes = (await client.read("unit", TEXT))["events"]["nodes"]
    assert {(node["imported"], node["wasDueAt"]) for node in nodes} == {(False, None)}
