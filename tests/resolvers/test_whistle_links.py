"""Duplicates of calls: linked to an original, answered with it, let go again; by several people at once, too."""
import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from domain.refusals import BadInput, NotAllowed, NotFound, WrongState
from domain.whistles import OriginalOver
from resolvers import dispatches, jobs, scheduler, whistle_links, whistles
from resolvers.writing.results import Payload
from tests import whistles as rows
from tests.city import FAR_COMMUNITY, NEIGHBOUR
from tests.desk import Desk

LINKED = ("REPORTED", "TRIAGED", "DISPATCHED", "RETURNED", "ACCEPTED")


async def _call(desk: Desk, **columns: Any) -> UUID:
    return await desk.add(rows.add_whistle, desk.city, **columns)


async def _neighbours(desk: Desk, **columns: Any) -> UUID:
    """One that another community raised."""
    return await _call(desk, raiser_id=desk.city.neighbour, home_code=NEIGHBOUR, **columns)


async def _link(desk: Desk, duplicate: UUID, of: UUID, by: str = "street") -> dict[str, UUID]:
    return await desk.ids(by, whistle_links.link, whistle_id=duplicate, duplicate_of_id=of, reason="同一处垃圾")


async def _told(desk: Desk, kind: str) -> list[str]:
    names = {member: handle for handle, member in desk.city.members.items()}
    found = await desk.pool.fetch("SELECT member_id FROM notice WHERE kind = $1", kind)
    return sorted(names[row["member_id"]] for row in found)


async def _kinds(desk: Desk, call: UUID) -> list[str]:
    return [row["kind"] for row in await desk.pool.fetch("SELECT kind FROM event WHERE object_id = $1 ORDER BY seq", call)]


@pytest.mark.parametrize("state", LINKED)
async def test_one_is_handled_and_all_are_answered(desk: Desk, state: str) -> None:
    original, duplicate = await _call(desk, state="ACCEPTED"), await _neighbours(desk, state=state)
    third = await _neighbours(desk)
    for each in (duplicate, third):
        await _link(desk, each, original)
    row = await desk.row("whistle", duplicate)
    assert (row["state"], row["duplicate_of_id"], row["due_at"], row["escalate_at"]) == ("LINKED", original, None, None)
    await desk.ids("bank", whistles.handle, whistle_id=original, result="已清运")
    assert await _told(desk, "WHISTLE_ANSWERED") == ["neighbour", "neighbour"]
    await desk.ids("community", whistles.verify, whistle_id=original, evidence="照片")
    row = await desk.row("whistle", duplicate)
    assert (row["state"], row["result"], row["handled_at"], row["answered_at"] is not None) == ("LINKED", "已清运", None, True)
    await desk.ids("street", dispatches.close, whistle_id=original)
    for each in (duplicate, third):
        row = await desk.row("whistle", each)
        assert (row["state"], row["duplicate_of_id"]) == ("CLOSED", original)
        assert await _kinds(desk, each) == ["whistle.linked", "whistle.answered", "whistle.answered", "whistle.closed"]
    assert await _kinds(desk, original) == ["whistle.joined", "whistle.joined", "whistle.handled", "whistle.verified",
                                            "whistle.closed"]
    await desk.ids("neighbour", whistles.rate, whistle_id=duplicate, responded=True, resolved=True, satisfied=True)


async def test_what_is_linked_late_is_answered_at_once(desk: Desk) -> None:
    original, duplicate = await _call(desk, state="HANDLED"), await _neighbours(desk)
    await _link(desk, duplicate, original)
    row = await desk.row("whistle", duplicate)
    assert (row["state"], row["result"]) == ("LINKED", "已清运")
    assert await _kinds(desk, duplicate) == ["whistle.linked", "whistle.answered"]
    assert await _told(desk, "WHISTLE_ANSWERED") == ["neighbour"]


async def test_there_are_no_chains(desk: Desk) -> None:
    """A duplicate of a duplicate is one of its original; and what is linked to one goes along with it."""
    a, b, c, d = [await _neighbours(desk) for _ in range(4)]
    await _link(desk, b, a)
    assert (await _link(desk, c, b))["original"] == a
    await _link(desk, a, d)
    assert {(await desk.row("whistle", each))["duplicate_of_id"] for each in (a, b, c)} == {d}
    assert await _kinds(desk, b) == ["whistle.linked", "whistle.linked"]
    for one in (d, a):
        assert "duplicate_of_id" in await desk.fails(BadInput, "street", whistle_links.link, whistle_id=d, duplicate_of_id=one,
                                                     reason="同")
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await desk.pool.execute("UPDATE whistle SET state = 'LINKED', linked_at = now(), reason = '同', duplicate_of_id = $2 "
                                "WHERE id = $1", d, await _call(desk))


