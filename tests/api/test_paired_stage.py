"""The first stage: an item that only those find who are paired with its publisher, from the moment on that they are."""
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain import dates
from planner import cursors
from resolvers import scheduler, widening
from tests import city as place
from tests.api.client import Client, global_id
from tests.api.pairing_cases import add
from tests.city import COMMUNITY

NEW = {"title": "义诊场地", "category": "HEALTH", "quantity": 4, "scope": "PAIRED",
       "stageLimits": {"paired": 1, "community": 2}}
SOME_DAY = datetime(2098, 1, 1, tzinfo=UTC)
OVER = {"community", "street", "district", "city", "province"}
DEMANDS = "subscription { demandPublished { cursor demand { id } } }"
FOUND = "query($id: ID!) { node(id: $id) { id } demands { nodes { id } totalCount } }"


async def _published(client: Client) -> str:
    given = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id stage nextStageAt } }",
                               **NEW)
    assert given["demand"]["stage"] == "PAIRED" and given["demand"]["nextStageAt"]
    return str(given["demand"]["id"])


async def _look(client: Client) -> None:
    async with client.pool.acquire() as connection:
        await client.city.look(connection)


async def _finds(client: Client, handle: str, item: str) -> bool:
    """In the list, in its count and by its ID: all say the same."""
    found = await client.read(handle, FOUND, id=item)
    said: set[bool] = {found["node"] is not None, item in [each["id"] for each in found["demands"]["nodes"]],
            found["demands"]["totalCount"] == 1}
    assert len(said) == 1
    return said.pop()


async def _gets_the_last(client: Client, handle: str) -> bool:
    messages = await client.pushed(handle, DEMANDS)
    last = cursors.encode_position(await client.pool.fetchval("SELECT max(pos) FROM event"))
    return last in [message["data"]["demandPublished"]["cursor"] for message in messages]


async def _stage_ends(client: Client) -> None:
    far = datetime.now(UTC) + timedelta(days=30)
    await client.pool.execute("UPDATE item SET next_stage_at = $1 WHERE next_stage_at IS NOT NULL", far)
    assert await scheduler.once(client.pool, lambda: far, [widening.STAGE_ENDED]) == 1


async def test_it_is_for_who_is_paired_and_then_for_the_community(client: Client) -> None:
    """The hospital is of another district; the bank next door hears of it when its stage is over, the hospital not again."""
    await client.desk.add(add, client.city, partner_id=client.city.hospital)
    await _look(client)
    item = await _published(client)
    assert {each for each in client.city.viewers if await _finds(client, each, item)} == OVER | {"hospital"}
    assert {each for each in client.city.viewers if await _gets_the_last(client, each)} == OVER | {"hospital"}
    await _stage_ends(client)
    newly = {"unit", "bank", "two-units", "member"}
    assert {each for each in client.city.viewers if await _gets_the_last(client, each)} == newly
    assert {each for each in client.city.viewers if await _finds(client, each, item)} == OVER | newly
    told = {row["member_id"] for row in await client.pool.fetch("SELECT member_id FROM notice WHERE kind = 'ITEM_WIDENED'")}
    assert told == {client.city.members[each] for each in ("community", "member")}


async def test_a_units_item_is_for_the_community_that_it_is_paired_with(client: Client) -> None:
    await client.desk.add(add, client.city, host_id=client.city.far_community, home_code=place.FAR_COMMUNITY)
    await _look(client)
    item = global_id("Demand", await client.desk.add(place.add_item, client.city.school, COMMUNITY, scope="PAIRED"))
    seen = {each for each in client.city.viewers if await _finds(client, each, item)}
    assert seen == OVER | {"unit", "two-units", "far-community"}


async def test_it_follows_when_a_pairing_begins_and_ends(client: Client) -> None:
    city, item = client.city, await _published(client)
    host, partner = global_id("Organization", city.community), global_id("Organization", city.hospital)
    ends = str((datetime.now(UTC) + timedelta(days=99)).date())
    made = await client.write("hospital", "proposePairing", "... on ProposePairingPayload { pairing { id } }", hostId=host,
                              partnerId=partner, promise="义诊", endsOn=ends)
    for name, by, given, sees in (("confirmPairing", "community", {}, True),
                                  ("dissolvePairing", "hospital", {"reason": "搬迁"}, False)):
        assert await _finds(client, "hospital", item) is not sees
        await client.write(by, name, pairingId=made["pairing"]["id"], **given)
        await _look(client)
        assert await _finds(client, "hospital", item) is sees


