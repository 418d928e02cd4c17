"""Agreements (共建协议): what a community or a street and a unit do for each other, for a term that both signed.

Its life is PROCESS, drawn in docs/processes.md. While a signed one holds, the unit's people see what is open to the host's
division, as if it was stationed there; from the day after its last day they do not.
"""
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from domain import access, dates
from domain.attachments import Asking, AttachmentOf, FileDeed, Row
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal, WrongState
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words

HOSTS = frozenset({OrganizationKind.COMMUNITY, OrganizationKind.STREET})
REMINDED = (60, 15)
"""Days before the day after its last one, on which both sides are reminded."""
LONGEST = 10  # years: of its term


class AgreementState(StrEnum):
    PROPOSED = "PROPOSED"
    SIGNED = "SIGNED"
    RENEWED = "RENEWED"
    ENDED = "ENDED"
    TERMINATED = "TERMINATED"
    DECLINED = "DECLINED"


class AgreementStep(StrEnum):
    SIGN = "SIGN"
    DECLINE = "DECLINE"
    RENEW = "RENEW"
    TERMINATE = "TERMINATE"


class AgreementSide(Worded):
    """Whose signature an agreement needs."""

    HOST = "HOST", Words("社区或街道", "The community or street: its secretary, and officers over it.",
                          "：其书记及上级的工作人员")
    UNIT = "UNIT", Words("单位", "The unit: who acts for it.", "：其联络员")

    @property
    def other(self) -> "AgreementSide":
        return AgreementSide.UNIT if self is AgreementSide.HOST else AgreementSide.HOST


@dataclass
class AlreadyAgreed(Refusal, description="双方在此期间已有协议。The two have an agreement for some of that time already."):
    ADVICE = "读取双方的协议：签订、续签或先终止它。Read their agreements: sign it, renew it, or end it first."
    TEXT = Bilingual("双方在此期间已有已签订或待签订的协议。",
                     "The two have an agreement, signed or proposed, for some of that time already.")


@dataclass
class TermOver(Refusal, description="期限已过。The term is over."):
    ADVICE = "以新的期限另行提出。Propose it anew, with another term."
    ended_on: Annotated[date, "末日。Its last day."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"期限至 {self.ended_on} 已过。", f"The term was over with {self.ended_on}.")


class Role(StrEnum):
    """Whose step it is."""

    ASKED = "ASKED"    # the side that did not propose it
    EITHER = "EITHER"  # of who proposed it, to decline is to take it back


PROPOSE = "PROPOSE_AGREEMENT"
PROCESS = Process(
    table="agreement", type="Agreement", words=Words("共建协议", "An agreement between a community or street and a unit."),
    begins={AgreementState.PROPOSED: "agreement.proposed"},
    states={
        AgreementState.PROPOSED: State(Words("待签订", "One side proposed it, the other has not signed.", "：一方已提出"),
                                       has=("proposed_by",)),
        AgreementState.SIGNED: State(Words("已签订", "Both sides signed; it holds during its term.", "，在期限内有效"),
                                     has=("signed_at",)),
        AgreementState.RENEWED: State(Words("已续签", "It is over, and another one goes on from it.", "：期满，由新协议接续"),
                                      has=("signed_at", "over_at")),
        AgreementState.ENDED: State(Words("已到期", "Its term is over.", "：期满"), has=("signed_at", "over_at")),
        AgreementState.TERMINATED: State(Words("已终止", "One side ended it before its term was over.", "：一方提前终止"),
                                         has=("signed_at", "over_at", "reason")),
        AgreementState.DECLINED: State(Words("已谢绝", "Declined by the other side, or taken back.", "，或由提出方撤回"),
                                       has=("over_at", "reason")),
    },
    steps={
        AgreementStep.SIGN: Step(Words("签订", "Sign it, by signAgreement."), Role.ASKED,
                                 (AgreementState.PROPOSED,), AgreementState.SIGNED, "agreement.signed"),
        AgreementStep.DECLINE: Step(Words("谢绝", "Decline it or take it back, by declineAgreement.", "或撤回"), Role.EITHER,
                                    (AgreementState.PROPOSED,), AgreementState.DECLINED, "agreement.declined"),
        AgreementStep.RENEW: Step(Words("续签", "Propose the one that goes on from it, by renewAgreement.", "：提出接续的协议"),
                                  Role.EITHER, (AgreementState.SIGNED,), None, "agreement.renewal_proposed"),
        AgreementStep.TERMINATE: Step(Words("终止", "End it before its term is over, by terminateAgreement.", "：提前结束"),
                                      Role.EITHER, (AgreementState.SIGNED,), AgreementState.TERMINATED, "agreement.terminated"),
        "REMIND": Step(Words("提醒", "Both sides are reminded that it ends."), CLOCK,
                       (AgreementState.SIGNED,), None, "agreement.ends_soon"),
        "PASS_ON": Step(Words("接续", "The one that goes on from it begins."), CLOCK,
                        (AgreementState.SIGNED,), AgreementState.RENEWED, "agreement.renewed"),
        "END": Step(Words("到期", "Its term is over."), CLOCK,
                    (AgreementState.SIGNED,), AgreementState.ENDED, "agreement.ended"),
    },
    deadlines=(Deadline("remind_at", (AgreementState.SIGNED,), "REMIND"),
               Deadline("passes_on_at", (AgreementState.SIGNED,), "PASS_ON"),
               Deadline("ends_at", (AgreementState.SIGNED,), "END")),
    deeds={PROPOSE: Words("提出共建协议", "Propose an agreement, by proposeAgreement.")})
