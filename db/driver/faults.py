"""What the database's errors mean: a rule's last guard spoke, the attempt may be made again, or nobody knows."""
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import asyncpg

from db.driver.session import UnfitSession

# Connection lost (08), server going down or the session ended by an operator (57P): a COMMIT may have taken place.
_UNKNOWN_CLASSES = ("08", "57P")
# Nothing was done, and later it may be: read only (25006), no room, memory or connection (53), held or not ready (55), no
# file or device (58).
_UNABLE_CLASSES = ("25006", "53", "55", "58")
_FULL_CLASSES = ("53", "58")
_DRIVER_ERRORS = (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


@contextmanager
def refusing(**constraints: Callable[[], Exception]) -> Iterator[None]:
    """Turn the violation of a named constraint into what it means, mostly a refusal; the transaction is lost then."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as violation:
        if meant := constraints.get(violation.constraint_name or ""):
            raise meant() from violation
        raise


def leaves_unknown(error: BaseException) -> bool:
    """Whether after this error nobody knows if the transaction was committed; its connection is to be dropped."""
    if isinstance(error, asyncpg.PostgresError):
        return not error.sqlstate or error.sqlstate.startswith(_UNKNOWN_CLASSES)
    return isinstance(error, _DRIVER_ERRORS) and not isinstance(error, asyncpg.DataError)  # it sent nothing


def is_unable(error: BaseException) -> bool:
    """Whether the server says that it cannot do this now, for reasons of its own; what was begun is undone."""
    return isinstance(error, UnfitSession) or (
        isinstance(error, asyncpg.PostgresError) and (error.sqlstate or "").startswith(_UNABLE_CLASSES))


def is_full(error: BaseException) -> bool:
    """Whether it says that it has no room, or that its files fail it: others meet the same."""
    return isinstance(error, asyncpg.PostgresError) and (error.sqlstate or "").startswith(_FULL_CLASSES) \
        and not isinstance(error, asyncpg.TooManyConnectionsError)


def was_too_slow(error: BaseException) -> bool:
    """Whether the server stopped a statement at its time limit; what it did is undone."""
    return isinstance(error, asyncpg.QueryCanceledError)


def is_worth_retrying(error: BaseException) -> bool:
    """Whether the transaction was rolled back only because of others running beside it."""
    return isinstance(error, asyncpg.SerializationError | asyncpg.DeadlockDetectedError)


_OF_THE_SERVER = ("08", "28", "3D", "40", "53", "55", "57", "58")
"""Classes of errors whose messages are about the server and its sessions, never about what was sent."""


def said(error: BaseException) -> str:
    """What a log may say of an error: its type, and a message only where no value can be in it.

    A driver's or PostgreSQL's message may quote what a client sent ("invalid input syntax …", "Failing row contains …").
    """
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, asyncpg.PostgresError):
        about = (error.sqlstate, error.table_name, error.column_name, error.constraint_name)
        message = str(error.args[0]) if (error.sqlstate or "").startswith(_OF_THE_SERVER) and error.args else ""
        return f"{name} ({', '.join(filter(None, about))})" + (f": {message}" if message else "")
    return f"{name}: {error}" if isinstance(error, OSError) and str(error) else name
