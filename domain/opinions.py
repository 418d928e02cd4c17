"""Opinions (评价权): what a community says of a unit or a member before that is honoured or promoted, sealed to who asked.

Its life is PROCESS, drawn in docs/processes.md. Whom it is about sees nothing of it: docs/decisions/0170.
"""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain import access
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed
from domain.sight import Sight, Subject
from domain.viewer import OfficeKind, Viewer
from domain.words import Worded, Words

FIGURES = timedelta(days=365)
"""Over how long before it is asked the participation is counted."""
FIGURED = ("claims_proposed", "claims_accepted", "claims_delivered", "claims_confirmed", "projects", "conferences")


class OpinionPurpose(Worded):
    HONOUR = "HONOUR", Words("评优", "To be honoured.", "评先")
    PROMOTION = "PROMOTION", Words("晋升", "To be promoted.", "使用")


class Position(Worded):
    SUPPORTED = "SUPPORTED", Words("支持", "It is supported.")
    RESERVED = "RESERVED", Words("保留", "There are reservations.", "意见")
    OPPOSED = "OPPOSED", Words("反对", "It is opposed.")


class OpinionState(StrEnum):
    ASKED = "ASKED"
    ANSWERED = "ANSWERED"
    WITHDRAWN = "WITHDRAWN"


class OpinionStep(StrEnum):
    ANSWER = "ANSWER"
    WITHDRAW = "WITHDRAW"


class Role(StrEnum):
    """Whose step it is."""

    SECRETARY = "SECRETARY"  # of the community that is asked
    ASKER = "ASKER"          # who acts for the organisation that asks


ASK, OVERDUE = "ASK_OPINION", "FALL_OVERDUE"
PROCESS = Process(
    table="opinion", type="OpinionRequest",
    words=Words("征求意见", "A request for a community's opinion.", "：评优晋升前问社区"),
    begins={OpinionState.ASKED: "opinion.asked"},
    states={
        OpinionState.ASKED: State(Words("待答复", "The community has not answered.", "：社区尚未答复")),
        OpinionState.ANSWERED: State(Words("已答复", "The community said what it thinks."),
                                     has=("position", "answer", "answered_at")),
        OpinionState.WITHDRAWN: State(Words("已撤回", "Who asked does not ask any more."), has=("reason", "withdrawn_at")),
    },
    steps={
        OpinionStep.ANSWER: Step(Words("答复", "Say what the community thinks, by answerOpinion."), Role.SECRETARY,
                                 (OpinionState.ASKED,), OpinionState.ANSWERED, "opinion.answered"),
        OpinionStep.WITHDRAW: Step(Words("撤回", "Ask no more, by withdrawOpinion."), Role.ASKER,
                                   (OpinionState.ASKED,), OpinionState.WITHDRAWN, "opinion.withdrawn"),
        OVERDUE: Step(Words("逾期", "Its day is over, and both are told; it can be answered still."), CLOCK,
                      (OpinionState.ASKED,), None, "opinion.overdue"),
    },
    deadlines=(Deadline("overdue_at", (OpinionState.ASKED,), OVERDUE),),
    deeds={ASK: Words("征求社区意见", "Ask a community for its opinion, by askOpinion.")})
SIGHT = Sight(own="asker_id", parties=("community_id",))
"""Seen by who acts for the organisation that asks and by who acts for the community: not from above, not from beside, and not
by whom it is about."""
SUBJECT = Subject("opinion", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What the rules need to know of a request."""

    state: str
    asker_id: UUID
    community_id: UUID
    version: int = 1


def check_ask(kind: str, code: str | None, homes: Collection[str]) -> None:
    """A department asks, or a street or a level above it whose officers are over whom it is about.

    kind, code  of who asks; None of what is no division
    homes       the codes of the divisions where the unit, or the organisations in which the member holds an office, are at home
    raises      NotAllowed, BadInput
    """
    if kind == OrganizationKind.DEPARTMENT:
        return
    if code is None or kind in (OrganizationKind.COMMUNITY, OrganizationKind.GRID):
        raise BadInput("asker_id", Bilingual("须为部门，或街道及以上的区划。",
                                             "It must be a department, a street or a division above."))
    if not any(home.startswith(code) for home in homes):
        raise NotAllowed(ASK)


def check_community(kind: str) -> None:
    """raises   BadInput"""
    if kind != OrganizationKind.COMMUNITY:
        raise BadInput("community_id", Bilingual("须为社区。", "It must be a community."))


def check_unit(kind: str, unit_id: UUID, asker_id: UUID) -> None:
    """raises   BadInput"""
    if kind not in UNIT_KINDS:
        raise BadInput("subject.unit_id", Bilingual("不是单位。", "It is no unit."))
    if unit_id == asker_id:
        raise BadInput("subject.unit_id", Bilingual("不能就本单位征求意见。", "An organisation does not ask about itself."))


def check_sealed(serves: Collection[UUID], asker_id: UUID, community_id: UUID) -> None:
    """Let nobody be asked about who would see it.

    serves   the organisations in which the member holds an office, also those to come
    raises   BadInput
    """
    if not {asker_id, community_id}.isdisjoint(serves):
        raise BadInput("subject.member_id", Bilingual(
            "本人在征求单位或该社区任职，将看到此件。", "The member holds an office where this is seen."))


def check_due(due_on: date, today: date) -> None:
    """raises   BadInput"""
    if due_on < today:
        raise BadInput("due_on", Bilingual("须不早于今日。", "It must be today or later."))


def check_step(viewer: Viewer, step: OpinionStep, opinion: Opinion) -> None:
    """
    raises   NotAllowed, WrongState
    """
    may = (OfficeKind.SECRETARY in viewer.acts_for.get(opinion.community_id, ()) if PROCESS.steps[step].by == Role.SECRETARY
           else opinion.asker_id in viewer.acts_for)
    if not may:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, opinion.state)


def actions(viewer: Viewer, opinion: Opinion) -> list[access.Permission]:
    """What the viewer can do with a request, in the order of OpinionStep."""
    def check(action: str) -> None:
        check_step(viewer, OpinionStep(action), opinion)
    return access.permissions(OpinionStep, check)


def since(now: datetime) -> datetime:
    """From when on participation is counted in a request of this moment."""
    return now - FIGURES
