"""A WebSocket that takes ready frames beside the messages of ASGI, and that costs little while it is quiet.

What a group of subscribers gets is the same bytes for all whose operation has the same id: a server's frames are not masked.
So they are made once, and the app hands them to each connection by `scope["extensions"][frames.EXTENSION]`. Where a server
does not have that, the app sends as ASGI says.
"""
import asyncio
import os
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
        self.writable: Gate = Gate()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent and self.scheme == "ws":  # the app, to be run soon, has its scope; TLS has to encrypt
            self.writable.pass_to(self.transport)
            self.scope["extensions"][EXTENSION] = self.writable.write  # type: ignore[assignment]

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.accept":  # they are looked at no more, and as large as a quiet socket itself
            self.request = self.response = None  # type: ignore[assignment]
        self.writable.is_done = self.close_sent


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
    """What uvicorn asks of an asyncio.Event, and the way past it for frames: all that is touched to send one.

    is_open  whether nothing waits in the transport
    is_done  whether the last frame, which closes, has been sent
    """

    __slots__ = ("_descriptor", "_opening", "_transport", "is_done", "is_open")

    def __init__(self) -> None:
        self._opening: asyncio.Event | None = None  # there while somebody waits
        self._transport: asyncio.Transport
        self._descriptor = -1
        self.is_open = True
        self.is_done = False

    def pass_to(self, transport: asyncio.Transport) -> None:
        """Say where frames go."""
        transport.set_write_buffer_limits(high=0)  # it closes the gate whenever it keeps back a byte
        self._transport = transport
        self._descriptor = transport.get_extra_info("socket").fileno()

    def write(self, frame: bytes) -> bool:
        """See `Write`. On a connection that is closing, it is passed over.

        Straight to the kernel while nothing waits before it: a tenth less for each delivery than by the transport, whose
        cost is the kernel's but for this (docs/decisions/0040).
        """
        if not self.is_open:
            return False
        if self.is_done or self._transport.is_closing():
            return True
        try:
            sent = os.write(self._descriptor, frame)
        except BlockingIOError:
            sent = 0
        except OSError:  # reset by the client: the transport finds out by itself
            return True
        if sent < len(frame):
            self._transport.write(frame[sent:])
        return True

    def set(self) -> None:
        self.is_open = True
        if self._opening:
            self._opening.set()
            self._opening = None

    def clear(self) -> None:
        self.is_open = False

    async def wait(self) -> None:
        while not self.is_open:
            self._opening = self._opening or asyncio.Event()
            await self._opening.wait()
