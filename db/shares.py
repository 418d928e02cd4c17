"""Shares: an item shown to an organisation outside its scope."""
from datetime import datetime
from uuid import UUID

from db.driver.connection import Connection


async def put(connection: Connection, *, share_id: UUID, item_id: UUID, organization_id: UUID, shared_by: UUID,
              ends_at: datetime | None, now: datetime) -> None:
    """Share an item, or set another end of the share that there is; None: no end."""
    await connection.execute(
        "INSERT INTO share (id, item_id, organization_id, shared_by, ends_at, created_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (item_id, organization_id) DO UPDATE SET ends_at = excluded.ends_at, "
        "shared_by = excluded.shared_by", share_id, item_id, organization_id, shared_by, ends_at, now)
