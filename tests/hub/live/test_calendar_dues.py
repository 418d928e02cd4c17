"""What calendars have of joint projects, claims and agreements: for whom, and until when."""
from datetime import timedelta

import httpx
import icalendar
import pytest

from db.driver.connection import Pool
from domain import dates
from hub import running
from resolvers import calendars
from tests import projects
from tests.api import agreement_cases
from tests.city import City
from tests.hub.conftest import Sign
from tests.hub.live.calendars import SOON, add, issued, summaries


async def _theirs(web: httpx.AsyncClient, sign: Sign) -> dict[str, list[str]]:
    """The titles of everybody who has some."""
    found = {handle: sorted(await summaries(web, await issued(web, {"authorization": f"Bearer {sign(sub=f'sub-{handle}')}"})))
             for handle in ("unit", "bank", "community", "member", "street", "hospital", "nobody")}
    return {handle: titles for handle, titles in found.items() if titles}


async def test_it_has_the_days_of_projects_that_ones_unit_or_seat_leads(web: httpx.AsyncClient, sign: Sign, built: City,
                                                                        pool: Pool) -> None:
    """Their ends, milestones while they are under way, reports also afterwards; the seat's holder today, nobody of the host."""
    led = await add(pool, projects.add_project, built, state="UNDER_WAY", ends_on=SOON, title="路灯", lead_seat_id=built.seat)
    await add(pool, projects.add_project, built, ends_on=SOON + timedelta(days=500), title="远的")
    await add(pool, projects.add_milestone, led, due_on=SOON, title="完工")
    await add(pool, projects.add_milestone, led, due_on=SOON, state="CONFIRMED")
    await add(pool, projects.add_checkpoint, led, due_on=SOON)
    await add(pool, projects.add_checkpoint, led, due_on=SOON, kind="HALF_YEAR_CHECK", state="ANSWERED")
    every = ["实施项目到期：路灯", "节点到期：路灯：完工", "项目月报到期：路灯"]
    assert await _theirs(web, sign) == {"unit": every, "member": every}
    await pool.execute("UPDATE seat SET ends_on = starts_on")
    await pool.execute("UPDATE milestone SET state = 'REPORTED', reported_at = now()")
    assert await _theirs(web, sign) == {"unit": ["实施项目到期：路灯", "项目月报到期：路灯"]}
    await pool.execute("UPDATE milestone SET state = 'PLANNED'")
    await pool.execute("UPDATE joint_project SET state = 'COMPLETED', started_at = now(), over_at = now()")
    assert await _theirs(web, sign) == {"unit": ["项目月报到期：路灯"]}
    await pool.execute("UPDATE checkpoint SET state = 'ANSWERED', answered_at = now(), report = '完成'")
    assert await _theirs(web, sign) == {}


@pytest.mark.parametrize(("list_", "gives", "takes"), [("DEMAND", "unit", "bank"), ("PROJECT", "unit", "bank"),
                                                       ("RESOURCE", "bank", "unit")])
async def test_it_has_the_moments_of_ones_claims(web: httpx.AsyncClient, sign: Sign, built: City, pool: Pool, list_: str,
                                                 gives: str, takes: str) -> None:
    """By which the school's claim on the bank's item is to be answered, delivered and confirmed, each by whose step it is."""
    at = running.now().replace(microsecond=0) + timedelta(days=9)
    await add(pool, projects.add_claim, built, "bank", state="PROPOSED", answer_by=at, due_at=at + timedelta(days=9),
               item={"list": list_, "title": "灯"})
    assert await _theirs(web, sign) == {"bank": ["认领待答复：灯"]}
    to_deliver = {gives: ["交付到期：灯"]}
    expected = {"ACCEPTED": to_deliver, "REWORK": to_deliver, "DELIVERED": {takes: ["交付待确认：灯"]}}
    for state in (*expected, "CONFIRMED"):
        await pool.execute("UPDATE claim SET state = $1, answered_at = $2, delivered_at = $2, confirmed_at = $2, "
                           "reason = '因', rating = CASE WHEN $3 THEN 5 END", state, at, state == "CONFIRMED")
        assert await _theirs(web, sign) == expected.get(state, {})
    await pool.execute("UPDATE claim SET state = 'ACCEPTED', rating = NULL")
    address = await issued(web, {"authorization": f"Bearer {sign(sub=f'sub-{gives}')}"})
    event, = icalendar.Calendar.from_ical((await web.get(address)).content).walk("VEVENT")
    assert (event.decoded("dtstart"), "dtend" in event) == (at + timedelta(days=9), False)


async def test_it_has_the_days_of_ones_agreements(web: httpx.AsyncClient, sign: Sign, built: City, pool: Pool) -> None:
    """Of both sides: the last one and those of their reminders, if it was signed by then; none when another goes on."""
    ends = SOON + timedelta(days=60)
    late = dates.next_day_starts(ends - timedelta(days=30))
    await add(pool, agreement_cases.insert, built, ends_on=ends, title="护学")
    await add(pool, agreement_cases.insert, built, unit="bank", ends_on=ends, title="义诊", signed_at=late)
    await add(pool, agreement_cases.insert, built, unit="hospital", state="PROPOSED", ends_on=ends)
    old, new = ([f"共建协议{when}到期：{title}" for when in whens] for title, whens in (
        ("护学", ("", " 15 天后", " 60 天后")), ("义诊", ("", " 15 天后"))))
    assert await _theirs(web, sign) == {"unit": sorted(old), "bank": sorted(new), "community": sorted(old + new)}
    address = await issued(web, {"authorization": f"Bearer {sign(sub='sub-unit')}"})
    events = icalendar.Calendar.from_ical((await web.get(address)).content).walk("VEVENT")
    assert sorted(ends - event.decoded("dtstart") for event in events) == [timedelta(days=days) for days in (0, 14, 59)]
    await pool.execute("UPDATE agreement SET ends_at = NULL, passes_on_at = ends_at WHERE unit_id = $1", built.school)
    assert await _theirs(web, sign) == {"bank": sorted(new), "community": sorted(new)}
    await pool.execute("UPDATE agreement SET state = 'TERMINATED', signed_at = now(), over_at = now(), reason = '搬迁'")
    assert await _theirs(web, sign) == {}


async def test_a_calendar_has_so_much_of_each(web: httpx.AsyncClient, sign: Sign, built: City, pool: Pool,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "MOST", 2)
    at = running.now() + timedelta(days=9)
    for number in range(4):
        await add(pool, projects.add_project, built, ends_on=SOON + timedelta(days=number), title=f"第{number}个")
        await add(pool, projects.add_claim, built, due_at=at, item={"title": "灯"})
        day = SOON + timedelta(days=number)
        await add(pool, agreement_cases.insert, built, starts_on=day, ends_on=day, title="护学")
    unit = (await _theirs(web, sign))["unit"]
    assert unit[:4] == ["交付到期：灯", "交付到期：灯", "共建协议 60 天后到期：护学", "共建协议 60 天后到期：护学"]
    assert unit[4:] == ["实施项目到期：第0个", "实施项目到期：第1个"]
