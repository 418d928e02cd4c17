"""The mutations on joint projects, for the tests that go through every mutation."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from db.log import events
from resolvers import jobs, scheduler
from tests import projects
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, acts_for, over
from tests.city import COMMUNITY, City

FORMED = """jointProject { state title endsOn host { id } leadUnit { id } leadSeat { id } committee { id } claims { totalCount }
    parts { nodes { organization { id } share leads } } }"""
CASES = [
    Case("formProject", FORMED, "community",
         {"claimIds": ["@joinable", "@alsoJoinable"], "title": "楼道照明改造", "endsOn": "2098-06-30", "leadUnitId": "@school",
          "leadSeatId": "@seat", "shares": [{"unitId": "@bank", "share": 30}, {"unitId": "@school", "share": 70}]},
         {"jointProject": {"state": "FORMED", "title": "楼道照明改造", "endsOn": "2098-06-30", "host": "@community",
                           "leadUnit": "@school", "leadSeat": "@seat", "committee": "@committee", "claims": {"totalCount": 2},
                           "parts": {"nodes": [{"organization": "@school", "share": 70, "leads": True},
                                               {"organization": "@bank", "share": 30, "leads": False}]}}},
         "community", {}, "AlreadyJoined"),
    Case("startProject", "jointProject { state version }", "unit", {"jointProjectId": "@formedProject"},
         {"jointProject": {"state": "UNDER_WAY", "version": 2}},
         "community", {"jointProjectId": "@anotherProject"}, "NotAllowed"),
    Case("completeProject", "jointProject { state summary }", "community",
         {"jointProjectId": "@projectUnderWay", "summary": "全部点亮"},
         {"jointProject": {"state": "COMPLETED", "summary": "全部点亮"}}, "community", {}, "WrongState"),
    Case("stopProject", "jointProject { state reason }", "community",
         {"jointProjectId": "@formedProject", "reason": "经费未落实"},
         {"jointProject": {"state": "STOPPED", "reason": "经费未落实"}}, "unit", {"jointProjectId": "@anotherProject"},
         "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {"startProject": {"jointProjectId": "@anotherProject"},
                                    "completeProject": {"jointProjectId": "@anotherProject"}}
TOLD = {"formProject": "project.formed", "startProject": "project.started", "completeProject": "project.completed",
        "stopProject": "project.stopped", "projects": "project.overdue"}
"""The kinds of events that each of them leaves."""


async def by_time(client: Client, _: Any) -> None:
    await client.pool.execute("DELETE FROM project_part; DELETE FROM joint_project")
    await client.desk.add(projects.add_project, client.city, {"school": 60, "hospital": 40}, overdue_at=projects.AT)
    assert await scheduler.once(client.pool, lambda: datetime.now(UTC), jobs.ALL) == 1


OTHERS = {"projects": by_time}
"""What else leaves events."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    async def project(**columns: Any) -> tuple[str, UUID]:
        return "JointProject", await client.desk.add(projects.add_project, client.city, **columns)

    async def claim(claimant: str) -> tuple[str, UUID]:
        return "Claim", await client.desk.add(projects.add_claim, client.city, claimant=claimant, quantity=1)

    return {"joinable": await claim("school"), "alsoJoinable": await claim("bank"), "formedProject": await project(),
            "anotherProject": await project(), "projectUnderWay": await project(state="UNDER_WAY")}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with all that it can have."""
    at = projects.AT
    project = await projects.add_project(connection, city, lead_seat_id=city.seat, started_at=at, over_at=at, summary="完成",
                                         reason="无", state="COMPLETED", body="三个楼道")
    await connection.execute("UPDATE claim SET joint_project_id = $1", project)
    await events.write(connection, [events.new(
        at=at, kind="project.completed", object_type="JointProject", object_id=project, object_version=1, actor_id=None,
        organization_id=city.community, home_code=COMMUNITY, after={"state": "COMPLETED"})])
    part = await connection.fetchval("SELECT id FROM project_part WHERE project_id = $1", project)
    return {"joint_project": project, "jointProject": project, "jointproject": project, "projectpart": part}


# -- who may

HOST = acts_for("school") | over(COMMUNITY)
POWERS = {
    ("who acts for it, or officers over its division", "the host"): HOST,
    ("who acts for it or holds the seat", "the unit or seat that leads"): acts_for("bank") | {"unit-holder"},
}


async def _claimed(world: World) -> Input:
    """By the bank, on a demand of the school."""
    claim = await world.client.desk.add(projects.add_claim, world.client.city, publisher="school", claimant="bank")
    return {"claimIds": [global_id("Claim", claim)], "title": "楼道照明改造", "endsOn": "2098-06-30",
            "leadUnitId": world.id("bank")}


def _of_project(state: str, **more: Any) -> Make:
    """Of the school, led by the bank, and by a seat."""
    async def make(world: World) -> Input:
        city = world.client.city
        project = await world.client.desk.add(projects.add_project, city, {"bank": 100}, state=state, host_id=city.school,
                                              lead_unit_id=city.bank, lead_seat_id=world.seat)
        return {"jointProjectId": global_id("JointProject", project), **more}
    return make


RIGHTS: dict[str, Make] = {
    "`formProject`": _claimed, "`startProject`": _of_project("FORMED"), "`completeProject`": _of_project("UNDER_WAY"),
    "`stopProject`": _of_project("FORMED", reason="经费未落实")}
"""By the first cell of a line of docs/rights.md, what is handed in."""
