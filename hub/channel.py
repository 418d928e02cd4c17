"""One side of an open WebSocket: texts go out until it is closed."""
from typing import Protocol

import structlog
from starlette.types import Send

from hub.frames import NOBODY, Borrower
from hub.messages import Closing

log = structlog.get_logger()


class Frames(Protocol):
    """Where ready frames go (`hub.frames.Gate`)."""

    def write(self, frame: bytes) -> bool: ...

    def carry(self, rest: bytes) -> None: ...

    def lend(self, borrower: Borrower) -> int: ...

    def take_back(self, borrower: Borrower) -> None: ...


class NoFrames:
    """Of a server that does not know of them."""

    def write(self, _: bytes) -> bool:
        return False

    def carry(self, rest: bytes) -> None:
        raise NotImplementedError  # nobody could begin a frame

    def lend(self, _: Borrower) -> int:
        return NOBODY

    def take_back(self, _: Borrower) -> None:
        pass


NO_FRAMES = NoFrames()


class Channel:
    """What may still be said to a client; nothing is, once it or the hub has closed.

    frames  takes ready frames; False, and nothing was done, when it can take none now
    """

    __slots__ = ("_closed", "_send", "frames")

    def __init__(self, send: Send, frames: Frames | None) -> None:
        self._send = send
        self.frames = frames or NO_FRAMES
        self._closed = False

    async def send(self, text: str) -> None:
        """Hand a text to the connection; waits while that has too much to carry."""
        if not self._closed:
            try:
                await self._send({"type": "websocket.send", "text": text})
            except (OSError, RuntimeError):  # gone in the meantime, or closed from here
                self._closed = True

    async def close(self, closing: Closing) -> None:
        if not self._closed:
            self._closed = True
            try:
                await self._send({"type": "websocket.close", "code": closing.code, "reason": closing.reason})
            except (OSError, RuntimeError):
                log.debug("was gone before it was closed", code=closing.code)

    def shut(self) -> None:
        """The client is gone."""
        self._closed = True
