"""A session is as answers and safety need it, whatever the database, the role or a pooler have set."""
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from db.driver import connection, session
from hub import database as hub_database
from hub import failures
from tests import servers

HOSTILE = {
    "DateStyle": "SQL, DMY", "IntervalStyle": "sql_standard", "TimeZone": "Asia/Shanghai", "extra_float_digits": "-5",
    "bytea_output": "escape", "standard_conforming_strings": "off", "array_nulls": "off", "transform_null_equals": "on",
    "plan_cache_mode": "force_custom_plan", "jit": "on", "max_parallel_workers_per_gather": "2", "search_path": "elsewhere",
    "row_security": "on", "gin_fuzzy_search_limit": "1", "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on", "statement_timeout": "17s", "lock_timeout": "17s",
    "idle_in_transaction_session_timeout": "17s", "idle_session_timeout": "17s", "synchronous_commit": "off"}
SAYS = "SELECT '2026-12-04 17:00:00Z'::timestamptz::text, '1 day 2 hours'::interval::text, 'a'::bytea::text, 0.1::float8::text"


@asynccontextmanager
async def altered(url: str, **settings: str) -> AsyncIterator[None]:
    """The database with settings of its own."""
    admin = await asyncpg.connect(url)
    name = await admin.fetchval("SELECT current_database()")
    for key, value in settings.items():
        await admin.execute(f"ALTER DATABASE \"{name}\" SET {key} = {value if ', ' in value else repr(value)}")
    try:
        yield
    finally:
        await admin.execute("SET default_transaction_read_only = off")
        await admin.execute(f'ALTER DATABASE "{name}" RESET ALL')
        await admin.close()


async def test_what_the_database_sets_does_not_reach_answers(database: str) -> None:
    plain = await connection.connect(database)
    expected = tuple(await plain.fetchrow(SAYS) or ())
    async with altered(database, **HOSTILE):
        one = await connection.connect(database)
        for name in HOSTILE:
            wanted = session.SETTINGS.get(name, "on")
            assert await one.fetchval("SELECT current_setting($1)", name) == wanted, name
        assert tuple(await one.fetchrow(SAYS) or ()) == expected == ("2026-12-04 17:00:00+00", "1 day 02:00:00", "\\x61", "0.1")
        await one.close()
    await plain.close()


async def test_a_pool_has_the_limits_that_it_was_given(database: str) -> None:
    async with altered(database, statement_timeout="17s"):
        pool = await connection.open_pool(database, size=1, statement_within=3)
        assert await pool.fetchval("SELECT current_setting('statement_timeout')") == "3s"
        await pool.close()


@pytest.mark.parametrize(("setting", "value", "said"), [
    ("session_replication_role", "replica", "session_replication_role is replica: triggers would not guard the trail"),
    ("default_transaction_read_only", "on", "is read only: a standby, or default_transaction_read_only is on")])
async def test_what_a_session_may_not_be_is_one_line_at_the_start(database: str, setting: str, value: str, said: str) -> None:
    async with altered(database, **{setting: value}):
        with pytest.raises(failures.CannotStart, match=said) as told:
            async with hub_database.connected(database):
                pass
    assert "\n" not in str(told.value)


async def test_a_role_that_is_not_the_owner_is_told_what_it_lacks(database: str) -> None:
    admin = await asyncpg.connect(database)
    await admin.execute("CREATE ROLE lodger LOGIN")
    lodger = database.replace("postgres:@", "lodger@").replace("postgres@", "lodger@")
    try:
        for granted, lacking in (("SELECT", "DELETE, INSERT, UPDATE in .*claim, .*idempotency_key, "),
                                 ("INSERT, UPDATE", "DELETE in .*idempotency_key")):
            await admin.execute(f"GRANT {granted} ON ALL TABLES IN SCHEMA public TO lodger")
            with pytest.raises(failures.CannotStart, match=f'the role "lodger" may not {lacking}'):
                async with hub_database.connected(lodger):
                    pass
        await admin.execute("GRANT DELETE ON ALL TABLES IN SCHEMA public TO lodger")
        async with hub_database.connected(lodger) as one:
            assert await one.fetchval("SELECT current_user") == "lodger"
        await admin.execute("REVOKE ALL ON migration FROM lodger")
        with pytest.raises(failures.CannotStart, match=r'may not do what a migration does \(permission denied for') as told:
            async with hub_database.connected(lodger):
                pass
        assert "\n" not in str(told.value)
    finally:
        await admin.execute("DROP OWNED BY lodger; DROP ROLE lodger")
        await admin.close()


# -- with PgBouncer

BOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")


@pytest.fixture(scope="module")
def bounced() -> Iterator[str]:
    """The URL of a PgBouncer as docs/operations.md configures it, before a server of its own."""
    with servers.started() as server, servers.bouncer(BOUNCER, server) as url:
        yield url


@pytest.mark.skipif(BOUNCER is None, reason="there is no pgbouncer")
async def test_the_settings_hold_behind_a_pgbouncer(bounced: str) -> None:
    pool = await connection.open_pool(bounced, size=2, statement_within=1)
    async with pool.acquire() as one, pool.acquire() as other:
        for each in (one, other):
            assert await each.fetchval("SELECT current_setting('plan_cache_mode')") == "force_generic_plan"
            with pytest.raises(asyncpg.QueryCanceledError):
                await each.fetch("SELECT pg_sleep(30)")
    await pool.close()
    async with hub_database.connected(bounced) as one:  # who comes next has nothing of it
        assert await one.fetchval("SELECT current_setting('statement_timeout')") == "0"
