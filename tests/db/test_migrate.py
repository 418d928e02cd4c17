"""Migrations: each once, in order, never past what the program knows."""
from pathlib import Path

import pytest

from db.driver.connection import Connection
from db.server import migrate


async def test_a_second_run_applies_nothing(connected: Connection) -> None:
    assert await migrate.migrate(connected) == []


async def test_a_newer_database_is_refused(connected: Connection) -> None:
    await connected.execute("INSERT INTO migration (name, sha256, applied_at) VALUES ('9999_future', '', now())")
    with pytest.raises(migrate.UnknownMigration, match="9999_future"):
        await migrate.migrate(connected)
    await connected.execute("DELETE FROM migration WHERE name = '9999_future'")


async def test_a_migration_is_never_rewritten(connected: Connection, tmp_path: Path) -> None:
    for file in migrate.FOLDER.glob("*.sql"):
        (tmp_path / file.name).write_text(file.read_text("utf-8") + "-- another text", "utf-8")
    with pytest.raises(migrate.UnknownMigration, match="0001_three_lists"):
        await migrate.migrate(connected, tmp_path)
