"""Committees as they are read: what one is made of, what is missing, and who had which seat."""
from typing import Any

import pytest

from tests.api.client import Client, global_id
from tests.api.seat_cases import add

ASKED = """query($filter: CommitteeFilter, $n: Int = 100) { committees(first: $n, filter: $filter) { totalCount nodes { name
    composition { secretaries firstSecretaries publicBodies enterprises complete missing }
    seats(first: 5) { nodes { member { name } place(first: 3) { nodes { startsOn member { name } } } } } } } }"""

ALONE = "query($n: Int) { committees(first: $n) { nodes { composition { missing complete } } } }"


async def _of(client: Client, **given: Any) -> list[dict[str, Any]]:
    return (await client.read("nobody", ASKED, filter=given))["committees"]["nodes"]  # type: ignore[no-any-return]


async def test_what_a_committee_is_made_of(client: Client) -> None:
    city, desk = client.city, client.desk
    own = {"level": "COMMUNITY"}
    assert [each["composition"] for each in await _of(client, **own)] == [{
        "secretaries": 0, "firstSecretaries": 0, "publicBodies": 1, "enterprises": 0, "complete": False,
        "missing": ["SECRETARY", "FIRST_SECRETARY", "ENTERPRISES"]}]
    await desk.add(add, city, city.members["community"], kind="SECRETARY", organization_id=city.community)
    await desk.add(add, city, city.members["street"], kind="FIRST_SECRETARY", organization_id=city.department)
    await desk.add(add, city, city.members["unit"], kind="FULL_TIME", organization_id=city.school)
    assert await _of(client, **own, complete=True) == []
    await desk.add(add, city, city.members["bank"], kind="PART_TIME", organization_id=city.bank)
    committee, = await _of(client, **own, complete=True)
    assert committee["composition"] == {"secretaries": 1, "firstSecretaries": 1, "publicBodies": 1, "enterprises": 1,
                                        "complete": True, "missing": []}
    await client.pool.execute("UPDATE seat SET ends_on = '2025-01-01' WHERE kind = 'SECRETARY'")
    committee, = await _of(client, **own, complete=False)
    assert committee["composition"]["missing"] == ["SECRETARY"]


async def test_who_had_a_seat_before_and_after(client: Client) -> None:
    city = client.city
    await client.write("community", "transferSeat", seatId=global_id("Seat", city.seat), startsOn="2090-01-01",
                       memberId=global_id("Member", city.members["unit"]))
    committee, = await _of(client, level="COMMUNITY")
    names = [[each["member"]["name"] for each in seat["place"]["nodes"]] for seat in committee["seats"]["nodes"]]
    assert names == [["成员unit", "成员member"]] * 2


@pytest.mark.parametrize("size", [1, 100])
async def test_a_page_of_one_and_of_a_hundred_are_as_many_statements(client: Client, size: int) -> None:
    for number in range(100):
        await client.desk.add(_committee, number)
    await client.read("street", ASKED, n=size)
    assert len(client.sent) == 3
    await client.read("street", ALONE, n=size)
    assert len(client.sent) == 1


async def _committee(connection: Any, number: int) -> Any:
    return await connection.fetchval(
        "WITH made AS (INSERT INTO organization (id, kind, name, division_code, created_at) SELECT gen_random_uuid(), "
        "'COMMUNITY', '社区', $1, '2024-01-01' RETURNING id) INSERT INTO joint_committee (id, organization_id, level, name) "
        "SELECT gen_random_uuid(), id, 'COMMUNITY', '鑫党委' FROM made RETURNING id", f"110111008{number + 100}")
