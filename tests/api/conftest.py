"""A city, and a client of its hub. All that a test logs is looked through at its end for what was sent."""
import logging
from collections.abc import AsyncIterator, Iterator
from io import StringIO

import pytest
import structlog

from db.driver.connection import Pool
from hub import logs
from resolvers.executing.operations import Operations
from schema import graphql
from tests import changes, city, sent
from tests.api.client import Client


@pytest.fixture(autouse=True)
def nothing_that_was_sent_is_logged() -> Iterator[None]:
    """As the hub would log it, at every level, in both formats."""
    root, handlers = logging.getLogger(), []
    level, others = root.level, root.handlers
    logs.configure("json", "debug")
    for log_format in ("json", "text"):
        handler = logging.StreamHandler(StringIO())
        handler.setFormatter(logs.formatter("json" if log_format == "json" else "text"))
        handlers.append(handler)
    root.handlers = [*handlers]
    yield
    root.handlers = others
    root.setLevel(level)  # at debug nothing goes the short way
    structlog.reset_defaults()
    text = "".join(handler.stream.getvalue() for handler in handlers)
    assert [(word, text[max(0, text.index(word) - 300):][:500]) for word in Client.said if word in text] == []


@pytest.fixture(scope="session")
def operations() -> Operations:
    return graphql.operations()


@pytest.fixture
async def client(pool: Pool, operations: Operations, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    async with pool.acquire() as connection:
        built = await city.build(connection)
    made = Client(pool, built, operations)
    sent.note(monkeypatch, made.sent)
    yield made
    await changes.check(pool)
