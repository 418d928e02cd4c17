"""A call's story, as its parties see it: raised, routed, accepted, suspended, handled, verified; who sees a resident's data."""
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import whistles as whistle_rules
from domain import working_days
from resolvers import jobs, scheduler
from tests import whistles
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, GRID

CALL = """... on {name}Payload {{ whistle {{ id state version dueAt acceptBy handleBy overdue clockStands level lead {{ id }}
    parties {{ nodes {{ role state }} }} }} }}"""
LISTED = ("query($filter: WhistleFilter, $by: WhistleOrder) "
          "{ whistles(first: 100, filter: $filter, orderBy: $by) { totalCount nodes { id } } }")
RESIDENT = "query($id: ID!) { node(id: $id) { ... on Whistle { resident { name phone masked } } } }"
NOTICES = "{ viewer { notices { nodes { kind } } duties { nodes { kind } } } }"
NEW = {"kind": "KEY_WORK", "category": "ENVIRONMENT", "title": "楼后垃圾堆积"}


async def _do(client: Client, handle: str, name: str, **given: Any) -> dict[str, Any]:
    answer = await client.write(handle, name, CALL.format(name=name[0].upper() + name[1:]), **given)
    assert "whistle" in answer, answer
    return answer["whistle"]  # type: ignore[no-any-return]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def _told(client: Client, handle: str) -> list[str]:
    return [each["kind"] for each in (await client.read(handle, NOTICES))["viewer"]["notices"]["nodes"]]


async def _owes(client: Client, handle: str) -> list[str]:
    return [each["kind"] for each in (await client.read(handle, NOTICES))["viewer"]["duties"]["nodes"]]


async def test_what_a_route_knows_is_dispatched_at_once(client: Client) -> None:
    """By the route of the smallest division around it."""
    await client.desk.add(whistles.add_route, client.city, lead_id=client.city.hospital)
    await client.desk.add(whistles.add_route, client.city, division_id=client.city.community, division_code=COMMUNITY)
    raised = await _do(client, "community", "raiseWhistle", **NEW)
    assert (raised["state"], raised["level"]) == ("REPORTED", "COMMUNITY")
    assert (await _told(client, "street"), await _owes(client, "street")) == (["WHISTLE_REPORTED"], ["TRIAGE_WHISTLE"])
    assert await _owes(client, "district") == []
    call = await _do(client, "street", "triageWhistle", whistleId=raised["id"])
    assert (call["state"], call["lead"]["id"]) == ("DISPATCHED", global_id("Organization", client.city.bank))
    assert call["version"] == 3
    now = client.desk.now()
    assert timedelta(hours=3) < _moment(call["acceptBy"]) - now <= timedelta(hours=4)
    assert _moment(call["handleBy"]) == working_days.due(now, 5)
    assert call["dueAt"] == call["acceptBy"]
    assert (await _told(client, "bank"), await _owes(client, "bank")) == (["WHISTLE_DISPATCHED"], ["ACCEPT_WHISTLE"])


async def test_what_no_route_knows_waits_for_a_person(client: Client) -> None:
    raised = await _do(client, "community", "raiseWhistle", **NEW)
    assert (await _do(client, "street", "triageWhistle", whistleId=raised["id"]))["state"] == "TRIAGED"
    assert await _owes(client, "street") == ["DISPATCH_WHISTLE"]
    limits = {"acceptIn": {"count": 2, "unit": "HOURS"}, "handleIn": {"count": 3, "unit": "HOURS"}}
    bank = global_id("Organization", client.city.bank)
    await client.refused("street", "dispatchWhistle", "NoRoute", whistleId=raised["id"], leadId=bank)
    wrong = await client.rejects("street", "dispatchWhistle", whistleId=raised["id"], leadId=bank, assistingIds=[bank],
                                 **limits)
    assert wrong["extensions"]["field"] == "input.assistingIds"
    wrong = await client.rejects("street", "dispatchWhistle", whistleId=raised["id"], **{
        **limits, "leadId": global_id("Organization", client.city.neighbour)})
    assert wrong["extensions"]["field"] == "input.leadId"
    call = await _do(client, "street", "dispatchWhistle", whistleId=raised["id"], leadId=bank, **limits)
    assert [each["role"] for each in call["parties"]["nodes"]] == ["LEAD"]


