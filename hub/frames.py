"""A WebSocket that takes ready frames beside the messages of ASGI, and that costs little while it is quiet.

What a group of subscribers gets is the same bytes for all whose operation has the same id: a server's frames are not masked.
So they are made once, and the app hands them to each connection by `scope["extensions"][frames.EXTENSION]`. Where a server
does not have that, the app sends as ASGI says.
"""
import asyncio
import struct
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "sandan.frames"
FINAL_TEXT = 0x81

Write = Callable[[bytes], bool]
"""Hands a frame to the connection; False, and nothing was done, while that has too much to carry already."""


def text(payload: bytes) -> bytes:
    """The one frame of a text message from a server (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        head = bytes((FINAL_TEXT, size))
    elif size < 65_536:
        head = struct.pack("!BBH", FINAL_TEXT, 126, size)
    else:
        head = struct.pack("!BBQ", FINAL_TEXT, 127, size)
    return head + payload


class Protocol(WebSocketsSansIOProtocol):
    """uvicorn's, which does all that the protocol asks for."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.queue = Inbox()  # type: ignore[assignment]
        self.writable = Gate()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the app, to be run soon, has its scope
            self.scope["extensions"][EXTENSION] = self.write_frame  # type: ignore[assignment]

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.accept":  # they are looked at no more, and as large as a quiet socket itself
            self.request = self.response = None  # type: ignore[assignment]

    def write_frame(self, frame: bytes) -> bool:
        """See `Write`. On a connection that is closing, it is passed over."""
        if not self.writable.is_set():
            return False
        if not self.close_sent and not self.transport.is_closing():
            self.transport.write(frame)
        return True


class Inbox:
    """What uvicorn asks of an asyncio.Queue, for one reader, in a hundredth of its bytes."""

    __slots__ = ("_arrival", "_messages")

    def __init__(self) -> None:
        self._messages: list[Any] = []
        self._arrival: asyncio.Future[None] | None = None

    def empty(self) -> bool:
        return not self._messages

    def put_nowait(self, message: Any) -> None:
        self._messages.append(message)
        if self._arrival and not self._arrival.done():
            self._arrival.set_result(None)

    async def get(self) -> Any:
        while not self._messages:
            self._arrival = asyncio.get_running_loop().create_future()
            await self._arrival
        self._arrival = None
        return self._messages.pop(0)


class Gate:
    """What uvicorn asks of an asyncio.Event; there is one only while it is closed."""

    __slots__ = ("_closed",)

    def __init__(self) -> None:
        self._closed: asyncio.Event | None = None

    def is_set(self) -> bool:
        return self._closed is None

    def set(self) -> None:
        if self._closed:
            self._closed.set()
            self._closed = None

    def clear(self) -> None:
        self._closed = self._closed or asyncio.Event()

    async def wait(self) -> None:
        while self._closed:
            await self._closed.wait()
