"""Work that holds the loop, such as reading a long text that is new, is done by one after the other (docs/decisions/0078)."""
import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from time import perf_counter

from db.driver.line import Line

LOOKS = 5  # of the loop at what has come meanwhile, before a turn: a small request is answered in three
MOST = 0.1  # seconds that others have between two, however long the last one took


class Turns:
    """Whoever waits for one has its own line, and the lines have turns: thousands of texts of one person delay nobody else's by
    more than one.

    Else, when a person sends twenty texts at once, whoever comes meanwhile waits until all of them are read. So others have as
    much time before a turn as the last one took.
    """

    def __init__(self) -> None:
        self._line = Line()
        self._taken = False
        self._took = 0.0
        self._ended = self._began = -MOST

    @asynccontextmanager
    async def turn(self, who: Hashable) -> AsyncIterator[None]:
        """One's turn, in which nothing is waited for."""
        await self._come(who)
        try:
            for _ in range(LOOKS):
                await asyncio.sleep(0)
            await asyncio.sleep(max(0.0, self._ended + min(self._took, MOST) - perf_counter()))
            self._began = perf_counter()
            try:
                yield
            finally:
                self._ended = perf_counter()
                self._took = self._ended - self._began
        finally:
            self._hand_on()

    async def _come(self, who: Hashable) -> None:
        if not self._taken:
            self._taken = True
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.join(who, waiting)
        try:
            await waiting
        except asyncio.CancelledError:
            self._line.leave(who, waiting)
            if waiting.done() and not waiting.cancelled():  # its turn came in the moment it left
                self._hand_on()
            raise

    def _hand_on(self) -> None:
        while found := self._line.next(lambda _: True):
            if not found[1].done():  # else it is about to leave
                found[1].set_result(None)
                return
        self._taken = False
