"""Work that holds the loop, such as reading a long text that is new, is done by one after the other (docs/decisions/0078)."""
import asyncio
from time import perf_counter

LOOKS = 5  # of the loop at what has come meanwhile, before a turn: a small request is answered in three
MOST = 0.1  # seconds that others have between two, however long the last one took


class Turns:
    """Used by `async with`, in which nothing is waited for.

    Else, when a person sends twenty texts at once, whoever comes meanwhile waits until all of them are read. So others have as
    much time before a turn as the last one took.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._took = 0.0
        self._ended = self._began = -MOST

    async def __aenter__(self) -> None:
        await self._lock.acquire()
        try:
            for _ in range(LOOKS):
                await asyncio.sleep(0)
            await asyncio.sleep(max(0.0, self._ended + min(self._took, MOST) - perf_counter()))
        except asyncio.CancelledError:
            self._lock.release()
            raise
        self._began = perf_counter()

    async def __aexit__(self, *_: object) -> None:
        self._ended = perf_counter()
        self._took = self._ended - self._began
        self._lock.release()
