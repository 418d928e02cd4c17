"""Agreements between a host and a unit."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import rows, visibility
from db.driver import faults
from db.driver.connection import Connection
from domain.agreements import SIGHT, Agreement, AlreadyAgreed
from domain.viewer import Viewer

_RULED = "state, proposed_by, host_id, unit_id, home_code, starts_on, ends_on, ends_at, passes_on_at, version"
_SEEN = visibility.Numbered(SIGHT)
_LOCKED = f"SELECT {_RULED}, renews_id FROM agreement a WHERE a.id = $1 AND {_SEEN.sql('a', 2)} FOR NO KEY UPDATE"


@dataclass(frozen=True)
class Locked:
    """An agreement held against others' steps.

    renews_id   the one from which it goes on; None: from none
    """

    agreement: Agreement
    renews_id: UUID | None


async def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add an agreement.

    raises   AlreadyAgreed where a standing one of the same sides has some of its days
    """
    with faults.refusing(agreement_once=AlreadyAgreed):
        await rows.insert(connection, "agreement", row)


async def locked(connection: Connection, viewer: Viewer, agreement_id: UUID, now: datetime) -> Locked | None:
    """An agreement that the viewer sees, held until the transaction ends; None when there is none."""
    row = await connection.fetchrow(_LOCKED, agreement_id, *_SEEN.values(viewer, now))
    if row is None:
        return None
    columns = dict(row)
    return Locked(renews_id=columns.pop("renews_id"), agreement=Agreement(**columns))


async def revise(connection: Connection, agreement_id: UUID, changes: Mapping[str, Any]) -> int:
    """Change columns of a locked agreement; returns its new version."""
    return await rows.revise(connection, "agreement", agreement_id, changes)


async def pass_on(connection: Connection, agreement_id: UUID, at: datetime) -> None:
    """Let a signed agreement be renewed, not ended, at a moment.

    writes   agreement.passes_on_at, ends_at, remind_at
    """
    await connection.execute("UPDATE agreement SET passes_on_at = $2, ends_at = NULL, remind_at = NULL "
                             "WHERE id = $1 AND state = 'SIGNED'", agreement_id, at)


async def end_after_all(connection: Connection, agreement_id: UUID, remind_at: datetime | None) -> None:
    """Let a signed agreement end that was to be renewed: what was to go on from it does not.

    remind_at   when both sides are reminded next of its end; None: not any more
    writes      agreement.ends_at, passes_on_at, remind_at
    """
    await connection.execute("UPDATE agreement SET ends_at = passes_on_at, passes_on_at = NULL, remind_at = $2 "
                             "WHERE id = $1 AND state = 'SIGNED' AND passes_on_at IS NOT NULL", agreement_id, remind_at)


@dataclass(frozen=True)
class Due:
    """An agreement of which a deadline has passed, with what its event needs; `due_at` as the deadline's column had it."""

    id: UUID
    host_id: UUID
    unit_id: UUID
    home_code: str
    due_at: datetime
    version: int


@dataclass(frozen=True)
class Reminded(Due):
    """ends_at   when its term is over"""

    ends_at: datetime


async def due_to_remind(connection: Connection, now: datetime, limit: int) -> Sequence[Reminded]:
    """Lock up to `limit` agreements of whose end both sides are to be reminded, leaving those that others hold."""
    due = await connection.fetch(
        "SELECT id, host_id, unit_id, home_code, remind_at AS due_at, version + 1 AS version, ends_at FROM agreement "
        "WHERE state = 'SIGNED' AND remind_at <= $1 ORDER BY remind_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED", now, limit)
    return [Reminded(**row) for row in due]


async def remind_at(connection: Connection, moments: Mapping[UUID, datetime | None]) -> None:
    """Set when both sides are reminded next, of locked agreements.

    writes   agreement.remind_at
    """
    await connection.execute(
        "UPDATE agreement SET remind_at = given.at, version = version + 1 "
        "FROM unnest($1::uuid[], $2::timestamptz[]) AS given (id, at) WHERE agreement.id = given.id",
        list(moments), list(moments.values()))
