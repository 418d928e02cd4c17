"""Seats: who may have which, and what stays with a place when it is handed over."""
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from db import viewers
from domain import dates
from domain.committees import AlreadySeated, LeadQuotaReached, SeatTaken
from domain.members import MemberInactive
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.viewer import Viewer
from resolvers import committees, items, resolutions
from tests import topics
from tests.desk import Desk

PROJECT: dict[str, Any] = {"title": "楼道改造", "category": "PROPERTY"}


def _today(desk: Desk) -> date:
    return dates.day(desk.now())


async def _viewer(desk: Desk, handle: str) -> Viewer:
    async with desk.pool.acquire() as connection:
        known = await viewers.of_member(connection, desk.city.members[handle], desk.now())
        await desk.city.look(connection)
    assert known is not None
    return known


async def _transfer(desk: Desk, to: str = "unit", **more: Any) -> UUID:
    """The seat of `member`, who represents the school."""
    return (await desk.ids("community", committees.transfer, seat_id=desk.city.seat, member_id=desk.city.members[to],
                           **more))["seat"]


async def _lead(desk: Desk, by: str, seat: UUID) -> UUID:
    return (await desk.ids(by, items.publish_project, **PROJECT, publisher_id=desk.city.school, lead_seat_id=seat))["item"]


async def _told(desk: Desk) -> list[tuple[str, str]]:
    found = await desk.pool.fetch("SELECT n.kind, m.handle FROM notice n JOIN member m ON m.id = n.member_id ORDER BY 1, 2")
    return [(row["kind"], row["handle"]) for row in found]


async def test_one_ends_and_another_begins_of_the_same_place(desk: Desk) -> None:
    await desk.pool.execute("UPDATE seat SET ends_on = '2095-12-31' WHERE id = $1", desk.city.seat)
    seat = await _transfer(desk)
    before, after = await desk.row("seat", desk.city.seat), await desk.row("seat", seat)
    assert before["ends_on"] == _today(desk) - timedelta(days=1)
    assert {name: after[name] for name in ("committee_id", "organization_id", "kind", "starts_on", "ends_on")} == {
        "committee_id": desk.city.committee, "organization_id": desk.city.school, "kind": "PART_TIME",
        "starts_on": _today(desk), "ends_on": date(2095, 12, 31)}
    assert (after["place_id"], after["succeeds_id"]) == (desk.city.seat, desk.city.seat)
    assert await _told(desk) == [("SEAT_OVER", "member"), ("SEAT_TAKEN", "unit")]
    third = await desk.pool.fetchval("UPDATE seat SET starts_on = starts_on - 9 WHERE id = $1 RETURNING id", seat)
    last = (await desk.ids("street", committees.transfer, seat_id=third, member_id=desk.city.members["two-units"]))["seat"]
    assert (await desk.row("seat", last))["place_id"] == desk.city.seat


async def test_rights_go_over_at_once(desk: Desk) -> None:
    await _transfer(desk, "unit")
    assert desk.city.committee not in (await _viewer(desk, "member")).sits_on
    assert desk.city.committee in (await _viewer(desk, "unit")).sits_on


async def test_or_on_a_day_to_come(desk: Desk) -> None:
    day = _today(desk) + timedelta(days=30)
    await _transfer(desk, starts_on=day)
    former, heir = await _viewer(desk, "member"), await _viewer(desk, "unit")
    assert desk.city.committee in former.sits_on
    assert desk.city.committee not in heir.sits_on
    assert former.rights_until == heir.rights_until == day - timedelta(days=1)
    desk.shift = timedelta(days=30)
    assert desk.city.committee not in (await _viewer(desk, "member")).sits_on
    assert desk.city.committee in (await _viewer(desk, "unit")).sits_on


async def test_the_places_quota_is_not_begun_anew(desk: Desk) -> None:
    await _viewer(desk, "community")
    for number in range(2):
        await desk.ids("community", items.publish_project, **{**PROJECT, "title": f"项目{number}"},
                       publisher_id=desk.city.community, lead_seat_id=desk.city.seat)
    seat = await _transfer(desk)
    await desk.refused(LeadQuotaReached, "community", items.publish_project, **PROJECT, publisher_id=desk.city.community,
                       lead_seat_id=seat)
    other = (await desk.ids("community", committees.seat, committee_id=desk.city.committee, kind="PART_TIME",
                            member_id=desk.city.members["bank"], organization_id=desk.city.bank))["seat"]
    await desk.ids("community", items.publish_project, **PROJECT, publisher_id=desk.city.community, lead_seat_id=other)


