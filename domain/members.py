"""Members, who are active until they are deactivated, and their offices, which have terms.

Their lives are PROCESS and OFFICE, drawn in docs/processes.md.
"""
from dataclasses import dataclass
from enum import StrEnum

from domain import terms
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.process import Process, State, Step
from domain.refusals import BadInput, Refusal
from domain.viewer import GRID_POSTS
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


@dataclass
class GridHasHead(Refusal, description="该网格在此期间已有网格长。The grid has a head in that time already."):
    ADVICE = ("读取 Organization.offices；换人先结束原任期，新任自次日起。"
              "Read Organization.offices: end that term first, and let the new one begin the day after.")
    TEXT = Bilingual("该网格在此期间已有网格长。", "The grid has a head in that time already.")


def check_office(kind: str, organization_kind: str) -> None:
    """Let there be an office of a kind at an organisation of a kind: a grid's posts are of grids.

    raises   BadInput
    """
    if kind in GRID_POSTS and organization_kind != OrganizationKind.GRID:
        raise BadInput("kind", Bilingual("网格长、网格员只在网格任职。", "Only a grid has a head and staff of a grid."))


def state(*, active: bool) -> MemberState:
    """As the column `active` has it."""
    return MemberState.ACTIVE if active else MemberState.INACTIVE
