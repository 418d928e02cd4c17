"""Assignments (派人): which member is sent to which shift of a mobilisation, and what becomes of it.

Its life is PROCESS, drawn in docs/processes.md. Of one member no two that stand are at one time.
"""
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain import access
from domain.languages import Bilingual
from domain.mobilizations import UPWARD, MobilizationState
from domain.process import Process, State, Step
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotYet, WrongState
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class AssignmentState(StrEnum):
    ASSIGNED = "ASSIGNED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    DECLINED = "DECLINED"
    SERVED = "SERVED"
    ABSENT = "ABSENT"
    REPLACED = "REPLACED"
    RELEASED = "RELEASED"


class AssignmentStep(StrEnum):
    ACKNOWLEDGE = "ACKNOWLEDGE"
    DECLINE = "DECLINE"
    SERVE = "SERVE"
    MISS = "MISS"
    REPLACE = "REPLACE"
    RELEASE = "RELEASE"


class Role(StrEnum):
    """Whose step it is."""

    MEMBER = "MEMBER"  # who is assigned, or who acts for the unit
    CALLER = "CALLER"


STANDING = (AssignmentState.ASSIGNED, AssignmentState.ACKNOWLEDGED, AssignmentState.SERVED)
"""Of one member no two of these overlap; of a shift there are never more than it needs."""
_AHEAD = (AssignmentState.ASSIGNED, AssignmentState.ACKNOWLEDGED)
PROCESS = Process(
    table="assignment", type="Assignment", words=Words("派遣", "A member's assignment to a shift of a mobilisation."),
    begins={AssignmentState.ASSIGNED: "assignment.made"},
    states={
        AssignmentState.ASSIGNED: State(Words("已派", "Assigned; not acknowledged yet.", "，待确认")),
        AssignmentState.ACKNOWLEDGED: State(Words("已确认", "Acknowledged by the member or the unit."),
                                            has=("acknowledged_at",)),
        AssignmentState.DECLINED: State(Words("不能到岗", "Declined, with a reason."), has=("over_at", "reason")),
        AssignmentState.SERVED: State(Words("已到岗", "Was there; the hours are confirmed.", "：时长已确认"),
                                      has=("confirmed_at", "hours")),
        AssignmentState.ABSENT: State(Words("未到岗", "Was not there."), has=("confirmed_at",)),
        AssignmentState.REPLACED: State(Words("已替换", "Replaced by another member."), has=("over_at",)),
        AssignmentState.RELEASED: State(Words("已解除", "Not needed any more; or the mobilisation was cancelled.",
                                              "，或动员已取消"), has=("over_at", "reason")),
    },
    steps={
        AssignmentStep.ACKNOWLEDGE: Step(Words("确认到岗", "Acknowledge it, by acknowledgeAssignment."), Role.MEMBER,
                                         (AssignmentState.ASSIGNED,), AssignmentState.ACKNOWLEDGED, "assignment.acknowledged"),
        AssignmentStep.DECLINE: Step(Words("说明不能到岗", "Decline it with a reason, by declineAssignment."), Role.MEMBER,
                                     _AHEAD, AssignmentState.DECLINED, "assignment.declined"),
        AssignmentStep.SERVE: Step(
            Words("确认时长", "Say that the member was there, by serveAssignment; once more to correct it."), Role.CALLER,
            (*_AHEAD, AssignmentState.SERVED, AssignmentState.ABSENT), AssignmentState.SERVED, "assignment.served"),
        AssignmentStep.MISS: Step(Words("记为未到岗", "Say that the member was not there, by missAssignment."), Role.CALLER,
                                  (*_AHEAD, AssignmentState.SERVED), AssignmentState.ABSENT, "assignment.missed"),
        AssignmentStep.REPLACE: Step(Words("替换", "Send another member instead, by replaceAssignment."), Role.CALLER,
                                     (*_AHEAD, AssignmentState.DECLINED), AssignmentState.REPLACED, "assignment.replaced"),
        AssignmentStep.RELEASE: Step(Words("解除", "Say that the member is not needed, by releaseAssignment."), Role.CALLER,
                                     _AHEAD, AssignmentState.RELEASED, "assignment.released"),
    })