async def test_from_the_dispatch_to_the_end(client: Client) -> None:
    """Sent back once; its own people and the departments are told."""
    call = {"whistleId": global_id("Whistle", await client.desk.add(whistles.add_whistle, client.city))}
    await _do(client, "bank", "acceptWhistle", **call)
    assert (await _told(client, "community"), await _owes(client, "bank")) == (["WHISTLE_MOVED"], ["HANDLE_WHISTLE"])
    handled = await _do(client, "bank", "handleWhistle", **call, result="已清运")
    assert handled["parties"]["nodes"] == [{"role": "LEAD", "state": "REPORTED"}]
    assert await _owes(client, "community") == ["VERIFY_WHISTLE"]
    sent_back = await _do(client, "community", "reworkWhistle", **call, reason="仍有积存")
    assert _moment(sent_back["handleBy"]) == working_days.due(client.desk.now(), 5)
    assert sent_back["parties"]["nodes"] == [{"role": "LEAD", "state": "ACCEPTED"}]
    await _do(client, "bank", "handleWhistle", **call, result="已全部清运")
    await _do(client, "community", "verifyWhistle", **call, evidence="现场照片两张")
    assert await _owes(client, "street") == ["CLOSE_WHISTLE"]
    closed = await _do(client, "street", "closeWhistle", **call)
    assert (closed["state"], closed["dueAt"], closed["overdue"]) == ("CLOSED", None, False)
    assert {*await _told(client, "bank")} == {"WHISTLE_MOVED", "WHISTLE_REWORKED"}


async def test_returned_it_goes_to_another(client: Client) -> None:
    call = {"whistleId": global_id("Whistle", await client.desk.add(whistles.add_whistle, client.city))}
    await _do(client, "bank", "returnWhistle", **call, reason="不属本部门职责")
    assert await _told(client, "street") == ["WHISTLE_MOVED"]
    limits = {"acceptIn": {"count": 2, "unit": "HOURS"}, "handleIn": {"count": 1, "unit": "WORKING_DAYS"}}
    department = global_id("Organization", client.city.department)
    other = await _do(client, "street", "dispatchWhistle", **call, leadId=department, **limits)
    assert [each["state"] for each in other["parties"]["nodes"]] == ["RETURNED", "ASKED"]
    await client.refused("bank", "acceptWhistle", "NotAllowed", **call)
    await _do(client, "department", "acceptWhistle", **call)


async def test_asked_again_a_department_has_said_nothing_yet(client: Client) -> None:
    """Nor is the reason kept for which it returned the call before."""
    call = {"whistleId": global_id("Whistle", await client.desk.add(whistles.add_whistle, client.city))}
    await _do(client, "bank", "returnWhistle", **call, reason="不属本部门职责")
    await _do(client, "street", "dispatchWhistle", **call, leadId=global_id("Organization", client.city.bank),
              acceptIn={"count": 2, "unit": "HOURS"}, handleIn={"count": 1, "unit": "WORKING_DAYS"})
    asked = "query($id: ID!) { node(id: $id) { ... on Whistle { parties { nodes { state reason report answeredAt } } } } }"
    assert (await client.read("bank", asked, id=call["whistleId"]))["node"]["parties"]["nodes"] == [
        {"state": "ASKED", "reason": None, "report": None, "answeredAt": None}]


async def test_who_returned_it_or_assists_sees_it_as_its_lead_does(client: Client) -> None:
    """Also when it is another's by now."""
    call = {"whistleId": global_id("Whistle", await client.desk.add(whistles.add_whistle, client.city, assisting=("school",)))}
    await _do(client, "bank", "returnWhistle", **call, reason="不属本部门职责")
    await _do(client, "street", "dispatchWhistle", **call, leadId=global_id("Organization", client.city.department),
              acceptIn={"count": 2, "unit": "HOURS"}, handleIn={"count": 1, "unit": "WORKING_DAYS"})
    for handle in ("bank", "unit", "department"):
        assert (await client.read(handle, LISTED))["whistles"]["totalCount"] == 1, handle
        assert (await client.read(handle, RESIDENT, id=call["whistleId"]))["node"], handle


