"""Admissions (社区事项准入, 费随事转): what departments may ask communities to do, and the money that goes with it.

Its life is PROCESS, drawn in docs/processes.md. What a department publishes to communities names one that holds; where the line
is, and what becomes of what is open under one that is over: docs/decisions/0169.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from domain import access, codes, dates, widening
from domain.items import List, Scope
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words

DIVISIONS = frozenset({OrganizationKind.COMMUNITY, OrganizationKind.STREET, OrganizationKind.DISTRICT})
STREET = 9  # digits
LONGEST = 5  # years: of its term
ASKING = frozenset({List.DEMAND, List.PROJECT})
"""The lists in which something is asked of who sees it; a resource is an offer."""


class AdmissionState(StrEnum):
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"
    ENDED = "ENDED"


class AdmissionStep(StrEnum):
    APPROVE = "APPROVE"
    REFUSE = "REFUSE"
    WITHDRAW = "WITHDRAW"
    REVOKE = "REVOKE"


class FundedPer(Worded):
    """What an admission's money is counted by."""

    TOTAL = "TOTAL", Words("总额", "For all of its communities together.")
    PER_COMMUNITY = "PER_COMMUNITY", Words("每社区", "For each of its communities.")


@dataclass
class NotAdmitted(Refusal, description="该事项未获准入。The task is not admitted to these communities."):
    ADVICE = ("读取 admissions(filter: {covers, category, inForce: true})，以 admissionId 注明；没有则先 proposeAdmission。"
              "Read `admissions(filter: {covers, category, inForce: true})` and name one by `admissionId`; where there is "
              "none, ask by proposeAdmission.")
    division_code: Annotated[str, "在哪个区划之内要求社区办理。Within which division communities would be asked."]
    category: Annotated[str, "类别。The category.", "Category"]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"部门的此类事项在 {self.division_code} 没有有效的准入，不能交给社区。",
                         f"No admission of the department holds in {self.division_code} for this category: communities are not "
                         "to be asked.")


class Role(StrEnum):
    """Whose step it is."""

    DEPARTMENT = "DEPARTMENT"
    DECIDER = "DECIDER"  # officers over the street, or over the district of one that is asked of a whole district


PROPOSE = "PROPOSE_ADMISSION"
OPEN = (AdmissionState.PROPOSED, AdmissionState.APPROVED)
PROCESS = Process(
    table="admission", type="Admission",
    words=Words("准入事项", "What a department may ask communities to do.", "：部门交社区办理的事项"),
    begins={AdmissionState.PROPOSED: "admission.proposed"},
    states={
        AdmissionState.PROPOSED: State(Words("待审批", "The department asked, nobody has decided.", "：部门已提出")),
        AdmissionState.APPROVED: State(Words("已准入", "Approved, with the money that goes with it; it holds during its term.",
                                             "，经费已落实，在期限内有效"), has=("decided_at", "approved_yuan", "voucher")),
        AdmissionState.REFUSED: State(Words("不予准入", "Refused."), has=("over_at", "reason")),
        AdmissionState.WITHDRAWN: State(Words("已撤回", "The department took it back."), has=("over_at", "reason")),
        AdmissionState.REVOKED: State(Words("已撤销", "It was approved, and that was taken back.", "：准入后收回"),
                                      has=("decided_at", "approved_yuan", "voucher", "over_at", "reason")),
        AdmissionState.ENDED: State(Words("已到期", "Its term is over.", "：期满"), has=("over_at",)),
    },
    steps={
        AdmissionStep.APPROVE: Step(Words("批准", "Approve it with its money, by approveAdmission.", "并落实经费"),
                                    Role.DECIDER, (AdmissionState.PROPOSED,), AdmissionState.APPROVED, "admission.approved"),
        AdmissionStep.REFUSE: Step(Words("不予批准", "Refuse it, by refuseAdmission."), Role.DECIDER,
                                   (AdmissionState.PROPOSED,), AdmissionState.REFUSED, "admission.refused"),
        AdmissionStep.WITHDRAW: Step(Words("撤回", "Take it back, by withdrawAdmission."), Role.DEPARTMENT,
                                     (AdmissionState.PROPOSED,), AdmissionState.WITHDRAWN, "admission.withdrawn"),
        AdmissionStep.REVOKE: Step(Words("撤销", "Let it hold no longer, by revokeAdmission.", "：不再有效"), Role.DECIDER,
                                   (AdmissionState.APPROVED,), AdmissionState.REVOKED, "admission.revoked"),
        "END": Step(Words("到期", "Its term is over, whether it was approved or not."), CLOCK, OPEN, AdmissionState.ENDED,
                    "admission.ended"),
    },
    deadlines=(Deadline("ends_at", OPEN, "END"),),
    deeds={PROPOSE: Words("申请准入", "Ask that communities take a task over, by proposeAdmission.")})
