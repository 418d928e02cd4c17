"""Opinions: who asks, who answers, what is attached, and who never sees it."""
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import dates
from domain.opinions import FIGURED
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from resolvers import jobs, opinions, scheduler
from tests import city as place
from tests import conferences, projects
from tests.city import COMMUNITY, GRID, NEIGHBOUR
from tests.desk import Desk


def _today(desk: Desk) -> date:
    return dates.day(desk.now())


async def _ask(desk: Desk, by: str = "department", *, days: int = 10, **more: Any) -> UUID:
    given = {"community_id": desk.city.community, "subject": {"unit_id": desk.city.school}, "purpose": "HONOUR",
             "question": "是否同意评先", "due_on": _today(desk) + timedelta(days=days), **more}
    return (await desk.ids(by, opinions.ask, **given))["opinion"]


async def _told(desk: Desk) -> list[tuple[str, str]]:
    rows = await desk.pool.fetch("SELECT n.kind, m.handle FROM notice n JOIN member m ON m.id = n.member_id ORDER BY 1, 2")
    return [(row["kind"], row["handle"]) for row in rows]


async def test_a_department_asks_and_the_secretary_answers(desk: Desk) -> None:
    opinion = await _ask(desk)
    assert (await desk.last_event())["after"] == {"state": "ASKED", "due_on": str(_today(desk) + timedelta(days=10))}
    await desk.ids("community", opinions.answer, opinion_id=opinion, position="SUPPORTED", answer="常来")
    row = await desk.row("opinion", opinion)
    assert (row["state"], row["position"], row["answer"]) == ("ANSWERED", "SUPPORTED", "常来")
    assert (await desk.last_event())["after"] == {"state": "ANSWERED", "untold": ["answer", "position"]}
    assert await _told(desk) == [("OPINION_ANSWERED", "department"), ("OPINION_ASKED", "community")]
    await desk.refused(WrongState, "community", opinions.answer, opinion_id=opinion, position="OPPOSED", answer="不")


async def test_it_is_sealed(desk: Desk) -> None:
    """To whom it is about, to those above, and to those beside."""
    opinion = await _ask(desk)
    for stranger in ("unit", "two-units", "bank", "member", "neighbour", "street", "district", "province", "nobody"):
        await desk.fails(NotFound, stranger, opinions.answer, opinion_id=opinion, position="OPPOSED", answer="不")
        await desk.fails(NotFound, stranger, opinions.withdraw, opinion_id=opinion, reason="不")
    await desk.refused(NotAllowed, "department", opinions.answer, opinion_id=opinion, position="SUPPORTED", answer="好")
    await desk.refused(NotAllowed, "community", opinions.withdraw, opinion_id=opinion, reason="不")


async def test_only_the_secretary_answers(desk: Desk) -> None:
    opinion = await _ask(desk)
    member = await desk.add(place.add_member, "clerk")
    await desk.add(place.add_office, member, desk.city.community, "OFFICER")
    desk.city.members["clerk"] = member
    async with desk.pool.acquire() as connection:
        await desk.city.look(connection)
    await desk.refused(NotAllowed, "clerk", opinions.answer, opinion_id=opinion, position="SUPPORTED", answer="好")


async def test_a_superior_asks_about_its_own(desk: Desk) -> None:
    await _ask(desk, "street")
    await _ask(desk, "street", subject={"member_id": desk.city.members["bank"]})
    given = {"community_id": desk.city.community, "purpose": "HONOUR", "question": "问", "due_on": _today(desk)}
    for by, subject in (("far-street", {"unit_id": desk.city.school}), ("street", {"unit_id": desk.city.hospital}),
                        ("far-street", {"member_id": desk.city.members["bank"]})):
        await desk.refused(NotAllowed, by, opinions.ask, subject=subject, **given)
    assert "asker_id" in await desk.fails(BadInput, "unit", opinions.ask, subject={"unit_id": desk.city.bank}, **given)
    assert "asker_id" in await desk.fails(BadInput, "neighbour", opinions.ask, subject={"unit_id": desk.city.bank}, **given)


