"""Where units are stationed, or are proposed to be."""
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db import rows
from db.driver import faults
from db.driver.connection import Connection
from domain.stations import AlreadyStationed, Station

_STANDING = "SELECT true FROM station WHERE unit_id = $1 AND community_id = $2 AND state IN ('PROPOSED', 'CONFIRMED') LIMIT 1"
_FOUND = ("SELECT s.state, s.proposed_by, s.unit_id, u.home_code AS unit_home, c.division_code AS community_code, s.version "
          "FROM station s JOIN organization u ON u.id = s.unit_id JOIN organization c ON c.id = s.community_id "
          "WHERE s.id = $1 FOR NO KEY UPDATE OF s")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a station, the unit being locked.

    raises   AlreadyStationed, also where it is proposed already
    """
    if await connection.fetchval(_STANDING, row["unit_id"], row["community_id"]):
        raise AlreadyStationed
    await rows.insert(connection, "station", row)


async def locked(connection: Connection, station_id: UUID) -> Station | None:
    """A station, held against others' steps until the transaction ends."""
    row = await connection.fetchrow(_FOUND, station_id)
    return Station(**row) if row else None


async def revise(connection: Connection, station_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked station; returns its new version.

    raises   AlreadyStationed where another one was confirmed meanwhile, by an import
    """
    with faults.refusing(station_once=AlreadyStationed):
        return await rows.revise(connection, "station", station_id, changes)
