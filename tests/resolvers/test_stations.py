"""Stations need both sides; until then they give nothing."""
from typing import Any
from uuid import UUID

import pytest

from db import viewers
from domain import dates, trail
from domain.event import Rights
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.stations import AlreadyStationed
from domain.viewer import Viewer
from resolvers import items, members, organizations, stations
from tests.city import COMMUNITY, FAR_COMMUNITY, NEIGHBOUR
from tests.desk import Desk

NEW = {"title": "义诊", "category": "HEALTH"}


async def _propose(desk: Desk, viewer: str, unit: UUID, community: UUID) -> UUID:
    return (await desk.ids(viewer, stations.propose, unit_id=unit, community_id=community))["station"]


async def _viewer(desk: Desk, member: str) -> Viewer:
    async with desk.pool.acquire() as connection:
        found = await viewers.of_member(connection, desk.city.members[member], desk.now())
    assert found is not None
    return found


async def test_a_unit_of_another_place_is_not_taken_over(desk: Desk) -> None:
    """The attack: station somebody's unit in one's own community, then appoint oneself, rename it, publish for it there."""
    city = desk.city
    station = await _propose(desk, "far-community", city.school, city.far_community)
    assert (await desk.row("station", station))["state"] == "PROPOSED"
    await desk.refused(NotAllowed, "far-community", stations.confirm, station_id=station)
    for confirmed in (False, True):
        if confirmed:
            await desk.ids("unit", stations.confirm, station_id=station)
        await desk.refused(NotAllowed, "far-community", members.appoint, member_id=city.members["far-community"],
                           organization_id=city.school, kind="LIAISON")
        await desk.refused(NotAllowed, "far-community", organizations.revise, organization_id=city.school, name="改名")
        await desk.refused(NotAllowed, "far-community", organizations.revise, organization_id=city.school, place=None)


async def test_a_proposed_station_gives_nothing(desk: Desk) -> None:
    city = desk.city
    station = await _propose(desk, "unit", city.school, city.far_community)
    publish: dict[str, Any] = {**NEW, "division_code": FAR_COMMUNITY}
    assert (await _viewer(desk, "unit")).belongs_to == {COMMUNITY, NEIGHBOUR}
    await desk.fails(BadInput, "unit", items.publish_demand, **publish)
    await desk.ids("far-street", stations.confirm, station_id=station)
    assert (await _viewer(desk, "unit")).belongs_to == {COMMUNITY, NEIGHBOUR, FAR_COMMUNITY}
    await desk.ids("unit", items.publish_demand, **publish)
    await desk.ids("unit", stations.end, station_id=station)
    assert (await _viewer(desk, "unit")).belongs_to == {COMMUNITY, NEIGHBOUR}
    await desk.fails(BadInput, "unit", items.publish_demand, **publish)
    row = await desk.row("station", station)
    assert (row["state"], row["ended_on"], row["version"]) == ("ENDED", dates.day(desk.now()), 3)


@pytest.mark.parametrize(("by", "side", "confirms"), [
    ("unit", "UNIT", ["far-community", "far-street", "district"]), ("community", "UNIT", ["far-community", "province"]),
    ("street", "UNIT", ["far-street"]), ("far-community", "COMMUNITY", ["unit", "community", "street", "city"]),
    ("far-street", "COMMUNITY", ["two-units"])])
async def test_the_other_side_confirms(desk: Desk, by: str, side: str, confirms: list[str]) -> None:
    city = desk.city
    for each in confirms:
        station = await _propose(desk, by, city.school, city.far_community)
        assert (await desk.row("station", station))["proposed_by"] == side
        for other in ("bank", "neighbour", "hospital", "member", "nobody", by):
            await desk.refused(NotAllowed, other, stations.confirm, station_id=station)
        await desk.ids(each, stations.confirm, station_id=station)
        await desk.refused(WrongState, each, stations.confirm, station_id=station)
        await desk.ids(by, stations.end, station_id=station)


