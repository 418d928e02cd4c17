"""Admissions: what a department asks of communities is admitted, funded, or not published at all."""
import asyncio
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain import dates
from domain.admissions import NotAdmitted
from domain.refusals import BadInput, DeadlinePassed, ItemClosed, NotAllowed, NotFound, WrongState
from resolvers import admissions, claims, items, jobs, scheduler, widening
from tests import city as place
from tests.city import COMMUNITY, NEIGHBOUR, STREET
from tests.desk import Desk

CATEGORY = "ELDERLY_CARE"
NEW: dict[str, Any] = {"title": "高龄老人核查", "category": CATEGORY}


def _today(desk: Desk) -> date:
    return dates.day(desk.now())


async def _propose(desk: Desk, division: str = "neighbour", *, starts: int = 0, days: int = 365, **more: Any) -> UUID:
    first = _today(desk) + timedelta(days=starts)
    given = {"division_id": getattr(desk.city, division), "title": "高龄津贴核查", "basis": "民发 1 号",
             "category": CATEGORY, "yuan": Decimal("1200.50"), "funded_per": "PER_COMMUNITY", **more}
    return (await desk.ids("department", admissions.propose, starts_on=first, ends_on=first + timedelta(days=days - 1),
                           **given))["admission"]


async def _admitted(desk: Desk, division: str = "neighbour", **more: Any) -> UUID:
    admission = await _propose(desk, division, **more)
    await desk.ids("street" if division != "district" else "district", admissions.approve, admission_id=admission,
                   yuan=Decimal("1000.00"), voucher="京财〔2026〕8 号")
    return admission


async def _clock(desk: Desk, day: date) -> None:
    """A round at noon of a day in China."""
    desk.shift += datetime.combine(day, time(12), dates.CHINA) - desk.now()
    await scheduler.once(desk.pool, desk.now, jobs.ALL)


async def _told(desk: Desk) -> list[tuple[str, str]]:
    rows = await desk.pool.fetch("SELECT n.kind, m.handle FROM notice n JOIN member m ON m.id = n.member_id "
                                 "WHERE n.kind LIKE 'ADMISSION%' ORDER BY 1, 2")
    return [(row["kind"], row["handle"]) for row in rows]


async def test_a_department_asks_and_the_street_approves_with_the_money(desk: Desk) -> None:
    admission = await _propose(desk)
    await desk.refused(NotAllowed, "neighbour", admissions.approve, admission_id=admission, yuan=Decimal(1), voucher="文号")
    await desk.ids("street", admissions.approve, admission_id=admission, yuan=Decimal("1000.05"), voucher="京财〔2026〕8 号")
    row = await desk.row("admission", admission)
    assert (row["state"], row["approved_yuan"], row["decider_id"]) == ("APPROVED", Decimal("1000.05"), desk.city.street)
    assert (await desk.last_event())["after"] == {"state": "APPROVED", "approved_yuan": "1000.05", "untold": ["voucher"]}
    assert await _told(desk) == [("ADMISSION_DECIDED", "department"), ("ADMISSION_DECIDED", "neighbour"),
                                 ("ADMISSION_PROPOSED", "street")]


async def test_only_a_department_asks(desk: Desk) -> None:
    assert "department_id" in await desk.fails(
        BadInput, "unit", admissions.propose, division_id=desk.city.community, title="一", basis="二", category=CATEGORY,
        yuan=Decimal(1), funded_per="TOTAL", ends_on=_today(desk))


@pytest.mark.parametrize("publish", [items.publish_demand, items.publish_project])
async def test_nothing_is_asked_of_a_community_without_it(desk: Desk, publish: Any) -> None:
    no = await desk.refused(NotAdmitted, "department", publish, **NEW)
    assert (no.division_code, no.category) == (NEIGHBOUR, CATEGORY)
    await desk.refused(NotAdmitted, "department", publish, **NEW, draft=True)
    admission = await _admitted(desk)
    item = (await desk.ids("department", publish, **NEW, admission_id=admission))["item"]
    row = await desk.row("item", item)
    assert (row["admission_id"], row["deadline"]) == (admission, (await desk.row("admission", admission))["ends_at"])


async def test_what_asks_nothing_needs_none(desk: Desk) -> None:
    await desk.ids("department", items.publish_resource, **NEW, resource_kind="SERVICE")
    await desk.ids("unit", items.publish_demand, **NEW)
    admission = await _admitted(desk)
    assert "admission_id" in await desk.fails(BadInput, "unit", items.publish_demand, **NEW, admission_id=admission)


@pytest.mark.parametrize("case", ["asked", "refused", "of another", "elsewhere", "wider", "widening", "paired",
                                  "other thing", "later"])
