"""Mobilisations (应急动员): a street or district calls members of many units to posts, for days with shifts, by one list.

A mobilisation's life is PROCESS, drawn in docs/processes.md; that of who is sent where is `domain.assignments`. A shift is of a
post and needs so many; what is missing of these is its gap.
"""
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotYet, Refusal, WrongState
from domain.sight import Named, SeenWith, Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class MobilizationState(StrEnum):
    CALLED = "CALLED"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


class MobilizationStep(StrEnum):
    CANCEL = "CANCEL"


class ShiftState(StrEnum):
    """What there is of those whom a shift needs; told from its numbers."""

    SHORT = "SHORT"
    FILLED = "FILLED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    CANCELLED = "CANCELLED"


class Role(StrEnum):
    """Whose step it is."""

    CALLER = "CALLER"


@dataclass
class ShiftFull(Refusal, description="班次人已派满。As many are assigned to the shift as it needs."):
    ADVICE = ("读取 shifts（gap: true）另选缺人的班次，或先替换、解除一人。"
              "Read shifts (gap: true) and choose one that is short, or replace or release somebody first.")
    needed: Annotated[int, "所需人数。How many it needs."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"{self.needed} 个名额已派满。", f"All {self.needed} places are taken.")


MOBILIZE, ASSIGN, CONFIRM, ACKNOWLEDGE = "MOBILIZE", "ASSIGN_MEMBER", "CONFIRM_SHIFT", "ACKNOWLEDGE_MOBILIZATION"
CALLERS = frozenset({OrganizationKind.STREET, OrganizationKind.DISTRICT})
WORDS_OF_SHIFTS: Mapping[str, Words] = {
    ShiftState.SHORT: Words("缺人", "Fewer are assigned than it needs."),
    ShiftState.FILLED: Words("已派满", "As many are assigned as it needs; not all have acknowledged it.", "，尚未全部确认"),
    ShiftState.ACKNOWLEDGED: Words("已全部确认", "All that it needs have acknowledged it, or were there."),
    ShiftState.CANCELLED: Words("已取消", "The mobilisation was cancelled."),
}
PROCESS = Process(
    table="mobilization", type="Mobilization", words=Words("动员", "A mobilisation by a street or district."),
    begins={MobilizationState.CALLED: "mobilization.called"},
    states={
        MobilizationState.CALLED: State(Words("已发起", "Called; it is not over yet.")),
        MobilizationState.ENDED: State(Words("已结束", "Its last shift is over."), has=("over_at",)),
        MobilizationState.CANCELLED: State(Words("已取消", "Cancelled."), has=("over_at", "cancel_reason")),
    },
    steps={
        MobilizationStep.CANCEL: Step(Words("取消", "Cancel it, by cancelMobilization."), Role.CALLER,
                                      (MobilizationState.CALLED,), MobilizationState.CANCELLED, "mobilization.cancelled"),
        "TELL_UNACKNOWLEDGED": Step(Words("告知未确认", "The time to acknowledge is over; the caller is told who is missing."),
                                    CLOCK, (MobilizationState.CALLED,), None, "mobilization.unacknowledged"),
        "END": Step(Words("结束", "Its last shift is over."), CLOCK,
                    (MobilizationState.CALLED,), MobilizationState.ENDED, "mobilization.ended"),
    },
    deadlines=(Deadline("ends_at", (MobilizationState.CALLED,), "END"),
               Deadline("tell_at", (MobilizationState.CALLED,), "TELL_UNACKNOWLEDGED")),
    deeds={MOBILIZE: Words("发起动员", "Call a mobilisation, by mobilize."),
           ASSIGN: Words("派人到班次", "Assign a member to a shift, by assignMember."),
           CONFIRM: Words("确认整个班次", "Say of a shift who was there, by confirmShift."),
           ACKNOWLEDGE: Words("确认全部派遣", "Acknowledge all assignments of a mobilisation, by acknowledgeMobilization.")})
