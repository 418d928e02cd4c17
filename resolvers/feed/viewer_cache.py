"""Viewers by their subject, remembered until something changes rights.

Reading a member's offices and seats costs as much as a small page does. So they are kept while this process follows the
event log, where every change of rights passes: at once when this process made it, else within the relay's few
milliseconds. While the log is not followed nothing is remembered.
"""
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from domain import trail
from domain.trail import Rights as Whose
from domain.viewer import Viewer

REMEMBERED = 10_000
LONGEST = 30.0  # seconds: within which changes that somebody made in the database by hand have their effect


def touched(kind: str, after: Mapping[str, Any] | None) -> UUID | None:
    """Whose rights an event that changes some may have changed, as `Rights.forget` takes it."""
    return UUID(after["organization_id"]) if trail.rights(kind) is Whose.RECIPIENT and after else None


class Rights:
    """
    follows  whether the log is followed now
    longest  seconds for which what was read is remembered
    """

    def __init__(self, follows: Callable[[], bool], longest: float = LONGEST) -> None:
        self._follows = follows
        self._longest = longest
        self._known: OrderedDict[tuple[str, date], tuple[float, Viewer | None]] = OrderedDict()
        self._changes = 0

    def forget(self, organization_id: UUID | None = None) -> None:
        """Rights have changed: read them anew.

        organization_id   of all who act for it; None: whoever's
        """
        if organization_id is None:
            self._known.clear()
        for key in [key for key, (_, viewer) in self._known.items() if viewer and organization_id in viewer.acts_for]:
            del self._known[key]
        self._changes += 1

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
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found
