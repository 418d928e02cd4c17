"""A city, and a client of its hub."""
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from db.connection import Pool
from resolvers.operations import Operations
from schema import graphql
from tests import city
from tests.api.client import Client


@pytest.fixture(scope="session")
def operations() -> Operations:
    return graphql.operations()


@pytest.fixture
async def client(pool: Pool, operations: Operations, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    async with pool.acquire() as connection:
        built = await city.build(connection)
    made = Client(pool, built, operations)
    for method in ("fetch", "fetchrow", "fetchval", "execute"):
        _note_statements(monkeypatch, method, made.sent)
    yield made


def _note_statements(monkeypatch: pytest.MonkeyPatch, method: str, sent: list[str]) -> None:
    """Note what a method of the driver sends, whoever calls it."""
    original = getattr(asyncpg.Connection, method)

    async def noting(connection: Any, query: str, *values: Any, **options: Any) -> Any:
        sent.append(query)
        return await original(connection, query, *values, **options)

    monkeypatch.setattr(asyncpg.Connection, method, noting)