SIGHT = Sight(own="department_id", downward="home_code", home="home_code",
              upward={12: "home_code", 9: "street", 6: "district"})
"""Seen by the department, by everybody in the division that it is asked for, and by the officers above."""
SUBJECT = Subject("admission", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What the rules need to know of an admission.

    home_code   of the division that it is asked for
    ends_at     the deadline of PROCESS
    """

    state: str
    department_id: UUID
    decider_id: UUID
    home_code: str
    category: str
    starts_on: date
    ends_at: datetime
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that its term is over."""
        return PROCESS.state_at(self.state, {"ends_at": self.ends_at}, now)

    def holds_at(self, now: datetime) -> bool:
        return self.state_at(now) == AdmissionState.APPROVED and self.starts_on <= dates.day(now)


@dataclass(frozen=True)
class Asked:
    """What a department asks of communities by an item.

    scope_code  of the division within which everybody sees it, now or when it has opened to as many as it may
    """

    publisher_id: UUID
    scope_code: str
    category: str
    deadline: datetime | None


def is_asking(publisher_kind: str, listed: str) -> bool:
    """Whether an item of a publisher of this kind asks communities to do something, for which it needs an admission."""
    return publisher_kind == OrganizationKind.DEPARTMENT and listed in ASKING


def reach(home_code: str, columns: Mapping[str, Any]) -> str:
    """The code of the widest division to which an item is open in the end: it widens by itself as long as its stages have
    limits. Of who is paired with its publisher no division has all.

    columns  of the item: its scope and the limits of `domain.widening`
    """
    scope = Scope(columns["scope"])
    if scope == Scope.PAIRED:
        return ""
    while columns.get(widening.LIMITS.get(scope, "")) is not None and (further := widening.next_stage(scope, home_code)):
        scope = further
    return home_code[:codes.DIGITS_OF_SCOPE[scope]]


def check_asking(admission: Admission | None, asked: Asked, now: datetime) -> datetime:
    """Let a department ask this of communities: by an admission of its own that holds there and then, for what it is about.

    returns  until when it can be claimed
    raises   NotAdmitted, BadInput
    """
    if (admission is None or admission.department_id != asked.publisher_id or not admission.holds_at(now)
            or admission.category != asked.category or not codes.is_within(asked.scope_code, admission.home_code)):
        raise NotAdmitted(asked.scope_code, asked.category)
    if asked.deadline is not None and asked.deadline > admission.ends_at:
        over = dates.written(admission.ends_at)
        raise BadInput("deadline", Bilingual(f"须不晚于准入结束：{over}。", f"It must be no later than {over}."))
    return asked.deadline or admission.ends_at


def check_shown(admission: Admission, division_code: str | None) -> None:
    """Let an item that a department asks of communities be shown to one more organisation: to no division beyond its admission.

    division_code  of the organisation; None of a unit
    raises         NotAdmitted
    """
    if division_code is not None and not codes.is_within(division_code, admission.home_code):
        raise NotAdmitted(division_code, admission.category)


def check_department(kind: str) -> None:
    """raises   BadInput"""
    if kind != OrganizationKind.DEPARTMENT:
        raise BadInput("department_id", Bilingual("须为部门。", "It must be a department."))


def check_division(kind: str) -> None:
    """raises   BadInput"""
    if kind not in DIVISIONS:
        raise BadInput("division_id", Bilingual("须为社区、街道或区县。", "It must be a community, a street or a district."))


def decided_by(home_code: str) -> str:
    """The code of the division that decides on what is asked for a division: a community's street, else itself."""
    return home_code[:STREET]


def without_decider(code: str) -> BadInput:
    return BadInput("division_id", Bilingual(f"街道 {code} 尚未登记，无人可审批。",
                                             f"The street {code} is not registered: nobody could decide."))


def check_decides(viewer: Viewer, step: AdmissionStep, home_code: str) -> None:
    """Officers of the level that decides take its steps.

    raises   NotAllowed
    """
    if not viewer.is_officer_over(decided_by(home_code)):
        raise NotAllowed(PROCESS.action(step))


def check_step(viewer: Viewer, step: AdmissionStep, admission: Admission, now: datetime) -> None:
    """
    raises   NotAllowed, WrongState
    """
    if PROCESS.steps[step].by == Role.DECIDER:
        check_decides(viewer, step, admission.home_code)
    elif admission.department_id not in viewer.acts_for:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, admission.state_at(now))


def actions(viewer: Viewer, admission: Admission, now: datetime) -> list[access.Permission]:
    """What the viewer can do with an admission, in the order of AdmissionStep."""
    def check(action: str) -> None:
        check_step(viewer, AdmissionStep(action), admission, now)
    return access.permissions(AdmissionStep, check)
