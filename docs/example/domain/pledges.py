"""Pledges: an organisation promises another something by a moment.

Its life is PROCESS, drawn in docs/processes.md. Kept too late is not kept: what is not said to be kept by then has lapsed.
"""
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain import access
from domain.attachments import Asking, AttachmentOf, Row
from domain.languages import Bilingual
from domain.process import CLOCK, Deadline, Process, State, Step
from domain.refusals import BadInput, NotAllowed, WrongState
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Words


class PledgeState(StrEnum):
    OPEN = "OPEN"
    KEPT = "KEPT"
    LAPSED = "LAPSED"


class PledgeStep(StrEnum):
    """What people do with a pledge."""

    KEEP = "KEEP"


class Role(StrEnum):
    """Whose step it is."""

    MAKER = "MAKER"


MAKE = "MAKE_PLEDGE"
LAPSE = "LAPSE"  # the clock's step
PROCESS = Process(
    table="pledge", type="Pledge", words=Words("承诺", "A pledge."),
    begins={PledgeState.OPEN: "pledge.made"},
    states={
        PledgeState.OPEN: State(Words("待兑现", "Made; not yet kept.", "：已承诺")),
        PledgeState.KEPT: State(Words("已兑现", "Kept in time."), has=("kept_at",)),
        PledgeState.LAPSED: State(Words("逾期未兑现", "Not kept in time.")),
    },
    steps={
        PledgeStep.KEEP: Step(Words("兑现", "Say that it is kept, by keepPledge."), Role.MAKER,
                              (PledgeState.OPEN,), PledgeState.KEPT, "pledge.kept"),
        LAPSE: Step(Words("逾期", "It is not kept in time."), CLOCK,
                    (PledgeState.OPEN,), PledgeState.LAPSED, "pledge.lapsed"),
    },
    deadlines=(Deadline("due_at", (PledgeState.OPEN,), LAPSE),),
    deeds={MAKE: Words("作出承诺", "Make a pledge, by makePledge.")})

SIGHT = Sight(own="maker_id", parties=("receiver_id",))
SUBJECT = Subject(PROCESS.table, SIGHT)


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """What the rules need to know of a pledge.

    due_at   until when it can be kept
    """

    state: str
    maker_id: UUID
    due_at: datetime
    version: int = 1

    def state_at(self, now: datetime) -> str:
        """Its state, also where the clock has not yet written that it lapsed."""
        return PROCESS.state_at(self.state, {"due_at": self.due_at}, now)


def check_new(maker_id: UUID, receiver_id: UUID, due_at: datetime, now: datetime) -> None:
    """Let a pledge be made.

    raises   BadInput
    """
    if receiver_id == maker_id:
        raise BadInput("receiver_id", Bilingual("须为另一个组织，不能向自己承诺。",
                                                "It must be another organisation than the one that pledges."))
    if due_at <= now:
        raise BadInput("due_at", Bilingual("须在将来。", "It must lie ahead."))


def check_step(viewer: Viewer, step: PledgeStep, pledge: Pledge, now: datetime) -> None:
    """Who acts for the organisation that pledged takes its steps.

    raises   NotAllowed, WrongState
    """
    if pledge.maker_id not in viewer.acts_for:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, pledge.state_at(now))


def actions(viewer: Viewer, pledge: Pledge, now: datetime) -> list[access.Permission]:
    """What the viewer can do with a pledge, in the order of PledgeStep."""
    def check(action: str) -> None:
        check_step(viewer, PledgeStep(action), pledge, now)
    return access.permissions(PledgeStep, check)


def check_file(asking: Asking, row: Row, _: Row) -> UUID:
    """Who acts for the organisation that pledged sees to its files, as long as it can be kept.

    raises   NotAllowed, WrongState
    """
    pledge = Pledge(**row)
    if pledge.maker_id not in asking.viewer.acts_for:
        raise NotAllowed(asking.deed.action)
    if (state := pledge.state_at(asking.now)) != PledgeState.OPEN:
        raise WrongState(state, [PledgeState.OPEN])
    return pledge.maker_id


ATTACHED = AttachmentOf(PROCESS.table, PROCESS.type, Words("承诺", "a pledge"), SIGHT, check_file,
                        needs=("state", "maker_id", "due_at"), versioned=True)