async def test_it_holds_for_its_communities_its_category_and_its_term(desk: Desk, case: str) -> None:
    changed: dict[str, dict[str, Any]] = {"wider": {"scope": "STREET"}, "widening": {"stage_limits": {"community": 3}},
                                          "paired": {"scope": "PAIRED", "stage_limits": {"paired": 3}},
                                          "other thing": {"category": "HEALTH"}}
    more = changed.get(case, {})
    admission = await (_propose(desk) if case in ("asked", "refused") else
                       _admitted(desk, "community" if case == "elsewhere" else "neighbour", starts=case == "later"))
    if case == "refused":
        await desk.ids("street", admissions.refuse, admission_id=admission, reason="无依据")
    if case == "of another":
        await desk.pool.execute("UPDATE admission SET department_id = $1", desk.city.bank)
        await desk.fails(NotFound, "department", items.publish_demand, **NEW, admission_id=admission)
    else:
        await desk.refused(NotAdmitted, "department", items.publish_demand, **{**NEW, **more}, admission_id=admission)


async def test_a_streets_is_for_all_its_communities(desk: Desk) -> None:
    admission = await _admitted(desk, "street")
    item = (await desk.ids("department", items.publish_demand, **NEW, admission_id=admission,
                           stage_limits={"community": 3}))["item"]
    await desk.ids("department", widening.widen, item_id=item)
    no = await desk.refused(NotAdmitted, "department", widening.widen, item_id=item)
    assert no.division_code == STREET[:6]


@pytest.mark.parametrize(("kind", "changes"), [
    (NotAdmitted, {"category": "HEALTH"}), (NotAdmitted, {"scope": "STREET"}),
    (NotAdmitted, {"stage_limits": {"community": 2}}), (BadInput, {"deadline": None}), (BadInput, {"deadline": 400})])
async def test_it_does_not_become_another_thing(desk: Desk, kind: Any, changes: dict[str, Any]) -> None:
    item = (await desk.ids("department", items.publish_demand, **NEW, admission_id=await _admitted(desk)))["item"]
    given = {name: desk.now() + timedelta(days=value) if isinstance(value, int) else value for name, value in changes.items()}
    no = desk.refused if kind is NotAdmitted else desk.fails
    await no(kind, "department", items.revise, item_id=item, **given)
    await desk.ids("department", items.revise, item_id=item, title="另一个说法", deadline=desk.now() + timedelta(days=9))


async def test_a_draft_asks_again_when_it_is_published(desk: Desk) -> None:
    admission = await _admitted(desk)
    draft = (await desk.ids("department", items.publish_demand, **NEW, admission_id=admission, draft=True))["item"]
    await desk.ids("street", admissions.revoke, admission_id=admission, reason="经费未到位")
    await desk.refused(NotAdmitted, "department", items.publish_draft, item_id=draft)
    old = await desk.add(place.add_item, desk.city.department, NEIGHBOUR, state="DRAFT")
    await desk.refused(NotAdmitted, "department", items.publish_draft, item_id=old)


async def test_what_is_open_is_claimed_no_more_when_it_is_revoked(desk: Desk) -> None:
    admission = await _admitted(desk, "street")
    item = (await desk.ids("department", items.publish_demand, **NEW, quantity=5, scope="STREET",
                           admission_id=admission))["item"]
    other = await _admitted(desk, title="另一事项")
    beside = (await desk.ids("department", items.publish_demand, **NEW, admission_id=other))["item"]
    claim = (await desk.ids("unit", claims.propose, item_id=item))["claim"]
    await desk.refused(NotAllowed, "neighbour", admissions.revoke, admission_id=admission, reason="不合")
    await desk.ids("street", admissions.revoke, admission_id=admission, reason="经费未到位")
    assert (await desk.row("item", beside))["state"] == "PUBLISHED"
    row, expired = await desk.row("item", item), await desk.last_event()
    assert (row["state"], expired["kind"]) == ("EXPIRED", "item.expired")
    assert datetime.fromisoformat(expired["after"]["deadline"]) == row["deadline"]  # now, and told
    await desk.refused(ItemClosed, "bank", claims.propose, item_id=item)
    await desk.ids("department", claims.accept, claim_id=claim)  # what is claimed goes on
    assert ("ADMISSION_OVER", "department") in await _told(desk)
    await desk.refused(NotAdmitted, "department", items.publish_demand, **NEW, admission_id=admission)


