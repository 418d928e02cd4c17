"""Leaders' lists of commitments (1+N 清单): adopted at the start of a year, checked in its middle, reported at its end.

The lives of a list and of a commitment are LIST and PROCESS, drawn in docs/processes.md. Of a joint committee and a year there
are its secretary's list (the 1), one of each other member who has one (the N), and its own. Whoever leads a list does not check
it.
"""
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access, checkpoints, conferences, dates, process, resolutions, working_days
from domain.checkpoints import CheckpointKind
from domain.committees import SeatKind
from domain.languages import Bilingual
from domain.process import CLOCK, Deadline, Process, State
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


@dataclass
class AlreadyAdopted(Refusal,
                    description="该委员会或席位已有当年清单。There is a list of that year already."):
    ADVICE = "读取该清单；要增加事项用 addCommitment。Read that list; add to it by addCommitment."
    TEXT = Bilingual("该年清单已列。", "There is a list of that year already.")


@dataclass
class CommitmentsOpen(Refusal, description="尚有事项未述。Commitments of it are not reported."):
    ADVICE = "先述或取消这些事项。Report these commitments first, or drop them."
    count: Annotated[int, "未述的事项数。How many are open."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"尚有 {self.count} 项未述。", f"{self.count} commitments are not reported.")


class ListKind(Worded):
    SECRETARY = "SECRETARY", Words("书记清单", "The secretary's own: the 1.", "（1）")
    MEMBER = "MEMBER", Words("委员清单", "Of another seat: one of the N.", "（N）")
    COMMITTEE = "COMMITTEE", Words("委员会清单", "The committee's own: one of the N.", "（N）")


class ListState(StrEnum):
    ADOPTED = "ADOPTED"
    CHECKED = "CHECKED"
    REPORTED = "REPORTED"


class ListStep(StrEnum):
    CHECK = "CHECK"
    REPORT = "REPORT"


class CommitmentState(StrEnum):
    OPEN = "OPEN"
    REPORTED = "REPORTED"
    DROPPED = "DROPPED"


class CommitmentStep(StrEnum):
    REPORT = "REPORT"
    DROP = "DROP"


class Finding(Worded):
    ON_TRACK = "ON_TRACK", Words("按期推进", "It goes as planned, or is done.", "，或已完成")
    BEHIND = "BEHIND", Words("进度滞后", "It is behind.")
    NOT_BEGUN = "NOT_BEGUN", Words("尚未启动", "It was not begun.")


class Outcome(Worded):
    DONE = "DONE", Words("已兑现", "Done.")
    PARTLY_DONE = "PARTLY_DONE", Words("部分兑现", "Done in part.")
    NOT_DONE = "NOT_DONE", Words("未兑现", "Not done.")


class Role(StrEnum):
    """Whose step it is."""

    LEADER = "LEADER"    # who holds the seat whose list it is, or arranges the committee's work
    CHECKER = "CHECKER"  # who arranges the committee's work, and does not lead the list
    OWNER = "OWNER"      # who acts for the owner, or holds the seat that owns it


ADOPT, ADD, OVERDUE = "ADOPT_COMMITMENT_LIST", "ADD_COMMITMENT", "OVERDUE"
MOST = 50
"""Commitments of a list."""
_L, _S = ListState, CommitmentState
RUNNING = (_L.ADOPTED, _L.CHECKED)
"""In which a list can still get commitments."""
LIST = Process(
    table="commitment_list", type="CommitmentList", words=Words("承诺清单", "A leader's or committee's list of a year."),
    begins={_L.ADOPTED: "commitment_list.adopted"},
    states={
        _L.ADOPTED: State(Words("年初已列", "Adopted; not checked yet.", "，待年中查")),
        _L.CHECKED: State(Words("年中已查", "Checked at mid-year; not reported yet.", "，待年底述"), has=("checked_at",)),
        _L.REPORTED: State(Words("年底已述", "Reported at the year's end."), has=("reported_at", "report")),
    },
    steps={
        ListStep.CHECK: process.Step(Words("年中查", "Check it, with a finding of each commitment, by checkCommitmentList."),
                                     Role.CHECKER, (_L.ADOPTED,), _L.CHECKED, "commitment_list.checked"),
        ListStep.REPORT: process.Step(Words("年底述", "Report it, by reportCommitmentList."), Role.LEADER,
                                      RUNNING, _L.REPORTED, "commitment_list.reported"),
        OVERDUE: process.Step(Words("逾期", "Its check or its report falls overdue: told once each."), CLOCK,
                              RUNNING, None, "commitment_list.overdue"),
    },
    deadlines=(Deadline("overdue_at", RUNNING, OVERDUE),),
    deeds={ADOPT: Words("列清单", "Adopt a list of commitments, by adoptCommitmentList.")})