@pytest.mark.parametrize("at", ["department", "community"])
async def test_nobody_is_asked_about_who_would_see_it(desk: Desk, at: str) -> None:
    await desk.add(place.add_office, desk.city.members["bank"], getattr(desk.city, at), "OFFICER")
    assert "subject.member_id" in await desk.fails(
        BadInput, "department", opinions.ask, community_id=desk.city.community, purpose="PROMOTION", question="问",
        subject={"member_id": desk.city.members["bank"]}, due_on=_today(desk))


@pytest.mark.parametrize(("field", "given"), [
    ("community_id", {"community_id": "street"}), ("subject.unit_id", {"subject": {"unit_id": "street"}}),
    ("subject.unit_id", {"subject": {"unit_id": "department"}}), ("question", {"question": " "}),
    ("due_on", {"due_on": date(2020, 1, 1)})])
async def test_what_is_wrong_is_named(desk: Desk, field: str, given: dict[str, Any]) -> None:
    def meant(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: meant(each) for name, each in value.items()}
        return getattr(desk.city, value, value) if isinstance(value, str) else value
    asked = {"community_id": desk.city.community, "subject": {"unit_id": desk.city.school}, "purpose": "HONOUR",
             "question": "问", "due_on": _today(desk), **meant(given)}
    assert (await desk.fails(BadInput, "department", opinions.ask, **asked)).startswith(field)


async def test_what_is_late_is_said_once_and_can_be_answered_still(desk: Desk) -> None:
    opinion = await _ask(desk, days=1)
    for days, told in ((1, 0), (2, 2), (3, 2)):
        desk.shift += datetime.combine(_today(desk) + timedelta(days=days and 1), time(12), dates.CHINA) - desk.now()
        await scheduler.once(desk.pool, desk.now, jobs.ALL)
        assert len([kind for kind, _ in await _told(desk) if kind == "OPINION_OVERDUE"]) == told
    await desk.ids("community", opinions.answer, opinion_id=opinion, position="RESERVED", answer="晚了")
    assert (await desk.row("opinion", opinion))["state"] == "ANSWERED"


async def test_it_is_taken_back(desk: Desk) -> None:
    opinion = await _ask(desk)
    await desk.ids("department", opinions.withdraw, opinion_id=opinion, reason="不再申报")
    await desk.refused(WrongState, "community", opinions.answer, opinion_id=opinion, position="SUPPORTED", answer="好")
    assert ("OPINION_WITHDRAWN", "community") in await _told(desk)


# -- the figures

async def _participation(desk: Desk) -> None:
    """Of the school and its liaison and of others, here and elsewhere, in the last year, before, and after."""
    now, city = desk.now(), desk.city
    states = ("PROPOSED", "ACCEPTED", "DECLINED", "DELIVERED", "REWORK", "CONFIRMED", "WITHDRAWN", "LAPSED")
    for home, at in ((COMMUNITY, city.community), (GRID, city.community), (NEIGHBOUR, city.neighbour)):
        for days in (-1, 1, 100, 364, 366, 500):
            for number, state in enumerate(states):
                item = await desk.add(place.add_item, at, home)
                await desk.add(place.add_claim, item, (city.school, city.bank)[number % 3 == 2],
                               city.members[("unit", "bank")[(number + days) % 2]], state=state,
                               proposed_at=now - timedelta(days=days))
    for name, lead, days in (("community", "school", 5), ("community", "bank", 5), ("community", "school", 400),
                             ("neighbour", "school", 5), ("community", "hospital", 50), ("community", "school", -1)):
        await desk.add(projects.add_project, city, {"school": 70, "bank": 30} if lead != "hospital" else {"hospital": 100},
                       host_id=getattr(city, name), home_code=city_code(name), lead_unit_id=getattr(city, lead),
                       formed_at=now - timedelta(days=days), lead_seat_id=city.seat if days == 5 else None)
    for days, presence, home in ((3, "PRESENT", COMMUNITY), (30, "SUBSTITUTED", COMMUNITY), (300, "ABSENT", COMMUNITY),
                                 (370, "PRESENT", COMMUNITY), (-1, "PRESENT", COMMUNITY), (3, "PRESENT", NEIGHBOUR)):
        conference = await desk.add(conferences.add_conference, city, state="HELD", held_at=now - timedelta(days=days),
                                    home_code=home)
        await desk.pool.execute("DELETE FROM attendance WHERE conference_id = $1", conference)
        await desk.add(conferences.add_attendance, conference, seat_id=city.seat, presence=presence,
                       name="代会" if presence == "SUBSTITUTED" else None)