async def test_who_takes_over_owes_what_the_place_owes(desk: Desk) -> None:
    """And nobody else: not who had the seat before."""
    topic = await desk.add(topics.add_topic, desk.city, stage="PUBLISHED")
    owed = await desk.add(topics.add_resolution, desk.city, topic, owner_id=None, owner_seat_id=desk.city.seat)
    await _transfer(desk)
    for handle in ("member", "unit"):
        await _viewer(desk, handle)
    for handle in ("member", "bank"):
        answer = await _answered(desk, handle, owed)
        assert answer != "yes", handle
    assert await _answered(desk, "unit", owed) == "yes"
    await desk.ids("community", resolutions.return_, resolution_id=owed, reason="再办")
    assert ("RESOLUTION_RETURNED", "unit") in await _told(desk)
    assert ("RESOLUTION_RETURNED", "member") not in await _told(desk)


async def _answered(desk: Desk, handle: str, resolution: UUID) -> str:
    try:
        answer = await desk.send(handle, resolutions.complete, resolution_id=resolution)
    except NotFound:
        return "not found"
    return "no" if isinstance(answer, NotAllowed) else "yes"


async def test_what_cannot_be_handed_over(desk: Desk) -> None:
    city, today = desk.city, _today(desk)
    given = {"seat_id": city.seat, "member_id": city.members["unit"]}
    for handle in ("member", "unit", "neighbour", "nobody"):
        await desk.refused(NotAllowed, handle, committees.transfer, **given)
    await desk.refused(AlreadySeated, "community", committees.transfer, seat_id=city.seat, member_id=city.members["member"])
    for wrong in (today - timedelta(days=1), date(2024, 1, 1)):
        assert (await desk.fails(BadInput, "community", committees.transfer, **given, starts_on=wrong)).startswith("starts_on")
    await desk.pool.execute("UPDATE seat SET ends_on = $2 WHERE id = $1", city.seat, today)
    later = today + timedelta(days=1)
    assert (await desk.fails(BadInput, "community", committees.transfer, **given, starts_on=later)).startswith("starts_on")
    await desk.pool.execute("UPDATE seat SET ends_on = $2 WHERE id = $1", city.seat, today - timedelta(days=1))
    await desk.refused(WrongState, "community", committees.transfer, **given)
    await desk.pool.execute("UPDATE member SET active = false WHERE id = $1", city.members["nobody"])
    await desk.pool.execute("UPDATE seat SET ends_on = NULL")
    await desk.refused(MemberInactive, "community", committees.transfer, seat_id=city.seat, member_id=city.members["nobody"])


async def test_the_new_holder_speaks_for_the_same_organisation(desk: Desk) -> None:
    """With an office there; else officers over its home have to say so."""
    city = desk.city
    seat = (await desk.ids("community", committees.seat, committee_id=city.committee, member_id=city.members["hospital"],
                           kind="PART_TIME", organization_id=city.hospital, starts_on=date(2024, 5, 1)))["seat"]
    await desk.refused(NotAllowed, "community", committees.transfer, seat_id=seat, member_id=city.members["nobody"])
    await desk.ids("district", committees.transfer, seat_id=seat, member_id=city.members["nobody"])


@pytest.mark.parametrize("kind", ["SECRETARY", "FIRST_SECRETARY"])
async def test_there_is_one_secretary_and_one_first_secretary_at_a_time(desk: Desk, kind: str) -> None:
    city, today = desk.city, _today(desk)
    given = {"committee_id": city.committee, "kind": kind, "organization_id": city.street}
    await desk.ids("street", committees.seat, **given, member_id=city.members["street"], ends_on=today + timedelta(days=9))
    no = await desk.refused(SeatTaken, "street", committees.seat, **given, member_id=city.members["nobody"],
                            starts_on=today + timedelta(days=9))
    assert no.kind == kind
    await desk.ids("street", committees.seat, **given, member_id=city.members["nobody"], starts_on=today + timedelta(days=10))


async def test_a_first_secretary_comes_from_above(desk: Desk) -> None:
    city = desk.city
    given = {"committee_id": city.committee, "kind": "FIRST_SECRETARY", "member_id": city.members["nobody"]}
    for organization in (None, city.community, city.bank, city.neighbour, city.far_street):
        assert (await desk.fails(BadInput, "district", committees.seat, **given, organization_id=organization)).startswith(
            "organization_id")
    await desk.ids("district", committees.seat, **given, organization_id=city.department)
