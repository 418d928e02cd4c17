"""The money of joint projects, and communities' yearly funds."""
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import funds, organizations
from db import projects as stored
from domain import dates, texts
from domain import funds as rules
from domain.faults import Faults
from domain.funds import FundsGranted, NotEnoughFunds, VoucherUsed
from domain.languages import Bilingual
from domain.projects import Project, Role
from domain.refusals import BadInput, NotFound, WrongState
from resolvers import projects
from resolvers.offices import acting_over
from resolvers.writing.use_cases import Ids, Write, use_case


@use_case(WrongState, FundsGranted)
async def plan_budget(write: Write, *, joint_project_id: UUID, total_yuan: Decimal,
                      sources: Sequence[Mapping[str, Any]]) -> Ids:
    """Plan the budget of a project that is not over, as long as nothing of it is granted; the host's.

    sources  source, yuan, organization_id and fund_id of each; their sum is the total
    raises   NotFound, NotAllowed, WrongState of the project, FundsGranted, BadInput
    writes   funding, event project.budgeted
    """
    project = await projects.locked(write, joint_project_id)
    rules.check_plan(write.viewer, project, await funds.granted_of(write.connection, joint_project_id))
    rules.check_sum(total_yuan, [each["yuan"] for each in sources])
    for number, each in enumerate(sources):
        await _check_source(write, project, each, f"sources[{number}]")
    planned = [{"id": uuid7(), "project_id": joint_project_id, "source": each["source"], "planned": each["yuan"],
                "organization_id": each.get("organization_id"), "fund_id": each.get("fund_id")} for each in sources]
    await funds.plan(write.connection, joint_project_id, planned)
    version = await stored.revise(write.connection, joint_project_id, {"budget_yuan": total_yuan})
    await _record(write, "project.budgeted", "JointProject", joint_project_id, version, joint_project_id, project, Role.HOST,
                  after={"budget_yuan": total_yuan})
    return {"joint_project": joint_project_id, "funding": planned[0]["id"]}


async def _check_source(write: Write, project: Project, source: Mapping[str, Any], field: str) -> None:
    """raises   NotFound, NotAllowed, BadInput"""
    giver, fund_id = source.get("organization_id"), source.get("fund_id")
    if giver and await organizations.find(write.connection, giver) is None:
        raise NotFound(f"{field}.organization_id")
    if fund_id is None:
        return
    fund = await _of_fund(write, fund_id, f"{field}.fund_id")
    if not fund.home_code.startswith(project.home_code):
        raise BadInput(f"{field}.fund_id", Bilingual(
            "须为项目所在社区的服务经费，或其区划内社区的。",
            "It must be the fund of the project's community, or of one in its division."))


async def _of_fund(write: Write, fund_id: UUID, field: str, action: str = rules.GRANT) -> funds.Fund:
    """A community's fund of which the viewer may grant, or take back.

    raises   NotFound, NotAllowed
    """
    fund = await funds.fund(write.connection, fund_id)
    if fund is None:
        raise NotFound(field)
    rules.check_from_fund(write.viewer, fund.organization_id, fund.home_code, action)
    return fund


@use_case(WrongState, NotEnoughFunds)
async def grant(write: Write, *, funding_id: UUID, yuan: Decimal) -> Ids:
    """Grant money of what a budget plans from a source; of a community's fund, as long as that has so much left.

    raises   NotFound, NotAllowed, WrongState of the project, NotEnoughFunds, BadInput
    writes   funding, community_fund, event funding.granted
    """
    rules.check_yuan("yuan", yuan)
    project, project_id = await _held(write, funding_id)
    rules.check_grant(write.viewer, project)
    funding = await funds.funding(write.connection, funding_id)
    if funding.fund_id:
        await _of_fund(write, funding.fund_id, "funding_id")
    granted = await funds.grant(write.connection, funding_id, yuan)
    if granted is None:
        raise NotEnoughFunds(str(funding.planned - funding.granted))
    if funding.fund_id and await funds.take(write.connection, funding.fund_id, yuan) is None:
        raise NotEnoughFunds(str(await funds.left_of(write.connection, funding.fund_id)))
    await _record(write, "funding.granted", "Funding", funding_id, granted.version, project_id, project, Role.HOST,
                  before={"granted": funding.granted}, after={"granted": granted.sum})
    return {"funding": funding_id, "joint_project": project_id}


