"""Organisations, members and committees: who may manage what, and what is refused."""
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from db import viewers
from domain import codes, dates
from domain.refusals import (
    AlreadyAppointed,
    AlreadyFounded,
    AlreadyRegistered,
    AlreadySeated,
    AlreadyStationed,
    BadInput,
    CodeTaken,
    MemberInactive,
    NotAllowed,
    NotFound,
    StaleVersion,
    WrongState,
)
from domain.viewer import Viewer
from resolvers import committees, members, organizations
from tests.city import COMMUNITY, FAR_COMMUNITY, GRID, NEIGHBOUR, STREET
from tests.desk import Desk

CREDIT = "914403001922038216"


async def _viewer(desk: Desk, member: str) -> Viewer | None:
    """A member of the city with the rights of this moment."""
    async with desk.pool.acquire() as connection:
        return await viewers.of_member(connection, desk.city.members[member], desk.now())


async def test_a_unit_is_registered_with_its_stations(desk: Desk) -> None:
    ids = await desk.ids("street", organizations.register, kind="ENTERPRISE", name="星城物业", credit_code=CREDIT,
                         place={"address": "星城路"}, community_codes=[COMMUNITY, NEIGHBOUR, COMMUNITY])
    row = await desk.row("organization", ids["organization"])
    assert (row["name"], row["credit_code"], row["address"]) == ("星城物业", CREDIT, "星城路")
    kinds = [row["kind"] for row in await desk.pool.fetch("SELECT kind FROM event ORDER BY seq")]
    assert kinds == ["organization.registered", "station.added", "station.added"]
    event = await desk.last_event()
    assert (event["organization_id"], event["home_code"]) == (desk.city.street, NEIGHBOUR)
    refusal = await desk.refused(CodeTaken, "street", organizations.register, kind="UNIT", name="又一家",
                                 credit_code=CREDIT, community_codes=[COMMUNITY])
    assert refusal.code == CREDIT


async def test_a_division_is_registered_below_its_parent(desk: Desk) -> None:
    await desk.ids("street", organizations.register, kind="COMMUNITY", name="新社区", division_code=STREET + "009")
    assert (await desk.last_event())["home_code"] == STREET + "009"
    refusal = await desk.refused(CodeTaken, "street", organizations.register, kind="COMMUNITY", name="又一个",
                                 division_code=COMMUNITY)
    assert refusal.code == COMMUNITY
    orphan = {"kind": "GRID", "name": "网格", "division_code": STREET + "888001"}
    assert "888" in await desk.fails(BadInput, "street", organizations.register, **orphan)
    await desk.ids("community", organizations.register, kind="GRID", name="第二网格", division_code=GRID[:-1] + "2")


@pytest.mark.parametrize(("values", "field"), [
    ({"kind": "COMMUNITY", "division_code": STREET}, "divisionCode"), ({"kind": "STREET"}, "divisionCode"),
    ({"kind": "UNIT", "division_code": COMMUNITY, "community_codes": [COMMUNITY]}, "divisionCode"),
    ({"kind": "UNIT", "credit_code": CREDIT[:-1] + "7", "community_codes": [COMMUNITY]}, "creditCode"),
    ({"kind": "UNIT"}, "communityCodes"), ({"kind": "UNIT", "community_codes": [STREET]}, "communityCodes"),
    ({"kind": "GRID", "division_code": GRID, "community_codes": [COMMUNITY]}, "communityCodes"),
    ({"kind": "UNIT", "name": "", "community_codes": [COMMUNITY]}, "name")])
async def test_wrong_codes_are_named(desk: Desk, values: dict[str, Any], field: str) -> None:
    error = await desk.fails(BadInput, "street", organizations.register, **{"name": "某单位", **values})
    assert error.startswith(f"input.{field}:")


async def test_only_officers_over_the_division_register(desk: Desk) -> None:
    unit = {"kind": "UNIT", "name": "某单位"}
    for viewer, places in (("unit", [COMMUNITY]), ("member", [COMMUNITY]), ("neighbour", [COMMUNITY]),
                           ("street", [COMMUNITY, FAR_COMMUNITY])):
        await desk.refused(NotAllowed, viewer, organizations.register, **unit, community_codes=places)
    await desk.ids("district", organizations.register, **unit, community_codes=[COMMUNITY, FAR_COMMUNITY])