@pytest.mark.parametrize("approved", [True, False])
async def test_it_ends_with_its_term_and_so_does_what_is_open(desk: Desk, approved: bool) -> None:
    admission = await (_admitted if approved else _propose)(desk, days=10)
    item = (await desk.ids("department", items.publish_demand, **NEW, admission_id=admission))["item"] if approved else None
    last = _today(desk) + timedelta(days=9)
    await _clock(desk, last)
    assert (await desk.row("admission", admission))["state"] == ("APPROVED" if approved else "PROPOSED")
    desk.shift += timedelta(days=1)
    if item:
        await desk.refused(DeadlinePassed, "unit", claims.propose, item_id=item)
        await desk.refused(NotAdmitted, "department", items.publish_demand, **NEW, admission_id=admission)
        await desk.refused(WrongState, "street", admissions.revoke, admission_id=admission, reason="晚了")
    await _clock(desk, last + timedelta(days=1))
    assert (await desk.row("admission", admission))["state"] == "ENDED"
    if item:
        assert (await desk.row("item", item))["state"] == "EXPIRED"


async def test_a_district_decides_on_what_is_asked_of_all_of_it(desk: Desk) -> None:
    admission = await _propose(desk, "district")
    await desk.fails(NotFound, "far-community", admissions.withdraw, admission_id=await _propose(desk), reason="不合")
    await desk.refused(NotAllowed, "street", admissions.approve, admission_id=admission, yuan=Decimal(1), voucher="文号")
    await desk.ids("district", admissions.approve, admission_id=admission, yuan=Decimal(1), voucher="文号")
    assert (await desk.row("admission", admission))["decider_id"] == desk.city.district


async def test_the_department_takes_back_what_is_not_decided(desk: Desk) -> None:
    admission = await _propose(desk)
    await desk.ids("department", admissions.withdraw, admission_id=admission, reason="另行办理")
    await desk.refused(WrongState, "department", admissions.withdraw, admission_id=admission, reason="另行办理")
    assert ("ADMISSION_OVER", "street") in await _told(desk)


@pytest.mark.parametrize(("field", "given"), [
    ("ends_on", {"ends_on": date(2020, 1, 1)}), ("ends_on", {"ends_on": date(2090, 1, 1)}), ("title", {"title": " "}),
    ("basis", {"basis": ""}), ("yuan", {"yuan": Decimal(0)}), ("yuan", {"yuan": Decimal("0.001")}),
    ("division_id", {"division_id": "school"}), ("division_id", {"division_id": "city"}),
    ("division_id", {"division_id": "grid"})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    asked = {"division_id": desk.city.community, "title": "核查", "basis": "文件", "category": CATEGORY, "yuan": Decimal(1),
             "funded_per": "TOTAL", "ends_on": _today(desk)}
    asked |= {name: getattr(desk.city, value) if name.endswith("_id") else value for name, value in given.items()}
    assert (await desk.fails(BadInput, "department", admissions.propose, **asked)).startswith(field)


async def test_it_is_approved_with_money(desk: Desk) -> None:
    admission = await _propose(desk)
    for yuan in ("0", "-1", "0.001"):
        assert "yuan" in await desk.fails(BadInput, "street", admissions.approve, admission_id=admission, yuan=Decimal(yuan),
                                          voucher="财函〔2026〕1 号")


async def test_where_nobody_could_decide_nothing_is_asked(desk: Desk) -> None:
    await desk.pool.execute("UPDATE organization SET division_code = '110111999001' WHERE id = $1", desk.city.far_community)
    assert "division_id" in await desk.fails(
        BadInput, "department", admissions.propose, division_id=desk.city.far_community, title="代办", basis="文",
        category="OTHER", yuan=Decimal(1), funded_per="TOTAL", ends_on=_today(desk))


async def test_who_revokes_waits_for_who_publishes(desk: Desk) -> None:
    """And ends that, too: nothing is published under what is revoked."""
    admission = await _admitted(desk)
    async with desk.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM admission WHERE id = $1 FOR SHARE", admission)
        item = await place.add_item(connection, desk.city.department, NEIGHBOUR, admission_id=admission)
        revoking = asyncio.create_task(desk.ids("street", admissions.revoke, admission_id=admission, reason="未到位"))
        await desk.blocked()
    await revoking
    assert (await desk.row("item", item))["state"] == "EXPIRED"


async def test_it_is_at_home_where_it_is_asked_for(desk: Desk) -> None:
    row = await desk.row("admission", await _propose(desk, "community"))
    assert (row["home_code"], row["division_id"]) == (COMMUNITY, desk.city.community)


async def test_it_is_shared_with_no_community_that_it_is_not_for(desk: Desk) -> None:
    item = (await desk.ids("department", items.publish_demand, **NEW, admission_id=await _admitted(desk)))["item"]
    no = await desk.refused(NotAdmitted, "department", items.share, item_id=item,
                            recipient={"organization_id": desk.city.community})
    assert no.division_code == COMMUNITY
    await desk.ids("department", items.share, item_id=item, recipient={"organization_id": desk.city.bank})
