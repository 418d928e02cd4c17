"""The money of joint projects: sums that are exact, that never go beyond the one before, whoever writes at once."""
import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain import dates
from domain.funds import FundsGranted, NotEnoughFunds, VoucherUsed
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from resolvers import funds
from resolvers.writing.results import Answer, Payload
from tests.city import NEIGHBOUR
from tests.desk import Desk
from tests.projects import add_fund, add_funding, add_project


@pytest.fixture
async def project(desk: Desk) -> UUID:
    return await desk.add(add_project, desk.city, state="UNDER_WAY")


def yuan(*amounts: str) -> list[dict[str, Any]]:
    sources = ("FISCAL", "UNIT", "DONATION")
    return [{"source": source, "yuan": Decimal(amount)} for source, amount in zip(sources, amounts, strict=False)]


def bill(desk: Desk, funding: UUID, amount: str = "40.00", voucher: str | None = None, **more: Any) -> dict[str, Any]:
    return {"funding_id": funding, "yuan": Decimal(amount), "voucher": voucher or f"凭-{uuid4()}", "purpose": "灯具",
            "spent_on": dates.day(desk.now()), **more}


async def sums(desk: Desk, funding: UUID) -> tuple[str, str, str]:
    row = await desk.row("funding", funding)
    return str(row["planned"]), str(row["granted"]), str(row["spent"])


def kinds(answers: list[Answer]) -> list[str]:
    return sorted(type(each).__name__ for each in answers)


async def test_a_budget_is_what_its_sources_add_up_to(desk: Desk, project: UUID) -> None:
    """To the cent: as doubles these would add up to 0.30000000000000004."""
    given = {"joint_project_id": project, "total_yuan": Decimal("0.30"), "sources": yuan("0.10", "0.20")}
    assert "0.30" in await desk.fails(BadInput, "community", funds.plan_budget, **{**given, "total_yuan": Decimal("0.31")})
    await desk.ids("community", funds.plan_budget, **given)
    assert str((await desk.row("joint_project", project))["budget_yuan"]) == "0.30"
    assert (await desk.last_event())["after"] == {"budget_yuan": "0.30"}
    await desk.ids("street", funds.plan_budget, **{**given, "sources": yuan("0.30")})
    assert await desk.pool.fetchval("SELECT count(*) FROM funding") == 1
    await desk.refused(NotAllowed, "unit", funds.plan_budget, **given)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1000000000000"])
async def test_amounts(desk: Desk, project: UUID, amount: str) -> None:
    given = {"joint_project_id": project, "total_yuan": Decimal(amount), "sources": yuan(amount)}
    said = await desk.fails(BadInput, "community", funds.plan_budget, **given)
    assert "total_yuan" in said
    funding = await desk.add(add_funding, project)
    assert "yuan" in await desk.fails(BadInput, "community", funds.grant, funding_id=funding, yuan=Decimal(amount))


async def test_so_many_sources(desk: Desk, project: UUID) -> None:
    for number in (0, 21):
        given = {"total_yuan": Decimal(number or 1), "sources": [{"source": "UNIT", "yuan": Decimal(1)}] * number}
        assert "sources" in await desk.fails(BadInput, "community", funds.plan_budget, joint_project_id=project, **given)


async def test_a_budget_of_which_some_is_granted_stays(desk: Desk, project: UUID) -> None:
    await desk.add(add_funding, project, granted=Decimal("30"))
    given = {"joint_project_id": project, "total_yuan": Decimal("10"), "sources": yuan("10")}
    assert (await desk.refused(FundsGranted, "community", funds.plan_budget, **given)).granted_yuan == "30.00"


async def test_no_more_is_granted_than_planned_nor_spent_than_granted(desk: Desk, project: UUID) -> None:
    funding = await desk.add(add_funding, project, planned=Decimal("100"))
    refused = await desk.refused(NotEnoughFunds, "community", funds.grant, funding_id=funding, yuan=Decimal("100.01"))
    assert refused.left_yuan == "100.00"
    await desk.refused(NotAllowed, "unit", funds.grant, funding_id=funding, yuan=Decimal("60"))
    await desk.ids("community", funds.grant, funding_id=funding, yuan=Decimal("60.00"))
    event = await desk.last_event()
    assert (event["before"], event["after"]) == ({"granted": "0.00"}, {"granted": "60.00"})
    assert (await desk.refused(NotEnoughFunds, "unit", funds.record, **bill(desk, funding, "60.01"))).left_yuan == "60.00"
    await desk.refused(NotAllowed, "community", funds.record, **bill(desk, funding))
    await desk.ids("unit", funds.record, **bill(desk, funding, "59.99", "凭-1"))
    assert (await desk.last_event())["after"]["untold"] == ["purpose", "voucher"]
    await desk.refused(VoucherUsed, "unit", funds.record, **bill(desk, funding, "0.01", "凭-1"))
    await desk.ids("unit", funds.record, **bill(desk, funding, "0.01"))
    assert await sums(desk, funding) == ("100.00", "60.00", "60.00")


