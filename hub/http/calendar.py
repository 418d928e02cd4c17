"""/calendar: whoever has signed in fetches an address by which a calendar program subscribes to the member's conferences and
due dates, and takes it back. The address is the secret: it is told once, kept as its hash, and never logged."""
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import orjson
from icalendar import Calendar, Event
from starlette.requests import Request
from starlette.responses import Response

from domain import dates, refusals
from domain.languages import Bilingual
from hub import running
from hub.http import admission, endpoint, quotas, replies
from resolvers import calendars

PATH = "/calendar"
FEED = PATH + "/{secret}.ics"
MEDIA = "text/calendar; charset=utf-8"
LENGTH = 32  # bytes of the secret
LASTS = timedelta(hours=2)  # what a conference is taken to last
UNKNOWN = Bilingual("没有这个日历地址，或已被收回；请重新领取（POST /calendar）。",
                    "There is no such calendar, or its address was taken back: get another one (POST /calendar).")
OTHERS = {
    "PROJECT": "实施项目到期", "MILESTONE": "节点到期", "BULLETIN": "项目月报到期", "HALF_YEAR_CHECK": "项目半年检查到期",
    "ANNUAL_EVALUATION": "项目年度评估到期", "ANSWER_CLAIM": "认领待答复", "DELIVER_CLAIM": "交付到期",
    "CONFIRM_CLAIM": "交付待确认", "AGREEMENT_1": "共建协议到期", "AGREEMENT_15": "共建协议 15 天后到期",
    "AGREEMENT_60": "共建协议 60 天后到期"}
LIST_STEPS = {"CHECK": "年中查", "REPORT": "年底述"}
STATUS = {"PLANNED": "TENTATIVE", "CANCELLED": "CANCELLED"}  # of the others: CONFIRMED


async def address(request: Request) -> Response:
    """POST: a new address, and the one before is good no more. DELETE: none. Costs as much as a mutation."""
    hub = running.of(request)
    admitted = admission.of(request.scope, hub, request.headers.get("authorization"))
    try:
        admitted.admit()
        signed, payer = await admitted.sign_in()
        if signed is None:
            raise refusals.Unauthenticated
        if signed.viewer is None:
            raise refusals.NotAMember
        if signed.viewer.only is not None:  # what is listed for a system are fields of the API
            return replies.Error(403, "NOT_FOR_SYSTEM", refusals.NotForSystem("/calendar").message)
        payer.write(1)
        return await _changed(hub, request.method, signed.viewer.member_id)
    except refusals.NotAMember:
        return replies.Error(403, "NOT_A_MEMBER", refusals.NotAMember.MESSAGE)
    except Exception as problem:
        return endpoint.refused(problem, replies.JSON)


async def _changed(hub: "running.Hub", method: str, member_id: UUID) -> Response:
    if method == "DELETE":
        await calendars.revoke(hub.pool, member_id, _patience(hub))
        return Response(status_code=204)
    secret = secrets.token_urlsafe(LENGTH)
    await calendars.issue(hub.pool, member_id, _hashed(secret), hub.clock(), _patience(hub))
    return replies.reply(orjson.dumps({"address": FEED.format(secret=secret)}), replies.JSON)


async def feed(request: Request) -> Response:
    """GET: the calendar; 404 for an address that is nobody's any more. With If-None-Match it is not sent again."""
    hub = running.of(request)
    admitted = admission.of(request.scope, hub, None)
    try:
        admitted.admit()
        found = await calendars.fetched(hub.pool, _hashed(request.path_params["secret"]), hub.clock(), _patience(hub))
    except Exception as problem:
        return endpoint.refused(problem, replies.JSON)
    assert admitted.payer is not None
    if found is None:
        admitted.payer.spend(quotas.BAD_TOKEN)
        return replies.Error(404, "NOT_FOUND", UNKNOWN)
    admitted.payer.spend(len(found.meetings) + len(found.resolutions) + len(found.commitments) + len(found.lists)
                         + len(found.others))
    body = _calendar(found)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "content-type": MEDIA})


def _patience(hub: "running.Hub") -> float:
    """Seconds to wait for a connection."""
    return hub.settings.acquire_within.total_seconds()


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _calendar(found: calendars.Calendar) -> bytes:
    """The same for the same: nothing of it depends on when it is fetched."""
    made = Calendar()
    made.add("prodid", "-//Sandan//Calendar//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", "三单：联席会议与时限")
    for meeting in found.meetings:
        event = _event(meeting.id, meeting.version, meeting.title, meeting.starts_at or meeting.planned_for,
                       meeting.starts_at and meeting.starts_at + LASTS)
        event.add("status", STATUS.get(meeting.state, "CONFIRMED"))
        if meeting.venue:
            event.add("location", meeting.venue)
        made.add_component(event)
    for due in _dues(found):
        made.add_component(due)
    return bytes(made.to_ical())


def _dues(found: calendars.Calendar) -> Iterator[Event]:
    for what, owed in (("决议", found.resolutions), ("承诺", found.commitments)):
        for due in owed:
            yield _event(due.id, due.version, f"{what}到期：{due.text}", due.due_on)
    for day in found.lists:
        yield _event(f"{day.id}-{day.step.lower()}", day.version, f"{day.year} 年清单{LIST_STEPS[day.step]}到期", day.due_on)
    for other in found.others:
        yield _event(f"{other.id}-{other.kind.lower()}", other.version, f"{OTHERS[other.kind]}：{other.title}", other.due)


def _event(key: UUID | str, version: int, title: str, begins: date | datetime, ends: datetime | None = None) -> Event:
    """
    ends   None: it is that day, or that moment
    """
    has_time = isinstance(begins, datetime)
    made = Event()
    made.add("uid", f"{key}@sandan")
    made.add("sequence", version)
    made.add("dtstamp", begins if has_time else datetime.combine(begins, datetime.min.time(), dates.CHINA))
    made.add("summary", title)
    made.add("dtstart", begins)
    if ends or not has_time:
        made.add("dtend", ends or begins + timedelta(days=1))
    return made