PROCESS = Process(
    table="commitment", type="Commitment", words=Words("清单事项", "A commitment of a list."),
    begins={_S.OPEN: "commitment.given"},
    states={
        _S.OPEN: State(Words("推进中", "Listed; its owner is at it.")),
        _S.REPORTED: State(Words("已述", "Its owner reported what came of it."), has=("reported_at", "outcome", "report")),
        _S.DROPPED: State(Words("已取消", "Not wanted any more.", "：不再推进"), has=("reason",)),
    },
    steps={
        CommitmentStep.REPORT: process.Step(Words("述", "Report what came of it, by reportCommitment."), Role.OWNER,
                                            (_S.OPEN,), _S.REPORTED, "commitment.reported"),
        CommitmentStep.DROP: process.Step(Words("取消", "Drop it, by dropCommitment."), Role.LEADER,
                                          (_S.OPEN,), _S.DROPPED, "commitment.dropped"),
        OVERDUE: process.Step(Words("逾期", "It falls overdue: its owner and who leads the list are told, once."), CLOCK,
                              (_S.OPEN,), None, "commitment.overdue"),
    },
    deadlines=(Deadline("overdue_at", (_S.OPEN,), OVERDUE),),
    deeds={ADD: Words("增列事项", "Add a commitment to a list, by addCommitment.")})
LIST_SIGHT = Sight(own="organization_id", parties=("above_id",), home="home_code", upward=conferences.UPWARD,
                   seated="committee_id")
SIGHT = Sight(own="organization_id", parties=("owner_id",), home="home_code", upward=conferences.UPWARD, seated="committee_id")
"""Of a commitment alone the owner sees it, too; the list is the committee's, and theirs above it."""
SUBJECTS = (Subject(LIST.table, LIST_SIGHT), Subject(PROCESS.table, SIGHT))


@dataclass(frozen=True, kw_only=True)
class CommitmentList:
    """What the rules need to know of a list.

    organization_id, home_code   of the committee's street or community
    holder_id        who holds today the seat whose list it is; None: it is the committee's own, or nobody does
    open             of its commitments, those that are not reported
    """

    state: str
    committee_id: UUID
    organization_id: UUID
    home_code: str
    year: int
    report_due_on: date
    holder_id: UUID | None
    above_id: UUID | None = None
    seat_id: UUID | None = None
    open: int = 0
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """What the rules need to know of a commitment.

    holder_id        see CommitmentList
    owner_id         the organisation whose it is to do; None: a seat's holder's
    owner_member_id  who holds that seat today
    """

    state: str
    committee_id: UUID
    organization_id: UUID
    home_code: str
    holder_id: UUID | None
    owner_id: UUID | None
    owner_member_id: UUID | None
    version: int = 1


# -- days

def check_year(year: int, today: date) -> None:
    """raises   BadInput of a year that is over"""
    if not today.year <= year < dates.LAST.year:
        raise BadInput("year", Bilingual("须为当年或以后的年度。", "It must be this year or one to come."))


def check_due_on(year: int, today: date) -> date | None:
    """By which working day a list adopted today is checked: as a project's half-year check; None: the half year is over."""
    half = date(year, 6, 30)
    return working_days.after(half, checkpoints.DUE_WITHIN[CheckpointKind.HALF_YEAR_CHECK]) if today <= half else None


