"""Items: publishing, revising, ending and sharing, and what is refused."""
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.committees import LeadQuotaReached
from domain.refusals import (
    BadInput,
    DeadlinePassed,
    HasOpenClaims,
    NotAllowed,
    NotFound,
    QuantityBelowClaimed,
    StaleVersion,
    WrongState,
)
from resolvers import claims, items
from tests import city as place
from tests.city import COMMUNITY, FAR_COMMUNITY, GRID, NEIGHBOUR, STREET
from tests.desk import Desk

NEW: dict[str, Any] = {"title": "物业维修", "category": "PROPERTY"}


@pytest.fixture
async def demand(desk: Desk) -> UUID:
    return await desk.add(place.add_item, desk.city.community, COMMUNITY)


async def test_a_demand_is_published(desk: Desk) -> None:
    deadline = desk.now() + timedelta(days=30)
    ids = await desk.ids(
        "community", items.publish_demand, **NEW, body="河畔家园", quantity=3, unit="户", urgency="URGENT",
        grid_code=GRID, deadline=deadline, place={"address": "河畔路1号", "longitude": 115.9, "latitude": 39.7},
        contact={"name": "王小明", "phone": "138 0013 8000"})
    row = await desk.row("item", ids["item"])
    expected = {"list": "DEMAND", "state": "PUBLISHED", "publisher_id": desk.city.community, "home_code": COMMUNITY,
                "scope_code": COMMUNITY, "quantity": 3, "unit": "户", "urgency": "URGENT", "grid_id": desk.city.grid,
                "deadline": deadline, "address": "河畔路1号", "longitude": 115.9, "version": 1, "claimed": 0}
    assert {name: row[name] for name in expected} == expected
    assert await desk.pool.fetchval("SELECT phone FROM contact WHERE item_id = $1", ids["item"]) == "13800138000"
    event = await desk.last_event()
    assert (event["kind"], event["object_type"]) == ("item.published", "Demand")
    assert event["after"]["title"] == "物业维修"
    assert event["after"]["untold"] == ["address", "body", "latitude", "longitude"]
    assert not any(private in str(event) for private in ("王小明", "13800138000", "河畔"))


async def test_resources_and_projects_are_published(desk: Desk) -> None:
    resource = await desk.ids("unit", items.publish_resource, **NEW, resource_kind="VENUE", scope="DISTRICT")
    row = await desk.row("item", resource["item"])
    assert (row["home_code"], row["scope_code"], row["resource_kind"]) == (COMMUNITY, place.DISTRICT, "VENUE")
    project = await desk.ids("street", items.publish_project, **NEW, budget_yuan=Decimal("12000.50"),
                             lead_seat_id=desk.city.street_seat)
    row = await desk.row("item", project["item"])
    assert (row["scope"], row["scope_code"], row["budget_yuan"]) == ("STREET", STREET, Decimal("12000.50"))


@pytest.mark.parametrize(("viewer", "asked", "home"), [
    ("unit", None, COMMUNITY), ("unit", NEIGHBOUR, NEIGHBOUR), ("unit", STREET, STREET), ("street", None, STREET),
    ("street", COMMUNITY, COMMUNITY), ("community", GRID, GRID)])
async def test_where_an_item_is_at_home(desk: Desk, viewer: str, asked: str | None, home: str) -> None:
    ids = await desk.ids(viewer, items.publish_demand, **NEW, division_code=asked)
    assert (await desk.row("item", ids["item"]))["home_code"] == home


