"""Resolutions of joint conferences."""
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import committees, rows
from db.driver.connection import Connection
from domain.resolutions import OVER, Resolution

_FOUND = ("SELECT r.state, r.committee_id, r.organization_id, r.home_code, r.owner_id, r.open_to, r.due_on, r.version, "
          f"{committees.holder('r.owner_seat_id', '$2')} AS owner_member_id "
          "FROM resolution r WHERE r.id = $1 FOR NO KEY UPDATE OF r")
OPEN = f"state NOT IN {(*map(str, OVER),)}"


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "resolution", row)


async def committee_of(connection: Connection, resolution_id: UUID) -> UUID | None:
    """The committee of a resolution, whose agendas may be held before it."""
    committee_id: UUID | None = await connection.fetchval("SELECT committee_id FROM resolution WHERE id = $1", resolution_id)
    return committee_id


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
    """Count that resolutions that are not over are carried to the next agenda; returns their new versions.

    writes   resolution
    """
    found = await connection.fetch(
        "UPDATE resolution SET carried_over = carried_over + 1, version = version + 1 "
        f"WHERE id = ANY($1) AND {OPEN} RETURNING id, version",
        list(resolution_ids))
    return {row["id"]: row["version"] for row in found}