STANDING = (AgreementState.PROPOSED, AgreementState.SIGNED)
"""Of two such of the same sides the terms do not overlap."""
SIGHT = Sight(own="host_id", home="home_code", upward={12: "home_code", 9: "street", 6: "district"},
              parties=("unit_id",))
"""Seen by both sides, and by the officers above the host."""
SUBJECT = Subject("agreement", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What the rules need to know of an agreement.

    proposed_by   the side
    home_code     of the host's division
    ends_at, passes_on_at   the deadlines of PROCESS; None: it does not end so
    """

    state: str
    proposed_by: str
    host_id: UUID
    unit_id: UUID
    home_code: str
    starts_on: date
    ends_on: date
    ends_at: datetime | None = None
    passes_on_at: datetime | None = None
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that its term is over."""
        moments = {"ends_at": self.ends_at, "passes_on_at": self.passes_on_at, "remind_at": None}
        return PROCESS.state_at(self.state, moments, now)


def check_sides(host_kind: str, unit_kind: str) -> None:
    """Let these two agree, or not.

    raises   BadInput
    """
    if host_kind not in HOSTS:
        raise BadInput("host_id", Bilingual("须为社区或街道。", "It must be a community or a street."))
    if unit_kind not in UNIT_KINDS:
        raise BadInput("unit_id", Bilingual("不是单位。", "It is no unit."))


def check_in_time(agreement: Agreement, today: date) -> None:
    """raises   TermOver of one that was not signed in time"""
    if agreement.ends_on < today:
        raise TermOver(agreement.ends_on)


def sides(viewer: Viewer, unit_id: UUID, home_code: str) -> frozenset[AgreementSide]:
    """For whom of the two the viewer may speak.

    home_code   of the host's division
    """
    may = {AgreementSide.HOST: viewer.is_officer_over(home_code), AgreementSide.UNIT: unit_id in viewer.acts_for}
    return frozenset(side for side, so in may.items() if so)


def check_propose(viewer: Viewer, unit_id: UUID, home_code: str) -> AgreementSide:
    """The side for which the viewer proposes an agreement; of who speaks for both, the host's.

    raises   NotAllowed
    """
    may = sides(viewer, unit_id, home_code)
    if not may:
        raise NotAllowed(PROPOSE)
    return AgreementSide.HOST if AgreementSide.HOST in may else AgreementSide.UNIT


def check_step(viewer: Viewer, step: AgreementStep, agreement: Agreement, now: datetime) -> AgreementSide:
    """A proposed agreement is signed by the side that did not propose it; everything else is either's.

    returns  the side for which the viewer takes the step
    raises   NotAllowed, WrongState
    """
    may = sides(viewer, agreement.unit_id, agreement.home_code)
    role = PROCESS.steps[step].by
    if role == Role.ASKED:
        may &= {AgreementSide(agreement.proposed_by).other}
    if not may:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, agreement.state_at(now))
    return AgreementSide.HOST if AgreementSide.HOST in may else AgreementSide.UNIT


def actions(viewer: Viewer, agreement: Agreement, now: datetime) -> list[access.Permission]:
    """What the viewer can do with an agreement, in the order of AgreementStep."""
    def check(action: str) -> None:
        check_step(viewer, AgreementStep(action), agreement, now)
    return access.permissions(AgreementStep, check)


def check_file(asking: Asking, row: Row, _: Row) -> UUID | None:
    """The side that proposed it attaches files, since the other signs what it sees, and removes them before it is signed.

    raises   NotAllowed, WrongState
    """
    agreement, deed = Agreement(**row), asking.deed
    side = AgreementSide(agreement.proposed_by)
    if side not in sides(asking.viewer, agreement.unit_id, agreement.home_code):
        raise NotAllowed(deed.action)
    allowed = STANDING if deed == FileDeed.ATTACH else (AgreementState.PROPOSED,)
    if (state := agreement.state_at(asking.now)) not in allowed:
        raise WrongState(state, [*allowed])
    return agreement.unit_id if side is AgreementSide.UNIT else None


ATTACHED = AttachmentOf(
    "agreement", "Agreement", Words("共建协议", "an agreement"), SIGHT, check_file,
    needs=("state", "proposed_by", "host_id", "unit_id", "home_code", "starts_on", "ends_on", "ends_at", "passes_on_at"),
    versioned=True)


def next_term(ends_on: date) -> date:
    """The first day of the one that goes on from a term."""
    return ends_on + timedelta(days=1)


def begins_at(starts_on: date) -> datetime:
    """The first moment of a term, by China's clocks."""
    return dates.next_day_starts(starts_on - timedelta(days=1))


def next_reminder(ends_at: datetime, now: datetime) -> datetime | None:
    """When both sides are reminded next that it ends; None: not any more. What was missed is not made up for."""
    coming = (ends_at - timedelta(days=days) for days in REMINDED)
    return next((moment for moment in coming if moment > now), None)