async def test_many_at_once_never_go_beyond(desk: Desk, project: UUID) -> None:
    funding = await desk.add(add_funding, project, planned=Decimal("100"))
    answers = await asyncio.gather(*(desk.send(by, funds.grant, funding_id=funding, yuan=Decimal("30.00"))
                                     for by in ("community", "street") * 4))
    assert kinds(answers) == ["NotEnoughFunds"] * 5 + ["Payload"] * 3
    answers = await asyncio.gather(*(desk.send(by, funds.record, **bill(desk, funding)) for by in ("unit", "two-units") * 3))
    assert kinds(answers) == ["NotEnoughFunds"] * 4 + ["Payload"] * 2
    assert await sums(desk, funding) == ("100.00", "90.00", "80.00")
    assert await desk.pool.fetchval("SELECT sum(yuan) FROM expense") == Decimal("80.00")


@pytest.mark.parametrize("columns", ["granted = 101", "granted = 50, spent = 51", "planned = 0"])
async def test_the_table_stands_behind_it(desk: Desk, project: UUID, columns: str) -> None:
    funding = await desk.add(add_funding, project, planned=Decimal("100"))
    with pytest.raises(asyncpg.CheckViolationError):
        await desk.pool.execute(f"UPDATE funding SET {columns} WHERE id = $1", funding)


@pytest.mark.parametrize("state", ["COMPLETED", "STOPPED"])
async def test_what_is_over_has_no_new_budget(desk: Desk, state: str) -> None:
    over = await desk.add(add_project, desk.city, state=state)
    given = {"joint_project_id": over, "total_yuan": Decimal("10"), "sources": yuan("10")}
    assert (await desk.refused(WrongState, "community", funds.plan_budget, **given)).state == state


async def test_what_a_project_does_not_spend(desk: Desk) -> None:
    """Before it begins nothing is spent; when it is over nothing is granted, and bills still come."""
    formed = await desk.add(add_funding, await desk.add(add_project, desk.city), granted=Decimal("50"))
    await desk.refused(WrongState, "unit", funds.record, **bill(desk, formed))
    over = await desk.add(add_funding, await desk.add(add_project, desk.city, state="COMPLETED"), granted=Decimal("50"))
    await desk.refused(WrongState, "community", funds.grant, funding_id=over, yuan=Decimal("1"))
    tomorrow = dates.day(desk.now()) + timedelta(days=1)
    assert "spent_on" in await desk.fails(BadInput, "unit", funds.record, **bill(desk, over, spent_on=tomorrow))
    await desk.ids("unit", funds.record, **bill(desk, over))
    await desk.fails(NotFound, "hospital", funds.record, **bill(desk, over))


@pytest.mark.parametrize(("day", "is_right"), [
    (date(1900, 1, 1), False), (date(2026, 1, 4), False), (date(2026, 1, 5), True), (date(2098, 1, 1), False)])
async def test_nothing_is_spent_before_a_project_was_formed_nor_in_time_to_come(desk: Desk, project: UUID, day: date,
                                                                               is_right: bool) -> None:
    given = bill(desk, await desk.add(add_funding, project, granted=Decimal("50")), spent_on=day)
    if is_right:
        await desk.ids("unit", funds.record, **given)
    else:
        said = await desk.fails(BadInput, "unit", funds.record, **given)
        assert "spent_on" in said and "2026-01-05" in said


@pytest.mark.parametrize("written", ["A1", "a1", " a1 ", "\u200bA1"])
async def test_a_voucher_is_one_however_it_is_written(desk: Desk, project: UUID, written: str) -> None:
    funding = await desk.add(add_funding, project, granted=Decimal("50"))
    await desk.ids("unit", funds.record, **bill(desk, funding, "1", "A1"))
    await desk.refused(VoucherUsed, "unit", funds.record, **bill(desk, funding, "1", written))
    other = await desk.add(add_funding, await desk.add(add_project, desk.city, state="UNDER_WAY"), granted=Decimal("50"))
    await desk.ids("unit", funds.record, **bill(desk, other, "1", written))


# -- a community's fund

