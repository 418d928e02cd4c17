"""Runs a plan's statements on one connection; a read whose connection was lost is read again, once."""
from time import monotonic
from typing import Any, cast

from db.driver import faults
from db.driver.connection import Connection, Pool
from db.driver.pool import ANYBODY
from planner import fetch
from planner.arguments import Run
from planner.fetch import Fetched
from planner.limits import TooSlow
from planner.plan import Plan

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
                return await fetch.fetch(plan, _timed(plan, run, connection, until), run)
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return await fetch.fetch(plan, _timed(plan, run, connection, until), run)
    except Exception as error:
        if isinstance(error, Late) or faults.was_too_slow(error):
            raise TooSlow from error
        if not again or not faults.leaves_unknown(error) or monotonic() > began + PROMPT:
            raise
    return await fetched(pool, plan, run, consistent=consistent, until=until, again=False)


def _timed(plan: Plan, run: Run, connection: Connection, until: float) -> Connection:
    """The one statement of most operations is stopped by the server, without a timer of ours."""
    root = plan.row or (plan.lists[0] if plan.lists else None)
    alone = len(plan.lists) + (plan.row is not None) == 1 and root is not None and not root.children
    return connection if alone and not run.embedded else cast("Connection", Timed(connection, until))