async def test_suspended_its_clock_stands_still(client: Client) -> None:
    """It is not overdue however long that is, and its limit is later by as long as it stood."""
    due = client.desk.now() + timedelta(days=2)
    call = {"whistleId": global_id("Whistle", await client.desk.add(
        whistles.add_whistle, client.city, state="ACCEPTED", due_at=due, handle_by=due, escalate_at=due))}
    await _do(client, "street", "suspendWhistle", **call, reason="待居民回家")
    client.shift = timedelta(days=30)
    assert await scheduler.once(client.pool, client.desk.now, jobs.DEADLINES) == 0
    assert (await client.read("street", LISTED, filter={"overdue": True}))["whistles"]["totalCount"] == 0
    resumed = await _do(client, "street", "resumeWhistle", **call)
    assert not resumed["overdue"]
    later = _moment(resumed["handleBy"]) - due
    assert timedelta(days=30) <= later < timedelta(days=30, minutes=5)
    assert resumed["dueAt"] == resumed["handleBy"]
    client.shift = timedelta(days=33)
    assert await scheduler.once(client.pool, client.desk.now, jobs.DEADLINES) == 1


async def test_a_residents_data_are_the_callers_and_the_leads_while_they_work_for_him(client: Client) -> None:
    call = await client.desk.add(whistles.add_whistle, client.city, assisting=("school",))
    await client.desk.add(whistles.add_resident, call)

    async def seen() -> dict[str, bool]:
        found = {}
        for handle in ("community", "bank", "unit", "street", "district"):
            data = (await client.read(handle, RESIDENT, id=global_id("Whistle", call)))["node"]["resident"]
            assert data in ({"name": "王桂英", "phone": "13800001234", "masked": False},
                            {"name": "王**", "phone": "138****1234", "masked": True})
            found[handle] = not data["masked"]
        return found

    async def looks() -> list[UUID]:
        return [row["member_id"] for row in await client.pool.fetch(
            "SELECT member_id FROM contact_read WHERE subject_type = 'whistle' AND subject_id = $1 ORDER BY at, id", call)]

    assert await seen() == {"community": True, "bank": True, "unit": False, "street": False, "district": False}
    assert await looks() == [client.city.members["community"], client.city.members["bank"]]
    for state, sees in (("RETURNED", {"community"}), ("VERIFIED", {"community", "bank"}), ("CLOSED", set())):
        await client.pool.execute("UPDATE whistle SET state = $1, reason = '无', verified_at = now(), evidence = '照片', "
                                  "closed_at = now() WHERE id = $2", state, call)
        assert {handle for handle, whole in (await seen()).items() if whole} == sees, state


async def test_an_erased_resident_is_gone(client: Client) -> None:
    """In any state: the row, and nothing of it is in the event; once more changes nothing."""
    other = await client.desk.add(whistles.add_resident, await client.desk.add(whistles.add_whistle, client.city))
    unseen = {("bank", "REPORTED"), ("bank", "TRIAGED")}  # nobody sent it there yet
    for state in whistle_rules.WhistleState:
        call = await client.desk.add(whistles.add_whistle, client.city, state=state)
        await client.desk.add(whistles.add_resident, call)
        await client.write("community", "eraseWhistleResident", whistleId=global_id("Whistle", call))
        assert await client.pool.fetchval("SELECT array_agg(whistle_id) FROM whistle_resident") == [other]
        for handle in ("community", "bank", "street"):
            node = (await client.read(handle, RESIDENT, id=global_id("Whistle", call)))["node"]
            assert node is None if (handle, state) in unseen else node["resident"] is None
        event = await client.desk.last_event()
        assert (event["kind"], event["object_id"], event["before"], event["after"]) == (
            "whistle.resident_erased", call, {"state": state}, {"state": state})
        await client.write("community", "eraseWhistleResident", whistleId=global_id("Whistle", call))
        assert (await client.desk.last_event())["id"] == event["id"]
        assert (await client.desk.row("whistle", call))["version"] == 2


