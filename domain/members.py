"""Members, who are active until they are deactivated, and their offices, which have terms.

Their lives are PROCESS and OFFICE, drawn in docs/processes.md.
"""
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from domain import access, terms
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.process import Process, State, Step
from domain.refusals import BadInput, Refusal
from domain.viewer import GRID_POSTS, Viewer
from domain.words import Words


class MemberState(StrEnum):
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class MemberStep(StrEnum):
    DEACTIVATE = "DEACTIVATE"


class Role(StrEnum):
    """Whose step it is."""

    OFFICERS_OVER_ALL = "OFFICERS_OVER_ALL"  # that ties the member: `check_deactivate`


PROCESS = Process(
    table="member", type="Member", words=Words("成员", "A member."), state=None,
    begins={MemberState.ACTIVE: "member.registered"},
    states={MemberState.ACTIVE: State(Words("有效", "May sign in.", "：可登录")),
            MemberState.INACTIVE: State(Words("已停用", "Has no rights any more.", "：没有任何权限"))},
    steps={MemberStep.DEACTIVATE: Step(Words("停用", "Take all rights away, by deactivateMember."), Role.OFFICERS_OVER_ALL,
                                       (MemberState.ACTIVE,), MemberState.INACTIVE, "member.deactivated")})
OFFICE = terms.process("office", "Office", Words("任职", "An office that a member holds."), "office.appointed", "office.ended")


@dataclass
class AlreadyRegistered(Refusal, description="该登录名或短名已被登记。Another member has this subject or handle."):
    ADVICE = ("该人已登记则直接使用；否则换一个短名，并核对 sub。"
              "Use the member that is there; else take another handle, and check the sub.")
    value: Annotated[str, "该名。The name that is taken."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"{self.value} 已被其他成员使用。", f"{self.value} belongs to another member.")


@dataclass
class MemberInactive(Refusal, description="该成员已停用。The member was deactivated."):
    ADVICE = "停用不可恢复；需要时另行登记。Deactivation is for good: register anew where it is needed."
    TEXT = Bilingual("该成员已停用。", "The member is deactivated.")


@dataclass
class AlreadyAppointed(Refusal, description="该成员在此期间已任此职。The member holds this office in that time already."):
    ADVICE = "读取该成员的任职；需改期先结束原任职。Read the member's offices; end the old one first to change its term."
    TEXT = Bilingual("该成员在此期间已任此职。", "The member holds this office in that time already.")


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


def check_deactivate(viewer: Viewer, ties: Collection[str | None], registered_in: str | None) -> None:
    """A member is deactivated by officers over everything that ties it, now or from a later day; with no tie, over where it
    was registered.

    ties            the homes of the organisations where it has offices, and the divisions of its committees
    registered_in   the code of the division that registered it
    raises          NotAllowed
    """
    needed = ties or [registered_in]
    access.check_officer_over(viewer, [code or "" for code in needed], PROCESS.action(MemberStep.DEACTIVATE))
