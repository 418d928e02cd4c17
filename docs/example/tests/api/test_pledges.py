"""A pledge's story, as its parties see it: made, kept or not, told, pushed, and refused to who may not."""
from datetime import timedelta
from typing import Any

import pytest

from resolvers import jobs, scheduler
from tests.api.client import Client, global_id

PLEDGE = "... on {name}Payload {{ pledge {{ id state version keptAt }} }}"
LIST = ("{ pledges { nodes { id task state maker { id } receiver { id } viewerCan { action allowed code } "
        "history { nodes { kind } } } totalCount } }")
NOTICES = "{ viewer { notices { nodes { kind subjectType } } } }"
CHANGED = "subscription { pledgeChanged { pledge { state } event { kind changes { field told } } } }"


async def _made(client: Client, by: str = "unit") -> dict[str, Any]:
    """A pledge of the school to the community, for three days."""
    due = (client.desk.now() + timedelta(days=3)).isoformat()
    answer = await client.write(by, "makePledge", PLEDGE.format(name="MakePledge"), task="修好楼道的灯", dueAt=due,
                                receiverId=global_id("Organization", client.city.community),
                                makerId=global_id("Organization", client.city.school))
    assert answer["pledge"]["state"] == "OPEN"
    return answer["pledge"]  # type: ignore[no-any-return]


async def _seen(client: Client, handle: str) -> list[dict[str, Any]]:
    return (await client.read(handle, LIST))["pledges"]["nodes"]  # type: ignore[no-any-return]


async def _told(client: Client, handle: str) -> list[str]:
    return [each["kind"] for each in (await client.read(handle, NOTICES))["viewer"]["notices"]["nodes"]]


async def _by_the_clock(client: Client, days: int) -> None:
    client.shift = timedelta(days=days)
    await scheduler.once(client.pool, client.desk.now, jobs.ALL)


async def test_it_is_seen_by_its_parties_alone(client: Client) -> None:
    pledge = await _made(client)
    for handle, sees in (("unit", True), ("two-units", True), ("community", True), ("bank", False), ("street", False)):
        assert [each["id"] for each in await _seen(client, handle)] == ([pledge["id"]] if sees else []), handle
        node = await client.read(handle, "query($i: ID!) { node(id: $i) { id } }", i=pledge["id"])
        assert bool(node["node"]) is sees


async def test_it_is_kept_by_who_made_it(client: Client) -> None:
    pledge = await _made(client)
    can = {handle: (await _seen(client, handle))[0]["viewerCan"] for handle in ("unit", "community")}
    assert can == {"unit": [{"action": "KEEP", "allowed": True, "code": None}],
                   "community": [{"action": "KEEP", "allowed": False, "code": "NOT_ALLOWED"}]}
    await client.refused("community", "keepPledge", "NotAllowed", pledgeId=pledge["id"])
    kept = (await client.write("unit", "keepPledge", PLEDGE.format(name="KeepPledge"), pledgeId=pledge["id"]))["pledge"]
    assert (kept["state"], kept["version"]) == ("KEPT", 2)
    assert kept["keptAt"]
    await client.refused("unit", "keepPledge", "WrongState", pledgeId=pledge["id"])
    seen, = await _seen(client, "community")
    assert [each["kind"] for each in seen["history"]["nodes"]] == ["PLEDGE_MADE", "PLEDGE_KEPT"]
    await _by_the_clock(client, 4)
    assert (await _seen(client, "unit"))[0]["state"] == "KEPT"


async def test_who_does_not_see_it_finds_nothing(client: Client) -> None:
    pledge = await _made(client)
    error = await client.rejects("bank", "keepPledge", pledgeId=pledge["id"])
    assert error["extensions"]["code"] == "NOT_FOUND"


async def test_the_clock_lets_it_lapse(client: Client) -> None:
    """And before it has, nobody can keep it any more."""
    pledge = await _made(client)
    client.shift = timedelta(days=3, seconds=1)
    await client.refused("unit", "keepPledge", "WrongState", pledgeId=pledge["id"])
    assert (await _seen(client, "unit"))[0]["viewerCan"] == [{"action": "KEEP", "allowed": False, "code": "WRONG_STATE"}]
    await _by_the_clock(client, 4)
    assert (await _seen(client, "community"))[0]["state"] == "LAPSED"
    event = await client.desk.last_event()
    assert (event["kind"], event["actor_id"], event["object_version"]) == ("pledge.lapsed", None, 2)
    await _by_the_clock(client, 5)
    assert (await client.desk.last_event())["id"] == event["id"]


async def test_both_sides_are_told(client: Client) -> None:
    await _made(client)
    assert (await _told(client, "community"), await _told(client, "unit")) == (["PLEDGE_MADE"], [])
    await _by_the_clock(client, 4)
    assert await _told(client, "community") == ["PLEDGE_LAPSED", "PLEDGE_MADE"]
    assert await _told(client, "unit") == ["PLEDGE_LAPSED"]
    assert await _told(client, "bank") == []


async def test_its_changes_are_pushed_to_its_parties(client: Client) -> None:
    """What it promises is free text, and enters no event."""
    await _made(client)
    await _by_the_clock(client, 4)
    for handle, sees in (("community", True), ("unit", True), ("bank", False)):
        pushed = [each["data"]["pledgeChanged"]["event"] for each in await client.pushed(handle, CHANGED)]
        assert [each["kind"] for each in pushed] == (["PLEDGE_MADE", "PLEDGE_LAPSED"] if sees else [])
        assert {change["field"] for each in pushed for change in each["changes"] if not change["told"]} <= {"task"}


@pytest.mark.parametrize(("wrong", "field"), [
    ({"dueAt": "2020-01-01T00:00:00Z"}, "input.dueAt"), ({"receiver": "school"}, "input.receiverId"),
    ({"task": " "}, "input.task")])
async def test_what_cannot_be_promised(client: Client, wrong: dict[str, str], field: str) -> None:
    receiver = global_id("Organization", getattr(client.city, wrong.get("receiver", "community")))
    given = {"receiverId": receiver, "task": "义诊", "dueAt": (client.desk.now() + timedelta(days=1)).isoformat(),
             **{name: value for name, value in wrong.items() if name != "receiver"}}
    error = await client.rejects("unit", "makePledge", **given)
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", field)
