"""A server that is full, frozen, read only or has no connection left: said as what may pass, and not ready meanwhile."""
import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import psutil
import pytest

from db.driver import connection, faults
from hub import unavailable
from tests import city as place
from tests import servers
from tests.city import City
from tests.db.test_session import altered
from tests.hub.ways import Both, body, both, city

__all__ = ["both", "city"]

pytestmark = pytest.mark.parametrize("both", [()], ids=[""], indirect=True)
CLAIM = "mutation($input: ClaimItemInput!) { claimItem(input: $input) { __typename } }"


async def claim(both: Both, city: City, key: str) -> list[str]:
    """The codes of the errors of a claim."""
    item = await both.hub.pool.fetchval("SELECT id FROM item")
    asked = {"input": {"idempotencyKey": key, "itemId": "de" + item.hex, "quantity": 1}}
    async with both.direct() as client:
        found = await client.post("/graphql", content=body(CLAIM, variables=asked), headers=both.headers, timeout=60)
    return [error["extensions"]["code"] for error in found.json().get("errors", [])]


async def problems(both: Both) -> list[str]:
    async with both.direct() as client:
        return (await client.get("/readyz", timeout=60)).json()["problems"]  # type: ignore[no-any-return]


@pytest.fixture
async def item(both: Both, city: City) -> None:
    async with both.hub.pool.acquire() as one:
        await place.add_item(one, city.community, place.COMMUNITY)


@pytest.mark.usefixtures("item")
async def test_a_database_that_is_read_only(both: Both, city: City, database: str) -> None:
    """It is not ready, a write is UNAVAILABLE, and what can be read is read."""
    async with altered(database, default_transaction_read_only="on"):
        both.served.state.hub = replace(both.hub, pool=await connection.open_pool(database, size=2))
        assert await claim(both, city, "key-read-only") == ["UNAVAILABLE"]
        assert await problems(both) == ["database: it is read only"]
        async with both.direct() as client:
            found = await client.post("/graphql", content=body("{ organizations { totalCount } }"), headers=both.headers)
        assert found.status_code == 200
        assert found.json()["data"]
        await both.served.state.hub.pool.close()


@pytest.fixture
def little() -> Iterator[Path]:
    """A disk of three megabytes."""
    if os.geteuid():
        pytest.skip("only root can mount one")
    folder = Path(tempfile.mkdtemp(prefix="sandan-little-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], check=True)
    shutil.chown(folder, servers.user() or os.geteuid())
    folder.chmod(0o700)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


@pytest.mark.usefixtures("item")
async def test_a_disk_that_is_full(both: Both, city: City, little: Path) -> None:
    """What says so is UNAVAILABLE, and the hub is not ready until there is room again."""
    pool = both.hub.pool
    await pool.execute(f"CREATE TABLESPACE little LOCATION '{little}'")
    try:
        await pool.execute("ALTER TABLE idempotency_key SET TABLESPACE little")
        assert await claim(both, city, "key-before") == []
        await pool.execute("CREATE TABLE filling (text text) TABLESPACE little")
        for rows in (1000, 1):  # to the last page
            with pytest.raises(asyncpg.DiskFullError):
                while True:
                    await pool.execute("INSERT INTO filling SELECT repeat(md5(random()::text), 60) "
                                       "FROM generate_series(1, $1)", rows)
        pool.full = False
        codes = [await claim(both, city, f"key-of-full-{n}") for n in range(80)]  # until the page that it has is full
        assert {*map(tuple, codes)} == {(), ("UNAVAILABLE",)}
        assert await problems(both) == ["database: DiskFullError"]
        await pool.execute("DROP TABLE filling")
        assert await problems(both) == []
        assert await claim(both, city, "key-after") == []
    finally:
        await pool.execute("ALTER TABLE idempotency_key SET TABLESPACE pg_default")
        await pool.execute("DROP TABLE IF EXISTS filling")
        await pool.execute("DROP TABLESPACE little")


@asynccontextmanager
async def frozen(server: servers.Server) -> AsyncIterator[None]:
    family = [psutil.Process(server.pid), *psutil.Process(server.pid).children()]
    for each in family:
        each.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for each in family:
            each.send_signal(signal.SIGCONT)


async def test_a_server_that_is_frozen(both: Both) -> None:
    """Whoever waits for it is told, and it is used again when it goes on."""
    with servers.started() as server:
        pool = await connection.open_pool(server.url, size=2, patience=1, held_within=1)
        both.served.state.hub = replace(both.hub, pool=pool)
        async with frozen(server), asyncio.timeout(60):
            results = await asyncio.gather(*(pool.fetchval("SELECT 1") for _ in range(2)), return_exceptions=True)
            assert all(isinstance(each, Exception) and unavailable.is_out_of_reach(each) for each in results)
            with pytest.raises(TimeoutError):
                await pool.wait()
            [problem] = await problems(both)
            assert problem.startswith("database: ")
        assert await pool.fetchval("SELECT 1") == 1
        pool.terminate()


async def test_a_server_without_a_connection_left(both: Both) -> None:
    """One of those that are open is waited for."""
    with servers.started(max_connections="5", superuser_reserved_connections="0", max_wal_senders="0") as server:
        pool = await connection.open_pool(server.url, size=20)
        assert await asyncio.gather(*(pool.fetchval("SELECT 1") for _ in range(60))) == [1] * 60
        assert pool.get_size() <= 5
        pool.terminate()


@pytest.mark.parametrize(("state", "unable"), [
    ("25006", True), ("53000", True), ("53100", True), ("53200", True), ("53300", True), ("55P03", True), ("55006", True),
    ("58030", True), ("58P01", True), ("57014", False), ("23505", False), ("42501", False), ("XX000", False)])
async def test_what_the_server_cannot_do_now_by_its_codes(both: Both, state: str, unable: bool) -> None:
    with pytest.raises(asyncpg.PostgresError) as told:
        await both.hub.pool.execute(f"DO $$ BEGIN RAISE EXCEPTION 'of a test' USING ERRCODE = '{state}'; END $$")
    both.hub.pool.full = False
    assert faults.is_unable(told.value) == unavailable.is_out_of_reach(told.value) == unable
