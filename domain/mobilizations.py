"""Mobilisations (应急动员): a street or district calls members of many units to posts, for days with shifts, by one list.

A mobilisation's life is PROCESS, drawn in docs/processes.md; that of who is sent where is `domain.assignments`. A shift is of a
post and needs so many; what is missing of these is its gap.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from domain import access, texts
from domain.faults import Faults
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, DeadlinePassed, NotAllowed, NotYet, Refusal, WrongState
from domain.sight import SeenWith, Sight, Subject
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
MOST_POSTS, MOST_SHIFTS, MOST_ASSIGNMENTS, MOST_NEEDED = 500, 5_000, 20_000, 1_000
LONGEST_SHIFT, LONGEST = timedelta(hours=24), timedelta(days=60)
MOST_TOLD = 100  # of what is wrong with a list: the first ones
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
SIGHT = Sight(own="organization_id", home="home_code", upward=UPWARD, downward="home_code")
"""A mobilisation and its shifts are seen by everybody who belongs to the division, and by the officers above."""
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


# -- what a list says

@dataclass(frozen=True)
class Listed:
    """A list that was read: its posts, their shifts, and who is assigned to them, each with its place in the list.

    posts        name, address and division_id of each
    shifts       the number of its post, when it begins and ends, how many it needs
    assignments  the number of its shift, and the member; where it stands: `posts[3].shifts[0].member_ids[7]`
    """

    posts: Sequence[Mapping[str, Any]]
    shifts: Sequence[tuple[int, datetime, datetime, int]]
    assignments: Sequence[tuple[int, UUID]]
    places: Sequence[str]

    @property
    def starts_at(self) -> datetime:
        return min(begin for _, begin, _, _ in self.shifts)

    @property
    def ends_at(self) -> datetime:
        return max(end for _, _, end, _ in self.shifts)


def read(posts: Sequence[Mapping[str, Any]], now: datetime) -> Listed:
    """Read a list.

    posts    name, address, division_id and shifts of each: starts_at, ends_at, needed and member_ids of each of these
    raises   BadInput naming the places, of which there are MOST_TOLD at most
    """
    check_size(posts)
    shifts: list[tuple[int, datetime, datetime, int]] = []
    assignments: list[tuple[int, UUID]] = []
    places: list[str] = []
    with Told() as faults:
        known = [_post(faults, each, f"posts[{number}]") for number, each in enumerate(posts)]
        for number, post in enumerate(posts):
            for at, shift in enumerate(post["shifts"]):
                place = f"posts[{number}].shifts[{at}]"
                faults.of(_check_shift, place, shift, now)
                members = shift["member_ids"]
                assignments += [(len(shifts), member) for member in members]
                places += [f"{place}.member_ids[{index}]" for index in range(len(members))]
                shifts.append((number, shift["starts_at"], shift["ends_at"], shift["needed"]))
        _check_at_once(faults, shifts, assignments, places)
    return Listed(known, shifts, assignments, places)


class Told(Faults):
    """Those of a list, which can be as many as its rows: the first of them are told."""

    def __exit__(self, *raised: Any) -> None:
        del self.found[MOST_TOLD:]
        super().__exit__(*raised)


def check_size(posts: Sequence[Mapping[str, Any]]) -> None:
    """raises   BadInput: nothing in it, or more than is taken"""
    shifts = [shift for post in posts for shift in post["shifts"]]
    counts = ((len(posts), MOST_POSTS, "岗位", "posts"), (len(shifts), MOST_SHIFTS, "班次", "shifts"),
              (sum(len(each["member_ids"]) for each in shifts), MOST_ASSIGNMENTS, "人次", "assignments"))
    for count, most, chinese, english in counts:
        if count > most:
            raise BadInput("posts", Bilingual(f"{chinese}最多 {most}，给了 {count}。",
                                              f"At most {most} {english}; there were {count}."))
    if not posts:
        raise BadInput("posts", Bilingual("至少一个岗位。", "At least one post."))


def _post(faults: Faults, given: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    if not given["shifts"]:
        faults.note(BadInput(f"{place}.shifts", Bilingual("至少一个班次。", "At least one shift.")))
    return {"name": faults.of(texts.line, f"{place}.name", given["name"], texts.TITLE),
            "address": faults.of(texts.line, f"{place}.address", given["address"]), "division_id": given.get("division_id")}


def _check_shift(place: str, given: Mapping[str, Any], now: datetime) -> None:
    with Faults() as faults:
        if given["starts_at"] <= now:
            faults.note(BadInput(f"{place}.starts_at", Bilingual("须在将来。", "It must lie ahead.")))
        if not timedelta() < given["ends_at"] - given["starts_at"] <= LONGEST_SHIFT:
            faults.note(BadInput(f"{place}.ends_at", Bilingual("须晚于开始，最长 24 小时。",
                                                               "It must end after it starts, within 24 hours.")))
        if not 1 <= given["needed"] <= MOST_NEEDED:
            faults.note(BadInput(f"{place}.needed", Bilingual(f"须为 1 至 {MOST_NEEDED}。", f"It must be 1 to {MOST_NEEDED}.")))
        elif len(given["member_ids"]) > given["needed"]:
            faults.note(BadInput(f"{place}.member_ids", Bilingual("派的人多于所需。", "More are assigned than are needed.")))


def _check_at_once(faults: Faults, shifts: Sequence[tuple[int, datetime, datetime, int]],
                   assignments: Sequence[tuple[int, UUID]], places: Sequence[str]) -> None:
    """No member is at two posts at one time, by the list itself."""
    order = sorted(range(len(places)), key=lambda n: (assignments[n][1], shifts[assignments[n][0]][1], n))
    busy: tuple[UUID, datetime] | None = None
    for number in order:
        (_, member), (_, starts_at, ends_at, _) = assignments[number], shifts[assignments[number][0]]
        if busy and busy[0] == member and starts_at < busy[1]:
            faults.note(BadInput(places[number], Bilingual("该成员在名单中此时已派往另一班次。",
                                                           "The list has this member at another shift at that time.")))
            ends_at = max(ends_at, busy[1])
        busy = member, ends_at


def check_days(listed: Listed, acknowledge_by: datetime, now: datetime) -> None:
    """raises   BadInput"""
    with Faults() as faults:
        if listed.ends_at - listed.starts_at > LONGEST:
            faults.note(BadInput("posts", Bilingual("首尾不超过 60 天。", "Within 60 days, from the first to the last.")))
        if not now < acknowledge_by <= listed.starts_at:
            faults.note(BadInput("acknowledge_by", Bilingual("须在将来，不晚于首个班次开始。",
                                                             "It must lie ahead, no later than the first shift begins.")))


# -- who may

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
