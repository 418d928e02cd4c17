"""What districts want of members in a year."""
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from uuid_utils.compat import uuid7

from db.driver.connection import Connection

_SET = ("INSERT INTO service_duty (id, organization_id, home_code, projects, hours, set_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (organization_id) DO UPDATE SET projects = excluded.projects, hours = excluded.hours, "
        "set_at = excluded.set_at, version = service_duty.version + 1 RETURNING id, version")


async def set_duty(connection: Connection, district_id: UUID, code: str, projects: int, hours: Decimal,
                   now: datetime) -> tuple[UUID, int]:
    """Set a district's duty; returns its id, and its version then."""
    row = await connection.fetchrow(_SET, uuid7(), district_id, code, projects, hours, now)
    assert row is not None
    return row["id"], row["version"]
