"""Versions of claims' four-part cards. Who changes one holds its claim."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import claims, rows
from db.driver import faults
from db.driver.connection import Connection
from domain.cards import Card, CardAwaitsAnswer
from domain.viewer import Viewer


@dataclass(frozen=True)
class Locked:
    """A version held against others' steps, with its claim.

    number   among those of its claim
    due_at   its time limit; None: it has none
    """

    card: Card
    claim_id: UUID
    number: int
    due_at: datetime | None
    of: claims.Locked


async def insert(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a version to a locked claim, numbered behind those that it has; returns its number.

    raises   CardAwaitsAnswer
    """
    number: int = await connection.fetchval(
        "SELECT coalesce(max(number), 0) + 1 FROM card WHERE claim_id = $1", row["claim_id"])
    with faults.refusing(card_awaits_answer=CardAwaitsAnswer):
        await rows.insert(connection, "card", {**row, "number": number})
    return number


async def locked(connection: Connection, viewer: Viewer, card_id: UUID, now: datetime) -> Locked | None:
    """A version that the viewer sees, held by its claim until the transaction ends; None when there is none."""
    claim_id = await connection.fetchval("SELECT claim_id FROM card WHERE id = $1", card_id)
    of = await claims.locked(connection, viewer, claim_id, now) if claim_id else None
    if of is None:
        return None
    row = await connection.fetchrow(  # behind the lock: it may have been answered before
        "SELECT state, proposer_id, asked_id, number, due_at FROM card WHERE id = $1", card_id)
    assert row is not None
    card = Card(state=row["state"], proposer_id=row["proposer_id"], asked_id=row["asked_id"],
                claim_state=of.claim.state_at(now))
    return Locked(card, claim_id, row["number"], row["due_at"], of)


async def revise(connection: Connection, card_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a version whose claim is locked; returns its own version."""
    return await rows.revise(connection, "card", card_id, changes)


async def hold(connection: Connection, claim_id: UUID, card_id: UUID, due_at: datetime | None) -> None:
    """Let a version be the one that holds of its locked claim, in place of the one that did.

    writes   claim.card_id, due_at, overdue_at
    """
    await connection.execute("UPDATE claim SET card_id = $2, due_at = $3, overdue_at = $3 WHERE id = $1",
                             claim_id, card_id, due_at)