async def test_a_grant_of_a_communitys_fund_counts(desk: Desk, project: UUID) -> None:
    fund = await desk.add(add_fund, desk.city, yuan=Decimal("50"))
    funding = await desk.add(add_funding, project, planned=Decimal("100"), fund_id=fund)
    await desk.ids("community", funds.grant, funding_id=funding, yuan=Decimal("30"))
    assert (await desk.row("community_fund", fund))["granted"] == Decimal("30")
    refused = await desk.refused(NotEnoughFunds, "community", funds.grant, funding_id=funding, yuan=Decimal("20.01"))
    assert refused.left_yuan == "20.00"
    assert await sums(desk, funding) == ("100.00", "30.00", "0.00")


async def test_projects_that_take_of_one_fund_at_once(desk: Desk) -> None:
    """None holds the other's project: the fund's own sum is the guard."""
    fund = await desk.add(add_fund, desk.city, yuan=Decimal("100"))
    several = [await desk.add(add_funding, await desk.add(add_project, desk.city), fund_id=fund) for _ in range(8)]
    answers = await asyncio.gather(*(desk.send("community", funds.grant, funding_id=each, yuan=Decimal("30"))
                                     for each in several))
    assert kinds(answers) == ["NotEnoughFunds"] * 5 + ["Payload"] * 3
    assert (await desk.row("community_fund", fund))["granted"] == Decimal("90")
    assert await desk.pool.fetchval("SELECT sum(granted) FROM funding") == Decimal("90")
    assert all(isinstance(each, Payload) or each.left_yuan == "10.00" for each in answers if isinstance(each, NotEnoughFunds))


async def test_whose_fund_a_budget_may_name(desk: Desk, project: UUID) -> None:
    """The project's community's, by who speaks for that; a community's by the street around it."""
    own, beside = await desk.add(add_fund, desk.city), await desk.add(add_fund, desk.city, "neighbour", home_code=NEIGHBOUR)

    def of(fund: UUID, project: UUID = project) -> dict[str, Any]:
        return {"joint_project_id": project, "total_yuan": Decimal("10"), "sources": [{**yuan("10")[0], "fund_id": fund}]}

    await desk.ids("community", funds.plan_budget, **of(own))
    await desk.refused(NotAllowed, "community", funds.plan_budget, **of(beside))
    assert "sources[0].fund_id" in await desk.fails(BadInput, "street", funds.plan_budget, **of(beside))
    of_street = await desk.add(add_project, desk.city, host_id=desk.city.street, home_code="110111007")
    await desk.ids("street", funds.plan_budget, **of(beside, of_street))
    assert "sources[0].fund_id" in await desk.fails(NotFound, "community", funds.plan_budget, **of(uuid4()))


async def test_a_communitys_fund_is_granted_by_who_speaks_for_it(desk: Desk) -> None:
    """Not by another host, for which officers planned to take of it: it grants what is of no fund."""
    project = await desk.add(add_project, desk.city, {"bank": 100}, host_id=desk.city.school, lead_unit_id=desk.city.bank)
    fund = await desk.add(add_fund, desk.city)
    sources = [{**yuan("10")[0], "fund_id": fund}]
    given = {"joint_project_id": project, "total_yuan": Decimal("10"), "sources": sources}
    await desk.refused(NotAllowed, "unit", funds.plan_budget, **given)
    funding = (await desk.ids("street", funds.plan_budget, **given))["funding"]
    await desk.refused(NotAllowed, "unit", funds.grant, funding_id=funding, yuan=Decimal("4"))
    await desk.ids("community", funds.grant, funding_id=funding, yuan=Decimal("4"))
    await desk.ids("unit", funds.grant, funding_id=await desk.add(add_funding, project), yuan=Decimal("4"))


async def test_who_sets_a_communitys_fund(desk: Desk) -> None:
    city = desk.city
    given = {"organization_id": city.community, "year": 2027, "yuan": Decimal("80000.50")}
    await desk.refused(NotAllowed, "community", funds.set_fund, **given)
    await desk.refused(NotAllowed, "far-street", funds.set_fund, **given)
    fund = (await desk.ids("street", funds.set_fund, **given))["community_fund"]
    assert (await desk.ids("district", funds.set_fund, **{**given, "yuan": Decimal("90000")}))["community_fund"] == fund
    row = await desk.row("community_fund", fund)
    assert (str(row["yuan"]), row["version"]) == ("90000.00", 2)
    for wrong, more in (("organization_id", {"organization_id": city.street}), ("year", {"year": 1999}),
                        ("yuan", {"yuan": Decimal(0)})):
        assert wrong in await desk.fails(BadInput, "district", funds.set_fund, **{**given, **more})


