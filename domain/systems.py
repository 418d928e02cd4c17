"""Systems: programs of others that sign in with a key of their own, and may do what is listed for them and nothing else.

A system is a member with one office, for whose organisation it acts: it sees what is that organisation's own, and nothing for
belonging to a place or watching over one (decision 0160). Its life is PROCESS, drawn in docs/processes.md.
"""
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from domain import access, texts
from domain.languages import Bilingual
from domain.process import Process, State, Step
from domain.refusals import BadInput, NotAllowed, Refusal
from domain.sight import Sight, Subject
from domain.viewer import Viewer
from domain.words import Worded, Words


class SystemState(StrEnum):
    ACTIVE = "ACTIVE"
    CLOSED = "CLOSED"


class SystemStep(StrEnum):
    REPLACE_KEY = "REPLACE_KEY"
    ALLOW = "ALLOW"
    CLOSE = "CLOSE"


class SystemSight(Worded):
    """What a system sees for acting for its organisation."""

    OWN = "OWN", Words("仅自己的", "What it raised itself, and nothing else of its organisation's.",
                       "：它自己提出的诉求和它的网络钩子")
    ORGANIZATION = "ORGANIZATION", Words("组织的", "What is its organisation's, or names it.", "：该组织自己的和涉及该组织的")


@dataclass
class TooManySystems(Refusal, description="该组织的系统已够多。The organisation has so many systems."):
    ADVICE = "先关闭一个不再需要的。Close one that is needed no more."
    allowed: Annotated[int, "最多多少个。How many it may have."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"一个组织最多 {self.allowed} 个系统。", f"An organisation has {self.allowed} systems at most.")


@dataclass
class ReferenceTaken(Refusal, description="该编号的诉求已经提出。The system has raised a call with this reference."):
    ADVICE = ("以 whistles(filter: {reference}) 读取该诉求；不必再提出。"
              "Read that call by whistles(filter: {reference}): it need not be raised again.")
    reference: Annotated[str, "该编号。The reference."]

    @property
    def message(self) -> Bilingual:
        return Bilingual(f"编号 {self.reference} 的诉求已经提出。", f"The call {self.reference} is raised already.")


REGISTER = "REGISTER_SYSTEM"
OFFICERS = "OFFICERS"  # whose steps all are: those over the home of the organisation for which it acts
MOST = 20  # of an organisation, that are not closed
_ACTIVE = (SystemState.ACTIVE,)
PROCESS = Process(
    table="system", type="System", words=Words("系统", "A system."),
    begins={SystemState.ACTIVE: "system.registered"},
    states={
        SystemState.ACTIVE: State(Words("启用", "It may sign in with its keys.", "：可凭密钥登录"), has=("key_made_at",)),
        SystemState.CLOSED: State(Words("已关闭", "It has no keys and no rights any more.", "：没有密钥与权限"),
                                  has=("closed_at",)),
    },
    steps={
        SystemStep.REPLACE_KEY: Step(
            Words("更换密钥", "Give it another key, by replaceSystemKey; the one before stays good until the next.",
                  "：前一把仍可用，直至再次更换"), OFFICERS, _ACTIVE, None, "system.key_replaced"),
        SystemStep.ALLOW: Step(Words("设定权限与额度", "Say what it may ask for, and how much, by allowSystem."), OFFICERS,
                               _ACTIVE, None, "system.allowed"),
        SystemStep.CLOSE: Step(Words("关闭", "Let it in no more, by closeSystem."), OFFICERS,
                               _ACTIVE, SystemState.CLOSED, "system.closed"),
    },
    deeds={REGISTER: Words("登记系统", "Let a program of others in, by registerSystem.")})
SIGHT = Sight(own="organization_id", home="home_code", upward={12: "home_code", 9: "street", 6: "district"})
"""Seen by who acts for the organisation for which it acts, and by the officers above."""
SUBJECT = Subject(PROCESS.table, SIGHT)

PREFIX = "sandan_"
"""By which a key is known for one, by this program and by those that look for secrets in what is published."""
KEYS = 2  # of a system at a time: the new one, and the one before until all have the new one
LEAST, MOST_COST = 100, 1_000_000  # cost that it may have a minute
REFERENCE = 64  # characters of its own reference number
COST = 60_000  # the same, where nobody says
COMMUNITY = 12  # digits
_KEY = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")  # 256 bits


@dataclass(frozen=True, kw_only=True)
class System:
    """What the rules need to know of a system.

    home_code   of the organisation for which it acts; of a grid, its community's
    """

    state: str
    home_code: str
    version: int = 1


def home_of(division_code: str) -> str:
    """The code of the division in which a system of a division is at home: of a grid's, its community's."""
    return division_code[:COMMUNITY]


def check_over(viewer: Viewer, home_code: str, action: str) -> None:
    """Officers over the organisation keep its systems, never a system.

    raises   NotAllowed
    """
    if not viewer.is_officer_over(home_code):
        raise NotAllowed(action)


def check_step(viewer: Viewer, step: str, system: System) -> None:
    """raises   NotAllowed, WrongState"""
    check_over(viewer, system.home_code, PROCESS.action(step))
    PROCESS.check(step, system.state)


def actions(viewer: Viewer, system: System) -> list[access.Permission]:
    """What the viewer can do with a system, in the order of SystemStep."""
    def check(action: str) -> None:
        check_step(viewer, action, system)
    return access.permissions(SystemStep, check)


def is_key(text: str) -> bool:
    """Whether a bearer's text can be a key: anything else is not looked for."""
    return _KEY.fullmatch(text) is not None


def hashed(key: str) -> bytes:
    """All that is kept of a key. It is as random as the hash: nobody guesses it, so that no slow hash is needed."""
    return sha256(key.encode()).digest()


def root_fields(asked: Collection[str], known: Collection[str] | None) -> Sequence[str]:
    """What a system may ask for, in order.

    known    all root fields that there are, of the three kinds; None: that is not known here
    raises   BadInput
    """
    strange = sorted({*asked} - {*known}) if known is not None else []
    if strange or not asked:
        raise BadInput("allow", Bilingual(
            f"须为接口的根字段，至少一个；没有：{'、'.join(strange)}。",
            f"It must be root fields of the API, at least one; there is none of these: {', '.join(strange)}."))
    return sorted({*asked})


def reference(viewer: Viewer, given: str | None) -> str | None:
    """The number under which a system knows what it raises, as it is kept; None: it has none.

    raises   BadInput
    """
    if given is None:
        return None
    if viewer.system_id is None:
        raise BadInput("reference", Bilingual("只有系统有自己的编号，请省去。",
                                              "Only a system has references of its own: leave it out."))
    return texts.exact("reference", given)


def check_cost(cost: int) -> None:
    """raises   BadInput"""
    if not LEAST <= cost <= MOST_COST:
        raise BadInput("cost", Bilingual(f"须为 {LEAST} 至 {MOST_COST}。", f"It must be {LEAST} to {MOST_COST}."))


def narrowed(viewer: Viewer, operations: Collection[str], cost: int, sight: str) -> Viewer:
    """The rights of a system: to act for its organisation, by these operations alone, and to see as much as its sight says;
    not what its organisation sees for where it is, or with whom it is paired."""
    nowhere: frozenset[str] = frozenset()
    return replace(viewer, belongs_to=nowhere, officer_of=nowhere, districts_of=nowhere, division_of={}, sits_on={},
                   paired_with=frozenset(), only=frozenset(operations), cost=cost, system_id=viewer.member_id,
                   only_own=sight == SystemSight.OWN)
