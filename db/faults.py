"""What the database's errors mean: a rule's last guard spoke, the attempt may be made again, or nobody knows."""
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import asyncpg

# Connection lost (08), server going down or the session ended by an operator (57P): a COMMIT may have taken place.
_UNKNOWN_CLASSES = ("08", "57P")
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
