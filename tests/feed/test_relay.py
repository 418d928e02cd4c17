"""The relay: every committed event gets one place, in an order that is true for each object, whatever dies."""
import asyncio
import random
from datetime import UTC, datetime
from uuid import UUID

import pytest

from db.driver.connection import Connection, Pool
from db.log import events
from resolvers.feed import relay as relays
from resolvers.feed.relay import Relay
from resolvers.feed.wake_up import Bell
from tests import sent
from tests.feed import trail
from tests.feed.conftest import Connect, running


class ChangedMind(Exception):
    """What makes a writer roll back."""


async def write_hot(pool: Pool, objects: list[UUID], changes: int, seed: int) -> int:
    """Change contended rows, rolling back one in five; the number committed."""
    dice = random.Random(seed)
    committed = 0
    for _ in range(changes):
        try:
            async with pool.acquire() as connection, connection.transaction():
                chosen = dice.choice(objects)
                version = await connection.fetchval(
                    "UPDATE organization SET version = version + 1 WHERE id = $1 RETURNING version", chosen)
                await trail.write(connection, object_id=chosen, version=version)
                await asyncio.sleep(dice.random() / 200)  # so that commits and numbers come in different orders
                if dice.random() < 0.2:
                    raise ChangedMind
            committed += 1
        except ChangedMind:
            pass
    return committed


async def write_together(pool: Pool, changes: int) -> int:
    objects = await trail.organizations(pool, 5)
    return sum(await asyncio.gather(*(write_hot(pool, objects, changes, seed) for seed in range(8))))


async def assert_whole(pool: Pool, committed: int) -> None:
    async with pool.acquire() as connection:
        placed = await events.after(connection, 0, committed + 1000)
        assert [event.pos for event in placed] == list(range(1, committed + 1))
        _, head = await events.last(connection)
        assert await relays.verify(connection, 100) == relays.Verified(committed, head.hex(), None)
    versions: dict[UUID, list[int]] = {}
    for event in placed:
        versions.setdefault(event.object_id, []).append(event.object_version)
    assert all(each == list(range(2, len(each) + 2)) for each in versions.values())


async def test_every_committed_event_is_placed_once_and_in_its_objects_order(pool: Pool, relay: Relay) -> None:
    committed = await write_together(pool, 25)
    await trail.until(lambda: trail.all_placed(pool))
    await assert_whole(pool, committed)


async def test_no_event_is_lost_or_placed_twice_when_the_relay_is_killed(pool: Pool, connect: Connect) -> None:
    async def kill_leaders() -> set[int]:
        killed: set[int] = set()
        while len(killed) < 4:
            if (pid := await trail.leader(pool)) and pid not in killed:
                killed.add(pid)
                await trail.kill(pool, pid)
            await asyncio.sleep(0.02)
        return killed

    first, second = (Relay(connect, batch=7, poll=0.01, retry=0.02) for _ in range(2))
    async with running(first.run()), running(second.run()):
        killing = asyncio.create_task(kill_leaders())
        committed = await write_together(pool, 25)
        async with asyncio.timeout(30):
            await killing
        await trail.until(lambda: trail.all_placed(pool))
    await assert_whole(pool, committed)


async def test_one_relay_leads_and_another_takes_over(pool: Pool, connect: Connect) -> None:
    first, second = (Relay(connect, poll=0.01, retry=0.02) for _ in range(2))
    async with running(second.run()):
        async with running(first.run()):
            await trail.until(lambda: first.leads or second.leads)
            await trail.write_many(pool, 3)
            await trail.until(lambda: trail.all_placed(pool))
            assert not (first.leads and second.leads)
        await trail.write_many(pool, 3)
        await trail.until(lambda: trail.all_placed(pool))
        assert (first.leads, second.leads) == (False, True)
    await assert_dense(pool, 6)


async def test_a_write_of_another_worker_is_placed_without_waiting_for_the_next_look(pool: Pool, connect: Connect) -> None:
    bell, never = Bell(), 3600.0
    leading, other = (Relay(connect, bell=bell, poll=never, retry=0.02) for _ in range(2))
    async with running(leading.run()):
        await trail.until(lambda: leading.leads)
        async with running(other.run()):
            for _ in range(3):
                await trail.write_many(pool, 2)
                other.wake()
                await trail.until(lambda: trail.all_placed(pool))
            for _ in range(100_000):  # more than the pipe holds, and nobody can listen before the loop is free
                other.wake()
        assert not other.leads
    await assert_dense(pool, 6)


