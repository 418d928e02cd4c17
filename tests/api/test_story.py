"""The main job from end to end: a demand is published, pushed, claimed by half, delivered twice and confirmed."""
from typing import Any

from tests.api.client import CHANGES, Client, changed, global_id, new_key, of_payload

ITEM = "id title state quantity claimed remaining claimStatus version viewerCan { action allowed code reason }"
CLAIMED = "claim { id state quantity version } item { id remaining claimStatus }"
CARD = {"task": "每月一次义诊", "responsible": "李医生", "standard": "不少于 20 人次",
        "dueAt": "2099-05-01T09:00:00+08:00"}


async def _publish(client: Client, handle: str = "community", **given: Any) -> dict[str, Any]:
    answer = await client.write(handle, "publishDemand", f"... on PublishDemandPayload {{ demand {{ {ITEM} }} }}",
                                **{"title": "独居老人义诊", "category": "HEALTH", "quantity": 10, **given})
    return answer["demand"]  # type: ignore[no-any-return]


async def _step(client: Client, handle: str, name: str, selection: str = CLAIMED, **given: Any) -> dict[str, Any]:
    return await client.write(handle, name, of_payload(name, selection), **given)


async def test_the_whole_story(client: Client) -> None:
    demand = await _publish(client)
    assert (demand["state"], demand["remaining"], demand["claimStatus"]) == ("PUBLISHED", 10, "OPEN")
    pushed = await client.pushed("member", "subscription { demandPublished { demand { id title } } }")
    assert pushed == [{"data": {"demandPublished": {"demand": {"id": demand["id"], "title": "独居老人义诊"}}}}]

    proposed = await _step(client, "unit", "claimItem", itemId=demand["id"], quantity=5)
    claim = proposed["claim"]["id"]
    assert proposed["item"] == {"id": demand["id"], "remaining": 5, "claimStatus": "PARTLY_CLAIMED"}

    too_much = await client.refused("bank", "claimItem", "ClaimTooLarge", "... on ClaimTooLarge { remaining }",
                                    itemId=demand["id"], quantity=6)
    assert too_much["remaining"] == 5
    assert "仅剩 5" in too_much["message"] and "Only 5 left" in too_much["message"]

    selection = "claim { state card { task responsible standard dueAt } proposedCard { id } }"
    accepted = await _step(client, "community", "acceptClaim", selection, claimId=claim, **CARD)
    card = accepted["claim"].pop("proposedCard")
    assert accepted["claim"] == {"state": "ACCEPTED", "card": None}
    agreed = await _step(client, "unit", "agreeCard", selection, cardId=card["id"])
    assert agreed["claim"] == {"state": "ACCEPTED", "card": {**CARD, "dueAt": "2099-05-01T01:00:00.000000Z"},
                               "proposedCard": None}
    for handle, name, given, state in (
            ("unit", "deliverClaim", {"report": "第一场"}, "DELIVERED"),
            ("community", "returnClaim", {"reason": "人数不足"}, "REWORK"),
            ("unit", "deliverClaim", {"report": "补了一场"}, "DELIVERED")):
        assert (await _step(client, handle, name, claimId=claim, **given))["claim"]["state"] == state
    confirmed = await _step(client, "community", "confirmClaim", "claim { state rating comment report reason }",
                            claimId=claim, rating=5, comment="很好")
    assert confirmed["claim"] == {"state": "CONFIRMED", "rating": 5, "comment": "很好", "report": "补了一场",
                                  "reason": "人数不足"}
    await _trail_is_whole(client, demand["id"], claim)


async def _trail_is_whole(client: Client, item_id: str, claim_id: str) -> None:
    query = """query($item: ID!, $claim: ID!) {
        node(id: $item) { ... on Demand { remaining history { nodes {
            kind objectVersion actor { handle } organization { name } CHANGES } } } }
        claim: node(id: $claim) { ... on Claim { history(last: 2) { totalCount nodes { kind } } } } }"""
    data = await client.read("unit", query.replace("CHANGES", CHANGES), item=item_id, claim=claim_id)
    trail = data["node"]["history"]["nodes"]
    assert [(event["kind"], event["actor"]["handle"]) for event in trail] == [
        ("ITEM_PUBLISHED", "community"), ("CLAIM_PROPOSED", "unit"), ("CLAIM_ACCEPTED", "community"),
        ("CARD_PROPOSED", "community"), ("CARD_AGREED", "unit"),
        ("CLAIM_DELIVERED", "unit"), ("CLAIM_RETURNED", "community"), ("CLAIM_DELIVERED", "unit"),
        ("CLAIM_CONFIRMED", "community")]
    assert [event["objectVersion"] for event in trail] == [1, 1, 2, 1, 2, 3, 4, 5, 6]
    assert {event["organization"]["name"] for event in trail} == {"第一社区居委会", "星城小学"}
    assert [changed(event, "after").get("state") for event in trail[1:]] == [
        "PROPOSED", "ACCEPTED", "PROPOSED", "AGREED", "DELIVERED", "REWORK", "DELIVERED", "CONFIRMED"]
    assert [changed(event, "before").get("state") for event in trail[1:]] == [
        None, "PROPOSED", None, "PROPOSED", "ACCEPTED", "DELIVERED", "REWORK", "DELIVERED"]
    assert data["claim"]["history"] == {"totalCount": 6, "nodes": [{"kind": "CLAIM_DELIVERED"},
                                                                    {"kind": "CLAIM_CONFIRMED"}]}
    assert data["node"]["remaining"] == 5


