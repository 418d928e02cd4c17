"""Calls that come again: told as they are raised, as a slow search through all rows tells it."""
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain.whistle_repeats import WITHIN
from resolvers import dispatches, whistles
from tests import whistles as rows
from tests.city import COMMUNITY, NEIGHBOUR
from tests.desk import Desk

PHONES = ("13800001234", "13800005678", None)
NEW = {"kind": "KEY_WORK", "category": "PARKING", "title": "小区停车难"}


async def _raise(desk: Desk, phone: str | None, by: str = "community", **more: Any) -> dict[str, Any]:
    resident = {"name": "王桂英", "phone": f"+86 {phone[:3]} {phone[3:]}"} if phone else None
    call = (await desk.ids(by, whistles.raise_, **{**NEW, **more}, resident=resident))["whistle"]
    return await desk.row("whistle", call)


async def _closed(desk: Desk, phone: str | None, days: float, **columns: Any) -> UUID:
    call = await desk.add(rows.add_whistle, desk.city, state="CLOSED", closed_at=desk.now() - timedelta(days=days),
                          **{"category": "PARKING", **columns})
    if phone:
        await desk.add(rows.add_resident, call, phone=phone)
    return call


async def _searched(desk: Desk, call: dict[str, Any]) -> UUID | None:
    """Through all calls, one by one."""
    phones = {row["whistle_id"]: row["phone"] for row in await desk.pool.fetch("SELECT * FROM whistle_resident")}
    found = []
    for row in await desk.pool.fetch("SELECT * FROM whistle WHERE id <> $1", call["id"]):
        same = (phones[call["id"]] == phones.get(row["id"]) if call["id"] in phones
                else row["id"] not in phones and row["raiser_id"] == call["raiser_id"])
        if same and row["state"] == "CLOSED" and (row["home_code"], row["category"]) == (call["home_code"], call["category"]) \
                and timedelta() <= call["reported_at"] - row["closed_at"] < WITHIN:
            found.append((row["closed_at"], row["id"]))
    return max(found)[1] if found else None


async def test_a_call_repeats_as_a_slow_search_says(desk: Desk) -> None:
    chance, city = Random(7), desk.city
    for _ in range(60):
        where = chance.choice(({"raiser_id": city.community, "home_code": COMMUNITY},
                               {"raiser_id": city.grid, "home_code": COMMUNITY},
                               {"raiser_id": city.neighbour, "home_code": NEIGHBOUR}))
        await _closed(desk, chance.choice(PHONES), chance.choice((1, 10, 29, 31, 60)),
                      category=chance.choice(("PARKING", "SAFETY")), **where)
    for state in ("WITHDRAWN", "VERIFIED"):
        await desk.add(rows.add_whistle, city, state=state, category="PARKING", closed_at=desk.now())
    repeats = []
    for by in ("community", "neighbour"):
        for phone in (*PHONES, "13900000000"):
            for category in ("PARKING", "SAFETY", "VENUE"):
                call = await _raise(desk, phone, by, category=category)
                assert call["repeat_of_id"] == await _searched(desk, call), (by, phone, category)
                repeats.append(call["repeat_of_id"] is not None)
    assert {*repeats} == {True, False}


async def test_thirty_days_are_the_bound(desk: Desk) -> None:
    for days, repeats in ((30.01, False), (29.99, True)):
        await _closed(desk, PHONES[0], days)
        assert ((await _raise(desk, PHONES[0]))["repeat_of_id"] is not None) is repeats


async def test_its_category_is_settled_with_the_triage(desk: Desk) -> None:
    closed = await _closed(desk, PHONES[0], 3, category="SAFETY")
    call = await _raise(desk, PHONES[0])
    assert call["repeat_of_id"] is None
    await desk.ids("street", dispatches.triage, whistle_id=call["id"], category="SAFETY")
    assert (await desk.row("whistle", call["id"]))["repeat_of_id"] == closed


async def test_who_raises_hears_of_no_other_communitys_resident(desk: Desk) -> None:
    """A number that called elsewhere is a new one here: nobody finds out by raising calls who called where."""
    await _closed(desk, PHONES[0], 3, raiser_id=desk.city.neighbour, home_code=NEIGHBOUR)
    assert (await _raise(desk, PHONES[0]))["repeat_of_id"] is None


async def test_what_was_told_stays_when_the_resident_is_erased(desk: Desk) -> None:
    """And a number that is no more there is recognised no more: no trace of it is kept."""
    closed = await _closed(desk, PHONES[0], 3)
    call = await _raise(desk, PHONES[0])
    await desk.pool.execute("DELETE FROM whistle_resident")
    assert (await desk.row("whistle", call["id"]))["repeat_of_id"] == closed
    assert (await _raise(desk, PHONES[0]))["repeat_of_id"] is None
