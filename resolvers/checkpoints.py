"""Checkpoints of joint projects: asked for by the calendar, answered by who leads."""
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import checkpoints
from db.checkpoints import Due
from db.driver.connection import Connection
from db.log import events
from domain import checkpoints as rules
from domain import dates, projects, texts
from domain.checkpoints import OVERDUE, PROCESS, CheckpointState, CheckpointStep, Period
from domain.projects import ProjectState, Role
from domain.refusals import NotFound
from resolvers import projects as held
from resolvers.deadlines import Taken, by_clock, falls_overdue
from resolvers.writing import traces
from resolvers.writing.use_cases import Ids, Write, use_case

TOLD = ("state", "kind", "starts_on", "ends_on", "due_on")


@use_case(step=PROCESS.steps[CheckpointStep.ANSWER])
async def answer(write: Write, *, checkpoint_id: UUID, report: str) -> Ids:
    """Answer a checkpoint by its report; who leads.

    raises   NotFound, NotAllowed, WrongState, BadInput
    """
    project_id = await checkpoints.project_of(write.connection, checkpoint_id)
    if project_id is None:
        raise NotFound("checkpoint_id")
    project = await held.locked(write, project_id, "checkpoint_id")
    state = await checkpoints.locked(write.connection, checkpoint_id)
    rules.check_answer(write.viewer, write.viewer.member_id, state, project)
    taken = PROCESS.steps[CheckpointStep.ANSWER]
    version = await checkpoints.revise(write.connection, checkpoint_id, {
        "state": taken.target, "answered_at": write.now, "report": texts.required("report", report, texts.BODY)})
    write.record(taken.event, object_type="Checkpoint", object_id=checkpoint_id, object_version=version, subject_id=project_id,
                 organization_id=await held.acting(write, Role.LEAD, project), home_code=project.home_code,
                 before={"state": state}, after={"state": taken.target, "report": None})
    return {"checkpoint": checkpoint_id, "joint_project": project_id}


async def _ask(connection: Connection, now: datetime, limit: int) -> list[Taken]:
    """Ask for the checkpoints of each month that is over; of several, one month at a time."""
    due = await checkpoints.due(connection, now, limit)
    if not due:
        return []
    asked = [_row(each, period) for each in due for period in rules.periods(each.checkpoint_at)]
    await checkpoints.ask(connection, asked, {each.id: rules.next_at(each.checkpoint_at) for each in due})
    if asked:
        of = {each.id: each for each in due}
        await events.write(connection, [_event(row, of[row["project_id"]], now) for row in asked])
    return [Taken(id=each.id, state=ProjectState.UNDER_WAY, due_at=each.checkpoint_at, version=each.version,
                  organization_id=each.host_id, home_code=each.home_code) for each in due]


def _row(due: Due, period: Period) -> dict[str, Any]:
    return {"id": uuid7(), "project_id": due.id, "state": CheckpointState.ASKED, **vars(period),
            "overdue_at": dates.next_day_starts(period.due_on)}


def _event(row: dict[str, Any], due: Due, now: datetime) -> dict[str, Any]:
    return traces.event(PROCESS.begins[CheckpointState.ASKED], at=now, actor_id=None, request_id=None, object_type="Checkpoint",
                        object_id=row["id"], object_version=1, subject_id=due.id, organization_id=due.host_id,
                        home_code=due.home_code, before=None, after={name: row[name] for name in TOLD})


ASK = by_clock(projects.PROCESS, projects.CHECKPOINTS, _ask)
FALL_OVERDUE = falls_overdue(PROCESS, OVERDUE, held.WHOSE_PART)
