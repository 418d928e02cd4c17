"""How every write is answered: all or nothing, its answer and its key last, so that a retry changes nothing.

A retry does everything again as far as its key, which its first attempt has taken; that undoes it, and the first
attempt's answer is given. So nothing has to be asked of the keys before, nor in a write that no one repeats.
"""
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Any, Concatenate, Generic, ParamSpec, TypeAlias
from uuid import UUID

import orjson
import stamina

from db import idempotency
from db.driver import faults
from db.driver.connection import Connection
from db.idempotency import AlreadyAnswered, CommitRecord, Request
from db.returning import PayloadQuery
from domain import trail
from domain.languages import Bilingual
from domain.process import Step
from domain.refusals import BadInput, KeyReused, NotAllowed, NotFound, Refusal, WrongState
from domain.viewer import Viewer
from resolvers.executing.context import Context
from resolvers.writing import results, traces, transactions
from resolvers.writing.results import Answer, Payload

RETRIES = 4
KEY_LENGTHS = range(8, 129)

Ids: TypeAlias = dict[str, UUID]
"""The rows that a use case wrote, by what they are."""
Returning: TypeAlias = Callable[[Ids], PayloadQuery | None]
"""Given the ids that a write returns: what reads its payload in the write's own statement, if that can be."""
Input = ParamSpec("Input")


@dataclass
class Write:
    """What a use case gets: a connection, with an open transaction unless it settles itself (`Settled`), and who acts when.

    connection  none of a use case that takes its own
    now         one moment for everything that the write sets
    payload     the payload's row, when the write has read it
    once        what its answer tells and nothing keeps: a key (`Payload.once`)
    counts      numbers that its answer tells (`Payload.counts`)
    """

    connection: Connection = field(init=False)
    viewer: Viewer
    request: Request
    now: datetime
    request_id: str
    context: Context
    returning: Returning
    events: list[dict[str, Any]] = field(default_factory=list)
    payload: Any = None
    once: dict[str, str] = field(default_factory=dict, repr=False)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def touches(self) -> set[UUID | None]:
        """Whose remembered rights it changes, as `resolvers.feed.viewer_cache` forgets them."""
        return {whose for event in self.events if trail.rights(event["kind"])
                for whose in trail.whose_rights(event["kind"], event["object_id"], event["after"])}

    def record(self, kind: str, *, object_type: str, object_id: UUID, object_version: int,
               organization_id: UUID | None, subject_id: UUID | None = None, subject_type: str | None = None,
               home_code: str | None = None, before: Mapping[str, Any] | None = None,
               after: Mapping[str, Any] | None = None) -> None:
        """Leave an event, written at the end with the answer; see `db.log.events.new`.

        before, after   of these columns it tells what `domain.trail` lets it
        """
        self.events.append(traces.event(
            kind, at=self.now, actor_id=self.viewer.member_id, request_id=self.request_id, object_type=object_type,
            object_id=object_id, object_version=object_version, organization_id=organization_id, subject_id=subject_id,
            subject_type=subject_type, home_code=home_code, before=before, after=after))

    def commit_record(self, ids: Ids) -> CommitRecord:
        """What is written last of all: that these rows were written, and the events."""
        return CommitRecord(self.request, results.pack(Payload(ids, counts=self.counts)), self.events, self.returning(ids))

    def settled(self, record: CommitRecord, row: Any) -> bool:
        """Whether one statement has written everything, which then gave a row: the payload's, if that is read by it."""
        if record.payload:
            self.payload = row
        return row is not None


class Settled(Enum):
    """How all that a use case writes becomes one with its answer: all or none of it is written."""

    IN_TRANSACTION = "a transaction is around it, whose end writes the answer"
    IN_STATEMENT = "it writes everything in one statement, `Write.commit_record` with it"
    ON_ITS_OWN = "as IN_STATEMENT, and it takes its connections: it holds none while it waits for another's statement"


_CONNECTED = {Settled.IN_TRANSACTION: transactions.opened, Settled.IN_STATEMENT: transactions.leased,
              Settled.ON_ITS_OWN: transactions.none}


