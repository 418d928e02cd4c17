"""What a member sets of its mail holds for what happens later: each notice is told once, as it was wanted when it happened."""
from collections.abc import Iterator
from itertools import product

import pytest

from db import mail as stored
from resolvers import claims, items, mail
from resolvers.feed import relay
from tests.hub.outgoing.conftest import Post
from tests.hub.outgoing.reader import KIND, OTHER, Reader

CHANNELS = ("DIGEST", "AT_ONCE", "NONE")


@pytest.fixture
async def reader(post: Post) -> Reader:
    return await Reader.of(post)


def _ways() -> Iterator[tuple[tuple[str, ...], tuple[bool, ...]]]:
    """What is set before something happens, and twice behind it; between which of these the mailer is at work."""
    yield from product(product(CHANNELS, repeat=3), product((False, True), repeat=2))


async def test_whatever_is_set_between_it_is_told_once_and_as_it_was_wanted(reader: Reader) -> None:
    for channels, rounds in _ways():
        for number, channel in enumerate(channels):
            await reader.prefers(KIND, channel)
            if number == 0:
                await reader.happens()
            elif rounds[number - 1]:
                await reader.sends(minutes=1)
        await reader.sends(days=1)
    assert await reader.told() == reader.wanted
    assert sum(reader.wanted.values()) == 2 * 9 * 4


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_comes_in_whichever_order(reader: Reader, seed: int) -> None:
    """Notices, preferences, digests that are ended and begun, addresses that change or go, a server that puts mails off."""
    await reader.walks(seed, 60)
    await reader.ends()
    assert await reader.told() == reader.wanted


async def test_what_is_being_set_holds_up_nobody_and_holds_for_what_is_written_behind_it(reader: Reader) -> None:
    desk = reader.desk
    async with desk.pool.acquire() as other, other.transaction():
        await stored.prefer(other, reader.member_id, KIND, "AT_ONCE")
        await reader.happens()
        await reader.sends(minutes=1)
    await reader.sends(minutes=1)
    assert await reader.told() == {}
    await reader.sends(days=1)
    assert await reader.told() == reader.wanted and {channel for channel, _, _ in reader.wanted} == {"DIGEST"}


async def test_what_is_set_while_a_mail_is_on_its_way_changes_nothing_in_it(reader: Reader) -> None:
    """It is the same when it comes again."""
    await reader.happens()
    reader.box.answers = ["451 later"]
    await reader.sends(days=1)
    await reader.prefers(KIND, "NONE")
    await reader.sends(hours=1)
    first, again = reader.box.got
    assert first.as_bytes() == again.as_bytes() and await reader.told() == reader.wanted


async def test_who_ends_its_digests_gets_the_one_that_was_due_and_no_other(reader: Reader) -> None:
    """Although there was one that day; and what happened while there were none is in none later."""
    await reader.happens()
    await reader.sends(days=1)
    await reader.digests("DAILY", hour=(reader.post.at.hour + 8) % 24 + 1)
    await reader.happens()
    await reader.digests("NEVER")
    await reader.happens()
    await reader.digests("NEVER")
    for _ in range(3):
        await reader.sends(days=1)
    assert await reader.told() == reader.wanted and sum(reader.wanted.values()) == 2
    assert await reader.desk.pool.fetchval("SELECT digest_at FROM mail_address WHERE member_id = $1", reader.member_id) is None
    await reader.digests("DAILY")
    await reader.sends(days=1)
    assert await reader.told() == reader.wanted and len(reader.box.got) == 2


async def test_a_last_digest_waits_for_what_has_no_place_yet(reader: Reader) -> None:
    desk = reader.desk
    item = (await desk.ids("community", items.publish_demand, title="义诊", category="HEALTH", quantity=4))["item"]
    claim = (await desk.ids("unit", claims.propose, item_id=item, claimant_id=desk.city.school))["claim"]
    reader.expects(KIND, claim)
    await reader.digests("NEVER")
    await reader.sends(days=1)
    assert reader.box.got == []
    async with desk.pool.acquire() as connection:
        await relay.place_batch(connection, 1000)
    await reader.sends(days=1)
    assert await reader.told() == reader.wanted


async def test_what_waits_for_a_member_whose_address_changes_goes_to_the_new_one(reader: Reader) -> None:
    """Once it is confirmed; what happens before that is in no mail."""
    await reader.prefers(OTHER, "AT_ONCE")
    await reader.happens()
    await mail.queue(reader.desk.pool, reader.later(days=1))
    await reader.happens()
    await reader.withdraws()
    await reader.moves("li@example.cn")
    await reader.happens()
    await reader.sends(minutes=1)
    assert [each["To"] for each in reader.box.got] == ["li@example.cn"]  # its code
    await reader.confirms()
    await reader.sends(days=1)
    assert await reader.told() == reader.wanted and sum(reader.wanted.values()) == 3
    assert {each["To"] for each in reader.box.got} == {"li@example.cn"}


@pytest.mark.parametrize("more", [0, 1])
async def test_what_was_to_be_sent_to_an_address_that_is_removed_is_not_sent_to_the_next(reader: Reader, more: int) -> None:
    """Whether or not something happens then that is."""
    await reader.prefers(OTHER, "AT_ONCE")
    await reader.happens()
    await reader.withdraws()
    await reader.removes()
    await reader.moves("li@example.cn")
    await reader.confirms()
    for _ in range(more):
        await reader.happens()
        await reader.withdraws()
    await reader.sends(days=1)
    assert await reader.told() == reader.wanted and sum(reader.wanted.values()) == 2 * more
    queued = [purpose for purpose, _ in await reader.post.states() if purpose != "CODE"]
    assert sorted(queued) == ["AT_ONCE", "DIGEST"] * more