@pytest.mark.parametrize(("viewer", "values", "field"), [
    ("unit", {"division_code": FAR_COMMUNITY}, "division_code"),
    ("street", {"division_code": FAR_COMMUNITY}, "division_code"),
    ("street", {"division_code": STREET + "999"}, "division_code"),
    ("community", {"division_code": STREET}, "division_code"),
    ("unit", {"division_code": "1"}, "division_code"),
    ("two-units", {}, "publisher_id"),
    ("unit", {"title": "  "}, "title"), ("unit", {"title": "长" * 201}, "title"),
    ("unit", {"unit": ""}, "unit"), ("unit", {"quantity": 0}, "quantity"),
    ("unit", {"place": {"longitude": 115.9}}, "place"),
    ("unit", {"place": {"longitude": 181, "latitude": 0}}, "place.longitude"),
    ("unit", {"place": {"longitude": 0, "latitude": 86}}, "place.latitude"),
    ("unit", {"contact": {"name": "王", "phone": "12"}}, "contact.phone"),
    ("unit", {"contact": {"name": " ", "phone": "13800138000"}}, "contact.name"),
    ("unit", {"grid_code": STREET + "999999"}, "grid_code"),
    ("neighbour", {"grid_code": GRID}, "grid_code"),
    ("hospital", {"division_code": place.DISTRICT, "grid_code": GRID}, "grid_code")])
async def test_what_is_wrong_is_named(desk: Desk, viewer: str, values: dict[str, Any], field: str) -> None:
    assert await desk.fails(BadInput, viewer, items.publish_demand, **{**NEW, **values}) != ""
    assert (await desk.fails(BadInput, viewer, items.publish_demand, **{**NEW, **values})).startswith(field + ":")


async def test_dates_are_checked(desk: Desk) -> None:
    past, soon, later = (desk.now() + timedelta(days=days) for days in (-1, 1, 2))
    assert "deadline:" in await desk.fails(BadInput, "unit", items.publish_demand, **NEW, deadline=past)
    assert "starts_at:" in await desk.fails(BadInput, "unit", items.publish_demand, **NEW, deadline=soon,
                                              starts_at=later)


async def test_only_for_whom_one_acts(desk: Desk) -> None:
    await desk.refused(NotAllowed, "member", items.publish_demand, **NEW)
    await desk.refused(NotAllowed, "unit", items.publish_demand, **NEW, publisher_id=desk.city.bank)
    await desk.ids("two-units", items.publish_demand, **NEW, publisher_id=desk.city.bank)


async def test_a_unit_without_station_has_no_home(desk: Desk) -> None:
    await desk.pool.execute("DELETE FROM station WHERE unit_id = $1", desk.city.bank)
    assert "division_code:" in await desk.fails(BadInput, "bank", items.publish_demand, **NEW)


async def test_a_seat_leads_two_projects_a_year(desk: Desk) -> None:
    seat = desk.city.seat
    for _ in range(2):
        last = await desk.ids("community", items.publish_project, **NEW, lead_seat_id=seat)
    refusal = await desk.refused(LeadQuotaReached, "community", items.publish_project, **NEW, lead_seat_id=seat)
    assert refusal.quota == 2
    await desk.ids("community", items.withdraw, item_id=last["item"], reason="不做了")
    await desk.ids("community", items.publish_project, **NEW, lead_seat_id=seat)


async def test_an_old_draft_leads_this_year_when_it_is_published(desk: Desk) -> None:
    seat = {"lead_seat_id": desk.city.seat}
    old, new = [(await desk.ids("community", items.publish_project, **NEW, **seat, draft=True))["item"] for _ in range(2)]
    await desk.pool.execute("UPDATE item SET listed_at = listed_at - interval '2 years'")
    for _ in range(2):
        last = await desk.ids("community", items.publish_project, **NEW, **seat)
    assert (await desk.refused(LeadQuotaReached, "community", items.publish_draft, item_id=old)).quota == 2
    await desk.ids("community", items.withdraw, item_id=last["item"], reason="不做了")
    await desk.ids("community", items.publish_draft, item_id=old)
    await desk.refused(LeadQuotaReached, "community", items.publish_draft, item_id=new)
    await desk.ids("community", items.withdraw, item_id=old, reason="不做了")
    draft = (await desk.ids("community", items.publish_project, **NEW, **seat, draft=True))["item"]
    await desk.ids("community", items.publish_draft, item_id=draft)  # of this year, it counted already


