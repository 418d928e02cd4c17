"""Which projects seats lead, and the consents to one more."""
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows
from db.driver.connection import Connection

_OF_PLACE = "ANY(ARRAY(SELECT s.id FROM seat s WHERE coalesce(s.place_id, s.id) = $1))"
_COUNT = (f"SELECT (SELECT count(*) FROM item WHERE list = 'PROJECT' AND lead_seat_id = {_OF_PLACE} AND listed_at >= $2 "
          "AND state IN ('DRAFT', 'PUBLISHED', 'COMPLETED') AND id IS DISTINCT FROM $3) + "
          f"(SELECT count(*) FROM joint_project p WHERE p.lead_seat_id = {_OF_PLACE} AND p.formed_at >= $2 "
          "AND p.state <> 'STOPPED' AND NOT EXISTS (SELECT FROM claim c JOIN item i ON i.id = c.item_id "
          f"WHERE c.joint_project_id = p.id AND i.list = 'PROJECT' AND i.lead_seat_id = {_OF_PLACE}))")


async def count(connection: Connection, place_id: UUID, since: datetime, but: UUID | None = None) -> int:
    """The projects that a place leads since a moment, those left out that were withdrawn or expired, and the one `but`; with
    the joint projects that were not stopped, unless they carry out one that it leads already."""
    found: int = await connection.fetchval(_COUNT, place_id, since, but)
    return found


async def consented(connection: Connection, place_id: UUID, year: int) -> int:
    """Consents of a year to one more project of a place."""
    found: int = await connection.fetchval("SELECT count(*) FROM lead_consent WHERE place_id = $1 AND year = $2",
                                           place_id, year)
    return found


async def consent(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "lead_consent", row)


async def is_led(connection: Connection, item_id: UUID) -> bool:
    """Whether a seat leads the project."""
    return bool(await connection.fetchval("SELECT lead_seat_id IS NOT NULL FROM item WHERE id = $1", item_id))


async def set_quota(connection: Connection, committee_id: UUID, quota: int) -> tuple[int, int]:
    """Change a locked committee's quota; returns the one before, and the committee's new version."""
    before: int = await connection.fetchval("SELECT lead_quota FROM joint_committee WHERE id = $1", committee_id)
    return before, await rows.revise(connection, "joint_committee", committee_id, {"lead_quota": quota})
