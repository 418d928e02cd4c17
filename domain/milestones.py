"""Milestones of joint projects: what is to be reached by which day, reported by who leads, confirmed by the host.

The life of one is PROCESS, drawn in docs/processes.md.
"""
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access, process, projects
from domain.languages import Bilingual
from domain.process import CLOCK, Deadline, Process, State
from domain.projects import Project, ProjectState, Role
from domain.refusals import BadInput, Refusal, WrongState
from domain.viewer import Viewer
from domain.words import Words


@dataclass
class MilestoneTooLate(Refusal,
                       description="节点晚于项目的计划完成日。The milestone would be due after its project's planned end."):
    ADVICE = ("时限不晚于 endsOn；须更晚的，先以四单商定新的完成日。"
              "Choose a day no later than `endsOn`; for a later one, agree on another end first, by a card of the project.")
    ends_on: Annotated[date, "项目的计划完成日。The planned end of the project."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"项目计划于 {self.ends_on} 完成，节点时限不能更晚。",
                         f"The project is planned to end on {self.ends_on}: no milestone of it is due later.")


class MilestoneState(StrEnum):
    PLANNED = "PLANNED"
    REPORTED = "REPORTED"
    CONFIRMED = "CONFIRMED"
    DROPPED = "DROPPED"


class MilestoneStep(StrEnum):
    REPORT = "REPORT"
    RETURN = "RETURN"
    CONFIRM = "CONFIRM"
    DROP = "DROP"


ADD, OVERDUE = "ADD_MILESTONE", "OVERDUE"
OPEN = (MilestoneState.PLANNED, MilestoneState.REPORTED)
"""In which the project cannot be completed."""
MOST = 100
"""Milestones of a project."""
_S = MilestoneState
PROCESS = Process(
    table="milestone", type="Milestone", words=Words("节点", "A milestone of a joint project."),
    begins={_S.PLANNED: "milestone.planned"},
    states={
        _S.PLANNED: State(Words("待完成", "Planned; not reached yet.", "：已列入计划")),
        _S.REPORTED: State(Words("已报告", "Who leads says that it is reached.", "完成，待确认"), has=("reported_at",)),
        _S.CONFIRMED: State(Words("节点已确认", "Confirmed as reached."), has=("reported_at", "confirmed_at")),
        _S.DROPPED: State(Words("已取消", "Not needed any more.", "：不再需要"), has=("reason",)),
    },
    steps={
        MilestoneStep.REPORT: process.Step(Words("报告完成", "Say that it is reached, by reportMilestone."), Role.LEAD,
                                           (_S.PLANNED,), _S.REPORTED, "milestone.reported"),
        MilestoneStep.RETURN: process.Step(Words("退回", "Send it back, by returnMilestone."), Role.HOST,
                                           (_S.REPORTED,), _S.PLANNED, "milestone.returned"),
        MilestoneStep.CONFIRM: process.Step(Words("确认", "Confirm it, by confirmMilestone."), Role.HOST,
                                            (_S.REPORTED,), _S.CONFIRMED, "milestone.confirmed"),
        MilestoneStep.DROP: process.Step(Words("取消", "Drop it, by dropMilestone."), Role.HOST,
                                         (_S.PLANNED,), _S.DROPPED, "milestone.dropped"),
        OVERDUE: process.Step(Words("逾期", "It falls overdue: who leads and the host are told, once."), CLOCK,
                              (_S.PLANNED,), None, "milestone.overdue"),
    },
    deadlines=(Deadline("overdue_at", (_S.PLANNED,), OVERDUE),),
    deeds={ADD: Words("设立节点", "Plan a milestone, by addMilestone.")})
SEEN = projects.SEEN
"""Who sees the project sees its milestones."""


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """What the rules need to know of a milestone, besides its project."""

    state: str
    project_id: UUID | None = None
    due_on: date | None = None
    version: int = 1


def check_due(due_on: date, today: date) -> None:
    """raises   BadInput of a day that is over"""
    if due_on < today:
        raise BadInput("due_on", Bilingual("时限不能早于今日。", "The due date cannot be a day that is over."))


def check_within(due_on: date, project: Project) -> None:
    """raises   MilestoneTooLate of a day behind the project's planned end"""
    if project.ends_on is not None and due_on > project.ends_on:
        raise MilestoneTooLate(project.ends_on)


def check_adds(viewer: Viewer, project: Project) -> None:
    """raises   NotAllowed, WrongState of the project"""
    projects.check_host_side(viewer, project, ADD)
    projects.check_open(project)


def check_add(viewer: Viewer, project: Project, there: int) -> None:
    """
    there    how many the project has
    raises   NotAllowed, WrongState of the project, BadInput
    """
    check_adds(viewer, project)
    if there >= MOST:
        raise BadInput("joint_project_id", Bilingual(f"一个项目最多 {MOST} 个节点。",
                                                    f"A project has at most {MOST} milestones."))


def check_step(viewer: Viewer, member_id: UUID, step: MilestoneStep, milestone: Milestone, project: Project) -> None:
    """A milestone is reported and answered while its project is under way; dropped as long as that is not over.

    member_id   see `projects.check_lead_side`
    raises      NotAllowed, WrongState (also of the project)
    """
    projects.check_side(viewer, member_id, PROCESS.steps[step].by, project, PROCESS.action(step))
    PROCESS.check(step, milestone.state)
    if step == MilestoneStep.DROP:
        projects.check_open(project)
    elif project.state != ProjectState.UNDER_WAY:
        raise WrongState(project.state, [ProjectState.UNDER_WAY])


def actions(viewer: Viewer, member_id: UUID, milestone: Milestone, project: Project) -> list[access.Permission]:
    """What the viewer can do with a milestone, in the order of MilestoneStep."""
    def check(action: str) -> None:
        check_step(viewer, member_id, MilestoneStep(action), milestone, project)
    return access.permissions(MilestoneStep, check)
