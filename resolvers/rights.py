"""Viewers by their subject, remembered until something changes rights.

Reading a member's offices and seats costs as much as a small page does. So they are kept while this process follows the
event log, where every change of rights passes: at once when this process made it, else within the relay's few
milliseconds. While the log is not followed nothing is remembered.
"""
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import date

from domain.viewer import Viewer

REMEMBERED = 10_000
LONGEST = 30.0  # seconds: for changes that somebody made in the database by hand


class Rights:
    """
    follows  whether the log is followed now
    """

    def __init__(self, follows: Callable[[], bool]) -> None:
        self._follows = follows
        self._known: OrderedDict[tuple[str, date], tuple[float, Viewer | None]] = OrderedDict()
        self._changes = 0

    def forget(self) -> None:
        """Rights have changed, whoever's: read them anew."""
        self._known.clear()
        self._changes += 1

    @property
    def stamp(self) -> int | None:
        """A number: what was found since it came up holds as long as it stays; None: nothing found now holds for long."""
        return self._changes if self._follows() else None

    async def of(self, subject: str, today: date, read: Callable[[], Awaitable[Viewer | None]]) -> Viewer | None:
        """The viewer as remembered, or as `read` finds it."""
        key = subject, today
        if self._follows() and (known := self._known.get(key)) and time.monotonic() - known[0] < LONGEST:
            return known[1]
        changes = self._changes
        found = await read()
        if changes == self._changes and self._follows():
            self._known[key] = time.monotonic(), found
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found
