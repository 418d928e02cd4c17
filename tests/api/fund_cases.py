"""The mutations on money, for the tests that go through every mutation."""
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests import projects
from tests.api.cases import Case
from tests.api.client import Client, global_id
from tests.api.powers import Input, Make, World, over
from tests.api.project_cases import _of_bank
from tests.city import STREET, City

YEAR = 2027

async def _spent(client: Client) -> UUID:
    add = client.desk.add
    project = await add(projects.add_project, client.city, state="UNDER_WAY")
    return await add(projects.add_expense, client.city, project, await add(projects.add_funding, project))


ATTACHED = {"Expense": (_spent, "unit")}
"""What has attachments: what makes one, and somebody who may see to its files."""
CASES = [
    Case("planBudget", "jointProject { budgetYuan grantedYuan fundings { nodes { source plannedYuan fund { id } } } }",
         "community",
         {"jointProjectId": "@formedProject", "totalYuan": "1000.10", "sources": [
             {"source": "FISCAL", "yuan": "1000.05", "fundId": "@fund"}, {"source": "UNIT", "yuan": "0.05"}]},
         {"jointProject": {"budgetYuan": "1000.10", "grantedYuan": "0.00", "fundings": {"nodes": [
             {"source": "FISCAL", "plannedYuan": "1000.05", "fund": "@fund"},
             {"source": "UNIT", "plannedYuan": "0.05", "fund": None}]}}},
         "unit", {"jointProjectId": "@anotherProject"}, "NotAllowed"),
    Case("grantFunds", "funding { grantedYuan } jointProject { grantedYuan }", "community",
         {"fundingId": "@funding", "yuan": "59.99"},
         {"funding": {"grantedYuan": "89.99"}, "jointProject": {"grantedYuan": "89.99"}}, "community", {}, "NotEnoughFunds"),
    Case("revokeGrant", "funding { grantedYuan } jointProject { grantedYuan }", "community",
         {"fundingId": "@funding", "yuan": "29.99", "reason": "工程核减"},
         {"funding": {"grantedYuan": "0.01"}, "jointProject": {"grantedYuan": "0.01"}}, "community", {}, "NotEnoughFunds"),
    Case("recordExpense", "expense { yuan voucher } jointProject { spentYuan }", "unit",
         {"fundingId": "@funding", "yuan": "12.30", "voucher": "凭-001", "purpose": "灯具", "spentOn": "2026-01-09"},
         {"expense": {"yuan": "12.30", "voucher": "凭-001"}, "jointProject": {"spentYuan": "12.30"}},
         "unit", {}, "VoucherUsed"),
    Case("setFund", "communityFund { year yuan leftYuan }", "street",
         {"organizationId": "@neighbour", "year": YEAR, "yuan": "80000.50"},
         {"communityFund": {"year": YEAR, "yuan": "80000.50", "leftYuan": "80000.50"}}, "neighbour", {}, "NotAllowed"),
]
OTHER: dict[str, dict[str, Any]] = {
    "planBudget": {"totalYuan": "7.00"}, "grantFunds": {"yuan": "1.00"}, "recordExpense": {"purpose": "另一内容"},
    "setFund": {"yuan": "1.00"}}
TOLD = {"planBudget": "project.budgeted", "grantFunds": "funding.granted", "revokeGrant": "funding.revoked",
        "recordExpense": "expense.recorded",
        "setFund": "fund.set"}
"""The kinds of events that each of them leaves."""


async def made(client: Client) -> dict[str, tuple[str, UUID]]:
    """What the cases name."""
    add = client.desk.add
    project = await add(projects.add_project, client.city, state="UNDER_WAY")
    return {"fund": ("CommunityFund", await add(projects.add_fund, client.city)),
            "funding": ("Funding", await add(projects.add_funding, project, granted=Decimal("30.00")))}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """Of the project that has all that one can have."""
    fund = await projects.add_fund(connection, city)
    project = await connection.fetchval("SELECT id FROM joint_project WHERE state = 'COMPLETED'")
    if project is None:
        project = await projects.add_project(connection, city)
    funding = await projects.add_funding(connection, project, fund_id=fund, organization_id=city.bank, granted=Decimal("50"))
    expense = await projects.add_expense(connection, city, project, funding)
    await connection.execute("UPDATE joint_project SET budget_yuan = 100 WHERE id = $1", project)
    return {"funding": funding, "expense": expense, "community_fund": fund, "communityFund": fund, "communityfund": fund}


# -- who may

POWERS = {("officers", "the street around the community"): over(STREET)}


async def _planned(world: World) -> Input:
    project = global_id("JointProject", await _of_bank(world, "FORMED"))
    return {"jointProjectId": project, "totalYuan": "10", "sources": [{"source": "UNIT", "yuan": "10"}]}


def _of_funding(**more: Any) -> Make:
    async def make(world: World) -> Input:
        funding = await world.client.desk.add(projects.add_funding, await _of_bank(world, "UNDER_WAY"), granted=Decimal("50"))
        return {"fundingId": global_id("Funding", funding), "yuan": "10", **more}
    return make


async def _set(world: World) -> Input:
    return {"organizationId": world.id("community"), "year": YEAR, "yuan": "80000"}


RIGHTS: dict[str, Make] = {
    "`planBudget`": _planned, "`grantFunds`": _of_funding(), "`revokeGrant`": _of_funding(reason="工程核减"),
    "`setFund`": _set,
    "`recordExpense`": _of_funding(voucher="凭-001", purpose="灯具", spentOn="2026-01-09")}
"""By the first cell of a line of docs/rights.md, what is handed in."""
