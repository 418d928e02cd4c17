"""Milestones of joint projects: planned and confirmed by the host, reported by who leads."""
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import milestones
from domain import dates, texts
from domain import milestones as rules
from domain.faults import Faults
from domain.milestones import OVERDUE, PROCESS, Milestone, MilestoneState, MilestoneStep, MilestoneTooLate
from domain.projects import Project, Role
from domain.refusals import NotFound, WrongState
from resolvers import projects
from resolvers.deadlines import falls_overdue
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(WrongState, MilestoneTooLate)
async def add(write: Write, *, joint_project_id: UUID, title: str, due_on: date) -> Ids:
    """Plan a milestone of a project that is not over; the host's.

    raises   NotFound, NotAllowed, WrongState of the project, MilestoneTooLate, BadInput
    writes   milestone, event milestone.planned
    """
    project = await projects.locked(write, joint_project_id)
    rules.check_add(write.viewer, project, await milestones.count(write.connection, joint_project_id, open_only=False))
    with Faults() as faults:
        faults.of(rules.check_due, due_on, dates.day(write.now))
        title = faults.of(texts.line, "title", title, texts.TITLE)
    rules.check_within(due_on, project)
    row: dict[str, Any] = {
        "id": uuid7(), "project_id": joint_project_id, "state": MilestoneState.PLANNED, "title": title, "due_on": due_on,
        "overdue_at": dates.next_day_starts(due_on)}
    await milestones.insert(write.connection, row)
    await _record(write, PROCESS.begins[MilestoneState.PLANNED], row["id"], 1, joint_project_id, project, Role.HOST,
                  after={"state": row["state"], "due_on": due_on})
    return {"milestone": row["id"], "joint_project": joint_project_id}


@use_case(step=PROCESS.steps[MilestoneStep.REPORT])
async def report(write: Write, *, milestone_id: UUID, report: str | None = None) -> Ids:
    """Say that a milestone is reached; who leads.

    raises   NotFound, NotAllowed, WrongState (also of the project), BadInput
    """
    columns = {"reported_at": write.now, "report": texts.optional("report", report)}
    return await _step(write, MilestoneStep.REPORT, milestone_id, columns)


@use_case(step=PROCESS.steps[MilestoneStep.RETURN])
async def return_(write: Write, *, milestone_id: UUID, reason: str) -> Ids:
    """Send back what is said to be reached.

    raises   NotFound, NotAllowed, WrongState (also of the project), BadInput
    """
    return await _step(write, MilestoneStep.RETURN, milestone_id, {"reason": texts.required("reason", reason)})


@use_case(step=PROCESS.steps[MilestoneStep.CONFIRM])
async def confirm(write: Write, *, milestone_id: UUID) -> Ids:
    """raises   NotFound, NotAllowed, WrongState (also of the project)"""
    return await _step(write, MilestoneStep.CONFIRM, milestone_id, {"confirmed_at": write.now})


@use_case(step=PROCESS.steps[MilestoneStep.DROP])
async def drop(write: Write, *, milestone_id: UUID, reason: str) -> Ids:
    """Say that a milestone is not needed any more.

    raises   NotFound, NotAllowed, WrongState (also of the project), BadInput
    """
    return await _step(write, MilestoneStep.DROP, milestone_id, {"reason": texts.required("reason", reason)})


async def _locked(write: Write, milestone_id: UUID) -> tuple[Milestone, Project, UUID]:
    """raises   NotFound"""
    project_id = await milestones.project_of(write.connection, milestone_id)
    if project_id is None:
        raise NotFound("milestone_id")
    project = await projects.locked(write, project_id, "milestone_id")
    return await milestones.locked(write.connection, milestone_id), project, project_id


async def _step(write: Write, step: MilestoneStep, milestone_id: UUID, columns: Mapping[str, Any]) -> Ids:
    milestone, project, project_id = await _locked(write, milestone_id)
    rules.check_step(write.viewer, write.viewer.member_id, step, milestone, project)
    taken = PROCESS.steps[step]
    version = await milestones.revise(write.connection, milestone_id, {"state": taken.target, **columns})
    await _record(write, taken.event, milestone_id, version, project_id, project, taken.by, before={"state": milestone.state},
                  after={"state": taken.target, **{name: None for name in columns if name in ("report", "reason")}})
    return {"milestone": milestone_id, "joint_project": project_id}


async def _record(write: Write, kind: str, milestone_id: UUID, version: int, project_id: UUID, project: Project, by: str,
                  **said: Any) -> None:
    """
    by     whose step it was, of `domain.projects.Role`
    said   `before` and `after`
    """
    write.record(kind, object_type="Milestone", object_id=milestone_id, object_version=version, subject_id=project_id,
                 organization_id=await projects.acting(write, by, project), home_code=project.home_code, **said)


FALL_OVERDUE = falls_overdue(PROCESS, OVERDUE, projects.WHOSE_PART)
