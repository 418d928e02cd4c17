"""Pairings: who is paired with what, from the proposal to the end of the term."""
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from db import viewers
from domain import dates, trail
from domain.pairings import AlreadyPaired
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.viewer import Viewer
from resolvers import jobs, pairings, scheduler
from tests.desk import Desk


def _today(desk: Desk) -> date:
    return dates.day(desk.now())


async def _propose(desk: Desk, by: str = "community", *, starts: int = 0, days: int = 365, **more: Any) -> UUID:
    """Of the community with the school: from so many days after today, for so many."""
    first = _today(desk) + timedelta(days=starts)
    given = {"host_id": desk.city.community, "partner_id": desk.city.school, "promise": "每月一次义诊", **more}
    return (await desk.ids(by, pairings.propose, starts_on=first, ends_on=first + timedelta(days=days - 1), **given))["pairing"]


async def _state(desk: Desk, pairing: UUID) -> str:
    return str((await desk.row("pairing", pairing))["state"])


async def _told(desk: Desk) -> list[tuple[str, str]]:
    rows = await desk.pool.fetch("SELECT n.kind, m.handle FROM notice n JOIN member m ON m.id = n.member_id ORDER BY 1, 2")
    return [(row["kind"], row["handle"]) for row in rows]


async def _clock(desk: Desk, day: date) -> None:
    """A round at noon of a day in China."""
    desk.shift += datetime.combine(day, time(12), dates.CHINA) - desk.now()
    await scheduler.once(desk.pool, desk.now, jobs.ALL)


async def test_one_side_proposes_and_the_other_confirms(desk: Desk) -> None:
    pairing = await _propose(desk)
    await desk.refused(NotAllowed, "community", pairings.confirm, pairing_id=pairing)
    await desk.ids("unit", pairings.confirm, pairing_id=pairing)
    row = await desk.row("pairing", pairing)
    assert (row["state"], row["kind"], row["proposed_by"], row["leader_id"]) == ("PAIRED", "UNIT", "HOST", None)
    assert await _told(desk) == [("PAIRING_MADE", "community"), ("PAIRING_PROPOSED", "two-units"), ("PAIRING_PROPOSED", "unit")]


async def _viewer(desk: Desk, handle: str = "unit") -> Viewer:
    async with desk.pool.acquire() as connection:
        found = await viewers.of_member(connection, desk.city.members[handle], desk.now())
    assert found is not None
    return found


async def test_it_gives_nothing_but_the_sight_of_what_is_for_who_is_paired(desk: Desk) -> None:
    pairing = await _propose(desk, "far-community", host_id=desk.city.far_community)
    before = await _viewer(desk)
    await desk.ids("unit", pairings.confirm, pairing_id=pairing)
    last = (await desk.row("pairing", pairing))["ends_on"]
    assert await _viewer(desk) == replace(before, paired_with=frozenset({desk.city.far_community}), rights_until=last)
    assert (await _viewer(desk, "far-community")).paired_with == {desk.city.school}
    await desk.ids("unit", pairings.dissolve, pairing_id=pairing, reason="搬迁")
    assert await _viewer(desk) == before


async def test_one_to_come_is_looked_for_on_its_day(desk: Desk) -> None:
    await desk.ids("unit", pairings.confirm, pairing_id=await _propose(desk, starts=9))
    found = await _viewer(desk)
    assert (found.paired_with, found.rights_until) == (frozenset(), _today(desk) + timedelta(days=8))


@pytest.mark.parametrize("how", ["confirm", "dissolve", "made", "end"])
async def test_both_sides_rights_are_read_anew(desk: Desk, how: str) -> None:
    """As the events say that are told, to every hub."""
    if how == "made":
        sides = {desk.city.community, desk.city.street}
        await _propose(desk, "street", partner_id=desk.city.street, leader_id=desk.city.members["street"])
    else:
        sides = {desk.city.community, desk.city.school}
        pairing = await _propose(desk, days=1)
        await desk.ids("unit", pairings.confirm, pairing_id=pairing)
        if how == "dissolve":
            await desk.ids("unit", pairings.dissolve, pairing_id=pairing, reason="搬迁")
        elif how == "end":
            await _clock(desk, _today(desk) + timedelta(days=1))
    event = await desk.last_event()
    assert trail.rights(event["kind"]) and trail.whose_rights(event["kind"], event["object_id"], event["after"]) == sides


async def test_a_department_is_paired_with_a_building(desk: Desk) -> None:
    pairing = await _propose(desk, partner_id=desk.city.department, building="3 号楼")
    row = await desk.row("pairing", pairing)
    assert (row["kind"], row["building"]) == ("DEPARTMENT", "3 号楼")


