"""Admissions for the tests that go through everything: what is there, each mutation in yes and in no, and who may."""
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.log import events
from domain import dates
from domain.admissions import PROCESS
from resolvers import jobs, scheduler
from tests import city as place
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for, over
from tests.city import COMMUNITY, NEIGHBOUR, STREET, City

AT = datetime(2026, 3, 1, tzinfo=UTC)
TERM = {"starts_on": date(2024, 1, 1), "ends_on": date(2095, 12, 31)}


async def add(connection: Any, city: City, *, state: str = "APPROVED", **columns: Any) -> UUID:
    """An admission of the department for the street, without event: it holds, unless columns say otherwise."""
    others = {"reason": "经费不足", "voucher": "京财 3 号", "approved_yuan": Decimal("1000.00")}
    needed = {name: others.get(name, AT) for name in PROCESS.states[state].has}
    row = {"id": uuid7(), "department_id": city.department, "division_id": city.street, "decider_id": city.street,
           "home_code": STREET, "title": "高龄津贴核查", "basis": "民发〔2026〕1 号", "category": "ELDERLY_CARE",
           "asked_yuan": Decimal("1200.50"), "funded_per": "PER_COMMUNITY", "state": state, "proposed_at": AT, **TERM,
           **needed, **columns}
    row.setdefault("ends_at", dates.next_day_starts(row["ends_on"]))
    await rows.insert(connection, "admission", row)
    return UUID(str(row["id"]))


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """Two that nobody has decided on, and two that hold."""
    desk = client.desk
    return {"department": ("Organization", client.city.department),
            "admission": ("Admission", await desk.add(add, client.city, state="PROPOSED")),
            "furtherAdmission": ("Admission", await desk.add(add, client.city, state="PROPOSED")),
            "anotherAdmission": ("Admission", await desk.add(add, client.city, state="PROPOSED")),
            "admitted": ("Admission", await desk.add(add, client.city)),
            "furtherAdmitted": ("Admission", await desk.add(add, client.city))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with every value that it can have, an event of it, and an item by it."""
    admission = await add(connection, city, state="REVOKED")
    await events.write(connection, [events.new(
        at=AT, kind="admission.revoked", object_type="Admission", object_id=admission, object_version=3,
        actor_id=city.members["street"], organization_id=city.street, home_code=STREET, after={"state": "REVOKED"})])
    await place.add_item(connection, city.department, NEIGHBOUR, scope="STREET", admission_id=admission)
    await connection.execute("UPDATE item SET admission_id = $1 WHERE list <> 'RESOURCE'", admission)
    return {"admission": admission}


CASES = [
    Case("proposeAdmission",
         "admission { state title category askedYuan fundedPer department { id } decider { id } endsOn }",
         "department", {"divisionId": "@community", "title": "老人探访", "basis": "民发 2 号", "category": "ELDERLY_CARE",
                        "yuan": "30000.10", "fundedPer": "TOTAL", "startsOn": "2090-01-01", "endsOn": "2090-12-31"},
         {"admission": {"state": "PROPOSED", "title": "老人探访", "category": "ELDERLY_CARE", "askedYuan": "30000.10",
                        "fundedPer": "TOTAL", "department": "@department", "decider": "@street", "endsOn": "2090-12-31"}},
         "unit", {"departmentId": "@department"}, "NotAllowed"),
    Case("approveAdmission", "admission { state approvedYuan voucher version }", "street",
         {"admissionId": "@admission", "yuan": "1000.05", "voucher": "京财〔2026〕8 号"},
         {"admission": {"state": "APPROVED", "approvedYuan": "1000.05", "voucher": "京财〔2026〕8 号", "version": 2}},
         "street", {"admissionId": "@admitted"}, "WrongState"),
    Case("refuseAdmission", "admission { state reason }", "street", {"admissionId": "@furtherAdmission", "reason": "无依据"},
         {"admission": {"state": "REFUSED", "reason": "无依据"}}, "street", {}, "WrongState"),
    Case("withdrawAdmission", "admission { state reason }", "department",
         {"admissionId": "@anotherAdmission", "reason": "另行办理"},
         {"admission": {"state": "WITHDRAWN", "reason": "另行办理"}}, "department", {}, "WrongState"),
    Case("revokeAdmission", "admission { state reason }", "street", {"admissionId": "@furtherAdmitted", "reason": "经费未到位"},
         {"admission": {"state": "REVOKED", "reason": "经费未到位"}}, "street", {}, "WrongState"),
]
OTHER: dict[str, dict[str, Any]] = {
    "proposeAdmission": {"title": "另一件事"}, "approveAdmission": {"yuan": "1.00"}, "refuseAdmission": {"reason": "另有安排"},
    "withdrawAdmission": {"reason": "另有安排"}, "revokeAdmission": {"reason": "另有安排"}}
TOLD = {"proposeAdmission": "admission.proposed", "approveAdmission": "admission.approved",
        "refuseAdmission": "admission.refused", "withdrawAdmission": "admission.withdrawn",
        "revokeAdmission": "admission.revoked", "admissions": "admission.ended"}
"""The kinds of events that each of them leaves."""


async def _otherwise(client: Client, _: object) -> None:
    """One whose term is over."""
    now = datetime.now(UTC)
    await client.desk.add(add, client.city, ends_at=now - timedelta(hours=1))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL)


async def _is_seen(client: Client, handle: str, admission: UUID) -> bool:
    asked = "query($id: ID!) { node(id: $id) { id } }"
    return (await client.read(handle, asked, id=global_id("Admission", admission)))["node"] is not None


OTHERS = {"admissions": _otherwise}
SEEN = {"admission": _is_seen}

POWERS = {
    ("who acts for it", "the department"): acts_for("department"),
    ("who acts for it", "the admission's department"): acts_for("department"),
    ("officers over the street or district that decides", "the admission"): over(STREET),
}
"""By the second and third cell of a line of docs/rights.md, who may."""


async def _proposed(world: World) -> Input:
    return {"divisionId": world.id("community"), "departmentId": world.id("department"), "title": "老人探访", "basis": "文件",
            "category": "ELDERLY_CARE", "yuan": "10", "fundedPer": "TOTAL", "startsOn": "2090-01-01", "endsOn": "2090-12-31"}


def _of(state: str, **more: Any) -> Make:
    """Of one community, whose own secretary does not decide."""
    async def make(world: World) -> Input:
        admission = await world.client.desk.add(add, world.client.city, state=state, division_id=world.client.city.community,
                                                home_code=COMMUNITY)
        return {"admissionId": global_id("Admission", admission), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`proposeAdmission`": _proposed,
    "`approveAdmission`": _of("PROPOSED", yuan="10", voucher="文号"),
    "`refuseAdmission`": _of("PROPOSED", reason="无依据"),
    "`withdrawAdmission`": _of("PROPOSED", reason="另行办理"),
    "`revokeAdmission`": _of("APPROVED", reason="未到位"),
}
"""By its first cell, what is handed in."""
