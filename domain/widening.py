"""Widening: a published item that nobody claims opens to more and more, stage by stage.

A stage is the item's scope, so that who sees it follows by the one rule there is (`domain.items.SIGHT`). Why it is so, and what
a claim does to the time of a stage: docs/decisions/0140.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any

from domain import homes, working_days
from domain.faults import Faults
from domain.items import PROCESS, Action, Item, Scope
from domain.languages import Bilingual
from domain.refusals import BadInput, Refusal

STAGES = (Scope.PAIRED, Scope.COMMUNITY, Scope.STREET, Scope.DISTRICT)
"""One after the other; the last has no end."""
LIMITS: Mapping[str, str] = {stage: f"{stage.lower()}_days" for stage in STAGES[:-1]}
"""Of each stage but the last, the column with its time limit in working days; null: it stays in that stage."""


@dataclass
class LastStage(Refusal, description="已在最后阶段。It is in the last stage."):
    ADVICE = "要面向更大范围，用 reviseItem 改 scope。To open it to still more, give another `scope` by `reviseItem`."
    scope: Annotated[str, "其可见范围。How widely it is seen.", "Scope"]

    @property
    def message(self) -> Bilingual:
        words = Scope(self.scope).words
        return Bilingual(f"已面向{words.chinese}，没有下一阶段。",
                         f"No stage follows; it is open to {words.english[:-1].lower()} already.")


@dataclass
class NoTimeLimit(Refusal, description="本阶段没有时限。Its stage has no time limit."):
    ADVICE = "无须操作：它已停留在本阶段。Nothing is to be done: it stays in its stage."
    TEXT = Bilingual("本阶段没有时限。", "Its stage has no time limit.")


def next_stage(scope: str, home_code: str) -> Scope | None:
    """To whom an item opens next, its home's own level at least; None: to nobody more."""
    following = dict(pairwise(STAGES)).get(Scope(scope))
    return following and homes.scope_around(home_code, following)


def ends_at(scope: str, limits: Mapping[str, Any], now: datetime) -> datetime | None:
    """When the time of a stage that begins now is up; None: never.

    limits   by the columns of LIMITS
    """
    days = limits.get(LIMITS.get(scope, ""))
    return None if days is None else working_days.due(now, days)


def moved(scope: str, home_code: str, claimed: int, limits: Mapping[str, Any], now: datetime) -> tuple[str, datetime | None]:
    """The stage of an item whose time in one is up, and when that one's is: where something of it is claimed the stage stays,
    and its time begins anew.

    scope    the stage in which it is
    """
    stage = scope if claimed else next_stage(scope, home_code) or scope
    return stage, ends_at(stage, limits, now)


def read_limits(given: Mapping[str, int | None] | None) -> dict[str, int | None]:
    """The columns of the time limits that are given, by the stages' names in small letters; of None all, which are none then.

    raises   BadInput
    """
    named = dict.fromkeys(map(str.lower, LIMITS)) if given is None else given
    with Faults() as faults:
        for stage, days in named.items():
            if days is not None and not 1 <= days <= working_days.MOST:
                faults.note(BadInput(f"stage_limits.{stage}", Bilingual(f"须为 1 至 {working_days.MOST} 个工作日。",
                                                                        f"From 1 to {working_days.MOST} working days.")))
    return {LIMITS[stage.upper()]: days for stage, days in named.items()}


def restarted(item: Item, columns: Mapping[str, Any], changes: Mapping[str, Any], now: datetime) -> dict[str, datetime | None]:
    """What becomes of `next_stage_at` where a revision changes a published item's stage, or that one's limit: it begins anew.

    columns   the present values of the limits
    """
    scope = changes.get("scope", item.scope)
    if item.state not in PROCESS.steps[Action.WIDEN].sources or changes.keys().isdisjoint({"scope", LIMITS.get(scope)}):
        return {}
    moment = ends_at(scope, {**columns, **changes}, now)
    return {} if moment == item.next_stage_at else {"next_stage_at": moment}


def is_wider(scope: str, than: str) -> bool:
    """Whether more people see what has one scope than what has the other."""
    order = list(Scope)
    return order.index(Scope(scope)) > order.index(Scope(than))


def check_widening(item: Item) -> Scope:
    """The stage to which the publisher may open an item at once.

    raises   WrongState, LastStage
    """
    PROCESS.check(Action.WIDEN, item.state)
    stage = next_stage(item.scope, item.home_code)
    if stage is None:
        raise LastStage(item.scope)
    return stage


def check_hold(item: Item) -> None:
    """raises   WrongState, NoTimeLimit"""
    PROCESS.check(Action.HOLD, item.state)
    if item.next_stage_at is None:
        raise NoTimeLimit
