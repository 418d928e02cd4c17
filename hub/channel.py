"""One side of an open WebSocket: texts go out until it is closed."""
import structlog
from starlette.types import Send

from hub import frames
from hub.messages import Closing

log = structlog.get_logger()


def _takes_none(_: bytes) -> bool:
    """Of a server that does not know of frames."""
    return False


class Channel:
    """What may still be said to a client; nothing is, once it or the hub has closed.

    write   hands a ready frame to the connection; False, and nothing was done, when it can take none now
    """

    __slots__ = ("_closed", "_send", "write")

    def __init__(self, send: Send, write: frames.Write | None) -> None:
        self._send = send
        self.write = write or _takes_none
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
