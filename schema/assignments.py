"""Assignments of members to shifts of a mobilisation."""
from datetime import datetime
from typing import Any

import strawberry

from domain import access, assignments
from domain.assignments import AssignmentState, AssignmentStep
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema.declare import column, computed, entity, given, many, one, where
from schema.groups import by_division, by_month
from schema.lazy import AMember, AMobilization, AnAssignment, AnOrganization, AShift, Assignments, Events
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.scalars import Decimal
from schema.words import described

OF_MOBILIZATION, OF_SHIFT = "{t}.mobilization_id = {v:id(Mobilization)}", "{t}.shift_id = {v:id(Shift)}"
OF_MEMBER, OF_UNIT = "{t}.member_id = {v:id(Member)}", "{t}.unit_id = {v:id(Organization)}"

described(AssignmentState, "派遣的状态。Where an assignment is in its life.", assignments.PROCESS.words_of_states)
AssignmentAction = AssignmentStep
described(AssignmentAction, "对派遣的操作。What can be done with an assignment.", assignments.PROCESS.words_of_steps,
          name="AssignmentAction")


class AssignmentOrder(Worded):
    NEXT = "NEXT", Words("最先开始的班次在前", "Of the shift that begins first.")
    LATEST = "LATEST", Words("最后开始的班次在前", "Of the shift that begins last.")


described(AssignmentOrder, "派遣的排序。Orders of assignments.")

PAGES = IndexLayout(states=tuple(map(str, AssignmentState)), state="state", division="withinDivision")
ORDERS = {"NEXT": Order("{t}.starts_at", "timestamptz"), "LATEST": Order("{t}.starts_at", "timestamptz", descending=True)}


@strawberry.input(description="筛选派遣；各项同时成立。Which assignments; all of it holds.")
class AssignmentFilter:
    state: list[AssignmentState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    mobilization_id: strawberry.ID | None = where("此动员的。Of this mobilisation.", OF_MOBILIZATION,
                                                  index=IndexCondition(OF_MOBILIZATION))
    shift_id: strawberry.ID | None = where("此班次的。To this shift.", OF_SHIFT, index=IndexCondition(OF_SHIFT))
    member_id: strawberry.ID | None = where("此成员的。Of this member.", OF_MEMBER, index=IndexCondition(OF_MEMBER))
    unit_id: strawberry.ID | None = where("此单位人员的。Of people of this unit.", OF_UNIT, index=IndexCondition(OF_UNIT))
    mine: bool | None = where("您本人的，或否。Whether it is your own.", "({t}.member_id = {member}) = {v:bool}", by=["member"])
    starts_from: datetime | None = where("班次在此时间或以后开始的。To shifts that begin then or later.", "{t}.starts_at >= {v:timestamptz}")
    starts_before: datetime | None = where("班次在此时间之前开始的。To shifts that begin before.", "{t}.starts_at < {v:timestamptz}")
    within_division: str | None = where(
        f"动员的发起方在此区划之内；{PADDED}。Of mobilisations within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class AssignmentPermission(Permission):
    action: AssignmentAction = given("操作。The action.")


RULED = ("state", "shift_id", "organization_id", "unit_id", "member_id", "starts_at", "ends_at")
CANCELLED_AT = "(SELECT s.cancelled_at FROM shift s WHERE s.id = {t}.shift_id)"


def _viewer_can(viewer: Viewer, now: datetime, _: Any, cancelled_at: datetime | None, *row: Any) -> list[access.Permission]:
    known = assignments.Assignment(cancelled_at=cancelled_at, **dict(zip(RULED, row, strict=True)))
    return assignments.actions(viewer, known, now)


@entity("派遣：一名党员被派到动员的一个班次；同一时间至多一个。由发起方及上级、所在单位和本人可见。A member's assignment to a shift of a mobilisation; one at a time. Seen by the "
        "caller and the officers above, by the member's unit, and by the member.",
        table="assignment", tag="as", visible=assignments.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", **by_month("{t}.starts_at"), **by_division("{t}.home_code")}, keys={"id": "id"})
class Assignment(Node):
    state: AssignmentState = column("状态。Where it is in its life.")
    mobilization: AMobilization | None = one("动员；您看不到时为空。The mobilisation; null when you may not see it.",
                                             "{t}.id = {p}.mobilization_id")
    shift: AShift | None = one("班次；您看不到时为空。The shift; null when you may not see it.", "{t}.id = {p}.shift_id")
    member: AMember = one("被派的成员。Who is sent.", "{t}.id = {p}.member_id")
    unit: AnOrganization = one("所在单位。The member's unit.", "{t}.id = {p}.unit_id")
    starts_at: datetime = column("班次的开始时间。When the shift begins.")
    ends_at: datetime = column("班次的结束时间。When it ends.")
    assigned_at: datetime = column("派遣时间。When the member was assigned.")
    acknowledged_at: datetime | None = column("确认时间；没有则为空。When it was acknowledged; null otherwise.")
    hours: Decimal | None = column("确认的时长，小时；尚未确认或未到岗则为空。The hours that are confirmed; null before, and of who was not there.")
    confirmed_at: datetime | None = column("确认到岗与否的时间；尚未则为空。When it was said whether the member was there; null before.")
    over_at: datetime | None = column("不再有效的时间；没有则为空。When it was declined, replaced or released; null otherwise.")
    reason: str | None = column("不能到岗或解除的原因；没有则为空。Why it was declined or released; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    replaces: AnAssignment | None = one("它所替换的；没有则为空。The one that it replaces; null when there is none.", "{t}.id = {p}.replaces_id",
                                        seen_with_parent=True)
    history = many(Events, "此派遣自名单之后的事件，由早到晚；名单本身是动员的一个事件。Its events, oldest first, after the list, which is one event of the mobilisation.",
                   on="{t}.subject_type = 'assignment' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[AssignmentPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", "{member}", CANCELLED_AT, *(f"{{t}}.{name}" for name in RULED))


ASSIGNMENTS = many(Assignments, "您可见的派遣。The assignments that you may see.", filter=AssignmentFilter, order=AssignmentOrder)
