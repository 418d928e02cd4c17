"""A member's own list of notices: read, counted, marked and pushed; nobody else's."""
from typing import Any

import pytest

from db.log import audience, events
from planner import ids
from tests.api.client import Client, global_id

DEMAND = {"title": "义诊", "category": "HEALTH", "quantity": 4, "scope": "STREET"}
NOTICES = """query($unread: Boolean) { viewer { notices(unread: $unread) {
  totalCount nodes { id kind subjectType readAt createdAt event { kind } item { id } claim { id } subject { id } } } } }"""
SUBJECTS = """{ viewer { notices { nodes { kind subjectType subject {
  __typename id ... on Demand { title publisher { id } } ... on Claim { state item { id } claimant { name } } } } } } }"""
INBOX = "subscription { inboxChanged { cursor notice { id kind item { title } } } }"


async def _notices(client: Client, handle: str, unread: bool | None = None) -> list[dict[str, Any]]:
    found = (await client.read(handle, NOTICES, unread=unread))["viewer"]["notices"]
    assert found["totalCount"] == len(found["nodes"])
    return found["nodes"]  # type: ignore[no-any-return]


async def _subjects(client: Client, handle: str) -> list[Any]:
    return [each["subject"] for each in (await client.read(handle, SUBJECTS))["viewer"]["notices"]["nodes"]]


async def _publish(client: Client) -> str:
    written = await client.write("community", "publishDemand", "... on PublishDemandPayload { demand { id } }", **DEMAND)
    return written["demand"]["id"]  # type: ignore[no-any-return]


async def test_a_page_is_ones_own_and_its_newest_come_first(client: Client) -> None:
    first, second = await _publish(client), await _publish(client)
    mine = await _notices(client, "member")
    assert [(each["kind"], each["item"]["id"], each["event"]["kind"], each["claim"], each["readAt"]) for each in mine] == [
        ("DEMAND_PUBLISHED", item, "ITEM_PUBLISHED", None, None) for item in (second, first)]
    assert len(await _notices(client, "street-member")) == 2
    assert await _notices(client, "unit") == []
    node = "query($id: ID!) { node(id: $id) { id } }"
    assert (await client.read("member", node, id=mine[0]["id"]))["node"] == {"id": mine[0]["id"]}
    assert (await client.read("street-member", node, id=mine[0]["id"]))["node"] is None


async def test_what_is_read_is_counted_no_more(client: Client) -> None:
    await _publish(client)
    await _publish(client)
    newest, oldest = await _notices(client, "member")
    left = "... on ReadNoticesPayload { viewer { notices(unread: true) { totalCount } } }"
    answer = await client.write("member", "readNotices", left, ids=[newest["id"]])
    assert answer["viewer"]["notices"] == {"totalCount": 1}
    assert [each["id"] for each in await _notices(client, "member", unread=True)] == [oldest["id"]]
    assert [each["id"] for each in await _notices(client, "member", unread=False)] == [newest["id"]]
    assert len(await _notices(client, "street-member", unread=True)) == 2
    await client.write("member", "readNotices")
    assert await _notices(client, "member", unread=True) == []


@pytest.mark.parametrize(("arguments", "found"), [
    ("", 2), ("unread: null", 2), ("unread: true", 1), ("unread: false", 1), ("filter: {unread: true}", 1),
    ("unread: true, filter: {unread: false}", 0), ("unread: true, filter: {unread: true}", 1),
    ("unread: true, filter: {kind: CLAIM_PROPOSED}", 0), ("unread: true, filter: {kind: DEMAND_PUBLISHED}", 1)])
async def test_unread_is_an_argument_and_a_field_of_the_filter(client: Client, arguments: str, found: int) -> None:
    """Of both, both hold."""
    await _publish(client)
    await _publish(client)
    newest, _ = await _notices(client, "member")
    await client.write("member", "readNotices", ids=[newest["id"]])
    text = f"{{ viewer {{ notices({arguments}) {{ totalCount }} }} }}".replace("()", "")
    assert (await client.read("member", text))["viewer"]["notices"]["totalCount"] == found


async def test_what_it_is_about_is_of_any_type(client: Client) -> None:
    """In the statement of the page, whatever the types."""
    item = await _publish(client)
    claimed = await client.write("unit", "claimItem", "... on ClaimItemPayload { claim { id } }", itemId=item)
    about = await _subjects(client, "community")
    assert about == [{"__typename": "Claim", "id": claimed["claim"]["id"], "state": "PROPOSED", "item": {"id": item},
                      "claimant": {"name": "星城小学"}}]
    assert len(client.sent) == 2
    assert await _subjects(client, "member") == [
        {"__typename": "Demand", "id": item, "title": "义诊",
         "publisher": {"id": global_id("Organization", client.city.community)}}]


async def test_what_it_is_about_is_null_where_it_is_not_seen(client: Client) -> None:
    item = await _publish(client)
    await client.write("unit", "claimItem", itemId=item)
    for handle, table in (("member", "seat"), ("community", "office")):
        assert all(await _subjects(client, handle))
        await client.pool.execute(f"UPDATE {table} SET ends_on = '2024-02-01' WHERE member_id = $1",
                                  client.city.members[handle])
        async with client.pool.acquire() as connection:
            await client.city.look(connection)
        assert await _subjects(client, handle) == [None]
        assert [each["subjectType"] for each in await _notices(client, handle)] == [
            "DEMAND" if handle == "member" else "CLAIM"]


async def test_what_is_no_more_is_null(client: Client) -> None:
    item = await _publish(client)
    await client.pool.execute("UPDATE notice SET object_id = gen_random_uuid()")
    assert await _subjects(client, "member") == [None]
    await client.pool.execute("UPDATE notice SET object_type = 'Claim', object_id = $1", ids.split(item)[1])
    assert await _subjects(client, "member") == [None]


async def test_what_is_muted_is_said(client: Client) -> None:
    muted = "... on SetNoticePreferencePayload { viewer { mutedNotices } }"
    answer = await client.write("member", "setNoticePreference", muted, kind="DEMAND_PUBLISHED", muted=True)
    assert answer["viewer"] == {"mutedNotices": ["DEMAND_PUBLISHED"]}
    assert (await client.read("street-member", "{ viewer { mutedNotices } }"))["viewer"] == {"mutedNotices": []}


async def test_an_inbox_is_pushed_to_its_member_alone(client: Client) -> None:
    await _publish(client)
    for handle, expected in (("member", 1), ("street-member", 1), ("unit", 0), ("community", 0)):
        pushed = [each["data"]["inboxChanged"]["notice"] for each in await client.pushed(handle, INBOX)]
        assert [each["id"] for each in pushed] == [each["id"] for each in await _notices(client, handle)]
        assert len(pushed) == expected
    one, other = (client.stream(handle, INBOX) for handle in ("member", "street-member"))
    assert one.key != other.key
    async with client.pool.acquire() as connection:
        (_, keys), = await events.addressed(connection, 0, 10)
    city = client.city
    assert {key for key in keys if key.startswith(audience.MEMBER)} == {
        f"{audience.MEMBER}:{city.members[handle]}" for handle in ("member", "street-member")}
    assert set(one.audience) <= keys
    assert set(client.stream("unit", INBOX).audience).isdisjoint(keys)
