"""How processes that were forked from one program wake the one of them that places events."""
import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Bell:
    """Made before the processes are forked; whoever listens hears all of them. Nothing rests on it: it may be deaf."""

    def __init__(self) -> None:
        self._hears, self._rings = os.pipe()
        os.set_blocking(self._hears, False)
        os.set_blocking(self._rings, False)

    def ring(self) -> None:
        with suppress(BlockingIOError):  # full: whoever listens has enough to wake for
            os.write(self._rings, b"\0")

    @contextmanager
    def heard(self, wake: Callable[[], None]) -> Iterator[None]:
        """Within the block, `wake` is called once for all that rang since it was called last."""
        loop = asyncio.get_running_loop()

        def hear() -> None:
            with suppress(BlockingIOError):
                os.read(self._hears, 65_536)
            wake()

        loop.add_reader(self._hears, hear)
        try:
            yield
        finally:
            loop.remove_reader(self._hears)
