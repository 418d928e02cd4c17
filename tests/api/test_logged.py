"""What breaks is logged, without what was sent; `tests/api/conftest.py` looks through all that these tests log."""
import asyncio
import logging
from typing import Any

import asyncpg
import pytest
import structlog

from db.driver.connection import Connection
from hub import logs
from tests.api.client import Client, mutation, new_key, personal

NAME, PHONE = "王某某", "13811112222"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.handler.setFormatter(logs.formatter("text"))
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.parametrize("query", [
    f'mutation {{ publishDemand(input: {{idempotencyKey: "12345678", title: "{NAME}家", category: HEALTH, quantity: 0, '
    f'contact: {{name: "{NAME}", phone: "{PHONE}"}}}}) {{ ... on PublishDemandPayload '
    "{ demand { contact { name } } } } }",
    "{ demands(first: -1) { nodes { id contact { name } } } }",
    f'{{ demands(filter: {{text: "{NAME}", box: 5}}) {{ totalCount }} }}',
    f'query($x: Int! = "{NAME}") {{ demands(first: $x) {{ totalCount }} __schema {{ __typename }} }}'])
async def test_a_client_s_mistake_is_no_matter_for_the_log(
        client: Client, logged: pytest.LogCaptureFixture, query: str) -> None:
    for handle in ("community", None):
        assert (await client.send(handle, query))["errors"]
    assert [record for record in logged.records if record.levelno > logging.INFO] == []


async def _refuse(connection: Connection) -> None:
    await connection.execute(f"ALTER TABLE item ADD CONSTRAINT planted CHECK (title <> '{NAME}家')")


async def test_what_the_database_says_of_a_row_is_not_logged(client: Client, logged: pytest.LogCaptureFixture) -> None:
    """PostgreSQL tells the whole row that failed."""
    await client.desk.add(_refuse)
    try:
        answer = await client.send("community", mutation("publishDemand"), input={
            "idempotencyKey": new_key(), "title": f"{NAME}家", "category": "HEALTH", "contact": {"name": NAME, "phone": PHONE}})
    finally:
        await client.pool.execute("ALTER TABLE item DROP CONSTRAINT planted")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["INTERNAL"]
    assert "asyncpg.exceptions.CheckViolationError (23514, item, planted)" in logged.text
    assert "fields=['publishDemand']" in logged.text.replace('"', "'")
    assert personal(logged.text) == set()


async def _broken(name: str) -> None:
    try:
        raise ValueError(f"invalid literal: {name}")
    except ValueError as error:
        raise asyncpg.DataError(f"invalid input for query argument $1: {name}") from error


@pytest.mark.parametrize("log_format", ["text", "json"])
async def test_no_message_of_an_exception_is_logged_but_the_server_s(
        caplog: pytest.LogCaptureFixture, log_format: Any) -> None:
    caplog.handler.setFormatter(logs.formatter(log_format))
    task = asyncio.create_task(_broken(NAME))
    await asyncio.wait([task])
    problem = task.exception()
    assert isinstance(problem, Exception)
    asyncio.get_running_loop().call_exception_handler({"message": "Task exception was never retrieved", "exception": problem,
                                                       "future": task})
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=problem)
    structlog.get_logger().error("crashed", exc_info=ExceptionGroup(NAME, [problem, ConnectionRefusedError(111, "refused")]))
    logging.getLogger("asyncio").error("closed", exc_info=asyncpg.AdminShutdownError("terminating connection"))
    assert personal(caplog.text) == set()
    for told in ("Task exception was never retrieved", "ASGI", "ValueError", "then:", "asyncpg.exceptions.DataError",
                 "ConnectionRefusedError: [Errno 111] refused", "terminating connection", "in _broken"):
        assert told in caplog.text
