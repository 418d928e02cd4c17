"""Lists of commitments for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from db.log import events
from resolvers import jobs, scheduler
from tests import commitments
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, over
from tests.city import COMMUNITY, City

ADOPTED = 2095
LISTED = "commitmentList { state kind year seat { id } commitments { nodes { text state owner { id } } } }"
COMMITMENT = {"text": "为老年人办一处食堂", "owner": {"organizationId": "@bank"}, "dueOn": f"{ADOPTED}-09-30"}
CASES = [
    Case("adoptCommitmentList", LISTED, "community",
         {"committeeId": "@committee", "seatId": "@seat", "year": ADOPTED, "commitments": [COMMITMENT]},
         {"commitmentList": {"state": "ADOPTED", "kind": "MEMBER", "year": ADOPTED, "seat": "@seat", "commitments": {"nodes": [
             {"text": "为老年人办一处食堂", "state": "OPEN", "owner": "@bank"}]}}}, "community", {}, "AlreadyAdopted"),
    Case("addCommitment", "commitment { text dueOn ownerSeat { id } } commitmentList { openCommitments }", "member",
         {"commitmentListId": "@list", "text": "再办一处", "owner": {"seatId": "@seat"}, "dueOn": f"{commitments.YEAR}-10-01"},
         {"commitment": {"text": "再办一处", "dueOn": f"{commitments.YEAR}-10-01", "ownerSeat": "@seat"},
          "commitmentList": {"openCommitments": 2}}, "community", {"commitmentListId": "@reportedList"}, "WrongState"),
    Case("checkCommitmentList", "commitmentList { state comment commitments { nodes { finding note } } }", "community",
         {"commitmentListId": "@list", "findings": [{"commitmentId": "@commitment", "finding": "BEHIND", "note": "选址未定"}],
          "comment": "抓紧"},
         {"commitmentList": {"state": "CHECKED", "comment": "抓紧", "commitments": {"nodes": [
             {"finding": "BEHIND", "note": "选址未定"}]}}},
         "member", {}, "NotAllowed"),
    Case("reportCommitmentList", "commitmentList { state report }", "member",
         {"commitmentListId": "@checkedList", "report": "全部兑现。"},
         {"commitmentList": {"state": "REPORTED", "report": "全部兑现。"}}, "member", {"commitmentListId": "@list"},
         "CommitmentsOpen"),
    Case("reportCommitment", "commitment { state outcome report }", "bank",
         {"commitmentId": "@commitment", "outcome": "PARTLY_DONE", "report": "选址已定。"},
         {"commitment": {"state": "REPORTED", "outcome": "PARTLY_DONE", "report": "选址已定。"}}, "street", {}, "NotAllowed"),
    Case("dropCommitment", "commitment { state reason }", "member", {"commitmentId": "@commitment", "reason": "已有人办"},
         {"commitment": {"state": "DROPPED", "reason": "已有人办"}}, "bank", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "adoptCommitmentList": {"seatId": None}, "addCommitment": {"text": "另一件事"},
    "checkCommitmentList": {"comment": "另一意见"}, "reportCommitmentList": {"report": "另一内容"},
    "reportCommitment": {"report": "另一内容"}, "dropCommitment": {"reason": "另有安排"}}
TOLD = {"adoptCommitmentList": "commitment_list.adopted commitment.given", "addCommitment": "commitment.given",
        "checkCommitmentList": "commitment.checked commitment_list.checked", "reportCommitmentList": "commitment_list.reported",
        "reportCommitment": "commitment.reported", "dropCommitment": "commitment.dropped",
        "commitments": "commitment_list.overdue commitment.overdue"}
"""The kinds of events that each of them leaves."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """A list that runs, with a commitment of the bank's; one that is checked, and one that is reported, of other years."""
    city, add = client.city, client.desk.add
    lists = {"list": await add(commitments.add_list, city)}
    for number, (name, state) in enumerate((("checkedList", "CHECKED"), ("reportedList", "REPORTED")), 1):
        lists[name] = await add(commitments.add_list, city, state=state, year=commitments.YEAR - number)
    return {**{name: ("CommitmentList", each) for name, each in lists.items()},
            "commitment": ("Commitment", await add(commitments.add_commitment, city, lists["list"]))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """A list and a commitment with every value that they can have, and an event of each."""
    adopted = await commitments.add_list(connection, city, year=2097, state="REPORTED", checked_at=commitments.AT,
                                         comment="抓紧")
    await commitments.add_commitment(connection, city, adopted)  # an organisation's, beside that of a seat
    given = await commitments.add_commitment(
        connection, city, adopted, state="REPORTED", finding="BEHIND", note="选址未定", checked_at=commitments.AT,
        owner_id=None, owner_seat_id=city.seat, reason="曾拟取消")
    for type_, kind, object_id in (("CommitmentList", "commitment_list.reported", adopted),
                                   ("Commitment", "commitment.reported", given)):
        await events.write(connection, [events.new(
            at=commitments.AT, kind=kind, object_type=type_, object_id=object_id, object_version=2,
            actor_id=city.members["community"], organization_id=city.community, home_code=COMMUNITY,
            after={"state": "REPORTED"})])
    return {"commitment_list": adopted, "commitmentList": adopted, "commitmentlist": adopted, "commitment": given}


async def _of_time(client: Client, _: object) -> None:
    """A list that is not checked in time, and a commitment that is not reported in time."""
    adopted = await client.desk.add(commitments.add_list, client.city, year=2090, overdue_at=commitments.AT)
    await client.desk.add(commitments.add_commitment, client.city, adopted, overdue_at=commitments.AT)
    assert await scheduler.once(client.pool, lambda: datetime.now(UTC), jobs.ALL) == 2


def _is_seen(type_: str) -> Any:
    async def asked(client: Client, handle: str, object_id: UUID) -> bool:
        question = "query($id: ID!) { node(id: $id) { id } }"
        return (await client.read(handle, question, id=global_id(type_, object_id)))["node"] is not None
    return asked


OTHERS = {"commitments": _of_time}
SEEN = {"commitment_list": _is_seen("CommitmentList"), "commitment": _is_seen("Commitment")}

# -- who may

LEADERS = over(COMMUNITY) | {"seat-secretary", "unit-holder"}
POWERS = {("whose list it is; officers, or who has the secretary's seat", "the committee's division"): LEADERS}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _adopted(world: World) -> Input:
    client = world.client
    await client.pool.execute("DELETE FROM commitment")
    await client.pool.execute("DELETE FROM commitment_list")
    return {"committeeId": global_id("JointCommittee", client.city.committee), "seatId": global_id("Seat", world.seat),
            "year": ADOPTED, "commitments": [{**COMMITMENT, "owner": {"organizationId": world.id("bank")}}]}


async def _list(world: World, **columns: Any) -> UUID:
    """Of the seat of `unit-holder`, whatever columns say otherwise."""
    await world.client.pool.execute("DELETE FROM commitment")
    await world.client.pool.execute("DELETE FROM commitment_list")
    given = {"seat_id": world.seat, "place_id": world.seat, **columns}
    made: UUID = await world.client.desk.add(commitments.add_list, world.client.city, **given)
    return made


def _of_list(state: str, **more: Any) -> Make:
    async def make(world: World) -> Input:
        return {"commitmentListId": global_id("CommitmentList", await _list(world, state=state)), **more}
    return make


async def _added(world: World) -> Input:
    return {**await _of_list("ADOPTED")(world), "text": "再办一处", "owner": {"organizationId": world.id("bank")},
            "dueOn": f"{commitments.YEAR}-10-01"}


async def _of_secretary(world: World) -> Input:
    seat = await world.client.pool.fetchval("SELECT s.id FROM seat s WHERE s.member_id = $1",
                                            world.client.city.members["seat-secretary"])
    adopted = await _list(world, kind="SECRETARY", seat_id=seat, place_id=seat)
    return {"commitmentListId": global_id("CommitmentList", adopted), "findings": []}


def _of_commitment(**more: Any) -> Make:
    async def make(world: World) -> Input:
        city, add = world.client.city, world.client.desk.add
        given = await add(commitments.add_commitment, city, await _list(world), owner_id=city.school)
        return {"commitmentId": global_id("Commitment", given), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`adoptCommitmentList`": _adopted, "`addCommitment`": _added, "`dropCommitment`": _of_commitment(reason="已有人办"),
    "`checkCommitmentList` of another seat's, or the committee's": _of_list("ADOPTED", findings=[]),
    "`checkCommitmentList` of the secretary's own": _of_secretary,
    "`reportCommitment`": _of_commitment(outcome="DONE", report="完成"),
    "`reportCommitmentList`": _of_list("CHECKED", report="全部兑现。")}
"""By the first cell of a line of docs/rights.md, what is handed in."""