async def test_the_others_see_nothing_of_it(client: Client) -> None:
    demand = await _publish(client)
    assert await client.pushed("hospital", "subscription { demandPublished { demand { id } } }") == []
    error = await client.rejects("hospital", "claimItem", itemId=demand["id"])
    assert error["extensions"]["code"] == "NOT_FOUND"
    query = "query($id: ID!) { node(id: $id) { id } items { totalCount } }"
    data = await client.read("far-street", query, id=demand["id"])
    assert data == {"node": None, "items": {"totalCount": 0}}


async def test_what_the_viewer_can_do_follows(client: Client) -> None:
    """`viewerCan` says beforehand what the mutation then answers, with the same words."""
    demand = await _publish(client, "two-units", publisherId=global_id("Organization", client.city.bank))
    can = {each["action"]: each for each in demand["viewerCan"]}
    assert [action for action, each in can.items() if each["allowed"]] == [
        "REVISE", "WITHDRAW", "COMPLETE", "SHARE", "WIDEN", "CLAIM"]  # for its other unit
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on Demand {{ {ITEM} }} }} }}"
    seen = (await client.read("bank", query, id=demand["id"]))["node"]
    reasons = {each["action"]: each["reason"] for each in seen["viewerCan"]}
    refused = await client.refused("bank", "claimItem", "OwnItem", itemId=demand["id"])
    assert reasons["CLAIM"] == refused["message"]
    assert {each["action"]: each["code"] for each in seen["viewerCan"]}["CLAIM"] == "OWN_ITEM"
    reasons = {each["action"]: each["reason"]
               for each in (await client.read("unit", query, id=demand["id"]))["node"]["viewerCan"]}
    refused = await client.refused("unit", "withdrawItem", "NotAllowed", itemId=demand["id"], reason="不要了")
    assert reasons["WITHDRAW"] == refused["message"]
    assert reasons["CLAIM"] is None


async def test_a_resource_is_delivered_by_its_publisher(client: Client) -> None:
    """Claims go both ways: here the community claims what the school offers."""
    answer = await client.write("unit", "publishResource", "... on PublishResourcePayload { resource { id } }",
                                title="报告厅", category="VENUE", resourceKind="SERVICE", quantity=3)
    claim = (await _step(client, "community", "claimItem", itemId=answer["resource"]["id"]))["claim"]["id"]
    await client.refused("community", "acceptClaim", "NotAllowed", claimId=claim)
    assert (await _step(client, "unit", "acceptClaim", claimId=claim))["claim"]["state"] == "ACCEPTED"
    await client.refused("community", "deliverClaim", "NotAllowed", claimId=claim)
    assert (await _step(client, "unit", "deliverClaim", claimId=claim))["claim"]["state"] == "DELIVERED"
    await client.refused("unit", "confirmClaim", "NotAllowed", claimId=claim, rating=5)
    assert (await _step(client, "community", "confirmClaim", claimId=claim, rating=1))["claim"]["state"] == "CONFIRMED"


async def test_the_contact_opens_with_acceptance(client: Client) -> None:
    demand = await _publish(client, contact={"name": "王小明", "phone": "138 0013 8000"})
    query = "query($id: ID!) { node(id: $id) { ... on Demand { contact { name phone masked } } } }"
    masked = {"name": "王**", "phone": "138****8000", "masked": True}
    whole = {"name": "王小明", "phone": "13800138000", "masked": False}

    async def shown(handle: str) -> Any:
        return (await client.read(handle, query, id=demand["id"]))["node"]["contact"]

    claim = (await _step(client, "unit", "claimItem", itemId=demand["id"]))["claim"]["id"]
    assert await shown("unit") == masked
    await _step(client, "community", "acceptClaim", claimId=claim)
    assert [await shown(handle) for handle in ("unit", "community", "bank", "street")] == [whole, whole, masked, masked]
    reads = await client.pool.fetch("SELECT member_id FROM contact_read")
    assert [row["member_id"] for row in reads] == [client.city.members["unit"]]
    assert "13800138000" not in str(await client.pool.fetch("SELECT before, after FROM event"))


async def test_a_retry_in_the_middle_of_the_story(client: Client) -> None:
    demand = await _publish(client)
    given = {"idempotencyKey": new_key(), "itemId": demand["id"], "quantity": 4}
    first = await _step(client, "unit", "claimItem", **given)
    await _step(client, "community", "declineClaim", claimId=first["claim"]["id"], reason="改期")
    again = await _step(client, "unit", "claimItem", **given)
    assert again["claim"] == {**first["claim"], "state": "DECLINED", "version": 2}  # the same claim, as it is now
    assert again["item"]["remaining"] == 10