@use_case(NotEnoughFunds)
async def revoke(write: Write, *, funding_id: UUID, yuan: Decimal, reason: str) -> Ids:
    """Take back money that was granted and is not spent; what came of a community's fund is in that again.

    The event is the entry that reverses: it has the sums before and after, and the reason.

    raises   NotFound, NotAllowed, NotEnoughFunds, BadInput
    writes   funding, community_fund, event funding.revoked
    """
    project, project_id = await _held(write, funding_id)
    with Faults() as faults:
        faults.of(rules.check_yuan, "yuan", yuan)
        faults.of(rules.check_revoke, write.viewer, project)
        why = faults.of(texts.required, "reason", reason)
    funding = await funds.funding(write.connection, funding_id)
    if funding.fund_id:
        await _of_fund(write, funding.fund_id, "funding_id", rules.REVOKE)
    left = await funds.revoke(write.connection, funding_id, yuan)
    if left is None:
        raise NotEnoughFunds(str(funding.granted - funding.spent))
    if funding.fund_id:
        await funds.give_back(write.connection, funding.fund_id, yuan)
    await _record(write, "funding.revoked", "Funding", funding_id, left.version, project_id, project, Role.HOST,
                  before={"granted": funding.granted}, after={"granted": left.sum, "reason": why})
    return {"funding": funding_id, "joint_project": project_id}


@use_case(WrongState, NotEnoughFunds, VoucherUsed)
async def record(write: Write, *, funding_id: UUID, yuan: Decimal, voucher: str, purpose: str, spent_on: date) -> Ids:
    """Record what was spent of what is granted, by its voucher; who leads.

    raises   NotFound, NotAllowed, WrongState of the project, NotEnoughFunds, VoucherUsed, BadInput
    writes   expense, funding, event expense.recorded
    """
    project, project_id = await _held(write, funding_id)
    with Faults() as faults:
        faults.of(rules.check_yuan, "yuan", yuan)
        faults.of(rules.check_record, write.viewer, write.viewer.member_id, project)
        faults.of(rules.check_spent, spent_on, project, dates.day(write.now))
        said = {"voucher": faults.of(texts.line, "voucher", voucher, texts.TITLE),
                "purpose": faults.of(texts.line, "purpose", purpose)}
    funding = await funds.funding(write.connection, funding_id)
    row = {"id": uuid7(), "project_id": project_id, "funding_id": funding_id, **said, "yuan": yuan, "spent_on": spent_on,
           "recorded_by": write.viewer.member_id, "recorded_at": write.now}
    if await funds.spend(write.connection, row) is None:
        raise NotEnoughFunds(str(funding.granted - funding.spent))
    expense_id = UUID(str(row["id"]))
    await _record(write, "expense.recorded", "Expense", expense_id, 1, project_id, project, Role.LEAD,
                  after={"yuan": yuan, "spent_on": spent_on, "voucher": None, "purpose": None})
    return {"expense": expense_id, "joint_project": project_id}


@use_case(FundsGranted)
async def set_fund(write: Write, *, organization_id: UUID, year: int, yuan: Decimal) -> Ids:
    """Say how much service money a community may grant in a year; officers over its street.

    raises   NotFound, NotAllowed, FundsGranted, BadInput
    writes   community_fund, event fund.set
    """
    rules.check_yuan("yuan", yuan)
    community = await organizations.find(write.connection, organization_id)
    if community is None:
        raise NotFound("organization_id")
    code = community.division_code or ""
    rules.check_set(write.viewer, community.kind, code, year)
    fund = funds.Fund(uuid7(), organization_id, code)
    written = await funds.set_fund(write.connection, fund, year, yuan, write.now)
    if written is None:
        raise FundsGranted(str(await funds.granted_in(write.connection, organization_id, year)))
    write.record("fund.set", object_type="CommunityFund", object_id=written[0], object_version=written[1],
                 organization_id=await acting_over(write, code), home_code=code,
                 after={"organization_id": organization_id, "year": year, "yuan": yuan})
    return {"community_fund": written[0]}


async def _held(write: Write, funding_id: UUID) -> tuple[Project, UUID]:
    """The project of a funding, held until the transaction ends.

    raises   NotFound
    """
    project_id = await funds.project_of(write.connection, funding_id)
    if project_id is None:
        raise NotFound("funding_id")
    return await projects.locked(write, project_id, "funding_id"), project_id


async def _record(write: Write, kind: str, type_: str, object_id: UUID, version: int, project_id: UUID, project: Project,
                  by: str, **said: Any) -> None:
    """
    by     whose it is to do, of `domain.projects.Role`
    said   `before` and `after`
    """
    write.record(kind, object_type=type_, object_id=object_id, object_version=version, subject_id=project_id,
                 organization_id=await projects.acting(write, by, project), home_code=project.home_code, **said)
