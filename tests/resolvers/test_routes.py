"""Who handles calls, and in what time: what a route, a dispatch and a decision take, and whom a dispatch asks to assist."""
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.refusals import BadInput
from domain.routes import MOST_ASSISTING, HandlerElsewhere
from domain.whistles import NoRoute
from resolvers import dispatches, routes, whistles
from tests import city as place
from tests import whistles as rows
from tests.city import COMMUNITY, STREET
from tests.desk import Desk

HOURS, DAYS = {"count": 4, "unit": "HOURS"}, {"count": 5, "unit": "WORKING_DAYS"}
LIMITS = {"accept_in": HOURS, "handle_in": DAYS}
Given = dict[str, Any]


async def _route(desk: Desk, given: Given) -> tuple[str, Any, Given]:
    return "district", routes.set_, {"division_id": desk.city.street, "category": "PARKING", **given}


async def _dispatch(desk: Desk, given: Given) -> tuple[str, Any, Given]:
    return "street", dispatches.dispatch, {"whistle_id": await desk.add(rows.add_whistle, desk.city, state="TRIAGED"), **given}


async def _decision(desk: Desk, given: Given) -> tuple[str, Any, Given]:
    call = await desk.add(rows.add_whistle, desk.city, state="RETURNED", disputed=True)
    return "district", dispatches.diagnose, {"whistle_id": call, "reason": "市容管理属其职责", **given}


WAYS = pytest.mark.parametrize("way", [_route, _dispatch, _decision])


@WAYS
@pytest.mark.parametrize(("field", "limit"), [
    (f"{name}.count", {name: {"count": count, "unit": unit}}) for name in LIMITS
    for count, unit in ((0, "HOURS"), (2001, "HOURS"), (0, "WORKING_DAYS"), (251, "WORKING_DAYS"))])
async def test_a_time_limit_is_one(desk: Desk, way: Any, field: str, limit: Given) -> None:
    handle, use_case, given = await way(desk, {"lead_id": desk.city.bank, **LIMITS, **limit})
    assert (await desk.fails(BadInput, handle, use_case, **given)).startswith(field)


@WAYS
async def test_the_longest_are_taken(desk: Desk, way: Any) -> None:
    handle, use_case, given = await way(desk, {"lead_id": desk.city.bank, "accept_in": {"count": 2000, "unit": "HOURS"},
                                               "handle_in": {"count": 250, "unit": "WORKING_DAYS"}})
    await desk.ids(handle, use_case, **given)


@WAYS
@pytest.mark.parametrize(("accept", "handle"), [((4, "HOURS"), (3, "HOURS")), ((2, "WORKING_DAYS"), (1, "WORKING_DAYS")),
                                                ((2, "WORKING_DAYS"), (47, "HOURS"))])
async def test_nothing_is_to_be_handled_before_it_is_accepted(desk: Desk, way: Any, accept: tuple[int, str],
                                                              handle: tuple[int, str]) -> None:
    (least, unit), (count, of) = accept, handle
    who, use_case, given = await way(desk, {"lead_id": desk.city.bank, "accept_in": {"count": least, "unit": unit},
                                            "handle_in": {"count": count, "unit": of}})
    assert (await desk.fails(BadInput, who, use_case, **given)).startswith("handle_in.count")
    await desk.ids(who, use_case, **{**given, "handle_in": {"count": count + 1, "unit": of}})


@WAYS
async def test_each_assists_once_and_beside_the_lead(desk: Desk, way: Any) -> None:
    bank, school = desk.city.bank, desk.city.school
    for assisting in ([bank], [school, school], [uuid4() for _ in range(MOST_ASSISTING + 1)]):
        handle, use_case, given = await way(desk, {"lead_id": bank, "assisting_ids": assisting, **LIMITS})
        assert (await desk.fails(BadInput, handle, use_case, **given)).startswith("assisting_ids")


@WAYS
@pytest.mark.parametrize("name", ["district", "city", "community", "grid"])
async def test_departments_units_and_streets_handle_calls(desk: Desk, way: Any, name: str) -> None:
    """Neither who is above them nor who raises calls; the lead is named, and each that assists."""
    wrong, bank = getattr(desk.city, name), desk.city.bank
    for field, parties in (("lead_id", {"lead_id": wrong}),
                           ("assisting_ids[1]", {"lead_id": bank, "assisting_ids": [desk.city.school, wrong]})):
        handle, use_case, given = await way(desk, {**parties, **LIMITS})
        assert (await desk.fails(BadInput, handle, use_case, **given)).startswith(field)
    for lead in ("department", "school", "street"):
        handle, use_case, given = await way(desk, {"lead_id": getattr(desk.city, lead), **LIMITS})
        await desk.ids(handle, use_case, **given)


async def _settled(desk: Desk, kind: str, home: str, *stations: str) -> UUID:
    """An organisation that is registered and stationed in these communities."""
    unit = uuid4()
    await desk.pool.execute("INSERT INTO organization (id, kind, name, home_code, no_credit_code_reason, created_at) "
                            "VALUES ($1, $2, '某单位', $3, '未登记', '2026-01-01')", unit, kind, home)
    for station in stations:
        await desk.add(place.add_station, unit, getattr(desk.city, station))
    return unit


