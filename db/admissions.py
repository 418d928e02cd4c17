"""Admissions of departments' tasks to communities, and the items by which they are asked."""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver.connection import Connection
from db.items import Expired
from domain import dates
from domain.admissions import SIGHT, Admission
from domain.viewer import Viewer

_RULED = "state, department_id, decider_id, home_code, category, starts_on, ends_at, version"
_SEEN = visibility.Numbered(SIGHT)
_LOCKED = f"SELECT {_RULED} FROM admission a WHERE a.id = $1 AND {_SEEN.sql('a', 2)} FOR NO KEY UPDATE"
_HELD = f"SELECT {_RULED} FROM admission WHERE id = $1 FOR SHARE"
_OF_ITEM = f"SELECT {_RULED} FROM admission WHERE id = (SELECT admission_id FROM item WHERE id = $1)"


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "admission", row)


async def locked(connection: Connection, viewer: Viewer, admission_id: UUID, now: datetime) -> Admission | None:
    """An admission that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, admission_id, *_SEEN.values(viewer, now))
    return Admission(**row) if row else None


@dataclass(frozen=True, kw_only=True)
class Known(Admission):
    """An admission as a workbook tells it; `decided_on` is in China."""

    division_id: UUID
    title: str
    basis: str
    funded_per: str
    asked_yuan: Decimal
    approved_yuan: Decimal | None
    voucher: str | None
    ends_on: date
    decided_on: date | None


async def of_titles(connection: Connection, department_ids: Collection[UUID],
                    titles: Collection[str]) -> dict[tuple[UUID, UUID, str], list[Known]]:
    """Admissions of these departments that have one of these titles, by department, division and title."""
    rows = await connection.fetch(
        f"SELECT {_RULED}, division_id, title, basis, funded_per, asked_yuan, approved_yuan, voucher, ends_on, "
        "decided_at FROM admission WHERE department_id = ANY($1) AND title = ANY($2) ORDER BY id",
        list(department_ids), list(titles))
    found: dict[tuple[UUID, UUID, str], list[Known]] = {}
    for row in map(dict, rows):
        decided_at = row.pop("decided_at")
        known = Known(**row, decided_on=dates.day(decided_at) if decided_at else None)
        found.setdefault((known.department_id, known.division_id, known.title), []).append(known)
    return found


async def held(connection: Connection, admission_id: UUID) -> Admission | None:
    """An admission, which nobody revokes until the transaction ends."""
    row = await connection.fetchrow(_HELD, admission_id)
    return Admission(**row) if row else None


async def held_of(connection: Connection, item_id: UUID) -> Admission | None:
    """The same of the admission by which an item is asked; None of one that needs none."""
    row = await connection.fetchrow(f"{_OF_ITEM} FOR SHARE", item_id)
    return Admission(**row) if row else None


async def of_item(connection: Connection, item_id: UUID) -> Admission | None:
    """The admission by which an item is asked; None of one that needs none."""
    row = await connection.fetchrow(_OF_ITEM, item_id)
    return Admission(**row) if row else None


async def revise(connection: Connection, admission_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked admission; returns its new version."""
    return await rows.revise(connection, "admission", admission_id, changes)


async def close(connection: Connection, admission_id: UUID, now: datetime) -> Sequence[Expired]:
    """End what is open under a locked admission: nobody claims it any more, what is claimed goes on.

    writes   item
    """
    closed = await connection.fetch(
        "UPDATE item SET state = 'EXPIRED', deadline = $2, closed_at = $2, version = version + 1 "
        "WHERE admission_id = $1 AND state = 'PUBLISHED' RETURNING id, list, publisher_id, home_code, deadline, version",
        admission_id, now)
    return [Expired(**row) for row in closed]
