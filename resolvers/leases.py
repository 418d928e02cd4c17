"""A connection for the length of a block, within a time limit."""
from db.connection import Pool
from db.pool import Lease

ACQUIRED_WITHIN = 10.0  # seconds; the pool itself would wait for ever


def leased(pool: Pool) -> Lease:
    """A connection of the pool; raises what the driver raises when none can be had in time."""
    return Lease(pool, ACQUIRED_WITHIN)
