"""A filled city for a whole module, which only reads, and the two that answer over it."""
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from db.driver.connection import Pool
from planner import generate
from planner.arguments import Run
from planner.fetch import Fetched
from planner.limits import Limits
from planner.plan import Plan
from resolvers.executing.context import Context
from resolvers.executing.request import Request
from schema import graphql
from tests import emptying
from tests.city import City
from tests.reference import compare, data, duty_answers, schema, stored, world
from tests.reference.operations import Operation
from tests.reference.stored import Tables

MAKE = generate.make


class Both:
    """The planner and the reference over the same rows.

    given_up  what the quick way of putting together raised
    """

    def __init__(self, pool: Pool, city: City, tables: Tables) -> None:
        self.pool, self.city, self.tables = pool, city, tables
        self.given_up: list[Exception] = []
        self.operations = graphql.operations(Limits(
            text=10**6, tokens=10**5, depth=40, fields=10_000, merged=10**6, rows=10**12))
        self.schema = schema.build()

    def __repr__(self) -> str:
        """Short: Hypothesis notes the arguments of what it calls."""
        return "both"

    def note(self, plan: Plan) -> generate.Make | None:
        """Instead of `generate.make`: what it makes, with a note of what that raises."""
        quick = MAKE(plan)

        def noted(run: Run, fetched: Fetched) -> dict[str, Any]:
            assert quick is not None
            try:
                return quick(run, fetched)
            except Exception as problem:
                self.given_up.append(problem)
                raise

        return quick and noted

    async def planned(self, handle: str | None, text: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        viewer = self.city.viewer(handle) if handle else None
        context = Context(self.pool, viewer, "r", lambda: datetime.now(UTC))
        response = await self.operations.run(Request(text, variables or {}), context)
        return orjson.loads(response.body)  # type: ignore[no-any-return]

    async def planned_slowly(self, handle: str, text: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The same by the assembler, which otherwise makes only the answers that have errors."""
        for plan in self.operations.planning.documents.get(text).plans.values():
            plan.quick = None
        return await self.planned(handle, text, variables)

    async def agree(self, handle: str, text: str, **variables: Any) -> dict[str, Any]:
        """Assert that both give the same answer, and give it."""
        operation = Operation(text, variables)
        assert compare.is_valid(self.schema, operation), operation.text
        response = await self.planned(handle, text, variables)
        expected = compare.expected(self.schema, world.world(self.tables, self.city.viewer(handle)), operation)
        compare.check(response, expected)
        assert not self.given_up or "errors" in response, self.given_up
        self.given_up.clear()
        compare.check(await self.planned_slowly(handle, text, variables), expected)
        return response


@pytest.fixture(scope="module")
async def both(session_pool: Pool) -> AsyncIterator[Both]:
    await emptying.empty(session_pool)
    async with session_pool.acquire() as connection:
        city = await data.build(connection)
        tables = await stored.load(connection)
        tables.made["duty"] = list(duty_answers.rows(tables))
    both = Both(session_pool, city, tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "make", both.note)
        yield both
