"""Grids: a head, one at a time, and staff, who report from there as long as their terms last."""
import asyncio
from datetime import timedelta

import pytest

from db import viewers
from domain import access, dates
from domain.members import GridHasHead
from domain.refusals import BadInput, NotAllowed
from domain.viewer import Viewer
from resolvers import members
from tests.city import COMMUNITY, GRID
from tests.desk import Desk


async def _viewer(desk: Desk, handle: str) -> Viewer:
    async with desk.pool.acquire() as connection:
        viewer = await viewers.of_member(connection, desk.city.members[handle], desk.now())
    assert viewer is not None
    return viewer


@pytest.mark.parametrize("kind", ["GRID_HEAD", "GRID_STAFF"])
async def test_from_a_grid_its_people_report_to_the_last_day_of_their_terms(desk: Desk, kind: str) -> None:
    city, today = desk.city, dates.day(desk.now())
    await desk.ids("community", members.appoint, member_id=city.members["nobody"], organization_id=city.grid, kind=kind,
                   starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=2))
    for days, holds in ((0, False), (1, True), (2, True), (3, False)):
        desk.shift = timedelta(days=days)
        viewer = await _viewer(desk, "nobody")
        assert (dict(viewer.grids), GRID in viewer.belongs_to) == ({city.grid: GRID} if holds else {}, holds), days
        assert not viewer.officer_of
        if holds:
            assert access.check_reports_from(viewer, city.grid, "ANY") == GRID
            assert viewer.rights_until == today + timedelta(days=2)
        else:
            with pytest.raises(NotAllowed):
                access.check_reports_from(viewer, city.grid, "ANY")


async def test_who_acts_for_a_grid_otherwise_does_not_report_from_it(desk: Desk) -> None:
    await desk.ids("community", members.appoint, member_id=desk.city.members["nobody"], organization_id=desk.city.grid,
                   kind="LIAISON")
    for handle in ("nobody", "community", "street"):
        assert not (await _viewer(desk, handle)).grids
        with pytest.raises(NotAllowed):
            access.check_reports_from(await _viewer(desk, handle), desk.city.grid, "ANY")


async def test_a_grid_has_one_head_at_a_time(desk: Desk) -> None:
    city, today = desk.city, dates.day(desk.now())
    post = {"organization_id": city.grid, "kind": "GRID_HEAD"}
    office = (await desk.ids("community", members.appoint, member_id=city.members["nobody"], **post))["office"]
    await desk.refused(GridHasHead, "community", members.appoint, member_id=city.members["hospital"], **post,
                       starts_on=today + timedelta(days=30))
    await desk.ids("community", members.appoint, member_id=city.members["hospital"], **post | {"kind": "GRID_STAFF"})
    await desk.ids("community", members.end_office, office_id=office)
    await desk.refused(GridHasHead, "community", members.appoint, member_id=city.members["hospital"], **post)
    await desk.ids("community", members.appoint, member_id=city.members["hospital"], **post,
                   starts_on=today + timedelta(days=1))
    assert await desk.pool.fetchval("SELECT count(*) FROM office WHERE kind = 'GRID_HEAD'") == 2


async def test_of_two_heads_at_once_one_is_appointed(desk: Desk) -> None:
    answers = await asyncio.gather(*(
        members.appoint.answer(desk.context("community"), f"key-of-a-head-{handle}", member_id=desk.city.members[handle],
                               organization_id=desk.city.grid, kind="GRID_HEAD") for handle in ("nobody", "hospital", "bank")))
    assert sum(isinstance(answer, GridHasHead) for answer in answers) == 2
    assert await desk.pool.fetchval("SELECT count(*) FROM office WHERE kind = 'GRID_HEAD'") == 1


async def test_only_grids_have_posts_of_grids_and_their_community_gives_them(desk: Desk) -> None:
    nobody = {"member_id": desk.city.members["nobody"], "kind": "GRID_STAFF"}
    for organization in (desk.city.community, desk.city.school):
        assert "kind" in await desk.fails(BadInput, "district", members.appoint, **nobody, organization_id=organization)
    for handle in ("neighbour", "unit", "nobody", "far-street"):
        await desk.refused(NotAllowed, handle, members.appoint, **nobody, organization_id=desk.city.grid)
    assert (await _viewer(desk, "community")).is_officer_over(COMMUNITY)
