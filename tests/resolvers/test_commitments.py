"""Lists of commitments: one a year of a place, checked by somebody else, reported when all of it is, and overdue visibly."""
import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from db import rows, viewers
from domain import commitments as rules
from domain import dates
from domain.commitments import MOST, AlreadyAdopted, CommitmentsOpen
from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from resolvers import commitments, committees, jobs, scheduler, topics
from tests.commitments import YEAR, add_commitment, add_list
from tests.desk import Desk
from tests.topics import add_topic

CHECK_OVER, REPORT_OVER = datetime(YEAR, 7, 20, tzinfo=UTC), datetime(YEAR + 1, 2, 20, tzinfo=UTC)


def _given(desk: Desk, **more: Any) -> dict[str, Any]:
    return {"text": "为老年人办一处食堂", "owner": {"organization_id": desk.city.bank}, "due_on": date(YEAR, 9, 30), **more}


async def _adopt(desk: Desk, handle: str = "community", **more: Any) -> UUID:
    values = {"committee_id": desk.city.committee, "seat_id": desk.city.seat, "year": YEAR, "commitments": [_given(desk)],
              **more}
    return (await desk.ids(handle, commitments.adopt, **values))["commitment_list"]


async def _one(desk: Desk, list_id: UUID) -> UUID:
    found: UUID = await desk.pool.fetchval("SELECT id FROM commitment WHERE list_id = $1", list_id)
    return found


async def _told(desk: Desk, kind: str) -> list[str]:
    names = {member: handle for handle, member in desk.city.members.items()}
    found = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = $1", kind)
    return sorted(names[each["member_id"]] for each in found)


async def _seat(desk: Desk, handle: str, kind: str = "SECRETARY") -> UUID:
    seat = uuid7()
    async with desk.pool.acquire() as connection:
        await rows.insert(connection, "seat", {
            "id": seat, "committee_id": desk.city.committee, "member_id": desk.city.members[handle], "kind": kind,
            "starts_on": date(2024, 1, 1)})
    return seat


async def _hand_over(desk: Desk) -> UUID:
    """The seat of `member`, to `nobody`, long enough ago."""
    given = {"seat_id": desk.city.seat, "member_id": desk.city.members["nobody"]}
    heir = (await desk.ids("community", committees.transfer, **given))["seat"]
    await desk.pool.execute("UPDATE seat SET ends_on = $2 WHERE id = $1", desk.city.seat, date(2026, 1, 1))
    await desk.pool.execute("UPDATE seat SET starts_on = $2 WHERE id = $1", heir, date(2026, 1, 2))
    return heir


@pytest.mark.parametrize(("year", "today", "check", "report"), [
    (2025, date(2025, 1, 10), date(2025, 7, 14), date(2026, 1, 29)),
    (2025, date(2025, 6, 30), date(2025, 7, 14), date(2026, 1, 29)),
    (2025, date(2025, 7, 1), None, date(2026, 1, 29)), (2025, date(2024, 12, 30), date(2025, 7, 14), date(2026, 1, 29))])
def test_days(year: int, today: date, check: date | None, report: date) -> None:
    """Ten working days after the half year, twenty after the year."""
    assert rules.check_due_on(year, today) == check
    assert rules.report_due_on(year) == report


async def test_it_is_told_to_its_owner_its_leader_and_the_level_above(desk: Desk) -> None:
    adopted = await _adopt(desk)
    row, given = await desk.row("commitment_list", adopted), await desk.row("commitment", await _one(desk, adopted))
    assert (row["kind"], row["above_id"], row["place_id"]) == ("MEMBER", desk.city.street, desk.city.seat)
    assert row["due_on"] == row["check_due_on"] and row["overdue_at"] == dates.next_day_starts(row["check_due_on"])
    assert (given["owner_id"], given["year"], given["seat_id"]) == (desk.city.bank, YEAR, desk.city.seat)
    assert await desk.trail(adopted) == ["commitment_list.adopted"]
    assert await desk.trail(given["id"]) == ["commitment.given"]
    assert await _told(desk, "COMMITMENT_GIVEN") == ["bank", "two-units"]
    assert await _told(desk, "COMMITMENT_LIST_ADOPTED") == ["member", "street"]


async def test_one_list_a_year_of_a_place_and_of_the_committee(desk: Desk) -> None:
    await _adopt(desk)
    values = {"committee_id": desk.city.committee, "year": YEAR, "commitments": [_given(desk)]}
    await desk.refused(AlreadyAdopted, "community", commitments.adopt, seat_id=desk.city.seat, **values)
    heir = await _hand_over(desk)
    await desk.refused(AlreadyAdopted, "community", commitments.adopt, seat_id=heir, **values)
    await desk.ids("community", commitments.adopt, **values)
    await desk.refused(AlreadyAdopted, "community", commitments.adopt, **values)
    await _adopt(desk, year=YEAR + 1, commitments=[_given(desk, due_on=date(YEAR + 1, 1, 5))], seat_id=heir)


