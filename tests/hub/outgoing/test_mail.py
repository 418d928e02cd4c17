"""Mails to members: to a real SMTP server, one digest and never two, never lost, and known again when they come twice."""
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope

from domain import dates, mail
from domain.refusals import BadInput, NotFound
from hub.outgoing.mail import Mailer, Server
from resolvers import mail as use_cases
from resolvers import scheduler
from resolvers.writing.results import Payload
from tests.api import mail_cases
from tests.hub.outgoing.conftest import Outside

ROOT = Path(__file__).parents[3]
MORNING = datetime(2026, 12, 1, 7, 30, tzinfo=dates.CHINA)
"""Before the first digest, in quiet hours no more; a Tuesday."""


@dataclass
class Postbox:
    """
    answers  what is said to each mail, one after the other, then that it is taken; None: nothing, for ever
    refused  addresses that are not known
    """

    answers: list[str | None] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    got: list[EmailMessage] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    async def handle_RCPT(self, _: Any, __: Any, envelope: Envelope, address: str, ___: Any) -> str:
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        self.came.set()
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer is None:
            await asyncio.Event().wait()
        return answer or ""

    @property
    def ids(self) -> list[str]:
        return [each["Message-ID"] for each in self.got]


@asynccontextmanager
async def postbox(*answers: str | None) -> AsyncIterator[Postbox]:
    one = Postbox([*answers])
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(one, hostname="here"), "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()


@dataclass
class Post:
    """What happens outside, and the mailer, whose clock stands at `at`."""

    outside: Outside
    box: Postbox
    at: datetime = MORNING

    def __post_init__(self) -> None:
        self.mailer = Mailer(self.outside.desk.pool, lambda: self.at, lambda: True,
                             Server(f"smtp+plain://127.0.0.1:{self.box.port}"), "三单 <lists@example.cn>",
                             "https://lists.example.cn/o/{id}")

    async def subscribes(self, **columns: Any) -> None:
        """The community's secretary, whose address is confirmed, and its next digest is due at eight."""
        await self.outside.desk.add(mail_cases.confirmed, self.outside.desk.city, "community", **{
            "digest_at": MORNING.replace(hour=8, minute=0), "confirmed_at": mail_cases.AT, **columns})

    async def prefers(self, kind: str, channel: str) -> None:
        await self.outside.desk.ids("community", use_cases.prefer, kind=kind, channel=channel)

    async def states(self) -> dict[tuple[str, str], int]:
        return {(row["purpose"], row["state"]): row["count"] for row in await self.outside.desk.pool.fetch(
            "SELECT purpose, state, count(*) FROM mailing GROUP BY purpose, state")}


@pytest.fixture
async def post(outside: Outside) -> AsyncIterator[Post]:
    async with postbox() as box:
        yield Post(outside, box)


async def test_an_address_is_confirmed_by_the_code_that_comes(post: Post) -> None:
    desk = post.outside.desk
    await desk.ids("community", use_cases.set_address, address=" zhang@example.cn ")
    await post.outside.happens()
    post.at = desk.now()
    await post.mailer.once()
    one, = post.box.got
    code = await desk.pool.fetchval("SELECT code FROM mail_address")
    assert one["To"] == "zhang@example.cn" and code in one.get_content()
    assert (await post.mailer.once(), len(post.box.got)) == (0, 1)
    await desk.fails(BadInput, "community", use_cases.confirm_address, code="AAAA-AAAA-AAAA")
    await desk.ids("community", use_cases.confirm_address, code=code.lower())
    row = await desk.pool.fetchrow("SELECT * FROM mail_address")
    assert row and row["code"] is None and row["digest_at"] > desk.now() and row["confirmed_at"]
    await desk.ids("community", use_cases.confirm_address, code="anything")


async def test_a_code_is_good_for_half_an_hour_and_of_the_last_address(post: Post) -> None:
    desk = post.outside.desk
    for address in ("zhang@example.cn", "li@example.cn"):
        await desk.ids("community", use_cases.set_address, address=address)
    desk.shift = timedelta(minutes=31)
    code = await desk.pool.fetchval("SELECT code FROM mail_address")
    await desk.fails(BadInput, "community", use_cases.confirm_address, code=code)
    assert await post.states() == {("CODE", "DEAD"): 1, ("CODE", "WAITING"): 1}


async def test_so_many_codes_are_sent_in_a_day(post: Post) -> None:
    desk = post.outside.desk
    for _ in range(mail.MOST_CODES):
        await desk.ids("community", use_cases.set_address, address="zhang@example.cn")
    assert (await desk.refused(mail.TooManyCodes, "community", use_cases.set_address,
                               address="zhang@example.cn")).allowed == mail.MOST_CODES
    desk.shift = timedelta(days=1, minutes=1)
    await desk.ids("community", use_cases.set_address, address="zhang@example.cn")


