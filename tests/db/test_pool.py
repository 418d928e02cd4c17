"""The pool: no connection twice at once, none lost, none handed on in a state that nobody knows."""
import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator

import asyncpg
import pytest

from db.driver import connection, faults
from db.driver.pool import Pool, PoolClosed
from tests.feed import trail


@pytest.fixture
async def small(database: str) -> AsyncIterator[Pool]:
    pool = await connection.open_pool(database, size=2)
    yield pool
    pool.terminate()


async def under_way(database: str, text: str) -> None:
    """Wait until the server is in the middle of such a statement."""
    async def is_there() -> bool:
        return bool(await other.fetchval("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query = $1 AND state = 'active' "
                                         "AND datname = current_database())", text))

    other = await asyncpg.connect(database)
    await trail.until(is_there)
    await other.close()


async def test_a_connection_is_used_by_one_at_a_time_and_again(small: Pool) -> None:
    using: set[int] = set()

    async def use() -> None:
        async with small.acquire(timeout=10) as one:
            assert id(one) not in using
            using.add(id(one))
            await one.execute("SELECT 1")
            using.discard(id(one))

    await asyncio.gather(*(use() for _ in range(50)))
    assert small.get_size() == small.get_idle_size() == 2


async def test_who_waits_too_long_gets_an_error_and_leaves_no_trace(small: Pool) -> None:
    async with small.acquire(), small.acquire():
        with pytest.raises(TimeoutError):
            async with small.acquire(timeout=0.01):
                pass
    assert await small.fetchval("SELECT 1") == 1
    assert small.get_idle_size() == 2


async def test_who_waited_too_long_is_in_no_circle(small: Pool) -> None:
    """When thousands do, what they were about would stay until the collector looks at everything."""
    async def wait(times: int) -> None:
        for _ in range(times):
            with contextlib.suppress(TimeoutError):
                async with small.acquire(timeout=0.001):
                    pass

    async with small.acquire(), small.acquire():
        await wait(3)
        gc.collect()
        gc.disable()
        try:
            await wait(100)
            assert gc.collect() < 100, "less than one for each"
        finally:
            gc.enable()


async def test_a_refused_statement_leaves_its_connection_in_use(small: Pool) -> None:
    async with small.acquire() as before:
        pass
    with pytest.raises(asyncpg.UndefinedTableError):
        await small.fetch("SELECT * FROM nothing")
    async with small.acquire() as after:
        assert after is before


async def test_an_interrupted_connection_is_not_handed_on(small: Pool, database: str) -> None:
    async def linger() -> None:
        async with small.acquire() as one:
            await one.execute("SELECT pg_sleep(30)")

    task = asyncio.create_task(linger())
    await under_way(database, "SELECT pg_sleep(30)")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.gather(*(small.fetchval("SELECT 1") for _ in range(4))) == [1, 1, 1, 1]


async def test_a_killed_connection_makes_room_for_a_new_one(small: Pool) -> None:
    async with small.acquire() as victim, small.acquire() as killer:
        waiting = asyncio.create_task(small.fetchval("SELECT 1"))
        await asyncio.sleep(0)
        await killer.execute("SELECT pg_terminate_backend($1)", victim.get_server_pid())
        with pytest.raises(Exception) as told:  # the driver says it in many ways
            await victim.execute("SELECT 1")
        assert faults.leaves_unknown(told.value)
    assert await waiting == 1
    assert await small.fetchval("SELECT 1") == 1
    assert small.get_size() <= 2


async def test_who_waits_gets_the_place_of_one_that_could_not_be_opened(database: str) -> None:
    opened = 0

    async def sometimes() -> "asyncpg.Connection[asyncpg.Record]":
        nonlocal opened
        opened += 1
        if opened == 1:
            await asyncio.sleep(0.01)
            raise OSError("no server")
        return await connection.connect(database)

    pool = Pool(sometimes, 1)
    answers = await asyncio.gather(pool.fetchval("SELECT 1"), pool.fetchval("SELECT 1"), return_exceptions=True)
    assert isinstance(answers[0], OSError)
    assert answers[1] == 1
    pool.terminate()


