"""What mails tell, and when: one digest and never two, what is wanted at once, and nothing twice."""
import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain import dates, mail, outgoing
from domain.refusals import BadInput
from resolvers import items
from resolvers import mail as use_cases
from tests.hub.outgoing.conftest import MORNING, Post


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
    await post.outside.desk.pool.execute("UPDATE mail_address SET digest_at = $1, hour = 9 WHERE confirmed_at IS NOT NULL",
                                            MORNING.replace(hour=9))
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


async def test_each_kind_by_its_own_way_and_once(post: Post) -> None:
    """What is said of other kinds changes nothing, nor does what others want."""
    await post.subscribes()
    for kind, channel in (("CLAIM_PROPOSED", "AT_ONCE"), ("CLAIM_LAPSED", "NONE"), ("CLAIM_WITHDRAWN", "AT_ONCE")):
        await post.prefers(kind, channel)
    await post.prefers("CLAIM_LAPSED", "DIGEST")
    desk = post.outside.desk
    kept = await desk.pool.fetch("SELECT kind FROM notice_channel WHERE member_id = $1 ORDER BY kind",
                                 desk.city.members["community"])
    assert [row["kind"] for row in kept] == ["CLAIM_PROPOSED", "CLAIM_WITHDRAWN"]
    await post.outside.happens(2)
    await desk.pool.execute("UPDATE notice SET kind = 'CLAIM_DELIVERED', channel = 'DIGEST' WHERE id = ("
                            "SELECT id FROM notice WHERE member_id = $1 AND kind = 'CLAIM_PROPOSED' LIMIT 1)",
                            desk.city.members["community"])
    await post.mailer.once()
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    assert [each["Subject"] for each in post.box.got] == ["【三单】1 条通知"] * 2
    assert ["收到认领 × 1" in each.get_content() for each in post.box.got] == [True, False]


async def test_nothing_is_queued_at_once_that_has_nothing_to_tell(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what was told before, nor of before the address was proven; however little is looked at in one transaction."""
    monkeypatch.setattr(outgoing, "BATCH", 1)
    desk = post.outside.desk
    await post.outside.happens()
    await post.subscribes(confirmed_at=desk.now())
    for kind, told in (("CLAIM_LAPSED", {}), ("CLAIM_PROPOSED", {("AT_ONCE", "SENT"): 1})):
        await post.prefers(kind, "AT_ONCE")
        assert await post.mailer.once() == 0
        await post.outside.happens()
        await post.mailer.once()
        assert await post.states() == told
    await desk.ids("bank", items.publish_demand, title="义诊", category="HEALTH")
    await post.outside.happens(0)
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


@pytest.mark.parametrize("channel", ["AT_ONCE", "DIGEST"])
async def test_what_comes_again_waits_for_the_end_of_quiet_hours(post: Post, channel: str) -> None:
    """Also what waited for a hub, or a server, that was away."""
    post.box.answers = ["451 later"]
    await post.subscribes(hour=21, digest_at=MORNING.replace(hour=21))
    await post.prefers("CLAIM_PROPOSED", channel)
    post.at = MORNING.replace(hour=21)
    await post.outside.happens()
    assert await post.mailer.once() == 1
    post.at = MORNING.replace(hour=23)
    assert await post.mailer.once() == 0
    rows = await post.outside.desk.pool.fetch("SELECT tries, try_at FROM mailing WHERE purpose = $1", channel)
    assert [tuple(row) for row in rows] == [(1, MORNING.replace(day=2, hour=7, minute=0))]
    post.at = MORNING.replace(day=2, hour=7)
    assert await post.mailer.once() == 1
    assert await post.states() == {(channel, "SENT"): 1}


@pytest.mark.parametrize(("field", "hour"), [("hour", 24), ("hour", -1), ("quiet_from", 24), ("quiet_until", -1)])
async def test_an_hour_is_one_of_the_day(post: Post, field: str, hour: int) -> None:
    await post.subscribes()
    assert field in await post.outside.desk.fails(BadInput, "community", use_cases.set_digest, **{field: hour})


async def test_a_code_comes_in_quiet_hours_too(post: Post) -> None:
    local = datetime.now(dates.CHINA).hour
    await post.outside.desk.ids("community", use_cases.set_address, address="zhang@example.cn")
    await post.outside.desk.ids("community", use_cases.set_digest, quiet_from=local, quiet_until=(local + 23) % 24)
    post.at = datetime.now(UTC)
    assert await post.mailer.once() == 1 and "确认码" in post.box.got[0].get_content()


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
