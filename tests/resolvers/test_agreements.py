"""Agreements: what they give while they hold, and what the clock does with them."""
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from db import viewers
from domain import dates
from domain.agreements import AlreadyAgreed, TermOver
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.viewer import Viewer
from resolvers import agreements, jobs, scheduler
from tests.city import COMMUNITY, FAR_COMMUNITY, NEIGHBOUR
from tests.desk import Desk

STANDING = {COMMUNITY, NEIGHBOUR}  # of the school, by its stations


async def _viewer(desk: Desk, member: str = "unit") -> Viewer:
    async with desk.pool.acquire() as connection:
        known = await viewers.of_member(connection, desk.city.members[member], desk.now())
    assert known is not None
    return known


def _today(desk: Desk) -> date:
    return dates.day(desk.now())


async def _propose(desk: Desk, by: str = "far-community", *, starts: int = 0, days: int = 365, **more: Any) -> UUID:
    """Of the far community with the school: from so many days after today, for so many."""
    first = _today(desk) + timedelta(days=starts)
    given = {"host_id": desk.city.far_community, "unit_id": desk.city.school, "title": "共建", **more}
    last = first + timedelta(days=days - 1)
    return (await desk.ids(by, agreements.propose, starts_on=first, ends_on=last, **given))["agreement"]


async def _signed(desk: Desk, **more: Any) -> UUID:
    agreement = await _propose(desk, **more)
    await desk.ids("unit", agreements.sign, agreement_id=agreement)
    return agreement


async def _state(desk: Desk, agreement: UUID) -> str:
    return str((await desk.row("agreement", agreement))["state"])


async def _clock(desk: Desk) -> list[str]:
    """A round at the desk's moment; the kinds of the events that it left."""
    before = await desk.pool.fetchval("SELECT coalesce(max(seq), 0) FROM event")
    await scheduler.once(desk.pool, desk.now, jobs.ALL)
    return [row["kind"] for row in await desk.pool.fetch("SELECT kind FROM event WHERE seq > $1 ORDER BY seq", before)]


def _noon(desk: Desk, day: date) -> None:
    """Move the clock to noon of a day in China."""
    desk.shift += datetime.combine(day, time(12), dates.CHINA) - desk.now()


async def test_while_it_holds_the_units_people_see_what_is_open_to_the_host(desk: Desk) -> None:
    agreement = await _propose(desk)
    assert (await _viewer(desk)).belongs_to == STANDING
    await desk.ids("unit", agreements.sign, agreement_id=agreement)
    viewer = await _viewer(desk)
    assert viewer.belongs_to == {*STANDING, FAR_COMMUNITY}
    assert viewer.rights_until == (await desk.row("agreement", agreement))["ends_on"]
    assert not viewer.is_officer_over(FAR_COMMUNITY)
    await desk.ids("unit", agreements.terminate, agreement_id=agreement, reason="搬迁")
    assert (await _viewer(desk)).belongs_to == STANDING


async def test_it_begins_on_its_first_day_and_ends_with_its_last_whatever_the_clock_has_written(desk: Desk) -> None:
    agreement = await _signed(desk, starts=10, days=5)
    today = _today(desk)
    assert (await _viewer(desk)).belongs_to == STANDING
    assert (await _viewer(desk)).rights_until == today + timedelta(days=9)
    for days, holds in ((10, True), (14, True), (15, False)):
        _noon(desk, today + timedelta(days=days))
        assert (FAR_COMMUNITY in (await _viewer(desk)).belongs_to) is holds
    assert await _state(desk, agreement) == "SIGNED"
    await desk.refused(WrongState, "unit", agreements.terminate, agreement_id=agreement, reason="过期")


async def test_both_are_reminded_twice_and_then_it_ends(desk: Desk) -> None:
    agreement = await _signed(desk, days=100)
    over = _today(desk) + timedelta(days=100)
    for days, kinds in ((61, []), (60, ["agreement.ends_soon"]), (59, []), (15, ["agreement.ends_soon"]), (1, []),
                        (0, ["agreement.ended"])):
        _noon(desk, over - timedelta(days=days))
        assert await _clock(desk) == kinds, days
    assert await _state(desk, agreement) == "ENDED"
    told = await desk.pool.fetch("SELECT n.kind, m.handle FROM notice n JOIN member m ON m.id = n.member_id "
                                 "WHERE n.kind = 'AGREEMENT_ENDS'")
    assert sorted({row["handle"] for row in told}) == ["far-community", "two-units", "unit"]
    assert len(told) == 9


