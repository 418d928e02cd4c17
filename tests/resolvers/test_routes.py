"""Who handles calls, and in what time: what a route, a dispatch and a decision take, and whom a dispatch asks to assist."""
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.refusals import BadInput
from domain.routes import MOST_ASSISTING
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
    for lead in ("department", "hospital", "street"):
        handle, use_case, given = await way(desk, {"lead_id": getattr(desk.city, lead), **LIMITS})
        await desk.ids(handle, use_case, **given)


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
    await desk.ids("district", routes.set_, division_id=city.street, assisting_ids=[city.hospital], **asked)
    found = await desk.pool.fetch("SELECT route_id, organization_id FROM route_assisting")
    assert {tuple(row) for row in found} == {(one, city.hospital), (other, city.school)}


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
    assert await _asked(desk, lead_id=city.hospital) == (city.hospital, [])
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