async def test_closing_waits_for_who_is_at_work_and_refuses_others(small: Pool) -> None:
    async with small.acquire():
        closing = asyncio.create_task(small.close())
        await asyncio.sleep(0)
        with pytest.raises(PoolClosed):
            await small.fetch("SELECT 1")
        assert not closing.done()
    await asyncio.wait_for(closing, 60)
    assert small.get_size() == 0


async def test_a_member_has_half_at_most_and_waits_in_a_line_of_its_own(database: str) -> None:
    pool = await connection.open_pool(database, size=4)
    ours = [pool.idle("us") or await pool.wait("us") for _ in range(2)]
    assert pool.idle("us") is None
    third, fourth = (asyncio.create_task(pool.wait("us")) for _ in range(2))
    theirs = [pool.idle("them") or await pool.wait("them") for _ in range(2)]
    their_third = asyncio.create_task(pool.wait("them"))
    await asyncio.sleep(0)
    pool.give(theirs.pop())
    await their_third  # who came before may have no more
    assert not third.done()
    pool.give(ours.pop())
    await third
    with pytest.raises(TimeoutError):
        await pool.wait("us", 0.01)
    fourth.cancel()
    pool.terminate()


async def test_members_have_turns(database: str) -> None:
    pool = await connection.open_pool(database, size=1)
    had: list[str] = []

    async def use(who: str) -> None:
        with pool.lent(pool.idle(who) or await pool.wait(who)):
            had.append(who)
            await asyncio.sleep(0)

    async with pool.acquire():
        waiting = [asyncio.create_task(use(who)) for who in ("us", "us", "us", "them", "you")]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert had == ["us", "them", "you", "us", "us"]
    pool.terminate()


async def test_what_is_broken_off_is_stopped_by_the_server_and_the_connection_is_used_again(
        small: Pool, database: str) -> None:
    async with small.acquire() as other, small.acquire() as one:
        pass
    sessions = {other.get_server_pid(), one.get_server_pid()}
    task = asyncio.create_task(small.fetch("SELECT pg_sleep(300)"))
    await under_way(database, "SELECT pg_sleep(300)")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with small.acquire() as one, small.acquire() as other:
        assert {other.get_server_pid(), one.get_server_pid()} == sessions
        assert await one.fetchval("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(300)' AND state = 'active' "
                                  "AND pid <> pg_backend_pid() AND datname = current_database()") == 0


async def test_a_transaction_that_is_broken_off_is_rolled_back(small: Pool, database: str) -> None:
    async def begin() -> None:
        async with small.acquire() as one, one.transaction():
            await one.execute("CREATE TABLE left_behind (id int)")
            await one.execute("SELECT pg_sleep(300)")

    task = asyncio.create_task(begin())
    await under_way(database, "SELECT pg_sleep(300)")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await small.fetchval("SELECT to_regclass('left_behind')") is None


async def test_a_connection_that_is_held_for_too_long_is_cut(database: str) -> None:
    pool = await connection.open_pool(database, size=1, held_within=2)
    with pytest.raises(Exception) as told:
        await pool.fetch("SELECT pg_sleep(300)")
    assert faults.leaves_unknown(told.value)
    assert await pool.fetchval("SELECT 1") == 1
    pool.terminate()


async def test_where_the_server_gives_no_more_one_of_those_that_are_there_is_waited_for(database: str) -> None:
    opened = 0

    async def few() -> "asyncpg.Connection[asyncpg.Record]":
        nonlocal opened
        opened += 1
        if opened > 2:
            raise asyncpg.TooManyConnectionsError("sorry, too many clients already")
        return await connection.connect(database)

    pool = Pool(few, 8)
    assert await asyncio.gather(*(pool.fetchval("SELECT 1") for _ in range(20))) == [1] * 20
    assert pool.get_size() == pool.get_idle_size() == 2
    assert opened < 20  # each would have tried
    pool.terminate()


async def test_a_connection_that_takes_itself_to_be_in_a_transaction_is_not_lent_again(session_pool: Pool) -> None:
    async with session_pool.acquire() as one:
        await one.transaction().start()
        await one.execute("ROLLBACK")  # as the server has it when BEGIN was refused
    assert one.is_closed()
    async with session_pool.acquire() as other, other.transaction():
        assert await other.fetchval("SELECT 1") == 1
