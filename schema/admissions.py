"""Admissions: what departments may ask communities to do, and the money that goes with it."""
from datetime import date, datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, admissions
from domain.admissions import AdmissionState, AdmissionStep, FundedPer
from domain.viewer import Viewer
from domain.words import Worded, Words
from planner.catalogue import IndexCondition, IndexLayout, Order
from resolvers import admissions as use_cases
from schema.days import TODAY
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.items import ItemFilter, ItemOrder, PointInput
from schema.lazy import Admissions, AnAdmission, AnOrganization, Events, Items
from schema.nodes import PADDED, PADDED_EN, Node
from schema.permissions import PERMISSION, Permission
from schema.scalars import Decimal
from schema.words import Category, described
from schema.writes import Shown, mutation

IN_FORCE = f"({{t}}.state = 'APPROVED' AND {{t}}.starts_on <= {TODAY} AND {{t}}.ends_on >= {TODAY})"
OF_DEPARTMENT = "{t}.department_id = {v:id(Organization)}"

described(AdmissionState, "准入的状态。Where an admission is in its life.", admissions.PROCESS.words_of_states)
described(FundedPer, "经费按什么计。What an admission's money is counted by.")
AdmissionAction = AdmissionStep
described(AdmissionAction, "对准入的操作。What can be done with an admission.", admissions.PROCESS.words_of_steps, name="AdmissionAction")


class AdmissionOrder(Worded):
    ENDS_ON = "ENDS_ON", Words("最先到期在前", "The one that ends first.")
    LATEST = "LATEST", Words("最后到期在前", "The one that ends last.")


described(AdmissionOrder, "准入的排序。Orders of admissions.")

PAGES = IndexLayout(states=tuple(map(str, AdmissionState)), state="state", division="withinDivision")
ORDERS = {"ENDS_ON": Order("{t}.ends_on", "date"), "LATEST": Order("{t}.ends_on", "date", descending=True)}


