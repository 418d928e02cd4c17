"""Tickets: a member who has signed in may open one stream by an address alone, within a minute. They leave no event."""
from collections.abc import Hashable, Set
from datetime import datetime, timedelta

from db import tickets
from db.driver.connection import Connection, Pool
from db.tickets import Ticket
from resolvers.deadlines import Job

GOOD_FOR = timedelta(minutes=1)
MOST = 20  # of one member that are not taken yet


async def issue(pool: Pool, ticket: Ticket, now: datetime, patience: float) -> bool:
    """Remember a ticket; whether its member may have one more.

    patience   seconds to wait for a connection
    raises     what the driver raises when the database is out of reach
    writes     ticket
    """
    async with pool.acquire(who=ticket.member_id, timeout=patience) as connection, connection.transaction():
        return await tickets.add(connection, ticket, MOST, now)


async def take(pool: Pool, given: bytes, now: datetime, patience: float) -> bytes | None:
    """What the ticket of this hash stands for, once; None: it is unknown, too old, or was taken before.

    patience   seconds to wait for a connection
    raises     what the driver raises when the database is out of reach
    writes     ticket
    """
    async with pool.acquire(timeout=patience) as connection:
        return await tickets.take(connection, given, now)


async def _forget(connection: Connection, now: datetime, limit: int) -> Set[Hashable]:
    return await tickets.forget(connection, now, limit)


FORGET = Job("tickets are forgotten", _forget)
