"""Resolutions: what a conference resolved of a topic, who does it, and until when.

Its life is PROCESS, drawn in docs/processes.md. It becomes a task of its owner, or an item that its owner published: a
demand or a project. What is not done by its day falls overdue, and is carried to the next agenda by itself.
"""
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain import access, conferences, process
from domain.languages import Bilingual
from domain.process import CLOCK, Deadline, Process, State
from domain.refusals import BadInput, NotAllowed
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


class ResolutionState(StrEnum):
    OPEN = "OPEN"
    COMPLETED = "COMPLETED"
    CONFIRMED = "CONFIRMED"
    DROPPED = "DROPPED"


class ResolutionStep(StrEnum):
    COMPLETE = "COMPLETE"
    RETURN = "RETURN"
    CONFIRM = "CONFIRM"
    DROP = "DROP"


class ResolutionKind(Worded):
    TASK = "TASK", Words("任务", "A task of its owner.")
    DEMAND = "DEMAND", Words("转为需求", "A demand that its owner published.", "：已发布到需求清单")
    PROJECT = "PROJECT", Words("转为项目", "A project that its owner published.", "：已发布到项目清单")


class Role(StrEnum):
    """Whose step it is."""

    OWNER = "OWNER"  # who acts for the owner, or holds the seat that owns it
    SECRETARY = "SECRETARY"  # who arranges the committee's work


OVERDUE = "OVERDUE"
_S = ResolutionState
PROCESS = Process(
    table="resolution", type="Resolution", words=Words("决议", "A resolution of a joint conference."),
    begins={_S.OPEN: "resolution.made"},
    states={
        _S.OPEN: State(Words("办理中", "Its owner is at it.")),
        _S.COMPLETED: State(Words("已办", "Its owner says that it is done.", "，待确认"), has=("completed_at",)),
        _S.CONFIRMED: State(Words("已办结", "Confirmed as done.", "（销号）"), has=("completed_at", "confirmed_at")),
        _S.DROPPED: State(Words("已撤销", "Dropped: nothing is to be done of it any more.", "：不再办理"), has=("reason",)),
    },
    steps={
        ResolutionStep.COMPLETE: process.Step(Words("办理完成", "Say that it is done, by completeResolution."), Role.OWNER,
                                              (_S.OPEN,), _S.COMPLETED, "resolution.completed"),
        ResolutionStep.RETURN: process.Step(Words("退回重办", "Send it back, by returnResolution."), Role.SECRETARY,
                                            (_S.COMPLETED,), _S.OPEN, "resolution.returned"),
        ResolutionStep.CONFIRM: process.Step(Words("确认办结", "Confirm it, by confirmResolution."), Role.SECRETARY,
                                             (_S.COMPLETED,), _S.CONFIRMED, "resolution.confirmed"),
        ResolutionStep.DROP: process.Step(Words("撤销", "Drop it, by dropResolution."), Role.SECRETARY,
                                          (_S.OPEN, _S.COMPLETED), _S.DROPPED, "resolution.dropped"),
        OVERDUE: process.Step(Words("逾期", "It falls overdue: its owner and the secretary are told, once."), CLOCK,
                              (_S.OPEN,), None, "resolution.overdue"),
    },
    deadlines=(Deadline("overdue_at", (_S.OPEN,), OVERDUE),))
OVER = (_S.CONFIRMED, _S.DROPPED)
"""In which nothing is to be done of it any more."""
SIGHT = Sight(own="organization_id", parties=("owner_id",), downward="open_to", home="home_code", upward=conferences.UPWARD,
              seated="committee_id")
SUBJECT = Subject("resolution", SIGHT)


class Owned(Protocol):
    """What an organisation or the holder of a seat is to do.

    owner_id         the organisation; None: a seat's holder
    owner_member_id  who holds that seat today
    """

    @property
    def owner_id(self) -> UUID | None: ...

    @property
    def owner_member_id(self) -> UUID | None: ...


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What the rules need to know of a resolution.

    organization_id, home_code   of the committee's street or community
    owner_id         the organisation that does it; None: a seat's holder does
    owner_member_id  who holds that seat today
    open_to          the division in which everybody sees it
    """

    state: str
    committee_id: UUID
    organization_id: UUID
    home_code: str
    owner_id: UUID | None
    owner_member_id: UUID | None
    open_to: str | None
    due_on: date | None = None
    version: int = 1


def check_due(due_on: date, today: date) -> None:
    """raises   BadInput of a day that is over"""
    if due_on < today:
        raise BadInput("due_on", Bilingual("时限不能早于今日。", "The due date cannot be a day that is over."))


def check_owner(viewer: Viewer, member_id: UUID, owned: Owned, action: str) -> None:
    """Let who acts for the owner do it, or holds the seat that owns it.

    member_id   who asks: a viewer may have been made of the rights alone
    raises      NotAllowed
    """
    if owned.owner_id not in viewer.acts_for and owned.owner_member_id != member_id:
        raise NotAllowed(action)


def check_step(viewer: Viewer, member_id: UUID, step: ResolutionStep, resolution: Resolution) -> None:
    """
    member_id   who asks: a viewer may have been made of the rights alone
    raises      NotAllowed, WrongState
    """
    if PROCESS.steps[step].by == Role.SECRETARY:
        conferences.check_arranges(viewer, resolution.committee_id, resolution.home_code, PROCESS.action(step))
    else:
        check_owner(viewer, member_id, resolution, PROCESS.action(step))
    PROCESS.check(step, resolution.state)


def actions(viewer: Viewer, member_id: UUID, resolution: Resolution) -> list[access.Permission]:
    """What the viewer can do with a resolution, in the order of ResolutionStep."""
    def check(action: str) -> None:
        check_step(viewer, member_id, ResolutionStep(action), resolution)
    return access.permissions(ResolutionStep, check)
