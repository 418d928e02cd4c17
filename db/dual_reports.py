"""Registrations of in-service members with the communities where they live."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.dual_reports import SIGHT, AlreadyReported, DualReport
from domain.viewer import Viewer

_SEEN = visibility.Numbered(SIGHT)
_LOCKED = ("SELECT state, member_id, unit_id, community_id, home_code, confirmed_at, version FROM dual_report d "
           f"WHERE d.id = $1 AND {_SEEN.sql('d', 2)} FOR NO KEY UPDATE")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a registration.

    raises   AlreadyReported where the member has one that stands
    """
    with faults.refusing(dual_report_once=AlreadyReported):
        await rows.insert(connection, "dual_report", row)


async def locked(connection: Connection, viewer: Viewer, report_id: UUID, now: datetime) -> DualReport | None:
    """A registration that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, report_id, *_SEEN.values(viewer, now))
    return DualReport(**row) if row else None


async def revise(connection: Connection, report_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked registration; returns its new version."""
    return await rows.revise(connection, "dual_report", report_id, changes)
