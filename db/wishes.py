"""Micro-wishes, and the residents for whom they are published."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Lapsed:
    """state   that it had before"""

    id: UUID
    state: str
    community_id: UUID
    home_code: str
    due_at: datetime
    version: int


_LAPSE = ("WITH due AS (SELECT id, state FROM micro_wish WHERE state IN ('OPEN', 'OFFERED', 'TAKEN', 'HELD') AND due_at <= $1 "
          "ORDER BY due_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) "
          "UPDATE micro_wish w SET state = 'LAPSED', over_at = $1, version = version + 1 FROM due WHERE w.id = due.id "
          "RETURNING w.id, due.state, w.community_id, w.home_code, w.due_at, w.version")


async def lapse(connection: Connection, now: datetime, limit: int) -> Sequence[Lapsed]:
    """Let up to `limit` lapse whose day is over, leaving those that others hold for the next time.

    writes   micro_wish
    """
    return [Lapsed(**row) for row in await connection.fetch(_LAPSE, now, limit)]
