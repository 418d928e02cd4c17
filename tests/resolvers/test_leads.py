"""Leading projects: who lets a seat lead, how many a year, and an officer's consent to one more."""
import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain import dates
from domain.committees import AlreadyLed, LeadQuotaReached
from domain.refusals import BadInput, ItemClosed, NotAllowed, NotFound, WrongState
from resolvers import committees, items, leads
from tests import city as place
from tests.city import COMMUNITY, FAR_COMMUNITY
from tests.desk import Desk


async def _project(desk: Desk, publisher: str = "school", home: str = COMMUNITY, **columns: Any) -> UUID:
    return await desk.add(place.add_item, getattr(desk.city, publisher), home, **{"list": "PROJECT", **columns})


async def _lead(desk: Desk, by: str = "member", **more: Any) -> UUID:
    """A project of the school, by the seat of `member`."""
    item = await _project(desk)
    await desk.ids(by, leads.lead, item_id=item, **{"seat_id": desk.city.seat, **more})
    return item


async def test_a_third_needs_an_officers_recorded_consent(desk: Desk) -> None:
    for _ in range(2):
        await _lead(desk)
    third = {"item_id": await _project(desk), "seat_id": desk.city.seat}
    no = await desk.refused(LeadQuotaReached, "member", leads.lead, **third)
    assert no.quota == 2
    assert "consentToLead" in no.ADVICE
    for handle in ("member", "unit", "neighbour", "nobody"):
        await desk.refused(NotAllowed, handle, leads.consent, seat_id=desk.city.seat, reason="自己同意")
    consent = (await desk.ids("street", leads.consent, seat_id=desk.city.seat, reason="群众急需"))["consent"]
    row = await desk.row("lead_consent", consent)
    assert (row["consented_by"], row["year"], row["reason"]) == (
        desk.city.members["street"], dates.day(desk.now()).year, "群众急需")
    await desk.ids("member", leads.lead, **third)
    no = await desk.refused(LeadQuotaReached, "member", leads.lead, item_id=await _project(desk), seat_id=desk.city.seat)
    assert no.quota == 3


async def test_a_consent_is_of_its_year(desk: Desk) -> None:
    consent = (await desk.ids("street", leads.consent, seat_id=desk.city.seat, reason="群众急需"))["consent"]
    await desk.pool.execute("UPDATE lead_consent SET year = year - 1 WHERE id = $1", consent)
    for _ in range(2):
        await _lead(desk)
    await desk.refused(LeadQuotaReached, "member", leads.lead, item_id=await _project(desk), seat_id=desk.city.seat)


async def test_it_stays_with_the_place(desk: Desk) -> None:
    """After a handover what was led counts, and what was consented to does."""
    for _ in range(2):
        await _lead(desk)
    await desk.ids("street", leads.consent, seat_id=desk.city.seat, reason="群众急需")
    given = {"seat_id": desk.city.seat, "member_id": desk.city.members["unit"]}
    seat = (await desk.ids("community", committees.transfer, **given))["seat"]
    await _lead(desk, "unit", seat_id=seat)
    await desk.refused(LeadQuotaReached, "unit", leads.lead, item_id=await _project(desk), seat_id=seat)


async def test_a_committee_says_how_many(desk: Desk) -> None:
    await desk.ids("community", leads.set_quota, committee_id=desk.city.committee, quota=1)
    await _lead(desk)
    await desk.refused(LeadQuotaReached, "member", leads.lead, item_id=await _project(desk), seat_id=desk.city.seat)
    await desk.refused(NotAllowed, "member", leads.set_quota, committee_id=desk.city.committee, quota=9)
    for quota in (0, 1001):
        await desk.fails(BadInput, "community", leads.set_quota, committee_id=desk.city.committee, quota=quota)


async def test_only_part_time_members_have_a_quota(desk: Desk) -> None:
    await desk.pool.execute("UPDATE seat SET kind = 'FULL_TIME' WHERE id = $1", desk.city.seat)
    for _ in range(4):
        await _lead(desk)
    await desk.refused(NotAllowed, "street", leads.consent, seat_id=desk.city.seat, reason="不必")


async def test_the_publisher_is_told(desk: Desk) -> None:
    other = await _project(desk, "bank")
    await desk.ids("member", leads.lead, item_id=other, seat_id=desk.city.seat)
    told = await desk.pool.fetch("SELECT m.handle FROM notice n JOIN member m ON m.id = n.member_id "
                                 "WHERE n.kind = 'PROJECT_LED' AND n.object_id = $1", other)
    assert {row["handle"] for row in told} == {"bank", "two-units"}


async def test_what_cannot_be_led(desk: Desk) -> None:
    city, seat = desk.city, {"seat_id": desk.city.seat}
    led = await _lead(desk)
    await desk.refused(AlreadyLed, "community", leads.lead, item_id=led, **seat)
    demand = await _project(desk, list="DEMAND")
    assert (await desk.fails(BadInput, "member", leads.lead, item_id=demand, **seat)).startswith("item_id")
    closed = await _project(desk, state="COMPLETED")
    await desk.refused(ItemClosed, "member", leads.lead, item_id=closed, **seat)
    elsewhere = await _project(desk, "hospital", FAR_COMMUNITY, scope="DISTRICT")
    assert (await desk.fails(BadInput, "member", leads.lead, item_id=elsewhere, **seat)).startswith("seat_id")
    unseen = await _project(desk, "hospital", FAR_COMMUNITY)
    await desk.fails(NotFound, "member", leads.lead, item_id=unseen, **seat)
    await desk.pool.execute("UPDATE seat SET ends_on = $1 WHERE id = $2", date(2025, 1, 1), city.seat)
    await desk.refused(WrongState, "community", leads.lead, item_id=await _project(desk), **seat)
    await desk.refused(WrongState, "street", leads.consent, reason="已离任", **seat)


@pytest.mark.parametrize(("by", "may"), [("member", True), ("community", True), ("street", True), ("unit", False),
                                         ("bank", False)])
async def test_who_lets_a_seat_lead(desk: Desk, by: str, may: bool) -> None:
    given = {"item_id": await _project(desk), "seat_id": desk.city.seat}
    if may:
        await desk.ids(by, leads.lead, **given)
    else:
        await desk.refused(NotAllowed, by, leads.lead, **given)


async def test_last_years_projects_do_not_count(desk: Desk) -> None:
    last_year = datetime(dates.day(desk.now()).year - 1, 12, 31, tzinfo=UTC)
    for _ in range(3):
        await _project(desk, lead_seat_id=desk.city.seat, listed_at=last_year)
    await _lead(desk)


async def test_two_at_once_are_not_both_the_last_of_a_place(desk: Desk) -> None:
    """Nor by two of its seats: a draft that the former one leads is published while the present one takes a project."""
    await _lead(desk)
    last_year = datetime(dates.day(desk.now()).year - 1, 12, 31, tzinfo=UTC)
    draft = await _project(desk, state="DRAFT", lead_seat_id=desk.city.seat, listed_at=last_year)
    seat = (await desk.ids("community", committees.transfer, seat_id=desk.city.seat,
                           member_id=desk.city.members["unit"]))["seat"]
    project = await _project(desk)
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM seat WHERE id = $1 FOR NO KEY UPDATE", desk.city.seat)  # so that both come at once
        sent = [asyncio.create_task(each) for each in (
            desk.send("unit", items.publish_draft, item_id=draft),
            desk.send("unit", leads.lead, item_id=project, seat_id=seat))]
        await desk.blocked(2)
    answers = [await each for each in sent]
    assert [type(each) for each in answers].count(LeadQuotaReached) == 1, answers
