"""Calls with time limits, and the departments that they are dispatched to."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.systems import ReferenceTaken
from domain.viewer import Viewer
from domain.whistles import RUNNING, SIGHT, Whistle

_SEEN = visibility.Numbered(SIGHT)
_RULED = ", ".join(f"w.{each.name}" for each in fields(Whistle))
_LOCKED = f"SELECT {_RULED} FROM whistle w WHERE w.id = $1 AND {_SEEN.sql('w', 2)} FOR NO KEY UPDATE"
_ASKED = """
    INSERT INTO whistle_party (id, whistle_id, organization_id, role, state, asked_at)
    SELECT p.id, $1, p.organization_id, p.role, 'ASKED', $5
    FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS p (id, organization_id, role)
    ON CONFLICT (whistle_id, organization_id) DO UPDATE SET role = excluded.role, state = 'ASKED', asked_at = excluded.asked_at,
        answered_at = NULL, reason = NULL, reported_at = NULL, report = NULL, version = whistle_party.version + 1"""
_RELEASED = ("UPDATE whistle_party SET state = 'RELEASED', role = 'ASSISTING', version = version + 1 "  # two do not lead it
             "WHERE whistle_id = $1 AND (state = 'ASKED' OR (role = 'LEAD' AND state <> 'RETURNED')) "
             "AND organization_id <> ALL($2)")
_STATES = ", ".join(f"'{state}'" for state in RUNNING)
_OVERDUE = ("SELECT w.id, w.state, w.kind, w.level, w.raiser_id, w.home_code, w.due_at, w.escalate_at, w.version "
            f"FROM whistle w WHERE w.state IN ({_STATES}) "
            "AND w.escalate_at <= $1 ORDER BY w.escalate_at, w.id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED")
_ABOVE = ("SELECT g.id, g.kind, g.division_code FROM organization g WHERE g.division_code = ANY($1) "
          "AND g.kind = ANY(ARRAY['COMMUNITY', 'STREET', 'DISTRICT'])")


@dataclass(frozen=True)
class Overdue:
    """A call of which one level more is to be told."""

    id: UUID
    state: str
    kind: str
    level: str
    raiser_id: UUID
    home_code: str
    due_at: datetime
    escalate_at: datetime
    version: int


async def insert(connection: Connection, row: Mapping[str, Any], resident: tuple[str, str] | None) -> None:
    """
    resident   name and phone of the person for whom it is raised; None: nobody
    raises     ReferenceTaken
    writes     whistle, whistle_resident
    """
    with faults.refusing(whistle_reference_once=lambda: ReferenceTaken(row["reference"])):
        await rows.insert(connection, "whistle", {**row, "for_resident": resident is not None})
    if resident:
        name, phone = resident
        await rows.insert(connection, "whistle_resident", {"whistle_id": row["id"], "name": name, "phone": phone})


async def erase_resident(connection: Connection, whistle_id: UUID) -> bool:
    """Forget for whom a locked call was raised; returns whether that was known.

    writes   whistle_resident, whistle.for_resident
    """
    erased = "DELETE FROM whistle_resident WHERE whistle_id = $1 RETURNING true"
    await connection.execute("UPDATE whistle SET for_resident = false WHERE id = $1 AND for_resident", whistle_id)
    return await connection.fetchval(erased, whistle_id) is not None


async def locked(connection: Connection, viewer: Viewer, whistle_id: UUID, now: datetime) -> Whistle | None:
    """A call that the viewer sees, held against others' steps until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, whistle_id, *_SEEN.values(viewer, now))
    return Whistle(**row) if row else None


async def revise(connection: Connection, whistle_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked call; returns its new version."""
    return await rows.revise(connection, "whistle", whistle_id, changes)


async def ask(connection: Connection, whistle_id: UUID, lead_id: UUID, assisting_ids: Sequence[UUID], now: datetime) -> None:
    """Dispatch a call to these: whoever was asked before is asked again; others, of whom nothing was heard, or who led it until
    it was linked to another, are asked no more.

    writes   whistle_party, whistle.assisting_ids
    """
    parties = [lead_id, *assisting_ids]
    roles = ["LEAD", *("ASSISTING" for _ in assisting_ids)]
    await connection.execute(_ASKED, whistle_id, [uuid7() for _ in parties], parties, roles, now)
    await connection.execute(_RELEASED, whistle_id, parties)
    await connection.execute("UPDATE whistle SET assisting_ids = $2 WHERE id = $1", whistle_id, [*assisting_ids])


async def refusing(connection: Connection, whistle_id: UUID) -> int:
    """How many departments say of a locked call that it is not theirs."""
    counted: int = await connection.fetchval(
        "SELECT count(*) FROM whistle_party WHERE whistle_id = $1 AND state = 'RETURNED'", whistle_id)
    return counted


async def unreported(connection: Connection, whistle_id: UUID) -> list[str]:
    """The names of those that assist a locked call and have not reported."""
    return [row["name"] for row in await connection.fetch(
        "SELECT o.name FROM whistle_party p JOIN organization o ON o.id = p.awaited_id WHERE p.whistle_id = $1 ORDER BY p.id",
        whistle_id)]


async def answer(connection: Connection, whistle_id: UUID, organization_id: UUID, changes: Mapping[str, Any]) -> None:
    """Change what a department of a locked call said."""
    party_id = await connection.fetchval(
        "SELECT id FROM whistle_party WHERE whistle_id = $1 AND organization_id = $2 FOR NO KEY UPDATE",
        whistle_id, organization_id)
    await rows.revise(connection, "whistle_party", party_id, changes)


async def overdue(connection: Connection, now: datetime, limit: int) -> list[Overdue]:
    """Lock up to `limit` calls of which one level more is to be told, leaving those that others hold."""
    return [Overdue(**row) for row in await connection.fetch(_OVERDUE, now, limit)]


async def divisions(connection: Connection, codes: Sequence[str]) -> dict[str, UUID]:
    """Of these codes, the communities, streets and districts that there are."""
    return {row["division_code"]: row["id"] for row in await connection.fetch(_ABOVE, codes)}


@dataclass(frozen=True)
class Escalated:
    """
    level, to_id   up to which level it is known now, and the division that is told; None: there is none such, and none is told
    at             when the next level is; None: none is left
    """

    id: UUID
    level: str
    to_id: UUID | None
    at: datetime | None


async def escalate(connection: Connection, escalated: Sequence[Escalated], now: datetime) -> None:
    """Let locked calls be known one level higher.

    writes   whistle.level, escalated_to_id, escalated_at, escalate_at
    """
    await connection.execute(
        "UPDATE whistle w SET level = e.level, escalate_at = e.at, escalated_at = $5, escalated_to_id = e.to_id, "
        "version = w.version + 1 "
        "FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[]) AS e (id, level, to_id, at) WHERE w.id = e.id",
        [each.id for each in escalated], [each.level for each in escalated], [each.to_id for each in escalated],
        [each.at for each in escalated], now)
