"""The feed: each subscriber gets each event of its stream once and in order, whoever else is slow, broken or gone."""
import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime

import pytest

from db.driver.connection import Connection, Pool
from db.log import events, links
from resolvers.feed import endings, groups, replay, subscribers
from resolvers.feed.following import Feed, Limits
from resolvers.feed.relay import Relay
from tests.feed import streams, trail
from tests.feed.conftest import Connect, running
from tests.feed.streams import Made

pytestmark = pytest.mark.usefixtures("relay")
Following = Callable[..., AbstractAsyncContextManager[Feed]]


@pytest.fixture
def following(pool: Pool, connect: Connect) -> Following:
    """A feed that runs, with other limits or another clock where a test needs them."""
    @asynccontextmanager
    async def follow(clock: Callable[[], datetime] = lambda: trail.NOON, opening: Connect = connect,
                     **limits: float) -> AsyncIterator[Feed]:
        feed = Feed(opening, pool, clock, Limits(retry=0.02, sweep=0.01, **limits))  # type: ignore[arg-type]  # all numbers
        async with running(feed.run()):
            await trail.until(lambda: feed.following)
            yield feed
    return follow


@pytest.fixture
async def feed(following: Following) -> AsyncIterator[Feed]:
    async with following() as one:
        yield one


async def test_new_events_come_once_and_in_order(pool: Pool, feed: Feed) -> None:
    subscriber = feed.subscribe(Made().open)
    await trail.write_many(pool, 3)
    await trail.write_many(pool, 2, "claim.proposed")  # not for this stream
    await trail.write_many(pool, 1, "item.discarded")  # not for these viewers
    await trail.write_many(pool, 1)
    assert await streams.take(subscriber, 4) == [1, 2, 3, 7]


async def test_a_group_reads_each_event_once(pool: Pool, feed: Feed) -> None:
    made = Made()
    together = [feed.subscribe(made.open) for _ in range(5)]
    apart = feed.subscribe(Made(key="other").open)
    await trail.until(lambda: feed.groups == 2)
    await trail.write_many(pool, 3)
    for subscriber in [*together, apart]:
        assert await streams.take(subscriber, 3) == [1, 2, 3]
    assert made.read == [1, 2, 3]


async def test_the_same_bytes_go_to_all_of_a_group(pool: Pool, feed: Feed) -> None:
    made = Made()
    one, other = feed.subscribe(made.open), feed.subscribe(made.open)
    await trail.write_many(pool, 1)
    assert (await one.take()).payload is (await other.take()).payload


async def test_a_group_is_forgotten_with_its_last_subscriber(pool: Pool, feed: Feed) -> None:
    one, other = feed.subscribe(Made().open), feed.subscribe(Made().open)
    await trail.write_many(pool, 1)
    assert [await streams.take(each, 1) for each in (one, other)] == [[1], [1]]
    one.leave()
    assert (feed.groups, feed.subscribers) == (1, 1)
    other.leave()
    await trail.until(lambda: (feed.groups, feed.subscribers) == (0, 0))


@pytest.mark.parametrize("after", [None, 0, 40])
async def test_no_gap_and_no_repetition_where_replay_meets_what_is_new(
        pool: Pool, following: Following, after: int | None) -> None:
    async with following(batch=10) as feed:
        writers = [asyncio.create_task(write_slowly(pool, 60)) for _ in range(4)]
        await trail.until(lambda: feed.pos >= 40)
        joined = []
        for _ in range(8):  # each at another moment of the writing
            joined.append((feed.subscribe(Made(after=after).open), feed.pos if after is None else after))
            pos = feed.pos
            await trail.until(lambda pos=pos: feed.pos > pos or feed.pos == 240)  # type: ignore[misc]  # bound now
        await asyncio.gather(*writers)
        for subscriber, start in joined:
            assert await streams.take(subscriber, 240 - start) == list(range(start + 1, 241))


async def write_slowly(pool: Pool, count: int) -> None:
    for _ in range(count):
        await trail.write_many(pool, 1)


