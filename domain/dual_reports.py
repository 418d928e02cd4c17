"""Dual reporting (双报到): an in-service member of a unit registers with the community where the member lives.

Its life is PROCESS, drawn in docs/processes.md. While it is confirmed, the member belongs to the community: sees what is open
to it, and signs up for its activities.
"""
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain import access
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.process import Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class DualReportState(StrEnum):
    PROPOSED = "PROPOSED"
    CONFIRMED = "CONFIRMED"
    MOVED = "MOVED"
    ENDED = "ENDED"
    DECLINED = "DECLINED"


class DualReportStep(StrEnum):
    CONFIRM = "CONFIRM"
    DECLINE = "DECLINE"
    MOVE = "MOVE"
    END = "END"


class Role(StrEnum):
    """Whose step it is."""

    COMMUNITY = "COMMUNITY"  # officers over it
    MEMBER = "MEMBER"        # who registered
    ANY = "ANY"              # these, or who acts for the unit


@dataclass
class AlreadyReported(Refusal,
                      description="该成员已有报到，或已提出。The member is registered somewhere already, or that waits."):
    ADVICE = ("读取 dualReports：待确认的先撤回（endDualReport），已确认的用 moveDualReport 迁移。"
              "Read dualReports: end the one that waits (endDualReport), or move the one that stands (moveDualReport).")
    TEXT = Bilingual("该成员已向一个社区报到，或已提出待确认。",
                     "The member is registered with a community already, or that waits to be confirmed.")


PROPOSE = "PROPOSE_DUAL_REPORT"
STANDING = (DualReportState.PROPOSED, DualReportState.CONFIRMED)  # a member has one of these at most
PROCESS = Process(
    table="dual_report", type="DualReport", words=Words("双报到", "A member's registration with the community of its home."),
    begins={DualReportState.PROPOSED: "dual_report.proposed"},
    states={
        DualReportState.PROPOSED: State(Words("待确认", "Proposed by the member; the community has not answered.",
                                              "：本人已提出，社区尚未答复")),
        DualReportState.CONFIRMED: State(Words("已报到", "Confirmed by the community: it holds."), has=("confirmed_at",)),
        DualReportState.MOVED: State(Words("已迁移", "The member moved to another community.", "到另一社区"),
                                     has=("confirmed_at", "over_at")),
        DualReportState.ENDED: State(Words("已结束", "Ended, or taken back.", "或撤回"), has=("over_at", "reason")),
        DualReportState.DECLINED: State(Words("已谢绝", "Declined by the community.", "：由社区"), has=("over_at", "reason")),
    },
    steps={
        DualReportStep.CONFIRM: Step(Words("确认", "Confirm it, by confirmDualReport."), Role.COMMUNITY,
                                     (DualReportState.PROPOSED,), DualReportState.CONFIRMED, "dual_report.confirmed"),
        DualReportStep.DECLINE: Step(Words("谢绝", "Decline it, by declineDualReport."), Role.COMMUNITY,
                                     (DualReportState.PROPOSED,), DualReportState.DECLINED, "dual_report.declined"),
        DualReportStep.MOVE: Step(Words("迁移", "Register with another community, by moveDualReport.", "到另一社区"),
                                  Role.MEMBER, (DualReportState.CONFIRMED,), DualReportState.MOVED, "dual_report.moved"),
        DualReportStep.END: Step(Words("结束", "End it, or take it back, by endDualReport.", "或撤回"), Role.ANY, STANDING,
                                 DualReportState.ENDED, "dual_report.ended"),
    },
    deeds={PROPOSE: Words("提出报到", "Register with a community, by proposeDualReport.")})
SIGHT = Sight(own="community_id", home="home_code", upward={12: "home", 9: "street", 6: "district"}, parties=("unit_id",),
              person="member_id")
"""Where somebody lives is seen by that community and the officers above it, by the member's unit, and by the member."""
SUBJECT = Subject("dual_report", SIGHT)


@dataclass(frozen=True, kw_only=True)
class DualReport:
    """What the rules need to know of a registration.

    home_code     of the community
    confirmed_at  None: the community never confirmed it
    """

    state: str
    member_id: UUID
    unit_id: UUID
    community_id: UUID
    home_code: str
    confirmed_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True)
class Registered:
    """A registration that holds.

    home_code   of the community
    """

    unit_id: UUID
    home_code: str


def check_ends(unit_kind: str, community_kind: str) -> None:
    """raises   BadInput"""
    if unit_kind not in UNIT_KINDS:
        raise BadInput("unit_id", Bilingual("须为所在单位。", "It must be the unit that the member works at."))
    if community_kind != OrganizationKind.COMMUNITY:
        raise BadInput("community_id", Bilingual("须为居住地的社区。", "It must be the community where the member lives."))


def check_propose(viewer: Viewer, unit_id: UUID) -> None:
    """Whoever is signed in registers by itself; who acts for organisations is in the service of none but them.

    raises   NotAllowed
    """
    if viewer.acts_for and unit_id not in viewer.units:
        raise NotAllowed(PROPOSE)


def check_step(viewer: Viewer, step: DualReportStep, report: DualReport) -> None:
    """raises   NotAllowed, WrongState"""
    may = {Role.COMMUNITY: viewer.is_officer_over(report.home_code), Role.MEMBER: viewer.member_id == report.member_id}
    may[Role.ANY] = any(may.values()) or report.unit_id in viewer.acts_for
    if not may[Role(PROCESS.steps[step].by)]:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, report.state)


def acting_for(viewer: Viewer, report: DualReport) -> UUID | None:
    """For which organisation the viewer takes a step: the unit, or the division over the community; None: for itself."""
    if report.unit_id in viewer.acts_for:
        return report.unit_id
    return viewer.division_over(report.home_code)


def actions(viewer: Viewer, report: DualReport) -> list[access.Permission]:
    """What the viewer can do with a registration, in the order of DualReportStep."""
    def check(action: str) -> None:
        check_step(viewer, DualReportStep(action), report)
    return access.permissions(DualReportStep, check)
