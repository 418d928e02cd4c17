"""Answers given to writes, so that a retry with the same key gets the same one."""
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import events
from db.connection import Connection


@dataclass(frozen=True)
class Request:
    """A write as its sender names it.

    key          unique among the actor's, chosen by the sender
    operation    which use case
    input_hash   of its input
    """

    actor_id: UUID
    key: str
    operation: str
    input_hash: bytes


async def begin(connection: Connection, request: Request, answer: dict[str, Any] | None = None) -> bool:
    """Enter the request, first of all in its transaction; wait while another attempt at the same key is under way.

    answer    the answer where it is known already: a refusal
    returns   False when the key has an answer, which `find` then gives
    """
    return bool(await connection.fetchval(
        "INSERT INTO answered (actor_id, key, operation, input_hash, answer) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (actor_id, key) DO NOTHING RETURNING true",
        request.actor_id, request.key, request.operation, request.input_hash, answer))


_SETTLE = (f"WITH told AS ({events.FROM_JSON.format(events='$4')}) "
           "UPDATE answered SET answer = $3 WHERE actor_id = $1 AND key = $2")


async def settle(connection: Connection, request: Request, answer: dict[str, Any], told: list[dict[str, Any]]) -> None:
    """Write the answer and what happened, last of all in the transaction, when every changed row is locked.

    told     events, as `db.events.FROM_JSON` takes them
    writes   answered, event
    """
    await connection.execute(_SETTLE, request.actor_id, request.key, answer, told)


async def forget(connection: Connection, before: datetime, limit: int) -> int:
    """Remove up to `limit` answers given before a moment; returns how many."""
    forgotten = await connection.fetch(
        "DELETE FROM answered WHERE ctid = ANY(ARRAY(SELECT ctid FROM answered WHERE created_at < $1 "
        "ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING true", before, limit)
    return len(forgotten)


async def find(connection: Connection, request: Request) -> tuple[bool, dict[str, Any]]:
    """What was answered to the key.

    returns   whether it was the same operation with the same input, and the answer
    """
    row = await connection.fetchrow(
        "SELECT operation = $3 AND input_hash = $4 AS same, answer FROM answered WHERE actor_id = $1 AND key = $2",
        request.actor_id, request.key, request.operation, request.input_hash)
    if row is None:
        raise LookupError("an answered key is never deleted while its retries are under way")
    return row["same"], row["answer"]
