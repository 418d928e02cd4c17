"""One side of an open WebSocket: texts go out until it is closed."""
import structlog
from starlette.types import Send

from domain.languages import Language
from hub.websocket import messages
from hub.websocket.frames import Gate
from hub.websocket.messages import Closing
from resolvers.feed.unread import MESSAGE, Account

log = structlog.get_logger()

NO_GATE = Gate()  # of a server that knows of no frames: it takes none
NO_GATE.clear()


class Channel:
    """What may still be said to a client; nothing is, once it or the hub has closed.

    frames   the gate past `send` for ready frames
    account  of what waits for its client
    language   of what it is told: its handshake's, or what connection_init asks for
    """

    __slots__ = ("_closed", "_send", "account", "frames", "language")

    def __init__(self, send: Send, frames: Gate | None, account: Account, language: Language) -> None:
        self._send = send
        self.frames = frames or NO_GATE
        self.account = account
        self.speak(language)
        if frames:
            frames.account = account
        self._closed = False

    def speak(self, language: Language) -> None:
        """From now on its client is told things in this language."""
        self.language = language
        if self.frames is not NO_GATE:
            self.frames.language = language

    async def send(self, text: str) -> None:
        """Hand a text to the connection; waits while that has too much to carry. The socket ends where too much waits."""
        if self.frames.is_open:
            await self._hand_over(text)
        elif not self._closed:
            size = len(text) + MESSAGE
            if not self.account.take(size):
                await self.close(messages.too_slow())
                return
            try:
                await self._hand_over(text)
            finally:
                self.account.give(size)

    async def _hand_over(self, text: str) -> None:
        if not self._closed:
            try:
                await self._send({"type": "websocket.send", "text": text})
            except (OSError, RuntimeError):  # gone in the meantime, or closed from here
                self._closed = True

    async def close(self, closing: Closing) -> None:
        if not self._closed:
            self._closed = True
            try:
                await self._send({"type": "websocket.close", "code": closing.code, "reason": closing.reason(self.language)})
            except (OSError, RuntimeError):
                log.debug("was gone before it was closed", code=closing.code)

    def shut(self) -> None:
        """The client is gone."""
        self._closed = True
