"""Counts by group: of the rows that the list's `totalCount` counts, in its statement, within what the viewer sees."""
import json
from typing import Any

import pytest

from planner import groups
from tests import city as place
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, FAR_COMMUNITY, NEIGHBOUR

TEXT = "query($by: GroupBy!, $filter: DemandFilter) { demands(filter: $filter) { totalCount groups(by: $by) { key count } } }"


async def _filled(client: Client) -> None:
    """Of the community three, of the neighbour one, and one that is elsewhere and seen by nobody here."""
    for home, publisher, columns in (
            (COMMUNITY, client.city.community, {"category": "HEALTH"}),
            (COMMUNITY, client.city.community, {"category": "HEALTH"}),
            (COMMUNITY, client.city.community, {"category": "LEGAL_AID", "claimed": 3}),
            (NEIGHBOUR, client.city.neighbour, {"category": "HEALTH", "scope": "STREET"}),
            (FAR_COMMUNITY, client.city.far_community, {"scope": "COMMUNITY"})):
        await client.desk.add(place.add_item, publisher, home, **{"scope": "COMMUNITY", "quantity": 10, **columns})


async def _groups(client: Client, handle: str, by: str, **filter: Any) -> dict[str | None, int]:
    page = (await client.read(handle, TEXT, by=by, filter=filter))["demands"]
    assert len(client.sent) == 1
    counts = [each["count"] for each in page["groups"]]
    assert counts == sorted(counts, reverse=True) and sum(counts) == page["totalCount"]
    return {each["key"]: each["count"] for each in page["groups"]}


async def test_what_is_seen_is_counted_by_group(client: Client) -> None:
    await _filled(client)
    assert await _groups(client, "community", "CATEGORY") == {"HEALTH": 3, "LEGAL_AID": 1}
    assert await _groups(client, "community", "COMMUNITY") == {COMMUNITY: 3, NEIGHBOUR: 1}
    assert await _groups(client, "community", "CLAIM_STATUS", category=["LEGAL_AID"]) == {"PARTLY_CLAIMED": 1}
    assert await _groups(client, "street", "STREET") == {COMMUNITY[:9]: 4}
    assert await _groups(client, "far-community", "CATEGORY") == {"OTHER": 1}
    assert await _groups(client, "community", "URGENCY", text="没有") == {}


async def test_beside_a_page_and_below_parents(client: Client) -> None:
    await _filled(client)
    page = (await client.read("street", "{ demands(first: 1) { nodes { id } states: groups(by: STATE) { count key __typename } "
                                        "months: groups(by: MONTH) { count } } }"))["demands"]
    assert len(client.sent) == 1
    assert len(page["nodes"]) == 1
    assert page["states"] == [{"count": 4, "key": "PUBLISHED", "__typename": "Group"}]
    assert [each["count"] for each in page["months"]] == [4]
    below = await client.read("street", """query($ids: [ID!]!) { nodes(ids: $ids) { ... on Organization {
        items { groups(by: CATEGORY) { key count } nodes { id } } claims { groups(by: STATE) { key } } } } }""",
        ids=[global_id("Organization", each) for each in (client.city.community, client.city.school)])
    assert [each["items"]["groups"] for each in below["nodes"]] == [
        [{"key": "HEALTH", "count": 2}, {"key": "LEGAL_AID", "count": 1}], []]
    assert [each["claims"]["groups"] for each in below["nodes"]] == [[], []]


async def test_what_a_list_has_no_groups_by(client: Client) -> None:
    for text in ("{ claims { groups(by: CATEGORY) { key } } }", "{ committees { totalCount groups(by: STATE) { key } } }"):
        answer = await client.send("unit", text)
        assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": "by"}
    assert "STATE, MONTH" in (await client.send("unit", "{ claims { groups(by: CATEGORY) { key } } }"))["errors"][0]["message"]


async def test_more_groups_than_are_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    await _filled(client)
    monkeypatch.setattr(groups, "MOST", 1)
    answer = await client.send("community", "{ demands { groups(by: CATEGORY) { key }  } }")
    assert answer["errors"][0]["extensions"] == {"code": "BAD_INPUT", "field": "by"}
    assert len((await client.read("community", "{ demands { groups(by: STATE) { key } } }"))["demands"]["groups"]) == 1
    counted = groups.sql("v", "(VALUES ('a'), ('b'), ('c'), ('d')) AS t(v)")
    assert len(json.loads(await client.pool.fetchval(f"SELECT {counted}::text"))) == 2  # enough to know that there are more
