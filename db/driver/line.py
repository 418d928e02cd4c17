"""Who waits, for a connection or a turn: members have turns, however many each waits for."""
import asyncio
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from typing import Any

Waiting = asyncio.Future[Any]


class Line:
    """Within a member's own line, who came first is first."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, deque[Waiting]] = {}

    def join(self, who: Hashable, waiting: Waiting) -> None:
        line = self._lines.get(who)
        if line is None:
            line = self._lines[who] = deque()
        line.append(waiting)

    def leave(self, who: Hashable, waiting: Waiting) -> None:
        """Of one that may have had its turn in the meantime."""
        line = self._lines.get(who, ())
        if waiting in line:
            line.remove(waiting)  # type: ignore[union-attr]  # not the empty tuple, in which nobody waits
        if not line:
            self._lines.pop(who, None)

    def next(self, may: Callable[[Hashable], bool]) -> tuple[Hashable, Waiting] | None:
        """Whose turn it is, out of the line, and its member goes to the end; None when nobody waits who may have something."""
        for who in self._lines:
            if may(who):
                line = self._lines.pop(who)
                waiting = line.popleft()
                if line:
                    self._lines[who] = line
                return who, waiting
        return None

    def clear(self) -> Iterator[Waiting]:
        """Everybody who waits, out of the line."""
        lines, self._lines = self._lines, {}
        for line in lines.values():
            yield from line