@pytest.mark.parametrize("by", ["unit", "far-community"])
async def test_either_side_declines_or_ends(desk: Desk, by: str) -> None:
    city = desk.city
    for each in ("unit", "street", "far-community", "far-street"):
        station = await _propose(desk, by, city.school, city.far_community)
        for other in ("bank", "neighbour", "hospital", "member", "nobody"):
            await desk.refused(NotAllowed, other, stations.decline, station_id=station)
            await desk.refused(NotAllowed, other, stations.end, station_id=station)
        await desk.refused(WrongState, each, stations.end, station_id=station)
        await desk.ids(each, stations.decline, station_id=station)
        for step in (stations.confirm, stations.decline, stations.end):
            await desk.refused(WrongState, "district", step, station_id=station)


async def test_who_speaks_for_both_need_not_be_asked_twice(desk: Desk) -> None:
    city = desk.city
    station = await _propose(desk, "district", city.school, city.far_community)
    row = await desk.row("station", station)
    assert (row["state"], row["proposed_by"]) == ("CONFIRMED", None)
    assert (await desk.last_event())["kind"] == "station.added"


async def test_a_unit_is_stationed_or_proposed_once_in_a_community(desk: Desk) -> None:
    city = desk.city
    there = {"unit_id": city.school, "community_id": city.far_community}
    station = await _propose(desk, "unit", city.school, city.far_community)
    for viewer in ("unit", "far-community", "district"):
        await desk.refused(AlreadyStationed, viewer, stations.propose, **there)
    await desk.ids("far-community", stations.confirm, station_id=station)
    await desk.refused(AlreadyStationed, "unit", stations.propose, **there)
    await desk.ids("far-community", stations.end, station_id=station)
    again = await _propose(desk, "unit", city.school, city.far_community)
    await desk.pool.execute("INSERT INTO station (id, unit_id, community_id, since) SELECT gen_random_uuid(), unit_id, "
                            "community_id, since FROM station WHERE id = $1", again)  # as an import does
    await desk.refused(AlreadyStationed, "far-community", stations.confirm, station_id=again)
    await desk.ids("far-community", stations.decline, station_id=again)


async def test_stations_that_cannot_be(desk: Desk) -> None:
    city = desk.city
    for viewer in ("bank", "neighbour", "hospital", "member", "nobody"):
        await desk.refused(NotAllowed, viewer, stations.propose, unit_id=city.school, community_id=city.far_community)
    for unit, community in ((UUID(int=1), city.community), (city.school, UUID(int=1))):
        await desk.fails(NotFound, "street", stations.propose, unit_id=unit, community_id=community)
    for unit, community in ((city.school, city.street), (city.grid, city.community)):
        await desk.fails(BadInput, "street", stations.propose, unit_id=unit, community_id=community)
    for step in (stations.confirm, stations.decline, stations.end):
        await desk.fails(NotFound, "street", step, station_id=UUID(int=1))


async def test_each_step_says_whose_rights_it_touches(desk: Desk) -> None:
    """Whoever follows events reads the unit's people's rights anew."""
    city = desk.city
    station = await _propose(desk, "unit", city.school, city.far_community)
    await desk.ids("far-community", stations.confirm, station_id=station)
    await desk.ids("far-community", stations.end, station_id=station)
    station = await _propose(desk, "far-community", city.school, city.far_community)
    await desk.ids("unit", stations.decline, station_id=station)
    rows = await desk.pool.fetch("SELECT kind, organization_id, after FROM event ORDER BY seq")
    assert [row["kind"] for row in rows] == ["station.proposed", "station.confirmed", "station.ended", "station.proposed",
                                             "station.declined"]
    assert all(row["after"]["unit_id"] == str(city.school) for row in rows)
    assert [row["organization_id"] for row in rows] == [city.school, *[city.far_community] * 3, city.school]
    assert all(trail.rights(row["kind"]) is Rights.UNIT for row in rows)
