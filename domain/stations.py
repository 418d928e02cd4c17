"""Stations: a unit's being stationed in a community, which both of them have to want.

Its life is PROCESS, drawn in docs/processes.md. Only a confirmed station gives anything: sight to the unit's people, and the
unit a place to publish in.
"""
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain import access
from domain.languages import Bilingual
from domain.process import Process, State, Step
from domain.refusals import NotAllowed, Refusal
from domain.viewer import Viewer
from domain.words import Worded, Words


class StationState(StrEnum):
    PROPOSED = "PROPOSED"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"
    ENDED = "ENDED"


class StationStep(StrEnum):
    CONFIRM = "CONFIRM"
    DECLINE = "DECLINE"
    END = "END"


class Side(Worded):
    """Whose consent a station needs."""

    UNIT = "UNIT", Words("单位", "The unit: its liaisons, and officers over its home division.",
                          "：其联络员，或其登记地及上级的工作人员")
    COMMUNITY = "COMMUNITY", Words("社区", "The community: its secretary, and officers over it.", "：其书记及上级的工作人员")

    @property
    def other(self) -> "Side":
        return Side.COMMUNITY if self is Side.UNIT else Side.UNIT


class Role(StrEnum):
    """Whose step it is."""

    ASKED = "ASKED"    # the side that did not propose it
    EITHER = "EITHER"  # of who proposed it, to decline is to take it back


PROCESS = Process(
    table="station", type="Station", words=Words("驻区关系", "A unit's being stationed in a community."),
    begins={StationState.PROPOSED: "station.proposed", StationState.CONFIRMED: "station.added"},
    states={
        StationState.PROPOSED: State(Words("待确认", "One side proposed it, the other has not confirmed; it gives no rights.",
                                           "：一方已提出，不产生任何权限"), has=("proposed_by",)),
        StationState.CONFIRMED: State(Words("已确认", "Both sides want it.", "：双方同意")),
        StationState.DECLINED: State(Words("已谢绝", "Declined by the other side, or taken back.", "，或由提出方撤回"),
                                     has=("proposed_by",)),
        StationState.ENDED: State(Words("已结束", "It has ended."), has=("ended_on",)),
    },
    steps={
        StationStep.CONFIRM: Step(Words("确认", "Confirm it, by confirmStation."), Role.ASKED,
                                  (StationState.PROPOSED,), StationState.CONFIRMED, "station.confirmed"),
        StationStep.DECLINE: Step(Words("谢绝", "Decline it or take it back, by declineStation.", "或撤回"), Role.EITHER,
                                  (StationState.PROPOSED,), StationState.DECLINED, "station.declined"),
        StationStep.END: Step(Words("结束", "End it, by endStation."), Role.EITHER,
                              (StationState.CONFIRMED,), StationState.ENDED, "station.ended"),
    })


@dataclass
class AlreadyStationed(Refusal,
                       description="该单位已驻在该社区，或已提出。The unit is stationed there already, or that is proposed."):
    ADVICE = "读取该单位的驻区关系，按其状态确认或等待。Read the unit's stations: confirm, or wait, by their state."
    TEXT = Bilingual("该单位已驻该社区，或已提出待确认。",
                     "The unit is stationed in that community already, or that waits to be confirmed.")


@dataclass(frozen=True, kw_only=True)
class Station:
    """What the rules need to know of a station.

    proposed_by    the side; None: who could speak for both
    unit_home      the code of the unit's home division
    """

    state: str
    proposed_by: str | None
    unit_id: UUID
    unit_home: str | None
    community_code: str
    version: int = 1


def sides(viewer: Viewer, station: Station) -> frozenset[Side]:
    """For whom of the two the viewer may speak: for the unit its own people and the officers over its home."""
    may = {Side.UNIT: station.unit_id in viewer.acts_for or viewer.is_officer_over(station.unit_home or ""),
           Side.COMMUNITY: viewer.is_officer_over(station.community_code)}
    return frozenset(side for side, so in may.items() if so)


def check_step(viewer: Viewer, step: StationStep, station: Station) -> None:
    """A proposed station is confirmed by the side that did not propose it; declined, taken back or ended by either.

    raises   NotAllowed, WrongState
    """
    may = sides(viewer, station)
    if PROCESS.steps[step].by == Role.ASKED and station.proposed_by is not None:
        may &= {Side(station.proposed_by).other}
    if not may:
        raise NotAllowed(PROCESS.action(step))
    PROCESS.check(step, station.state)


def actions(viewer: Viewer, station: Station) -> list[access.Permission]:
    """What the viewer can do with a station, in the order of StationStep."""
    def check(action: str) -> None:
        check_step(viewer, StationStep(action), station)
    return access.permissions(StationStep, check)
