"""Migrations: each once, in order, never past what the program knows."""
import pytest

from db import migrate
from db.connection import Connection


async def test_a_second_run_applies_nothing(connected: Connection) -> None:
    assert await migrate.migrate(connected) == []


async def test_a_newer_database_is_refused(connected: Connection) -> None:
    await connected.execute("INSERT INTO migration (name) VALUES ('9999_future')")
    with pytest.raises(migrate.UnknownMigration, match="9999_future"):
        await migrate.migrate(connected)
    await connected.execute("DELETE FROM migration WHERE name = '9999_future'")
