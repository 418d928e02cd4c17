"""The money of joint projects, and communities' yearly funds."""
from datetime import date, datetime

import strawberry
from strawberry import UNSET

from domain import funds
from domain.funds import FundingSource as FundingSource
from planner.catalogue import Order
from resolvers import funds as use_cases
from schema.attachments import FilePermission, files_can, files_of
from schema.declare import column, entity, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import (
    ACommunityFund,
    AFunding,
    AJointProject,
    AMember,
    AnExpense,
    AnOrganization,
    Events,
    Fundings,
)
from schema.nodes import Node
from schema.scalars import Decimal
from schema.words import described
from schema.writes import Shown, mutation

described(FundingSource, "资金来源。Where money comes from.")


def total(column_: str) -> str:
    """Of a project's budget."""
    return f"(SELECT coalesce(sum(f.{column_}), 0.00) FROM funding f WHERE f.project_id = {{t}}.id)"


@strawberry.input(description="筛选支出；各项同时成立。Which expenses; all of it holds.")
class ExpenseFilter:
    funding_id: strawberry.ID | None = where("从此项资金支出的。Of this funding.", "{t}.funding_id = {v:id(Funding)}")
    spent_from: date | None = where("支出日期不早于。Spent on this day or later.", "{t}.spent_on >= {v:date}")
    spent_to: date | None = where("支出日期不晚于。Spent on this day or earlier.", "{t}.spent_on <= {v:date}")
    voucher: str | None = where("凭证号。Of this voucher.", "{t}.voucher = {v:text}")


@strawberry.input(description="筛选服务经费；各项同时成立。Which funds; all of it holds.")
class CommunityFundFilter:
    year: int | None = where("年度。Of this year.", "{t}.year = {v:int4}")


@entity("资金：实施项目预算的一个来源，编制、拨付、支出逐级不超；看得到项目的人可见。Money of a joint project from one source: planned, granted of that, spent of that; seen by who sees "
        "the project.",
        table="funding", tag="fg", visible=funds.SEEN, orders={"PLANNED": Order("{t}.id", "uuid")},
        keys={"id": "id"}, groups={"KIND": "{t}.source"})
class Funding(Node):
    project: AJointProject = one("实施项目。The joint project.", "{t}.id = {p}.project_id", seen_with_parent=True)
    source: FundingSource = column("来源。Where it comes from.")
    organization: AnOrganization | None = one("出资方；未填为空。Who gives it; null when not given.", "{t}.id = {p}.organization_id")
    fund: ACommunityFund | None = one("从哪项社区服务经费拨付；没有或不可见则为空。The community's fund that it is granted from; null when none, or not seen.",
                                      "{t}.id = {p}.fund_id")
    planned_yuan: Decimal = column("预算，元。What is planned, in yuan.", "{t}.planned")
    granted_yuan: Decimal = column("已拨付，元。What of it is granted, in yuan.", "{t}.granted")
    spent_yuan: Decimal = column("已支出，元。What of that is spent, in yuan.", "{t}.spent")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")


@entity("支出：凭一张凭证登记；看得到项目的人可见。What was spent, by a voucher; seen by who sees the project.", table="expense", tag="ex", visible=funds.SEEN, keys={"id": "id"},
        orders={"NEWEST": Order("{t}.spent_on", "date", descending=True)})
class Expense(Node):
    project: AJointProject = one("实施项目。The joint project.", "{t}.id = {p}.project_id", seen_with_parent=True)
    funding: AFunding = one("从哪项资金支出。The money that it was spent of.", "{t}.id = {p}.funding_id")
    yuan: Decimal = column("金额，元。How many yuan.")
    voucher: str = column("凭证号。The voucher's number.")
    purpose: str = column("用途。What for.")
    spent_on: date = column("支出日期。On which day.")
    recorded_by: AMember = one("谁登记的。Who recorded it.", "{t}.id = {p}.recorded_by")
    recorded_at: datetime = column("何时登记的。When it was recorded.")
    attachments = files_of(funds.ATTACHED)
    viewer_can_attach: list[FilePermission] = files_can(funds.ATTACHED)


@entity("社区服务经费：一个社区一年可拨付多少，还剩多少；社区人员及上级工作人员可见。A community's fund of service money for a year: how much may be granted, and what is "
        "left; seen by everybody in the community and by the officers above.",
        table="community_fund", tag="cf", visible=funds.SIGHT, keys={"id": "id"},
        orders={"NEWEST": Order("{t}.year", "int4", descending=True)})