@dataclass(frozen=True)
class UseCase(Generic[Input]):
    """Something that a member can do, once for each key: what it takes is what its function takes behind the write.

    do         writes, and returns the ids of what it wrote
    settled    how that becomes one with its answer
    refusals   the business noes that it may be answered with
    step       of a process, if it is one
    own        whether it changes nothing but what is the member's own: nobody may not, and no event tells of it (0097)
    """

    do: Callable[Concatenate[Write, Input], Awaitable[Ids]]
    settled: Settled
    refusals: tuple[type[Refusal], ...]
    step: Step | None
    own: bool = False

    @property
    def name(self) -> str:
        """As the keys remember it."""
        return f"{self.do.__module__.rpartition('.')[2]}.{self.do.__name__}"

    async def answer(self, context: Context, key: str, *_: Input.args, **values: Input.kwargs) -> Answer:
        """Let the context's viewer do it: `answer`, where the input is known as the program is written."""
        return await answer(context, self, key, values)


def use_case(*refusals: type[Refusal], step: Step | None = None, settled: Settled = Settled.IN_TRANSACTION,
             own: bool = False) -> Callable[[Callable[Concatenate[Write, Input], Awaitable[Ids]]], UseCase[Input]]:
    """Declare that a function is a use case. All of its input is given by name.

    refusals   besides those that each may be answered with, and WrongState of a step
    own        see `UseCase`
    """
    each = (*([] if own else [NotAllowed]), KeyReused, *([WrongState] if step else []), *refusals)
    return lambda do: UseCase(do, settled, each, step, own)


def _nothing(_: Ids) -> None:
    return None


async def answer(context: Context, asked: UseCase[...], key: str, values: Mapping[str, Any],
                 returning: Returning = _nothing) -> Answer:
    """Let the viewer do something once.

    key       the sender's idempotency key: the same with the same input gives the same answer and no second effect
    values    the use case's input by name
    returning   of use cases that settle themselves
    returns   the written rows' ids, or why nothing was written
    raises    Unauthenticated, NotFound, BadInput; OutcomeUnknown: to be sent again with the same key
    writes    what the use case writes, and the answer: all or none
    """
    if context.viewer is None:
        raise context.nobody
    if len(key) not in KEY_LENGTHS:
        raise BadInput("idempotency_key", Bilingual("长度须为 8 至 128。", "Its length must be 8 to 128."))
    request = Request(context.viewer.member_id, key, asked.name, _hash(values), context.clock())
    try:
        return await _attempt(context, context.viewer, asked, request, values, returning)
    except Exception as error:
        if not faults.is_worth_retrying(error):
            raise
    async for attempt in stamina.retry_context(on=faults.is_worth_retrying, attempts=RETRIES, timeout=None,
                                               wait_initial=0.01, wait_max=0.2, wait_jitter=0.05):
        with attempt:
            return await _attempt(context, context.viewer, asked, request, values, returning)
    raise AssertionError("the last attempt returns or raises")


async def _attempt(context: Context, viewer: Viewer, asked: UseCase[...], request: Request, values: Mapping[str, Any],
                   returning: Returning) -> Answer:
    try:
        async with _CONNECTED[asked.settled](context.pool, context.who) as connection:
            write = Write(viewer, request, context.clock(), context.request_id, context, returning)
            write.connection = connection
            ids = await asked.do(write, **values)
            if asked.settled is Settled.IN_TRANSACTION:
                await idempotency.settle(connection, write.commit_record(ids))
    except Refusal as refusal:
        if type(refusal) not in asked.refusals:
            raise AssertionError(f"{asked.name} does not declare {type(refusal).__name__}") from refusal
        return await _refuse(context, request, refusal)
    except (AlreadyAnswered, NotFound, BadInput) as no:
        return await _stored(context, request, no)
    context.wrote()
    for whose in write.touches:
        context.rights_changed(whose)
    return Payload(ids, fresh=True, row=write.payload, once=write.once, counts=write.counts)


async def _refuse(context: Context, request: Request, refusal: Refusal) -> Answer:
    """Keep a refusal as the answer, unless another attempt at the key was answered."""
    async with transactions.leased(context.pool, context.who) as connection:
        if await idempotency.keep(connection, request, results.pack(refusal)):
            return refusal
    return await _stored(context, request, refusal)


async def _stored(context: Context, request: Request, otherwise: Exception) -> Answer:
    """What was answered to the key; raises `otherwise` when nothing was."""
    async with transactions.leased(context.pool, context.who) as connection:
        found = await idempotency.find(connection, request)
    if found is None:
        raise otherwise
    same, stored = found
    return results.unpack(stored) if same else KeyReused()


def _hash(values: Mapping[str, Any]) -> bytes:
    canonical = orjson.dumps(dict(values), default=results.plain,
                             option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME)
    return sha256(canonical).digest()
