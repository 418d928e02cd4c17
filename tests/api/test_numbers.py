"""Whoever watches an item's numbers is told of each change of them, by whichever way it came about."""
from datetime import timedelta
from uuid import UUID

from domain import claims as rules
from domain import trail
from resolvers import claims, items, jobs, scheduler
from tests import city as place
from tests.api.client import CHANGES, Client, changed, global_id
from tests.city import COMMUNITY

WATCH = (f"subscription($id: ID!) {{ itemChanged(id: $id) {{ item {{ quantity claimed remaining }} "
         f"event {{ kind {CHANGES} }} }} }}")


async def _check(client: Client, item: UUID, last: str, claimed: int) -> set[str]:
    """The last message tells what is claimed; the events by themselves, one after the other, tell the numbers that a read says.

    returns  the events' kinds
    """
    messages = [each["data"]["itemChanged"] for each in await client.pushed("street", WATCH, id=global_id("Demand", item))]
    told = {"quantity": 10, "claimed": 0}
    for event in (each["event"] for each in messages):
        after = {field: int(text) for field, text in changed(event, "after").items() if text.isdigit()}
        told["claimed"] = after.get("item.claimed", told["claimed"])
        if event["kind"] == "ITEM_REVISED":
            told["quantity"] = after.get("quantity", told["quantity"])
    row = await client.desk.row("item", item)
    assert (messages[-1]["event"]["kind"], told) == (last, {"quantity": row["quantity"], "claimed": claimed})
    assert messages[-1]["item"] == {**told, "remaining": row["quantity"] - claimed}
    assert row["claimed"] == claimed
    return {each["event"]["kind"] for each in messages}


async def test_each_change_of_what_is_left_is_told(client: Client) -> None:
    desk, item = client.desk, await client.desk.add(place.add_item, client.city.community, COMMUNITY)

    async def proposed(handle: str, quantity: int) -> UUID:
        return (await desk.ids(handle, claims.propose, item_id=item, quantity=quantity))["claim"]

    first = await proposed("unit", 3)
    await _check(client, item, "CLAIM_PROPOSED", 3)
    second = await proposed("bank", 2)
    await _check(client, item, "CLAIM_PROPOSED", 5)
    await desk.ids("community", claims.decline, claim_id=first, reason="改期")
    await _check(client, item, "CLAIM_DECLINED", 2)
    await desk.ids("bank", claims.withdraw, claim_id=second, reason="改期")
    await _check(client, item, "CLAIM_WITHDRAWN", 0)
    version = (await desk.row("item", item))["version"]
    await desk.ids("community", items.revise, item_id=item, expected_version=version, quantity=20)
    await _check(client, item, "ITEM_REVISED", 0)
    kept = await proposed("unit", 6)
    await desk.ids("community", claims.accept, claim_id=kept)
    for handle, quantity in (("bank", 1), ("unit", 2), ("bank", 4)):
        await proposed(handle, quantity)
    await _check(client, item, "CLAIM_PROPOSED", 13)
    client.shift = timedelta(days=3, seconds=1)
    assert await scheduler.once(client.pool, client.desk.now, jobs.ALL) == 3
    kinds = await _check(client, item, "CLAIM_LAPSED", 6)
    freeing = [step for step in rules.PROCESS.steps.values() if step.target and step.target not in rules.HOLDING]
    assert {trail.name(step.event) for step in freeing} <= kinds


async def test_of_several_that_lapse_at_once_each_tells_what_is_claimed_behind_it(client: Client) -> None:
    desk = client.desk
    some = [await desk.add(place.add_item, client.city.community, COMMUNITY) for _ in range(2)]
    for item, quantity in ((some[0], 1), (some[1], 7), (some[0], 2), (some[0], 4)):
        await desk.ids("unit", claims.propose, item_id=item, quantity=quantity)
    client.shift = timedelta(days=3, seconds=1)
    assert await scheduler.once(client.pool, client.desk.now, jobs.ALL) == 4
    for item, told in ((some[0], [6, 4, 0]), (some[1], [0])):
        messages = await client.pushed("unit", WATCH, id=global_id("Demand", item))
        events = [each["data"]["itemChanged"]["event"] for each in messages]
        assert [int(changed(each, "after")["item.claimed"]) for each in events if each["kind"] == "CLAIM_LAPSED"] == told
