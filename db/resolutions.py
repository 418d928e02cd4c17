"""Resolutions of joint conferences."""
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import committees, rows
from db.driver.connection import Connection
from domain.resolutions import Resolution

_FOUND = ("SELECT r.state, r.committee_id, r.organization_id, r.home_code, r.owner_id, r.open_to, r.due_on, r.version, "
          f"{committees.holder('r.owner_seat_id', '$2')} AS owner_member_id "
          "FROM resolution r WHERE r.id = $1 FOR NO KEY UPDATE OF r")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "resolution", row)


async def locked(connection: Connection, resolution_id: UUID, today: date) -> Resolution | None:
    """A resolution, held against others' steps until the transaction ends."""
    row = await connection.fetchrow(_FOUND, resolution_id, today)
    return Resolution(**row) if row else None


async def revise(connection: Connection, resolution_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked resolution; returns its new version."""
    return await rows.revise(connection, "resolution", resolution_id, changes)


async def publish(connection: Connection, topic_id: UUID, now: datetime) -> None:
    """Open a topic's resolutions to the committee's division."""
    await connection.execute("UPDATE resolution SET published_at = $2 WHERE topic_id = $1 AND published_at IS NULL",
                             topic_id, now)


async def carry(connection: Connection, resolution_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Count that resolutions that are not confirmed are carried to the next agenda; returns their new versions.

    writes   resolution
    """
    found = await connection.fetch(
        "UPDATE resolution SET carried_over = carried_over + 1, version = version + 1 "
        "WHERE id = ANY($1) AND state <> 'CONFIRMED' RETURNING id, version",
        list(resolution_ids))
    return {row["id"]: row["version"] for row in found}