async def test_at_the_same_moment_one_is_adopted(desk: Desk) -> None:
    values: dict[str, Any] = {"committee_id": desk.city.committee, "year": YEAR, "commitments": [_given(desk)]}
    answers = await asyncio.gather(*(desk.send("community", commitments.adopt, **values) for _ in range(4)))
    assert sum(isinstance(each, AlreadyAdopted) for each in answers) == 3
    assert await desk.pool.fetchval("SELECT count(*) FROM commitment") == 1


async def test_what_was_handed_over_is_led_by_who_has_it_now(desk: Desk) -> None:
    given = await _one(desk, await _adopt(desk))
    await _hand_over(desk)
    await desk.refused(NotAllowed, "member", commitments.drop, commitment_id=given, reason="已有人办")
    async with desk.pool.acquire() as connection:
        viewer = await viewers.of_member(connection, desk.city.members["nobody"], desk.now())
    assert viewer is not None
    await desk.ids(viewer, commitments.drop, commitment_id=given, reason="已有人办")


async def test_nobody_checks_what_he_leads(desk: Desk) -> None:
    """The secretary is an officer of the community as well; the street's is asked."""
    seat = await _seat(desk, "community")
    adopted = await _adopt(desk, seat_id=seat)
    assert (await desk.row("commitment_list", adopted))["kind"] == "SECRETARY"
    finding: dict[str, Any] = {"commitment_id": await _one(desk, adopted), "finding": "BEHIND", "note": "选址未定"}
    await desk.refused(NotAllowed, "community", commitments.check, commitment_list_id=adopted, findings=[finding])
    await desk.ids("street", commitments.check, commitment_list_id=adopted, findings=[finding], comment="抓紧")
    row, given = await desk.row("commitment_list", adopted), await desk.row("commitment", finding["commitment_id"])
    assert (row["state"], row["comment"], row["due_on"]) == ("CHECKED", "抓紧", row["report_due_on"])
    assert row["overdue_at"] == dates.next_day_starts(row["report_due_on"])
    assert (await desk.last_event())["after"]["due_on"] == str(row["report_due_on"])
    assert (given["state"], given["finding"], given["note"]) == ("OPEN", "BEHIND", "选址未定")
    assert await _told(desk, "COMMITMENT_LIST_CHECKED") == ["community"]
    assert await desk.trail(given["id"]) == ["commitment.given", "commitment.checked"]


async def test_each_commitment_has_one_finding(desk: Desk) -> None:
    adopted = await _adopt(desk, commitments=[_given(desk), _given(desk, text="开放操场")])
    first, second = [row["id"] for row in await desk.pool.fetch("SELECT id FROM commitment ORDER BY id")]
    found = [{"commitment_id": each, "finding": "ON_TRACK"} for each in (first, second)]
    for wrong in (found[:1], [*found, found[0]], [found[0], {**found[1], "commitment_id": uuid7()}]):
        await desk.fails(BadInput, "community", commitments.check, commitment_list_id=adopted, findings=wrong)
    await desk.ids("member", commitments.drop, commitment_id=second, reason="已有人办")
    await desk.fails(BadInput, "community", commitments.check, commitment_list_id=adopted, findings=found)
    await desk.ids("community", commitments.check, commitment_list_id=adopted, findings=found[:1])


async def test_a_list_is_reported_when_all_of_it_is(desk: Desk) -> None:
    adopted = await _adopt(desk)
    given = await _one(desk, adopted)
    values = {"commitment_list_id": adopted, "report": "全部兑现"}
    assert (await desk.refused(CommitmentsOpen, "member", commitments.report_list, **values)).count == 1
    await desk.ids("bank", commitments.report, commitment_id=given, outcome="DONE", report="已开")
    await desk.refused(WrongState, "bank", commitments.report, commitment_id=given, outcome="DONE", report="已开")
    await desk.ids("member", commitments.report_list, commitment_list_id=adopted, report="全部兑现")
    due_on = (await desk.row("commitment_list", adopted))["due_on"]
    assert (await desk.last_event())["after"]["due_on"] == str(due_on)  # unchecked it was the day of the check
    row = await desk.row("commitment_list", adopted)
    assert (row["state"], row["overdue_at"]) == ("REPORTED", None)
    assert await _told(desk, "COMMITMENT_LIST_REPORTED") == ["street"]
    assert await _told(desk, "COMMITMENT_REPORTED") == ["member"]
    await desk.refused(WrongState, "member", commitments.add, commitment_list_id=adopted, **_given(desk))


async def test_one_that_is_added_while_the_list_is_reported(desk: Desk) -> None:
    """Who reports it waits for who adds to it, and sees then what that did."""
    adopted = await desk.add(add_list, desk.city)
    async with desk.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM commitment_list WHERE id = $1 FOR NO KEY UPDATE", adopted)
        reporting = asyncio.create_task(desk.send("member", commitments.report_list, commitment_list_id=adopted, report="完成"))
        await desk.blocked()
        await add_commitment(connection, desk.city, adopted)
    answer = await reporting
    assert isinstance(answer, CommitmentsOpen) and answer.count == 1


