"""Checkpoints of joint projects, and when the next ones come."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows
from db.driver.connection import Connection

_DUE = ("SELECT id, checkpoint_at, version + 1 AS version, host_id, home_code FROM joint_project "
        "WHERE state = 'UNDER_WAY' AND checkpoint_at <= $1 ORDER BY checkpoint_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED")


@dataclass(frozen=True)
class Due:
    """A project of which a month is over: `version` after its checkpoints are asked for."""

    id: UUID
    checkpoint_at: datetime
    version: int
    host_id: UUID
    home_code: str


async def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Lock up to `limit` projects of which a month is over, leaving those that others hold for the next time."""
    return [Due(**row) for row in await connection.fetch(_DUE, now, limit)]


async def ask(connection: Connection, asked: Sequence[Mapping[str, Any]], moments: Mapping[UUID, datetime]) -> None:
    """Add checkpoints, and say when the next ones of their locked projects come.

    writes   checkpoint, joint_project.checkpoint_at
    """
    columns = ("id", "project_id", "state", "kind", "starts_on", "ends_on", "due_on", "overdue_at")
    await connection.executemany(
        f"INSERT INTO checkpoint ({', '.join(columns)}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [[row[name] for name in columns] for row in asked])
    await connection.execute(
        "UPDATE joint_project SET checkpoint_at = given.at, version = version + 1 "
        "FROM unnest($1::uuid[], $2::timestamptz[]) AS given (id, at) WHERE joint_project.id = given.id",
        list(moments), list(moments.values()))


async def project_of(connection: Connection, checkpoint_id: UUID) -> UUID | None:
    """The project of a checkpoint, which is to be held before it."""
    project_id: UUID | None = await connection.fetchval("SELECT project_id FROM checkpoint WHERE id = $1", checkpoint_id)
    return project_id


async def of_project(connection: Connection, project_id: UUID) -> list[UUID]:
    """Those that wait for their answer, the earliest due first."""
    return [row["id"] for row in await connection.fetch(
        "SELECT id FROM checkpoint WHERE project_id = $1 AND state = 'ASKED' ORDER BY due_on, id", project_id)]


async def locked(connection: Connection, checkpoint_id: UUID) -> str:
    """The state of a checkpoint of a locked project, held against the clock too."""
    state: str = await connection.fetchval("SELECT state FROM checkpoint WHERE id = $1 FOR NO KEY UPDATE", checkpoint_id)
    return state


async def revise(connection: Connection, checkpoint_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked checkpoint; returns its new version."""
    return await rows.revise(connection, "checkpoint", checkpoint_id, changes)
