"""Micro-wishes, and the residents for whom they are published."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.viewer import Viewer
from domain.wishes import SIGHT, Wish

_SEEN = visibility.Numbered(SIGHT)
_LOCKED = ("SELECT w.state, w.community_id, w.scope_code, w.holder_id, w.due_at, w.home_code, w.version FROM micro_wish w "
           f"WHERE w.id = $1 AND {_SEEN.sql('w', 2)} FOR NO KEY UPDATE")


async def insert(connection: Connection, row: Mapping[str, Any], resident: tuple[str, str]) -> None:
    """Add a wish, with the name and phone of the resident.

    writes   micro_wish, wish_resident
    """
    await rows.insert(connection, "micro_wish", row)
    name, phone = resident
    await rows.insert(connection, "wish_resident", {"wish_id": row["id"], "name": name, "phone": phone})


async def locked(connection: Connection, viewer: Viewer, wish_id: UUID, now: datetime) -> Wish | None:
    """A wish that the viewer sees, held against others' steps until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, wish_id, *_SEEN.values(viewer, now))
    return Wish(**row) if row else None


async def revise(connection: Connection, wish_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked wish; returns its new version."""
    return await rows.revise(connection, "micro_wish", wish_id, changes)


async def erase_resident(connection: Connection, wish_id: UUID) -> bool:
    """Forget for whom a wish is; returns whether that was known."""
    return await connection.fetchval("DELETE FROM wish_resident WHERE wish_id = $1 RETURNING true", wish_id) is not None