async def test_an_organisation_is_revised(desk: Desk) -> None:
    school = desk.city.school
    await desk.ids("unit", organizations.revise, organization_id=school, expected_version=1, name="星城二小",
                   place={"address": "北路", "longitude": 115.9, "latitude": 39.7})
    row = await desk.row("organization", school)
    assert (row["name"], row["longitude"], row["version"]) == ("星城二小", 115.9, 2)
    event = await desk.last_event()
    assert (event["organization_id"], event["before"]) == (school, {"name": "星城小学"})
    refusal = await desk.refused(StaleVersion, "unit", organizations.revise, organization_id=school, name="x",
                                 expected_version=1)
    assert refusal.version == 2
    await desk.ids("neighbour", organizations.revise, organization_id=school, name="星城三小")
    assert (await desk.last_event())["organization_id"] == desk.city.neighbour
    await desk.refused(NotAllowed, "far-street", organizations.revise, organization_id=school, name="x")
    await desk.refused(NotAllowed, "bank", organizations.revise, organization_id=school, name="x")
    await desk.fails(NotFound, "unit", organizations.revise, organization_id=uuid4(), name="x")


async def test_a_unit_is_stationed_once_in_a_community(desk: Desk) -> None:
    city = desk.city
    await desk.ids("far-street", organizations.station, unit_id=city.school, community_id=city.far_community)
    await desk.refused(AlreadyStationed, "street", organizations.station, unit_id=city.school,
                       community_id=city.community)
    await desk.refused(NotAllowed, "unit", organizations.station, unit_id=city.bank, community_id=city.neighbour)
    for unit, community in ((uuid4(), city.community), (city.school, uuid4())):
        await desk.fails(NotFound, "street", organizations.station, unit_id=unit, community_id=community)
    for unit, community in ((city.school, city.street), (city.grid, city.community)):
        await desk.fails(BadInput, "street", organizations.station, unit_id=unit, community_id=community)


async def test_members_are_registered_once(desk: Desk) -> None:
    ids = await desk.ids("community", members.register, subject="sub-new", name="张三", handle="new")
    assert (await desk.row("member", ids["member"]))["active"]
    assert "张三" not in str(await desk.last_event())
    taken = await desk.refused(AlreadyRegistered, "community", members.register, subject="sub-new", name="李四")
    assert taken.value == "sub-new"
    await desk.refused(AlreadyRegistered, "community", members.register, subject="sub-x", name="李四", handle="new")
    for viewer in ("unit", "member", "nobody"):
        await desk.refused(NotAllowed, viewer, members.register, subject="sub-x", name="李四")


async def test_an_office_gives_rights_while_it_lasts(desk: Desk) -> None:
    city, today = desk.city, dates.day(desk.now())
    office = (await desk.ids("street", members.appoint, member_id=city.members["nobody"], kind="SECRETARY",
                             organization_id=city.community))["office"]
    viewer = await _viewer(desk, "nobody")
    assert viewer is not None
    assert viewer.officer_of == {COMMUNITY}
    await desk.refused(AlreadyAppointed, "street", members.appoint, member_id=city.members["nobody"],
                       kind="SECRETARY", organization_id=city.community, starts_on=today + timedelta(days=5))
    await desk.ids("street", members.end_office, office_id=office)
    assert (await _viewer(desk, "nobody")) != viewer  # its rights now end today
    desk.shift = timedelta(days=1)
    viewer = await _viewer(desk, "nobody")
    assert viewer is not None
    assert viewer.officer_of == frozenset()
    assert (await desk.refused(WrongState, "street", members.end_office, office_id=office)).state == "ENDED"


