"""Claims, and the quantity they hold of their items."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import items, rows
from db.driver.connection import Connection
from domain.claims import OPEN, Claim
from domain.items import Item
from domain.viewer import Viewer

_OPEN = "(" + ", ".join(f"'{state}'" for state in OPEN) + ")"
_ITEM_COLUMNS = items.RULED.split(", ")


async def release(connection: Connection, item_id: UUID, quantity: int) -> int:
    """Give back what a claim held; returns what is claimed of the item then."""
    claimed: int = await connection.fetchval(
        "UPDATE item SET claimed = claimed - $2 WHERE id = $1 RETURNING claimed", item_id, quantity)
    return claimed


@dataclass(frozen=True)
class Locked:
    """A claim held against others' steps, with its item, as the rules need them."""

    claim: Claim
    item_id: UUID
    item: Item
    joint_project_id: UUID | None


_LOCKED = (f"SELECT c.item_id, c.state AS claim_state, c.claimant_id, c.quantity AS claim_quantity, c.answer_by, "
           "c.version AS claim_version, c.joint_project_id, "
           "EXISTS (SELECT FROM card k WHERE k.claim_id = c.id AND k.state = 'PROPOSED') AS awaits_card, "
           f"{', '.join(f'i.{column}' for column in _ITEM_COLUMNS)} "
           f"FROM claim c JOIN item i ON i.id = c.item_id WHERE c.id = $1 AND {items.visible('i', 2)} "
           "FOR NO KEY UPDATE OF c")


async def locked(connection: Connection, viewer: Viewer, claim_id: UUID, now: datetime) -> Locked | None:
    """A claim on an item that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, claim_id, *items.viewed(viewer, now))
    if row is None:
        return None
    claim = Claim(state=row["claim_state"], claimant_id=row["claimant_id"], quantity=row["claim_quantity"],
                  answer_by=row["answer_by"], version=row["claim_version"], awaits_card=row["awaits_card"])
    return Locked(claim, row["item_id"], Item(**{column: row[column] for column in _ITEM_COLUMNS}), row["joint_project_id"])


async def revise(connection: Connection, claim_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked claim; returns its new version."""
    return await rows.revise(connection, "claim", claim_id, changes)


async def count_open(connection: Connection, item_id: UUID) -> int:
    """How many claims on a locked item are open.

    It is a statement of its own: one that waited for the lock would still count what it saw before it waited.
    """
    count: int = await connection.fetchval(
        f"SELECT count(*) FROM claim WHERE item_id = $1 AND state IN {_OPEN}", item_id)
    return count


async def count_unanswered(connection: Connection, claimant_id: UUID, limit: int) -> int:
    """How many of an organisation's proposals wait for an answer, `limit` at most."""
    count: int = await connection.fetchval(
        "SELECT count(*) FROM (SELECT FROM claim WHERE claimant_id = $1 AND state = 'PROPOSED' LIMIT $2) held",
        claimant_id, limit)
    return count


@dataclass(frozen=True)
class Due:
    """A proposal that nobody answered in time: what freeing it and its event need."""

    id: UUID
    item_id: UUID
    claimant_id: UUID
    quantity: int
    answer_by: datetime
    version: int
    home_code: str


async def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Lock up to `limit` proposals whose time is over, leaving those that others hold for the next time."""
    unanswered = await connection.fetch(
        "SELECT c.id, c.item_id, c.claimant_id, c.quantity, c.answer_by, c.version, i.home_code FROM claim c "
        "JOIN item i ON i.id = c.item_id WHERE c.state = 'PROPOSED' AND c.answer_by <= $1 "
        "ORDER BY c.answer_by LIMIT $2 FOR NO KEY UPDATE OF c SKIP LOCKED", now, limit)
    return [Due(**row) for row in unanswered]


async def lock_items(connection: Connection, item_ids: Sequence[UUID]) -> None:
    """Lock items in one order, so that two who free several at once do not wait for each other in a ring."""
    await connection.execute("SELECT FROM item WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", item_ids)


async def lapse(connection: Connection, claim_ids: Sequence[UUID], now: datetime) -> dict[UUID, int]:
    """Let locked proposals lapse and give back what they held, the items being locked too.

    returns  what is claimed of each item then
    writes   claim.state, item.claimed
    """
    freed = await connection.fetch(
        "WITH lapsed AS (UPDATE claim SET state = 'LAPSED', answered_at = $2, version = version + 1 "
        "WHERE id = ANY($1) RETURNING item_id, quantity), "
        "freed AS (SELECT item_id, sum(quantity) AS quantity FROM lapsed GROUP BY item_id) "
        "UPDATE item SET claimed = claimed - freed.quantity FROM freed WHERE item.id = freed.item_id RETURNING id, claimed",
        claim_ids, now)
    return {row["id"]: row["claimed"] for row in freed}


@dataclass(frozen=True)
class Overdue:
    """A claim whose providing side is late; `overdue_at` is when it began to be."""

    id: UUID
    item_id: UUID
    claimant_id: UUID
    state: str
    overdue_at: datetime
    version: int
    home_code: str


_REMIND = """
    WITH due AS (SELECT id, overdue_at FROM claim WHERE state IN ('ACCEPTED', 'REWORK') AND overdue_at <= $1
                 ORDER BY overdue_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED),
    reminded AS (UPDATE claim c SET overdue_at = NULL, version = version + 1 FROM due WHERE c.id = due.id
                 RETURNING c.id, c.item_id, c.claimant_id, c.state, due.overdue_at, c.version)
    SELECT r.*, i.home_code FROM reminded r JOIN item i ON i.id = r.item_id ORDER BY r.overdue_at, r.id"""


async def remind(connection: Connection, now: datetime, limit: int) -> list[Overdue]:
    """Take up to `limit` that are overdue and of which nobody has been told, leaving those that others hold for the next time.

    writes   claim.overdue_at: null
    """
    return [Overdue(**row) for row in await connection.fetch(_REMIND, now, limit)]
