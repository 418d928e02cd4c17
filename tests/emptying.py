"""A database as empty as migrations leave it, after each test."""
from db.driver.connection import Pool

MUCH = 64 * 8192  # bytes of a table, of which most is gone already
TABLES = ("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration' ORDER BY 1")
SIZE = "SELECT '{0}' AS name, EXISTS (SELECT FROM {0}) AS has_rows, pg_relation_size('{0}') AS size"
FREELY = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
SEQUENCES = "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences"


async def anew(pool: Pool) -> None:
    """Make all tables and their statistics anew."""
    tables = [row["name"] for row in await pool.fetch(TABLES)]
    await pool.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")


async def empty(pool: Pool) -> None:
    """Delete everything. A truncation makes hundreds of files anew each time: it is for tables that have grown, and for users
    whom no trigger obeys."""
    tables = [row["name"] for row in await pool.fetch(TABLES)]
    found = await pool.fetch(" UNION ALL ".join(SIZE.format(name) for name in tables))
    if any(row["size"] > MUCH for row in found) or not await pool.fetchval(FREELY):
        await anew(pool)
        return
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")  # the log lets nothing be deleted
        for row in found:
            if row["has_rows"]:
                await connection.execute(f"DELETE FROM {row['name']}")
        await connection.execute(SEQUENCES)
