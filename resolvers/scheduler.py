"""What happens because time passes: proposals lapse, items expire, old answers are forgotten.

Any number of processes may run this at once.
"""
import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from db import claims, idempotency, items
from db.driver.connection import Connection, Pool
from db.log import events
from domain.claims import ClaimState
from domain.items import ItemState
from resolvers import publishing
from resolvers.writing import transactions

BATCH = 200  # rows in one transaction
REMEMBERED = timedelta(days=30)  # how long a retry gets the same answer

log = structlog.get_logger()


async def lapse_proposals(pool: Pool, now: datetime) -> int:
    """Let the proposals lapse that nobody answered in time, and free what they held; returns how many."""
    return await _in_batches(pool, now, _lapse)


async def expire_items(pool: Pool, now: datetime) -> int:
    """Let the items expire whose deadline has passed; returns how many."""
    return await _in_batches(pool, now, _expire)


async def forget_answers(pool: Pool, now: datetime) -> int:
    """Forget the answers that are older than any retry; returns how many."""
    return await _in_batches(pool, now - REMEMBERED, _forget)


async def _forget(connection: Connection, before: datetime) -> int:
    return await idempotency.forget(connection, before, BATCH)


async def _in_batches(pool: Pool, now: datetime, job: Callable[[Connection, datetime], Awaitable[int]]) -> int:
    done = 0
    while True:
        async with transactions.opened(pool) as connection:
            batch = await job(connection, now)
        done += batch
        if batch < BATCH:
            return done


async def _lapse(connection: Connection, now: datetime) -> int:
    due = await claims.due(connection, now, BATCH)
    if due:
        await claims.lock_items(connection, [claim.item_id for claim in due])
        await claims.lapse(connection, [claim.id for claim in due], now)
    for claim in due:
        await events.record(connection, at=now, kind="claim.lapsed", actor_id=None, organization_id=claim.claimant_id,
                            object_type="Claim", object_id=claim.id, object_version=claim.version + 1,
                            item_id=claim.item_id, home_code=claim.home_code, before={"state": ClaimState.PROPOSED},
                            after={"state": ClaimState.LAPSED, "quantity": claim.quantity})
    return len(due)


async def _expire(connection: Connection, now: datetime) -> int:
    expired = await items.expire(connection, now, BATCH)
    for item in expired:
        await events.record(connection, at=now, kind="item.expired", actor_id=None, organization_id=item.publisher_id,
                            object_type=publishing.type_name(item.list), object_id=item.id,
                            object_version=item.version, item_id=item.id, home_code=item.home_code,
                            before={"state": ItemState.PUBLISHED}, after={"state": ItemState.EXPIRED})
    return len(expired)


async def run(pool: Pool, clock: Callable[[], datetime], every: float,
              wrote: Callable[[], None] = lambda: None) -> None:
    """Do all of it, again and again until cancelled.

    every   seconds between two rounds
    wrote   called when a round has written events
    """
    while True:
        try:
            if await lapse_proposals(pool, clock()) + await expire_items(pool, clock()):
                wrote()
            await forget_answers(pool, clock())
        except Exception:  # the database may be away for a while: what is due now is still due then
            log.warning("clock round failed", exc_info=True)
        await asyncio.sleep(every)
