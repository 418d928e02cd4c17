"""Pledges."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from domain.pledges import SIGHT, Pledge
from domain.viewer import Viewer

_SEEN_BY = visibility.Numbered(SIGHT)
_LOCKED = (f"SELECT p.state, p.maker_id, p.due_at, p.version FROM pledge p WHERE p.id = $1 AND {_SEEN_BY.sql('p', 2)} "
           "FOR NO KEY UPDATE")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "pledge", row)


async def locked(connection: Connection, viewer: Viewer, pledge_id: UUID, now: datetime) -> Pledge | None:
    """A pledge that the viewer sees, held against others' steps until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, pledge_id, *_SEEN_BY.values(viewer, now))
    return Pledge(**row) if row else None


async def revise(connection: Connection, pledge_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked pledge; returns its new version."""
    return await rows.revise(connection, "pledge", pledge_id, changes)


@dataclass(frozen=True)
class Lapsed:
    id: UUID
    maker_id: UUID
    due_at: datetime
    version: int


_LAPSE = ("WITH due AS (SELECT id FROM pledge WHERE state = 'OPEN' AND due_at <= $1 "
          "ORDER BY due_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) "
          "UPDATE pledge p SET state = 'LAPSED', version = version + 1 FROM due WHERE p.id = due.id "
          "RETURNING p.id, p.maker_id, p.due_at, p.version")


async def lapse(connection: Connection, now: datetime, limit: int) -> list[Lapsed]:
    """Let up to `limit` lapse whose time is over, leaving those that others hold for the next time.

    writes   pledge.state
    """
    return [Lapsed(**row) for row in await connection.fetch(_LAPSE, now, limit)]
