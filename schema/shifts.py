"""Shifts of a mobilisation's posts, and their gaps."""
from datetime import datetime
from typing import Any

import strawberry

from domain import access, mobilizations
from domain.mobilizations import ShiftState
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema.assignments import AssignmentFilter, AssignmentOrder
from schema.declare import column, computed, entity, given, many, one, where
from schema.groups import by_division, by_month
from schema.lazy import AMobilization, AMobilizationPost, Assignments, Shifts
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.words import described, enumerated

OF_MOBILIZATION, OF_POST = "{t}.mobilization_id = {v:id(Mobilization)}", "{t}.post_id = {v:id(MobilizationPost)}"
GAP = "({t}.state = 'SHORT' OR ({t}.state = 'FILLED' AND {t}.acknowledge_by <= {now}))"

described(ShiftState, "班次的人员状态，由人数得出。What there is of those whom a shift needs, told from its numbers.", mobilizations.WORDS_OF_SHIFTS)
ShiftAction = enumerated("ShiftAction", "对班次的操作。What can be done with a shift.", mobilizations.SHIFT_ACTIONS)


class ShiftOrder(Worded):
    NEXT = "NEXT", Words("最先开始在前", "The one that begins first.")
    LATEST = "LATEST", Words("最后开始在前", "The one that begins last.")


described(ShiftOrder, "班次的排序。Orders of shifts.")

PAGES = IndexLayout(states=tuple(map(str, ShiftState)), state="state")
ORDERS = {"NEXT": Order("{t}.starts_at", "timestamptz"), "LATEST": Order("{t}.starts_at", "timestamptz", descending=True)}


@strawberry.input(description="筛选班次；各项同时成立。Which shifts; all of it holds.")
class ShiftFilter:
    state: list[ShiftState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    gap: bool | None = where("是否有缺口：派人不足，或确认期限已过而未全部确认。Whether it has a gap: fewer assigned than it needs, or not all acknowledged in time.",
                             f"{GAP} = {{v:bool}}")
    mobilization_id: strawberry.ID | None = where("此动员的。Of this mobilisation.", OF_MOBILIZATION,
                                                  index=IndexCondition(OF_MOBILIZATION))
    post_id: strawberry.ID | None = where("此岗位的。Of this post.", OF_POST, index=IndexCondition(OF_POST))
    starts_from: datetime | None = where("此时间或以后开始的。That begin then or later.", "{t}.starts_at >= {v:timestamptz}")
    starts_before: datetime | None = where("此时间之前开始的。That begin before.", "{t}.starts_at < {v:timestamptz}")
    within_division: str | None = where(
        f"岗位在此区划之内；{PADDED}。Whose post lies within this division; {PADDED_EN}.",
        "starts_with({t}.division_code, {v:division})")


@entity(PERMISSION)
class ShiftPermission(Permission):
    action: str = given("操作。The action.", graphql_type=ShiftAction)


RULED = ("state", "mobilization_id", "organization_id", "home_code", "starts_at", "ends_at", "needed", "assigned")


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return mobilizations.shift_actions(viewer, mobilizations.Shift(**dict(zip(RULED, row, strict=True))), now)


@entity("班次：一个岗位在一段时间需要的人，及其缺口。A shift: how many a post needs for a time, and what is missing of them.",
        table="shift", tag="sf", visible=mobilizations.SHIFT_SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", **by_month("{t}.starts_at"), **by_division("{t}.division_code")}, keys={"id": "id"})
class Shift(Node):
    state: ShiftState = column("人员状态。What there is of those whom it needs.")
    mobilization: AMobilization = one("所属动员。The mobilisation.", "{t}.id = {p}.mobilization_id", seen_with_parent=True)
    post: AMobilizationPost = one("岗位。The post.", "{t}.id = {p}.post_id", seen_with_parent=True)
    starts_at: datetime = column("开始时间。When it begins.")
    ends_at: datetime = column("结束时间。When it ends.")
    needed: int = column("所需人数。How many it needs.")
    assigned: int = column("已派人数。How many are assigned.")
    acknowledged: int = column("已确认（或已到岗）人数。How many of these have acknowledged it, or were there.")
    served: int = column("已到岗人数。How many of these were there.")
    missing: int = column("还差人数；已取消的为 0。How many are missing; 0 of a cancelled one.",
                          "CASE WHEN {t}.state = 'CANCELLED' THEN 0 ELSE {t}.needed - {t}.assigned END")
    unacknowledged: int = column("已派而未确认的人数。How many are assigned and have not acknowledged it.", "{t}.assigned - {t}.acknowledged")
    gap: bool = column("是否有缺口：派人不足，或确认期限已过而未全部确认。Whether it has a gap: fewer assigned than it needs, or not all acknowledged in time.", GAP)
    assignments = many(Assignments, "派遣，您可见的。Who is sent to it, as far as you may see it.", on="{t}.shift_id = {k}", key="{p}.id",
                       filter=AssignmentFilter, order=AssignmentOrder)
    viewer_can: list[ShiftPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", *(f"{{t}}.{name}" for name in RULED))


SHIFTS = many(Shifts, "您可见的班次；缺口以 gap: true 筛选。The shifts that you may see; gaps by gap: true.", filter=ShiftFilter, order=ShiftOrder)
