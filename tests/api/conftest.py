"""A city, and a client of its hub."""
from collections.abc import AsyncIterator

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
    from planner import fetch

    async with pool.acquire() as connection:
        built = await city.build(connection)
    made = Client(pool, built, operations)
    rows = fetch._rows

    async def counted(level, *rest):  # type: ignore[no-untyped-def]
        made.statements.append(level.sql)
        return await rows(level, *rest)

    monkeypatch.setattr(fetch, "_rows", counted)
    yield made
