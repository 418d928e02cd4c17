"""Checkpoints of joint projects: monthly bulletin, half-year check and annual evaluation, each answered by a report.

The life of one is PROCESS, drawn in docs/processes.md. They come by the calendar while a project is under way: at the end of
each month the clock asks for those of the periods that are over, and says by which working day they are due.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain import access, dates, process, projects, working_days
from domain.process import CLOCK, Deadline, Process, State
from domain.projects import Project, Role
from domain.viewer import Viewer
from domain.words import Worded, Words


class CheckpointKind(Worded):
    BULLETIN = "BULLETIN", Words("月报", "The monthly bulletin.", "（每月通报）")
    HALF_YEAR_CHECK = "HALF_YEAR_CHECK", Words("半年检查", "The half-year check.")
    ANNUAL_EVALUATION = "ANNUAL_EVALUATION", Words("年度评估", "The annual evaluation.")


class CheckpointState(StrEnum):
    ASKED = "ASKED"
    ANSWERED = "ANSWERED"


class CheckpointStep(StrEnum):
    ANSWER = "ANSWER"


OVERDUE = "OVERDUE"
_S = CheckpointState
PROCESS = Process(
    table="checkpoint", type="Checkpoint", words=Words("检查点", "A checkpoint of a joint project."),
    begins={_S.ASKED: "checkpoint.asked"},
    states={
        _S.ASKED: State(Words("待报告", "Its period is over; the report is asked for.", "：统计期已结束")),
        _S.ANSWERED: State(Words("已提交报告", "Answered by a report."), has=("answered_at", "report")),
    },
    steps={
        CheckpointStep.ANSWER: process.Step(Words("提交报告", "Answer it by a report, by answerCheckpoint."), Role.LEAD,
                                            (_S.ASKED,), _S.ANSWERED, "checkpoint.answered"),
        OVERDUE: process.Step(Words("逾期", "It falls overdue: who leads and the host are told, once."), CLOCK,
                              (_S.ASKED,), None, "checkpoint.overdue"),
    },
    deadlines=(Deadline("overdue_at", (_S.ASKED,), OVERDUE),))
SEEN = projects.SEEN
"""Who sees the project sees its checkpoints."""
MONTHS = {CheckpointKind.BULLETIN: 1, CheckpointKind.HALF_YEAR_CHECK: 6, CheckpointKind.ANNUAL_EVALUATION: 12}
"""Of the period of each; periods begin with the calendar year."""
DUE_WITHIN = {CheckpointKind.BULLETIN: 5, CheckpointKind.HALF_YEAR_CHECK: 10, CheckpointKind.ANNUAL_EVALUATION: 20}
"""Working days after the period's end by which each is due."""


@dataclass(frozen=True)
class Period:
    """A period that is over: of which checkpoint, its first and last day, and the day by which the report is due."""

    kind: CheckpointKind
    starts_on: date
    ends_on: date
    due_on: date


def next_at(moment: datetime) -> datetime:
    """The first moment of the month after the one in which a moment lies, by China's clocks."""
    day = dates.day(moment)
    return dates.next_day_starts((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))


def periods(moment: datetime) -> Sequence[Period]:
    """The periods that end where a month begins.

    moment   the first of that month
    """
    last = dates.day(moment) - timedelta(days=1)
    return [Period(kind, _back(last, months), last, working_days.after(last, DUE_WITHIN[kind]))
            for kind, months in MONTHS.items() if last.month % months == 0]


def _back(last: date, months: int) -> date:
    """The first day of so many months that end on a last day of a month, within its year."""
    return last.replace(month=last.month - months + 1, day=1)


def check_answer(viewer: Viewer, member_id: UUID, state: str, project: Project) -> None:
    """A checkpoint is answered whenever it comes, also when the project is over by then: late is late, and is shown.

    member_id   see `projects.check_lead_side`
    raises      NotAllowed, WrongState
    """
    projects.check_lead_side(viewer, member_id, project, PROCESS.action(CheckpointStep.ANSWER))
    PROCESS.check(CheckpointStep.ANSWER, state)


def actions(viewer: Viewer, member_id: UUID, state: str, project: Project) -> list[access.Permission]:
    """What the viewer can do with a checkpoint, in the order of CheckpointStep."""
    def check(_: str) -> None:
        check_answer(viewer, member_id, state, project)
    return access.permissions(CheckpointStep, check)
