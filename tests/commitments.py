"""Lists of commitments of the little city's committee, without events."""
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from domain import commitments
from tests.city import COMMUNITY, City

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
YEAR = 2098
_VALUES: dict[str, Any] = {"checked_at": AT, "reported_at": AT, "report": "三件已兑现，一件跨年。", "outcome": "DONE",
                           "reason": "不再需要"}


async def add_list(connection: Connection, city: City, **columns: Any) -> UUID:
    """The list of the seat of `member` on the community's committee: adopted, unless columns say otherwise."""
    row = {"id": uuid7(), "committee_id": city.committee, "organization_id": city.community, "home_code": COMMUNITY,
           "above_id": city.street, "year": YEAR, "kind": "MEMBER", "seat_id": city.seat, "place_id": city.seat,
           "state": "ADOPTED", "adopted_at": AT, "check_due_on": date(YEAR, 7, 14), "report_due_on": date(YEAR + 1, 2, 1),
           **columns}
    needs = commitments.LIST.states[row["state"]].has
    await rows.insert(connection, "commitment_list", row | {name: _VALUES[name] for name in needs if name not in row})
    list_id: UUID = row["id"]
    return list_id


async def add_commitment(connection: Connection, city: City, list_id: UUID, **columns: Any) -> UUID:
    """One of the bank's, open, unless columns say otherwise."""
    of_list = await connection.fetchrow(
        "SELECT committee_id, organization_id, home_code, year, seat_id FROM commitment_list WHERE id = $1", list_id)
    row = {"id": uuid7(), "list_id": list_id, **dict(of_list or {}), "state": "OPEN", "text": "为老年人办一处食堂",
           "owner_id": city.bank, "due_on": date(YEAR, 9, 30), "given_at": AT, **columns}
    needs = commitments.PROCESS.states[row["state"]].has
    await rows.insert(connection, "commitment", row | {name: _VALUES[name] for name in needs if name not in row})
    commitment: UUID = row["id"]
    return commitment
