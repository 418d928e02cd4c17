"""Yearly reports of a whole community at once: as if each was issued by itself, in as many statements for many as for one."""
from typing import Any
from uuid import UUID

import pytest

from domain import yearly_reports as rules
from domain.refusals import BadInput, NotAllowed, NotFound
from domain.yearly_reports import FIGURED
from resolvers import yearly_reports
from resolvers.writing.results import Payload
from tests import sent
from tests.api import dual_report_cases, yearly_report_cases
from tests.desk import Desk
from tests.resolvers.mobilizing import registered
from tests.resolvers.test_yearly_reports import lived

TOLD = ("kind", "actor_id", "organization_id", "object_type", "subject_type", "home_code", "before")


async def _issued(desk: Desk, year: int = 2024) -> dict[str, int]:
    answer = await desk.send("community", yearly_reports.issue_all, community_id=desk.city.community, year=year)
    assert isinstance(answer, Payload)
    return dict(answer.counts)


async def _reports(desk: Desk) -> dict[tuple[UUID | None, UUID], dict[str, Any]]:
    """Each report, its event and who is told of it, but for what is its own alone."""
    found = {}
    for row in await desk.pool.fetch("SELECT * FROM yearly_report"):
        event = await desk.pool.fetchrow("SELECT * FROM event WHERE object_id = $1", row["id"])
        assert event is not None
        told = await desk.pool.fetch("SELECT member_id, kind FROM notice WHERE event_id = $1 ORDER BY member_id", event["id"])
        figures = {name: row[name] for name in (*FIGURED, "state", "year", "community_id", "duty_projects", "duty_hours")}
        said = {name: value for name, value in event["after"].items() if name != "contest_until"}
        found[row["member_id"], row["unit_id"]] = {**figures, "event": [event[name] for name in TOLD], "after": said,
                                                   "told": [tuple(each) for each in told]}
    return found


async def test_each_is_as_if_it_was_issued_by_itself(desk: Desk) -> None:
    report = await lived(desk)
    year = desk.now().year - 1
    await desk.add(dual_report_cases.add, desk.city, "street-member", "neighbour")  # of another community
    registrations = await desk.pool.fetch("SELECT id FROM dual_report WHERE state = 'CONFIRMED' AND community_id = $1",
                                          desk.city.community)
    units = await desk.pool.fetch("SELECT unit_id FROM station WHERE state = 'CONFIRMED' AND community_id = $1",
                                  desk.city.community)
    assert report in {row["id"] for row in registrations}
    assert await _issued(desk, year) == {"issued": len(registrations) + len(units), "already_issued": 0, "left": 0}
    at_once = await _reports(desk)
    await desk.pool.execute("ALTER TABLE event DISABLE TRIGGER USER")
    for table in ("notice", "yearly_report"):
        await desk.pool.execute(f"DELETE FROM {table}")
    await desk.pool.execute("DELETE FROM event WHERE kind = 'yearly_report.issued'")
    for row in registrations:
        await desk.ids("community", yearly_reports.issue, dual_report_id=row["id"], year=year)
    for row in units:
        await desk.ids("community", yearly_reports.issue_of_unit, unit_id=row["unit_id"], community_id=desk.city.community,
                       year=year)
    assert at_once == await _reports(desk)
    assert sum(each["hours"] > 0 for each in at_once.values()) >= 2


async def test_whoever_has_one_is_left_out(desk: Desk) -> None:
    registration = await desk.add(dual_report_cases.add, desk.city, "bank")
    await registered(desk, 2)
    await desk.ids("community", yearly_reports.issue, dual_report_id=registration, year=2024)
    await desk.add(yearly_report_cases.add, desk.city, None, year=2024, community_id=desk.city.neighbour)  # the school's
    stations = await desk.pool.fetchval("SELECT count(*)::int FROM station WHERE state = 'CONFIRMED' AND community_id = $1",
                                        desk.city.community)
    assert await _issued(desk) == {"issued": 1 + stations, "already_issued": 2, "left": 0}
    before = await desk.contents()
    assert await _issued(desk) == {"issued": 0, "already_issued": 3 + stations, "left": 0}
    assert await desk.contents() == before


async def test_no_more_than_are_taken_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yearly_reports, "MOST_AT_ONCE", 3)
    await registered(desk, 5)
    everybody = 5 + await desk.pool.fetchval("SELECT count(*) FROM station WHERE state = 'CONFIRMED' AND community_id = $1",
                                             desk.city.community)
    assert await _issued(desk) == {"issued": 3, "already_issued": 0, "left": everybody - 3}
    assert await desk.pool.fetchval("SELECT count(*) FROM yearly_report WHERE member_id IS NOT NULL") == 3
    assert await _issued(desk) == {"issued": 3, "already_issued": 3, "left": everybody - 6}


async def test_the_statements_are_the_same_for_one_and_for_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    noted, counts = sent.note(monkeypatch), list[int]()
    await _issued(desk, 2022)
    for people, year in ((1, 2023), (99, 2024)):
        await registered(desk, people)
        noted.clear()
        await _issued(desk, year)
        counts.append(len(noted))
    assert counts[0] == counts[1], noted
    assert await desk.pool.fetchval("SELECT count(*) FROM yearly_report WHERE member_id IS NOT NULL AND year = 2024") == 100


async def test_who_may_and_of_what(desk: Desk) -> None:
    given = {"community_id": desk.city.community, "year": 2024}
    await desk.refused(NotAllowed, "unit", yearly_reports.issue_all, **given)
    await desk.refused(NotAllowed, "street", yearly_reports.issue_all, **given)
    assert "year" in await desk.fails(BadInput, "community", yearly_reports.issue_all, **{**given, "year": desk.now().year})
    assert "community_id" in await desk.fails(BadInput, "street", yearly_reports.issue_all,
                                              **{**given, "community_id": desk.city.street})
    await desk.fails(NotFound, "community", yearly_reports.issue_all, **{**given, "community_id": UUID(int=1)})
    assert rules.MOST_AT_ONCE * 14 < 32_000  # parameters of the statement that tells of all


async def test_a_retry_is_told_the_same_numbers(desk: Desk) -> None:
    await registered(desk, 1)
    answers = [await desk.send("community", yearly_reports.issue_all, key="the same key", community_id=desk.city.community,
                               year=2024) for _ in range(2)]
    assert answers[0] == answers[1]
