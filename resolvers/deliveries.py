"""What is sent to webhooks: queued from the log, then sent by the hub (`hub.outgoing`), then noted.

Between sending and noting the hub may die: then a message comes again, under the same id. It is never lost.
"""
from collections.abc import Collection, Hashable, Set
from datetime import datetime, timedelta
from uuid import UUID

from db import deliveries
from db.deliveries import Due, Failed, Figures
from db.driver.connection import Connection, Pool
from domain import outgoing
from domain.outgoing import Outcome
from resolvers.deadlines import Job
from resolvers.writing import transactions

KEPT_FOR = timedelta(days=30)  # how long a message is there, whatever became of it


async def queue(pool: Pool) -> int:
    """Queue what has happened since the last time; returns how many events were looked at.

    writes   delivery, outgoing
    """
    async with transactions.opened(pool) as connection:
        return await deliveries.queue(connection, outgoing.BATCH)


async def due(pool: Pool, now: datetime, without: Collection[UUID], limit: int) -> list[Due]:
    """What can be sent now, one message of a webhook; see `db.deliveries.due`."""
    async with transactions.leased(pool) as connection:
        return await deliveries.due(connection, now, without, limit)


async def note(pool: Pool, one: Due, outcome: Outcome, now: datetime, chance: float) -> None:
    """Note what became of a try. A receiver that says it wants no more is disabled by the clock, at once.

    chance   from 0 to 1: by how much it is tried later
    writes   delivery, webhook
    """
    async with transactions.opened(pool) as connection:
        if outcome.problem is None:
            await deliveries.note_taken(connection, one, now)
            return
        gives_up_at = now if outcome.status == outgoing.GONE else now + outgoing.GIVES_UP_AFTER
        await deliveries.note_failed(connection, one, Failed(
            outcome.problem, outcome.status, one.tries + 1 >= outgoing.MOST_TRIES,
            outgoing.try_again_at(one.failures + 1, now, chance), gives_up_at), now)


async def figures(connection: Connection) -> Figures:
    """How many messages wait, and how many are dead."""
    return await deliveries.figures(connection)


async def _forget(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
    return await deliveries.forget(connection, now - KEPT_FOR, limit)


FORGET = Job("messages to webhooks are forgotten", _forget)
