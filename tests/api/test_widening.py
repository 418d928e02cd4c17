"""An item that opens to more, as its new viewers find it: in lists, in its fields, and pushed to them and to nobody else."""
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from planner import cursors
from resolvers import scheduler, widening
from tests import city as place
from tests.api.client import CHANGES, Client, changed, global_id
from tests.city import COMMUNITY

NEW = {"title": "义诊", "category": "HEALTH", "quantity": 4, "stageLimits": {"community": 2, "street": 3}}
DEMANDS = "subscription { demandPublished { cursor demand { id } } }"
SEEN = {"COMMUNITY": {"unit", "bank", "two-units", "community", "member", "street", "district", "city", "province"},
        "STREET": {"neighbour", "street-member", "department"}, "DISTRICT": {"far-community", "far-street", "hospital"}}
"""Who sees an item of the community first in which stage."""


async def _published(client: Client) -> str:
    given = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id } }", **NEW)
    return str(given["demand"]["id"])


async def _open(client: Client) -> None:
    """The clock opens what there is to the next stage."""
    far = datetime.now(UTC) + timedelta(days=30)
    await client.pool.execute("UPDATE item SET next_stage_at = $1 WHERE next_stage_at IS NOT NULL", far)
    assert await scheduler.once(client.pool, lambda: far, [widening.STAGE_ENDED]) == 1


async def _gets_the_last(client: Client, handle: str) -> bool:
    """Whether the last event is pushed to a member."""
    messages = await client.pushed(handle, DEMANDS)
    last = cursors.encode_position(await client.pool.fetchval("SELECT max(pos) FROM event"))
    return last in [message["data"]["demandPublished"]["cursor"] for message in messages]


async def test_it_is_pushed_to_those_who_newly_see_it_and_to_nobody_twice(client: Client) -> None:
    await _published(client)
    for stage, newly in SEEN.items():
        if stage != "COMMUNITY":
            await _open(client)
        assert {handle for handle in client.city.viewers if await _gets_the_last(client, handle)} == newly, stage


async def test_who_has_claimed_it_or_is_shown_it_has_seen_it_before(client: Client) -> None:
    """The hospital is elsewhere: it is in no stage but the last, and sees it all the same."""
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY, scope="STREET", street_days=1,
                                 next_stage_at=datetime.now(UTC))
    await client.share(item, client.city.hospital, "community")
    await _open(client)
    assert not await _gets_the_last(client, "hospital")
    assert await _gets_the_last(client, "far-street")


async def test_an_open_list_is_wider_at_that_moment(client: Client) -> None:
    item = await _published(client)
    text = "query($id: ID!) { node(id: $id) { id } demands { nodes { id } totalCount } }"
    for handle, stage in (("street-member", "STREET"), ("hospital", "DISTRICT")):
        assert (await client.read(handle, text, id=item)) == {"node": None, "demands": {"nodes": [], "totalCount": 0}}
        await _open(client)
        assert (await client.read(handle, text, id=item))["demands"] == {"nodes": [{"id": item}], "totalCount": 1}, stage


async def test_an_open_subscription_to_it_begins_to_speak(client: Client) -> None:
    """One that was opened before its viewer could see the item; what was before, it had no eyes for."""
    item = await _published(client)
    text = "subscription($id: ID!) { itemChanged(id: $id) { event { kind } item { id } } }"
    assert await client.pushed("street-member", text, id=item) == []
    await _open(client)
    kinds = [each["data"]["itemChanged"]["event"]["kind"] for each in await client.pushed("street-member", text, id=item)]
    assert kinds == ["ITEM_PUBLISHED", "ITEM_WIDENED"]


async def _fields(client: Client, item: str, handle: str = "community") -> dict[str, Any]:
    text = "query($id: ID!) { node(id: $id) { ... on ListItem { scope stage nextStageAt stageLimits { community street } } } }"
    return (await client.read(handle, text, id=item))["node"]  # type: ignore[no-any-return]


async def test_the_countdown_stops_while_anything_is_claimed(client: Client) -> None:
    item = await _published(client)
    fields = await _fields(client, item)
    assert (fields["stage"], fields["stageLimits"]) == ("COMMUNITY", {"community": 2, "street": 3})
    assert fields["nextStageAt"] > datetime.now(UTC).isoformat()
    asked = "... on ClaimItemPayload { claim { id } item { nextStageAt } }"
    claimed = await client.write("unit", "claimItem", asked, itemId=item)
    assert claimed["item"] == {"nextStageAt": None}
    await client.write("community", "declineClaim", claimId=claimed["claim"]["id"], reason="时间不合")
    assert (await _fields(client, item))["nextStageAt"] == fields["nextStageAt"]
    await client.write("community", "completeItem", itemId=item)
    assert (await _fields(client, item))["nextStageAt"] is None