async def test_a_fund_is_not_set_below_what_is_granted(desk: Desk) -> None:
    await desk.add(add_fund, desk.city, year=2027, yuan=Decimal("100"), granted=Decimal("60"))
    given = {"organization_id": desk.city.community, "year": 2027}
    assert (await desk.refused(FundsGranted, "street", funds.set_fund, **given, yuan=Decimal("59.99"))).granted_yuan == "60.00"
    await desk.ids("street", funds.set_fund, **given, yuan=Decimal("60"))


# -- taken back

async def test_what_is_not_spent_is_taken_back(desk: Desk, project: UUID) -> None:
    """To the fen, and never below what is spent; the event is the entry that reverses, with the reason."""
    funding = await desk.add(add_funding, project, granted=Decimal("60"), spent=Decimal("20.01"))
    given = {"funding_id": funding, "yuan": Decimal("39.99"), "reason": "工程核减"}
    refused = await desk.refused(NotEnoughFunds, "community", funds.revoke, **{**given, "yuan": Decimal("40")})
    assert refused.left_yuan == "39.99"
    await desk.refused(NotAllowed, "unit", funds.revoke, **given)
    await desk.fails(NotFound, "hospital", funds.revoke, **given)
    for wrong, value in (("yuan", Decimal("0.001")), ("yuan", Decimal("-1")), ("reason", "  ")):
        assert wrong in await desk.fails(BadInput, "community", funds.revoke, **{**given, wrong: value})
    await desk.ids("community", funds.revoke, **given)
    assert await sums(desk, funding) == ("100.00", "20.01", "20.01")
    event = await desk.last_event()
    assert (event["kind"], event["object_version"]) == ("funding.revoked", 2)
    assert (event["before"], event["after"]) == ({"granted": "60.00"}, {"granted": "20.01", "reason": "工程核减"})
    assert event["subject_id"] == project
    await desk.ids("community", funds.grant, funding_id=funding, yuan=Decimal("79.99"))  # what is planned is there again


@pytest.mark.parametrize("state", ["FORMED", "COMPLETED", "STOPPED"])
async def test_what_is_left_is_taken_back_whatever_the_project_has_become(desk: Desk, state: str) -> None:
    funding = await desk.add(add_funding, await desk.add(add_project, desk.city, state=state), granted=Decimal("50"))
    await desk.ids("street", funds.revoke, funding_id=funding, yuan=Decimal("50"), reason="项目终止")
    assert await sums(desk, funding) == ("100.00", "0.00", "0.00")


async def test_what_came_of_a_fund_is_in_it_again(desk: Desk) -> None:
    """Taken back by who speaks for the community alone, as it is granted."""
    project = await desk.add(add_project, desk.city, {"bank": 100}, host_id=desk.city.school, lead_unit_id=desk.city.bank)
    fund = await desk.add(add_fund, desk.city, yuan=Decimal("50"), granted=Decimal("50"))
    funding = await desk.add(add_funding, project, fund_id=fund, granted=Decimal("50"), spent=Decimal("10"))
    given = {"funding_id": funding, "yuan": Decimal("40"), "reason": "工程核减"}
    assert (await desk.refused(NotAllowed, "unit", funds.revoke, **given)).action == "REVOKE_GRANT"
    await desk.ids("community", funds.revoke, **given)
    assert (await desk.row("community_fund", fund))["granted"] == Decimal("10")
    other = await desk.add(add_funding, await desk.add(add_project, desk.city), fund_id=fund)
    await desk.ids("community", funds.grant, funding_id=other, yuan=Decimal("40"))


async def test_what_is_spent_and_taken_back_at_once(desk: Desk, project: UUID) -> None:
    funding = await desk.add(add_funding, project, granted=Decimal("100"))
    back: dict[str, Any] = {"funding_id": funding, "yuan": Decimal("30"), "reason": "工程核减"}
    answers = await asyncio.gather(*(desk.send("community", funds.revoke, **back) for _ in range(4)),
                                   *(desk.send("unit", funds.record, **bill(desk, funding)) for _ in range(4)))
    planned, granted, spent = map(Decimal, await sums(desk, funding))
    done = [isinstance(each, Payload) for each in answers]
    assert (granted, spent) == (Decimal(100 - 30 * sum(done[:4])), Decimal(40 * sum(done[4:])))
    assert spent <= granted <= planned
    assert {type(each) for each in answers} <= {Payload, NotEnoughFunds}


async def test_a_budget_of_which_all_was_taken_back_is_planned_anew(desk: Desk, project: UUID) -> None:
    funding = await desk.add(add_funding, project, granted=Decimal("30"))
    await desk.ids("community", funds.revoke, funding_id=funding, yuan=Decimal("30"), reason="重新编制")
    await desk.ids("community", funds.plan_budget, joint_project_id=project, total_yuan=Decimal("10"), sources=yuan("10"))
