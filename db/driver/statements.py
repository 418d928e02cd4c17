"""Which statements a session keeps prepared: those that came twice, as long as together they are not too much for its server.

PostgreSQL holds the plan of each in the memory of the session's process: about 200 bytes for each character of its text.
"""
from typing import TYPE_CHECKING, Any

import asyncpg
from asyncpg import connection as driver

MOST = 500  # statements in a session
CHARACTERS = 300_000  # of the texts of a session's statements together: about 60 MB of PostgreSQL's memory
HEAVY = 50_000  # characters of a text that is kept by nobody
REMEMBERED = 5_000  # texts of which it is known whether they came before

_once: set[int] = set()
_usual: set[int] = set()


def is_usual(text: str) -> bool:
    """Whether a text came before, in whatever session of this process; from now on it did."""
    known = hash(text)
    if known in _usual:
        return True
    if len(text) > HEAVY:
        return False
    to = _usual if known in _once else _once
    if len(to) >= REMEMBERED:
        to.clear()
    to.add(known)
    return to is _usual


class Kept(driver._StatementCache if not TYPE_CHECKING else object):  # type: ignore[misc]
    """The driver's own, bounded by characters besides; the one that was not used for longest goes first."""

    __slots__ = ()

    def _maybe_cleanup(self) -> None:
        entries: dict[tuple[str, Any, bool], Any] = self._entries
        characters = sum(len(text) for text, *_ in entries)
        while entries and (len(entries) > self._max_size or characters > CHARACTERS):
            (text, *_), entry = entries.popitem(last=False)  # type: ignore[call-arg]  # an OrderedDict
            characters -= len(text)
            self._clear_entry_callback(entry)
            self._on_remove(entry._statement)


def bound(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Bound a new connection's statements; a release of the driver that keeps them in another way bounds their number alone."""
    kept: Any = getattr(connection, "_stmt_cache", None)
    if type(kept) is driver._StatementCache:  # type: ignore[attr-defined]
        connection._stmt_cache = Kept(  # type: ignore[attr-defined]
            loop=kept._loop, max_size=MOST, on_remove=kept._on_remove, max_lifetime=kept._max_lifetime)