async def test_a_lead_has_a_running_term_on_a_committee_there(desk: Desk) -> None:
    await desk.fails(NotFound, "community", items.publish_project, **NEW, lead_seat_id=uuid4())
    await desk.add(place.add_office, desk.city.members["far-community"], desk.city.community, "LIAISON")
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    elsewhere = {**NEW, "publisher_id": desk.city.far_community, "lead_seat_id": desk.city.seat}
    await desk.fails(BadInput, "far-community", items.publish_project, **elsewhere)
    await desk.pool.execute("UPDATE seat SET ends_on = '2024-02-01' WHERE id = $1", desk.city.seat)
    await desk.fails(BadInput, "community", items.publish_project, **NEW, lead_seat_id=desk.city.seat)
    await desk.fails(BadInput, "community", items.publish_project, **NEW, budget_yuan=Decimal(-1))


async def test_a_seat_leads_for_those_who_may_name_it(desk: Desk) -> None:
    """Its holder, who acts for its committee's organisation, and officers over that: what it may lead is not others' to use."""
    city = desk.city
    for viewer in ("unit", "bank", "neighbour", "far-street"):
        for draft in (False, True):
            await desk.refused(NotAllowed, viewer, items.publish_project, **NEW, lead_seat_id=city.seat, draft=draft)
    await desk.refused(NotAllowed, "community", items.publish_project, **NEW, lead_seat_id=city.street_seat)
    await desk.add(place.add_office, city.members["member"], city.bank, "LIAISON")
    await desk.add(place.add_office, city.members["nobody"], city.community, "LIAISON")
    async with desk.pool.acquire() as connection:
        await city.look(connection)
    for viewer in ("member", "nobody", "community", "street", "province"):
        item = (await desk.ids(viewer, items.publish_project, **NEW, lead_seat_id=city.seat))["item"]
        await desk.ids(viewer, items.withdraw, item_id=item, reason="不做了")


async def test_a_draft_is_published_later(desk: Desk) -> None:
    deadline = desk.now() + timedelta(days=1)
    item = (await desk.ids("unit", items.publish_demand, **NEW, draft=True, deadline=deadline))["item"]
    written = await desk.row("item", item)
    assert written["state"] == "DRAFT"
    await desk.fails(NotFound, "community", items.publish_draft, item_id=item)
    await desk.ids("unit", items.publish_draft, item_id=item)
    row = await desk.row("item", item)
    assert (row["state"], row["version"]) == ("PUBLISHED", 2)
    assert row["listed_at"] > written["listed_at"]
    assert await desk.trail(item) == ["item.drafted", "item.published"]
    assert (await desk.refused(WrongState, "unit", items.publish_draft, item_id=item)).expected == ["DRAFT"]
    other = (await desk.ids("unit", items.publish_demand, **NEW, draft=True, deadline=deadline))["item"]
    desk.shift = timedelta(days=2)
    await desk.refused(DeadlinePassed, "unit", items.publish_draft, item_id=other)


async def test_a_revision_tells_what_changed(desk: Desk, demand: UUID) -> None:
    await desk.ids("community", items.revise, item_id=demand, expected_version=1, title="楼道照明", quantity=10,
                   body="三单元", urgency="SOON", scope="STREET", contact={"name": "李", "phone": "13900139000"})
    row = await desk.row("item", demand)
    assert (row["title"], row["body"], row["urgency"], row["scope_code"], row["version"]) == (
        "楼道照明", "三单元", "SOON", STREET, 2)
    assert await desk.trail(demand) == ["item.revised", "item.widened"]
    event = dict(await desk.pool.fetchrow("SELECT * FROM event WHERE kind = 'item.revised'") or {})
    assert event["before"] == {"title": "楼道照明维修", "urgency": "ROUTINE", "scope": "COMMUNITY", "untold": ["body"]}
    assert event["after"] == {"title": "楼道照明", "urgency": "SOON", "scope": "STREET", "untold": ["body", "contact"]}
    await desk.ids("community", items.revise, item_id=demand, contact=None)
    assert await desk.pool.fetchval("SELECT count(*) FROM contact") == 0
    assert (await desk.row("item", demand))["version"] == 3
    await desk.ids("community", items.revise, item_id=demand, deadline=desk.now() + timedelta(days=1))
    await desk.ids("community", items.revise, item_id=demand, deadline=None)
    assert (await desk.row("item", demand))["deadline"] is None