async def test_what_was_missed_is_not_made_up_for(desk: Desk) -> None:
    """All hubs were down from the 61st to the 10th day before its end: one reminder, and no more."""
    await _signed(desk, days=100)
    _noon(desk, _today(desk) + timedelta(days=90))
    assert await _clock(desk) == ["agreement.ends_soon"]
    assert await _clock(desk) == []


async def test_a_renewed_one_passes_on_without_a_gap(desk: Desk) -> None:
    older = await _signed(desk, days=30)
    until = (await desk.row("agreement", older))["ends_on"]
    newer = (await desk.ids("unit", agreements.renew, agreement_id=older, title="续签",
                            ends_on=until + timedelta(days=365)))["agreement"]
    row = await desk.row("agreement", newer)
    assert (row["state"], row["proposed_by"], row["starts_on"], row["renews_id"]) == (
        "PROPOSED", "UNIT", until + timedelta(days=1), older)
    await desk.refused(NotAllowed, "unit", agreements.sign, agreement_id=newer)
    await desk.ids("far-community", agreements.sign, agreement_id=newer)
    for days in (0, 1):
        _noon(desk, until + timedelta(days=days))
        assert FAR_COMMUNITY in (await _viewer(desk)).belongs_to
    assert "agreement.renewed" in await _clock(desk)
    assert (await _state(desk, older), await _state(desk, newer)) == ("RENEWED", "SIGNED")


async def test_a_renewal_that_is_terminated_before_it_begins_leaves_the_older_one_to_end(desk: Desk) -> None:
    older = await _signed(desk, days=30)
    until = (await desk.row("agreement", older))["ends_on"]
    newer = (await desk.ids("unit", agreements.renew, agreement_id=older, title="续签",
                            ends_on=until + timedelta(days=30)))["agreement"]
    await desk.ids("far-community", agreements.sign, agreement_id=newer)
    await desk.ids("unit", agreements.terminate, agreement_id=newer, reason="改期")
    _noon(desk, until - timedelta(days=14))
    assert await _clock(desk) == ["agreement.ends_soon"]
    _noon(desk, until + timedelta(days=1))
    assert (await _clock(desk))[-1] == "agreement.ended"
    assert await _state(desk, older) == "ENDED"


async def test_two_of_the_same_sides_do_not_overlap(desk: Desk) -> None:
    await _signed(desk, days=30)
    await desk.refused(AlreadyAgreed, "unit", agreements.propose, host_id=desk.city.far_community, unit_id=desk.city.school,
                       title="又一份", ends_on=_today(desk) + timedelta(days=10))
    await _propose(desk, starts=30)


async def test_who_is_neither_side_sees_and_does_nothing(desk: Desk) -> None:
    agreement = await _propose(desk)
    for stranger in ("community", "bank", "hospital", "member", "nobody"):
        await desk.fails(NotFound, stranger, agreements.decline, agreement_id=agreement, reason="不合")
    await desk.refused(NotAllowed, "bank", agreements.propose, host_id=desk.city.far_community, unit_id=desk.city.school,
                       title="冒名", ends_on=_today(desk))


async def test_a_proposal_whose_term_is_over_is_not_signed(desk: Desk) -> None:
    agreement = await _propose(desk, days=3)
    _noon(desk, _today(desk) + timedelta(days=3))
    await desk.refused(TermOver, "unit", agreements.sign, agreement_id=agreement)


@pytest.mark.parametrize(("field", "given"), [
    ("ends_on", {"ends_on": date(2020, 1, 1)}), ("ends_on", {"ends_on": date(2090, 1, 1)}), ("title", {"title": " "}),
    ("title", {"title": "共建？"}), ("unit_id", {"unit_id": "street"}), ("host_id", {"host_id": "district"})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    today = _today(desk)
    asked = {"host_id": desk.city.far_community, "unit_id": desk.city.school, "title": "共建",
             "starts_on": today, "ends_on": today}
    asked |= {name: getattr(desk.city, value) if name.endswith("_id") else value for name, value in given.items()}
    assert (await desk.fails(BadInput, "district", agreements.propose, **asked)).startswith(field)
