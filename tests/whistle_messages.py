"""Messages of calls of the little city, without events."""
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows
from db.driver.connection import Connection
from tests.city import City
from tests.whistles import AT


async def add_message(connection: Connection, city: City, whistle_id: UUID, **columns: Any) -> UUID:
    """Of the bank's to all parties, unless columns say otherwise."""
    row = {"id": uuid7(), "whistle_id": whistle_id, "organization_id": city.bank, "written_by": city.members["bank"],
           "internal": False, "body": "请补充具体地址", "written_at": AT, **columns}
    await rows.insert(connection, "whistle_message", row)
    return UUID(str(row["id"]))
