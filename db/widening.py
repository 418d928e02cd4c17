"""Items whose time in a stage is up."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.driver.connection import Connection
from domain.widening import LIMITS

# One whose deadline has passed ends: that is another job's.
_ITS = ("id", "list", "scope", "publisher_id", "home_code", "claimed", "next_stage_at")
_DUE = (f"SELECT {', '.join((*_ITS, *LIMITS.values()))} FROM item "
        "WHERE state = 'PUBLISHED' AND next_stage_at <= $1 AND (deadline IS NULL OR deadline > $1) "
        "ORDER BY next_stage_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED")
_MOVE = ("UPDATE item i SET scope = m.scope, next_stage_at = m.next_stage_at, version = i.version + (m.scope <> i.scope)::int "
         "FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) m (id, scope, next_stage_at) WHERE i.id = m.id "
         "RETURNING i.id, i.version")


@dataclass(frozen=True)
class Due:
    """An item whose time in its stage is up.

    limits   by the columns of LIMITS
    """

    id: UUID
    list: str
    scope: str
    publisher_id: UUID
    home_code: str
    claimed: int
    next_stage_at: datetime
    limits: Mapping[str, Any]


async def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Up to `limit` of them, locked, the longest due first, without those that others hold."""
    found = await connection.fetch(_DUE, now, limit)
    return [Due(**{name: row[name] for name in _ITS}, limits={column: row[column] for column in LIMITS.values()})
            for row in found]


async def move(connection: Connection, moved: Mapping[UUID, tuple[str, datetime | None]]) -> dict[UUID, int]:
    """Give locked items their stage, and when its time is up; returns their versions, one more where the stage is another.

    writes   item
    """
    if not moved:
        return {}
    rows = await connection.fetch(_MOVE, list(moved), *(list(values) for values in zip(*moved.values(), strict=True)))
    return {row["id"]: row["version"] for row in rows}
