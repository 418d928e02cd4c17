"""The floor sends the hub's own statements, and makes the same bytes of their rows."""
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson
import pytest

from bench import floor, floor_plans, floor_reads, questions
from bench.floor_reads import Statement
from bench.questions import Question
from db.driver.connection import Pool
from domain import dates
from hub.demo import loading
from resolvers.executing.context import Context
from resolvers.executing.operations import Operations
from resolvers.executing.request import Request
from schema import graphql
from tests import emptying


@dataclass
class Both:
    """The hub and the floor over the demo.

    sent   every statement that went to PostgreSQL, with its parameters
    """

    pool: Pool
    operations: Operations
    questions: dict[str, Question]
    statements: dict[str, list[Statement]]
    sent: list[tuple[Any, ...]] = field(default_factory=list)

    async def hub(self, question: Question, body: dict[str, Any]) -> bytes:
        async with self.pool.acquire() as connection:
            viewer = await floor_reads.eyes(connection, question.viewer)
        context = Context(self.pool, viewer, "test", lambda: datetime.now(UTC))
        self.sent.clear()
        return (await self.operations.run(Request(body["query"], body["variables"]), context)).body

    async def floor(self, question: Question, body: dict[str, Any]) -> bytes:
        self.sent.clear()
        answer = await floor.READS[question.name](self.pool, self.statements[question.name], body["variables"])
        return orjson.dumps({"data": answer})


@pytest.fixture(scope="module")
async def over_demo(session_pool: Pool) -> AsyncIterator[Both]:
    await emptying.anew(session_pool)
    async with session_pool.acquire() as connection:
        await loading.load(connection, today=datetime.now(dates.CHINA).date())
        asked = {question.name: question for question in await questions.read(connection)}
        yield Both(session_pool, graphql.operations(), asked, await floor_plans.made(connection))


@pytest.fixture
def both(over_demo: Both, monkeypatch: pytest.MonkeyPatch) -> Both:
    original = asyncpg.Connection.fetch

    async def noting(connection: Any, query: str, *values: Any, **options: Any) -> Any:
        over_demo.sent.append((query, *values))
        return await original(connection, query, *values, **options)

    monkeypatch.setattr(asyncpg.Connection, "fetch", noting)
    return over_demo


@pytest.mark.parametrize("name", floor.READS)
async def test_same_statements_same_bytes(both: Both, name: str) -> None:
    question = both.questions[name]
    for body in question.bodies("hub")[:10]:
        expected, sent = await both.hub(question, body), [*both.sent]
        assert orjson.loads(expected).keys() == {"data"}
        assert await both.floor(question, body) == expected
        assert _timeless(both.sent) == _timeless(sent)


def _timeless(sent: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Each is sent with the moment at which it is asked; the floor's was when its questions were planned."""
    return [["a moment" if isinstance(value, datetime) else value for value in each] for each in sent]


async def test_nothing_is_found_by_an_id_of_nobody(both: Both) -> None:
    question, body = both.questions["one"], {**both.questions["one"].bodies("hub")[0], "variables": {"id": "de" + "0" * 32}}
    assert await both.floor(question, body) == await both.hub(question, body) == b'{"data":{"item":null}}'


def test_each_question_that_reads_has_an_answer(over_demo: Both) -> None:
    assert over_demo.statements.keys() == floor.READS.keys()
