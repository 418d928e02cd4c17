"""Calls of the little city, without events."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain.whistles import PROCESS
from tests.city import COMMUNITY, DISTRICT, STREET, City

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
LATER = datetime(2098, 6, 30, tzinfo=UTC)
_VALUES: dict[str, Any] = {"reason": "不属本部门职责", "result": "已清运", "evidence": "现场照片两张", "accept_by": LATER,
                           "handle_by": LATER}
_LIMITS = {"accept_in": 4, "accept_unit": "HOURS", "handle_in": 5, "handle_unit": "WORKING_DAYS"}


async def add_whistle(connection: Connection, city: City, lead: str = "bank", assisting: tuple[str, ...] = (),
                      **columns: Any) -> UUID:
    """A call of the community, due in far away days: dispatched to the bank, unless columns say otherwise."""
    over = columns.get("state") in ("CLOSED", "WITHDRAWN", "LINKED")
    if columns.get("state") == "LINKED" and "duplicate_of_id" not in columns:
        columns["duplicate_of_id"] = await add_whistle(connection, city)
    row = {"id": uuid7(), "raiser_id": city.community, "raised_by": city.members["community"], "home_code": COMMUNITY,
           "kind": "KEY_WORK", "category": "ENVIRONMENT", "title": "楼后垃圾堆积", "body": "", "state": "DISPATCHED",
           "level": "COMMUNITY", "reported_at": AT, "due_at": None if over else LATER, **columns}
    is_new = row["state"] in ("REPORTED", "TRIAGED")
    if not is_new:
        row |= {"lead_id": getattr(city, lead), "dispatched_at": AT, "accept_by": LATER, "handle_by": LATER} | _LIMITS | row
    if row["state"] in ("HANDLED", "REWORK", "SUSPENDED", "VERIFIED", "CLOSED"):
        row.setdefault("accepted_at", AT)
    row |= {name: _VALUES.get(name, AT) for name in PROCESS.states[row["state"]].has if name not in row}
    if row["home_code"].startswith(STREET):
        row = {"street_id": city.street, "district_id": city.district, **row}
    row.setdefault("assisting_ids", [] if is_new else [getattr(city, name) for name in assisting])
    await rows.insert(connection, "whistle", row)
    for name in () if is_new else (lead, *assisting):
        await add_party(connection, row["id"], getattr(city, name), "LEAD" if name == lead else "ASSISTING")
    return UUID(str(row["id"]))


async def add_party(connection: Connection, whistle_id: UUID, organization_id: UUID, role: str, **columns: Any) -> UUID:
    row = {"id": uuid7(), "whistle_id": whistle_id, "organization_id": organization_id, "role": role, "state": "ASKED",
           "asked_at": AT, **columns}
    await rows.insert(connection, "whistle_party", row)
    return UUID(str(row["id"]))


async def add_resident(connection: Connection, whistle_id: UUID, name: str = "王桂英", phone: str = "13800001234") -> UUID:
    await rows.insert(connection, "whistle_resident", {"whistle_id": whistle_id, "name": name, "phone": phone})
    await connection.execute("UPDATE whistle SET for_resident = true WHERE id = $1", whistle_id)
    return whistle_id


async def add_route(connection: Connection, city: City, **columns: Any) -> UUID:
    """Of the district's calls about the environment, to the bank, unless columns say otherwise."""
    row = {"id": uuid7(), "division_id": city.district, "division_code": DISTRICT, "category": "ENVIRONMENT",
           "lead_id": city.bank, **_LIMITS, "set_at": AT, **columns}
    await rows.insert(connection, "route", row)
    return UUID(str(row["id"]))