async def test_who_is_paired_later_finds_it_and_is_pushed_it_by_replay_alone(client: Client) -> None:
    """The pairing is an event of its own, and no event of the item; what is replayed is judged by today's rights."""
    item = await _published(client)
    published: int = await client.pool.fetchval("SELECT count(*) FROM event")
    assert await client.pushed("hospital", DEMANDS) == []
    await client.desk.add(add, client.city, host_id=client.city.community, partner_id=client.city.hospital)
    await _look(client)
    assert await _finds(client, "hospital", item)
    assert await client.pool.fetchval("SELECT count(*) FROM event") == published
    message, = await client.pushed("hospital", DEMANDS)
    assert message["data"]["demandPublished"]["demand"] == {"id": item}


@pytest.mark.parametrize(("state", "days", "sees"), [
    ("PAIRED", (-9, 9), True), ("PAIRED", (1, 9), False), ("PAIRED", (-9, -1), False), ("PROPOSED", (-9, 9), False),
    ("DISSOLVED", (-9, 9), False)])
async def test_a_pairing_that_holds_today(client: Client, state: str, days: tuple[int, int], sees: bool) -> None:
    today = dates.day(datetime.now(UTC))
    first, last = (today + timedelta(days=each) for each in days)
    await client.desk.add(add, client.city, partner_id=client.city.hospital, state=state, starts_on=first, ends_on=last)
    await _look(client)
    item = await _published(client)
    assert await _finds(client, "hospital", item) is sees


@pytest.mark.parametrize("given", [
    'text: "义诊"', 'text: "场"', 'withinDivision: "110111007001"', 'withinDivision: "11"', "stage: [PAIRED]",
    'text: "义诊", withinDivision: "110111007"', "category: [HEALTH]", "around: {longitude: 116, latitude: 39.9, radius: 900}"])
async def test_by_every_way_to_it(client: Client, given: str) -> None:
    city = client.city
    await client.desk.add(add, city, partner_id=city.hospital)
    await _look(client)
    item = await client.desk.add(place.add_item, city.community, COMMUNITY, scope="PAIRED", title="义诊场地", category="HEALTH",
                                 longitude=116.0, latitude=39.9, community_days=1, next_stage_at=SOME_DAY)
    for order in ("NEWEST", "DEADLINE", "NEXT_STAGE", "MOST_LEFT"):
        text = f"{{ demands(filter: {{{given}}}, orderBy: {order}) {{ nodes {{ id }} totalCount }} }}"
        for handle, ids in (("hospital", [global_id("Demand", item)]), ("bank", []), ("neighbour", [])):
            found = (await client.read(handle, text))["demands"]
            assert ([each["id"] for each in found["nodes"]], found["totalCount"]) == (ids, len(ids)), (handle, order)


async def test_what_opens_next_comes_first(client: Client) -> None:
    """What has no limit comes last."""
    city, add_item = client.city, client.desk.add
    moments = [datetime(2098, 1, day, tzinfo=UTC) for day in (3, 1, 2)]
    items = [await add_item(place.add_item, city.community, COMMUNITY, community_days=1, next_stage_at=each)
             for each in moments]
    await add_item(place.add_item, city.community, COMMUNITY)
    text = """query($after: String) { demands(orderBy: NEXT_STAGE, first: 2, after: $after) {
        nodes { id } pageInfo { endCursor } } }"""
    first = (await client.read("bank", text))["demands"]
    then = (await client.read("bank", text, after=first["pageInfo"]["endCursor"]))["demands"]
    found = [each["id"] for each in [*first["nodes"], *then["nodes"]]]
    assert found[:3] == [global_id("Demand", items[number]) for number in (1, 2, 0)] and len(found) == 4


async def test_it_costs_no_statement_more(client: Client) -> None:
    city = client.city
    await client.desk.add(add, city, partner_id=city.hospital)
    await _look(client)
    for _ in range(100):
        await client.desk.add(place.add_item, city.community, COMMUNITY, scope="PAIRED")
    text: Any = "query($n: Int) { demands(first: $n) { nodes { id scope publisher { name } } totalCount } }"
    for size in (1, 100):
        assert len((await client.read("hospital", text, n=size))["demands"]["nodes"]) == size
        assert len(client.sent) == 1
