"""Dual reporting for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain import processes, sight
from domain.dual_reports import PROCESS, SUBJECT
from domain.sight import Subject
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import HELD, Input, Make, World, acts_for, over
from tests.city import CODES, COMMUNITY, City

AT = datetime(2026, 3, 1, tzinfo=UTC)


async def add(connection: Any, city: City, member: str, community: str = "community", *, state: str = "CONFIRMED",
              **columns: Any) -> UUID:
    """A registration of a member with a community, of the school's people and without event: it holds, unless columns say
    otherwise."""
    needed = {name: "搬家" if name == "reason" else AT for name in PROCESS.states[state].has}
    row = {"id": uuid7(), "member_id": city.members[member], "unit_id": city.school, "community_id": getattr(city, community),
           "home_code": CODES[community], "state": state, "proposed_at": AT, **needed, **columns}
    await rows.insert(connection, "dual_report", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What waits, of the school's liaison, and what holds, of the bank's."""
    desk = client.desk
    return {"of_hospital": ("Member", client.city.members["hospital"]),
            "dual_report": ("DualReport", await desk.add(add, client.city, "unit", state="PROPOSED")),
            "reported": ("DualReport", await desk.add(add, client.city, "bank", unit_id=client.city.bank))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, and an event of it."""
    await add(connection, city, "bank", state="CONFIRMED", confirmed_at=AT)  # one that holds, with its progress
    former = await add(connection, city, "unit", state="MOVED")
    report = await add(connection, city, "unit", state="ENDED", confirmed_at=AT, succeeds_id=former)
    await events.write(connection, [events.new(
        at=AT, kind="dual_report.ended", object_type="DualReport", object_id=report, object_version=2,
        actor_id=city.members["unit"], organization_id=city.school, home_code=COMMUNITY,
        after={"state": "ENDED", "member_id": city.members["unit"]})])
    return {"dualReport": report, "dual_report": report, "dualreport": report,
            "formerReport": former, "former_report": former}


CASES = [
    Case("proposeDualReport", "dualReport { state member { id } unit { id } community { id } }", "hospital",
         {"communityId": "@neighbour", "unitId": "@hospital"},
         {"dualReport": {"state": "PROPOSED", "member": "@of_hospital", "unit": "@hospital", "community": "@neighbour"}},
         "hospital", {"communityId": "@community"}, "AlreadyReported"),
    Case("confirmDualReport", "dualReport { state version }", "community", {"dualReportId": "@dual_report"},
         {"dualReport": {"state": "CONFIRMED", "version": 2}}, "community", {"dualReportId": "@reported"}, "WrongState"),
    Case("declineDualReport", "dualReport { state reason }", "community",
         {"dualReportId": "@dual_report", "reason": "不在本社区"},
         {"dualReport": {"state": "DECLINED", "reason": "不在本社区"}}, "community", {}, "WrongState"),
    Case("moveDualReport", "dualReport { state community { id } succeeds { id } } formerReport { state }", "bank",
         {"dualReportId": "@reported", "communityId": "@neighbour"},
         {"dualReport": {"state": "PROPOSED", "community": "@neighbour", "succeeds": "@reported"},
          "formerReport": {"state": "MOVED"}},
         "bank", {}, "WrongState"),
    Case("endDualReport", "dualReport { state reason }", "bank", {"dualReportId": "@reported", "reason": "退休"},
         {"dualReport": {"state": "ENDED", "reason": "退休"}}, "community", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "proposeDualReport": {"communityId": "@community"}, "confirmDualReport": {"dualReportId": "@reported"},
    "declineDualReport": {"reason": "另有原因"}, "moveDualReport": {"communityId": "@far_community"},
    "endDualReport": {"reason": "另有原因"}}
TOLD = {"proposeDualReport": "dual_report.proposed", "confirmDualReport": "dual_report.confirmed",
        "declineDualReport": "dual_report.declined", "moveDualReport": "dual_report.moved dual_report.proposed",
        "endDualReport": "dual_report.ended"}
"""The kinds of events that each of them leaves."""


async def told_of(client: Client, handle: str, subject: Subject, row_id: UUID) -> bool:
    """Who sees a row as its history's reader, who is not its person by that alone; the others see it in the API, too."""
    row = await client.desk.row(subject.table, row_id)
    assert subject.sight
    told = sight.sees(subject.sight, client.city.viewer(handle), SimpleNamespace(**row), {}, AT)
    type_ = next(each.type for each in processes.ALL if each.table == subject.table)
    found = await client.read(handle, "query($id: ID!) { node(id: $id) { id } }", id=global_id(type_, row_id))
    assert (found["node"] is not None) is (told or row["member_id"] == client.city.members[handle])
    return told


async def _is_seen(client: Client, handle: str, report: UUID) -> bool:
    return await told_of(client, handle, SUBJECT, report)


SEEN = {"dual_report": _is_seen}

UNIT, COMMUNITYS = acts_for("school"), over(COMMUNITY)
POWERS = {
    ("who acts for it, and who acts for nothing", "the unit"): UNIT | {handle for handle, held in HELD.items() if not held},
    ("officers over the community", "the registration"): COMMUNITYS,
    ("the member", "the registration"): {"unit"},
    ("the member; who acts for the unit; officers over the community", "the registration"): {"unit"} | UNIT | COMMUNITYS,
}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _proposed(world: World) -> Input:
    await world.client.pool.execute("DELETE FROM dual_report")
    return {"communityId": world.id("neighbour"), "unitId": world.id("school")}


def _of(state: str, *, moves: bool = False, **more: Any) -> Make:
    async def make(world: World) -> Input:
        await world.client.pool.execute("DELETE FROM dual_report")
        report = await world.client.desk.add(add, world.client.city, "unit", state=state)
        to = {"communityId": world.id("neighbour")} if moves else {}
        return {"dualReportId": global_id("DualReport", report), **more, **to}
    return make


RIGHTS: dict[str, Make] = {
    "`proposeDualReport`": _proposed,
    "`confirmDualReport`": _of("PROPOSED"),
    "`declineDualReport`": _of("PROPOSED", reason="不在本社区"),
    "`moveDualReport`": _of("CONFIRMED", moves=True),
    "`endDualReport`": _of("CONFIRMED", reason="退休"),
}
"""By its first cell, what is handed in."""
