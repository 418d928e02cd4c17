"""Runs a plan's statements on one connection; a read whose connection was lost is read again, once. Records what it showed."""
from time import monotonic
from typing import Any, cast

from db import looks
from db.driver import faults
from db.driver.connection import Connection, Pool
from db.driver.pool import ANYBODY
from planner import fetch
from planner.arguments import Run
from planner.fetch import Fetched
from planner.limits import TooSlow
from planner.plan import Plan
from resolvers.executing.context import Context

PROMPT = 1.0  # seconds within which a lost connection shows; what took longer is not tried again


class Late(TimeoutError):
    """The operation's time is over; its statement was stopped."""


class Timed:
    """A connection whose statements together have until a moment."""

    def __init__(self, connection: Connection, until: float) -> None:
        self._connection, self._until = connection, until

    async def fetch(self, sql: str, *values: Any) -> Any:
        left = self._until - monotonic()
        if left <= 0:
            raise Late
        try:
            return await self._connection.fetch(sql, *values, timeout=left)
        except TimeoutError as error:
            raise Late from error


async def fetched(pool: Pool, plan: Plan, run: Run, *, consistent: bool, until: float, again: bool = True) -> Fetched:
    """The plan's rows.

    consistent  all statements see the database at one moment, in a read-only repeatable-read transaction
    until       by the monotonic clock, when the operation's time is over
    again       whether to read once more when the connection is lost
    raises      TooSlow; what the driver raises when the database is out of reach
    """
    if not (plan.row or plan.lists):
        return Fetched()
    who = run.viewer.member_id if run.viewer else ANYBODY
    began = monotonic()
    try:
        with pool.lent(pool.idle(who) or await pool.wait(who)) as connection:
            if not consistent:
                return await fetch.fetch(plan, _timed(plan, connection, until), run)
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return await fetch.fetch(plan, _timed(plan, connection, until), run)
    except Exception as error:
        if isinstance(error, Late) or faults.was_too_slow(error):
            raise TooSlow from error
        if not again or not faults.leaves_unknown(error) or monotonic() > began + PROMPT:
            raise
    return await fetched(pool, plan, run, consistent=consistent, until=until, again=False)


async def recorded(context: Context, run: Run) -> None:
    """Put on record whose personal data a run shows whole. Behind this, and not before, may its answer leave.

    raises   TooSlow; what the driver raises when the database is out of reach
    writes   contact_read, in one statement, which is a transaction of its own
    """
    if not run.looks or run.viewer is None:
        return
    try:
        with context.pool.lent(context.pool.idle(context.who) or await context.pool.wait(context.who)) as connection:
            await looks.record(connection, run.looks, run.viewer.member_id, context.request_id, run.now)
    except Exception as error:
        if faults.was_too_slow(error):
            raise TooSlow from error
        raise


def _timed(plan: Plan, connection: Connection, until: float) -> Connection:
    """The one statement of most operations is stopped by the server, without a timer of ours."""
    root = plan.row or (plan.lists[0] if plan.lists else None)
    alone = len(plan.lists) + (plan.row is not None) == 1 and root is not None and not root.children
    return connection if alone else cast("Connection", Timed(connection, until))
