"""Organisations, members and committees: who may manage what, and what is refused."""
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from db import viewers
from domain import credit_codes, dates
from domain.committees import AlreadyFounded, AlreadySeated
from domain.members import AlreadyAppointed, AlreadyRegistered, MemberInactive
from domain.organizations import CodeTaken
from domain.refusals import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from domain.viewer import Viewer
from resolvers import committees, members, organizations
from tests import city as place
from tests.city import COMMUNITY, FAR_COMMUNITY, GRID, NEIGHBOUR, STREET
from tests.desk import Desk

CREDIT = "914403001922038216"
UNIT = {"kind": "UNIT", "no_credit_code_reason": "部队"}


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
    ({"kind": "COMMUNITY", "division_code": STREET}, "division_code"), ({"kind": "STREET"}, "division_code"),
    ({"kind": "UNIT", "division_code": COMMUNITY, "community_codes": [COMMUNITY]}, "division_code"),
    ({"kind": "UNIT", "credit_code": CREDIT[:-1] + "7", "community_codes": [COMMUNITY]}, "credit_code"),
    ({**UNIT}, "community_codes"), ({**UNIT, "community_codes": [STREET]}, "community_codes[0]"),
    ({"kind": "UNIT", "community_codes": [COMMUNITY]}, "credit_code"),
    ({**UNIT, "credit_code": CREDIT, "community_codes": [COMMUNITY]}, "credit_code"),
    ({"kind": "COMMUNITY", "division_code": "110111007000"}, "division_code"),
    ({"kind": "STREET", "division_code": "110111007003", "no_credit_code_reason": "没有"}, "no_credit_code_reason"),
    ({"kind": "GRID", "division_code": GRID, "community_codes": [COMMUNITY]}, "community_codes"),
    ({**UNIT, "name": "", "community_codes": [COMMUNITY]}, "name"),
    ({**UNIT, "name": "大青?村小学", "community_codes": [COMMUNITY]}, "name"), ({**UNIT, "name": "·",
                                                                            "community_codes": [COMMUNITY]}, "name")])
async def test_wrong_codes_are_named(desk: Desk, values: dict[str, Any], field: str) -> None:
    error = await desk.fails(BadInput, "street", organizations.register, **{"name": "某单位", **values})
    assert error.startswith(f"{field}:")


async def test_only_officers_over_the_division_register(desk: Desk) -> None:
    unit = {**UNIT, "name": "某单位"}
    for viewer, places in (("unit", [COMMUNITY]), ("member", [COMMUNITY]), ("neighbour", [COMMUNITY]),
                           ("street", [COMMUNITY, FAR_COMMUNITY])):
        await desk.refused(NotAllowed, viewer, organizations.register, **unit, community_codes=places)
    await desk.ids("district", organizations.register, **unit, community_codes=[COMMUNITY, FAR_COMMUNITY])


async def test_an_organisation_is_revised(desk: Desk) -> None:
    school, place = desk.city.school, {"address": "北路", "longitude": 115.9, "latitude": 39.7}
    await desk.ids("unit", organizations.revise, organization_id=school, expected_version=1, place=place)
    event = await desk.last_event()
    assert (event["organization_id"], event["home_code"], event["before"]) == (school, COMMUNITY, None)
    await desk.ids("community", organizations.revise, organization_id=school, name="星城二小", credit_code=CREDIT)
    row = await desk.row("organization", school)
    assert (row["name"], row["credit_code"], row["longitude"], row["version"]) == ("星城二小", CREDIT, 115.9, 3)
    event = await desk.last_event()
    assert (event["organization_id"], event["before"]["name"]) == (desk.city.community, "星城小学")
    refusal = await desk.refused(StaleVersion, "unit", organizations.revise, organization_id=school, place=None,
                                 expected_version=1)
    assert refusal.version == 3
    await desk.refused(CodeTaken, "street", organizations.revise, organization_id=desk.city.bank, credit_code=CREDIT)
    await desk.fails(BadInput, "street", organizations.revise, organization_id=school, credit_code=CREDIT[:-1] + "7")
    await desk.fails(BadInput, "street", organizations.revise, organization_id=school, credit_code=None)
    await desk.fails(BadInput, "street", organizations.revise, organization_id=school, no_credit_code_reason="撤销")
    await desk.ids("street", organizations.revise, organization_id=school, credit_code=None, no_credit_code_reason="撤销")
    row = await desk.row("organization", school)
    assert (row["credit_code"], row["no_credit_code_reason"]) == (None, "撤销")
    await desk.ids("street", organizations.revise, organization_id=school, credit_code=CREDIT)
    row = await desk.row("organization", school)
    assert (row["credit_code"], row["no_credit_code_reason"]) == (CREDIT, None)
    await desk.refused(NotAllowed, "unit", organizations.revise, organization_id=school, no_credit_code_reason="撤销")
    await desk.fails(NotFound, "unit", organizations.revise, organization_id=uuid4(), name="x")