@pytest.mark.parametrize("state", ["HANDLED", "VERIFIED"])
async def test_what_goes_along_is_answered_at_once(desk: Desk, state: str) -> None:
    """With the answer of the call to which its own original was linked."""
    original, duplicate, third = await _call(desk, state=state, result="已修路"), await _call(desk), await _neighbours(desk)
    await _link(desk, third, duplicate)
    await _link(desk, duplicate, original)
    for each in (duplicate, third):
        row = await desk.row("whistle", each)
        assert (row["state"], row["result"], row["duplicate_of_id"]) == ("LINKED", "已修路", original)
        assert row["answered_at"]
    assert await _kinds(desk, third) == ["whistle.linked", "whistle.linked", "whistle.answered"]
    assert await _told(desk, "WHISTLE_ANSWERED") == ["community", "neighbour"]


async def test_linked_anew_it_waits_for_the_new_answer(desk: Desk) -> None:
    """What was done about a call before it was sent back is no answer of the one to which it is linked."""
    sent_back, third = await _call(desk, state="HANDLED"), await _neighbours(desk)
    await _link(desk, third, sent_back)
    await desk.ids("community", whistles.rework, whistle_id=sent_back, reason="仍不亮")
    await desk.ids("street", dispatches.suspend, whistle_id=sent_back, reason="待料")
    await desk.ids("street", dispatches.resume, whistle_id=sent_back)
    await _link(desk, sent_back, await _neighbours(desk))
    for each in (sent_back, third):
        row = await desk.row("whistle", each)
        assert (row["state"], row["result"], row["answered_at"]) == ("LINKED", None, None)


@pytest.mark.parametrize("state", ["CLOSED", "WITHDRAWN"])
async def test_none_is_linked_to_what_is_over(desk: Desk, state: str) -> None:
    over, call = await _call(desk, state=state), await _neighbours(desk)
    await desk.refused(OriginalOver, "street", whistle_links.link, whistle_id=call, duplicate_of_id=over, reason="同")
    await desk.refused(WrongState, "street", whistle_links.link, whistle_id=over, duplicate_of_id=call, reason="同")


async def test_who_dispatches_both_links_them(desk: Desk) -> None:
    call, beside = await _call(desk), await _call(desk)
    far = await _call(desk, raiser_id=desk.city.far_community, home_code=FAR_COMMUNITY)
    other = await _neighbours(desk)
    for handle in ("community", "bank"):
        await desk.refused(NotAllowed, handle, whistle_links.link, whistle_id=call, duplicate_of_id=beside, reason="同")
    for handle, one, of in (("street", call, far), ("street", far, call), ("far-street", far, call)):
        await desk.fails(NotFound, handle, whistle_links.link, whistle_id=one, duplicate_of_id=of, reason="同")
    await desk.pool.execute("INSERT INTO whistle_party (id, whistle_id, organization_id, role, state, asked_at) "
                            "VALUES (gen_random_uuid(), $1, $2, 'ASSISTING', 'ASKED', now())", far, desk.city.street)
    await desk.refused(NotAllowed, "street", whistle_links.link, whistle_id=call, duplicate_of_id=far, reason="同")
    await _link(desk, call, far, "district")
    assert "reason" in await desk.fails(BadInput, "street", whistle_links.link, whistle_id=other,
                                        duplicate_of_id=await _call(desk), reason=" ")


async def test_let_go_it_is_a_call_of_its_own(desk: Desk) -> None:
    original, duplicate = await _call(desk, state="ACCEPTED"), await _neighbours(desk)
    await _link(desk, duplicate, original)
    await desk.ids("bank", whistles.handle, whistle_id=original, result="已清运")
    await desk.ids("street", whistle_links.unlink, whistle_id=duplicate, reason="另一处")
    row = await desk.row("whistle", duplicate)
    assert (row["state"], row["duplicate_of_id"], row["result"], row["answered_at"]) == ("TRIAGED", None, None, None)
    assert row["due_at"] and row["escalate_at"]
    await desk.ids("community", whistles.verify, whistle_id=original, evidence="照片")
    await desk.ids("street", dispatches.close, whistle_id=original)
    assert (await desk.row("whistle", duplicate))["state"] == "TRIAGED"
    await _link(desk, duplicate, again := await _call(desk, state="VERIFIED"))
    await desk.ids("street", dispatches.close, whistle_id=again)
    await desk.refused(WrongState, "street", whistle_links.unlink, whistle_id=duplicate, reason="另一处")


