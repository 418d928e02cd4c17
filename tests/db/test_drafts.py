"""Migration 0003: what became of drafts before it."""
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from db.driver import connection
from db.driver.connection import Connection
from db.server import migrate

PUBLISHER = uuid4()


@pytest.fixture
async def old(server: str, tmp_path: Path, worker_id: str) -> AsyncIterator[Connection]:
    """A database of before."""
    shutil.copy(migrate.FOLDER / "0001_three_lists.sql", tmp_path)
    name, admin = f"sandan_old_{worker_id}", await asyncpg.connect(server)
    await admin.execute(f"CREATE DATABASE {name}")
    one = await connection.connect(connection.with_database(server, name))
    await migrate.migrate(one, tmp_path)
    await one.execute(f"INSERT INTO organization (id, kind, name) VALUES ('{PUBLISHER}', 'UNIT', '星城小学')")
    yield one
    await one.close()
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


async def _item(one: Connection, state: str, *told: tuple[str, str]) -> UUID:
    """
    told   kinds of its events, and the state before
    """
    item = uuid4()
    await one.execute("""
        INSERT INTO item (id, list, state, publisher_id, home_code, scope, category, title, quantity, unit, listed_at, urgency,
                          closed_at)
        VALUES ($1, 'DEMAND', $2::text, $3, '110111007001', 'COMMUNITY', 'OTHER', '王秀英家', 1, '次', now(), 'SOON',
                CASE WHEN $2::text = 'WITHDRAWN' THEN now() END)""",
                      item, state, PUBLISHER)
    await one.execute("INSERT INTO contact (item_id, name, phone) VALUES ($1, '王秀英', '13811112222')", item)
    for version, (kind, before) in enumerate(told, 1):
        await one.execute("INSERT INTO event (id, at, kind, object_type, object_id, object_version, item_id, before) VALUES "
                          "(gen_random_uuid(), now(), $2, 'Demand', $1, $3, $1, jsonb_build_object('state', $4::text))",
                          item, kind, version, before)
    return item


async def test_what_was_never_published_is_gone_and_the_rest_knows_since_when_it_was(old: Connection) -> None:
    drafted, revised = ("item.drafted", ""), ("item.revised", "")
    kept = {
        await _item(old, "DRAFT", drafted, revised): 0,
        await _item(old, "PUBLISHED", ("item.published", ""), revised): 0,
        await _item(old, "PUBLISHED", drafted, revised, ("item.published", "DRAFT"), revised): 2,
        await _item(old, "WITHDRAWN", drafted, ("item.published", "DRAFT"), ("item.withdrawn", "PUBLISHED")): 1,
        await _item(old, "PUBLISHED"): 0}
    gone = await _item(old, "WITHDRAWN", drafted, revised, ("item.withdrawn", "DRAFT"))
    events = await old.fetchval("SELECT count(*) FROM event")
    await migrate.migrate(old)
    found = await old.fetch("SELECT id, draft_version FROM item")
    assert {row["id"]: row["draft_version"] for row in found} == kept
    assert gone not in {row["item_id"] for row in await old.fetch("SELECT item_id FROM contact")}
    assert await old.fetchval("SELECT count(*) FROM event") == events
