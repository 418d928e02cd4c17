"""Which statements a session keeps, and that its server process does not grow with what its members think of."""
from collections.abc import AsyncIterator

import pytest

from db.driver import connection, statements

MEMORY = "SELECT sum(used_bytes)::bigint FROM pg_backend_memory_contexts"
KEPT = "SELECT count(*) AS count, coalesce(sum(length(statement)), 0) AS characters FROM pg_prepared_statements"


@pytest.fixture
async def one(database: str) -> AsyncIterator[connection.Connection]:
    for known in (statements._once, statements._usual):
        known.clear()
    one = await connection.connect(database)
    yield one
    await one.close()


def unusual(number: int, joins: int = 25) -> str:
    """A statement like those that the planner makes, whose columns nobody else asks for."""
    columns = ", ".join(f"t{n}.name AS n{number}_{n}" for n in range(joins))
    joined = " ".join(f"LEFT JOIN LATERAL (SELECT o.name FROM organization o WHERE o.id = i.publisher_id LIMIT 1) t{n} ON true"
                      for n in range(joins))
    return f"SELECT {columns} FROM item i {joined} WHERE i.id = $1::uuid"


async def kept(one: connection.Connection) -> list[str]:
    return [row["statement"] for row in await one.fetch("SELECT statement FROM pg_prepared_statements")]


async def test_what_came_once_is_not_kept_and_what_came_twice_is(one: connection.Connection, database: str) -> None:
    asked = unusual(1)
    await one.fetch(asked, None)
    assert asked not in await kept(one)
    for _ in range(3):
        await one.fetch(asked, None)
    assert (await kept(one)).count(asked) == 1
    other = await connection.connect(database)
    await other.fetch(asked, None)  # it came before, in another session
    assert asked in await kept(other)
    await other.close()


async def test_a_session_is_not_filled_by_what_comes_twice(one: connection.Connection) -> None:
    sizes = []
    for number in range(300):
        for _ in range(2):
            await one.fetch(unusual(number), None)
        sizes.append(await one.fetchval(MEMORY))
    found = await one.fetchrow(KEPT)
    assert found
    assert 0 < found["count"] < 300
    assert found["characters"] <= statements.CHARACTERS + len(unusual(0))
    assert max(sizes) < 100_000_000
    assert sizes[-1] < 1.2 * sizes[200]  # it was full by then


@pytest.mark.usefixtures("one")
async def test_a_session_keeps_so_many(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were used last, however short they are."""
    monkeypatch.setattr(statements, "MOST", 20)
    other = await connection.connect(database)
    for number in range(60):
        for _ in range(2):
            await other.fetch(f"SELECT {number} AS n")
    texts = [text for text in await kept(other) if text.endswith(" AS n")]
    assert 10 < len(texts) <= 20
    assert "SELECT 59 AS n" in texts
    await other.close()


async def test_what_is_too_long_is_not_kept(one: connection.Connection) -> None:
    asked = f"SELECT 1 /* {'x' * statements.HEAVY} */"
    for _ in range(4):
        await one.fetch(asked)
    assert asked not in await kept(one)


async def test_of_what_came_once_only_so_much_is_remembered(one: connection.Connection) -> None:
    for number in range(2 * statements.REMEMBERED + 10):
        for _ in range(2):
            statements.is_usual(f"SELECT {number}")
        assert len(statements._once) <= statements.REMEMBERED
        assert len(statements._usual) <= statements.REMEMBERED
