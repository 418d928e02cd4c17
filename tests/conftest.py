"""A real PostgreSQL with real commits: a migrated template, cloned for each worker, emptied between tests."""
import asyncio
import os
import signal
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from httpx._config import DEFAULT_TIMEOUT_CONFIG
from xdist.workermanage import NodeManager

from db.driver import connection
from db.server import embedded, migrate
from hub.http import leaving
from tests import emptying

TEMPLATE = "sandan_template"


PATIENCE = 60  # seconds that a client of a test's waits, unless it says otherwise: httpx's own 5 are few on a busy machine


def pytest_configure() -> None:
    """What ends the tests from outside, `timeout` or a closed terminal, ends them as Ctrl-C does: with what they started."""
    for part in ("connect", "read", "write", "pool"):
        setattr(DEFAULT_TIMEOUT_CONFIG, part, PATIENCE)
    NodeManager.EXIT_TIMEOUT = 240  # not 10 seconds: a worker that is killed while it stops its PostgreSQL leaves that behind
    if threading.current_thread() is threading.main_thread():
        for each in (signal.SIGHUP, signal.SIGTERM):
            if signal.getsignal(each) != signal.SIG_IGN:
                signal.signal(each, _end)


def _end(*_: object) -> None:
    leaving.hear_no_more()
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """What a test ignores in this process, the programs that the next one starts would ignore too."""
    before = {each: signal.getsignal(each) for each in leaving.SIGNALS}
    yield
    for each, handler in before.items():
        if signal.getsignal(each) != handler and threading.current_thread() is threading.main_thread():
            signal.signal(each, handler)


@pytest.fixture(scope="session")
def server(testrun_uid: str) -> str:
    """The URL of a server where databases may be made: `DATABASE_URL`, or an embedded one that all workers share."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    return embedded.start(Path(tempfile.gettempdir()) / "sandan-tests" / testrun_uid, keep=False)


@pytest.fixture(scope="session")
def database(server: str, worker_id: str) -> Iterator[str]:
    """The URL of this worker's own database, migrated and empty."""
    name = f"sandan_test_{worker_id}_{os.getpid()}"
    asyncio.run(_clone(server, name))
    yield connection.with_database(server, name)
    asyncio.run(_drop(server, name))


async def _clone(server: str, name: str) -> None:
    admin = await asyncpg.connect(server)
    await admin.execute("SELECT pg_advisory_lock(1)")
    if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", TEMPLATE):
        # A test's data need not outlive a crash, nor a test.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            if "DATABASE_URL" not in os.environ:
                await admin.execute(f"ALTER SYSTEM SET {setting} = off")
        await admin.execute("SELECT pg_reload_conf()")
    await _make_template(admin, server)
    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')
    await admin.close()


async def _make_template(admin: "asyncpg.Connection[asyncpg.Record]", server: str) -> None:
    if not await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", TEMPLATE):
        await admin.execute(f"CREATE DATABASE {TEMPLATE} ENCODING 'UTF8' TEMPLATE template0")
    template = await asyncpg.connect(connection.with_database(server, TEMPLATE))
    await migrate.migrate(template)
    await template.close()


async def _drop(server: str, name: str) -> None:
    admin = await asyncpg.connect(server)
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


@pytest.fixture(scope="session")
async def session_pool(database: str) -> AsyncIterator[connection.Pool]:
    pool = await connection.open_pool(database, size=10)
    yield pool
    await pool.close()


@pytest.fixture
async def pool(session_pool: connection.Pool) -> AsyncIterator[connection.Pool]:
    """A pool on an empty, migrated database; what a test commits is gone before the next."""
    await emptying.empty(session_pool)
    yield session_pool


@pytest.fixture
async def connected(pool: connection.Pool) -> AsyncIterator[connection.Connection]:
    async with pool.acquire() as one:
        yield one


ROOT = Path(__file__).parent.parent
