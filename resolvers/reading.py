"""Runs a plan's statements on one connection; a read whose connection was lost is read again, once."""
from db import faults
from db.connection import Pool
from planner import fetch
from planner.arguments import Run
from planner.fetch import Fetched
from planner.limits import TooSlow
from planner.plan import Plan


async def fetched(pool: Pool, plan: Plan, run: Run, *, consistent: bool, again: bool = True) -> Fetched:
    """The plan's rows.

    consistent  all statements see the database at one moment, in a read-only repeatable-read transaction
    again       whether to read once more when the connection is lost
    raises      TooSlow; what the driver raises when the database is out of reach
    """
    if not (plan.row or plan.lists):
        return Fetched()
    try:
        with pool.lent(pool.idle() or await pool.wait()) as connection:
            if not consistent:
                return await fetch.fetch(plan, connection, run)
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return await fetch.fetch(plan, connection, run)
    except Exception as error:
        if faults.was_too_slow(error):
            raise TooSlow from error
        if not again or not faults.leaves_unknown(error):
            raise
    return await fetched(pool, plan, run, consistent=consistent, again=False)
