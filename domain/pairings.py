"""Pairings (结对共建、联系点、包联): who looks after a community, a grid or a building for a term, and what they promised.

Its life is PROCESS, drawn in docs/processes.md. It gives nothing but sight: of what is published to who
is paired with its publisher (`domain.widening`).
"""
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain import access
from domain.languages import Bilingual
from domain.organizations import UNIT_KINDS, OrganizationKind
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words

HOSTS = frozenset({OrganizationKind.COMMUNITY, OrganizationKind.GRID})
LONGEST = 5  # years: of its term


class PairingKind(Worded):
    """Who is paired."""

    UNIT = "UNIT", Words("结对共建", "A unit with a community, a grid or a building.", "：单位")
    LEADER = "LEADER", Words("联系点", "A leader, who looks after it in person.", "：领导个人联系")
    DEPARTMENT = "DEPARTMENT", Words("包联", "A department, whose members look after it.", "：部门及其人员")


class PairingState(StrEnum):
    PROPOSED = "PROPOSED"
    PAIRED = "PAIRED"
    ENDED = "ENDED"
    DISSOLVED = "DISSOLVED"
    DECLINED = "DECLINED"


class PairingStep(StrEnum):
    CONFIRM = "CONFIRM"
    DECLINE = "DECLINE"
    DISSOLVE = "DISSOLVE"


class PairingSide(Worded):
    """Whose word a pairing needs."""

    HOST = "HOST", Words("社区或网格", "The community or grid: its secretary, and officers over it.",
                          "：其书记及上级的工作人员")
    PARTNER = "PARTNER", Words("结对方", "Who is paired with it: who acts for that organisation.", "：代表该组织的人员")

    @property
    def other(self) -> "PairingSide":
        return PairingSide.PARTNER if self is PairingSide.HOST else PairingSide.HOST


@dataclass
class AlreadyPaired(Refusal, description="双方在此期间已有结对。The two are paired for some of that time already."):
    ADVICE = "读取双方的结对：确认它，或先解除。Read their pairings: confirm it, or dissolve it first."
    TEXT = Bilingual("双方在此期间已有结对或待确认的结对。", "The two are paired, or are to be, for some of that time already.")


class Role(StrEnum):
    """Whose step it is."""

    ASKED = "ASKED"    # the side that did not propose it
    EITHER = "EITHER"  # of who proposed it, to decline is to take it back


PROPOSE = "PROPOSE_PAIRING"
PROCESS = Process(
    table="pairing", type="Pairing", words=Words("结对", "A pairing of a unit, a leader or a department with a community."),
    begins={PairingState.PROPOSED: "pairing.proposed", PairingState.PAIRED: "pairing.made"},
    states={
        PairingState.PROPOSED: State(Words("待确认", "One side proposed it, the other has not confirmed.", "：一方已提出"),
                                     has=("proposed_by",)),
        PairingState.PAIRED: State(Words("结对中", "Both want it; it holds during its term.", "，在期限内有效"),
                                   has=("paired_at",)),
        PairingState.ENDED: State(Words("已到期", "Its term is over.", "：期满"), has=("over_at",)),
        PairingState.DISSOLVED: State(Words("已解除", "One side ended it before its term was over.", "：一方提前结束"),
                                      has=("paired_at", "over_at", "reason")),
        PairingState.DECLINED: State(Words("已谢绝", "Declined by the other side, or taken back.", "，或由提出方撤回"),
                                     has=("over_at", "reason")),
    },
    steps={
        PairingStep.CONFIRM: Step(Words("确认", "Confirm it, by confirmPairing."), Role.ASKED,
                                  (PairingState.PROPOSED,), PairingState.PAIRED, "pairing.confirmed"),
        PairingStep.DECLINE: Step(Words("谢绝", "Decline it or take it back, by declinePairing.", "或撤回"), Role.EITHER,
                                  (PairingState.PROPOSED,), PairingState.DECLINED, "pairing.declined"),
        PairingStep.DISSOLVE: Step(Words("解除", "End it before its term is over, by dissolvePairing.", "：提前结束"),
                                   Role.EITHER, (PairingState.PAIRED,), PairingState.DISSOLVED, "pairing.dissolved"),
        "END": Step(Words("到期", "Its term is over, whether it was confirmed or not."), CLOCK,
                    (PairingState.PROPOSED, PairingState.PAIRED), PairingState.ENDED, "pairing.ended"),
    },
    deadlines=(Deadline("ends_at", (PairingState.PROPOSED, PairingState.PAIRED), "END"),),
    deeds={PROPOSE: Words("提出结对", "Propose a pairing, by proposePairing.")})