SHIFT_ACTIONS: Mapping[str, Words] = {ASSIGN: PROCESS.deeds[ASSIGN], CONFIRM: PROCESS.deeds[CONFIRM]}
"""What a viewer may be told that it can do with a shift."""
UPWARD = {12: "home", 9: "street", 6: "district"}
_UNITS: frozenset[str] = frozenset()  # whom assignments name are never divisions
SIGHT = Sight(own="organization_id", home="home_code", upward=UPWARD, downward="home_code",
              named=(Named("assignment", "mobilization_id", "unit_id", of_divisions=_UNITS),))
"""A mobilisation is seen by everybody who belongs to the division, by the officers above, and by each unit whose people are
sent, wherever that is stationed."""
SHIFT_SIGHT = replace(SIGHT, named=(Named("assignment", "shift_id", "unit_id", of_divisions=_UNITS),))
"""Its shifts by the same; by a unit of elsewhere those to which its people are sent."""
OF_POST = SeenWith("mobilization_id", "mobilization", SIGHT)
SUBJECT = Subject("mobilization", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Mobilization:
    """What the rules need to know of a mobilisation."""

    state: str
    organization_id: UUID
    home_code: str
    ends_at: datetime
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it is over."""
        return PROCESS.state_at(self.state, {"ends_at": self.ends_at, "tell_at": None}, now)


@dataclass(frozen=True, kw_only=True)
class Shift:
    """What the rules need to know of a shift."""

    state: str
    mobilization_id: UUID
    organization_id: UUID
    home_code: str
    starts_at: datetime
    ends_at: datetime
    needed: int
    assigned: int


def check_mobilize(viewer: Viewer, organization_id: UUID, kind: str) -> None:
    """raises   NotAllowed; BadInput of an organisation that is no street and no district"""
    if organization_id not in viewer.acts_for:
        raise NotAllowed(MOBILIZE)
    if kind not in CALLERS:
        raise BadInput("organization_id", Bilingual("须为街道或区县。", "It must be a street or a district."))


def check_step(viewer: Viewer, step: MobilizationStep, mobilization: Mobilization, now: datetime) -> None:
    """raises   NotAllowed, WrongState"""
    if mobilization.organization_id not in viewer.acts_for:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, mobilization.state_at(now))


def check_assign(viewer: Viewer, shift: Shift, now: datetime) -> None:
    """Let the caller assign somebody more, until the shift is over.

    raises   NotAllowed, WrongState, DeadlinePassed, ShiftFull
    """
    if shift.organization_id not in viewer.acts_for:
        raise NotAllowed(ASSIGN)
    if shift.state == ShiftState.CANCELLED:
        raise WrongState(MobilizationState.CANCELLED, [MobilizationState.CALLED])
    if shift.ends_at <= now:
        raise DeadlinePassed(shift.ends_at)
    if shift.assigned >= shift.needed:
        raise ShiftFull(shift.needed)


def check_confirm(viewer: Viewer, shift: Shift, now: datetime) -> None:
    """Let the caller say who was there, from the shift's beginning on.

    raises   NotAllowed, WrongState, NotYet
    """
    if shift.organization_id not in viewer.acts_for:
        raise NotAllowed(CONFIRM)
    if shift.state == ShiftState.CANCELLED:
        raise WrongState(MobilizationState.CANCELLED, [MobilizationState.CALLED])
    if now < shift.starts_at:
        raise NotYet(shift.starts_at)


def actions(viewer: Viewer, mobilization: Mobilization, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a mobilisation, in the order of MobilizationStep."""
    def check(action: str) -> None:
        check_step(viewer, MobilizationStep(action), mobilization, now)
    return access.permissions(MobilizationStep, check)


def shift_actions(viewer: Viewer, shift: Shift, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a shift, in the order of SHIFT_ACTIONS."""
    def check(action: str) -> None:
        (check_assign if action == ASSIGN else check_confirm)(viewer, shift, now)
    return access.permissions(SHIFT_ACTIONS, check)
