"""Webhooks, and what is needed to send to them."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.viewer import Viewer
from domain.webhooks import SIGHT, Webhook

_SEEN = visibility.Numbered(SIGHT)
_LOCKED = ("SELECT w.state, w.organization_id, w.gives_up_at, w.version FROM webhook w "
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


@dataclass(frozen=True)
class GivenUp:
    """A webhook that was disabled; `due_at` as the deadline's column had it."""

    id: UUID
    organization_id: UUID
    due_at: datetime
    version: int


_GIVE_UP = ("WITH due AS (SELECT id, gives_up_at FROM webhook WHERE state = 'ACTIVE' AND gives_up_at <= $1 "
            "ORDER BY gives_up_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) "
            "UPDATE webhook w SET state = 'DISABLED', gives_up_at = NULL, version = version + 1 FROM due WHERE w.id = due.id "
            "RETURNING w.id, w.organization_id, due.gives_up_at AS due_at, w.version")


async def give_up(connection: Connection, now: datetime, limit: int) -> list[GivenUp]:
    """Disable up to `limit` that have failed for so long, leaving those that others hold for the next time.

    writes   webhook
    """
    return [GivenUp(**row) for row in await connection.fetch(_GIVE_UP, now, limit)]