SIGHT = Sight(own="host_id", home="home_code", upward={12: "home", 9: "street", 6: "district"},
              parties=("partner_id",), downward="home_code")
"""Seen by both sides, by whoever belongs to the host's division, and by the officers above it: who looks after a place hangs on
its notice board."""
SUBJECT = Subject("pairing", SIGHT)


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """What the rules need to know of a pairing.

    proposed_by   the side; None: one person spoke for both
    home_code     of the host
    ends_at       the deadline of PROCESS
    """

    state: str
    proposed_by: str | None
    host_id: UUID
    partner_id: UUID
    home_code: str
    ends_at: datetime
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that its term is over."""
        return PROCESS.state_at(self.state, {"ends_at": self.ends_at}, now)


def kind_of(partner_kind: str, *, of_leader: bool) -> PairingKind:
    """What a pairing is with an organisation of this kind, or with a leader of it.

    raises   BadInput
    """
    if of_leader:
        return PairingKind.LEADER
    if partner_kind not in UNIT_KINDS:
        raise BadInput("partner_id",
                       Bilingual("区划须以其领导结对，请填 leaderId。",
                                 "A division is paired by a leader of it: give leaderId."))
    return PairingKind.DEPARTMENT if partner_kind == OrganizationKind.DEPARTMENT else PairingKind.UNIT


def check_host(host_kind: str) -> None:
    """raises   BadInput"""
    if host_kind not in HOSTS:
        raise BadInput("host_id", Bilingual("须为社区或网格；楼栋填所在社区或网格，并在 building 写明。",
                                            "It must be a community or a grid; of a building the one that it stands in."))


def sides(viewer: Viewer, partner_id: UUID, home_code: str) -> frozenset[PairingSide]:
    """For whom of the two the viewer may speak.

    home_code   of the host
    """
    may = {PairingSide.HOST: viewer.is_officer_over(home_code), PairingSide.PARTNER: partner_id in viewer.acts_for}
    return frozenset(side for side, so in may.items() if so)


def check_propose(viewer: Viewer, partner_id: UUID, home_code: str) -> PairingSide | None:
    """The side for which the viewer proposes a pairing; None: both, and it is made at once.

    raises   NotAllowed
    """
    may = sides(viewer, partner_id, home_code)
    if not may:
        raise NotAllowed(PROPOSE)
    return None if len(may) > 1 else next(iter(may))


def check_step(viewer: Viewer, step: PairingStep, pairing: Pairing, now: datetime) -> PairingSide:
    """A proposed pairing is confirmed by the side that did not propose it; everything else is either's.

    returns  the side for which the viewer takes the step; of who speaks for both, the host's
    raises   NotAllowed, WrongState
    """
    may = sides(viewer, pairing.partner_id, pairing.home_code)
    if PROCESS.steps[step].by == Role.ASKED and pairing.proposed_by is not None:
        may &= {PairingSide(pairing.proposed_by).other}
    if not may:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, pairing.state_at(now))
    return PairingSide.HOST if PairingSide.HOST in may else PairingSide.PARTNER


def actions(viewer: Viewer, pairing: Pairing, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a pairing, in the order of PairingStep."""
    def check(action: str) -> None:
        check_step(viewer, PairingStep(action), pairing, now)
    return access.permissions(PairingStep, check)
