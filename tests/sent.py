"""The statements that a test's connections send, noted as they go, whoever calls."""
from typing import Any

import asyncpg
import pytest

from db.driver import session

METHODS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")


def note(monkeypatch: pytest.MonkeyPatch, into: list[str] | None = None) -> list[str]:
    """Until the test's end; not those that each new connection is asked.

    into     where they are noted; None: in a new list
    returns  that list
    """
    sent = list[str]() if into is None else into
    for method in METHODS:
        monkeypatch.setattr(asyncpg.Connection, method, _noting(getattr(asyncpg.Connection, method), sent))
    return sent


def _noting(original: Any, sent: list[str]) -> Any:
    async def noting(connection: asyncpg.Connection, query: str, *values: Any, **options: Any) -> Any:
        if query not in session.ASKED:
            sent.append(query)
        return await original(connection, query, *values, **options)

    return noting
