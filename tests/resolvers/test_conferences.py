"""Conferences: their steps, who is told, and what never enters the log."""
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from db import rows
from domain import conferences as rules
from domain import dates
from domain.refusals import BadInput, NotFound, NotYet, WrongState
from resolvers import conferences
from tests.desk import Desk

GUEST, SUBSTITUTE = "王来宾", "李代会"


async def _called(desk: Desk) -> UUID:
    """One that begins in two days and was called."""
    start = desk.now() + timedelta(days=2)
    planned = await desk.ids("community", conferences.plan, committee_id=desk.city.committee, planned_for=dates.day(start))
    await desk.ids("community", conferences.call, conference_id=planned["conference"], starts_at=start, venue="会议室")
    return planned["conference"]


async def test_names_of_guests_and_substitutes_are_nowhere_but_in_the_attendance(desk: Desk) -> None:
    conference = await _called(desk)
    desk.shift = timedelta(days=3)
    await desk.ids("community", conferences.hold, conference_id=conference, minutes="议定三事，某居民反映。", guests=[GUEST],
                   attendance=[{"seat_id": desk.city.seat, "presence": "SUBSTITUTED", "substitute": SUBSTITUTE}])
    tables = await desk.pool.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    for word in (GUEST, SUBSTITUTE, "某居民"):
        found = {row["name"] for row in tables if await desk.pool.fetchval(
            f"SELECT count(*) FROM {row['name']} t WHERE strpos(t::text, $1) > 0", word)}
        assert found == {"joint_conference" if word == "某居民" else "attendance"}, word


async def test_topics_are_collected_up_to_a_time_to_come(desk: Desk) -> None:
    day, over = dates.day(desk.now() + timedelta(days=9)), desk.now() - timedelta(hours=1)
    assert "topics_until" in await desk.fails(BadInput, "community", conferences.plan, committee_id=desk.city.committee,
                                              planned_for=day, topics_until=over)
    conference = await _called(desk)
    assert "topics_until" in await desk.fails(BadInput, "community", conferences.call, conference_id=conference, venue="会议室",
                                              starts_at=desk.now() + timedelta(days=9), topics_until=over)
    desk.shift = timedelta(days=1)  # called again when they are closed, it stays so
    await desk.ids("community", conferences.call, conference_id=conference, venue="会议室",
                   starts_at=desk.now() + timedelta(days=2))


async def test_a_seat_that_is_not_named_was_absent(desk: Desk) -> None:
    conference = await _called(desk)
    desk.shift = timedelta(days=3)
    await desk.ids("community", conferences.hold, conference_id=conference, minutes="议定三事。")
    found = await desk.pool.fetch("SELECT seat_id, presence FROM attendance")
    assert [(row["seat_id"], row["presence"]) for row in found] == [(desk.city.seat, "ABSENT")]


@pytest.mark.parametrize("attendance", [
    [{"seat_id": None, "presence": "PRESENT"}], [{"seat_id": "seat", "presence": "SUBSTITUTED"}],
    [{"seat_id": "seat", "presence": "PRESENT", "substitute": SUBSTITUTE}], [{"seat_id": "seat", "presence": "GUEST"}],
    [{"seat_id": "seat", "presence": "PRESENT"}, {"seat_id": "seat", "presence": "ABSENT"}]])
async def test_attendance_that_cannot_be(desk: Desk, attendance: list[dict[str, Any]]) -> None:
    conference = await _called(desk)
    desk.shift = timedelta(days=3)
    told = [{**each, "seat_id": desk.city.seat if each["seat_id"] else desk.city.street_seat} for each in attendance]
    assert "attendance" in await desk.fails(BadInput, "community", conferences.hold, conference_id=conference, minutes="议定。",
                                            attendance=told)


async def test_it_is_held_no_sooner_than_it_begins(desk: Desk) -> None:
    conference = await _called(desk)
    refused = await desk.refused(NotYet, "community", conferences.hold, conference_id=conference, minutes="议定三事。")
    assert refused.at == (await desk.row("joint_conference", conference))["starts_at"]


async def test_it_is_moved_by_calling_it_again(desk: Desk) -> None:
    conference = await _called(desk)
    start = desk.now() + timedelta(days=9)
    await desk.ids("community", conferences.call, conference_id=conference, starts_at=start, venue="另一处")
    row = await desk.row("joint_conference", conference)
    assert (row["starts_at"], row["venue"], row["planned_for"]) == (start, "另一处", dates.day(start))
    assert await desk.trail(conference) == ["conference.planned", "conference.called", "conference.called"]


async def test_the_members_are_told(desk: Desk) -> None:
    conference = await _called(desk)
    found = await desk.pool.fetch("SELECT member_id, kind, object_id FROM notice")
    assert [tuple(row) for row in found] == [(desk.city.members["member"], "CONFERENCE_CALLED", conference)]
    await desk.ids("street", conferences.cancel, conference_id=conference, reason="合并召开")
    assert await desk.pool.fetchval("SELECT count(*) FROM notice WHERE kind = 'CONFERENCE_CANCELLED'") == 1


async def test_topics_close_before_the_day_by_working_days() -> None:
    now = datetime(2026, 9, 1, tzinfo=dates.CHINA)
    assert rules.topics_close(date(2026, 10, 9), None, now) == datetime(2026, 9, 30, tzinfo=dates.CHINA)  # the holiday between
    assert rules.topics_close(date(2026, 9, 1), None, now) == now
    with pytest.raises(BadInput):
        rules.topics_close(date(2026, 9, 1), datetime(2026, 9, 2, 0, 0, 1, tzinfo=dates.CHINA), now)


async def test_a_day_that_is_over_and_a_start_that_is_past(desk: Desk) -> None:
    yesterday = dates.day(desk.now()) - timedelta(days=1)
    assert "planned_for" in await desk.fails(BadInput, "community", conferences.plan, committee_id=desk.city.committee,
                                             planned_for=yesterday)
    conference = await _called(desk)
    assert "starts_at" in await desk.fails(BadInput, "community", conferences.call, conference_id=conference,
                                           starts_at=desk.now() - timedelta(minutes=1), venue="会议室")


async def test_who_does_not_see_it_is_told_that_there_is_none(desk: Desk) -> None:
    conference = await _called(desk)
    for handle in ("far-community", "nobody"):
        await desk.fails(NotFound, handle, conferences.cancel, conference_id=conference, reason="无")


async def test_who_has_the_secretarys_seat_arranges_it_as_long_as_the_term_lasts(desk: Desk) -> None:
    member, today = desk.city.members["nobody"], dates.day(desk.now())
    await desk.add(_seat, desk.city.committee, member, today - timedelta(days=9), today)
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    planned = await desk.ids("nobody", conferences.plan, committee_id=desk.city.committee, planned_for=today)
    event = await desk.last_event()
    assert (event["organization_id"], event["subject_id"]) == (desk.city.community, planned["conference"])
    desk.shift = timedelta(days=-10)
    assert not desk.city.viewer("member").is_secretary_of(desk.city.committee)
    await desk.ids("nobody", conferences.cancel, conference_id=planned["conference"], reason="改日")
    await desk.refused(WrongState, "nobody", conferences.publish, conference_id=planned["conference"])


async def _seat(connection: Any, committee: UUID, member: UUID, starts_on: date, ends_on: date) -> UUID:
    await rows.insert(connection, "seat", {"id": (seat := uuid4()), "committee_id": committee, "member_id": member,
                                           "kind": "SECRETARY", "starts_on": starts_on, "ends_on": ends_on})
    return seat
