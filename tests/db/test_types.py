"""What PostgreSQL's own types are is asked once, what a database's types are by each connection."""
from abc import ABCMeta
from collections import abc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from asyncpg.protocol import protocol

from db.driver import connection, types

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


ARRAYS: dict[str, list[Any]] = {"text[]": [[], ["11", "1101"], ("11", None, "{,\"\\ NULL"), [["a", "b"], ["c", "d"]], [[]]],
          "uuid[]": [[UUID(int=1), None, UUID(int=2)], [str(UUID(int=3))]], "int4[]": [[[1], [2]], (3, 4), range(2, 9)],
          "jsonb[]": [[{"a": [1]}, [2]], [{}]]}


@pytest.fixture
async def one(database: str) -> AsyncIterator[connection.Connection]:
    async with opened(database) as one:
        yield one


def as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver as it comes."""
    for name, base in (("IterableABC", abc.Iterable), ("SizedABC", abc.Sized), ("MappingABC", abc.Mapping)):
        monkeypatch.setattr(protocol, name, base)


async def said(one: connection.Connection, kind: str, value: object) -> str:
    try:
        return str(await one.fetchval(f"SELECT encode(array_send($1::{kind}), 'hex')", value))
    except asyncpg.DataError as problem:
        return str(problem)


async def test_arrays_are_sent_as_ever(one: connection.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    values = [(kind, value) for kind, values in ARRAYS.items() for value in (*values, "no array", b"", 5, {"a": 1})]
    found = [await said(one, *each) for each in values]
    as_ever(monkeypatch)
    assert found == [await said(one, *each) for each in values]


async def test_a_set_is_no_array(one: connection.Connection) -> None:
    with pytest.raises(asyncpg.DataError):
        await one.fetchval("SELECT $1::text[]", {"a"})


async def test_no_abstract_class_is_asked_about_arrays(one: connection.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ABCMeta] = []
    whole = ABCMeta.__instancecheck__

    def ask(cls: ABCMeta, value: object) -> bool:
        asked.append(cls)
        return whole(cls, value)

    monkeypatch.setattr(ABCMeta, "__instancecheck__", ask)
    await one.fetchval(UUIDS, [uuid4(), uuid4()])
    assert not asked
    as_ever(monkeypatch)
    await one.fetchval(UUIDS, [uuid4(), uuid4()])
    assert asked  # else the driver has changed, and needs no help