async def test_where_no_mail_is_sent_none_is_queued(post: Post) -> None:
    context = post.outside.desk.context("community")
    context.mails = False
    answer = await use_cases.set_address.answer(context, "a-key-of-mine", address="zhang@example.cn")
    assert isinstance(answer, Payload)
    assert await post.states() == {}


@pytest.mark.parametrize("address", ["", "x", "a@b", "a b@example.cn", "a@example.cn\r\nBcc: x@example.cn", "@example.cn",
                                     "a@-example.cn", f"{'a' * 65}@example.cn", "王@example.cn"])
async def test_what_is_no_address(post: Post, address: str) -> None:
    assert "address" in await post.outside.desk.fails(BadInput, "community", use_cases.set_address, address=address)


async def test_one_digest_and_never_two(post: Post) -> None:
    """Of all that has happened; nothing is said twice, and what comes later is in the next."""
    await post.subscribes()
    await post.outside.happens(2)
    assert await post.mailer.once() == 0
    post.at = MORNING.replace(hour=8)
    assert (await post.mailer.once(), await post.mailer.once()) == (1, 0)
    one, = post.box.got
    text = one.get_content()
    assert one["Subject"] == "【三单】2 条通知" and text.count("https://lists.example.cn/o/cl") == 2 and "收到认领 × 2" in text
    assert one["List-Unsubscribe"] == "<mailto:lists@example.cn?subject=unsubscribe>" and "义诊" not in text
    await post.outside.happens()
    post.at += timedelta(days=1)
    assert await post.mailer.once() == 1
    assert post.box.got[1]["Subject"] == "【三单】1 条通知"
    post.at += timedelta(days=1)
    assert await post.mailer.once() == 0  # there is nothing to tell


async def test_a_period_has_one_digest_although_its_hour_is_changed(post: Post) -> None:
    """What happened since is told in the next one."""
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    await post.outside.happens()
    await post.outside.desk.pool.execute("UPDATE mail_address SET digest_at = $1, hour = 9", MORNING.replace(hour=9))
    post.at = MORNING.replace(hour=10)
    assert await post.mailer.once() == 0
    post.at += timedelta(days=1)
    await post.mailer.once()
    assert [each["Subject"] for each in post.box.got] == ["【三单】1 条通知"] * 2


async def test_two_that_queue_at_once_queue_one(post: Post) -> None:
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    pool = post.outside.desk.pool
    await asyncio.gather(*(use_cases.queue(pool, post.at) for _ in range(4)))
    assert await post.states() == {("DIGEST", "WAITING"): 1}
    begun = await asyncio.gather(*(use_cases.begin(pool, post.at, 10) for _ in range(4)))
    assert sum(map(len, begun)) == 1


@pytest.mark.parametrize(("language", "subject", "says"), [
    ("EN", "[Sandan] 1 notices", "Somebody claims an item"),
    ("BOTH", "【三单】1 条通知 [Sandan] 1 notices", "收到认领 Somebody claims")])
async def test_in_the_language_that_is_wanted(post: Post, language: str, subject: str, says: str) -> None:
    await post.subscribes(language=language)
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    assert post.box.got[0]["Subject"] == subject and says in post.box.got[0].get_content()


async def test_what_is_not_wanted_by_mail_is_in_none(post: Post) -> None:
    await post.subscribes()
    await post.prefers("CLAIM_PROPOSED", "NONE")
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    assert await post.mailer.once() == 0


async def test_what_is_wanted_at_once_waits_for_the_end_of_quiet_hours_as_one(post: Post) -> None:
    await post.subscribes()
    await post.prefers("CLAIM_PROPOSED", "AT_ONCE")
    post.at = MORNING.replace(hour=2)
    for _ in range(2):
        await post.outside.happens()
        assert await post.mailer.once() == 0
    assert await post.states() == {("AT_ONCE", "WAITING"): 1}
    post.at = MORNING.replace(hour=7, minute=0)
    await post.mailer.once()
    await post.outside.happens()
    await post.mailer.once()
    assert [each["Subject"] for each in post.box.got] == ["【三单】2 条通知", "【三单】1 条通知"]
    post.at = MORNING.replace(hour=8)
    assert await post.mailer.once() == 0  # not in the digest again


async def test_who_is_there_no_more_is_sent_nothing(post: Post) -> None:
    await post.subscribes()
    await post.outside.happens()
    await post.outside.desk.pool.execute("UPDATE member SET active = false")
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    assert post.box.got == [] and await post.states() == {("DIGEST", "DEAD"): 1}


async def test_an_address_that_is_removed_is_sent_nothing(post: Post) -> None:
    desk = post.outside.desk
    await post.subscribes()
    await post.outside.happens()
    await use_cases.queue(desk.pool, MORNING.replace(hour=8))
    await desk.ids("community", use_cases.set_address, address=None)
    post.at = MORNING.replace(hour=9)
    assert await post.mailer.once() == 0
    await desk.fails(NotFound, "community", use_cases.set_digest, cadence="DAILY")


