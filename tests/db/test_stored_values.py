"""What migration 0006 makes of rows that were stored before it."""
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from db.driver.connection import Connection, with_database
from db.server import migrate
from domain import simplified
from domain.folding import DOTS, words
from tests import city

FILE = migrate.FOLDER / "0006_values.sql"


@pytest.fixture
async def before(server: str, tmp_path: Path, worker_id: str) -> AsyncIterator[Connection]:
    """A connection to a database of its own that has all migrations before this one."""
    name, admin = f"sandan_test_0006_{worker_id}", await asyncpg.connect(server)
    await admin.execute(f'CREATE DATABASE "{name}" ENCODING \'UTF8\' TEMPLATE template0')
    for file in migrate.FOLDER.glob("*.sql"):
        if file.name < FILE.name:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    connection = await asyncpg.connect(with_database(server, name))
    await migrate.migrate(connection, tmp_path)
    yield connection
    await connection.close()
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


_ITEM = """INSERT INTO item (id, list, state, publisher_id, home_code, scope, category, title, body, quantity, unit, listed_at,
                             urgency, starts_at, deadline)
           SELECT gen_random_uuid(), 'DEMAND', 'PUBLISHED', $1, '110111007001', 'COMMUNITY', 'OTHER', $2, $3, 1, '次', now(),
           'ROUTINE',
                  $4::text::timestamptz, $5::text::timestamptz"""
TITLES = ("社區義診", "买买提•阿卜杜拉", "ＡＥＤ", "楼道照明")
ENDS = {"infinity": None, "9999-12-31T00:00:00Z": None, "9998-12-31T16:00:00Z": "9998-12-31 16:00:00+00",
        "2098-01-01T00:00:00Z": "2098-01-01 00:00:00+00"}


async def _community(connection: Connection) -> object:
    return await connection.fetchval("INSERT INTO organization (id, kind, name, division_code) "
                                     "VALUES (gen_random_uuid(), 'COMMUNITY', '星城', '110111007001') RETURNING id")


async def test_what_is_searched_is_folded_as_python_does(before: Connection) -> None:
    community = await _community(before)
    for title in TITLES:
        await before.execute(_ITEM, community, title, "內容", None, None)
    await before.execute(FILE.read_text("utf-8"))
    for row in await before.fetch("SELECT title, body, words FROM item"):
        assert row["words"] == words(row["title"], row["body"])


async def test_only_rows_that_differ_are_written(before: Connection) -> None:
    community = await _community(before)
    for title in TITLES:
        await before.execute(_ITEM, community, title, "内容", None, None)
    places = {row["title"]: row["ctid"] for row in await before.fetch("SELECT title, ctid FROM item")}
    await before.execute(FILE.read_text("utf-8"))
    after = {row["title"]: row["ctid"] for row in await before.fetch("SELECT title, ctid FROM item")}
    assert [title for title in TITLES if places[title] != after[title]] == list(TITLES[:2])


async def test_ends_beyond_all_dates_are_none(before: Connection) -> None:
    community = await _community(before)
    for end in ENDS:
        await before.execute(_ITEM, community, end, "", "-infinity" if end == "infinity" else None, end)
    await before.execute("SET timezone = 'UTC'")
    await before.execute(FILE.read_text("utf-8"))
    found = {row["title"]: (row["deadline"], row["starts_at"]) for row in await before.fetch(
        "SELECT title, deadline::text, starts_at FROM item")}
    assert found == {end: (kept, None) for end, kept in ENDS.items()}


async def test_terms_and_slots_beyond_all_dates(before: Connection) -> None:
    community = await _community(before)
    member = await city.add_member(before, "somebody")
    await before.execute("INSERT INTO office (id, member_id, organization_id, kind, starts_on, ends_on) "
                         "VALUES (gen_random_uuid(), $1, $2, 'OFFICER', '-infinity', 'infinity')", member, community)
    await before.execute("INSERT INTO office (id, member_id, organization_id, kind, starts_on, ends_on) "
                         "VALUES (gen_random_uuid(), $1, $2, 'OFFICER', '2026-01-01', '9999-12-31')", member, community)
    await before.execute(FILE.read_text("utf-8"))
    rows = await before.fetch("SELECT starts_on::text, ends_on FROM office ORDER BY 1")
    assert [tuple(row) for row in rows] == [("1900-01-01", None), ("2026-01-01", None)]


def test_the_migration_has_the_table_of_characters() -> None:
    """In the order in which `translate` takes them: all of the one, then all of the other."""
    pieces = [piece for piece in FILE.read_text("utf-8").split("'") if len(piece) == 60]
    joined = "".join(pieces)
    assert simplified.TRADITIONAL[:3600] in joined
    assert simplified.SIMPLIFIED[:3600] in joined
    assert DOTS in FILE.read_text("utf-8")
