"""Tickets that were given out and not taken back yet."""
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.driver.connection import Connection


@dataclass(frozen=True)
class Ticket:
    """
    hash    of what was given out
    sealed  how the member had signed in
    """

    hash: bytes
    member_id: UUID
    sealed: bytes
    expires_at: datetime


async def add(connection: Connection, ticket: Ticket, most: int, now: datetime) -> bool:
    """Add one to a member's, unless there are so many already.

    writes   ticket; of the same member one at a time
    """
    await connection.execute("SELECT FROM member WHERE id = $1 FOR NO KEY UPDATE", ticket.member_id)
    added = await connection.execute(
        "INSERT INTO ticket (hash, member_id, sealed, expires_at) SELECT $1, $2, $3, $4 "
        "WHERE (SELECT count(*) FROM ticket WHERE member_id = $2 AND expires_at > $5) < $6",
        ticket.hash, ticket.member_id, ticket.sealed, ticket.expires_at, now, most)
    return bool(added == "INSERT 0 1")


async def take(connection: Connection, given: bytes, now: datetime) -> bytes | None:
    """What was sealed with the ticket of this hash, which is no more.

    writes   ticket
    """
    sealed: bytes | None = await connection.fetchval(
        "DELETE FROM ticket WHERE hash = $1 AND expires_at > $2 RETURNING sealed", given, now)
    return sealed


async def forget(connection: Connection, now: datetime, limit: int) -> set[Hashable]:
    """Remove up to `limit` that nobody has taken in time; returns their hashes."""
    forgotten = await connection.fetch(
        "DELETE FROM ticket WHERE hash = ANY(ARRAY(SELECT hash FROM ticket WHERE expires_at <= $1 "
        "ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING hash", now, limit)
    return {row["hash"] for row in forgotten}
