"""Mobilisations of streets and districts, and their posts."""
from datetime import datetime
from typing import Any

import strawberry

from domain import access, mobilizations
from domain.mobilizations import MobilizationState, MobilizationStep
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from schema.assignments import AssignmentFilter, AssignmentOrder
from schema.declare import column, computed, entity, given, many, one, where
from schema.groups import by_division, by_month
from schema.lazy import AMember, AMobilization, AnOrganization, Assignments, Events, MobilizationPosts, Mobilizations, Shifts
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.shifts import ShiftFilter, ShiftOrder
from schema.words import described

OF_CALLER = "{t}.organization_id = {v:id(Organization)}"
SENT = ("EXISTS (SELECT FROM assignment a WHERE a.mobilization_id = {t}.id AND a.member_id = {member} "
        "AND a.state NOT IN ('DECLINED', 'REPLACED', 'RELEASED') OFFSET 0)")  # each is asked; without it PostgreSQL reads all assignments

described(MobilizationState, "动员的状态。Where a mobilisation is in its life.", mobilizations.PROCESS.words_of_states)
MobilizationAction = MobilizationStep
described(MobilizationAction, "对动员的操作。What can be done with a mobilisation.", mobilizations.PROCESS.words_of_steps,
          name="MobilizationAction")


class MobilizationOrder(Worded):
    LATEST = "LATEST", Words("最后开始在前", "The one that begins last.")
    NEXT = "NEXT", Words("最先开始在前", "The one that begins first.")


described(MobilizationOrder, "动员的排序。Orders of mobilisations.")

PAGES = IndexLayout(states=tuple(map(str, MobilizationState)), state="state", division="withinDivision")
ORDERS = {"LATEST": Order("{t}.starts_at", "timestamptz", descending=True), "NEXT": Order("{t}.starts_at", "timestamptz")}


