"""One loop over everything that happens because time passes (`resolvers.jobs`).

Any number of processes may run it at once. It keeps no timer: what is due is what the deadlines' columns say when it looks, so
that nothing is lost by a hub that is down, and what comes late says in its event when it was due.
"""
import asyncio
from collections.abc import Callable, Hashable, Iterable, Set
from datetime import datetime

import structlog

from db.driver.connection import Pool
from resolvers.deadlines import Job
from resolvers.writing import transactions

BATCH = 200  # rows in one transaction

log = structlog.get_logger()
Clock = Callable[[], datetime]


class StillDueError(Exception):
    """A step was taken with an object, and it is due as before: that would go on for ever."""


async def once(pool: Pool, clock: Clock, jobs: Iterable[Job], wrote: Callable[[], None] = lambda: None) -> int:
    """Do what is to be done now, a batch of each job in turn until none has more; a job that fails leaves it for another time.

    wrote     called after each batch that has written something
    returns   how much was done
    """
    done, last = 0, dict[Job, Set[Hashable]](dict.fromkeys(jobs, frozenset()))
    while last:
        for job, before in list(last.items()):
            last[job] = await _batch(pool, clock(), job, before)
            done += len(last[job])
            if last[job]:
                wrote()
            else:
                del last[job]
    return done


async def _batch(pool: Pool, now: datetime, job: Job, before: Set[Hashable]) -> Set[Hashable]:
    """What a batch did; nothing, when it failed."""
    try:
        async with transactions.opened(pool) as connection:
            did = await job.batch(connection, now, BATCH)
            if again := did & before:
                raise StillDueError(f"{len(again)} of {job.name}")
        return did
    except Exception:  # the database may be away for a while: what is due now is still due then
        log.warning("clock round failed", job=job.name, exc_info=True)
        return frozenset()


async def run(pool: Pool, clock: Clock, every: float, jobs: Iterable[Job], wrote: Callable[[], None] = lambda: None) -> None:
    """Do all of it, again and again until cancelled.

    every   seconds between two rounds
    wrote   as of `once`
    """
    while True:
        await once(pool, clock, jobs, wrote)
        await asyncio.sleep(every)