async def test_who_comes_back_gets_what_it_missed(pool: Pool, feed: Feed) -> None:
    subscriber = feed.subscribe(Made().open)
    await trail.write_many(pool, 4)
    assert await streams.take(subscriber, 2) == [1, 2]
    subscriber.leave()
    await trail.write_many(pool, 2)
    assert await streams.take(feed.subscribe(Made(after=2).open), 4) == [3, 4, 5, 6]
    assert await streams.take(feed.subscribe(Made(after=2).open, after=4), 2) == [5, 6]


async def test_previous_is_never_beyond_what_the_client_has(pool: Pool, following: Following) -> None:
    async with following(checkpoint=0.01) as feed:
        early = feed.subscribe(Made().open)
        await trail.write_many(pool, 1)
        await trail.write_many(pool, 3, "claim.proposed")
        await trail.until(lambda: early.last_cursor == 4)  # by a checkpoint: its group is at 4
        late = feed.subscribe(Made(after=1).open)
        await trail.until(lambda: late.last_cursor == 4)
        await trail.write_many(pool, 1)
        taken = await streams.messages(late, 2)
        assert [one["cursor"] for one in taken] == [4, 5]
        assert taken[0]["previous"] == 1


@pytest.mark.parametrize("after", [4, 9, 14])
async def test_a_cursor_that_is_not_kept_is_refused(pool: Pool, connected: Connection, following: Following,
                                                    after: int) -> None:
    await write_at(connected, 6, 8)
    async with following() as feed:
        subscriber = feed.subscribe(Made(after=after).open)
        with pytest.raises(endings.Failed) as refused:
            await streams.take(subscriber, 1)
        assert refused.value.code == "CURSOR_EXPIRED"
        assert feed.subscribers == 0
        kept = feed.subscribe(Made(after=5).open)
        assert await streams.take(kept, 3) == [6, 7, 8]


async def write_at(connection: Connection, first: int, last: int) -> None:
    """Placed events without those before them, as after old ones were moved away."""
    async with connection.transaction():
        for _ in range(first, last + 1):
            await trail.write(connection)
        found = (await events.unplaced(connection, 100)).events
        await events.place(connection, [event.seq for event in found], first, [bytes(32) for _ in found], links.FORM)


async def test_a_killed_listening_connection_loses_nothing(pool: Pool, connect: Connect, following: Following) -> None:
    opened: list[Connection] = []

    async def remembered() -> Connection:
        opened.append(await connect())
        return opened[-1]

    async with following(opening=remembered) as feed:
        subscriber = feed.subscribe(Made().open)
        for round_ in range(3):
            await trail.write_many(pool, 2)
            await trail.kill(pool, opened[-1].get_server_pid())
            await trail.write_many(pool, 2)
            assert await streams.take(subscriber, 4) == [round_ * 4 + number for number in (1, 2, 3, 4)]
            await trail.until(lambda round_=round_: len(opened) == round_ + 2 and feed.following)  # type: ignore[misc]
        assert len(opened) == 4


async def test_a_slow_client_is_dropped_and_others_are_not(pool: Pool, following: Following) -> None:
    async with following(messages=5) as feed:
        slow, quick = feed.subscribe(Made().open), feed.subscribe(Made().open)
        for start in range(0, 12, 3):
            await trail.write_many(pool, 3)
            assert await streams.take(quick, 3) == [start + 1, start + 2, start + 3]
        with pytest.raises(endings.Slow):
            await streams.take(slow, 1)
        assert feed.subscribers == 1
        assert await streams.take(feed.subscribe(Made(after=0).open), 12) == list(range(1, 13))


async def test_a_client_with_too_many_bytes_waiting_is_dropped(pool: Pool, following: Following) -> None:
    async with following(message_bytes=100) as feed:
        slow = feed.subscribe(Made().open)
        await trail.write_many(pool, 4)
        await trail.until(lambda: slow.ended)
        with pytest.raises(endings.Slow):
            await streams.take(slow, 1)


