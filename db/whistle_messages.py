"""What the parties of a call write to each other."""
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db import rows
from db.driver.connection import Connection


async def departments(connection: Connection, whistle_id: UUID) -> list[UUID]:
    """Those that a call was dispatched to, the one that was asked first first."""
    found = await connection.fetch(
        "SELECT organization_id FROM whistle_party WHERE whistle_id = $1 ORDER BY asked_at, id", whistle_id)
    return [row["organization_id"] for row in found]


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """
    writes   whistle_message
    """
    await rows.insert(connection, "whistle_message", row)
