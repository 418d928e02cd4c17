"""Dual reporting: who registers where, what it gives as long as it stands, and that there is one at a time."""
import asyncio
from typing import Any
from uuid import UUID

import pytest

from db import viewers
from domain.dual_reports import AlreadyReported
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.viewer import Viewer
from resolvers import dual_reports
from tests.api import system_cases
from tests.city import COMMUNITY, FAR_COMMUNITY
from tests.desk import Desk


async def _propose(desk: Desk, by: str = "nobody", community: str = "community", unit: str = "school") -> UUID:
    return (await desk.ids(by, dual_reports.propose, community_id=getattr(desk.city, community),
                           unit_id=getattr(desk.city, unit)))["dual_report"]


async def _confirmed(desk: Desk, by: str = "nobody") -> UUID:
    report = await _propose(desk, by)
    await desk.ids("community", dual_reports.confirm, dual_report_id=report)
    return report


async def _viewer(desk: Desk, handle: str = "nobody") -> Viewer:
    async with desk.pool.acquire() as connection:
        viewer = await viewers.of_member(connection, desk.city.members[handle], desk.now())
    assert viewer is not None
    return viewer


async def _told(desk: Desk) -> list[tuple[str, str]]:
    rows = await desk.pool.fetch("SELECT n.kind, m.handle FROM notice n JOIN member m ON m.id = n.member_id ORDER BY 1, 2")
    return [(row["kind"], row["handle"]) for row in rows]


async def test_the_member_belongs_to_the_community_while_it_is_confirmed(desk: Desk) -> None:
    report = await _propose(desk)
    assert (await _viewer(desk)).belongs_to == frozenset()
    context = desk.context("community")
    changed: list[UUID | None] = []
    context.rights_changed = changed.append
    await dual_reports.confirm.answer(context, "key-of-a-report", dual_report_id=report)
    assert changed == [desk.city.members["nobody"]]
    viewer = await _viewer(desk)
    assert viewer.belongs_to == {COMMUNITY}
    assert not viewer.acts_for
    assert not viewer.officer_of
    assert viewer.rights_until is None
    await desk.ids("nobody", dual_reports.end, dual_report_id=report, reason="退休")
    assert (await _viewer(desk)).belongs_to == frozenset()
    assert await _told(desk) == [
        ("DUAL_REPORT_ANSWERED", "nobody"), ("DUAL_REPORT_ANSWERED", "two-units"), ("DUAL_REPORT_ANSWERED", "unit"),
        ("DUAL_REPORT_OVER", "community"), ("DUAL_REPORT_OVER", "two-units"), ("DUAL_REPORT_OVER", "unit"),
        ("DUAL_REPORT_PROPOSED", "community")]


async def test_a_member_has_one_that_stands(desk: Desk) -> None:
    again = {"community_id": desk.city.neighbour, "unit_id": desk.city.school}
    report = await _propose(desk)
    await desk.refused(AlreadyReported, "nobody", dual_reports.propose, **again)
    await desk.ids("community", dual_reports.confirm, dual_report_id=report)
    await desk.refused(AlreadyReported, "nobody", dual_reports.propose, **again)
    await desk.ids("community", dual_reports.end, dual_report_id=report, reason="搬走")
    await desk.ids("nobody", dual_reports.propose, **again)


async def test_of_many_at_once_one_stands(desk: Desk) -> None:
    answers = await asyncio.gather(*(
        dual_reports.propose.answer(desk.context("nobody"), f"key-of-a-report-{number}", community_id=desk.city.community,
                                    unit_id=desk.city.school) for number in range(12)))
    assert sum(isinstance(answer, AlreadyReported) for answer in answers) == 11
    assert await desk.pool.fetchval("SELECT count(*) FROM dual_report") == 1


async def test_who_moves_belongs_to_the_new_community_once_that_confirms(desk: Desk) -> None:
    former = await _confirmed(desk)
    ids = await desk.ids("nobody", dual_reports.move, dual_report_id=former, community_id=desk.city.far_community)
    assert ids["former_report"] == former
    row = await desk.row("dual_report", ids["dual_report"])
    assert (row["state"], row["succeeds_id"], row["unit_id"]) == ("PROPOSED", former, desk.city.school)
    assert (await desk.row("dual_report", former))["state"] == "MOVED"
    assert (await _viewer(desk)).belongs_to == frozenset()
    await desk.fails(NotFound, "community", dual_reports.confirm, dual_report_id=ids["dual_report"])
    await desk.ids("far-community", dual_reports.confirm, dual_report_id=ids["dual_report"])
    assert (await _viewer(desk)).belongs_to == {FAR_COMMUNITY}
    await desk.refused(WrongState, "nobody", dual_reports.move, dual_report_id=former, community_id=desk.city.community)


@pytest.mark.parametrize("by", ["nobody", "unit", "community", "street"])
async def test_any_side_ends_it_with_a_reason(desk: Desk, by: str) -> None:
    report = await _confirmed(desk)
    assert "reason" in await desk.fails(BadInput, by, dual_reports.end, dual_report_id=report, reason=" ")
    await desk.ids(by, dual_reports.end, dual_report_id=report, reason="调离")
    event = await desk.last_event()
    assert event["after"] == {"state": "ENDED", "member_id": str(desk.city.members["nobody"]), "untold": ["reason"]}
    organization = {"nobody": None, "unit": desk.city.school, "community": desk.city.community, "street": desk.city.street}[by]
    assert event["organization_id"] == organization


async def test_the_community_answers_and_others_do_not_see_it(desk: Desk) -> None:
    report = await _propose(desk)
    for stranger in ("bank", "hospital", "neighbour", "far-community", "far-street", "member"):
        await desk.fails(NotFound, stranger, dual_reports.confirm, dual_report_id=report)
    for party in ("nobody", "unit"):
        await desk.refused(NotAllowed, party, dual_reports.confirm, dual_report_id=report)
        await desk.refused(NotAllowed, party, dual_reports.decline, dual_report_id=report, reason="不符")
    await desk.ids("community", dual_reports.decline, dual_report_id=report, reason="不在本社区")
    await desk.refused(WrongState, "community", dual_reports.confirm, dual_report_id=report)
    await _propose(desk)


async def test_a_communitys_system_sees_it_and_ends_nothing(desk: Desk) -> None:
    report = await _confirmed(desk)
    system = await desk.add(system_cases.add, desk.city, sight="ORGANIZATION")
    async with desk.pool.acquire() as connection:
        viewer = await viewers.of_member(connection, system, desk.now())
    assert viewer is not None
    await desk.refused(NotAllowed, viewer, dual_reports.end, dual_report_id=report, reason="搬走")


async def test_who_acts_for_organisations_is_in_the_service_of_those(desk: Desk) -> None:
    for by in ("bank", "community", "street", "hospital"):
        await desk.refused(NotAllowed, by, dual_reports.propose, community_id=desk.city.community, unit_id=desk.city.school)
    for by in ("unit", "two-units", "member"):
        await _propose(desk, by)


@pytest.mark.parametrize(("field", "given"), [
    ("unit_id", {"unit_id": "community"}), ("community_id", {"community_id": "street"}),
    ("community_id", {"community_id": "grid"})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    asked = {"community_id": "community", "unit_id": "school", **given}
    asked = {name: getattr(desk.city, value) for name, value in asked.items()}
    assert (await desk.fails(BadInput, "nobody", dual_reports.propose, **asked)).startswith(field)
