"""Calendars by an address that is a secret: what is in them, for whom, until when."""
import logging
from datetime import date, timedelta
from typing import Any

import httpx
import icalendar
import pytest

from db.driver.connection import Pool
from domain import dates
from hub import logs, running
from hub.http import quotas
from resolvers import calendars
from tests import city as place
from tests.api import seat_cases
from tests.city import City
from tests.commitments import add_commitment, add_list
from tests.conferences import add_conference
from tests.hub.conftest import Sign
from tests.hub.live.calendars import SOON, add, issued, summaries
from tests.hub.live.conftest import Live
from tests.topics import add_resolution, add_topic

ELSEWHERE = "203.0.113.9"


@pytest.fixture
def signed(sign: Sign) -> dict[str, str]:
    return {"authorization": f"Bearer {sign(sub='sub-member')}"}


async def test_it_has_what_one_has_to_come_to_and_to_do(web: httpx.AsyncClient, signed: dict[str, str], built: City,
                                                        pool: Pool) -> None:
    starts = running.now().replace(microsecond=0) + timedelta(days=3)
    await add(pool, add_conference, built, state="CALLED", starts_at=starts, planned_for=dates.day(starts), title="例会",
               venue="三楼")
    await add(pool, add_conference, built, planned_for=SOON, title="下次")
    await add(pool, add_conference, built, planned_for=SOON, title="别处", committee_id=built.street_committee,
               organization_id=built.street, home_code=place.STREET)
    topic = await add(pool, add_topic, built, stage="PUBLISHED")
    ours = {"owner_id": None, "owner_seat_id": built.seat, "due_on": SOON}
    await add(pool, add_resolution, built, topic, text="牵头", **ours)
    await add(pool, add_resolution, built, topic, text="办完了", state="CONFIRMED", **ours)
    await add(pool, add_resolution, built, topic, text="银行的", due_on=SOON)
    address = await issued(web, signed)
    assert sorted(await summaries(web, address)) == ["下次", "例会", "决议到期：牵头"]
    events = {str(event["summary"]): event for event in
              icalendar.Calendar.from_ical((await web.get(address)).content).walk("VEVENT")}
    assert (events["例会"].decoded("dtstart"), str(events["例会"]["location"]), str(events["例会"]["status"])) == (
        starts, "三楼", "CONFIRMED")
    assert (events["下次"].decoded("dtstart"), str(events["下次"]["status"])) == (SOON, "TENTATIVE")


async def test_who_acts_for_the_owner_has_its_due_dates(web: httpx.AsyncClient, sign: Sign, built: City, pool: Pool) -> None:
    topic = await add(pool, add_topic, built, stage="PUBLISHED")
    await add(pool, add_resolution, built, topic, text="银行的", due_on=SOON)
    bank, unit = ({"authorization": f"Bearer {sign(sub=f'sub-{handle}')}"} for handle in ("bank", "unit"))
    assert await summaries(web, await issued(web, bank)) == ["决议到期：银行的"]
    assert await summaries(web, await issued(web, unit)) == []


async def test_it_has_the_days_of_ones_commitments(web: httpx.AsyncClient, sign: Sign, built: City, pool: Pool) -> None:
    """Of the owner's people, and of who has the owner's seat today; not of who sees the list."""
    listed = await add(pool, add_list, built)
    seats = {"owner_id": None, "owner_seat_id": built.seat}
    for text, columns in (("银行的", {}), ("席位的", seats), ("兑现了", {**seats, "state": "REPORTED"})):
        await add(pool, add_commitment, built, listed, text=text, due_on=SOON, **columns)
    await add(pool, add_commitment, built, listed, text="远的", due_on=SOON + timedelta(days=500))
    expected = {"bank": ["承诺到期：银行的"], "member": ["承诺到期：席位的"], "community": []}
    for handle, titles in expected.items():
        assert await summaries(web, await issued(web, {"authorization": f"Bearer {sign(sub=f'sub-{handle}')}"})) == titles


async def test_it_has_the_days_of_ones_lists(web: httpx.AsyncClient, sign: Sign, built: City, pool: Pool) -> None:
    """Of the seat whose list it is, and of the secretary the committee's own; a check that was made is not there any more."""
    await add(pool, seat_cases.add, built, built.members["nobody"], kind="SECRETARY")
    days, later = {"check_due_on": SOON, "report_due_on": SOON + timedelta(days=200)}, SOON + timedelta(days=500)
    own = {"kind": "COMMITTEE", "seat_id": None, "place_id": None}
    lists: list[dict[str, Any]] = [
        {"year": 2097, **days}, {"year": 2098, **days, "state": "CHECKED"}, {"year": 2096, **days, "state": "REPORTED"},
        {"year": 2099, "check_due_on": None, "report_due_on": later}, {"year": 2095, **days, **own}]
    for columns in lists:
        await add(pool, add_list, built, **columns)
    expected = {"member": ["2097 年清单年中查到期", "2097 年清单年底述到期", "2098 年清单年底述到期"],
                "nobody": ["2095 年清单年中查到期", "2095 年清单年底述到期"], "community": [], "street-member": []}
    for handle, titles in expected.items():
        address = await issued(web, {"authorization": f"Bearer {sign(sub=f'sub-{handle}')}"})
        assert sorted(await summaries(web, address)) == titles
        events = icalendar.Calendar.from_ical((await web.get(address)).content).walk("VEVENT")
        assert len({str(event["uid"]) for event in events}) == len(titles)


