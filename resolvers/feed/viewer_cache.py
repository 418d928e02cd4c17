"""Viewers by their subject, remembered until something changes rights.

Reading a member's offices and seats costs as much as a small page does. So they are kept while this process follows the
event log, where every change of rights passes: at once when this process made it, else within the relay's few
milliseconds. While the log is not followed nothing is remembered.
"""
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import UUID

from domain.viewer import Viewer
from resolvers.feed import holders
from resolvers.feed.holders import Holders

REMEMBERED = 10_000
LONGEST = 30.0  # seconds: within which changes that somebody made in the database by hand have their effect


class Rights:
    """
    follows  whether the log is followed now
    longest  seconds for which what was read is remembered
    """

    def __init__(self, follows: Callable[[], bool], longest: float = LONGEST) -> None:
        self._follows = follows
        self._longest = longest
        self._known: OrderedDict[tuple[str, date], tuple[float, Viewer | None]] = OrderedDict()
        self._holders = Holders[tuple[str, date]]()
        self._changes = 0

    def forget(self, whose: UUID | None = None) -> None:
        """Rights have changed: read them anew.

        whose   as `domain.trail.whose_rights` says; None: anybody's
        """
        for key in self._holders.of(whose):
            self._drop(key)
        self._changes += 1

    def _drop(self, key: tuple[str, date]) -> None:
        del self._known[key]
        self._holders.let_go(key)

    @property
    def stamp(self) -> int | None:
        """A number: what was found since it came up holds as long as it stays; None: nothing found now holds for long."""
        return self._changes if self._follows() else None

    def good_for(self, subject: str, today: date) -> timedelta:
        """How long what `of` gave holds without being read again; none where nothing is remembered."""
        known = self._known.get((subject, today))
        return timedelta(seconds=max(0.0, known[0] + self._longest - time.monotonic()) if known else 0.0)

    async def of(self, subject: str, today: date, read: Callable[[], Awaitable[Viewer | None]]) -> Viewer | None:
        """The viewer as remembered, or as `read` finds it."""
        key = subject, today
        if self._follows() and (known := self._known.get(key)) and time.monotonic() - known[0] < self._longest:
            return known[1]
        changes, began = self._changes, time.monotonic()
        found = await read()
        if changes == self._changes and self._follows():
            self._known[key] = began, found
            self._holders.hold(key, holders.of_viewer(found) if found else None)  # a stranger may become any member
            if len(self._known) > REMEMBERED:
                self._drop(next(iter(self._known)))
        return found