OTHER_DISTRICT = "110112001001"
NEAR = [("DEPARTMENT", place.FAR_COMMUNITY, ["far_community"], True), ("DEPARTMENT", OTHER_DISTRICT, [], False),
        ("DEPARTMENT", OTHER_DISTRICT, ["far_community"], True), ("DEPARTMENT", place.CITY, [], True),
        ("UNIT", OTHER_DISTRICT, ["neighbour"], True), ("ENTERPRISE", COMMUNITY, ["far_community"], False),
        ("SOCIAL_ORGANIZATION", COMMUNITY, [], False)]


@WAYS
@pytest.mark.parametrize(("kind", "home", "stations", "is_near"), NEAR)
async def test_who_handles_a_call_is_of_the_district_or_stationed_there(desk: Desk, way: Any, kind: str, home: str,
                                                                        stations: list[str], is_near: bool) -> None:
    """A department of the district or of a level above, a unit that is stationed within: nobody else may read of a resident."""
    unit, bank = await _settled(desk, kind, home, *stations), desk.city.bank
    for field, parties in (("leadId", {"lead_id": unit}),
                           ("assistingIds[1]", {"lead_id": bank, "assisting_ids": [desk.city.school, unit]})):
        handle, use_case, given = await way(desk, {**parties, **LIMITS})
        if is_near:
            await desk.ids(handle, use_case, **given)
            continue
        refused = await desk.refused(HandlerElsewhere, handle, use_case, **given)
        assert (refused.field, refused.division) == (field, STREET)
        assert refused.message.zh == f"{field}：须为 110111 的部门或街道，或驻在 {STREET} 的单位。"
        assert refused.message.en == (f"{field}: it must be a department or a street of 110111, or a unit that is stationed "
                                           f"in {STREET}.")


@WAYS
async def test_streets_handle_calls_of_their_district(desk: Desk, way: Any) -> None:
    far = uuid4()
    await desk.pool.execute("INSERT INTO organization (id, kind, name, division_code, created_at) "
                            "VALUES ($1, 'STREET', '中仓街道', '110112001', '2026-01-01')", far)
    handle, use_case, given = await way(desk, {"lead_id": desk.city.far_street, **LIMITS})
    await desk.ids(handle, use_case, **given)
    handle, use_case, given = await way(desk, {"lead_id": far, **LIMITS})
    await desk.refused(HandlerElsewhere, handle, use_case, **given)


@pytest.mark.parametrize(("name", "is_near"), [("school", True), ("bank", False)])
async def test_a_communitys_route_names_who_is_stationed_in_it(desk: Desk, name: str, is_near: bool) -> None:
    """The school is, the bank in the next one alone; a dispatch within the street may name both."""
    given = {"division_id": desk.city.neighbour, "category": "PARKING", "lead_id": getattr(desk.city, name), **LIMITS}
    if is_near:
        await desk.ids("district", routes.set_, **given)
    else:
        assert (await desk.refused(HandlerElsewhere, "district", routes.set_, **given)).division == place.NEIGHBOUR


@pytest.mark.parametrize("use", [
    lambda desk, call: (dispatches.dispatch, {"whistle_id": call}),
    lambda desk, call: (dispatches.diagnose, {"whistle_id": call, "lead_id": desk.city.hospital, "reason": "属其职责"})])
async def test_whom_a_districts_route_names_is_there(desk: Desk, use: Any) -> None:
    """In whatever street of it; of calls that the route is for, and as long as it is."""
    await desk.ids("district", routes.set_, division_id=desk.city.district, category="ENVIRONMENT", lead_id=desk.city.hospital,
                   **LIMITS)
    for gone in (False, True):
        if gone:
            await desk.pool.execute("UPDATE station SET state = 'ENDED', ended_on = '2026-01-01' WHERE unit_id = $1",
                                    desk.city.hospital)
        call = await desk.add(rows.add_whistle, desk.city, state="RETURNED", disputed=True)
        use_case, given = use(desk, call)
        if gone:
            assert (await desk.refused(HandlerElsewhere, "district", use_case, **given)).division == place.DISTRICT
        else:
            await desk.ids("district", use_case, **given)
        other = await desk.add(rows.add_whistle, desk.city, state="RETURNED", disputed=True, category="PARKING")
        use_case, given = use(desk, other)
        given |= {"lead_id": desk.city.hospital, **LIMITS}
        assert (await desk.refused(HandlerElsewhere, "district", use_case, **given)).division == STREET


