"""Pairings of units, leaders and departments with communities, grids and buildings."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.pairings import SIGHT, AlreadyPaired, Pairing
from domain.viewer import Viewer

_RULED = "state, proposed_by, host_id, partner_id, home_code, ends_at, version"
_SEEN = visibility.Numbered(SIGHT)
_LOCKED = f"SELECT {_RULED} FROM pairing p WHERE p.id = $1 AND {_SEEN.sql('p', 2)} FOR NO KEY UPDATE"


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a pairing.

    raises   AlreadyPaired where a standing one of the same two has some of its days
    """
    with faults.refusing(pairing_once=AlreadyPaired):
        await rows.insert(connection, "pairing", row)


async def locked(connection: Connection, viewer: Viewer, pairing_id: UUID, now: datetime) -> Pairing | None:
    """A pairing that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, pairing_id, *_SEEN.values(viewer, now))
    return Pairing(**row) if row else None


async def revise(connection: Connection, pairing_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked pairing; returns its new version."""
    return await rows.revise(connection, "pairing", pairing_id, changes)
