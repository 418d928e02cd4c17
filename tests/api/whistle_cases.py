"""Calls for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from db.log import events
from resolvers import jobs, scheduler
from tests import whistles
from tests.api import system_cases
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for, over
from tests.city import COMMUNITY, DISTRICT, STREET, City

NEW = {"kind": "EMERGENCY", "category": "SAFETY", "title": "消防通道被占"}
LIMITS = {"acceptIn": {"count": 2, "unit": "HOURS"}, "handleIn": {"count": 3, "unit": "WORKING_DAYS"}}
CASES = [
    Case("raiseWhistle", "whistle { state kind title place { address } raiser { id } level }",
         "community", {**NEW, "place": {"address": "3 号楼北侧"}, "resident": {"name": "王桂英", "phone": "138 0000 1234"},
                       "raiserId": "@community"},
         {"whistle": {"state": "REPORTED", "kind": "EMERGENCY", "title": "消防通道被占", "place": {"address": "3 号楼北侧"},
                      "raiser": "@community", "level": "COMMUNITY"}},
         "unit", {}, "NotAllowed"),
    Case("triageWhistle", "whistle { state category lead { id } }", "street",
         {"whistleId": "@reportedWhistle", "category": "PARKING"},
         {"whistle": {"state": "TRIAGED", "category": "PARKING", "lead": None}}, "community", {}, "NotAllowed"),
    Case("dispatchWhistle", """whistle { state lead { id } handleLimit { count unit }
             parties { nodes { organization { id } role state } } }""", "street",
         {"whistleId": "@triagedWhistle", "leadId": "@bank", "assistingIds": ["@school"], **LIMITS},
         {"whistle": {"state": "DISPATCHED", "lead": "@bank", "handleLimit": {"count": 3, "unit": "WORKING_DAYS"},
                      "parties": {"nodes": [{"organization": "@bank", "role": "LEAD", "state": "ASKED"},
                                            {"organization": "@school", "role": "ASSISTING", "state": "ASKED"}]}}},
         "street", {"whistleId": "@unknownWhistle", "leadId": None}, "NoRoute"),
    Case("acceptWhistle", "whistle { state version }", "bank", {"whistleId": "@whistle"},
         {"whistle": {"state": "ACCEPTED", "version": 2}}, "bank", {}, "WrongState"),
    Case("returnWhistle", "whistle { state reason }", "bank", {"whistleId": "@whistle", "reason": "不属本部门职责"},
         {"whistle": {"state": "RETURNED", "reason": "不属本部门职责"}}, "community", {}, "NotAllowed"),
    Case("diagnoseWhistle", "whistle { state disputed diagnosis lead { id } handleLimit { count unit } }",
         "district",
         {"whistleId": "@disputedWhistle", "leadId": "@bank", "assistingIds": ["@school"], "reason": "市容管理属其职责"},
         {"whistle": {"state": "DISPATCHED", "disputed": False, "diagnosis": "市容管理属其职责",
                      "lead": "@bank", "handleLimit": {"count": 5, "unit": "WORKING_DAYS"}}},
         "district", {"whistleId": "@returnedWhistle"}, "NotDisputed"),
    Case("reportWhistle", "whistle { state version parties { nodes { organization { id } state report } } }", "unit",
         {"whistleId": "@assistedWhistle", "report": "已断电"},
         {"whistle": {"state": "ACCEPTED", "version": 2, "parties": {"nodes": [
             {"organization": "@bank", "state": "ASKED", "report": None},
             {"organization": "@school", "state": "REPORTED", "report": "已断电"}]}}}, "bank", {}, "NotAllowed"),
    Case("handleWhistle", "whistle { state result }", "bank", {"whistleId": "@acceptedWhistle", "result": "已清运"},
         {"whistle": {"state": "HANDLED", "result": "已清运"}}, "bank", {"whistleId": "@assistedWhistle"}, "PartiesUnreported"),
    Case("verifyWhistle", "whistle { state evidence }", "community",
         {"whistleId": "@handledWhistle", "evidence": "现场照片两张"},
         {"whistle": {"state": "VERIFIED", "evidence": "现场照片两张"}}, "bank", {}, "NotAllowed"),
    Case("reworkWhistle", "whistle { state reason }", "community", {"whistleId": "@handledWhistle", "reason": "仍有积存"},
         {"whistle": {"state": "REWORK", "reason": "仍有积存"}}, "community", {}, "WrongState"),
    Case("closeWhistle", "whistle { state overdue }", "street", {"whistleId": "@verifiedWhistle"},
         {"whistle": {"state": "CLOSED", "overdue": False}}, "street", {"whistleId": "@handledWhistle"}, "WrongState"),
    Case("suspendWhistle", "whistle { state clockStands reason }", "street",
         {"whistleId": "@acceptedWhistle", "reason": "待居民回家"},
         {"whistle": {"state": "SUSPENDED", "clockStands": True, "reason": "待居民回家"}}, "bank", {}, "NotAllowed"),
    Case("resumeWhistle", "whistle { state clockStands suspendedAt }", "street", {"whistleId": "@suspendedWhistle"},
         {"whistle": {"state": "ACCEPTED", "clockStands": False, "suspendedAt": None}}, "street", {}, "WrongState"),
    Case("withdrawWhistle", "whistle { state reason dueAt }", "community", {"whistleId": "@whistle", "reason": "已自行解决"},
         {"whistle": {"state": "WITHDRAWN", "reason": "已自行解决", "dueAt": None}}, "bank", {}, "NotAllowed"),
    Case("rateWhistle", "whistle { state version responded resolved satisfied }", "community",
         {"whistleId": "@verifiedWhistle", "responded": True, "resolved": True, "satisfied": False},
         {"whistle": {"state": "VERIFIED", "version": 2, "responded": True, "resolved": True, "satisfied": False}},
         "bank", {}, "NotAllowed"),
    Case("eraseWhistleResident", "whistle { state version resident { name } }", "community", {"whistleId": "@residentsWhistle"},
         {"whistle": {"state": "ACCEPTED", "version": 2, "resident": None}}, "bank", {}, "NotAllowed"),
    Case("setRoute", "route { category lead { id } division { id } assisting { nodes { id } } acceptIn { count unit } }",
         "district",
         {"divisionId": "@street", "category": "PARKING", "leadId": "@bank", "assistingIds": ["@school"], **LIMITS},
         {"route": {"category": "PARKING", "lead": "@bank", "division": "@street", "assisting": {"nodes": ["@school"]},
                    "acceptIn": {"count": 2, "unit": "HOURS"}}}, "street", {}, "NotAllowed"),
    Case("removeRoute", "division { id }", "district", {"routeId": "@route"}, {"division": "@districtDivision"},
         "street", {"routeId": "@otherRoute"}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "raiseWhistle": {"title": "另一件事"}, "triageWhistle": {"category": "OTHER"},
    "dispatchWhistle": {"leadId": "@school", "assistingIds": []}, "acceptWhistle": {"whistleId": "@anotherWhistle"},
    "closeWhistle": {"whistleId": "@handledWhistle"}, "resumeWhistle": {"whistleId": "@whistle"},
    "setRoute": {"leadId": "@school", "assistingIds": []}, "removeRoute": {"routeId": "@otherRoute"},
    "diagnoseWhistle": {"leadId": "@school", "assistingIds": []},
    "reportWhistle": {"report": "另一内容"}, "handleWhistle": {"result": "另一内容"},
    "rateWhistle": {"satisfied": True}, "eraseWhistleResident": {"whistleId": "@acceptedWhistle"},
    "verifyWhistle": {"evidence": "另一内容"}}
TOLD = {"raiseWhistle": "whistle.reported", "triageWhistle": "whistle.triaged", "dispatchWhistle": "whistle.dispatched",
        "acceptWhistle": "whistle.accepted", "returnWhistle": "whistle.returned", "handleWhistle": "whistle.handled",
        "reportWhistle": "whistle.part_reported", "diagnoseWhistle": "whistle.diagnosed",
        "verifyWhistle": "whistle.verified", "reworkWhistle": "whistle.reworked", "closeWhistle": "whistle.closed",
        "suspendWhistle": "whistle.suspended", "resumeWhistle": "whistle.resumed", "withdrawWhistle": "whistle.withdrawn",
        "rateWhistle": "whistle.rated", "eraseWhistleResident": "whistle.resident_erased",
        "setRoute": "route.set", "removeRoute": "route.removed", "whistles": "whistle.escalated"}
"""The kinds of events that each of them leaves."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name: a call in each state, and routes of the district."""
    add = client.desk.add

    async def call(**columns: Any) -> tuple[str, UUID]:
        return "Whistle", await add(whistles.add_whistle, client.city, **columns)

    return {"whistle": await call(), "anotherWhistle": await call(),
            "disputedWhistle": await call(state="RETURNED", disputed=True), "returnedWhistle": await call(state="RETURNED"),
            "assistedWhistle": await call(state="ACCEPTED", assisting=("school",)),
            **{f"{state.lower()}Whistle": await call(state=state)
               for state in ("REPORTED", "TRIAGED", "ACCEPTED", "HANDLED", "VERIFIED", "SUSPENDED")},
            "residentsWhistle": ("Whistle", await add(whistles.add_resident, (await call(state="ACCEPTED"))[1])),
            "unknownWhistle": await call(state="TRIAGED", category="OTHER"),
            "route": ("Route", await add(whistles.add_route, client.city)),
            "otherRoute": ("Route", await add(whistles.add_route, client.city, category="LEGAL_AID")),
            "districtDivision": ("Organization", client.city.district)}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it."""
    at = whistles.AT
    moments: dict[str, Any] = dict.fromkeys(("triaged_at", "returned_at", "suspended_at", "handled_at", "verified_at",
                                             "withdrawn_at", "escalated_at", "rated_at", "linked_at", "answered_at"), at)
    call = await whistles.add_whistle(
        connection, city, assisting=("school",), state="CLOSED",
        system_id=await system_cases.add(connection, city), reference="7", body="三天未清", address="3 号楼", longitude=116.1,
        latitude=39.7, responded=True, resolved=True, satisfied=True, escalated_to_id=city.street, reason="无",
        unreported_reason="无", diagnosis="无", diagnosed_by=city.members["district"], diagnosed_at=at,
        result="已清运", evidence="照片", accepted_at=at, due_at=at,
        duplicate_of_id=(other := await whistles.add_whistle(connection, city)), repeat_of_id=other, **moments)
    await whistles.add_resident(connection, call)
    await connection.execute("UPDATE whistle_party SET state = 'REPORTED', reason = '无', report = '已清运', answered_at = $1, "
                             "reported_at = $1", at)
    await events.write(connection, [events.new(
        at=at, kind="whistle.closed", object_type="Whistle", object_id=call, object_version=2, actor_id=city.members["street"],
        organization_id=city.street, home_code=COMMUNITY, after={"state": "CLOSED"})])
    route = await whistles.add_route(connection, city)
    await connection.execute("INSERT INTO route_assisting VALUES ($1, $2)", route, city.school)
    party = await connection.fetchval("SELECT id FROM whistle_party WHERE whistle_id = $1 LIMIT 1", call)
    return {"whistle": call, "route": route, "whistleparty": party, "division": city.district}


async def _by_time(client: Client, _: object) -> None:
    now = datetime.now(UTC)
    await client.desk.add(whistles.add_whistle, client.city, escalate_at=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 1


async def _is_seen(client: Client, handle: str, call: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Whistle", call)))["node"] is not None


async def _raised(client: Client) -> UUID:
    return await client.desk.add(whistles.add_whistle, client.city)


async def _asked(client: Client) -> UUID:
    party: UUID = await client.pool.fetchval(
        "SELECT id FROM whistle_party WHERE whistle_id = $1", await client.desk.add(whistles.add_whistle, client.city))
    return party


ATTACHED = {"Whistle": (_raised, "community"), "WhistleParty": (_asked, "bank")}
"""What has attachments: what makes one, and somebody who may see to its files."""
OTHERS = {"whistles": _by_time}
SEEN = {"whistle": _is_seen}

# -- who may

POWERS = {("who acts for it", "the caller"): acts_for("community"), ("officers", "the street of the call"): over(STREET),
          ("who acts for it", "the lead"): acts_for("bank"), ("who acts for it", "one that assists"): acts_for("school"),
          ("officers", "the district of the route"): over(DISTRICT),
          ("officers", "the district of the call"): over(DISTRICT)}


async def _new(world: World) -> Input:
    return {**NEW, "raiserId": world.id("community")}


def _of(state: str, assisting: tuple[str, ...] = (), **more: Any) -> Make:
    async def make(world: World) -> Input:
        call = await world.client.desk.add(whistles.add_whistle, world.client.city, assisting=assisting, state=state)
        return {"whistleId": global_id("Whistle", call), **more}
    return make


async def _dispatched(world: World) -> Input:
    return {**await _of("TRIAGED")(world), "leadId": world.id("bank"), **LIMITS}


async def _disputed(world: World) -> Input:
    call = await world.client.desk.add(whistles.add_whistle, world.client.city, state="RETURNED", disputed=True)
    return {"whistleId": global_id("Whistle", call), "leadId": world.id("bank"), "reason": "市容管理属其职责"}


async def _set(world: World) -> Input:
    return {"divisionId": world.id("community"), "category": "PARKING", "leadId": world.id("bank"), **LIMITS}


async def _routed(world: World) -> Input:
    await world.client.pool.execute("DELETE FROM route")
    return {"routeId": global_id("Route", await world.client.desk.add(whistles.add_route, world.client.city))}


RIGHTS: dict[str, Make] = {
    "`raiseWhistle`": _new, "`triageWhistle`": _of("REPORTED"), "`dispatchWhistle`": _dispatched,
    "`acceptWhistle`": _of("DISPATCHED"), "`returnWhistle`": _of("DISPATCHED", reason="不属本部门职责"),
    "`diagnoseWhistle`": _disputed,
    "`reportWhistle`": _of("ACCEPTED", ("school",), report="已断电"),
    "`handleWhistle`": _of("ACCEPTED", result="已清运"), "`verifyWhistle`": _of("HANDLED", evidence="照片"),
    "`reworkWhistle`": _of("HANDLED", reason="仍有积存"), "`closeWhistle`": _of("VERIFIED"),
    "`suspendWhistle`": _of("ACCEPTED", reason="待居民回家"), "`resumeWhistle`": _of("SUSPENDED"),
    "`rateWhistle`": _of("CLOSED", responded=True, resolved=True, satisfied=True),
    "`eraseWhistleResident`": _of("CLOSED"),
    "`withdrawWhistle`": _of("DISPATCHED", reason="已自行解决"), "`setRoute`": _set, "`removeRoute`": _routed}
"""By the first cell of a line of docs/rights.md, what is handed in."""
