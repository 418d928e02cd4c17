"""What the scheduler does with what is due: the step that a process declares for the clock, and its event.

A concept has a function for each deadline, with its SQL, and names it in `resolvers.jobs`; nothing else knows of it.
"""
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from db import deadlines
from db.deadlines import Whose
from db.driver.connection import Connection
from db.log import events
from domain.process import Process
from domain.trail import WAS_DUE_AT
from resolvers.writing import traces


@dataclass(frozen=True)
class Job:
    """Something that is done again and again, by any number of hubs at once.

    name    in the log of the program
    batch   does up to so much of what there is to do at a moment, in an open transaction, and leaves what others hold. It
            returns what it did, by names that nothing has that is still to be done: nothing, when no more was there
    """

    name: str
    batch: Callable[[Connection, datetime, int], Awaitable[Set[Hashable]]]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An object with which the clock's step has been taken.

    state       in which it was
    due_at      when it was due, as the deadline's column had it
    version     of it, after the step
    subject_id  in whose history it stands; None: its own
    type        its GraphQL type; None: the process's
    columns     others that its event tells, besides its state
    was         those of them that are told as they were before, too
    """

    id: UUID
    state: str
    due_at: datetime
    version: int
    organization_id: UUID | None
    home_code: str | None
    subject_id: UUID | None = None
    type: str | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    was: Mapping[str, Any] = field(default_factory=dict)


Take = Callable[[Connection, datetime, int], Awaitable[Sequence[Taken]]]
"""Locks up to so many objects whose deadline has passed at a moment, the longest due first, without those that others hold
(`FOR NO KEY UPDATE SKIP LOCKED`), and takes the step with them. None is due afterwards, or it is at a later moment: a reminder,
a stage or a level moves its column on, to the next or to null."""


OWN = Whose()
"""Of an object whose row names its organisation and its home."""


def by_clock(process: Process, step: str, take: Take) -> Job:
    """The job of a deadline that `process` declares: `take`, and an event of each."""
    async def batch(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
        taken = await take(connection, now, limit)
        if taken:
            await events.write(connection, [_event(process, step, one, now) for one in taken])
        return {(one.id, one.due_at) for one in taken}
    return Job(f"{process.type}.{step}", batch)


def passes(process: Process, step: str, sets: str, whose: Whose = OWN, told: tuple[str, ...] = ()) -> Job:
    """The job of a deadline that one statement settles.

    sets    what is written besides the state to which the step leads, in SQL; nothing is due after it; $1 is the moment
    told    columns that the event tells besides the state
    """
    statement = deadlines.passing(process, step, sets, whose, told)

    async def take(connection: Connection, now: datetime, limit: int) -> list[Taken]:
        rows = map(dict, await deadlines.passed(connection, statement, now, limit))
        return [Taken(columns={name: row.pop(name) for name in told}, **row) for row in rows]
    return by_clock(process, step, take)


def falls_overdue(process: Process, step: str, whose: Whose = OWN) -> Job:
    """The job of a deadline that says once that something is late, and leaves the state."""
    return passes(process, step, "overdue_at = NULL", whose)


def _event(process: Process, step: str, taken: Taken, now: datetime) -> dict[str, Any]:
    """What is written of it: it happened `now`, and was due at another moment."""
    target, kind = process.steps[step].from_(taken.state)
    after = {"state": target or taken.state, WAS_DUE_AT: taken.due_at, **taken.columns}
    return traces.event(kind, at=now, actor_id=None, request_id=None, object_type=taken.type or process.type,
                        object_id=taken.id, object_version=taken.version, organization_id=taken.organization_id,
                        subject_id=taken.subject_id, home_code=taken.home_code, before={"state": taken.state, **taken.was},
                        after=after)
