"""Conferences of the little city, without events."""
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain.conferences import PROCESS
from tests.city import COMMUNITY, City

DAY = date(2098, 3, 2)
PAST = datetime(2026, 1, 5, 1, tzinfo=UTC)
_VALUES: dict[str, Any] = {"starts_at": PAST, "venue": "党群服务中心", "called_at": PAST, "held_at": PAST, "published_at": PAST,
                           "minutes": "议定三事。", "reason": "改日再议"}


async def add_conference(connection: Connection, city: City, **columns: Any) -> UUID:
    """A conference of the community's committee: planned, unless columns say otherwise."""
    row = {"id": uuid7(), "committee_id": city.committee, "organization_id": city.community, "home_code": COMMUNITY,
           "state": "PLANNED", "title": "第一社区大党委联席会议", "planned_for": DAY,
           "topics_until": datetime(2098, 3, 1, tzinfo=UTC) - timedelta(days=3), **columns}
    row |= {name: _VALUES[name] for name in PROCESS.states[row["state"]].has if name not in columns}
    await rows.insert(connection, "joint_conference", row)
    conference: UUID = row["id"]
    return conference


async def add_attendance(connection: Connection, conference_id: UUID, **columns: Any) -> UUID:
    """A guest, unless columns say otherwise."""
    row = {"id": uuid7(), "conference_id": conference_id, "presence": "GUEST", "name": "王来宾", **columns}
    await rows.insert(connection, "attendance", row)
    attendance: UUID = row["id"]
    return attendance