async def test_a_route_to_who_has_left_waits_for_a_person(desk: Desk) -> None:
    """Its call is triaged, and dispatched to nobody."""
    await desk.ids("district", routes.set_, division_id=desk.city.street, category="ENVIRONMENT", lead_id=desk.city.department,
                   assisting_ids=[desk.city.bank], **LIMITS)
    states = []
    for left in (False, True):
        if left:
            await desk.pool.execute("UPDATE station SET state = 'ENDED', ended_on = '2026-01-01' WHERE unit_id = $1",
                                    desk.city.bank)
        call = await desk.add(rows.add_whistle, desk.city, state="REPORTED")
        await desk.ids("street", dispatches.triage, whistle_id=call)
        states.append((await desk.row("whistle", call))["state"])
    assert states == ["DISPATCHED", "TRIAGED"]


@pytest.mark.parametrize("name", ["province", "city", "grid", "school"])
async def test_districts_streets_and_communities_have_routes(desk: Desk, name: str) -> None:
    asked = {"category": "PARKING", "lead_id": desk.city.bank, **LIMITS}
    assert (await desk.fails(BadInput, "province", routes.set_, division_id=getattr(desk.city, name), **asked)).startswith(
        "division_id")


async def test_set_anew_nobody_assists_who_is_not_named(desk: Desk) -> None:
    """Of the same division and category; what another has stays."""
    city = desk.city
    asked = {"category": "PARKING", "lead_id": city.bank, **LIMITS}
    one, other = [(await desk.ids("district", routes.set_, division_id=division, assisting_ids=[city.school], **asked))["route"]
                  for division in (city.street, city.community)]
    await desk.ids("district", routes.set_, division_id=city.street, assisting_ids=[city.department], **asked)
    found = await desk.pool.fetch("SELECT route_id, organization_id FROM route_assisting")
    assert {tuple(row) for row in found} == {(one, city.department), (other, city.school)}


async def _asked(desk: Desk, **given: Any) -> tuple[UUID, list[UUID]]:
    """Whom a dispatch asks."""
    call = await desk.add(rows.add_whistle, desk.city, state="TRIAGED")
    await desk.ids("street", dispatches.dispatch, whistle_id=call, **given)
    row = await desk.row("whistle", call)
    return row["lead_id"], row["assisting_ids"]


async def test_who_assists_by_the_route_assists_its_lead(desk: Desk) -> None:
    """And nobody else's, unless they are named."""
    city = desk.city
    await desk.ids("district", routes.set_, division_id=city.street, category="ENVIRONMENT", lead_id=city.bank,
                   assisting_ids=[city.school], **LIMITS)
    assert await _asked(desk) == await _asked(desk, lead_id=city.bank) == (city.bank, [city.school])
    assert await _asked(desk, lead_id=city.department) == (city.department, [])
    assert await _asked(desk, assisting_ids=[]) == (city.bank, [])


@pytest.mark.parametrize("given", [
    {"lead_id": "bank"}, {"lead_id": "bank", "accept_in": HOURS}, {"lead_id": "bank", "handle_in": DAYS}, LIMITS])
async def test_what_no_route_says_has_to_be_said(desk: Desk, given: Given) -> None:
    """Of lead and limits each."""
    call = await desk.add(rows.add_whistle, desk.city, state="TRIAGED")
    asked = {name: desk.city.bank if value == "bank" else value for name, value in given.items()}
    await desk.refused(NoRoute, "street", dispatches.dispatch, whistle_id=call, **asked)


@pytest.mark.parametrize("handle", ["unit", "district", "city"])
async def test_streets_communities_and_grids_raise_calls(desk: Desk, handle: str) -> None:
    new = {"kind": "KEY_WORK", "category": "ENVIRONMENT", "title": "楼后垃圾堆积"}
    assert (await desk.fails(BadInput, handle, whistles.raise_, **new)).startswith("raiser_id")


@pytest.mark.parametrize(("raiser", "home", "level"), [
    ("grid", COMMUNITY, "GRID"), ("community", COMMUNITY, "COMMUNITY"), ("street", STREET, "STREET")])
async def test_a_call_is_at_home_where_it_was_raised(desk: Desk, raiser: str, home: str, level: str) -> None:
    """A grid's in its community."""
    kind = "GRID_STAFF" if raiser == "grid" else "OFFICER"
    await desk.add(place.add_office, desk.city.members["nobody"], getattr(desk.city, raiser), kind)
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    new = {"kind": "KEY_WORK", "category": "ENVIRONMENT", "title": "楼后垃圾堆积"}
    row = await desk.row("whistle", (await desk.ids("nobody", whistles.raise_, **new))["whistle"])
    assert (row["home_code"], row["level"], row["raiser_id"]) == (home, level, getattr(desk.city, raiser))


async def test_one_that_returns_a_call_is_no_dispute(desk: Desk) -> None:
    """However many assist, and whatever becomes of other calls."""
    city, add = desk.city, desk.add
    calls = [("hospital", await add(rows.add_whistle, city, "hospital")),
             ("bank", await add(rows.add_whistle, city, assisting=("school", "hospital")))]
    for handle, call in calls:
        await desk.ids(handle, whistles.return_, whistle_id=call, reason="不属本部门职责")
        assert (await desk.row("whistle", call))["disputed"] is False
