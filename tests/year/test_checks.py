"""What the year checks at its end is seen where it does not hold: a row, a notice or a place in the log is changed by hand."""
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from db.driver.connection import Pool
from resolvers import claims, dispatches, funds, items, whistle_links, whistles
from tests import city, projects
from tests.api.client import global_id
from tests.desk import Desk
from tests.reference import stored
from tests.year import duplicates, log, money, notices, reports, whistle_checks
from tests.year.calls import Call
from tests.year.log import Log
from tests.year.street import Person, Place

Check = Callable[[Log], Iterator[str]]


def told(known: Log) -> Iterator[str]:
    return notices.problems(known, set())


@pytest.fixture
async def desk(pool: Pool) -> Desk:
    async with pool.acquire() as connection:
        return Desk(pool, await city.build(connection))


@pytest.fixture
async def claim(desk: Desk) -> UUID:
    """Of a demand that was published: both have their events, which the little city itself has not."""
    demand = await desk.ids("community", items.publish_demand, title="义诊", category="HEALTH")
    return (await desk.ids("unit", claims.propose, item_id=demand["item"]))["claim"]


async def _problems(pool: Pool, check: Check) -> set[str]:
    async with pool.acquire() as connection:
        return {*check(Log(await stored.load(connection), datetime.now(UTC)))}


@pytest.mark.parametrize(("check", "change"), [
    (log.replayed, "UPDATE claim SET state = 'ACCEPTED', answered_at = proposed_at"),
    (log.replayed, "UPDATE claim SET version = version + 1"), (log.replayed, "UPDATE claim SET quantity = 2"),
    (log.replayed, "DELETE FROM claim"),
    (log.due, "UPDATE claim SET answer_by = '2026-01-01'"),
    (told, "UPDATE notice SET kind = 'CLAIM_LAPSED'"),
    (told, "INSERT INTO notice (member_id, kind, object_type, object_id, event_id, at) SELECT m.id, n.kind, n.object_type, "
           "n.object_id, n.event_id, n.at FROM notice n, member m WHERE m.handle = 'nobody'")])
async def test_what_is_changed_by_hand_is_seen(pool: Pool, claim: UUID, check: Check, change: str) -> None:
    before = await _problems(pool, check)
    await pool.execute(change)
    assert await _problems(pool, check) != before


@pytest.fixture
async def spent(desk: Desk) -> None:
    """Two grants of a community's fund to a project, of which some is spent by a voucher."""
    project = await desk.add(projects.add_project, desk.city, state="UNDER_WAY")
    fund = await desk.ids("street", funds.set_fund, organization_id=desk.city.community, year=2026, yuan=Decimal("100.00"))
    planned = await desk.ids("community", funds.plan_budget, joint_project_id=project, total_yuan=Decimal("50.10"), sources=[
        {"source": "FISCAL", "yuan": Decimal("50.10"), "fund_id": fund["community_fund"]}])
    for yuan in ("0.10", "40.00"):
        await desk.ids("community", funds.grant, funding_id=planned["funding"], yuan=Decimal(yuan))
    await desk.ids("unit", funds.record, funding_id=planned["funding"], yuan=Decimal("30.03"), voucher="凭-1", purpose="灯具",
                   spent_on=date(2026, 1, 9))


@pytest.mark.parametrize(("check", "change"), [
    (money.planned, "UPDATE joint_project SET budget_yuan = 50.11"), (money.planned, "UPDATE funding SET planned = 50.11"),
    (money.counted, "UPDATE funding SET granted = granted + 0.01"), (money.counted, "UPDATE funding SET spent = spent - 0.01"),
    (money.counted, "UPDATE expense SET yuan = yuan - 0.01"), (money.counted, "DELETE FROM expense"),
    (money.counted, "UPDATE community_fund SET granted = granted - 0.01"),
    (money.counted, "UPDATE event SET before = '{\"granted\": \"0.20\"}' WHERE before ->> 'granted' = '0.10'"),
    (money.in_order, "UPDATE event SET after = after || '{\"yuan\": \"40.09\"}' WHERE kind = 'fund.set'"),
    (money.in_order, "UPDATE event SET after = after || '{\"yuan\": \"40.11\"}' WHERE kind = 'expense.recorded'")])
