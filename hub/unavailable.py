"""Whether the hub cannot answer just now for reasons that may pass."""
import asyncpg

from db.driver import faults
from hub.sign_in import keys


def is_out_of_reach(problem: BaseException) -> bool:
    """Whether the database or the sign-in service is away, full or slow: the same request may succeed later."""
    if isinstance(problem, asyncpg.DataError):  # the driver's own kind is an InterfaceError too, but a mistake of ours
        return False
    return isinstance(problem, keys.NoKeys) or faults.is_unable(problem) or faults.leaves_unknown(problem)
