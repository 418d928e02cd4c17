"""Those that assist a call report too; what two departments return is decided above."""
from datetime import timedelta

import pytest

from domain import working_days
from tests import whistles
from tests.api.client import Client, global_id
from tests.api.test_whistles import LISTED, _do, _moment, _owes, _told
from tests.city import add_office


async def test_each_that_assists_reports_and_the_lead_closes_the_handling(client: Client) -> None:
    """Again, as long as it is not handled; the lead is told, and is refused until all have, by name."""
    call = {"whistleId": global_id("Whistle", await client.desk.add(
        whistles.add_whistle, client.city, assisting=("school", "hospital"), state="DISPATCHED"))}
    await _do(client, "unit", "reportWhistle", **call, report="已断电")
    await _do(client, "bank", "acceptWhistle", **call)
    refused = await client.refused("bank", "handleWhistle", "PartiesUnreported", "... on PartiesUnreported { parties }", **call,
                                   result="已更换")
    assert refused["parties"] == ["燕化医院"]
    await client.refused("unit", "handleWhistle", "NotAllowed", **call, result="已更换")
    await _do(client, "street", "suspendWhistle", **call, reason="待配件")
    await _do(client, "hospital", "reportWhistle", **call, report="已安置老人")
    await _do(client, "unit", "reportWhistle", **call, report="已断电，已复电")
    await _do(client, "street", "resumeWhistle", **call)
    assert (await _told(client, "bank")).count("WHISTLE_MOVED") == 5
    handled = await _do(client, "bank", "handleWhistle", **call, result="已更换", unreportedReason="不用等")
    assert [each["state"] for each in handled["parties"]["nodes"]] == ["REPORTED"] * 3
    assert await _reports(client, call["whistleId"]) == (None, ["已更换", "已断电，已复电", "已安置老人"])
    await client.refused("unit", "reportWhistle", "WrongState", **call, report="再报")


async def _reports(client: Client, call: str) -> tuple[str | None, list[str | None]]:
    asked = "query($id: ID!) { node(id: $id) { ... on Whistle { unreportedReason parties { nodes { report } } } } }"
    found = (await client.read("street", asked, id=call))["node"]
    return found["unreportedReason"], [each["report"] for each in found["parties"]["nodes"]]


async def test_a_lead_that_does_not_wait_says_why(client: Client) -> None:
    """Sent back, it says so anew or has the report."""
    call = {"whistleId": global_id("Whistle", await client.desk.add(
        whistles.add_whistle, client.city, assisting=("school",), state="ACCEPTED"))}
    await client.refused("bank", "handleWhistle", "PartiesUnreported", **call, result="已更换", unreportedReason="  ")
    handled = await _do(client, "bank", "handleWhistle", **call, result="已更换", unreportedReason="险情紧急")
    assert [each["state"] for each in handled["parties"]["nodes"]] == ["REPORTED", "ASKED"]
    assert await _reports(client, call["whistleId"]) == ("险情紧急", ["已更换", None])
    await _do(client, "community", "reworkWhistle", **call, reason="仍有积存")
    await client.refused("bank", "handleWhistle", "PartiesUnreported", **call, result="已更换")
    await _do(client, "unit", "reportWhistle", **call, report="已断电")
    await _do(client, "bank", "handleWhistle", **call, result="已更换")
    assert await _reports(client, call["whistleId"]) == (None, ["已更换", "已断电"])


async def test_dispatched_anew_without_it_nobody_waits_for_a_department(client: Client) -> None:
    """One that reported before stays as it is; who assists is told."""
    call = {"whistleId": global_id("Whistle", await client.desk.add(
        whistles.add_whistle, client.city, assisting=("school", "hospital")))}
    await _do(client, "hospital", "reportWhistle", **call, report="已安置老人")
    await _do(client, "bank", "returnWhistle", **call, reason="不属本部门职责")
    limits = {"acceptIn": {"count": 2, "unit": "HOURS"}, "handleIn": {"count": 1, "unit": "WORKING_DAYS"}}
    bank = global_id("Organization", client.city.bank)
    again = await _do(client, "street", "dispatchWhistle", **call, leadId=bank, **limits)
    assert sorted(each["state"] for each in again["parties"]["nodes"]) == ["ASKED", "RELEASED", "REPORTED"]
    await client.refused("unit", "reportWhistle", "NotAllowed", **call, report="已断电")
    await _do(client, "bank", "acceptWhistle", **call)
    await _do(client, "bank", "handleWhistle", **call, result="已更换")
    assert await _told(client, "unit") == []