@strawberry.input(description="筛选准入；各项同时成立。Which admissions; all of it holds.")
class AdmissionFilter:
    state: list[AdmissionState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    category: list[Category] | None = where("类别之一。Of one of these categories.", "{t}.category = ANY({v:text[]})")
    in_force: bool | None = where("今日是否有效：已准入且在期限内。Whether it holds today: approved, and within its term.",
                                  f"{IN_FORCE} = {{v:bool}}", states=[AdmissionState.APPROVED])
    department_id: strawberry.ID | None = where("此部门的。Of this department.", OF_DEPARTMENT, index=IndexCondition(OF_DEPARTMENT))
    mine: bool | None = where("您代表其部门或其区划的，或否。Whether you act for its department, or for its division.",
                              "({t}.department_id = ANY({organizations}) OR {t}.division_id = ANY({organizations})) = {v:bool}")
    covers: str | None = where(f"适用于此区划的社区；{PADDED}。That are for this division's communities too; {PADDED_EN}.",
                               "starts_with({v:division}, {t}.home_code)")
    text: str | None = where("名称或依据含有此文字。Its title or its basis contains this text.",
                             "(strpos({t}.title, {v:text}) > 0 OR strpos({t}.basis, {v:text}) > 0)")
    ends_before: date | None = where("此日之前到期。That end before this day.", "{t}.ends_on < {v:date}")
    within_division: str | None = where(
        f"为此区划之内申请的；{PADDED}。That are asked for within this division; {PADDED_EN}.",
        "starts_with({t}.home_code, {v:division})")


@entity(PERMISSION)
class AdmissionPermission(Permission):
    action: AdmissionAction = given("操作。The action.")


RULED = ("state", "department_id", "decider_id", "home_code", "category", "starts_on", "ends_at")


def _viewer_can(viewer: Viewer, now: datetime, *row: Any) -> list[access.Permission]:
    return admissions.actions(viewer, admissions.Admission(**dict(zip(RULED, row, strict=True))), now)


@entity("社区事项准入（费随事转）：部门交社区办理的事项，及随之的经费；部门、所适用区划的人员及上级工作人员可见。An admission: what a department may ask communities to do, "
        "with the money that goes with it; seen by the department, by everybody in the division that it is for, and by the officers above.",
        table="admission", tag="ad", visible=admissions.SIGHT, indexes=PAGES, orders=ORDERS,
        groups={"STATE": "{t}.state", "CATEGORY": "{t}.category"}, keys={"id": "id"})
class Admission(Node):
    title: str = column("事项名称。What communities are asked to do.")
    basis: str = column("依据。The document that says so.")
    category: Category = column("类别。What it is about.")
    state: AdmissionState = column("状态。Where it is in its life.")
    in_force: bool = column("今日是否有效：已准入且在期限内。Whether it holds today: approved, and within its term.", IN_FORCE)
    department: AnOrganization = one("提出的部门。The department that asks.", "{t}.id = {p}.department_id")
    division: AnOrganization = one("适用的社区、街道或区县：其中的社区都在内。The community, street or district that it is for: all communities in it.",
                                   "{t}.id = {p}.division_id")
    decider: AnOrganization = one("审批的街道或区县。The street or district that decides.", "{t}.id = {p}.decider_id")
    asked_yuan: Decimal = column("申请时随事的经费，元。The money that was to go with it, in yuan.")
    funded_per: FundedPer = column("经费按总额还是每社区计。Whether the money is for all communities together or for each.")
    approved_yuan: Decimal | None = column("批准并落实的经费，元；未批准为空。The money that was allotted, in yuan; null when it was not approved.")
    voucher: str | None = column("经费下达的文号；未批准为空。The document by which it was allotted; null when it was not approved.")
    starts_on: date = column("首日。Its first day.")
    ends_on: date = column("末日。Its last day.")
    proposed_at: datetime = column("申请时间。When it was asked for.")
    decided_at: datetime | None = column("批准时间；未批准为空。When it was approved; null when it was not.")
    over_at: datetime | None = column("不予批准、撤回、撤销或期满的时间；尚未则为空。When it was refused, withdrawn or revoked, or its term was over; null before.")
    reason: str | None = column("不予批准、撤回或撤销的原因；没有则为空。Why it was refused, withdrawn or revoked; null otherwise.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    items = many(Items, "据此发布、您可见的需求和项目。The demands and projects that were published by it, as far as you may see them.",
                 on="{t}.admission_id = {k}", key="{p}.id", filter=ItemFilter, order=ItemOrder, near=PointInput)
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'admission' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[AdmissionPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, "{now}", *(f"{{t}}.{name}" for name in RULED))


# -- what can be done

REASON = "原因。Why."


@strawberry.input(description="申请把事项交社区办理，待街道或区县审批。Ask that communities take a task over, for the street or district to decide.")
class ProposeAdmissionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    division_id: strawberry.ID = identifier("适用的社区、街道或区县。The community, street or district that it is for.", "Organization")
    title: str = strawberry.field(description="事项名称。What communities are asked to do.")
    basis: str = strawberry.field(description="依据。The document that says so.")
    category: Category = strawberry.field(description="类别。What it is about.")
    yuan: Decimal = strawberry.field(description="随事的经费，元，最多两位小数。The money that goes with it, in yuan, with at most two decimals.")
    funded_per: FundedPer = strawberry.field(description="经费按总额还是每社区计。Whether for all communities together or for each.")
    ends_on: date = strawberry.field(description="末日，自首日起最长五年。The last day; five years from the first at most.")
    starts_on: date | None = strawberry.field(description="首日，默认今日。The first day; today by default.", default=UNSET)
    department_id: strawberry.ID | None = identifier("提出的部门；只代表一个组织时可省。The department; may be left out by who acts for one organisation.",
                                                     "Organization", default=UNSET)


@strawberry.input(description="批准事项，并落实随事的经费。Approve a task, with the money that goes with it.")
class ApproveAdmissionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    admission_id: strawberry.ID = identifier("准入。The admission.", "Admission")
    yuan: Decimal = strawberry.field(description="下达的经费，元，计法同申请。The money that is allotted, in yuan, counted as it was asked for.")
    voucher: str = strawberry.field(description="经费下达的文号。The document by which it is allotted.")


@strawberry.input(description="不予批准。Refuse what was asked for.")
class RefuseAdmissionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    admission_id: strawberry.ID = identifier("准入。The admission.", "Admission")
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="部门撤回申请。Take back what one's department asked for.")
class WithdrawAdmissionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    admission_id: strawberry.ID = identifier("准入。The admission.", "Admission")
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="撤销准入：据此发布、仍开放的不再可认领。Revoke an admission: what is open under it is claimed no more.")
class RevokeAdmissionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    admission_id: strawberry.ID = identifier("准入。The admission.", "Admission")
    reason: str = strawberry.field(description=REASON)


ADMISSION = Shown("admission", AnAdmission, "该准入。The admission.", "admission")
PROPOSE = mutation("申请把事项交社区办理（部门）。Ask that communities take a task over; the department's.", use_cases.propose,
                   ProposeAdmissionInput, ADMISSION)
APPROVE = mutation("批准准入（街道或区县的工作人员）。Approve an admission; by officers over the street or district.", use_cases.approve,
                   ApproveAdmissionInput, ADMISSION)
REFUSE = mutation("不予准入（街道或区县的工作人员）。Refuse an admission; by officers over the street or district.", use_cases.refuse,
                  RefuseAdmissionInput, ADMISSION)
WITHDRAW = mutation("撤回准入申请（部门）。Take an admission back that is not decided; the department's.", use_cases.withdraw,
                    WithdrawAdmissionInput, ADMISSION)
REVOKE = mutation("撤销准入（街道或区县的工作人员）。Revoke an admission; by officers over the street or district.", use_cases.revoke,
                  RevokeAdmissionInput, ADMISSION)
ADMISSIONS = many(Admissions, "社区事项准入清单：您可见的。The admissions that you may see.", filter=AdmissionFilter, order=AdmissionOrder)