class CommunityFund(Node):
    organization: AnOrganization = one("社区。The community.", "{t}.id = {p}.organization_id")
    year: int = column("年度。The year.")
    yuan: Decimal = column("总额，元。How many yuan in all.")
    granted_yuan: Decimal = column("已拨付，元。What of it is granted, in yuan.", "{t}.granted")
    left_yuan: Decimal = column("剩余，元。What is left of it, in yuan.", "{t}.yuan - {t}.granted")
    set_at: datetime = column("核定时间。When it was set.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    fundings = many(Fundings, "从中拨付的项目资金，您可见的。What is granted of it to projects, as far as you may see it.", on="{t}.fund_id = {k}",
                    key="{p}.id")
    history = many(Events, "它的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'community_fund' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)


# -- what can be done

@strawberry.input(description="预算的一个来源。A source of a budget.")
class FundingInput:
    source: FundingSource = strawberry.field(description="来源。Where it comes from.")
    yuan: Decimal = strawberry.field(description="金额，元，最多两位小数。How many yuan, with at most two decimals.")
    organization_id: strawberry.ID | None = identifier("出资方；可不填。Who gives it; may be left out.", "Organization", default=UNSET)
    fund_id: strawberry.ID | None = identifier("从哪项社区服务经费拨付；不填则不从其中拨付。The community's fund that it is granted from; left out for none.", "CommunityFund", default=UNSET)


@strawberry.input(description="编制实施项目的预算；此前的预算由它代替，须未拨付。Plan a joint project's budget; it takes the place of the one before, of which nothing is granted.")
class PlanBudgetInput:
    idempotency_key: str = strawberry.field(description=KEY)
    joint_project_id: strawberry.ID = identifier("实施项目，未结束的。The joint project, which is not over.", "JointProject")
    total_yuan: Decimal = strawberry.field(description="总额，元，须与各来源合计相等。How many yuan in all: what the sources add up to.")
    sources: list[FundingInput] = strawberry.field(description="来源。The sources.")


@strawberry.input(description="拨付资金。Grant money.")
class GrantFundsInput:
    idempotency_key: str = strawberry.field(description=KEY)
    funding_id: strawberry.ID = identifier("哪项资金。The money of which source.", "Funding")
    yuan: Decimal = strawberry.field(description="金额，元，不超过尚未拨付的。How many yuan, no more than is not granted yet.")


@strawberry.input(description="收回已拨付未支出的资金。Take back money that is granted and not spent.")
class RevokeGrantInput:
    idempotency_key: str = strawberry.field(description=KEY)
    funding_id: strawberry.ID = identifier("哪项资金。The money of which source.", "Funding")
    yuan: Decimal = strawberry.field(description="金额，元，不超过已拨付未支出的。How many yuan, no more than is granted and not spent.")
    reason: str = strawberry.field(description="原因，记入留痕。Why; the trail has it.")


@strawberry.input(description="登记支出。Record what was spent.")
class RecordExpenseInput:
    idempotency_key: str = strawberry.field(description=KEY)
    funding_id: strawberry.ID = identifier("从哪项资金支出。The money that it was spent of.", "Funding")
    yuan: Decimal = strawberry.field(description="金额，元，不超过已拨付未支出的。How many yuan, no more than is granted and not spent.")
    voucher: str = strawberry.field(description="凭证号，一个项目中各不相同。The voucher's number; each once in a project.")
    purpose: str = strawberry.field(description="用途。What for.")
    spent_on: date = strawberry.field(description="支出日期，自立项日至今日。On which day, from the one on which the project was formed to today.")


@strawberry.input(description="核定社区一年的服务经费。Set a community's fund of service money for a year.")
class SetFundInput:
    idempotency_key: str = strawberry.field(description=KEY)
    organization_id: strawberry.ID = identifier("社区。The community.", "Organization")
    year: int = strawberry.field(description="年度。The year.")
    yuan: Decimal = strawberry.field(description="总额，元，不低于已拨付的。How many yuan in all, no less than is granted.")


PROJECT = Shown("joint_project", AJointProject, "该实施项目。The joint project.", "joint_project")
PLAN_BUDGET = mutation("编制实施项目的预算（接受服务的一方，或其区划的工作人员）。Plan a joint project's budget; the host's, or officers' over its division.", use_cases.plan_budget, PlanBudgetInput, PROJECT)
GRANT = mutation("拨付实施项目的资金（接受服务的一方，或其区划的工作人员）。Grant money to a joint project; the host's, or officers' over its division.", use_cases.grant, GrantFundsInput,
                 Shown("funding", AFunding, "该项资金。The money of that source.", "funding"), PROJECT)
REVOKE = mutation("收回实施项目已拨付未支出的资金（接受服务的一方，或其区划的工作人员），项目结束后亦可。Take back money that was granted to a joint project and is not spent, also when that is over; the host's, or officers' over "
                  "its division.", use_cases.revoke, RevokeGrantInput,
                  Shown("funding", AFunding, "该项资金。The money of that source.", "funding"), PROJECT)
RECORD = mutation("登记支出（牵头单位，或领办席位）。Record what was spent; of the unit or the seat that leads.", use_cases.record, RecordExpenseInput,
                  Shown("expense", AnExpense, "该笔支出。The expense.", "expense"), PROJECT)
SET_FUND = mutation("核定社区一年的服务经费（街道及上级的工作人员）。Set a community's fund for a year; officers over its street.", use_cases.set_fund, SetFundInput,
                    Shown("community_fund", ACommunityFund, "该项经费。The fund.", "community_fund"))