async def assert_dense(pool: Pool, count: int) -> None:
    assert [row["pos"] for row in await pool.fetch("SELECT pos FROM event ORDER BY pos")] == list(range(1, count + 1))


async def test_a_reader_by_seq_would_miss_what_a_reader_by_pos_gets(pool: Pool, connected: Connection) -> None:
    async with pool.acquire() as late, pool.acquire() as early:
        slow = late.transaction()
        await slow.start()
        await trail.write(late, "item.withdrawn")
        await trail.write(early, "item.published")
        await relays.place_batch(connected, 10)
        by_seq = await connected.fetchval("SELECT max(seq) FROM event")
        by_pos = await events.head(connected)
        await slow.commit()
    await relays.place_batch(connected, 10)
    assert await connected.fetch("SELECT FROM event WHERE seq > $1", by_seq) == []
    assert [event.kind for event in await events.after(connected, by_pos, 10)] == ["item.withdrawn"]


async def test_what_is_not_committed_gets_no_place(pool: Pool, connected: Connection) -> None:
    async with pool.acquire() as writer:
        undecided = writer.transaction()
        await undecided.start()
        await trail.write(writer)
        assert await relays.place_batch(connected, 10) == 0
        await undecided.rollback()
    assert await relays.place_batch(connected, 10) == 0
    assert await events.head(connected) == 0


async def test_a_batch_is_announced_once(pool: Pool, connected: Connection, connect: Connect) -> None:
    heard: list[None] = []
    listening = await connect()
    await events.listen(listening, lambda: heard.append(None))
    await trail.write_many(pool, 30)
    assert await relays.place_batch(connected, 1000) == 30
    await trail.until(lambda: bool(heard))
    await listening.execute("SELECT")  # whatever else was sent before this answer has arrived
    assert len(heard) == 1
    listening.terminate()


async def test_a_batch_is_two_statements(pool: Pool, connected: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    await trail.write_many(pool, 30)
    noted = sent.note(monkeypatch)
    assert await relays.place_batch(connected, 1000) == 30
    assert [statement.split()[0] for statement in noted] == ["SELECT", "WITH"]


async def test_a_second_relay_that_believes_it_leads_changes_nothing(
        pool: Pool, connected: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    await trail.write_many(pool, 3)
    found = await events.unplaced(connected, 10)
    await relays.place_batch(connected, 10)
    before = await connected.fetch("SELECT seq, pos, hash FROM event ORDER BY seq")

    async def as_before(connection: Connection, limit: int) -> events.Waiting:
        return found

    monkeypatch.setattr(events, "unplaced", as_before)
    with pytest.raises(relays.NotAlone):
        await relays.place_batch(connected, 10)
    assert await connected.fetch("SELECT seq, pos, hash FROM event ORDER BY seq") == before


async def test_a_writer_wakes_the_relay(pool: Pool, connect: Connect) -> None:
    relay = Relay(connect, poll=3600)
    async with running(relay.run()):
        await trail.until(lambda: relay.leads)
        await trail.write_many(pool, 1)
        relay.wake()
        await trail.until(lambda: trail.all_placed(pool))


async def test_lag_counts_what_waits_and_how_long(pool: Pool, connected: Connection) -> None:
    assert await relays.lag(connected, datetime.now(UTC)) == events.Lag(0, 0.0)
    await trail.write_many(pool, 3)  # all as of NOON, long ago
    found = await relays.lag(connected, datetime.now(UTC))
    assert found.events == 3
    assert found.seconds > 3600


@pytest.mark.parametrize(("damage", "broken"), [
    ("UPDATE event SET after = '{\"title\": \"别的\"}' WHERE pos = 4", 4),
    ("UPDATE event SET at = at - interval '1 day' WHERE pos = 1", 1),
    ("UPDATE event SET hash = sha256('') WHERE pos = 3", 3),
    ("DELETE FROM event WHERE pos = 2", 2),
    ("UPDATE event SET pos = CASE pos WHEN 5 THEN 100 ELSE pos END", 5),
])
async def test_verify_finds_the_first_place_that_does_not_hold(
        pool: Pool, connected: Connection, damage: str, broken: int) -> None:
    await trail.write_many(pool, 6)
    await relays.place_batch(connected, 10)
    assert (await relays.verify(connected, 2)).broken is None
    await connected.execute("ALTER TABLE event DISABLE TRIGGER USER")
    await connected.execute(damage)
    await connected.execute("ALTER TABLE event ENABLE TRIGGER USER")
    found = await relays.verify(connected, 2)
    assert (found.events, found.broken) == (broken - 1, broken)
