"""What an operation costs: in rows that it may ask for, so that a person can reckon it beforehand.

A page costs the rows that it asks for, at least one, times its parents; a count as many rows as below, whether or not a page
comes with it, and as many again for each of its groupings; and a value that is said again under another name costs as much as
one row more for each that it is said of. What a run costs beyond its pages (one row for itself, an introspection) is in the
plan.
"""
from collections.abc import Iterable

from graphql import GraphQLError

from domain.languages import Bilingual
from domain.refusals import BadInput
from planner.arguments import Run
from planner.limits import TooCostly
from planner.plan import (
    Answered,
    Call,
    Edges,
    Field,
    FromRun,
    Level,
    Nodes,
    Object,
    Page,
    PageInfo,
    Picked,
    PickedOf,
    Plan,
    References,
    Shape,
    Variant,
)

COUNT = 500  # rows: of a whole list, whatever the viewer may see of it is read
COUNT_BELOW = 20  # rows: of one parent's list
WRITE = 100  # rows: a transaction with what it looks up, locks and records


def of(plan: Plan, run: Run) -> int:
    """The price of a run, in rows; reckoned once for a plan that costs the same in every run.

    raises    BadInput for more representations than are allowed
    """
    if plan.price is None or plan.varies:
        below = plan.lists if plan.row is None else [*plan.lists, *(level for _, level in plan.row.children)]
        plan.price = 1 + plan.weight + sum(_of_level(level, run, 1) for level in below)
    return plan.price


def check(plan: Plan, run: Run, most: int) -> int:
    """The price of a run.

    raises   TooCostly when it is more than `most`; what `of` raises
    """
    if (price := of(plan, run)) > most:
        raise too_costly(price, most)
    return price


def too_costly(price: int, most: int) -> TooCostly:
    return TooCostly(Bilingual(
        f"此操作值 {price} 行，上限 {most}；请减小 first，少要 totalCount，或分几次问。",
        f"The operation costs {price} rows; {most} is the most: ask for a smaller `first`, fewer `totalCount`, or in parts."))


def _of_level(level: Level, run: Run, parents: int) -> int:
    paging = level.paging
    counts = 0
    if level.represented:
        rows = level.represented(run)
    elif paging is None:
        rows = parents
    else:
        try:
            rows = parents * max(1, paging.limit(run))
        except (BadInput, GraphQLError):
            return parents  # refused when it is run
        if paging.total is not None:
            counts = parents * (COUNT_BELOW if level.keyed else COUNT) * (1 + len(paging.groups))
            if paging.id is None:
                return counts  # nothing but the count
    return counts + rows * (1 + level.weight) + sum(_of_level(child, run, rows) for _, child in level.children)


def weigh(plan: Plan) -> None:
    """Note in a plan and its levels how many values are said again of each row."""
    plan.weight += _again(plan.root.fields)


def _again(fields: Iterable[Field]) -> int:
    """How many values of these fields are said again, those within to-one relations included."""
    found, said = 0, set()
    for each in fields:
        found += _size(each.shape) if each.owner in said else 0
        found += _within(each.shape)
        said.add(each.owner)
    return found


def _within(shape: Shape) -> int:
    """The same of what a field has within it; a list notes it in its own level."""
    match shape:
        case Object(fields=fields) | Edges(fields=fields):
            return _again(fields)
        case Variant(objects=objects):
            return max(_within(each) for each in objects.values())
        case Nodes(inner=inner):
            return _within(inner)
        case Call(inner=inner) | FromRun(inner=inner) | Answered(inner=inner):
            return _picked_again(inner)
        case PageInfo(fields=named):
            return len(named) - len({name for _, name in named})
        case Page(level=level, fields=fields):
            level.weight = _again(fields)
        case References(levels=levels):
            for level, inner in levels.values():
                level.weight = _within(inner)
    return 0


def _picked_again(picked: Picked | PickedOf | None) -> int:
    if isinstance(picked, PickedOf):
        return max(map(_picked_again, picked.types.values()), default=0)
    if picked is None:
        return 0
    names = [name for _, name, _ in picked.fields]
    return len(names) - len(set(names)) + sum(_picked_again(inner) for _, _, inner in picked.fields)


def _size(shape: Shape) -> int:
    """How many values a field says of a row."""
    match shape:
        case Object(fields=fields) | Edges(fields=fields):
            return sum(_size(each.shape) for each in fields)
        case Variant(objects=objects):
            return max(_size(each) for each in objects.values())
        case Nodes(inner=inner):
            return _size(inner)
        case Call(inner=Picked() as picked):
            return 1 + len(picked.fields)
        case PageInfo(fields=named):
            return len(named)
    return 1
