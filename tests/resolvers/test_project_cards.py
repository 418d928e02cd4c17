"""Four-part cards of joint projects: between the host and the unit that leads; agreed, its day is the planned end."""
import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain import dates
from domain.cards import CardAwaitsAnswer, CardState, EndTooEarly
from domain.refusals import NotAllowed, NotFound, WrongState
from resolvers import cards
from resolvers.writing.results import Payload
from tests import projects
from tests.desk import Desk
from tests.projects import ENDS

PARTS = {"task": "三个楼道换灯", "responsible": "王主任", "standard": "居民验收合格"}


@pytest.fixture
async def project(desk: Desk) -> UUID:
    """Of the community, led by the school, with the bank."""
    return await desk.add(projects.add_project, desk.city, {"school": 70, "bank": 30}, state="UNDER_WAY")


def _due(day: Any = ENDS, hour: int = 18) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=dates.CHINA)


async def _propose(desk: Desk, project: UUID, by: str = "unit", due_at: datetime | None = None, **given: Any) -> UUID:
    given = {**PARTS, "due_at": due_at or _due(), **given}
    return (await desk.ids(by, cards.propose_of_project, joint_project_id=project, **given))["card"]


async def _told(desk: Desk, kind: str) -> set[str]:
    names = {member: handle for handle, member in desk.city.members.items()}
    return {names[row["member_id"]] for row in await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = $1", kind)}


async def test_a_card_from_proposal_to_amendment(desk: Desk, project: UUID) -> None:
    first = await _propose(desk, project)
    assert (await desk.row("joint_project", project))["card_id"] is None, "what one side says does not hold"
    assert await _told(desk, "CARD_PROPOSED") == {"community"}
    await desk.ids("community", cards.agree, card_id=first)
    assert await _told(desk, "CARD_ANSWERED") == {"unit", "two-units"}
    agreed, held = await desk.row("card", first), await desk.row("joint_project", project)
    assert (held["card_id"], held["ends_on"], held["version"]) == (first, ENDS, 1), "its day is the planned end already"
    assert (agreed["state"], agreed["number"], agreed["proposer_id"]) == ("AGREED", 1, desk.city.school)

    later = ENDS + timedelta(days=31)
    second = await _propose(desk, project, "community", due_at=_due(later), task="五个楼道换灯")
    held = await desk.row("joint_project", project)
    assert (held["card_id"], held["ends_on"]) == (first, ENDS), "an amendment holds when the other has agreed"
    await desk.ids("unit", cards.agree, card_id=second)
    held = await desk.row("joint_project", project)
    assert (held["card_id"], held["ends_on"], held["version"]) == (second, later, 2)
    assert held["overdue_at"] == dates.next_day_starts(later)
    assert await desk.row("card", first) == agreed, "what was agreed stays readable as it was"
    assert await _told(desk, "PROJECT_RESCHEDULED") == {"community", "two-units", "bank"}
    assert await desk.trail(project) == ["card.proposed", "card.agreed", "card.proposed", "project.rescheduled", "card.agreed"]


async def test_a_declined_or_withdrawn_amendment_changes_nothing(desk: Desk, project: UUID) -> None:
    await desk.ids("community", cards.agree, card_id=await _propose(desk, project))
    held = await desk.row("joint_project", project)
    later = _due(ENDS + timedelta(days=60))
    await desk.ids("community", cards.decline, card_id=await _propose(desk, project, due_at=later), reason="时限太松")
    await desk.ids("community", cards.withdraw, card_id=await _propose(desk, project, "community", due_at=later))
    assert await desk.row("joint_project", project) == held
    assert [(row["number"], row["state"]) for row in await desk.pool.fetch("SELECT * FROM card ORDER BY number")] == [
        (1, "AGREED"), (2, "DECLINED"), (3, "WITHDRAWN")]


async def test_an_agreed_end_is_told_anew_when_it_passes(desk: Desk, project: UUID) -> None:
    """Also where all had been told of an earlier one."""
    await desk.pool.execute("UPDATE joint_project SET ends_on = '2025-01-01', overdue_at = NULL")
    await desk.ids("community", cards.agree, card_id=await _propose(desk, project))
    assert (await desk.row("joint_project", project))["overdue_at"] == dates.next_day_starts(ENDS)


async def test_the_trail_says_what_happened_and_no_text(desk: Desk, project: UUID) -> None:
    card = await _propose(desk, project)
    event = await desk.last_event()
    assert (event["subject_type"], event["subject_id"]) == ("joint_project", project)
    assert event["organization_id"] == desk.city.school
    assert event["after"].pop("due_at")
    assert event["after"] == {"state": "PROPOSED", "joint_project_id": str(project), "number": 1,
                              "untold": ["responsible", "standard", "task"]}
    await desk.ids("street", cards.agree, card_id=card)
    event = await desk.last_event()
    assert event["organization_id"] == desk.city.street, "an officer above acts for his own division"
    said = str(await desk.pool.fetch("SELECT before, after FROM event"))
    assert not [text for text in PARTS.values() if text in said]


@pytest.mark.parametrize("state", list(CardState))
async def test_what_is_answered_is_fixed(desk: Desk, project: UUID, state: str) -> None:
    card = await desk.add(projects.add_card, project, state=state)
    for by, use_case, given in (("community", cards.agree, {}), ("community", cards.decline, {"reason": "不合"}),
                                ("unit", cards.withdraw, {})):
        if state != "PROPOSED":
            assert (await desk.refused(WrongState, by, use_case, card_id=card, **given)).state == state
        other = "unit" if by == "community" else "community"
        await desk.refused(NotAllowed, other, use_case, card_id=card, **given)
        await desk.refused(NotAllowed, "bank", use_case, card_id=card, **given)
        await desk.fails(NotFound, "hospital", use_case, card_id=card, **given)


@pytest.mark.parametrize("state", ["COMPLETED", "STOPPED"])
async def test_a_project_that_is_over_gets_no_card(desk: Desk, state: str) -> None:
    project = await desk.add(projects.add_project, desk.city, state=state)
    given = {"joint_project_id": project, **PARTS, "due_at": _due()}
    assert (await desk.refused(WrongState, "unit", cards.propose_of_project, **given)).expected == ["FORMED", "UNDER_WAY"]
    card = await desk.add(projects.add_card, project)
    assert (await desk.refused(WrongState, "community", cards.agree, card_id=card)).state == state
    await desk.ids("community", cards.decline, card_id=card, reason="已结束")


@pytest.mark.parametrize(("state", "is_open"), [
    ("PLANNED", True), ("REPORTED", True), ("CONFIRMED", False), ("DROPPED", False)])
async def test_the_planned_end_is_not_before_an_open_milestone(desk: Desk, project: UUID, state: str, is_open: bool) -> None:
    """Neither when it is proposed, nor when the other side agrees: a milestone may have come between."""
    card = await _propose(desk, project, due_at=_due(projects.DUE - timedelta(days=1)))
    await desk.add(projects.add_milestone, project, state=state)
    if is_open:
        refused = await desk.refused(EndTooEarly, "community", cards.agree, card_id=card)
        assert refused.last_milestone_on == projects.DUE
        await desk.ids("community", cards.decline, card_id=card, reason="过早")
        given = {"joint_project_id": project, **PARTS, "due_at": _due(projects.DUE - timedelta(days=1))}
        refused = await desk.refused(EndTooEarly, "unit", cards.propose_of_project, **given)
        card = await _propose(desk, project, due_at=_due(projects.DUE))
    await desk.ids("community", cards.agree, card_id=card)


async def test_the_seat_that_leads_speaks_for_the_lead(desk: Desk) -> None:
    project = await desk.add(projects.add_project, desk.city, lead_seat_id=desk.city.seat)
    card = await _propose(desk, project, "member")
    assert (await desk.row("card", card))["proposer_id"] == desk.city.school
    await desk.refused(NotAllowed, "member", cards.agree, card_id=card)
    await desk.ids("member", cards.withdraw, card_id=card)


async def test_of_two_at_once_one_is_proposed(desk: Desk, project: UUID) -> None:
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM joint_project WHERE id = $1 FOR UPDATE", project)
        given = {"joint_project_id": project, **PARTS, "due_at": _due()}
        both = [asyncio.ensure_future(desk.send(by, cards.propose_of_project, key=str(uuid4()), **given))
                for by in ("unit", "community")]
        await desk.blocked(2)
    answers = await asyncio.gather(*both)
    assert {type(answer) for answer in answers} == {Payload, CardAwaitsAnswer}
    assert await desk.pool.fetchval("SELECT count(*) FROM card") == 1
