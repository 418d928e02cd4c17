"""Versions of four-part cards. Who changes one holds what it is of: its claim, or its joint project."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import claims, milestones, projects, rows
from db.driver import faults
from db.driver.connection import Connection
from domain import dates
from domain.cards import Card, CardAwaitsAnswer
from domain.projects import OPEN, Project
from domain.viewer import Viewer


@dataclass(frozen=True)
class Locked:
    """A version held against others' steps, with what it is of: one of the two.

    number   among those of that
    due_at   its time limit; None: it has none
    """

    card: Card
    number: int
    due_at: datetime | None
    claim: tuple[UUID, claims.Locked] | None = None
    project: tuple[UUID, Project] | None = None


async def insert(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a version to what is locked, numbered behind those that it has; returns its number.

    row      with a claim_id, or a joint_project_id
    raises   CardAwaitsAnswer
    """
    of = "claim_id" if "claim_id" in row else "joint_project_id"
    number: int = await connection.fetchval(f"SELECT coalesce(max(number), 0) + 1 FROM card WHERE {of} = $1", row[of])
    with faults.refusing(card_awaits_answer=CardAwaitsAnswer, card_of_project_awaits_answer=CardAwaitsAnswer):
        await rows.insert(connection, "card", {**row, "number": number})
    return number


async def locked(connection: Connection, viewer: Viewer, card_id: UUID, now: datetime) -> Locked | None:
    """A version that the viewer sees, held by what it is of until the transaction ends; None when there is none."""
    of = await connection.fetchrow("SELECT claim_id, joint_project_id FROM card WHERE id = $1", card_id)
    if of is None:
        return None
    if of["claim_id"]:
        claim = await claims.locked(connection, viewer, of["claim_id"], now)
        return await _version(connection, card_id, claim.claim.state_at(now), claim=(of["claim_id"], claim)) if claim else None
    project_id = of["joint_project_id"]
    project = await projects.locked(connection, viewer, project_id, dates.day(now), now)
    return await _version(connection, card_id, project.state, project=(project_id, project)) if project else None


async def _version(connection: Connection, card_id: UUID, of_state: str, **of: Any) -> Locked:
    """Behind the lock: it may have been answered before."""
    row = await connection.fetchrow("SELECT state, proposer_id, asked_id, number, due_at FROM card WHERE id = $1", card_id)
    assert row is not None
    beside: dict[str, Any] = {}
    if "project" in of:
        beside = {"going_on": OPEN, "due_on": dates.day(row["due_at"]) if row["due_at"] else None,
                  "last_milestone_on": await milestones.last_open(connection, of["project"][0])}
    card = Card(state=row["state"], proposer_id=row["proposer_id"], asked_id=row["asked_id"], of_state=of_state, **beside)
    return Locked(card, row["number"], row["due_at"], **of)


async def revise(connection: Connection, card_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a version that is locked; returns its own version."""
    return await rows.revise(connection, "card", card_id, changes)


async def hold(connection: Connection, claim_id: UUID, card_id: UUID, due_at: datetime | None) -> None:
    """Let a version be the one that holds of its locked claim, in place of the one that did.

    writes   claim.card_id, due_at, overdue_at
    """
    await connection.execute("UPDATE claim SET card_id = $2, due_at = $3, overdue_at = $3 WHERE id = $1",
                             claim_id, card_id, due_at)


async def hold_of_project(connection: Connection, project_id: UUID, card_id: UUID, ends_on: date | None) -> int | None:
    """Let a version be the one that holds of its locked project.

    ends_on   the planned end, where that is another by it
    returns   the project's new version then
    writes    joint_project.card_id, ends_on, overdue_at
    """
    await connection.execute("UPDATE joint_project SET card_id = $2 WHERE id = $1", project_id, card_id)
    if ends_on is None:
        return None
    return await projects.revise(connection, project_id, {
        "ends_on": ends_on, "overdue_at": dates.next_day_starts(ends_on)})
