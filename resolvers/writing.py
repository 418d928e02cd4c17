"""How every write is answered: one transaction, its key first and its answer last, so that a retry changes nothing."""
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
import stamina
from uuid_utils.compat import uuid7

from db import answered, faults
from db.answered import Request
from db.connection import Connection
from domain.refusals import BadInput, KeyReused, Refusal, Unauthenticated
from domain.viewer import Viewer
from resolvers import answers, transactions
from resolvers.answers import Answer, Payload
from resolvers.context import Context
from resolvers.subscribers import RIGHTS

ATTEMPTS = 5
KEY_LENGTHS = range(8, 129)


@dataclass
class Write:
    """What a use case gets: one open transaction, and who acts when.

    now   one moment for everything that the write sets
    """

    connection: Connection
    viewer: Viewer
    now: datetime
    request_id: str
    context: Context
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def changes_rights(self) -> bool:
        return any(event["kind"].startswith(RIGHTS) for event in self.events)

    async def record(self, kind: str, *, object_type: str, object_id: UUID, object_version: int,
                     organization_id: UUID | None, item_id: UUID | None = None, home_code: str | None = None,
                     before: dict[str, Any] | None = None, after: dict[str, Any] | None = None) -> None:
        """Leave an event, written at the transaction's end with its answer; see `db.events.record`."""
        self.events.append({
            "id": uuid7(), "at": self.now, "kind": kind, "actor_id": self.viewer.member_id,
            "organization_id": organization_id, "object_type": object_type, "object_id": object_id,
            "object_version": object_version, "item_id": item_id, "home_code": home_code,
            "request_id": self.request_id, "before": before, "after": after})


UseCase = Callable[..., Awaitable[dict[str, UUID]]]


async def answer(context: Context, use_case: UseCase, key: str, values: dict[str, Any]) -> Answer:
    """Let the viewer do something once.

    key       the sender's idempotency key: the same with the same input gives the same answer and no second effect
    values    the use case's arguments by name
    returns   the written rows' ids, or why nothing was written
    raises    Unauthenticated, NotFound, BadInput; OutcomeUnknown: to be sent again with the same key
    writes    what the use case writes, and the answer: all or none
    """
    if context.viewer is None:
        raise Unauthenticated
    if len(key) not in KEY_LENGTHS:
        raise BadInput("input.idempotencyKey", "长度须为 8 至 128。Its length must be 8 to 128.")
    operation = f"{use_case.__module__.rpartition('.')[2]}.{use_case.__name__}"
    request = Request(context.viewer.member_id, key, operation, _hash(values))
    async for attempt in stamina.retry_context(on=faults.is_worth_retrying, attempts=ATTEMPTS, timeout=None,
                                               wait_initial=0.01, wait_max=0.2, wait_jitter=0.05):
        with attempt:
            return await _attempt(context, context.viewer, use_case, request, values)
    raise AssertionError("the last attempt returns or raises")


async def _attempt(context: Context, viewer: Viewer, use_case: UseCase, request: Request,
                   values: dict[str, Any]) -> Answer:
    try:
        async with transactions.opened(context.pool) as connection:
            if not await answered.begin(connection, request):
                return await _stored(connection, request)
            write = Write(connection, viewer, context.clock(), context.request_id, context)
            payload = Payload(await use_case(write, **values))
            await answered.settle(connection, request, answers.pack(payload), write.events)
    except Refusal as refusal:
        return await _refuse(context, request, refusal)
    context.wrote()
    if write.changes_rights:
        context.rights_changed()
    return payload


async def _refuse(context: Context, request: Request, refusal: Refusal) -> Answer:
    """Keep a refusal as the answer, unless another attempt at the key was answered in the meantime."""
    async with transactions.opened(context.pool) as connection:
        if not await answered.begin(connection, request, answers.pack(refusal)):
            return await _stored(connection, request)
    return refusal


async def _stored(connection: Connection, request: Request) -> Answer:
    same, stored = await answered.find(connection, request)
    return answers.unpack(stored) if same else KeyReused()


def _hash(values: dict[str, Any]) -> bytes:
    canonical = orjson.dumps(values, default=answers.plain,
                             option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME)
    return sha256(canonical).digest()