async def test_a_leader_of_the_street_is_paired_by_the_street_at_once(desk: Desk) -> None:
    leader = desk.city.members["street"]
    pairing = await _propose(desk, "street", partner_id=desk.city.street, leader_id=leader)
    row = await desk.row("pairing", pairing)
    assert (row["state"], row["kind"], row["proposed_by"], row["leader_id"]) == ("PAIRED", "LEADER", None, leader)
    assert row["paired_at"] is not None
    assert await _told(desk) == [("PAIRING_MADE", "community")]
    await desk.fails(BadInput, "street", pairings.propose, host_id=desk.city.neighbour, partner_id=desk.city.street,
                     promise="走访", ends_on=_today(desk))
    assert "partnerId" in await desk.fails(
        BadInput, "street", pairings.propose, host_id=desk.city.neighbour, partner_id=desk.city.street, promise="走访",
        leader_id=desk.city.members["bank"], ends_on=_today(desk))


async def test_two_of_the_same_do_not_overlap(desk: Desk) -> None:
    await _propose(desk, days=30)
    again = {"host_id": desk.city.community, "partner_id": desk.city.school, "promise": "又一份"}
    await desk.refused(AlreadyPaired, "unit", pairings.propose, ends_on=_today(desk) + timedelta(days=10), **again)
    await _propose(desk, starts=30)
    await _propose(desk, building="3 号楼")
    await _propose(desk, host_id=desk.city.grid)
    await desk.refused(AlreadyPaired, "unit", pairings.propose, ends_on=_today(desk), building="3 号楼", **again)


@pytest.mark.parametrize("confirmed", [True, False])
async def test_it_ends_with_its_term(desk: Desk, confirmed: bool) -> None:
    pairing = await _propose(desk, days=10)
    if confirmed:
        await desk.ids("unit", pairings.confirm, pairing_id=pairing)
    last = _today(desk) + timedelta(days=9)
    await _clock(desk, last)
    assert await _state(desk, pairing) == ("PAIRED" if confirmed else "PROPOSED")
    desk.shift += timedelta(days=1)
    too_late = pairings.dissolve if confirmed else pairings.decline
    await desk.refused(WrongState, "unit", too_late, pairing_id=pairing, reason="晚了")
    await _clock(desk, last + timedelta(days=1))
    assert await _state(desk, pairing) == "ENDED"
    assert [who for kind, who in await _told(desk) if kind == "PAIRING_OVER"] == ["community", "two-units", "unit"]
    await _clock(desk, last + timedelta(days=2))
    assert len([kind for kind, _ in await _told(desk) if kind == "PAIRING_OVER"]) == 3


@pytest.mark.parametrize("by", ["unit", "community", "street"])
async def test_either_side_dissolves_it_with_a_reason(desk: Desk, by: str) -> None:
    pairing = await _propose(desk)
    await desk.ids("unit", pairings.confirm, pairing_id=pairing)
    await desk.ids(by, pairings.dissolve, pairing_id=pairing, reason="搬迁")
    row = await desk.row("pairing", pairing)
    assert (row["state"], row["reason"]) == ("DISSOLVED", "搬迁")
    after = (await desk.last_event())["after"]
    assert (after["state"], after["untold"]) == ("DISSOLVED", ["reason"])
    await _propose(desk)


async def test_the_division_sees_it_and_others_do_not(desk: Desk) -> None:
    pairing = await _propose(desk)
    await desk.refused(NotAllowed, "bank", pairings.dissolve, pairing_id=pairing, reason="不合")  # of the same community
    for stranger in ("hospital", "neighbour", "far-community", "far-street", "nobody"):
        await desk.fails(NotFound, stranger, pairings.decline, pairing_id=pairing, reason="不合")
    await desk.refused(NotAllowed, "bank", pairings.propose, host_id=desk.city.community, partner_id=desk.city.school,
                       promise="冒名", ends_on=_today(desk))


@pytest.mark.parametrize(("field", "given"), [
    ("ends_on", {"ends_on": date(2020, 1, 1)}), ("ends_on", {"ends_on": date(2090, 1, 1)}), ("promise", {"promise": " "}),
    ("host_id", {"host_id": "street"}), ("host_id", {"host_id": "bank"}), ("partner_id", {"partner_id": "street"})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    asked = {"host_id": desk.city.community, "partner_id": desk.city.school, "promise": "义诊", "starts_on": _today(desk),
             "ends_on": _today(desk)}
    asked |= {name: getattr(desk.city, value) if name.endswith("_id") else value for name, value in given.items()}
    assert (await desk.fails(BadInput, "district", pairings.propose, **asked)).startswith(field)
