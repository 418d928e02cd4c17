"""Mails on their way to a real SMTP server: never lost, and known again when they come twice."""
import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain import mail
from hub.outgoing.mail import Server
from resolvers import mail as use_cases
from resolvers import scheduler
from tests.api import mail_cases
from tests.hub.outgoing.certificates import certificate
from tests.hub.outgoing.conftest import MORNING, Post
from tests.hub.outgoing.postbox import HANG_UP, postbox

ROOT = Path(__file__).parents[3]


async def test_what_the_server_puts_off_comes_again_and_what_it_refuses_does_not(post: Post) -> None:
    post.box.answers = ["451 later"]
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    assert await post.states() == {("DIGEST", "WAITING"): 1}
    await post.outside.happens()  # which it does not tell
    post.at += timedelta(hours=1)
    await post.mailer.once()
    assert await post.states() == {("DIGEST", "SENT"): 1} and post.box.got[0].as_bytes() == post.box.got[1].as_bytes()
    post.box.refused = {"community@example.cn"}
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
        post.at += timedelta(hours=1.5)
    assert await post.states() == {("DIGEST", "WAITING"): 1}
    post.mailer.server = here
    await post.mailer.once()
    assert await post.states() == {("DIGEST", "SENT"): 1} and len(post.box.got) == 1


async def test_a_mail_at_which_the_server_hangs_up_is_tried_again_and_holds_up_none_behind_it(post: Post) -> None:
    desk = post.outside.desk
    post.box.answers = [HANG_UP]
    await post.subscribes()
    await desk.add(mail_cases.confirmed, desk.city, "street", digest_at=MORNING)
    await post.outside.happens()
    await desk.pool.execute("INSERT INTO notice (member_id, event_id, kind, object_type, object_id, at, channel) SELECT $1, "
                            "event_id, kind, object_type, object_id, at, channel FROM notice "
                            "WHERE channel IS NOT NULL", desk.city.members["street"])
    post.at = MORNING.replace(hour=8)
    assert await post.mailer.once() == 2
    assert await post.states() == {("DIGEST", "WAITING"): 1, ("DIGEST", "SENT"): 1}
    post.at += timedelta(hours=1)
    assert await post.mailer.once() == 1
    assert [each["To"] for each in post.box.got] == [post.box.got[2]["To"], post.box.got[1]["To"], post.box.got[0]["To"]]
    rows = await desk.pool.fetch("SELECT tries FROM mailing WHERE purpose = 'DIGEST' ORDER BY tries")
    assert [row["tries"] for row in rows] == [1, 2]


async def test_it_is_dead_after_so_many_tries(post: Post) -> None:
    post.mailer.server = Server("smtp+plain://127.0.0.1:1")
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    for _ in range(mail.MOST_TRIES):
        await post.mailer.once()
        post.at += timedelta(hours=1.5)
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


async def test_what_was_begun_is_left_alone_for_five_minutes(post: Post) -> None:
    await post.subscribes()
    await post.outside.happens()
    pool, at = post.outside.desk.pool, MORNING.replace(hour=8)
    await use_cases.queue(pool, at)
    begun = [len(await use_cases.begin(pool, at + later, 10)) for later in (
        timedelta(), timedelta(), timedelta(minutes=5, seconds=-1), timedelta(minutes=5))]
    assert begun == [1, 0, 0, 1]


async def test_what_was_sent_is_forgotten_after_90_days(post: Post) -> None:
    desk = post.outside.desk
    await desk.ids("community", use_cases.set_address, address="zhang@example.cn")
    for days, left in ((89, 1), (91, 0)):
        await scheduler.once(desk.pool, lambda days=days: datetime.now(UTC) + timedelta(days=days), [use_cases.FORGET])  # type: ignore[misc]
        assert sum((await post.states()).values()) == left


@pytest.mark.parametrize(("scheme", "offered", "is_trusted"), [
    ("smtp", "start_tls", True), ("smtps", "tls", True),
    ("smtp", "start_tls", False), ("smtps", "tls", False), ("smtp", None, True)])
async def test_it_speaks_encrypted_or_not_at_all(post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str,
                                                 offered: str | None, is_trusted: bool) -> None:
    """Nor to a server whose certificate nobody believes; its name and password to none but one that is believed."""
    shown, file = certificate(tmp_path, "localhost")
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    await post.subscribes()
    await post.outside.happens()
    post.at = MORNING.replace(hour=8)
    async with postbox(**{offered: shown} if offered else {}) as box:
        post.mailer.server = Server(f"{scheme}://lists%40here:p%3Aw@localhost:{box.port}")
        await post.mailer.once()
    is_sent = is_trusted and offered is not None
    assert box.said == [(b"lists@here", b"p:w")] * is_sent and len(box.got) == is_sent
    assert await post.states() == {("DIGEST", "SENT" if is_sent else "WAITING"): 1}