@pytest.mark.parametrize(("state", "party"), [("ACCEPTED", "ACCEPTED"), ("DISPATCHED", "ASKED")])
async def test_dispatched_anew_it_is_another_leads(desk: Desk, state: str, party: str) -> None:
    """It is not accepted yet, whoever accepted it before it was linked; who led it then sees it still."""
    duplicate = await _neighbours(desk, state=state)
    await desk.pool.execute("UPDATE whistle_party SET state = $2, answered_at = now() WHERE whistle_id = $1", duplicate, party)
    await _link(desk, duplicate, await _call(desk))
    await desk.ids("street", whistle_links.unlink, whistle_id=duplicate, reason="另一处")
    await desk.ids("street", dispatches.dispatch, whistle_id=duplicate, lead_id=desk.city.school,
                   accept_in={"count": 4, "unit": "HOURS"}, handle_in={"count": 5, "unit": "WORKING_DAYS"})
    row = await desk.row("whistle", duplicate)
    assert (row["state"], row["accepted_at"]) == ("DISPATCHED", None)
    parties = await desk.pool.fetch("SELECT organization_id, role, state FROM whistle_party WHERE whistle_id = $1", duplicate)
    assert {tuple(each) for each in parties} == {(desk.city.school, "LEAD", "ASKED"),
                                                 (desk.city.bank, "ASSISTING", "RELEASED")}
    await desk.refused(NotAllowed, "bank", whistles.accept, whistle_id=duplicate)  # that there is none it would be told else


async def test_taken_back_the_original_lets_its_duplicates_go(desk: Desk) -> None:
    original, duplicate, third = await _call(desk), await _neighbours(desk), await _neighbours(desk)
    for each in (duplicate, third):
        await _link(desk, each, original)
    await desk.ids("neighbour", whistles.withdraw, whistle_id=third, reason="已自行解决")
    assert (await desk.row("whistle", third))["duplicate_of_id"] is None
    await desk.ids("community", whistles.withdraw, whistle_id=original, reason="误报")
    row = await desk.row("whistle", duplicate)
    assert (row["state"], row["duplicate_of_id"], row["due_at"] is not None) == ("TRIAGED", None, True)
    assert await _kinds(desk, duplicate) == ["whistle.linked", "whistle.unlinked"]
    assert (await desk.row("whistle", third))["state"] == "WITHDRAWN"


async def test_nobody_gains_time_by_linking(desk: Desk) -> None:
    """The original falls due when the earlier of them does; a linked one escalates no more, the original does."""
    now = desk.now()
    due, early = now + timedelta(days=5), now + timedelta(hours=1)
    original = await _call(desk, state="ACCEPTED", due_at=due, handle_by=due, escalate_at=due)
    duplicate = await _neighbours(desk, state="ACCEPTED", due_at=early, handle_by=early, escalate_at=early)
    late = await _neighbours(desk, due_at=due + timedelta(days=1), escalate_at=due + timedelta(days=1))
    for each in (late, duplicate):
        await _link(desk, each, original)
    row = await desk.row("whistle", original)
    assert (row["due_at"], row["handle_by"], row["escalate_at"]) == (early, early, early)
    assert await scheduler.once(desk.pool, lambda: now + timedelta(hours=2), jobs.DEADLINES) == 1
    assert (await desk.row("whistle", original))["level"] == "STREET"
    assert [(await desk.row("whistle", each))["level"] for each in (duplicate, late)] == ["COMMUNITY", "COMMUNITY"]


async def test_a_handled_original_keeps_its_time(desk: Desk) -> None:
    now = desk.now()
    original = await _call(desk, state="VERIFIED", due_at=now + timedelta(days=5))
    await _link(desk, await _neighbours(desk, due_at=now + timedelta(hours=1)), original)
    assert (await desk.row("whistle", original))["due_at"] == now + timedelta(days=5)


