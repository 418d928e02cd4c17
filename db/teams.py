"""Teams, and who is in them."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.teams import SIGHT, AlreadyInTeam, Place, Team
from domain.viewer import Viewer

_SEEN = visibility.Numbered(SIGHT)
_LOCKED = ("SELECT state, organization_id, home_code, scope_code, leader_id, version FROM team t "
           f"WHERE t.id = $1 AND {_SEEN.sql('t', 2)} FOR NO KEY UPDATE")


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "team", row)


async def locked(connection: Connection, viewer: Viewer, team_id: UUID, now: datetime) -> Team | None:
    """A team that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, team_id, *_SEEN.values(viewer, now))
    return Team(**row) if row else None


async def revise(connection: Connection, team_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked team; returns its new version."""
    return await rows.revise(connection, "team", team_id, changes)


async def insert_place(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a member's place in a team.

    raises   AlreadyInTeam where the member has one that stands
    """
    with faults.refusing(team_member_once=AlreadyInTeam):
        await rows.insert(connection, "team_member", row)


async def team_of(connection: Connection, place_id: UUID) -> UUID | None:
    """The team of a place: it is locked first."""
    team_id: UUID | None = await connection.fetchval("SELECT team_id FROM team_member WHERE id = $1", place_id)
    return team_id


async def locked_place(connection: Connection, place_id: UUID) -> Place:
    """A place that there is, held until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT state, team_id, member_id, version FROM team_member WHERE id = $1 FOR NO KEY UPDATE", place_id)
    assert row is not None
    return Place(**row)


async def revise_place(connection: Connection, place_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked place; returns its new version."""
    return await rows.revise(connection, "team_member", place_id, changes)


async def joined(connection: Connection, team_id: UUID) -> dict[UUID, str]:
    """Who is in a locked team, each with its name."""
    found = await connection.fetch("SELECT m.id, m.name FROM team_member p JOIN member m ON m.id = p.member_id "
                                   "WHERE p.team_id = $1 AND p.state = 'JOINED'", team_id)
    return {row["id"]: row["name"] for row in found}


@dataclass(frozen=True)
class Left:
    id: UUID
    state: str
    version: int


_LEAVE = ("UPDATE team_member p SET state = 'LEFT', over_at = $2, version = p.version + 1 "
          "FROM team_member former WHERE former.id = p.id AND p.team_id = $1 AND p.state <> 'LEFT' "
          "RETURNING p.id, former.state, p.version")


async def empty(connection: Connection, team_id: UUID, now: datetime) -> Sequence[Left]:
    """End all places that stand in a locked team; returns them, each with the state that it had."""
    return [Left(**row) for row in await connection.fetch(_LEAVE, team_id, now)]