SIGHT = Sight(own="organization_id", home="home_code", upward=UPWARD, parties=("unit_id",), person="member_id")
"""Who is sent where is seen by the caller and the officers above, by the member's unit, and by the member."""
SUBJECT = Subject("assignment", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What the rules need to know of an assignment.

    cancelled_at   when its mobilisation was cancelled; None: it was not
    """

    state: str
    shift_id: UUID
    organization_id: UUID
    unit_id: UUID
    member_id: UUID
    starts_at: datetime
    ends_at: datetime
    home_code: str = ""
    mobilization_id: UUID | None = None
    hours: Decimal | None = None
    cancelled_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True)
class Counts:
    """For how many it counts among a shift's assigned, acknowledged and served ones."""

    assigned: int
    acknowledged: int
    served: int

    def less(self, other: "Counts") -> "Counts":
        return Counts(self.assigned - other.assigned, self.acknowledged - other.acknowledged, self.served - other.served)


def counts(state: str) -> Counts:
    """Who served has acknowledged it, said or not."""
    return Counts(int(state in STANDING), int(state in STANDING and state != AssignmentState.ASSIGNED),
                  int(state == AssignmentState.SERVED))


def not_registered(field: str) -> BadInput:
    """Of a member who cannot be assigned: the community has not confirmed who that is."""
    return BadInput(field, Bilingual("该成员未向本区划的社区报到。",
                                     "The member is not registered with a community of the division."))


def busy(field: str) -> BadInput:
    """Of a member who is elsewhere at that time."""
    return BadInput(field, Bilingual("该成员此时另有任务或已报名活动。",
                                     "The member is assigned or signed up elsewhere at that time."))


def hours(given: Decimal | None, assignment: Assignment) -> Decimal:
    """The hours that are confirmed: those given, more than none and no more than the shift lasts; or all of it.

    raises   BadInput
    """
    whole = Decimal((assignment.ends_at - assignment.starts_at).total_seconds()) / 3600
    if given is None:
        return whole.quantize(Decimal("0.01"), "ROUND_DOWN")
    if not given.is_finite() or given > whole:
        raise BadInput("hours", Bilingual("不能超过班次的时长。", "No more than the shift lasts."))
    if given <= 0 or given != round(given, 2):
        raise BadInput("hours", Bilingual("须大于 0，最多两位小数。", "More than 0, with at most two decimals."))
    return given


def check_another(member_id: UUID, assignment: Assignment) -> None:
    """Let a member be sent instead: not the one who is sent already; one who declined may come after all.

    raises   BadInput
    """
    if member_id == assignment.member_id and assignment.state != AssignmentState.DECLINED:
        raise BadInput("member_id", Bilingual("须为另一成员：已派的就是此人。",
                                               "It must be somebody else: this one is sent already."))


def check_step(viewer: Viewer, step: AssignmentStep, assignment: Assignment, now: datetime) -> None:
    """It is answered before the shift begins, replaced or released before it is over, and confirmed once it has begun.

    raises   NotAllowed, WrongState, DeadlinePassed, NotYet
    """
    may = (viewer.member_id == assignment.member_id or assignment.unit_id in viewer.acts_for
           if PROCESS.steps[step].by == Role.MEMBER else assignment.organization_id in viewer.acts_for)
    if not may:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, assignment.state)
    if step == AssignmentStep.REPLACE and assignment.cancelled_at is not None:  # whoever declined before stays so
        raise WrongState(MobilizationState.CANCELLED, [MobilizationState.CALLED])
    if step in (AssignmentStep.SERVE, AssignmentStep.MISS):
        if now < assignment.starts_at:
            raise NotYet(assignment.starts_at)
    else:
        until = assignment.starts_at if PROCESS.steps[step].by == Role.MEMBER else assignment.ends_at
        if until <= now:
            raise DeadlinePassed(until)


def actions(viewer: Viewer, assignment: Assignment, now: datetime) -> list[access.Permission]:
    """What the viewer can do with an assignment, in the order of AssignmentStep."""
    def check(action: str) -> None:
        check_step(viewer, AssignmentStep(action), assignment, now)
    return access.permissions(AssignmentStep, check)