async def test_offices_are_given_from_above(desk: Desk) -> None:
    city = desk.city
    nobody = {"member_id": city.members["nobody"], "kind": "LIAISON"}
    for viewer, organization in (("unit", city.school), ("far-street", city.school), ("community", city.street)):
        await desk.refused(NotAllowed, viewer, members.appoint, **nobody, organization_id=organization)
    await desk.fails(NotFound, "street", members.appoint, **nobody, organization_id=uuid4())
    await desk.fails(NotFound, "street", members.appoint, kind="LIAISON", member_id=uuid4(),
                     organization_id=city.school)
    await desk.fails(BadInput, "street", members.appoint, **nobody, organization_id=city.school,
                     starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))
    office = (await desk.ids("community", members.appoint, **nobody, organization_id=city.school))["office"]
    await desk.refused(NotAllowed, "far-street", members.end_office, office_id=office)
    await desk.fails(NotFound, "street", members.end_office, office_id=uuid4())
    await desk.fails(BadInput, "street", members.end_office, office_id=office, ends_on=date(2020, 1, 1))


async def test_a_deactivated_member_has_no_rights(desk: Desk) -> None:
    city = desk.city
    unit, nobody = city.members["unit"], city.members["nobody"]
    for viewer in ("neighbour", "bank", "far-street"):
        await desk.refused(NotAllowed, viewer, members.deactivate, member_id=unit)
    await desk.fails(NotFound, "street", members.deactivate, member_id=uuid4())
    await desk.ids("street", members.deactivate, member_id=unit)
    assert await _viewer(desk, "unit") is None
    await desk.refused(WrongState, "street", members.deactivate, member_id=unit)
    await desk.refused(NotAllowed, "unit", members.deactivate, member_id=nobody)
    await desk.ids("neighbour", members.deactivate, member_id=nobody)
    await desk.refused(MemberInactive, "street", members.appoint, member_id=unit, kind="LIAISON",
                       organization_id=city.school)
    await desk.refused(MemberInactive, "street", committees.seat, member_id=unit, kind="FULL_TIME",
                       committee_id=city.committee)


async def test_committees_are_founded_once(desk: Desk) -> None:
    city = desk.city
    ids = await desk.ids("street", committees.found, organization_id=city.neighbour)
    row = await desk.row("joint_committee", ids["committee"])
    assert (row["level"], row["name"]) == ("COMMUNITY", "第二社区大党委")
    await desk.refused(AlreadyFounded, "street", committees.found, organization_id=city.neighbour)
    await desk.refused(NotAllowed, "street", committees.found, organization_id=city.far_community)
    await desk.fails(BadInput, "district", committees.found, organization_id=city.district)
    await desk.fails(NotFound, "district", committees.found, organization_id=uuid4())
    ids = await desk.ids("far-street", committees.found, organization_id=city.far_street, name="联合党工委")
    assert (await desk.row("joint_committee", ids["committee"]))["name"] == "联合党工委"


async def test_seats_are_taken_and_ended(desk: Desk) -> None:
    city, today = desk.city, dates.day(desk.now())
    person = {"member_id": city.members["hospital"], "kind": "PART_TIME"}
    seat = (await desk.ids("community", committees.seat, **person, committee_id=city.committee,
                           organization_id=city.hospital))["seat"]
    viewer = await _viewer(desk, "hospital")
    assert viewer is not None
    assert COMMUNITY in viewer.belongs_to
    await desk.refused(AlreadySeated, "community", committees.seat, **person, committee_id=city.committee)
    await desk.ids("community", committees.end_seat, seat_id=seat, ends_on=today)
    await desk.refused(AlreadySeated, "community", committees.seat, **person, committee_id=city.committee)
    await desk.ids("community", committees.seat, **person, committee_id=city.committee,
                   starts_on=today + timedelta(days=1))
    await desk.fails(BadInput, "community", committees.end_seat, seat_id=seat, ends_on=today + timedelta(days=3))


async def test_seats_that_are_refused(desk: Desk) -> None:
    city = desk.city
    person = {"member_id": city.members["hospital"], "kind": "PART_TIME"}
    await desk.refused(NotAllowed, "neighbour", committees.seat, **person, committee_id=city.committee)
    await desk.refused(NotAllowed, "member", committees.end_seat, seat_id=city.seat)
    await desk.fails(NotFound, "community", committees.seat, **person, committee_id=uuid4())
    await desk.fails(NotFound, "community", committees.end_seat, seat_id=uuid4())
    await desk.fails(BadInput, "community", committees.seat, **person, committee_id=city.committee,
                     organization_id=uuid4())


def test_the_credit_code_above_is_a_real_one() -> None:
    assert codes.is_credit_code(CREDIT)
