"""Milestones of joint projects: planned, reported, confirmed; late is late; and no project is completed before."""
import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import dates
from domain.milestones import MOST, MilestoneTooLate
from domain.projects import MilestonesOpen
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from resolvers import jobs, milestones, projects, scheduler
from tests.desk import Desk
from tests.projects import ENDS, add_milestone, add_project

DUE = date(2098, 5, 1)


@pytest.fixture
async def project(desk: Desk) -> UUID:
    return await desk.add(add_project, desk.city, {"school": 60, "bank": 40}, state="UNDER_WAY")


async def add(desk: Desk, project: UUID, due_on: date = DUE) -> UUID:
    return (await desk.ids("community", milestones.add, joint_project_id=project, title="完成施工", due_on=due_on))["milestone"]


async def told(desk: Desk, kind: str) -> set[str]:
    return {row["handle"] for row in await desk.pool.fetch(
        "SELECT m.handle FROM notice n JOIN member m ON m.id = n.member_id WHERE n.kind = $1", kind)}


async def test_it_is_reported_by_who_leads_and_confirmed_by_the_host(desk: Desk, project: UUID) -> None:
    milestone = await add(desk, project)
    given = {"milestone_id": milestone}
    assert await told(desk, "MILESTONE_PLANNED") == {"unit", "two-units"}
    await desk.refused(NotAllowed, "bank", milestones.report, **given)
    await desk.refused(WrongState, "community", milestones.confirm, **given)
    await desk.ids("unit", milestones.report, **given, report="三个楼道")
    assert await told(desk, "MILESTONE_REPORTED") == {"community"}
    await desk.refused(NotAllowed, "unit", milestones.confirm, **given)
    await desk.ids("community", milestones.return_, **given, reason="未通电")
    await desk.ids("unit", milestones.report, **given)
    await desk.ids("street", milestones.confirm, **given)
    row = await desk.row("milestone", milestone)
    assert (row["state"], row["version"], row["reason"]) == ("CONFIRMED", 5, "未通电")
    assert await desk.trail(project) == ["milestone.planned", "milestone.reported", "milestone.returned", "milestone.reported",
                                         "milestone.confirmed"]


async def test_a_project_is_completed_when_all_are_confirmed_or_dropped(desk: Desk, project: UUID) -> None:
    first, second = [await add(desk, project) for _ in range(2)]
    given = {"joint_project_id": project}
    assert (await desk.refused(MilestonesOpen, "community", projects.complete, **given)).count == 2
    await desk.ids("unit", milestones.report, milestone_id=first)
    assert (await desk.refused(MilestonesOpen, "community", projects.complete, **given)).count == 2
    await desk.ids("community", milestones.confirm, milestone_id=first)
    await desk.ids("community", milestones.drop, milestone_id=second, reason="不再需要")
    await desk.ids("community", projects.complete, **given)
    await desk.refused(WrongState, "community", milestones.add, **given, title="再来一个", due_on=DUE)


async def test_one_that_is_planned_while_it_is_completed(desk: Desk, project: UUID) -> None:
    """Who completes it waits for who plans, and sees then what that did."""
    async with desk.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM joint_project WHERE id = $1 FOR NO KEY UPDATE", project)
        completing = asyncio.create_task(desk.send("community", projects.complete, joint_project_id=project))
        await desk.blocked()
        await add_milestone(connection, project)
    answer = await completing
    assert isinstance(answer, MilestonesOpen) and answer.count == 1


async def test_none_is_due_after_the_projects_planned_end(desk: Desk, project: UUID) -> None:
    await add(desk, project, ENDS)
    given = {"joint_project_id": project, "title": "完成施工", "due_on": ENDS + timedelta(days=1)}
    assert (await desk.refused(MilestoneTooLate, "community", milestones.add, **given)).ends_on == ENDS


@pytest.mark.parametrize("state", ["FORMED", "COMPLETED", "STOPPED"])
async def test_what_is_not_under_way_reaches_nothing(desk: Desk, state: str) -> None:
    project = await desk.add(add_project, desk.city, state=state)
    planned, reported = [await desk.add(add_milestone, project, state=each) for each in ("PLANNED", "REPORTED")]
    for by, use_case, milestone, more in (("unit", milestones.report, planned, {}),
                                          ("community", milestones.confirm, reported, {}),
                                          ("community", milestones.return_, reported, {"reason": "不合"})):
        refused = await desk.refused(WrongState, by, use_case, milestone_id=milestone, **more)
        assert (refused.state, refused.expected) == (state, ["UNDER_WAY"])
    if state != "FORMED":
        await desk.refused(WrongState, "community", milestones.drop, milestone_id=planned, reason="不再需要")


async def test_what_one_does_not_see_is_not_there(desk: Desk, project: UUID) -> None:
    milestone = await add(desk, project)
    await desk.fails(NotFound, "hospital", milestones.report, milestone_id=milestone)
    await desk.fails(NotFound, "unit", milestones.report, milestone_id=project)


async def test_bounds(desk: Desk, project: UUID) -> None:
    over = dates.day(desk.now()) - timedelta(days=1)
    given: dict[str, Any] = {"joint_project_id": project, "title": "完成施工"}
    assert "due_on" in await desk.fails(BadInput, "community", milestones.add, **given, due_on=over)
    for _ in range(MOST):
        await desk.add(add_milestone, project)
    assert str(MOST) in await desk.fails(BadInput, "community", milestones.add, **given, due_on=DUE)


async def test_late_is_told_once(desk: Desk, project: UUID) -> None:
    today = dates.day(desk.now())
    late, done, stopped = [await add(desk, project, today) for _ in range(2)] + [await _of_stopped(desk, today)]
    await desk.ids("unit", milestones.report, milestone_id=done)
    assert await scheduler.once(desk.pool, desk.now, [milestones.FALL_OVERDUE]) == 0
    desk.shift = datetime.combine(today + timedelta(days=1), time(1), dates.CHINA) - desk.now()
    assert await scheduler.once(desk.pool, desk.now, jobs.ALL) >= 1
    found = await desk.pool.fetch("SELECT object_id, subject_id FROM event WHERE kind = 'milestone.overdue'")
    assert [tuple(row) for row in found] == [(late, project)]
    assert stopped != late
    assert await told(desk, "MILESTONE_OVERDUE") == {"community", "unit", "two-units"}
    assert await scheduler.once(desk.pool, desk.now, [milestones.FALL_OVERDUE]) == 0


async def _of_stopped(desk: Desk, due_on: date) -> UUID:
    project = await desk.add(add_project, desk.city, state="UNDER_WAY")
    milestone = await add(desk, project, due_on)
    await desk.ids("community", projects.stop, joint_project_id=project, reason="经费未落实")
    return milestone


async def test_who_carries_it_out_writes_how_it_goes(desk: Desk, project: UUID) -> None:
    given = {"joint_project_id": project, "body": "灯具到货。"}
    for handle in ("community", "street"):
        await desk.refused(NotAllowed, handle, projects.note, **given)
    notes = [(await desk.ids(handle, projects.note, **given))["progress_note"] for handle in ("unit", "bank", "two-units")]
    rows = [await desk.row("progress_note", each) for each in notes]
    assert [row["organization_id"] for row in rows] == [desk.city.school, desk.city.bank, desk.city.school]
    assert rows[1]["written_by"] == desk.city.members["bank"]
    assert (await desk.last_event())["after"] == {"state": "UNDER_WAY"}
    await desk.ids("community", projects.stop, joint_project_id=project, reason="经费未落实")
    await desk.refused(WrongState, "unit", projects.note, **given)