def report_due_on(year: int) -> date:
    """By which working day it is reported: as a project's annual evaluation."""
    return working_days.after(date(year, 12, 31), checkpoints.DUE_WITHIN[CheckpointKind.ANNUAL_EVALUATION])


def next_overdue_at(state: str, report_due: date, now: datetime) -> datetime | None:
    """When a list of which something fell overdue does once more: its check comes before its report."""
    moment = dates.next_day_starts(report_due)
    return moment if state == ListState.ADOPTED and moment > now else None


def check_due(field: str, due_on: date, year: int, today: date) -> None:
    """raises   BadInput of a day that is over, or outside of the list's year"""
    if due_on < today or due_on.year != year:
        raise BadInput(field, Bilingual(f"时限须在今日或以后，且在 {year} 年之内。",
                                        f"The due date must lie in {year}, and be no day that is over."))


# -- what is given

def kind_of(seat_kind: str | None) -> ListKind:
    """What a list is called by the seat whose it is; None: the committee's."""
    if seat_kind is None:
        return ListKind.COMMITTEE
    return ListKind.SECRETARY if seat_kind == SeatKind.SECRETARY else ListKind.MEMBER


def check_number(there: int, added: int, field: str) -> None:
    """raises   BadInput"""
    if added < 1 or there + added > MOST:
        raise BadInput(field, Bilingual(f"一份清单有 1 至 {MOST} 项。", f"A list has 1 to {MOST} commitments."))


def check_findings(commitments: Collection[UUID], found: Sequence[UUID]) -> None:
    """Let a check have one finding of each commitment that was not dropped.

    raises   BadInput
    """
    if len(found) != len(set(found)) or set(found) != set(commitments):
        raise BadInput("findings", Bilingual("每项未取消的事项须给一条，且只一条。",
                                             "Give one finding of each commitment that was not dropped, and no more."))


# -- who may

def check_leads(viewer: Viewer, member_id: UUID, led: CommitmentList | Commitment, action: str) -> None:
    """
    member_id   who asks: a viewer may have been made of the rights alone
    raises      NotAllowed
    """
    if led.holder_id is None or led.holder_id != member_id:
        conferences.check_arranges(viewer, led.committee_id, led.home_code, action)


def check_list_step(viewer: Viewer, member_id: UUID, step: ListStep, led: CommitmentList) -> None:
    """
    member_id   see check_leads
    raises      NotAllowed, WrongState, CommitmentsOpen
    """
    action = LIST.action(step)
    if LIST.steps[step].by == Role.CHECKER and led.holder_id == member_id:
        raise NotAllowed(action)
    check_leads(viewer, member_id, led, action)
    LIST.check(step, led.state)
    if step == ListStep.REPORT and led.open:
        raise CommitmentsOpen(led.open)


def check_add(viewer: Viewer, member_id: UUID, led: CommitmentList) -> None:
    """
    member_id   see check_leads
    raises      NotAllowed, WrongState of the list
    """
    check_leads(viewer, member_id, led, ADD)
    LIST.check(ListStep.REPORT, led.state)


def check_step(viewer: Viewer, member_id: UUID, step: CommitmentStep, commitment: Commitment) -> None:
    """
    member_id   see check_leads
    raises      NotAllowed, WrongState
    """
    action = PROCESS.action(step)
    if PROCESS.steps[step].by == Role.LEADER:
        check_leads(viewer, member_id, commitment, action)
    else:
        resolutions.check_owner(viewer, member_id, commitment, action)
    PROCESS.check(step, commitment.state)


def list_actions(viewer: Viewer, member_id: UUID, led: CommitmentList) -> list[access.Permission]:
    """What the viewer can do with a list, in the order of ListStep."""
    def check(action: str) -> None:
        check_list_step(viewer, member_id, ListStep(action), led)
    return access.permissions(ListStep, check)


def actions(viewer: Viewer, member_id: UUID, commitment: Commitment) -> list[access.Permission]:
    """What the viewer can do with a commitment, in the order of CommitmentStep."""
    def check(action: str) -> None:
        check_step(viewer, member_id, CommitmentStep(action), commitment)
    return access.permissions(CommitmentStep, check)