async def test_a_limit_of_a_step_that_is_taken_is_none_of_the_originals(desk: Desk) -> None:
    """A call that waits to be triaged hurries nobody who is at work already."""
    now = desk.now()
    early, later = now + timedelta(hours=1), now + timedelta(hours=2)
    stale = {"due_at": early, "handle_by": early}
    for state, duplicate, due in (
            ("DISPATCHED", {"state": "REPORTED", "kind": "EMERGENCY", "due_at": early}, None),
            ("ACCEPTED", {"state": "REPORTED", "kind": "EMERGENCY", "due_at": early}, None),
            ("REWORK", {"state": "RETURNED", **stale}, None), ("TRIAGED", {"state": "REPORTED", "due_at": early}, None),
            ("ACCEPTED", {"state": "DISPATCHED", "due_at": early, "handle_by": later}, later),
            ("TRIAGED", {"state": "DISPATCHED", "due_at": early, "handle_by": later}, early),
            ("REPORTED", {"state": "REPORTED", "due_at": early}, early),
            ("TRIAGED", {"state": "TRIAGED", "due_at": early}, early)):
        original = await _call(desk, state=state, escalate_at=rows.LATER)
        await _link(desk, await _neighbours(desk, **duplicate), original)
        row, wanted = await desk.row("whistle", original), due or rows.LATER
        assert (row["due_at"], row["escalate_at"]) == (wanted, wanted), (state, duplicate)


async def test_a_suspended_original_keeps_its_time_and_one_without_a_lead_gets_no_limit(desk: Desk) -> None:
    early = desk.now() + timedelta(hours=1)
    suspended, fresh = await _call(desk, state="SUSPENDED"), await _call(desk, state="REPORTED")
    for original in (suspended, fresh):
        await _link(desk, await _neighbours(desk, state="ACCEPTED", due_at=early, handle_by=early), original)
    row = await desk.row("whistle", suspended)
    assert (row["due_at"], row["handle_by"], row["escalate_at"]) == (rows.LATER, rows.LATER, None)
    row = await desk.row("whistle", fresh)
    assert (row["due_at"], row["handle_by"]) == (early, None)


# -- at once

async def _both(desk: Desk, held: UUID, *writes: Any) -> list[Any]:
    """Hand in two writes while another holds the row that both need, and let it go when both wait."""
    async with desk.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("SELECT FROM whistle WHERE id = $1 FOR UPDATE", held)
        tasks = [asyncio.ensure_future(desk.send(by, case, **given)) for by, case, given in writes]
        await desk.blocked(len(tasks))
        await transaction.rollback()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_two_links_that_cross_leave_one(desk: Desk) -> None:
    """A to B and B to A: whoever comes second is told that it would be linked to itself."""
    a, b = await _neighbours(desk), await _neighbours(desk)
    links = [("street", whistle_links.link, {"whistle_id": one, "duplicate_of_id": of, "reason": "同"})
             for one, of in ((a, b), (b, a))]
    answers = await _both(desk, min(a, b), *links)
    assert sorted(type(each).__name__ for each in answers) == ["BadInput", "Payload"]
    found = [(await desk.row("whistle", each))["duplicate_of_id"] for each in (a, b)]
    assert found in ([b, None], [None, a])


async def test_a_link_that_waits_for_another_goes_to_its_original(desk: Desk) -> None:
    """C to B, while B is linked to A."""
    a, b, c = sorted([await _neighbours(desk) for _ in range(3)])
    answers = await _both(desk, b, *(("street", whistle_links.link, {"whistle_id": one, "duplicate_of_id": of, "reason": "同"})
                                     for one, of in ((b, a), (c, b))))
    assert all(isinstance(each, Payload) for each in answers), answers
    assert [(await desk.row("whistle", each))["duplicate_of_id"] for each in (a, b, c)] == [None, a, a]


async def test_linked_while_it_is_closed_it_is_closed_or_refused(desk: Desk) -> None:
    """Never left behind: whichever comes first."""
    for _ in range(4):
        original, duplicate = await _call(desk, state="VERIFIED"), await _neighbours(desk)
        closed, answer = await _both(
            desk, original, ("street", dispatches.close, {"whistle_id": original}),
            ("street", whistle_links.link, {"whistle_id": duplicate, "duplicate_of_id": original, "reason": "同"}))
        assert isinstance(closed, Payload)
        state = (await desk.row("whistle", duplicate))["state"]
        assert state == ("DISPATCHED" if isinstance(answer, OriginalOver) else "CLOSED")


async def test_let_go_while_the_original_is_handled_it_is_answered_or_not(desk: Desk) -> None:
    original, duplicate = await _call(desk, state="ACCEPTED"), await _neighbours(desk)
    await _link(desk, duplicate, original)
    handled, unlinked = await _both(desk, duplicate, ("bank", whistles.handle, {"whistle_id": original, "result": "已清运"}),
                                    ("street", whistle_links.unlink, {"whistle_id": duplicate, "reason": "另一处"}))
    assert isinstance(handled, Payload)
    assert isinstance(unlinked, Payload)
    row = await desk.row("whistle", duplicate)
    assert (row["state"], row["result"]) == ("TRIAGED", None)
