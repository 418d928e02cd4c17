"""Yearly reports as the reference knows them: some rows, and what is asked of them."""
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

import db.rows
from db.driver.connection import Connection
from tests.reference.stored import Row


async def fill(connection: Connection, communities: Mapping[UUID, str], members: Sequence[UUID], unit: UUID,
               moment: Callable[[], datetime], choose: Callable[[Any], Any]) -> None:
    """Of each of these members of a unit, and of the unit itself, of two years."""
    for year in (2024, 2025):
        for member in (*members, None):
            state = choose(("ISSUED", "ISSUED", "CONTESTED", "FINAL"))
            issued, contested = moment(), state == "CONTESTED" or choose((True, False))
            await db.rows.insert(connection, "yearly_report", {
                "id": uuid7(), "year": year, "member_id": member, "unit_id": unit, "community_id": choose(list(communities)),
                "registrations": choose((0, 1)), "projects": choose((0, 2)), "hours": choose((0, 30)), "claims": choose((0, 5)),
                "deliveries": choose((0, 4)), "duty_projects": 1, "duty_hours": 24, "state": state, "issued_at": issued,
                "contest_until": choose((issued, issued + timedelta(days=30_000))),
                "contested_at": moment() if contested else None, "reason": "少计" if contested else None,
                "answered_at": None, "answer": None, "final_at": moment() if state == "FINAL" else None})


def fulfilled(row: Row) -> bool:
    return bool(row["projects"] >= row["duty_projects"] and row["hours"] >= row["duty_hours"])
