"""A database of twelve thousand items for a whole module, which only reads."""
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.driver.connection import Connection, Pool
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.request import Request
from schema import graphql
from tests import city, emptying
from tests.city import City
from tests.plans import explained
from tests.plans.explained import Explained


@dataclass
class Crowd:
    connection: Connection
    city: City
    operations: Operations

    async def explain(self, handle: str, text: str) -> list[Explained]:
        """What becomes of a query's statements; as many as it has levels."""
        context = Context(None, self.city.viewer(handle), "plans", lambda: datetime.now(UTC))  # type: ignore[arg-type]
        prepared = self.operations.planning.prepare(Request(text), context)
        plan, run = self.operations.planning.plan(prepared, "Query", prepared.operation.selection_set)
        found = await explained.explain(self.connection, plan, run)
        assert len(found) == len(plan.levels)
        return found


@pytest.fixture(scope="module")
async def crowd(session_pool: Pool) -> AsyncIterator[Crowd]:
    await emptying.anew(session_pool)
    async with session_pool.acquire() as connection:
        built = await city.build(connection)
        text = Path(__file__).with_name("crowd.sql").read_text("utf-8")
        async with connection.transaction():
            await connection.execute(text.format(school=built.school, bank=built.bank, community=built.community,
                                                 member=built.members["bank"]))
        await connection.execute("VACUUM ANALYZE")  # an index-only walk wants the map of what all see
        yield Crowd(connection, built, graphql.operations())
