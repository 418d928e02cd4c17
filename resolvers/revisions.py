"""Which columns a revision of an item changes."""
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from domain import folding, homes, items, texts, widening
from domain.faults import Faults
from domain.items import Item, List
from domain.languages import Bilingual
from domain.refusals import BadInput

_MOST_YUAN = Decimal(10) ** 12

_CLEANED: dict[str, Callable[[Any], Any]] = {
    "title": lambda given: texts.line("title", given, texts.TITLE),
    "body": lambda given: texts.optional("body", given) or "",
    "unit": lambda given: texts.line("unit", given),
}
_MAY_BE_EMPTY = frozenset({"body", "starts_at", "deadline", "place", "budget_yuan", "stage_limits"})
_OF_ONE_LIST = {"urgency": List.DEMAND, "budget_yuan": List.PROJECT}


class Revision(TypedDict, total=False):
    """What a reviser may send; what is absent stays as it is."""

    title: str | None
    body: str | None
    category: str | None
    quantity: int | None
    unit: str | None
    scope: str | None
    starts_at: datetime | None
    deadline: datetime | None
    place: Mapping[str, Any] | None
    contact: Mapping[str, Any] | None
    urgency: str | None
    budget_yuan: Decimal | None
    stage_limits: Mapping[str, int | None] | None


def changes(item: Item, columns: Mapping[str, Any], given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The columns that come out different, with their new values.

    columns   the present values
    given     what the reviser sent, by the names of the input
    raises    BadInput
    """
    with Faults() as faults:
        read = [faults.of(_columns, item, name, given[name]) for name in given]
    revised = {column: value for columns_of in read for column, value in columns_of.items()}
    different = {column: value for column, value in revised.items() if value != columns[column]}
    after = {**columns, **different}
    # An old deadline may have passed since it was set; only a new one has to lie ahead.
    checked_from = now if "deadline" in different else datetime.min.replace(tzinfo=now.tzinfo)
    items.check_amounts(after["quantity"], after["starts_at"], after["deadline"], checked_from)
    return different | widening.restarted(item, columns, different, now)


def searched(columns: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, str]:
    """The column `words` after these changes, when it changes."""
    if changes.keys().isdisjoint(("title", "body")):
        return {}
    after = {**columns, **changes}
    return {"words": folding.words(after["title"], after["body"])}


def _columns(item: Item, name: str, value: Any) -> dict[str, Any]:
    if value is None and name not in _MAY_BE_EMPTY:
        raise BadInput(name, Bilingual("须填写，不能为空。", "It must not be empty."))
    if item.list != _OF_ONE_LIST.get(name, item.list):
        raise BadInput(name, Bilingual(f"{item.list} 没有此项。", f"A {item.list} has none."))
    if name == "place":
        return texts.place(value)
    if name == "stage_limits":
        return widening.read_limits(value)
    if name == "scope":
        return {name: homes.scope_around(item.home_code, value)}
    if name == "budget_yuan":
        check_budget(value)
    return {name: _CLEANED[name](value) if name in _CLEANED else value}


def check_budget(budget_yuan: Decimal | None) -> None:
    """raises   BadInput"""
    if budget_yuan is not None and (not 0 <= budget_yuan < _MOST_YUAN or budget_yuan != round(budget_yuan, 2)):
        raise BadInput("budget_yuan", Bilingual("须为 0 至一万亿元（不含），最多两位小数。",
                                                "From 0 to below a trillion yuan, with at most two decimals."))
