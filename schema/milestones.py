"""Milestones of joint projects."""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain import access, milestones
from domain.milestones import MilestoneState as MilestoneState
from domain.projects import Project
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import Order
from resolvers import milestones as use_cases
from schema.days import TODAY, holder
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AJointProject, AMilestone, Events
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.words import described
from schema.writes import Shown, mutation

described(MilestoneState, "节点的状态。Where a milestone is in its life.", milestones.PROCESS.words_of_states)
MilestoneAction = milestones.MilestoneStep
described(MilestoneAction, "对节点的操作。What can be done with a milestone.", milestones.PROCESS.words_of_steps, name="MilestoneAction")
OVERDUE = f"({{t}}.state = 'PLANNED' AND {{t}}.due_on < {TODAY})"
PROJECT_RULED = {
    "state": "p.state", "host_id": "p.host_id", "home_code": "p.home_code::text", "lead_unit_id": "p.lead_unit_id",
    "lead_member_id": holder("p.lead_seat_id")}
OF_PROJECT = f"(SELECT ({', '.join(PROJECT_RULED.values())}) FROM joint_project p WHERE p.id = {{t}}.project_id)"
"""What the rules need to know of the project."""


def project_of(row: Sequence[Any]) -> Project:
    """Of OF_PROJECT."""
    return Project(**dict(zip(PROJECT_RULED, row, strict=True)))


class MilestoneOrder(Worded):
    DUE = "DUE", Words("最先到期在前", "The earliest due date first.")
    LATEST = "LATEST", Words("最后到期在前", "The latest due date first.")


described(MilestoneOrder, "节点的排序。Orders of milestones.")
ORDERS = {"DUE": Order("{t}.due_on", "date"), "LATEST": Order("{t}.due_on", "date", descending=True)}


@strawberry.input(description="筛选节点；各项同时成立。Which milestones; all of it holds.")
class MilestoneFilter:
    state: list[MilestoneState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    overdue: bool | None = where("是否逾期未完成。Whether it is not reported and its day is over.", f"{OVERDUE} = {{v:bool}}")
    due_from: date | None = where("时限不早于。Due on this day or later.", "{t}.due_on >= {v:date}")
    due_to: date | None = where("时限不晚于。Due on this day or earlier.", "{t}.due_on <= {v:date}")


@entity(PERMISSION)
class MilestonePermission(Permission):
    action: MilestoneAction = given("操作。The action.")


def _viewer_can(viewer: Viewer, member_id: UUID, project: Sequence[Any], state: str) -> Sequence[access.Permission]:
    return milestones.actions(viewer, member_id, milestones.Milestone(state=state), project_of(project))


@entity("节点：实施项目要在何日之前做到什么；牵头方报告，接受服务的一方确认；看得到项目的人可见。A milestone: what a joint project is to reach by a day; reported by "
        "who leads, confirmed by the host; seen by who sees the project.", table="milestone", tag="ms", visible=milestones.SEEN, orders=ORDERS, groups={"STATE": "{t}.state"},
        keys={"id": "id"})
class Milestone(Node):
    state: MilestoneState = column("状态。Where it is in its life.")
    project: AJointProject = one("实施项目。The joint project.", "{t}.id = {p}.project_id", seen_with_parent=True)
    title: str = column("标题。What is to be reached.")
    due_on: date = column("时限。The day by which it is to be reached.")
    overdue: bool = column("是否逾期未完成。Whether it is not reported and its day is over.", OVERDUE)
    reported_at: datetime | None = column("报告完成的时间；尚未则为空。When it was said to be reached; null before.")
    report: str | None = column("完成情况；未填为空。What was done; null when not given.")
    confirmed_at: datetime | None = column("确认时间；尚未则为空。When it was confirmed; null before.")
    reason: str | None = column("退回或取消的原因；没有则为空。Why it was sent back or dropped; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.", on="{t}.object_id = {k}", key="{p}.id")
    viewer_can: list[MilestonePermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{member}", OF_PROJECT, "{t}.state")


# -- what can be done

MILESTONE = ("节点。The milestone.", "Milestone")


@strawberry.input(description="设立节点。Plan a milestone.")
class AddMilestoneInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目，未结束的。The joint project, which is not over.", "JointProject")
    title: str = strawberry.field(description="标题。What is to be reached.")
    due_on: date = strawberry.field(description="时限，今日或以后。The day by which it is to be reached, today or later.")


@strawberry.input(description="报告节点完成。Say that a milestone is reached.")
class ReportMilestoneInput:
    idempotency_key: str = strawberry.field(description=KEY)
    milestone_id: strawberry.ID = identifier(*MILESTONE)
    report: str | None = strawberry.field(description="完成情况。What was done.", default=UNSET)


@strawberry.input(description="退回节点。Send a milestone back.")
class ReturnMilestoneInput:
    idempotency_key: str = strawberry.field(description=KEY)
    milestone_id: strawberry.ID = identifier(*MILESTONE)
    reason: str = strawberry.field(description="原因。Why.")


@strawberry.input(description="确认节点完成。Confirm that a milestone is reached.")
class ConfirmMilestoneInput:
    idempotency_key: str = strawberry.field(description=KEY)
    milestone_id: strawberry.ID = identifier(*MILESTONE)


@strawberry.input(description="取消节点。Drop a milestone.")
class DropMilestoneInput:
    idempotency_key: str = strawberry.field(description=KEY)
    milestone_id: strawberry.ID = identifier(*MILESTONE)
    reason: str = strawberry.field(description="原因。Why.")


SHOWN = (Shown("milestone", AMilestone, "该节点。The milestone.", "milestone"),
         Shown("joint_project", AJointProject, "该实施项目。The joint project.", "joint_project"))
ADD = mutation("设立节点（接受服务的一方，或其区划的工作人员）。Plan a milestone; the host's, or officers' over its division.", use_cases.add, AddMilestoneInput, *SHOWN)
REPORT = mutation("报告节点完成（牵头单位，或领办席位）。Say that a milestone is reached; of the unit or the seat that leads.", use_cases.report, ReportMilestoneInput, *SHOWN)
RETURN = mutation("退回节点（接受服务的一方，或其区划的工作人员）。Send a milestone back; the host's, or officers' over its division.", use_cases.return_, ReturnMilestoneInput, *SHOWN)
CONFIRM = mutation("确认节点完成（接受服务的一方，或其区划的工作人员）。Confirm that a milestone is reached; the host's, or officers' over its division.", use_cases.confirm, ConfirmMilestoneInput, *SHOWN)
DROP = mutation("取消节点（接受服务的一方，或其区划的工作人员）。Drop a milestone; the host's, or officers' over its division.", use_cases.drop, DropMilestoneInput, *SHOWN)