async def test_who_assists_is_told_of_the_dispatch_and_says_for_which_it_reports(client: Client) -> None:
    city = client.city
    call = {"whistleId": global_id("Whistle", await client.desk.add(whistles.add_whistle, city, state="TRIAGED"))}
    limits = {"acceptIn": {"count": 2, "unit": "HOURS"}, "handleIn": {"count": 1, "unit": "WORKING_DAYS"}}
    school, bank = (global_id("Organization", each) for each in (city.school, city.bank))
    await _do(client, "street", "dispatchWhistle", **call, leadId=global_id("Organization", city.department),
              assistingIds=[school, bank], **limits)
    assert await _told(client, "unit") == await _told(client, "department") == ["WHISTLE_DISPATCHED"]
    await client.desk.add(add_office, city.members["unit"], city.bank, "SECRETARY")
    async with client.pool.acquire() as connection:
        await city.look(connection)
    wrong = await client.rejects("unit", "reportWhistle", **call, report="已断电")
    assert wrong["extensions"]["field"] == "input.organizationId"
    await client.refused("unit", "reportWhistle", "NotAllowed", **call, report="已断电",
                         organizationId=global_id("Organization", city.department))
    said = await _do(client, "unit", "reportWhistle", **call, report="已断电", organizationId=bank)
    assert [each["state"] for each in said["parties"]["nodes"]] == ["ASKED", "ASKED", "REPORTED"]


async def test_what_two_departments_return_is_decided_above_bindingly(client: Client) -> None:
    """The same one twice is one department; the street may not decide, and the lead that is named may not return it."""
    city = client.city
    call = {"whistleId": global_id("Whistle", await client.desk.add(whistles.add_whistle, city))}
    limits = {"acceptIn": {"count": 2, "unit": "HOURS"}, "handleIn": {"count": 1, "unit": "WORKING_DAYS"}}
    bank, department = (global_id("Organization", each) for each in (city.bank, city.department))
    decided = {**call, "leadId": bank, "reason": "市容管理属其职责"}
    for _ in range(2):
        await _do(client, "bank", "returnWhistle", **call, reason="不属本部门职责")
        await client.refused("district", "diagnoseWhistle", "NotDisputed", **decided)
        await _do(client, "street", "dispatchWhistle", **call, leadId=bank, **limits)
    await _do(client, "bank", "returnWhistle", **call, reason="不属本部门职责")
    assert (await _owes(client, "street"), await _owes(client, "district")) == (["DISPATCH_WHISTLE"], [])
    await _do(client, "street", "dispatchWhistle", **call, leadId=department, **limits)
    await _do(client, "department", "returnWhistle", **call, reason="也不属本部门职责")
    assert (await client.read("district", LISTED, filter={"disputed": True}))["whistles"]["totalCount"] == 1
    assert (await _owes(client, "street"), await _owes(client, "district")) == ([], ["DIAGNOSE_WHISTLE"])
    await client.refused("street", "diagnoseWhistle", "NotAllowed", **decided)
    settled = await _do(client, "district", "diagnoseWhistle", **decided)
    assert settled["lead"]["id"] == bank
    now = client.desk.now()
    assert timedelta(hours=1) < _moment(settled["acceptBy"]) - now <= timedelta(hours=2)
    assert _moment(settled["handleBy"]) == working_days.due(now, 1)
    await client.refused("bank", "returnWhistle", "BoundByDiagnosis", **call, reason="仍不属本部门职责")
    for handle in ("bank", "department", "community", "street"):
        assert "WHISTLE_DIAGNOSED" in await _told(client, handle), handle
    await client.refused("district", "diagnoseWhistle", "WrongState", **decided)
    await _do(client, "bank", "acceptWhistle", **call)


CAN = """query($id: ID!) { node(id: $id) { ... on Whistle { viewerCanAttach { action allowed }
    parties { nodes { viewerCanAttach { action allowed } } } } } }"""


@pytest.mark.parametrize(("state", "caller", "lead"), [
    ("DISPATCHED", ["ATTACH", "DETACH"], ["ATTACH", "DETACH"]), ("HANDLED", ["ATTACH", "DETACH"], ["ATTACH"]),
    ("VERIFIED", ["ATTACH"], []), ("CLOSED", [], [])])
async def test_each_side_has_evidence_of_its_own(client: Client, state: str, caller: list[str], lead: list[str]) -> None:
    """Neither removes the other's, nor what was decided by; one that returned the call adds none."""
    call = global_id("Whistle", await client.desk.add(whistles.add_whistle, client.city, state=state))
    await client.pool.execute("UPDATE whistle_party SET state = 'ACCEPTED', answered_at = now()")
    assert await _can_attach(client, "community", call) == (caller, [])
    assert await _can_attach(client, "bank", call) == ([], lead)
    assert await _can_attach(client, "street", call) == ([], [])
    await client.pool.execute("UPDATE whistle_party SET state = 'RETURNED', reason = '不属本部门职责'")
    assert await _can_attach(client, "bank", call) == ([], [])


async def _can_attach(client: Client, handle: str, call: str) -> tuple[list[str], list[str]]:
    """To the call, and to its only party."""
    found = (await client.read(handle, CAN, id=call))["node"]
    both = (found["viewerCanAttach"], found["parties"]["nodes"][0]["viewerCanAttach"])
    of_call, of_party = ([each["action"] for each in can if each["allowed"]] for can in both)
    return of_call, of_party