async def test_what_is_the_same_is_not_sent_again(web: httpx.AsyncClient, signed: dict[str, str], built: City,
                                                  pool: Pool) -> None:
    address = await issued(web, signed)
    first = await web.get(address)
    again = await web.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await add(pool, add_conference, built, planned_for=SOON)
    changed = await web.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, changed.headers["etag"] != first.headers["etag"]) == (200, True)


async def test_a_new_address_ends_the_one_before(web: httpx.AsyncClient, sign: Sign, signed: dict[str, str]) -> None:
    """And nobody else's, nor does taking it back."""
    others = await issued(web, {"authorization": f"Bearer {sign(sub='sub-bank')}"})
    first = await issued(web, signed)
    second = await issued(web, signed)
    assert [(await web.get(each)).status_code for each in (first, second)] == [404, 200]
    assert (await web.delete("/calendar", headers=signed)).status_code == 204
    assert [(await web.get(each)).status_code for each in (second, others)] == [404, 200]


@pytest.mark.parametrize("change", ["UPDATE member SET active = false WHERE id = $1",
                                    "UPDATE seat SET ends_on = starts_on WHERE member_id = $1"])
async def test_it_is_by_the_rights_of_the_moment(web: httpx.AsyncClient, signed: dict[str, str], built: City, pool: Pool,
                                                 change: str) -> None:
    await add(pool, add_conference, built, planned_for=SOON)
    address = await issued(web, signed)
    assert len(await summaries(web, address)) == 1
    await pool.execute(change, built.members["member"])
    answer = await web.get(address)
    assert answer.status_code == 404 or b"VEVENT" not in answer.content


async def test_nobody_gets_one_without_signing_in(web: httpx.AsyncClient, sign: Sign) -> None:
    for method in ("POST", "DELETE"):
        assert (await web.request(method, "/calendar")).status_code == 401
        stranger = {"authorization": f"Bearer {sign(sub='sub-stranger')}"}
        assert (await web.request(method, "/calendar", headers=stranger)).status_code == 403
    unknown = await web.get("/calendar/guessed.ics")
    assert (unknown.status_code, unknown.headers["cache-control"]) == (404, "no-store")
    assert "POST /calendar" in unknown.json()["errors"][0]["message"]


async def test_who_guesses_pays(web: httpx.AsyncClient, live: Live) -> None:
    """And not the colleagues who are signed in at that address."""
    colleagues, visitor = live.hub.quotas.at(ELSEWHERE), live.hub.quotas.payer(None, ELSEWHERE)._own
    before, own = colleagues.left, visitor.left
    await web.get("/calendar/guessed.ics", headers={"x-forwarded-for": ELSEWHERE})
    assert (colleagues.left, visitor.left) == (before, own - quotas.BASE - quotas.BAD_TOKEN)


async def test_its_rows_are_paid_for(web: httpx.AsyncClient, live: Live, signed: dict[str, str], built: City,
                                     pool: Pool) -> None:
    for _ in range(3):
        await add(pool, add_conference, built, planned_for=SOON)
    address = await issued(web, signed)
    before = live.hub.quotas.payer(None, ELSEWHERE)._own.left
    await web.get(address, headers={"x-forwarded-for": ELSEWHERE})
    assert live.hub.quotas.payer(None, ELSEWHERE)._own.left == before - quotas.BASE - 3


@pytest.mark.parametrize("level", ["debug", "info"])
async def test_it_is_in_no_log_and_no_table(web: httpx.AsyncClient, signed: dict[str, str], pool: Pool, level: str,
                                            capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    before = root.level
    logs.configure("json", level)
    try:
        address = await issued(web, signed)
        await web.get(address)
        await web.get(address.replace("/calendar/", "/calendar/x"))
        monkeypatch.setattr(calendars, "fetched", lambda *_: 1 / 0)
        assert (await web.get(address)).status_code == 500
    finally:
        root.setLevel(before)
    secret, printed = address.removeprefix("/calendar/").removesuffix(".ics"), capsys.readouterr().err
    assert "ZeroDivisionError" in printed
    assert secret not in printed
    for table in await pool.fetch("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"):
        assert await pool.fetchval(f"SELECT count(*) FROM {table['name']} t WHERE strpos(t::text, $1) > 0", secret) == 0


async def test_a_calendar_has_so_much(web: httpx.AsyncClient, signed: dict[str, str], built: City, pool: Pool,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "MOST", 2)
    for number in range(4):
        await add(pool, add_conference, built, planned_for=SOON + timedelta(days=number), title=f"第{number}次")
    assert await summaries(web, address := await issued(web, signed)) == ["第0次", "第1次"]
    topic = await add(pool, add_topic, built, stage="PUBLISHED")
    for number in range(4):
        await add(pool, add_resolution, built, topic, text=f"第{number}件", owner_id=None, owner_seat_id=built.seat,
                   due_on=SOON + timedelta(days=number))
    listed = await add(pool, add_list, built)
    for number in range(4):
        await add(pool, add_commitment, built, listed, owner_id=None, owner_seat_id=built.seat,
                   due_on=SOON + timedelta(days=number))
    assert len(await summaries(web, address)) == 2 + 2 + 2
    for year in (2095, 2096, 2097):
        await add(pool, add_list, built, year=year, check_due_on=SOON, report_due_on=SOON)
    assert len(await summaries(web, address)) == 2 + 2 + 2 + 2


async def test_what_is_long_over_is_not_there(web: httpx.AsyncClient, signed: dict[str, str], built: City, pool: Pool) -> None:
    await add(pool, add_conference, built, state="PUBLISHED", planned_for=date(2020, 1, 1))
    assert await summaries(web, await issued(web, signed)) == []
