"""Topics and resolutions of the little city's committee, without events."""
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain import resolutions, topics
from tests.city import COMMUNITY, City
from tests.conferences import add_conference

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
DUE = date(2098, 6, 1)
_VALUES: dict[str, Any] = {"opinions": "居民赞成。", "published_at": AT, "supervised_at": AT, "reason": "不属本委员会",
                           "completed_at": AT, "confirmed_at": AT}


async def add_topic(connection: Connection, city: City, **columns: Any) -> UUID:
    """A topic of the community's committee, raised for the school: collected, unless columns say otherwise."""
    row = {"id": uuid7(), "committee_id": city.committee, "organization_id": city.community, "home_code": COMMUNITY,
           "stage": "COLLECTED", "source": "RAISED", "category": "PARKING", "title": "充电桩选址",
           "raised_by": city.members["unit"], "raised_for_id": city.school, "collected_at": AT, **columns}
    needs = topics.PROCESS.states[row["stage"]].has
    if "conference_id" in needs and "conference_id" not in columns:
        row["conference_id"] = await add_conference(connection, city, state="HELD")
    await rows.insert(connection, "topic", row | {name: _VALUES[name] for name in needs if name not in row})
    topic: UUID = row["id"]
    return topic


async def add_resolution(connection: Connection, city: City, topic_id: UUID, **columns: Any) -> UUID:
    """A task of the bank, open, unless columns say otherwise."""
    row = {"id": uuid7(), "topic_id": topic_id, "committee_id": city.committee, "organization_id": city.community,
           "home_code": COMMUNITY, "state": "OPEN", "kind": "TASK", "text": "银行出资设充电桩", "owner_id": city.bank,
           "due_on": DUE, "made_at": AT, **columns}
    needs = resolutions.PROCESS.states[row["state"]].has
    await rows.insert(connection, "resolution", row | {name: _VALUES[name] for name in needs if name not in row})
    resolution: UUID = row["id"]
    return resolution
