"""What PostgreSQL's own types are is asked once, what a database's types are by each connection."""
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest

from db import connection, types

UUIDS, MOODS = "SELECT $1::uuid[]", "SELECT $1::mood[]"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The numbers of the types that the server is asked about, from a moment when nothing is known."""
    found: list[list[int]] = []
    whole = asyncpg.Connection._introspect_types  # type: ignore[attr-defined]  # the hook: when it is gone, so is its use

    async def ask(self: object, typeoids: list[int], timeout: float | None) -> object:
        found.append(list(typeoids))
        return await whole(self, typeoids, timeout)

    monkeypatch.setattr(asyncpg.Connection, "_introspect_types", ask)
    monkeypatch.setattr(types, "_told", {})
    return found


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[connection.Connection]:
    one = await connection.connect(url)
    yield one
    await one.close()


async def test_the_second_connection_does_not_ask_what_a_type_of_postgresql_is(database: str, asked: list[list[int]]) -> None:
    keys = [uuid4(), uuid4()]
    for _ in range(3):
        async with opened(database) as one:
            assert await one.fetchval(UUIDS, keys) == keys
    assert len(asked) == 1


async def test_a_type_of_the_database_is_asked_about_on_each_connection(database: str, asked: list[list[int]]) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(opened(database))
        await first.execute("CREATE TYPE mood AS ENUM ('glad')")
        stack.push_async_callback(first.execute, "DROP TYPE mood")
        second = await stack.enter_async_context(opened(database))
        assert [await each.fetchval(MOODS, ["glad"]) for each in (first, second)] == [["glad"]] * 2
    assert len(asked) == 2


async def test_a_pool_knows_the_types_before_its_first_request(database: str, asked: list[list[int]]) -> None:
    pool = await connection.open_pool(database, size=2)
    asked.clear()
    async with pool.acquire() as first, pool.acquire() as second:
        assert [await each.fetchval(UUIDS, []) for each in (first, second)] == [[], []]
    assert asked == []
    pool.terminate()