async def test_what_the_server_puts_off_comes_again_and_what_it_refuses_does_not(post: Post) -> None:
    post.box.answers = ["451 later"]
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    assert await post.states() == {("DIGEST", "WAITING"): 1}
    post.at += timedelta(hours=1)
    await post.mailer.once()
    assert await post.states() == {("DIGEST", "SENT"): 1} and post.box.ids[0] == post.box.ids[1]
    post.box.refused = {"community@example.cn"}
    await post.outside.happens()
    post.at += timedelta(days=1)
    await post.mailer.once()
    assert await post.states() == {("DIGEST", "SENT"): 1, ("DIGEST", "DEAD"): 1}


async def test_a_server_that_is_away_loses_nothing_and_is_tried_so_often(post: Post) -> None:
    here, post.mailer.server = post.mailer.server, Server("smtp+plain://127.0.0.1:1")
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    for _ in range(mail.MOST_TRIES - 1):
        assert await post.mailer.once() == 1
        post.at += timedelta(hours=2)
    assert await post.states() == {("DIGEST", "WAITING"): 1}
    post.mailer.server = here
    await post.mailer.once()
    assert await post.states() == {("DIGEST", "SENT"): 1} and len(post.box.got) == 1


async def test_it_is_dead_after_so_many_tries(post: Post) -> None:
    post.mailer.server = Server("smtp+plain://127.0.0.1:1")
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    for _ in range(mail.MOST_TRIES):
        await post.mailer.once()
        post.at += timedelta(hours=2)
    assert (await post.states())["DIGEST", "DEAD"] == 1


async def test_a_sender_that_is_killed_before_it_notes_sends_again_under_the_same_id(post: Post, database: str) -> None:
    post.box.answers = [None]
    await post.subscribes()
    await post.outside.happens()
    sender = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.hub.outgoing.mailing", database, str(post.box.port),
        MORNING.replace(hour=8).isoformat(), cwd=ROOT)
    async with asyncio.timeout(60):
        await post.box.came.wait()
    os.kill(sender.pid, signal.SIGKILL)
    await sender.wait()
    post.at = MORNING.replace(hour=8) + timedelta(minutes=1)
    assert await post.mailer.once() == 0  # it is left to who began it for a while
    post.at += mail.LEASE
    assert await post.mailer.once() == 1
    assert post.box.ids[0] == post.box.ids[1] and len(post.box.ids) == 2
    assert post.box.got[0].as_bytes() == post.box.got[1].as_bytes()
    assert await post.states() == {("DIGEST", "SENT"): 1}


async def test_what_was_sent_is_forgotten_after_90_days(post: Post) -> None:
    desk = post.outside.desk
    await desk.ids("community", use_cases.set_address, address="zhang@example.cn")
    for days, left in ((89, 1), (91, 0)):
        await scheduler.once(desk.pool, lambda days=days: datetime.now(UTC) + timedelta(days=days), [use_cases.FORGET])  # type: ignore[misc]
        assert sum((await post.states()).values()) == left


def test_so_many_are_told_one_by_one() -> None:
    """And how many there are of each kind, with a link where there is one."""
    told = [mail.Told("CLAIM_LAPSED", MORNING, None)] * (mail.MOST_LINES + 2)
    subject, text = mail.notices_mail("ZH", told)
    assert subject == f"【三单】{len(told)} 条通知" and "另有 2 条。" in text
    assert text.count("2026-12-01 07:30  认领逾期失效\n") == mail.MOST_LINES


@pytest.mark.parametrize(("cadence", "hour", "now", "due"), [
    ("DAILY", 8, MORNING, MORNING.replace(hour=8, minute=0)), ("DAILY", 7, MORNING, MORNING.replace(day=2, hour=7, minute=0)),
    ("WEEKLY", 8, MORNING, MORNING.replace(day=7, hour=8, minute=0)), ("NEVER", 8, MORNING, None)])
def test_when_a_digest_is_due(cadence: str, hour: int, now: datetime, due: datetime | None) -> None:
    assert mail.next_digest(cadence, hour, now.astimezone(UTC)) == due


@pytest.mark.parametrize(("hour", "quiet_from", "quiet_until", "hours"), [
    (23, 22, 7, 8), (3, 22, 7, 4), (7, 22, 7, 0), (21, 22, 7, 0), (12, 12, 14, 2), (5, 9, 9, 0)])
def test_quiet_hours(hour: int, quiet_from: int, quiet_until: int, hours: int) -> None:
    now = MORNING.replace(hour=hour, minute=0)
    assert mail.awake(now.astimezone(UTC), quiet_from, quiet_until) == now + timedelta(hours=hours)