async def test_what_an_organisation_is_its_home_decides(desk: Desk) -> None:
    """Not its own people, nor the officers of another community that it is stationed in."""
    for viewer in ("unit", "neighbour", "far-street", "bank"):
        for identity in ({"name": "x"}, {"credit_code": CREDIT}, {"name": "x", "place": None}):
            await desk.refused(NotAllowed, viewer, organizations.revise, organization_id=desk.city.school, **identity)
    for viewer in ("neighbour", "far-street", "bank"):
        await desk.refused(NotAllowed, viewer, organizations.revise, organization_id=desk.city.school, place=None)


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
    for viewer, organization in (("unit", city.school), ("far-street", city.school), ("community", city.street),
                                 ("neighbour", city.school)):
        await desk.refused(NotAllowed, viewer, members.appoint, **nobody, organization_id=organization)
    await desk.fails(NotFound, "street", members.appoint, **nobody, organization_id=uuid4())
    await desk.fails(NotFound, "street", members.appoint, kind="LIAISON", member_id=uuid4(),
                     organization_id=city.school)
    await desk.fails(BadInput, "street", members.appoint, **nobody, organization_id=city.school,
                     starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))
    office = (await desk.ids("community", members.appoint, **nobody, organization_id=city.school))["office"]
    for viewer in ("far-street", "neighbour"):  # the school is stationed there too, but not at home
        await desk.refused(NotAllowed, viewer, members.end_office, office_id=office)
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
    await desk.pool.execute("UPDATE member SET home_code = $2 WHERE id = $1", nobody, NEIGHBOUR)
    await desk.refused(NotAllowed, "community", members.deactivate, member_id=nobody)
    await desk.ids("neighbour", members.deactivate, member_id=nobody)
    await desk.refused(MemberInactive, "street", members.appoint, member_id=unit, kind="LIAISON",
                       organization_id=city.school)
    await desk.refused(MemberInactive, "street", committees.seat, member_id=unit, kind="FULL_TIME",
                       committee_id=city.committee)


async def test_ties_that_begin_later_hold_a_member(desk: Desk) -> None:
    """Whoever has power over all that it is and will be, not over what it is today."""
    city, today = desk.city, dates.day(desk.now())
    nobody = {"member_id": city.members["nobody"]}
    await desk.pool.execute("UPDATE member SET home_code = $2 WHERE id = $1", nobody["member_id"], NEIGHBOUR)
    later = today + timedelta(days=30)
    await desk.add(place.add_office, nobody["member_id"], city.far_community, "OFFICER", later)
    await desk.refused(NotAllowed, "neighbour", members.deactivate, **nobody)
    await desk.ids("community", committees.seat, **nobody, committee_id=city.committee, kind="FULL_TIME", starts_on=later)
    for viewer in ("far-community", "far-street", "community", "street"):
        await desk.refused(NotAllowed, viewer, members.deactivate, **nobody)
    await desk.ids("district", members.deactivate, **nobody)


async def test_who_is_registered_belongs_to_the_registering_division(desk: Desk) -> None:
    member = (await desk.ids("community", members.register, subject="sub-new", name="张三"))["member"]
    assert (await desk.row("member", member))["home_code"] == COMMUNITY
    for viewer in ("neighbour", "far-street", "unit"):
        await desk.refused(NotAllowed, viewer, members.deactivate, member_id=member)
    unknown = desk.city.members["member"]
    await desk.pool.execute("DELETE FROM seat")
    for viewer in ("street", "province"):
        await desk.refused(NotAllowed, viewer, members.deactivate, member_id=unknown)  # nobody knows whose it is
    await desk.ids("street", members.deactivate, member_id=member)


async def test_a_seat_speaks_for_an_organisation_that_agrees(desk: Desk) -> None:
    """By an office of the member's there, also one to come, or by an officer over its home."""
    city = desk.city
    seat = {"committee_id": city.committee, "kind": "PART_TIME"}
    await desk.refused(NotAllowed, "community", committees.seat, member_id=city.members["nobody"], **seat,
                       organization_id=city.hospital)
    await desk.add(place.add_office, city.members["nobody"], city.hospital, "LIAISON", date(2024, 1, 1), date(2024, 2, 1))
    await desk.refused(NotAllowed, "community", committees.seat, member_id=city.members["nobody"], **seat,
                       organization_id=city.hospital)
    await desk.ids("community", committees.seat, member_id=city.members["hospital"], **seat, organization_id=city.hospital)
    await desk.ids("district", committees.seat, member_id=city.members["nobody"], **seat, organization_id=city.hospital)


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
    assert credit_codes.is_valid(CREDIT)
