"""The hub's own statements for the questions. `python -m bench.floor_plans` writes them out for the floor, which so holds
neither the schema nor the planner."""
import asyncio
import os
import pickle
import sys
from datetime import UTC, datetime
from typing import Any

from bench import database, floor_reads, questions
from bench.floor_reads import Eyes, Statement
from db.driver.connection import Connection
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.request import Request
from schema import graphql


async def made(connection: Connection) -> dict[str, list[Statement]]:
    """What the hub sends for each question that reads, by the question's name."""
    operations = graphql.operations()
    return {question.name: statements(operations, await floor_reads.eyes(connection, question.viewer),
                                      question.bodies("hub")[0])
            for question in await questions.read(connection) if not question.writes}


def statements(operations: Operations, sees: Eyes, body: dict[str, Any]) -> list[Statement]:
    """In the order in which the hub sends them."""
    context = Context(None, sees, "floor", lambda: datetime.now(UTC))  # type: ignore[arg-type]  # planning asks no database
    prepared = operations.planning.prepare(Request(body["query"], body["variables"]), context)
    plan, run = operations.planning.plan(prepared, "Query", prepared.operation.selection_set)
    sent = [level.sent(run) for level in plan.levels]
    return [(sql, [read(run) for read in binds]) for sql, binds in sent]


async def _written() -> None:
    async with database.connected(os.environ["DATABASE_URL"]) as connection:
        sys.stdout.buffer.write(pickle.dumps(await made(connection)))


if __name__ == "__main__":
    asyncio.run(_written())
