"""The mutations on joint projects, for the tests that go through every mutation."""
from datetime import datetime
from typing import Any
from uuid import UUID

from db.log import events
from domain import dates
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
    Case("shareProject", "jointProject { shares { nodes { committee { id } endsAt } } }", "community",
         {"jointProjectId": "@formedProject", "committeeId": "@streetCommittee", "endsAt": "2099-01-01T00:00:00Z"},
         {"jointProject": {"shares": {"nodes": [{"committee": "@streetCommittee", "endsAt": "2099-01-01T00:00:00.000000Z"}]}}},
         "unit", {}, "NotAllowed"),
    Case("stopProject", "jointProject { state reason }", "community",
         {"jointProjectId": "@formedProject", "reason": "经费未落实"},
         {"jointProject": {"state": "STOPPED", "reason": "经费未落实"}}, "unit", {"jointProjectId": "@anotherProject"},
         "NotAllowed"),
    Case("noteProgress", "progressNote { body organization { id } } jointProject { version }", "unit",
         {"jointProjectId": "@projectUnderWay", "body": "灯具到货。"},
         {"progressNote": {"body": "灯具到货。", "organization": "@school"}, "jointProject": {"version": 2}},
         "community", {}, "NotAllowed"),
    Case("addMilestone", "milestone { state title dueOn overdue } jointProject { milestones { totalCount } }", "community",
         {"jointProjectId": "@formedProject", "title": "完成施工", "dueOn": "2098-05-01"},
         {"milestone": {"state": "PLANNED", "title": "完成施工", "dueOn": "2098-05-01", "overdue": False},
          "jointProject": {"milestones": {"totalCount": 1}}}, "unit", {}, "NotAllowed"),
    Case("reportMilestone", "milestone { state report }", "unit", {"milestoneId": "@milestone", "report": "三个楼道"},
         {"milestone": {"state": "REPORTED", "report": "三个楼道"}}, "unit", {}, "WrongState"),
    Case("returnMilestone", "milestone { state reason }", "community",
         {"milestoneId": "@reportedMilestone", "reason": "未通电"},
         {"milestone": {"state": "PLANNED", "reason": "未通电"}}, "unit", {}, "NotAllowed"),
    Case("confirmMilestone", "milestone { state }", "community", {"milestoneId": "@reportedMilestone"},
         {"milestone": {"state": "CONFIRMED"}}, "community", {"milestoneId": "@milestone"}, "WrongState"),
    Case("dropMilestone", "milestone { state reason }", "community", {"milestoneId": "@milestone", "reason": "不再需要"},
         {"milestone": {"state": "DROPPED", "reason": "不再需要"}}, "community", {}, "WrongState"),
    Case("answerCheckpoint", "checkpoint { state report late }", "unit",
         {"checkpointId": "@checkpoint", "report": "本月完成两个楼道。"},
         {"checkpoint": {"state": "ANSWERED", "report": "本月完成两个楼道。", "late": True}}, "community", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {"startProject": {"jointProjectId": "@anotherProject"},
                                    "completeProject": {"jointProjectId": "@anotherProject"},
                                    "noteProgress": {"body": "另一内容"},
                                    "shareProject": {"jointProjectId": "@anotherProject"},
                                    "confirmMilestone": {"milestoneId": "@milestone"}}
TOLD = {"formProject": "project.formed", "startProject": "project.started", "completeProject": "project.completed",
        "shareProject": "project.shared",
        "stopProject": "project.stopped", "noteProgress": "project.noted", "addMilestone": "milestone.planned",
        "reportMilestone": "milestone.reported", "returnMilestone": "milestone.returned",
        "confirmMilestone": "milestone.confirmed", "dropMilestone": "milestone.dropped",
        "answerCheckpoint": "checkpoint.answered",
        "projects": "project.overdue milestone.overdue checkpoint.asked project.checkpoints_asked checkpoint.overdue"}
"""The kinds of events that each of them leaves."""


async def by_time(client: Client, _: Any) -> None:
    """One of which everything is late, and the last month of another is over."""
    for table in ("share WHERE project_id IS NOT NULL", "card WHERE joint_project_id IS NOT NULL", "progress_note", "milestone",
                  "checkpoint", "expense", "funding", "project_part", "joint_project"):
        await client.pool.execute(f"DELETE FROM {table}")
    project = await client.desk.add(projects.add_project, client.city, {"school": 60, "hospital": 40}, overdue_at=projects.AT)
    await client.desk.add(projects.add_milestone, project, overdue_at=projects.AT)
    await client.desk.add(projects.add_checkpoint, project, overdue_at=projects.AT)
    month = datetime(2026, 3, 1, tzinfo=dates.CHINA)
    await client.desk.add(projects.add_project, client.city, state="UNDER_WAY", checkpoint_at=month)
    assert await scheduler.once(client.pool, lambda: month, jobs.ALL) == 4


async def _noted(client: Client) -> UUID:
    project = await client.desk.add(projects.add_project, client.city, state="UNDER_WAY")
    return await client.desk.add(projects.add_note, client.city, project)


ATTACHED = {"ProgressNote": (_noted, "unit")}
"""What has attachments: what makes one, and somebody who may see to its files."""
OTHERS = {"projects": by_time}
"""What else leaves events."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    async def project(**columns: Any) -> tuple[str, UUID]:
        return "JointProject", await client.desk.add(projects.add_project, client.city, **columns)

    async def claim(claimant: str) -> tuple[str, UUID]:
        return "Claim", await client.desk.add(projects.add_claim, client.city, claimant=claimant, quantity=1)

    return {"joinable": await claim("school"), "alsoJoinable": await claim("bank"), "formedProject": await project(),
            "anotherProject": await project(), "projectUnderWay": await project(state="UNDER_WAY"), **await _parts(client)}


async def _parts(client: Client) -> dict[str, tuple[str, UUID]]:
    """What there is of another project that is under way."""
    add = client.desk.add
    project = await add(projects.add_project, client.city, state="UNDER_WAY")
    return {"milestone": ("Milestone", await add(projects.add_milestone, project)),
            "reportedMilestone": ("Milestone", await add(projects.add_milestone, project, state="REPORTED")),
            "checkpoint": ("Checkpoint", await add(projects.add_checkpoint, project))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One with all that it can have."""
    at = projects.AT
    project = await projects.add_project(connection, city, lead_seat_id=city.seat, started_at=at, over_at=at, summary="完成",
                                         reason="无", state="COMPLETED", body="三个楼道")
    await connection.execute("UPDATE claim SET joint_project_id = $1", project)
    await projects.add_card(connection, project, state="AGREED", answered_by=city.members["unit"], reason="无")
    await projects.add_card(connection, project)
    await events.write(connection, [events.new(
        at=at, kind="project.completed", object_type="JointProject", object_id=project, object_version=1, actor_id=None,
        organization_id=city.community, home_code=COMMUNITY, after={"state": "COMPLETED"})])
    part = await connection.fetchval("SELECT id FROM project_part WHERE project_id = $1", project)
    milestone = await projects.add_milestone(connection, project, state="CONFIRMED", report="三个楼道", reason="未通电")
    checkpoint = await projects.add_checkpoint(connection, project, state="ANSWERED")
    note = await projects.add_note(connection, city, project)
    for kind, of, row_id in (("milestone.confirmed", "Milestone", milestone),
                             ("checkpoint.answered", "Checkpoint", checkpoint)):
        await events.write(connection, [events.new(
            at=at, kind=kind, object_type=of, object_id=row_id, object_version=1, subject_id=project, actor_id=None,
            organization_id=city.community, home_code=COMMUNITY, after={"a": 1})])
    return {"milestone": milestone, "checkpoint": checkpoint, "progress_note": note, "progressNote": note, "progressnote": note,
            "joint_project": project, "jointProject": project, "jointproject": project, "projectpart": part}


# -- who may

HOST = acts_for("school") | over(COMMUNITY)
POWERS = {
    ("who acts for it, or officers over its division", "the host"): HOST,
    ("who acts for it or holds the seat", "the unit or seat that leads"): acts_for("bank") | {"unit-holder"},
    ("who acts for one of them, or holds the seat that leads", "the units that carry it out"):
        acts_for("bank") | acts_for("hospital") | {"unit-holder"},
}


async def _claimed(world: World) -> Input:
    """By the bank, on a demand of the school."""
    claim = await world.client.desk.add(projects.add_claim, world.client.city, publisher="school", claimant="bank")
    return {"claimIds": [global_id("Claim", claim)], "title": "楼道照明改造", "endsOn": "2098-06-30",
            "leadUnitId": world.id("bank")}


async def _of_bank(world: World, state: str) -> UUID:
    """For the school, led by the bank and by a seat, with the hospital."""
    city = world.client.city
    return await world.client.desk.add(projects.add_project, city, {"bank": 60, "hospital": 40}, state=state,
                                       host_id=city.school, lead_unit_id=city.bank, lead_seat_id=world.seat)


def _of_project(state: str, **more: Any) -> Make:
    async def make(world: World) -> Input:
        return {"jointProjectId": global_id("JointProject", await _of_bank(world, state)), **more}
    return make


def _of_milestone(state: str, **more: Any) -> Make:
    async def make(world: World) -> Input:
        milestone = await world.client.desk.add(projects.add_milestone, await _of_bank(world, "UNDER_WAY"), state=state)
        return {"milestoneId": global_id("Milestone", milestone), **more}
    return make


async def _asked(world: World) -> Input:
    checkpoint = await world.client.desk.add(projects.add_checkpoint, await _of_bank(world, "UNDER_WAY"))
    return {"checkpointId": global_id("Checkpoint", checkpoint), "report": "本月完成两个楼道。"}


async def _shared(world: World) -> Input:
    committee = global_id("JointCommittee", world.client.city.street_committee)
    return {**await _of_project("FORMED")(world), "committeeId": committee, "endsAt": "2099-01-01T00:00:00Z"}


RIGHTS: dict[str, Make] = {
    "`shareProject`": _shared,
    "`formProject`": _claimed, "`startProject`": _of_project("FORMED"), "`completeProject`": _of_project("UNDER_WAY"),
    "`stopProject`": _of_project("FORMED", reason="经费未落实"), "`noteProgress`": _of_project("UNDER_WAY", body="灯具到货。"),
    "`addMilestone`": _of_project("FORMED", title="完成施工", dueOn="2098-05-01"),
    "`reportMilestone`": _of_milestone("PLANNED"),
    "`returnMilestone`": _of_milestone("REPORTED", reason="未通电"), "`confirmMilestone`": _of_milestone("REPORTED"),
    "`dropMilestone`": _of_milestone("PLANNED", reason="不再需要"), "`answerCheckpoint`": _asked}
"""By the first cell of a line of docs/rights.md, what is handed in."""
