"""The database that a command uses is fit for this program, or the command says why not."""
import pytest

from db.driver import connection
from hub import database, failures, settings


async def test_a_given_database_is_used(configured: settings.Settings, pool: connection.Pool) -> None:
    assert database.url(configured) == configured.database_url
    async with database.connected(database.url(configured)) as connected:
        assert await connected.fetchval("SELECT count(*) FROM migration") > 0


async def test_a_newer_database_is_left_alone(configured: settings.Settings,
                                              connected: connection.Connection) -> None:
    await connected.execute("INSERT INTO migration (name, sha256, applied_at) VALUES ('9999_of_the_future', '', now())")
    try:
        with pytest.raises(failures.CannotStart, match="newer than this program: it has 9999_of_the_future"):
            async with database.connected(database.url(configured)):
                pass
        assert await connected.fetchval("SELECT count(*) FROM migration WHERE name LIKE '9999%'") == 1
    finally:
        await connected.execute("DELETE FROM migration WHERE name LIKE '9999%'")


async def test_a_database_that_is_not_there(configured: settings.Settings) -> None:
    missing = connection.with_database(str(configured.database_url), "nowhere")
    with pytest.raises(failures.CannotStart, match='database "nowhere" does not exist'):
        async with database.connected(missing):
            pass
