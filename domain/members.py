"""Members, who are active until they are deactivated, and their offices, which have terms.

Their lives are PROCESS and OFFICE, drawn in docs/processes.md.
"""
from enum import StrEnum

from domain import terms
from domain.process import Process, State, Step
from domain.words import Words


class MemberState(StrEnum):
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class MemberStep(StrEnum):
    DEACTIVATE = "DEACTIVATE"


class Role(StrEnum):
    """Whose step it is."""

    OFFICERS_OVER_ALL = "OFFICERS_OVER_ALL"  # that ties the member: `domain.access.check_deactivate`


PROCESS = Process(
    table="member", type="Member", words=Words("成员", "A member."), state=None,
    begins={MemberState.ACTIVE: "member.registered"},
    states={MemberState.ACTIVE: State(Words("有效", "May sign in.", "：可登录")),
            MemberState.INACTIVE: State(Words("已停用", "Has no rights any more.", "：没有任何权限"))},
    steps={MemberStep.DEACTIVATE: Step(Words("停用", "Take all rights away, by deactivateMember."), Role.OFFICERS_OVER_ALL,
                                       (MemberState.ACTIVE,), MemberState.INACTIVE, "member.deactivated")})
OFFICE = terms.process("office", "Office", Words("任职", "An office that a member holds."), "office.appointed", "office.ended")


def state(*, active: bool) -> MemberState:
    """As the column `active` has it."""
    return MemberState.ACTIVE if active else MemberState.INACTIVE
