"""A session as answers and safety need it, whatever the database, the role or a pooler have set.

Settings are given after connecting: PgBouncer refuses most of those that are given with the connection, or loses them.
"""
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import asyncpg

if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record]
else:
    Connection = asyncpg.Connection

# `LIMIT $n` makes PostgreSQL plan anew at every call, which costs more than the read itself: plan once, generically.
# And to start parallel workers takes longer than any page (docs/decisions/0004).
PLANS = {"plan_cache_mode": "force_generic_plan", "jit": "off", "max_parallel_workers_per_gather": "0"}
# What texts look like that are made of values, and how texts are read.
TEXTS = {"TimeZone": "UTC", "DateStyle": "ISO, MDY", "IntervalStyle": "postgres", "extra_float_digits": "1",
         "bytea_output": "hex", "client_encoding": "UTF8", "standard_conforming_strings": "on", "array_nulls": "on"}
# Which rows a statement finds and sees: all, those of our tables, what is committed; rather an error than a part of them.
ROWS = {"search_path": "public", "row_security": "off", "transform_null_equals": "off", "gin_fuzzy_search_limit": "0",
        "default_transaction_isolation": "read committed", "default_transaction_deferrable": "off"}
# For how long; a session that nobody uses stays, as one is used for listening.
TIMES = {"statement_timeout": "0", "lock_timeout": "0", "idle_in_transaction_session_timeout": "0", "idle_session_timeout": "0",
         "transaction_timeout": "0"}
SETTINGS = {"application_name": "sandan", **PLANS, **TEXTS, **ROWS, **TIMES}

_SET = """SELECT s.name, set_config(s.name, s.value, false) AS value FROM (
    SELECT * FROM unnest($1::text[], $2::text[])
    UNION ALL SELECT 'synchronous_commit', 'on' WHERE current_setting('synchronous_commit') = 'off'
) AS s (name, value) WHERE current_setting(s.name, true) IS NOT NULL"""
"""A setting that this version does not have is left out. Where commits are not waited for, what was answered could be lost."""
_FOUND = """SELECT current_setting('session_replication_role') AS replication, current_setting('server_encoding') AS encoding,
    (SELECT count(*) FROM unnest($1::text[], $2::text[]) AS k (name, value) WHERE current_setting(k.name) <> k.value) AS lost"""
ASKED = (_SET, _FOUND)
"""What each new connection is asked."""
READ_ONLY = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean"


class UnfitSession(Exception):
    """The database or what stands before it does not let a session be as it must be; the message says what is missing."""


async def pin(connection: Connection, **more: str) -> None:
    """Set what answers and safety rest on, and look whether it holds.

    raises   UnfitSession
    """
    wanted = SETTINGS | more
    rows = await connection.fetch(_SET, list(wanted), list(wanted.values()))
    now: Mapping[str, str] = {row["name"]: row["value"] for row in rows}
    found = await connection.fetchrow(_FOUND, list(now), list(now.values()))  # a transaction of its own
    assert found is not None
    if found["lost"]:
        raise UnfitSession("settings do not last from one transaction to the next: a pooler must pool by session")
    if found["replication"] != "origin":
        raise UnfitSession(f"session_replication_role is {found['replication']}: triggers would not guard the trail; RESET it")
    if found["encoding"] != "UTF8":
        raise UnfitSession(f"its encoding is {found['encoding']}, and must be UTF8")


async def is_read_only(connection: Connection) -> bool:
    """Whether it is a standby, or set to be read only."""
    return bool(await connection.fetchval(READ_ONLY))


async def role(connection: Connection) -> str:
    """As whom it is signed in."""
    return str(await connection.fetchval("SELECT current_user"))