@strawberry.input(description="筛选动员；各项同时成立。Which mobilisations; all of it holds.")
class MobilizationFilter:
    state: list[MobilizationState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    organization_id: strawberry.ID | None = where("由此街道或区县发起的。Called by this street or district.", OF_CALLER,
                                                  index=IndexCondition(OF_CALLER))
    mine: bool | None = where("您已被派往的，或否。Whether you are sent to one of its posts.", f"{SENT} = {{v:bool}}")
    starts_from: datetime | None = where("此时间或以后开始的。That begin then or later.", "{t}.starts_at >= {v:timestamptz}")
    starts_before: datetime | None = where("此时间之前开始的。That begin before.", "{t}.starts_at < {v:timestamptz}")
    text: str | None = where("标题或缘由含有此文字。Whose title or reason contains this text.",
                             "(strpos({t}.title, {v:text}) > 0 OR strpos({t}.reason, {v:text}) > 0)")
    within_division: str | None = where(
        f"发起方在此区划之内；{PADDED}。Whose caller lies within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class MobilizationPermission(Permission):
    action: MobilizationAction = given("操作。The action.")


RULED = ("state", "organization_id", "home_code", "ends_at")


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return mobilizations.actions(viewer, mobilizations.Mobilization(**dict(zip(RULED, row, strict=True))), now)


def _all(name: str, column: str) -> str:
    """The sum of a number of shifts, of those of a mobilisation or a post that this column names."""
    return f"(SELECT coalesce(sum(s.{name}), 0)::int FROM shift s WHERE s.{column} = {{t}}.id)"


def _sent(what: str) -> str:
    return f"(SELECT count(DISTINCT a.{what})::int FROM assignment a WHERE a.mobilization_id = {{t}}.id)"


@entity("动员：街道或区县一次把许多单位的党员派到各岗位、各班次；属于该区划的成员及上级可见。A mobilisation: a street or district sends members of many units to posts, for "
        "days with shifts, by one list. Seen by who belongs to the division, and by the officers above.",
        table="mobilization", tag="mo", visible=mobilizations.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", **by_month("{t}.starts_at"), **by_division("{t}.home_code")}, keys={"id": "id"})
class Mobilization(Node):
    state: MobilizationState = column("状态。Where it is in its life.")
    organization: AnOrganization = one("发起的街道或区县。The street or district that called it.", "{t}.id = {p}.organization_id")
    called_by: AMember = one("发起人。Which member called it.", "{t}.id = {p}.called_by")
    title: str = column("标题。What it is.")
    reason: str = column("缘由。Why it was called.")
    starts_at: datetime = column("首个班次的开始时间。When its first shift begins.")
    ends_at: datetime = column("最后班次的结束时间。When its last shift ends.")
    acknowledge_by: datetime = column("确认期限：到期未确认的算缺口，并告知发起方。Until when it is acknowledged; who has not by then counts as a gap, and the caller is "
                                      "told.")
    called_at: datetime = column("发起时间。When it was called.")
    over_at: datetime | None = column("结束或取消的时间；尚未则为空。When it ended or was cancelled; null before.")
    cancel_reason: str | None = column("取消的原因；没有则为空。Why it was cancelled; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    needed: int = column("各班次所需人次之和。How many its shifts need, all together.", _all("needed", "mobilization_id"))
    assigned: int = column("已派人次。How many of these are assigned.", _all("assigned", "mobilization_id"))
    acknowledged: int = column("已确认（或已到岗）人次。How many have acknowledged it, or were there.", _all("acknowledged", "mobilization_id"))
    served: int = column("已到岗人次。How many were there.", _all("served", "mobilization_id"))
    members: int = column("涉及的成员数，含已不在岗的。How many members it has named, with those who are not sent any more.", _sent("member_id"))
    units: int = column("涉及的单位数。How many units these are of.", _sent("unit_id"))
    posts = many(MobilizationPosts, "岗位，按名单顺序。Its posts, in the order of the list.", on="{t}.mobilization_id = {k}", key="{p}.id",
                 seen_with_parent=True)
    shifts = many(Shifts, "班次。Its shifts.", on="{t}.mobilization_id = {k}", key="{p}.id", filter=ShiftFilter, order=ShiftOrder)
    assignments = many(Assignments, "派遣，您可见的。Who is sent where, as far as you may see it.", on="{t}.mobilization_id = {k}",
                       key="{p}.id", filter=AssignmentFilter, order=AssignmentOrder)
    history = many(Events, "此动员的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'mobilization' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[MobilizationPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", *(f"{{t}}.{name}" for name in RULED))


@entity("动员的一个岗位。A post of a mobilisation.", table="mobilization_post", tag="po", visible=mobilizations.OF_POST,
        orders={"NUMBER": Order("{t}.number", "int4")}, keys={"id": "id"})
class MobilizationPost(Node):
    mobilization: AMobilization = one("所属动员。The mobilisation.", "{t}.id = {p}.mobilization_id", seen_with_parent=True)
    number: int = column("名单中的序号，从 1 起。Its number in the list, from 1.")
    name: str = column("岗位名称。What it is called.")
    address: str = column("地点。Where it is.")
    division: AnOrganization | None = one("所在的社区、网格或街道；未指明的为发起方。The community, grid or street where it is; the caller where none was named.",
                                          "{t}.division_code = {p}.division_code")
    needed: int = column("各班次所需人次之和。How many its shifts need, all together.", _all("needed", "post_id"))
    assigned: int = column("已派人次。How many of these are assigned.", _all("assigned", "post_id"))
    acknowledged: int = column("已确认（或已到岗）人次。How many have acknowledged it, or were there.", _all("acknowledged", "post_id"))
    served: int = column("已到岗人次。How many were there.", _all("served", "post_id"))
    shifts = many(Shifts, "班次。Its shifts.", on="{t}.post_id = {k}", key="{p}.id", filter=ShiftFilter, order=ShiftOrder)


MOBILIZATIONS = many(Mobilizations, "您可见的动员。The mobilisations that you may see.", filter=MobilizationFilter, order=MobilizationOrder)
