"""Lists of commitments, and the commitments in them."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import committees, rows
from db.driver import faults
from db.driver.connection import Connection
from domain.commitments import AlreadyAdopted, Commitment, CommitmentList

_LIST = ("SELECT l.state, l.committee_id, l.organization_id, l.home_code, l.year, l.above_id, l.seat_id, "
         "l.report_due_on, l.version, "
         f"{committees.holder('l.seat_id', '$2')} AS holder_id "
         "FROM commitment_list l WHERE l.id = $1 FOR NO KEY UPDATE OF l")
_ONE = ("SELECT c.state, c.committee_id, c.organization_id, c.home_code, c.owner_id, c.version, "
        f"{committees.holder('c.seat_id', '$2')} AS holder_id, {committees.holder('c.owner_seat_id', '$2')} AS owner_member_id "
        "FROM commitment c WHERE c.id = $1 FOR NO KEY UPDATE OF c")
_ABOVE = ("SELECT a.id FROM organization g JOIN organization a ON a.division_code = g.parent_code WHERE g.id = $1")
_DUE = ("SELECT id, state, overdue_at, report_due_on, version + 1 AS version, organization_id, home_code FROM commitment_list "
        "WHERE state IN ('ADOPTED', 'CHECKED') AND overdue_at <= $1 ORDER BY overdue_at, id LIMIT $2 "
        "FOR NO KEY UPDATE SKIP LOCKED")


@dataclass(frozen=True)
class Due:
    """A list of which the check or the report falls overdue: `version` after that."""

    id: UUID
    state: str
    overdue_at: datetime
    report_due_on: date
    version: int
    organization_id: UUID
    home_code: str


@dataclass(frozen=True)
class Checked:
    """A commitment with its finding: `version` after that."""

    id: UUID
    state: str
    version: int


async def insert_list(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a list.

    raises   AlreadyAdopted
    """
    with faults.refusing(commitment_list_once=AlreadyAdopted):
        await rows.insert(connection, "commitment_list", row)


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "commitment", row)


async def above(connection: Connection, organization_id: UUID) -> UUID | None:
    """The division above a division, if it is there."""
    found: UUID | None = await connection.fetchval(_ABOVE, organization_id)
    return found


async def locked_list(connection: Connection, list_id: UUID, today: date) -> CommitmentList | None:
    """A list, held against others' steps, and against the clock, until the transaction ends."""
    row = await connection.fetchrow(_LIST, list_id, today)
    return CommitmentList(**row) if row else None


async def locked(connection: Connection, commitment_id: UUID, today: date) -> Commitment | None:
    """A commitment, held in the same way."""
    row = await connection.fetchrow(_ONE, commitment_id, today)
    return Commitment(**row) if row else None


async def standing(connection: Connection, list_id: UUID) -> list[UUID]:
    """The commitments of a locked list that were not dropped, held too: ids, in order."""
    found = await connection.fetch("SELECT id FROM commitment WHERE list_id = $1 AND state <> 'DROPPED' ORDER BY id "
                                   "FOR NO KEY UPDATE", list_id)
    return [row["id"] for row in found]


async def number(connection: Connection, list_id: UUID, *, open_only: bool) -> int:
    """How many commitments a locked list has, dropped ones too unless `open_only`.

    It is a statement of its own: one that waited for the lock would still count what it saw before it waited.
    """
    only = " AND state = 'OPEN'" if open_only else ""
    return int(await connection.fetchval(f"SELECT count(*) FROM commitment WHERE list_id = $1{only}", list_id))


async def find(connection: Connection, found: Sequence[Mapping[str, Any]], now: datetime) -> list[Checked]:
    """Give held commitments their findings.

    found    commitment_id, finding and note of each
    writes   commitment
    """
    written = await connection.fetch(
        "UPDATE commitment c SET finding = f.finding, note = f.note, checked_at = $4, version = c.version + 1 "
        "FROM unnest($1::uuid[], $2::text[], $3::text[]) f (id, finding, note) WHERE c.id = f.id "
        "RETURNING c.id, c.state, c.version",
        *([each[name] for each in found] for name in ("commitment_id", "finding", "note")), now)
    return [Checked(**row) for row in sorted(written, key=lambda row: row["id"])]


async def revise_list(connection: Connection, list_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked list; returns its new version."""
    return await rows.revise(connection, "commitment_list", list_id, changes)


async def revise(connection: Connection, commitment_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked commitment; returns its new version."""
    return await rows.revise(connection, "commitment", commitment_id, changes)


async def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Lock up to `limit` lists of which the check or the report is not there in time, without those that others hold."""
    return [Due(**row) for row in await connection.fetch(_DUE, now, limit)]


async def move(connection: Connection, moments: Mapping[UUID, datetime | None]) -> None:
    """Say of locked lists that they fell overdue, and when they do once more.

    writes   commitment_list
    """
    await connection.execute(
        "UPDATE commitment_list l SET overdue_at = m.at, version = l.version + 1 "
        "FROM unnest($1::uuid[], $2::timestamptz[]) m (id, at) WHERE l.id = m.id", list(moments), list(moments.values()))
