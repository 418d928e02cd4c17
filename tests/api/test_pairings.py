"""Pairings as they are read: one list from either end, and as many statements for a hundred as for one."""
from datetime import date, timedelta
from typing import Any

import pytest

from tests import city as place
from tests.api.client import Client, global_id
from tests.api.pairing_cases import add

LIST = """query($filter: PairingFilter, $n: Int) { pairings(first: $n, filter: $filter) { totalCount
    groups(by: KIND) { key count } nodes { kind host { name } partner { name } leader { name }
    viewerCan { action allowed code } history { nodes { kind } } } } }"""


async def _seen(client: Client, handle: str, **given: Any) -> list[dict[str, Any]]:
    return (await client.read(handle, LIST, filter=given, n=100))["pairings"]["nodes"]  # type: ignore[no-any-return]


async def test_one_list_from_either_end(client: Client) -> None:
    city, desk = client.city, client.desk
    await desk.add(add, city, building="3 号楼")
    await desk.add(add, city, kind="LEADER", leader_id=city.members["street"], partner_id=city.street, promise="走访")
    await desk.add(add, city, host_id=city.far_community, home_code=place.FAR_COMMUNITY, partner_id=city.hospital)
    community, school = global_id("Organization", city.community), global_id("Organization", city.school)
    assert len(await _seen(client, "community", mine=True, inForce=True)) == 2
    assert len(await _seen(client, "unit", mine=True)) == len(await _seen(client, "unit", partnerId=school)) == 1
    assert [each["kind"] for each in await _seen(client, "unit", hostId=community)] == ["UNIT", "LEADER"]
    leader = global_id("Member", city.members["street"])
    assert [each["leader"]["name"] for each in await _seen(client, "bank", leaderId=leader)] == ["成员street"]
    assert len(await _seen(client, "street", text="3 号")) == len(await _seen(client, "street", text="走访")) == 1
    assert len(await _seen(client, "district")) == 3
    assert await _seen(client, "neighbour") == []
    ends = await client.read("bank", """query($o: ID!, $m: ID!) { organization(by: {id: $o}) { pairings { totalCount } }
        node(id: $m) { ... on Member { pairings { totalCount } } } }""", o=community, m=leader)
    assert ends == {"organization": {"pairings": {"totalCount": 2}}, "node": {"pairings": {"totalCount": 1}}}


async def test_each_side_can_what_is_its_own(client: Client) -> None:
    await client.desk.add(add, client.city, state="PROPOSED", proposed_by="HOST")
    can = {handle: [each["action"] for each in (await _seen(client, handle))[0]["viewerCan"] if each["allowed"]]
           for handle in ("unit", "community", "bank")}
    assert can == {"unit": ["CONFIRM", "DECLINE"], "community": ["DECLINE"], "bank": []}


@pytest.mark.parametrize("text", [LIST, """query($n: Int, $filter: PairingFilter) { organizations(first: 1,
    filter: {withinDivision: "110111007001", kind: [COMMUNITY]}) { nodes { pairings(first: $n, filter: $filter) { totalCount
    nodes { host { name } partner { name } history { nodes { kind } } } } } } }"""])
async def test_a_page_of_one_and_of_a_hundred_are_as_many_statements(client: Client, text: str) -> None:
    for number in range(100):
        day = date(2030, 1, 1) + timedelta(days=number)
        await client.desk.add(add, client.city, starts_on=day, ends_on=day)
    counts = set()
    for size in (1, 100):
        await client.read("community", text, n=size)
        counts.add(len(client.sent))
    assert counts == {2 if text is LIST else 3}