async def test_a_seat_owns_one_of_its_committee(desk: Desk) -> None:
    adopted = await _adopt(desk)
    values = {"commitment_list_id": adopted, "text": "走访", "due_on": date(YEAR, 3, 1)}
    await desk.fails(BadInput, "member", commitments.add, owner={"seat_id": desk.city.street_seat}, **values)
    added = (await desk.ids("member", commitments.add, owner={"seat_id": desk.city.seat}, **values))["commitment"]
    await desk.refused(NotAllowed, "community", commitments.report, commitment_id=added, outcome="NOT_DONE", report="未办")
    await desk.ids("member", commitments.report, commitment_id=added, outcome="NOT_DONE", report="未办")


async def test_an_organisation_that_is_not_there_owns_nothing(desk: Desk) -> None:
    """Neither a commitment nor a resolution."""
    adopted, topic = await _adopt(desk), await desk.add(add_topic, desk.city, stage="PROPOSED")
    stranger = {"organization_id": uuid7()}
    await desk.fails(NotFound, "member", commitments.add, commitment_list_id=adopted, **_given(desk, owner=stranger))
    await desk.fails(NotFound, "community", topics.resolve, topic_id=topic, text="办", due_on=date(YEAR, 1, 1), owner=stranger)


async def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    said = [_given(desk), _given(desk, text=" "), _given(desk, due_on=date(YEAR + 1, 1, 1))]
    with pytest.raises(BadInput) as raised:
        await desk.send("community", commitments.adopt, committee_id=desk.city.committee, year=2020, commitments=said)
    assert [fault.field for fault in raised.value.all] == [
        "year", "commitments[0].due_on", "commitments[1].text", "commitments[1].due_on", "commitments[2].due_on"]
    await desk.fails(BadInput, "community", commitments.adopt, committee_id=desk.city.committee, year=YEAR,
                     commitments=[_given(desk, due_on=date(YEAR + 1, 1, 1))])
    await desk.fails(BadInput, "community", commitments.adopt, committee_id=desk.city.street_committee,
                     seat_id=desk.city.seat, year=YEAR, commitments=[_given(desk)])


async def test_so_many_commitments(desk: Desk) -> None:
    for number in (0, MOST + 1):
        await desk.fails(BadInput, "community", commitments.adopt, committee_id=desk.city.committee, year=YEAR,
                         commitments=[_given(desk)] * number)
    adopted = await _adopt(desk, commitments=[_given(desk)] * MOST)
    await desk.fails(BadInput, "community", commitments.add, commitment_list_id=adopted, **_given(desk))


async def test_the_check_and_the_report_fall_overdue_once_each(desk: Desk) -> None:
    adopted = await _adopt(desk, commitments=[_given(desk, due_on=date(YEAR, 12, 31))])
    for moment, times in ((CHECK_OVER, 1), (CHECK_OVER, 1), (REPORT_OVER, 2), (REPORT_OVER, 2)):
        await scheduler.once(desk.pool, lambda moment=moment: moment, jobs.ALL)  # type: ignore[misc]  # a default
        assert (await desk.trail(adopted)).count("commitment_list.overdue") == times
    row = await desk.row("commitment_list", adopted)
    assert (row["state"], row["overdue_at"], row["version"]) == ("ADOPTED", None, 3)
    assert await _told(desk, "COMMITMENT_LIST_OVERDUE") == ["community", "community", "member", "member", "street", "street"]
    assert await _told(desk, "COMMITMENT_OVERDUE") == ["bank", "member", "two-units"]


async def test_what_was_checked_in_time_falls_overdue_with_its_report(desk: Desk) -> None:
    checked = await desk.add(add_list, desk.city, state="CHECKED", overdue_at=REPORT_OVER)
    given = await desk.add(add_commitment, desk.city, checked, state="REPORTED", overdue_at=CHECK_OVER)
    await scheduler.once(desk.pool, lambda: CHECK_OVER, jobs.ALL)
    assert await desk.trail(checked) == await desk.trail(given) == []
    await scheduler.once(desk.pool, lambda: REPORT_OVER, jobs.ALL)
    assert await desk.trail(checked) == ["commitment_list.overdue"]
    assert await desk.trail(given) == []  # what is reported is late no more


async def test_after_the_half_year_no_check_falls_due(desk: Desk) -> None:
    today = dates.day(desk.now())
    late = date(today.year + 1, 7, 1)
    desk.shift = datetime.combine(late, datetime.min.time(), UTC) - desk.now()
    adopted = await _adopt(desk, year=late.year, commitments=[_given(desk, due_on=date(late.year, 12, 1))])
    row = await desk.row("commitment_list", adopted)
    assert row["check_due_on"] is None and row["due_on"] == row["report_due_on"]


async def test_who_does_not_see_it_is_not_told_that_it_is_there(desk: Desk) -> None:
    adopted = await _adopt(desk)
    for handle in ("bank", "neighbour", "hospital"):
        await desk.fails(NotFound, handle, commitments.report_list, commitment_list_id=adopted, report="完成")
    await desk.fails(NotFound, "hospital", commitments.drop, commitment_id=await _one(desk, adopted), reason="无")