async def test_a_payload_that_fails_ends_only_its_group(pool: Pool, feed: Feed) -> None:
    broken = [feed.subscribe(Made("broken", broken="item.withdrawn").open) for _ in range(2)]
    whole = feed.subscribe(Made("whole").open)
    await trail.write_many(pool, 1)
    await trail.write_many(pool, 1, "item.withdrawn")
    await trail.write_many(pool, 1)
    for subscriber in broken:
        assert await streams.take(subscriber, 1) == [1]
        with pytest.raises(endings.Failed) as failed:
            await streams.take(subscriber, 1)
        assert failed.value.code == "INTERNAL"
        assert "division" not in str(failed.value.errors)
    assert await streams.take(whole, 3) == [1, 2, 3]
    assert await streams.take(feed.subscribe(Made("broken", after=2).open), 1) == [3]


async def test_a_stream_that_cannot_be_opened_says_so(feed: Feed) -> None:
    async def crash() -> subscribers.Opened:
        raise ZeroDivisionError

    with pytest.raises(endings.Failed) as failed:
        await streams.take(feed.subscribe(crash), 1)
    assert failed.value.code == "INTERNAL"
    assert feed.subscribers == 0


async def test_a_group_that_falls_behind_reads_on_in_the_log(
        pool: Pool, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST_WAITING", 3)
    held, free = Made("held", gate=asyncio.Event()), Made("free")
    behind, ahead = feed.subscribe(held.open), feed.subscribe(free.open)
    await trail.write_many(pool, 20)
    assert len(await streams.take(ahead, 20)) == 20
    assert max(len(each._queue) for each in feed._groups._groups.values()) == 3
    late = feed.subscribe(held.open)
    assert held.gate
    held.gate.set()
    assert await streams.take(behind, 20) == list(range(1, 21))
    await trail.write_many(pool, 5)
    assert await streams.take(behind, 5) == await streams.take(late, 5) == [21, 22, 23, 24, 25]


async def test_so_many_replays_hold_a_part_of_the_log(
        pool: Pool, following: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "AT_ONCE", 3)
    async with following(reads=6) as feed:
        await trail.write_many(pool, 5)
        await trail.until(lambda: feed.pos == 5)
        made = Made(after=0, gate=asyncio.Event())
        late = [feed.subscribe(made.open) for _ in range(6)]
        await trail.until(lambda: len(made.read) >= 3)
        await asyncio.sleep(0.2)
        assert made.read == [1, 1, 1]
        assert made.gate
        made.gate.set()
        assert [await streams.take(each, 5) for each in late] == [[1, 2, 3, 4, 5]] * 6


async def test_a_quiet_stream_moves_its_cursor(pool: Pool, following: Following) -> None:
    async with following(checkpoint=0.01) as feed:
        subscriber = feed.subscribe(Made(after=0).open)
        await trail.write_many(pool, 3, "claim.proposed")
        await trail.until(lambda: subscriber.last_cursor == 3)
        taken = await streams.messages(subscriber, 1)
        while taken[-1]["cursor"] != 3:
            taken += await streams.messages(subscriber, 1)
        assert {one["kind"] for one in taken} == {"checkpoint"}


async def test_when_the_feed_stops_so_do_its_subscriptions(following: Following) -> None:
    async with following() as feed:
        subscriber = feed.subscribe(Made().open)
        feed.stop()
        for stopped in (subscriber, feed.subscribe(Made().open)):
            with pytest.raises(endings.Stopped):
                await stopped.take()


async def test_when_the_feed_ends_so_do_its_subscriptions(following: Following) -> None:
    async with following() as feed:
        subscriber = feed.subscribe(Made().open)
    with pytest.raises(endings.Stopped):
        await subscriber.take()


async def test_events_wait_while_no_relay_runs(pool: Pool, relay: Relay, following: Following) -> None:
    async with following() as feed:
        subscriber = feed.subscribe(Made().open)
        for _ in range(3):
            await trail.until(lambda: relay.leads)
            if pid := await trail.leader(pool):
                await trail.kill(pool, pid)
            await trail.write_many(pool, 2)
        assert await streams.take(subscriber, 6) == [1, 2, 3, 4, 5, 6]