def city_code(name: str) -> str:
    return place.CODES[name]


async def _recount(desk: Desk, row: dict[str, Any]) -> dict[str, int]:
    """The same, slowly, from all rows, one by one."""
    async def every(table: str) -> Sequence[Any]:
        return await desk.pool.fetch(f"SELECT * FROM {table}")
    start, end, seats = row["figures_from"], row["asked_at"], {each["id"]: each for each in await every("seat")}
    items = {each["id"]: each["home_code"] for each in await every("item")}
    whose, subject = ("claimant_id", row["unit_id"]) if row["unit_id"] else ("proposed_by", row["member_id"])
    claims = [each["state"] for each in await every("claim") if each[whose] == subject and start <= each["proposed_at"] <= end
              and items[each["item_id"]].startswith(COMMUNITY)]
    parts = {(each["project_id"], each["organization_id"]) for each in await every("project_part")}
    attended = [(each["conference_id"], each["presence"], seats[each["seat_id"]]) for each in await every("attendance")
                if each["seat_id"]]
    count = 0
    for each in await every("joint_project"):
        took = (each["lead_unit_id"] == subject or (each["id"], subject) in parts if row["unit_id"]
                else each["lead_seat_id"] and seats[each["lead_seat_id"]]["member_id"] == subject)
        count += bool(took and each["home_code"].startswith(COMMUNITY) and start <= each["formed_at"] <= end)
    held = {each["id"] for each in await every("joint_conference") if each["home_code"].startswith(COMMUNITY)
            and each["held_at"] and start <= each["held_at"] <= end}
    there = {meeting for meeting, presence, seat in attended if meeting in held and (
        seat["organization_id"] == subject and presence in ("PRESENT", "SUBSTITUTED") if row["unit_id"]
        else seat["member_id"] == subject and presence == "PRESENT")}
    return {"claims_proposed": len(claims), "projects": count, "conferences": len(there),
            "claims_accepted": sum(state in ("ACCEPTED", "DELIVERED", "REWORK", "CONFIRMED") for state in claims),
            "claims_delivered": sum(state in ("DELIVERED", "REWORK", "CONFIRMED") for state in claims),
            "claims_confirmed": claims.count("CONFIRMED")}


@pytest.mark.parametrize("about", ["school", "unit", "member"])
async def test_the_figures_are_those_of_a_recount_and_stay(desk: Desk, about: str) -> None:
    await _participation(desk)
    subject = ({"unit_id": desk.city.school} if about == "school" else {"member_id": desk.city.members[about]})
    opinion = await _ask(desk, subject=subject)
    row = await desk.row("opinion", opinion)
    figures = {name: row[name] for name in FIGURED}
    assert figures == await _recount(desk, row)
    assert sum(figures.values()) > 0
    item = await desk.add(place.add_item, desk.city.community, COMMUNITY)
    await desk.add(place.add_claim, item, desk.city.school, desk.city.members["unit"])
    assert {name: (await desk.row("opinion", opinion))[name] for name in FIGURED} == figures
