"""Answers given to writes, so that a retry with the same key gets the same one."""
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.driver import faults
from db.driver.connection import Connection
from db.log import events
from db.returning import PayloadQuery


class AlreadyAnswered(Exception):
    """The key has an answer, which `find` gives; the transaction can only be rolled back."""


@dataclass(frozen=True)
class Request:
    """A write as its sender names it.

    key          unique among the actor's, chosen by the sender
    operation    which use case
    input_hash   of its input
    at           when it was sent
    """

    actor_id: UUID
    key: str
    operation: str
    input_hash: bytes
    at: datetime


@dataclass(frozen=True)
class CommitRecord:
    """What is written last of all in every write.

    answer   as JSON can hold it
    events   what happened, each by column name as `db.log.events.values` takes it
    payload  reads the answer's payload in the write's own statement, if the write can; None: it is read after it
    """

    request: Request
    answer: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]
    payload: PayloadQuery | None = None

    @property
    def values(self) -> list[Any]:
        """Of the parameters of INSERT, then of each event's `db.log.events.row`."""
        request = self.request
        return [request.actor_id, request.key, request.operation, request.input_hash, self.answer, request.at,
                *(value for event in self.events for value in events.values(event))]


COLUMNS = ("actor_id", "key", "operation", "input_hash", "answer", "created_at")
INSERT = f"INSERT INTO idempotency_key ({', '.join(COLUMNS)}) SELECT $1, $2, $3, $4, $5, $6"
PARAMETERS = len(COLUMNS)


async def settle(connection: Connection, record: CommitRecord) -> None:
    """Write the answer and what happened, when every changed row is locked; wait for another attempt at the same key.

    raises   AlreadyAnswered
    writes   idempotency_key, event
    """
    with faults.refusing(idempotency_key_pkey=AlreadyAnswered):
        await connection.execute(_settling(tuple(event["kind"] for event in record.events)), *record.values)


def _settling(kinds: tuple[str, ...]) -> str:
    if not kinds:
        return INSERT
    rows = ", ".join(f"({events.row(1 + PARAMETERS + number * events.PARAMETERS)})" for number in range(len(kinds)))
    return f"WITH {events.recorded(f'VALUES {rows}', kinds)} {INSERT}"


async def keep(connection: Connection, request: Request, answer: Mapping[str, Any]) -> bool:
    """Keep an answer without a write; wait while another attempt at the same key is under way.

    returns   False when the key has an answer, which `find` then gives
    """
    return bool(await connection.fetchval(
        f"{INSERT} ON CONFLICT (actor_id, key) DO NOTHING RETURNING true",
        request.actor_id, request.key, request.operation, request.input_hash, answer, request.at))


async def find(connection: Connection, request: Request) -> tuple[bool, dict[str, Any]] | None:
    """What was answered to the key; None: nothing.

    returns   whether it was the same operation with the same input, and the answer
    """
    row = await connection.fetchrow(
        "SELECT operation = $3 AND input_hash = $4 AS same, answer FROM idempotency_key WHERE actor_id = $1 AND key = $2",
        request.actor_id, request.key, request.operation, request.input_hash)
    return (row["same"], row["answer"]) if row else None


async def forget(connection: Connection, before: datetime, limit: int) -> set[Hashable]:
    """Remove up to `limit` answers given before a moment; returns their actors and keys."""
    forgotten = await connection.fetch(
        "DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(SELECT ctid FROM idempotency_key WHERE created_at < $1 "
        "ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING actor_id, key", before, limit)
    return {(row["actor_id"], row["key"]) for row in forgotten}


async def try_to_write(connection: Connection) -> None:
    """Find out whether there is room for a megabyte, and leave nothing.

    raises   what the driver raises when there is none
    """
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(
            f"INSERT INTO idempotency_key ({', '.join(COLUMNS)}) SELECT gen_random_uuid(), 'is there room', '', '', "
            "jsonb_agg(gen_random_uuid()), 'epoch' FROM generate_series(1, 30000)")
    finally:
        await transaction.rollback()