async def test_money_that_does_not_add_up_is_seen(pool: Pool, spent: None, check: Check, change: str) -> None:
    assert not await _problems(pool, check)
    await pool.execute("ALTER TABLE event DISABLE TRIGGER USER")  # else no event is changed by anybody
    await pool.execute(change)
    assert await _problems(pool, check)


@pytest.mark.parametrize(("change", "is_right"), [
    ("UPDATE checkpoint SET state = 'ANSWERED', report = '已办', answered_at = '2026-02-06 23:59:59+08'", True),
    ("UPDATE checkpoint SET state = 'ANSWERED', report = '已办', answered_at = '2026-02-07 00:00:00+08'", False),
    ("UPDATE checkpoint SET ends_on = '2026-01-29', state = 'ANSWERED', report = '已办', answered_at = '2026-02-01'", False)])
async def test_a_report_that_is_late_untold_is_seen(pool: Pool, desk: Desk, change: str, is_right: bool) -> None:
    """Of January, due on 6 February, with no event of the clock's."""
    await desk.add(projects.add_checkpoint, await desk.add(projects.add_project, desk.city, state="UNDER_WAY"))
    assert await _problems(pool, reports.overdue)
    await pool.execute(change)
    assert (not await _problems(pool, reports.overdue)) is is_right


@pytest.fixture
async def linked(desk: Desk) -> None:
    """Two calls that say the same, one of them handled and closed for both; and a third one, which comes again."""
    limit, said = {"count": 4, "unit": "HOURS"}, {"kind": "KEY_WORK", "category": "ENVIRONMENT", "title": "路灯不亮"}
    calls = [(await desk.ids("community", whistles.raise_, **said))["whistle"] for _ in range(2)]
    await desk.ids("street", whistle_links.link, whistle_id=calls[1], duplicate_of_id=calls[0], reason="同一处")
    for handle, use_case, given in (
            ("street", dispatches.triage, {}),
            ("street", dispatches.dispatch, {"lead_id": desk.city.bank, "accept_in": limit, "handle_in": limit}),
            ("bank", whistles.accept, {}), ("bank", whistles.handle, {"result": "已修"}),
            ("community", whistles.verify, {"evidence": "照片"}), ("street", dispatches.close, {})):
        await desk.ids(handle, use_case, whistle_id=calls[0], **given)
    await desk.ids("community", whistles.raise_, **said)


@pytest.mark.parametrize("change", [
    "UPDATE whistle SET result = '未修' WHERE duplicate_of_id IS NOT NULL",
    "UPDATE whistle SET state = 'LINKED' WHERE duplicate_of_id IS NOT NULL", "UPDATE whistle SET duplicate_of_id = NULL",
    "DELETE FROM event WHERE kind = 'whistle.answered' AND seq = (SELECT max(seq) FROM event WHERE kind = 'whistle.answered')",
    "UPDATE event SET at = at + interval '1 second' WHERE kind = 'whistle.answered'"])
async def test_an_answer_that_is_not_its_originals_is_seen(pool: Pool, linked: None, change: str) -> None:
    assert not await _problems(pool, duplicates.answered)
    await pool.execute("ALTER TABLE event DISABLE TRIGGER USER")
    await pool.execute(change)
    assert await _problems(pool, duplicates.answered)


@pytest.mark.parametrize(("change", "repeats"), [
    ("SELECT", 1), ("UPDATE event SET at = at - interval '31 days' WHERE kind = 'whistle.closed'", 0),
    ("DELETE FROM event WHERE kind = 'whistle.closed'", 0),
    ("UPDATE event SET after = after || '{\"category\": \"HEALTH\"}' WHERE seq = (SELECT max(seq) FROM event)", 0)])
async def test_a_repeat_is_counted_from_the_log(pool: Pool, desk: Desk, linked: None, change: str, repeats: int) -> None:
    """Closed within 30 days, in the same category, by the same raiser."""
    community = Place("community", "", "COMMUNITY", Person(desk.city.community, ""))
    await pool.execute("ALTER TABLE event DISABLE TRIGGER USER")
    await pool.execute(change)
    async with pool.acquire() as connection:
        known = Log(await stored.load(connection), datetime.now(UTC))
    raised = {global_id("Whistle", row["id"]): Call(community) for row in known.rows("whistle")}
    assert len(whistle_checks.repeated(known, raised)) == repeats
