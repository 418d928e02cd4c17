"""Webhooks, and what is needed to send to them."""
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.viewer import Viewer
from domain.webhooks import SIGHT, Webhook

_SEEN = visibility.Numbered(SIGHT)
_RULED = ", ".join(f"w.{each.name}" for each in fields(Webhook))
_LOCKED = (f"SELECT {_RULED} FROM webhook w "
           f"WHERE w.id = $1 AND {_SEEN.sql('w', 2)} FOR NO KEY UPDATE")


async def insert(connection: Connection, row: Mapping[str, Any], address: str, secret: str | None, most: int) -> bool:
    """Add a webhook, unless its organisation has so many already; whether it was added.

    writes   webhook, webhook_key; of the same organisation one at a time
    """
    await connection.execute("SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE", row["organization_id"])
    if await connection.fetchval("SELECT count(*) >= $2 FROM webhook WHERE organization_id = $1 AND state <> 'REMOVED'",
                                 row["organization_id"], most):
        return False
    await rows.insert(connection, "webhook", row)
    await rows.insert(connection, "webhook_key", {"webhook_id": row["id"], "address": address, "secret": secret})
    return True


async def locked(connection: Connection, viewer: Viewer, webhook_id: UUID, now: datetime) -> Webhook | None:
    """A webhook that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, webhook_id, *_SEEN.values(viewer, now))
    return Webhook(**row) if row else None


async def revise(connection: Connection, webhook_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked webhook; returns its new version."""
    return await rows.revise(connection, "webhook", webhook_id, changes)


async def of_system(connection: Connection, system_id: UUID) -> list[tuple[UUID, Webhook]]:
    """A system's own webhooks that are not removed, held until the transaction ends."""
    found = await connection.fetch(f"SELECT w.id, {_RULED} FROM webhook w "
                                   "WHERE w.system_id = $1 AND w.state <> 'REMOVED' ORDER BY w.id FOR NO KEY UPDATE", system_id)
    return [(row["id"], Webhook(**{each.name: row[each.name] for each in fields(Webhook)})) for row in found]


async def forget_key(connection: Connection, webhook_id: UUID) -> None:
    """Forget what is needed to send there, and what waits to be sent.

    writes   webhook_key, delivery
    """
    await connection.execute("DELETE FROM webhook_key WHERE webhook_id = $1", webhook_id)
    await connection.execute("DELETE FROM delivery WHERE webhook_id = $1 AND state <> 'SENT'", webhook_id)


async def replay(connection: Connection, webhook_id: UUID, delivery_ids: Sequence[UUID] | None) -> int:
    """Let dead messages of a webhook be tried anew: those named, or all; returns how many.

    writes   delivery
    """
    done = await connection.execute(
        "UPDATE delivery SET state = 'WAITING', tries = 0 WHERE webhook_id = $1 AND state = 'DEAD' "
        "AND ($2::uuid[] IS NULL OR id = ANY($2))", webhook_id, delivery_ids)
    return int(done.split()[-1])