async def test_revisions_that_are_refused(desk: Desk, demand: UUID) -> None:
    await desk.ids("unit", claims.propose, item_id=demand, quantity=4)
    below = await desk.refused(QuantityBelowClaimed, "community", items.revise, item_id=demand, quantity=3)
    assert below.claimed == 4
    stale = await desk.refused(StaleVersion, "community", items.revise, item_id=demand, title="x", expected_version=7)
    assert stale.version == 1
    await desk.refused(NotAllowed, "unit", items.revise, item_id=demand, title="x")
    await desk.refused(NotAllowed, "street", items.revise, item_id=demand, title="x")
    await desk.fails(NotFound, "hospital", items.revise, item_id=demand, title="x")
    for bad in ({"budget_yuan": Decimal(1)}, {"title": None}, {"quantity": None},
                {"contact": {"name": "x", "phone": ""}}, {"deadline": desk.now() - timedelta(1)}):
        await desk.fails(BadInput, "community", items.revise, item_id=demand, **bad)
    await desk.ids("community", items.revise, item_id=demand, quantity=4)
    ended = await desk.add(place.add_item, desk.city.community, COMMUNITY, state="COMPLETED")
    await desk.refused(WrongState, "community", items.revise, item_id=ended, title="x")


@pytest.mark.parametrize(("use_case", "said", "state", "kind"), [
    (items.withdraw, {"reason": "已解决"}, "WITHDRAWN", "item.withdrawn"),
    (items.complete, {"summary": "全部办结"}, "COMPLETED", "item.completed")])
async def test_an_item_ends_when_no_claim_is_open(desk: Desk, demand: UUID, use_case: Any, said: dict[str, str],
                                                  state: str, kind: str) -> None:
    claim = (await desk.ids("unit", claims.propose, item_id=demand))["claim"]
    await desk.refused(NotAllowed, "unit", use_case, item_id=demand, **said)
    await desk.fails(NotFound, "hospital", use_case, item_id=demand, **said)
    assert (await desk.refused(HasOpenClaims, "community", use_case, item_id=demand, **said)).count == 1
    await desk.ids("community", claims.decline, claim_id=claim, reason="不合适")
    await desk.ids("community", use_case, item_id=demand, **said)
    row = await desk.row("item", demand)
    assert row["state"] == state
    assert row["closed_at"] is not None
    event = await desk.last_event()
    assert event["kind"] == kind
    assert said.items() <= event["after"].items()
    await desk.refused(WrongState, "community", use_case, item_id=demand, **said)


async def test_a_share_shows_the_item_until_it_ends(desk: Desk, demand: UUID) -> None:
    await desk.fails(NotFound, "hospital", claims.propose, item_id=demand)
    ends_at = desk.now() + timedelta(days=1)
    await desk.ids("community", items.share, item_id=demand, recipient={"organization_id": desk.city.hospital},
                   ends_at=ends_at)
    event = await desk.last_event()
    assert event["after"] == {"organization_id": str(desk.city.hospital), "ends_at": ends_at.isoformat()}
    await desk.ids("hospital", claims.propose, item_id=demand)
    await desk.ids("street", items.share, item_id=demand, recipient={"organization_id": desk.city.hospital})
    assert (await desk.last_event())["organization_id"] == desk.city.street
    assert await desk.pool.fetchval("SELECT count(*) FROM share WHERE ends_at IS NULL") == 1


async def test_shares_that_are_refused(desk: Desk, demand: UUID) -> None:
    hospital = desk.city.hospital
    await desk.refused(NotAllowed, "unit", items.share, item_id=demand, recipient={"organization_id": hospital})
    await desk.fails(NotFound, "far-street", items.share, item_id=demand, recipient={"organization_id": hospital})
    await desk.fails(NotFound, "community", items.share, item_id=demand, recipient={"organization_id": uuid4()})
    await desk.fails(BadInput, "community", items.share, item_id=demand, recipient={"organization_id": hospital},
                     ends_at=desk.now() - timedelta(1))
    draft = await desk.add(place.add_item, desk.city.community, COMMUNITY, state="DRAFT")
    await desk.refused(WrongState, "community", items.share, item_id=draft, recipient={"organization_id": hospital})
