"""Stations: a unit's being stationed in a community, which both of them have to want.

Its life is PROCESS, drawn in docs/processes.md. Only a confirmed station gives anything: sight to the unit's people, and the
unit a place to publish in.
"""
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.process import Process, State, Step
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