async def test_nothing_keeps_an_erased_resident(client: Client) -> None:
    """Neither the log, nor the answers that are kept for a retry, nor anything else that is stored."""
    made = await client.write("community", "raiseWhistle",
                              "... on RaiseWhistlePayload { whistle { id resident { name phone } } }",
                              **NEW, resident={"name": "秦素云", "phone": "13912345678"})
    await client.write("community", "eraseWhistleResident", whistleId=made["whistle"]["id"])
    tables = await client.pool.fetch("SELECT table_name AS name FROM information_schema.tables "
                                     "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
    for table in tables:
        found = await client.pool.fetchval(
            f"SELECT count(*) FROM \"{table['name']}\" t WHERE t::text LIKE '%秦素云%' OR t::text LIKE '%13912345678%'")
        assert found == 0, table["name"]


@pytest.mark.parametrize(("handle", "sees"), [("community", 2), ("street", 2), ("district", 2), ("bank", 1), ("unit", 1),
                                              ("hospital", 1), ("neighbour", 0), ("nobody", 0), ("far-street", 0)])
async def test_who_sees_it(client: Client, handle: str, sees: int) -> None:
    await client.desk.add(whistles.add_whistle, client.city, "bank", ("school",))
    await client.desk.add(whistles.add_whistle, client.city, "hospital")
    found = (await client.read(handle, LISTED))["whistles"]
    assert (found["totalCount"], len(found["nodes"])) == (sees, sees)


async def test_a_desks_lists(client: Client) -> None:
    city, add = client.city, client.desk.add
    late = whistles.AT
    a = global_id("Whistle", await add(whistles.add_whistle, city, due_at=late, title="消防通道被占", kind="EMERGENCY"))
    b = global_id("Whistle", await add(whistles.add_whistle, city, "school", state="CLOSED", category="PARKING",
                                       returned_at=late))
    c = global_id("Whistle", await add(whistles.add_whistle, city, "school", ("bank",), raiser_id=city.grid, level="GRID",
                                       reported_at=late + timedelta(days=3), address="幸福路 3 号", escalated_at=late))

    async def found(handle: str, by: str = "NEWEST", **filters: Any) -> list[str]:
        page = (await client.read(handle, LISTED, filter=filters, by=by))["whistles"]
        assert page["totalCount"] == len(page["nodes"])
        return [each["id"] for each in page["nodes"]]

    assert await found("street", "DUE") == [a, c, b]
    assert (await found("street", "OLDEST"))[2] == (await found("street"))[0] == c
    bank, school = (global_id("Organization", each) for each in (city.bank, city.school))
    for filters, wanted in (({"open": True}, {a, c}), ({"overdue": True}, {a}), ({"overdue": False}, {b, c}),
                            ({"returned": True}, {b}), ({"escalated": True}, {c}), ({"kind": ["EMERGENCY"]}, {a}),
                            ({"category": ["PARKING"]}, {b}), ({"leadId": school}, {b, c}), ({"partyId": bank}, {a, c}),
                            ({"raiserId": global_id("Organization", city.grid)}, {c}), ({"text": "消防"}, {a}),
                            ({"text": "幸福"}, {c}), ({"withinDivision": COMMUNITY}, {a, b, c}),
                            ({"withinDivision": GRID}, set()),
                            ({"reportedFrom": (late + timedelta(days=1)).isoformat()}, {c}),
                            ({"reportedBefore": (late + timedelta(days=1)).isoformat()}, {a, b}),
                            ({"dueBefore": (late + timedelta(days=1)).isoformat()}, {a}), ({"state": ["CLOSED"]}, {b})):
        assert {*await found("street", **filters)} == wanted, filters
    assert {*await found("two-units", mine=True)} == {a, b, c}
    assert {*await found("bank", mine=True)} == {a}
    assert {*await found("community", raisedByMine=True)} == {a, b}


async def test_a_page_of_one_and_of_a_hundred_are_the_same_statements(client: Client) -> None:
    text = """query($n: Int!) { whistles(first: $n) { nodes { title overdue lead { name } raiser { name } resident { name }
        parties(first: $n) { nodes { state organization { name } } } viewerCan { allowed } } } }"""
    for _ in range(5):
        await client.desk.add(whistles.add_whistle, client.city, assisting=("school",))
    counts = []
    for size in (1, 100):
        await client.read("street", text, n=size)
        counts.append(len(client.sent))
    assert counts[0] == counts[1]
