"""INSERT and UPDATE of one row, written from our own column names."""
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.driver.connection import Connection


async def insert(connection: Connection, table: str, row: Mapping[str, Any]) -> None:
    """Add a row.

    row   column names, which are the program's own, never a caller's, to values
    """
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())


async def revise(connection: Connection, table: str, row_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change a row that the transaction has locked, and count its version up.

    changes   column names, which are the program's own, never a caller's, to new values
    returns   the new version
    """
    settings = "".join(f"{column} = ${number}, " for number, column in enumerate(changes, 2))
    version: int = await connection.fetchval(
        f"UPDATE {table} SET {settings}version = version + 1 WHERE id = $1 RETURNING version",
        row_id, *changes.values())
    return version
