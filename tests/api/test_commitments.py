"""Lists of commitments as they are read: a committee's of a year in one query, as few statements for many as for one."""
from datetime import date
from typing import Any

import pytest

from tests.api.client import Client, global_id
from tests.commitments import AT, YEAR, add_commitment, add_list

LISTS = """query($n: Int, $filter: CommitmentListFilter) { commitmentLists(first: $n, filter: $filter) { totalCount
    groups(by: KIND) { key count } nodes { id kind year overdue dueOn openCommitments seat { member { name } }
    viewerCan { action allowed code } history { nodes { kind } } commitments { nodes { text owner { name } } } } } }"""
ONES = """query($n: Int, $filter: CommitmentFilter) { commitments(first: $n, filter: $filter) { totalCount
    nodes { text overdue commitmentList { kind } owner { name } ownerSeat { member { name } } viewerCan { action allowed }
    history { nodes { kind } } } } }"""
OF_COMMITTEE = """query($n: Int) { committees(first: $n, filter: {level: COMMUNITY}) { nodes { commitmentLists(first: 20) {
    nodes { kind commitments(first: 5) { nodes { text } } } } } } }"""


async def _seen(client: Client, handle: str, asked: str = LISTS, **given: Any) -> list[dict[str, Any]]:
    name = "commitmentLists" if asked is LISTS else "commitments"
    return (await client.read(handle, asked, filter=given, n=100))[name]["nodes"]  # type: ignore[no-any-return]


async def test_a_committees_lists_of_a_year_are_one_query(client: Client) -> None:
    city, add = client.city, client.desk.add
    members = await add(add_list, city)
    await add(add_list, city, kind="COMMITTEE", seat_id=None, place_id=None, state="REPORTED")
    await add(add_list, city, year=YEAR - 1, check_due_on=date(2026, 2, 1))
    given = await add(add_commitment, city, members)
    committee = global_id("JointCommittee", city.committee)
    found = await _seen(client, "member", committeeId=committee, year=YEAR)
    assert sorted(each["kind"] for each in found) == ["COMMITTEE", "MEMBER"]
    assert [each["year"] for each in await _seen(client, "street", overdue=True)] == [YEAR - 1]
    assert len(await _seen(client, "member", mine=True, open=True)) == 2
    assert len(await _seen(client, "district")) == 3
    assert await _seen(client, "bank") == await _seen(client, "neighbour") == await _seen(client, "nobody") == []
    own, = await _seen(client, "bank", ONES, mine=True)
    assert (own["text"], own["commitmentList"]) == ("为老年人办一处食堂", None)  # the owner sees its own, not the list
    assert [each["text"] for each in await _seen(client, "street", ONES, text="食堂")] == ["为老年人办一处食堂"]
    assert await _seen(client, "street", ONES, text="操场") == []
    assert (await client.read("hospital", "query($id: ID!) { node(id: $id) { id } }", id=global_id("Commitment", given)))[
        "node"] is None


async def test_what_a_seat_owns_is_its_holders(client: Client) -> None:
    """Also of who acts for no organisation."""
    listed = await client.desk.add(add_list, client.city)
    await client.desk.add(add_commitment, client.city, listed)
    await client.desk.add(add_commitment, client.city, listed, owner_id=None, owner_seat_id=client.city.seat, text="进楼宣讲")
    assert [each["text"] for each in await _seen(client, "member", ONES, mine=True)] == ["进楼宣讲"]


async def test_what_each_of_them_can_do(client: Client) -> None:
    city, add = client.city, client.desk.add
    await add(add_commitment, city, await add(add_list, city))
    await add(add_list, city, year=YEAR - 1, state="CHECKED")
    can = {handle: [[each["action"] for each in listed["viewerCan"] if each["allowed"]]
                    for listed in sorted(await _seen(client, handle), key=lambda each: each["year"])]
           for handle in ("member", "community", "street")}
    assert can == {"member": [["REPORT"], []], "community": [["REPORT"], ["CHECK"]], "street": [["REPORT"], ["CHECK"]]}
    one = {handle: [each["action"] for each in (await _seen(client, handle, ONES))[0]["viewerCan"] if each["allowed"]]
           for handle in ("member", "bank", "community")}
    assert one == {"member": ["DROP"], "bank": ["REPORT"], "community": ["DROP"]}


async def test_it_is_a_duty(client: Client) -> None:
    city, add = client.city, client.desk.add
    adopted = await add(add_list, city)
    await add(add_commitment, city, adopted)
    await add(add_commitment, city, adopted, owner_id=None, owner_seat_id=city.seat)
    await add(add_list, city, year=YEAR - 1, state="CHECKED")
    await add(add_list, city, year=YEAR - 2, kind="SECRETARY")
    text = "{ viewer { duties { nodes { kind dueAt } } } }"
    duties = {handle: sorted(each["kind"] for each in (await client.read(handle, text))["viewer"]["duties"]["nodes"])
              for handle in ("member", "bank", "street")}
    assert duties == {"member": ["REPORT_COMMITMENT", "REPORT_COMMITMENT_LIST"], "bank": ["REPORT_COMMITMENT"],
                      "street": ["CHECK_COMMITMENT_LIST"]}


@pytest.mark.parametrize(("text", "statements"), [(LISTS, 3), (ONES, 2), (OF_COMMITTEE, 3)])
async def test_a_page_of_one_and_of_a_hundred_are_as_many_statements(client: Client, text: str, statements: int) -> None:
    city, add = client.city, client.desk.add
    for number in range(100):
        listed = await add(add_list, city, year=2100 + number, check_due_on=AT.date())
        await add(add_commitment, city, listed)
    counts = set()
    for size in (1, 100):
        await client.read("community", text, n=size)
        counts.add(len(client.sent))
    assert counts == {statements}
