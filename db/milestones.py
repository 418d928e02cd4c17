"""Milestones of joint projects. Whoever changes one holds its project, so that what is counted of a project stays so."""
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from db import rows
from db.driver.connection import Connection
from domain.milestones import OPEN, Milestone

_OPEN = "(" + ", ".join(f"'{state}'" for state in OPEN) + ")"


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    await rows.insert(connection, "milestone", row)


async def count(connection: Connection, project_id: UUID, *, open_only: bool) -> int:
    """How many a locked project has.

    It is a statement of its own: one that waited for the lock would still count what it saw before it waited.
    """
    only = f" AND state IN {_OPEN}" if open_only else ""
    counted: int = await connection.fetchval(f"SELECT count(*) FROM milestone WHERE project_id = $1{only}", project_id)
    return counted


async def last_open(connection: Connection, project_id: UUID) -> date | None:
    """The day of a locked project's last milestone that is neither confirmed nor dropped; None: there is none."""
    last: date | None = await connection.fetchval(
        f"SELECT max(due_on) FROM milestone WHERE project_id = $1 AND state IN {_OPEN}", project_id)
    return last


async def project_of(connection: Connection, milestone_id: UUID) -> UUID | None:
    """The project of a milestone, which is to be held before it."""
    project_id: UUID | None = await connection.fetchval("SELECT project_id FROM milestone WHERE id = $1", milestone_id)
    return project_id


async def locked(connection: Connection, milestone_id: UUID) -> Milestone:
    """A milestone of a locked project, held against the clock too."""
    row = await connection.fetchrow("SELECT state, project_id, due_on, version FROM milestone WHERE id = $1 FOR NO KEY UPDATE",
                                    milestone_id)
    assert row is not None
    return Milestone(**row)


async def revise(connection: Connection, milestone_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked milestone; returns its new version."""
    return await rows.revise(connection, "milestone", milestone_id, changes)


async def let_go(connection: Connection, project_id: UUID) -> None:
    """Let none of a project's milestones fall overdue any more: it was stopped.

    writes   milestone.overdue_at
    """
    await connection.execute("UPDATE milestone SET overdue_at = NULL WHERE project_id = $1 AND overdue_at IS NOT NULL",
                             project_id)
