"""Where a member is mailed: nowhere before it is proven, nor where it is not wanted any more."""
import asyncio
from datetime import timedelta

import pytest

from domain import mail
from domain.refusals import BadInput, NotFound
from resolvers import mail as use_cases
from resolvers.writing.results import Payload
from tests.api import mail_cases
from tests.hub.outgoing.conftest import MORNING, Post


async def test_an_address_is_confirmed_by_the_code_that_comes(post: Post) -> None:
    desk = post.outside.desk
    await desk.ids("community", use_cases.set_address, address=" zhang@example.cn ")
    await post.outside.happens()
    post.at = desk.now()
    await post.mailer.once()
    one, = post.box.got
    code = await desk.pool.fetchval("SELECT code FROM mail_address WHERE address = 'zhang@example.cn'")
    assert one["To"] == "zhang@example.cn" and code in one.get_content()
    assert (await post.mailer.once(), len(post.box.got)) == (0, 1)
    assert await post.states() == {("CODE", "SENT"): 1}
    await desk.fails(BadInput, "community", use_cases.confirm_address, code="AAAA-AAAA-AAAA")
    await desk.ids("community", use_cases.confirm_address, code=code.lower())
    row = await desk.pool.fetchrow("SELECT * FROM mail_address WHERE address = 'zhang@example.cn'")
    assert row and row["code"] is None and row["digest_at"] > desk.now() and row["confirmed_at"]
    await desk.ids("community", use_cases.confirm_address, code="anything")
    await desk.ids("community", use_cases.set_address, address="li@example.cn")
    assert await post.states() == {("CODE", "SENT"): 1, ("CODE", "WAITING"): 1}  # what was sent is not taken back


async def test_a_code_is_good_for_half_an_hour_and_of_the_last_address(post: Post) -> None:
    desk = post.outside.desk
    for address in ("zhang@example.cn", "li@example.cn"):
        await desk.ids("community", use_cases.set_address, address=address)
    desk.shift = timedelta(minutes=31)
    code = await desk.pool.fetchval("SELECT code FROM mail_address WHERE address = 'li@example.cn'")
    await desk.fails(BadInput, "community", use_cases.confirm_address, code=code)
    assert await post.states() == {("CODE", "DEAD"): 1, ("CODE", "WAITING"): 1}


async def test_so_many_codes_are_sent_in_a_day(post: Post) -> None:
    """Other mails do not count, nor others' codes."""
    desk = post.outside.desk
    await desk.pool.execute("INSERT INTO mailing (member_id, purpose, period, since_pos, until_pos, queued_at, state, try_at) "
                            "VALUES ($1, 'DIGEST', 'x', 0, 0, $2, 'SENT', $2)", desk.city.members["community"], desk.now())
    for _ in range(mail.MOST_CODES):
        await desk.ids("community", use_cases.set_address, address="zhang@example.cn")
    assert (await desk.refused(mail.TooManyCodes, "community", use_cases.set_address,
                               address="zhang@example.cn")).allowed == mail.MOST_CODES
    desk.shift = timedelta(days=1, minutes=1)
    await desk.ids("community", use_cases.set_address, address="zhang@example.cn")


async def test_of_codes_that_are_asked_for_together_no_more_are_sent(post: Post) -> None:
    desk = post.outside.desk
    await desk.ids("community", use_cases.set_address, address="zhang@example.cn")
    async with desk.pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM mail_address FOR UPDATE")
        asking = [asyncio.create_task(desk.send("community", use_cases.set_address, address=f"li{number}@example.cn"))
                  for number in range(mail.MOST_CODES)]
        await desk.blocked(len(asking))
    answers = await asyncio.gather(*asking)
    assert [type(each) for each in answers if not isinstance(each, Payload)] == [mail.TooManyCodes]
    assert sum((await post.states()).values()) == mail.MOST_CODES


async def test_where_no_mail_is_sent_none_is_queued(post: Post) -> None:
    context = post.outside.desk.context("community")
    context.mails = False
    answer = await use_cases.set_address.answer(context, "a-key-of-mine", address="zhang@example.cn")
    assert isinstance(answer, Payload)
    assert await post.states() == {}


@pytest.mark.parametrize("address", ["", "x", "a@b", "a b@example.cn", "a@example.cn\r\nBcc: x@example.cn", "@example.cn",
                                     "a@-example.cn", f"{'a' * 65}@example.cn", "王@example.cn",
                                     f"{'a' * 64}@{'.'.join(['b' * 63] * 3)}.cn", "=?utf-8?b?eEBldmlsLmNuLGI=?=@example.cn",
                                     "=?utf-8?q?a=0d=0ab?=@example.cn"])
async def test_what_is_no_address(post: Post, address: str) -> None:
    assert "address" in await post.outside.desk.fails(BadInput, "community", use_cases.set_address, address=address)


async def test_an_address_that_no_mail_can_have_holds_up_nobody_else(post: Post) -> None:
    """One that was taken before it was refused."""
    desk = post.outside.desk
    await post.subscribes()
    await desk.add(mail_cases.confirmed, desk.city, "street", address="=?utf-8?q?a=0d=0aBcc:_b?=@example.cn", digest_at=MORNING)
    await post.outside.happens()
    await desk.pool.execute("INSERT INTO notice (member_id, event_id, kind, object_type, object_id, at, channel) SELECT $1, "
                            "event_id, kind, object_type, object_id, at, channel FROM notice "
                            "WHERE channel IS NOT NULL", desk.city.members["street"])
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    assert [each["To"] for each in post.box.got] == ["community@example.cn"]
    assert await post.states() == {("DIGEST", "SENT"): 1, ("DIGEST", "DEAD"): 1}


async def test_an_address_that_is_removed_is_sent_nothing(post: Post) -> None:
    desk = post.outside.desk
    await post.subscribes()
    await post.outside.happens()
    await use_cases.queue(desk.pool, MORNING.replace(hour=8))
    await desk.ids("community", use_cases.set_address, address=None)
    post.at = MORNING.replace(hour=9)
    assert await post.mailer.once() == 0
    await desk.fails(NotFound, "community", use_cases.set_digest, cadence="DAILY")


async def test_a_mail_that_is_given_up_while_it_is_sent_stays_so(post: Post) -> None:
    desk, at = post.outside.desk, MORNING.replace(hour=8)
    await post.subscribes()
    await post.outside.happens()
    await use_cases.queue(desk.pool, at)
    (one, _), = await use_cases.begin(desk.pool, at, 10)
    await desk.ids("community", use_cases.set_address, address=None)
    await use_cases.note(desk.pool, one, "FAILED", at, 0)
    assert await post.states() == {("DIGEST", "DEAD"): 1}


async def test_who_is_there_no_more_is_sent_nothing(post: Post) -> None:
    await post.subscribes()
    await post.outside.happens()
    await post.outside.desk.pool.execute("UPDATE member SET active = false")
    post.at = MORNING.replace(hour=8)
    await post.mailer.once()
    assert post.box.got == [] and await post.states() == {("DIGEST", "DEAD"): 1}
