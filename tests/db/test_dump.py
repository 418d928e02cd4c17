"""The migrations add up to `db/schema.sql`, which is what people read."""
import os

import asyncpg

from db.driver import connection
from db.server import dump, migrate


async def test_migrations_add_up_to_the_dumped_schema(server: str, database: str) -> None:
    if "REWRITE" in os.environ:
        dump.FILE.write_text(dump.structure(database), "utf-8")
    admin = await asyncpg.connect(server)
    name = f"{database.rsplit('/', 1)[1].split('?')[0]}_dump"
    await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    loaded = connection.with_database(server, name)
    try:
        empty = await asyncpg.connect(loaded)
        await empty.execute(dump.FILE.read_text("utf-8"))
        await empty.close()
        assert dump.structure(loaded) == dump.structure(database), "make dump writes db/schema.sql anew"
    finally:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()


def test_every_migration_is_numbered_once() -> None:
    numbers = [file.stem.split("_")[0] for file in sorted(migrate.FOLDER.glob("*.sql"))]
    assert len({*numbers}) == len(numbers)
