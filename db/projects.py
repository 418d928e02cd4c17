"""Joint projects, the claims that they are made of, and who carries them out."""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db import committees, items, rows, visibility
from db.driver.connection import Connection
from domain import claims
from domain.claims import Claim, Step
from domain.forming import Joined
from domain.items import Item
from domain.projects import SIGHT, Project
from domain.viewer import Viewer

_RULED = "p.state, p.host_id, p.home_code, p.lead_unit_id, p.committee_id, p.ends_on, p.formed_at, p.version"
_HOLDER = committees.holder("p.lead_seat_id", "$2")
_SEEN = visibility.Numbered(SIGHT)
_UNITS = "ARRAY(SELECT r.organization_id FROM project_part r WHERE r.project_id = p.id)"
_LOCKED = (f"SELECT {_RULED}, {_HOLDER} AS lead_member_id, {_UNITS} AS unit_ids, "
           "EXISTS (SELECT FROM card k WHERE k.joint_project_id = p.id AND k.state = 'PROPOSED') AS awaits_card "
           "FROM joint_project p "
           f"WHERE p.id = $1 AND {_SEEN.sql('p', 3)} FOR NO KEY UPDATE OF p")
_ITEM = items.RULED.split(", ")
_CLAIMS = (f"SELECT c.id, c.state AS claim_state, c.claimant_id, c.quantity AS claim_quantity, c.answer_by, "
           f"c.joint_project_id, i.lead_seat_id, {', '.join(f'i.{column}' for column in _ITEM)} "
           "FROM claim c JOIN item i ON i.id = c.item_id "
           f"WHERE c.id = ANY($1) AND {items.visible('i', 2)} ORDER BY c.id FOR NO KEY UPDATE OF c")
_HOMES = "SELECT id, coalesce(division_code, home_code) AS home_code FROM organization WHERE id = ANY($1)"


@dataclass(frozen=True)
class Found:
    """A claim that is held, to be joined.

    led_by   the seat that leads its item already; None: it is no item of the project list, or none leads it
    """

    id: UUID
    joined: Joined
    led_by: UUID | None


async def claims_to_join(connection: Connection, viewer: Viewer, claim_ids: Sequence[UUID], now: datetime) -> list[Found]:
    """Claims that the viewer sees, held against others' steps, in the order of their ids."""
    found = await connection.fetch(_CLAIMS, list(claim_ids), *items.viewed(viewer, now))
    of = {row["joint_project_id"] for row in found} - {None}
    taken = await not_stopped(connection, of) if of else set()
    sides = {row["id"]: _sides(row) for row in found}
    homes = {row["id"]: row["home_code"] for row in await connection.fetch(_HOMES, [each[1] for each in sides.values()])}
    return [Found(row["id"], Joined(
        state=row["claim_state"], provider_id=sides[row["id"]][0], receiver_id=sides[row["id"]][1],
        receiver_home=homes[sides[row["id"]][1]] or row["home_code"], is_taken=row["joint_project_id"] in taken),
        row["lead_seat_id"]) for row in found]


async def not_stopped(connection: Connection, project_ids: Collection[UUID]) -> set[UUID]:
    """Those of some projects, of which claims are held, that are not stopped.

    It is a statement of its own: one that waited for the lock would still see what was before it waited.
    """
    return {row["id"] for row in await connection.fetch(
        "SELECT id FROM joint_project WHERE id = ANY($1) AND state <> 'STOPPED'", list(project_ids))}


def _sides(row: Any) -> tuple[UUID, UUID]:
    """Who provides, and who receives."""
    claim = Claim(state=row["claim_state"], claimant_id=row["claimant_id"], quantity=row["claim_quantity"],
                  answer_by=row["answer_by"])
    item = Item(**{column: row[column] for column in _ITEM})
    return claims.actor(Step.DELIVER, claim, item), claims.actor(Step.CONFIRM, claim, item)


async def insert(connection: Connection, row: Mapping[str, Any], shares: Mapping[UUID, int], claim_ids: Sequence[UUID]) -> None:
    """Add a project of claims that are held.

    shares   percent of each unit
    writes   joint_project, project_part, claim.joint_project_id
    """
    await rows.insert(connection, "joint_project", row)
    await connection.executemany("INSERT INTO project_part (id, project_id, organization_id, share) VALUES ($1, $2, $3, $4)",
                                 [(uuid7(), row["id"], unit, share) for unit, share in shares.items()])
    await connection.execute("UPDATE claim SET joint_project_id = $2 WHERE id = ANY($1)", list(claim_ids), row["id"])


async def committee_of(connection: Connection, organization_id: UUID) -> UUID | None:
    """The joint committee of a street or community."""
    committee_id: UUID | None = await connection.fetchval("SELECT id FROM joint_committee WHERE organization_id = $1",
                                                          organization_id)
    return committee_id


async def locked(connection: Connection, viewer: Viewer, project_id: UUID, today: date, now: datetime) -> Project | None:
    """A project that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, project_id, today, *_SEEN.values(viewer, now))
    return Project(**row) if row else None


async def revise(connection: Connection, project_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked project; returns its new version."""
    return await rows.revise(connection, "joint_project", project_id, changes)


async def note(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a note of a project's progress."""
    await rows.insert(connection, "progress_note", row)