async def test_what_has_no_limits_is_in_no_stage(client: Client) -> None:
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY)
    assert await _fields(client, global_id("Demand", item)) == {
        "scope": "COMMUNITY", "stage": None, "nextStageAt": None, "stageLimits": None}


@pytest.mark.parametrize(("filter", "found"), [
    ({"stage": ["COMMUNITY"]}, {"first"}), ({"stage": ["STREET", "DISTRICT"]}, {"second", "last"}),
    ({"nextStageBefore": "2097-06-01T00:00:00Z"}, {"first"}),
    ({"nextStageBefore": "2099-01-01T00:00:00Z"}, {"first", "second"}),
    ({"stage": []}, set()), ({}, {"first", "second", "last", "none", "claimed"})])
async def test_a_desk_finds_what_is_in_a_stage_and_what_opens_soon(
        client: Client, filter: dict[str, Any], found: set[str]) -> None:
    at, later = datetime(2097, 1, 1, tzinfo=UTC), datetime(2098, 1, 1, tzinfo=UTC)
    for title, columns in {
            "first": {"community_days": 2, "next_stage_at": at},
            "second": {"scope": "STREET", "street_days": 2, "next_stage_at": later},
            "last": {"scope": "DISTRICT", "street_days": 2}, "none": {},
            "claimed": {"scope": "CITY", "claimed": 1, "next_stage_at": at}}.items():
        await client.desk.add(place.add_item, client.city.community, COMMUNITY, title=title, **columns)
    text = "query($filter: DemandFilter) { demands(filter: $filter) { totalCount nodes { title } } }"
    page = (await client.read("community", text, filter=filter))["demands"]
    assert ({each["title"] for each in page["nodes"]}, page["totalCount"]) == (found, len(found))
    assert len(client.sent) == 1


async def test_the_trail_names_the_fields(client: Client) -> None:
    item = await _published(client)
    await _open(client)
    text = f"query($id: ID!) {{ node(id: $id) {{ ... on Demand {{ history {{ nodes {{ kind wasDueAt {CHANGES} }} }} }} }} }}"
    published, widened = (await client.read("street-member", text, id=item))["node"]["history"]["nodes"]
    assert {name: value for name, value in changed(published, "after").items() if name.startswith("stage")} == {
        "stageLimits.community": "2", "stageLimits.street": "3"}
    assert (widened["kind"], changed(widened, "before")["scope"], changed(widened, "after")["scope"]) == (
        "ITEM_WIDENED", "COMMUNITY", "STREET")
    assert widened["wasDueAt"] and "nextStageAt" in changed(widened, "after")


async def test_viewer_can(client: Client) -> None:
    """The publisher's alone: officers above see it, and do not open it."""
    item = await _published(client)
    text = "query($id: ID!) { node(id: $id) { ... on Demand { viewerCan { action allowed code } } } }"
    for handle, allowed in (("community", True), ("street", False), ("unit", False)):
        can = {each["action"]: each for each in (await client.read(handle, text, id=item))["node"]["viewerCan"]}
        assert [can[action]["allowed"] for action in ("WIDEN", "HOLD")] == [allowed, allowed]
    await client.pool.execute("UPDATE item SET scope = 'DISTRICT', next_stage_at = NULL")
    can = {each["action"]: each["code"] for each in (await client.read("community", text, id=item))["node"]["viewerCan"]}
    assert (can["WIDEN"], can["HOLD"]) == ("LAST_STAGE", "NO_TIME_LIMIT")


async def test_a_page_of_a_hundred_is_one_statement(client: Client) -> None:
    text = "{ demands(first: 100) { nodes { stage nextStageAt stageLimits { community street } viewerCan { action } } } }"
    for count in (1, 99):
        for _ in range(count):
            await client.desk.add(place.add_item, client.city.community, COMMUNITY, community_days=1)
        await client.read("community", text)
        assert len(client.sent) == 1


async def test_the_push_costs_one_statement(client: Client) -> None:
    await _published(client)
    await _open(client)
    assert len(await client.pushed("street-member", DEMANDS)) == len(client.sent) == 2


async def test_limits_out_of_bounds(client: Client) -> None:
    error = await client.rejects("community", "publishDemand", **{**NEW, "stageLimits": {"community": 0}})
    assert error["extensions"] == {"code": "BAD_INPUT", "field": "input.stageLimits.community"}


