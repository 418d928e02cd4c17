"""A member's own list of notices: read, counted, marked and pushed; nobody else's."""
from typing import Any

from db.log import audience, events
from tests.api.client import Client

DEMAND = {"title": "义诊", "category": "HEALTH", "quantity": 4, "scope": "STREET"}
NOTICES = """query($unread: Boolean) { viewer { notices(filter: {unread: $unread}) {
  totalCount nodes { id kind subjectType readAt createdAt event { kind } item { id } claim { id } } } } }"""
INBOX = "subscription { inboxChanged { cursor notice { id kind item { title } } } }"


async def _notices(client: Client, handle: str, unread: bool | None = None) -> list[dict[str, Any]]:
    found = (await client.read(handle, NOTICES, unread=unread))["viewer"]["notices"]
    assert found["totalCount"] == len(found["nodes"])
    return found["nodes"]  # type: ignore[no-any-return]


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
    left = "... on ReadNoticesPayload { viewer { notices(filter: {unread: true}) { totalCount } } }"
    answer = await client.write("member", "readNotices", left, ids=[newest["id"]])
    assert answer["viewer"]["notices"] == {"totalCount": 1}
    assert [each["id"] for each in await _notices(client, "member", unread=True)] == [oldest["id"]]
    assert [each["id"] for each in await _notices(client, "member", unread=False)] == [newest["id"]]
    assert len(await _notices(client, "street-member", unread=True)) == 2
    await client.write("member", "readNotices")
    assert await _notices(client, "member", unread=True) == []


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
