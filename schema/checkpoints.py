"""Checkpoints of joint projects: bulletins, checks and evaluations that fall due by the calendar."""
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from domain import access, checkpoints
from domain.checkpoints import CheckpointKind as CheckpointKind
from domain.checkpoints import CheckpointState as CheckpointState
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import Order
from resolvers import checkpoints as use_cases
from schema.days import TODAY, day_of
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import ACheckpoint, AJointProject, Events
from schema.milestones import OF_PROJECT, project_of
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.words import described
from schema.writes import Shown, mutation

described(CheckpointKind, "检查点的种类。The kind of a checkpoint.")
described(CheckpointState, "检查点的状态。Where a checkpoint is in its life.", checkpoints.PROCESS.words_of_states)
CheckpointAction = checkpoints.CheckpointStep
described(CheckpointAction, "对检查点的操作。What can be done with a checkpoint.", checkpoints.PROCESS.words_of_steps, name="CheckpointAction")
OVERDUE = f"({{t}}.state = 'ASKED' AND {{t}}.due_on < {TODAY})"


class CheckpointOrder(Worded):
    LATEST = "LATEST", Words("最后到期在前", "The latest due date first.")
    DUE = "DUE", Words("最先到期在前", "The earliest due date first.")


described(CheckpointOrder, "检查点的排序。Orders of checkpoints.")
ORDERS = {"LATEST": Order("{t}.due_on", "date", descending=True), "DUE": Order("{t}.due_on", "date")}


@strawberry.input(description="筛选检查点；各项同时成立。Which checkpoints; all of it holds.")
class CheckpointFilter:
    state: list[CheckpointState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    kind: list[CheckpointKind] | None = where("种类之一。Of one of these kinds.", "{t}.kind = ANY({v:text[]})")
    overdue: bool | None = where("是否逾期未报告。Whether it is not answered and its day is over.", f"{OVERDUE} = {{v:bool}}")
    due_from: date | None = where("时限不早于。Due on this day or later.", "{t}.due_on >= {v:date}")
    due_to: date | None = where("时限不晚于。Due on this day or earlier.", "{t}.due_on <= {v:date}")


@entity(PERMISSION)
class CheckpointPermission(Permission):
    action: CheckpointAction = given("操作。The action.")


def _viewer_can(viewer: Viewer, member_id: UUID, project: Sequence[Any], state: str) -> Sequence[access.Permission]:
    return checkpoints.actions(viewer, member_id, state, project_of(project))


@entity("检查点：月报、半年检查、年度评估，按日历到期，由牵头方提交报告；看得到项目的人可见。A checkpoint: the monthly bulletin, the half-year check or the annual evaluation, "
        "which fall due by the calendar; answered by the report of who leads.", table="checkpoint", tag="cp", visible=checkpoints.SEEN,
        orders=ORDERS, groups={"STATE": "{t}.state", "KIND": "{t}.kind"}, keys={"id": "id"})
class Checkpoint(Node):
    state: CheckpointState = column("状态。Where it is in its life.")
    kind: CheckpointKind = column("种类：月报、半年检查或年度评估。Whether it is the bulletin, the check or the evaluation.")
    project: AJointProject = one("实施项目。The joint project.", "{t}.id = {p}.project_id", seen_with_parent=True)
    starts_on: date = column("统计期首日。The first day of its period.")
    ends_on: date = column("统计期末日。The last day of its period.")
    due_on: date = column("报告时限，按工作日计。The working day by which the report is due.")
    overdue: bool = column("是否逾期未报告。Whether it is not answered and its day is over.", OVERDUE)
    late: bool = column("是否迟报，或逾期未报。Whether it was answered after its day, or is overdue.",
                        f"coalesce({day_of('{t}.answered_at')}, {TODAY}) > {{t}}.due_on")
    answered_at: datetime | None = column("提交报告的时间；尚未则为空。When it was answered; null before.")
    report: str | None = column("报告；尚未则为空。The report; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.", on="{t}.object_id = {k}", key="{p}.id")
    viewer_can: list[CheckpointPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{member}", OF_PROJECT, "{t}.state")


@strawberry.input(description="提交检查点的报告。Answer a checkpoint by its report.")
class AnswerCheckpointInput:
    idempotency_key: str = strawberry.field(description=KEY)
    checkpoint_id: strawberry.ID = identifier("检查点。The checkpoint.", "Checkpoint")
    report: str = strawberry.field(description="报告。The report.")


ANSWER = mutation("提交检查点的报告（牵头单位，或领办席位）。Answer a checkpoint by its report; of the unit or the seat that leads.", use_cases.answer, AnswerCheckpointInput,
                  Shown("checkpoint", ACheckpoint, "该检查点。The checkpoint.", "checkpoint"),
                  Shown("joint_project", AJointProject, "该实施项目。The joint project.", "joint_project"))
