"""A WebSocket that takes ready frames beside the messages of ASGI, and that costs little while it is quiet.

What a group of subscribers gets is the same bytes for all whose operation has the same id: a server's frames are not masked.
So they are made once, and the app hands them to each connection by `scope["extensions"][frames.EXTENSION]`. Where a server
does not have that, the app sends as ASGI says.
"""
import asyncio
import os
import struct
import typing
from typing import Any

from uvicorn import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from domain.languages import Bilingual, Language
from hub.websocket.messages import Closing
from hub.websocket.sweeps import Reader, Sweep, Sweeps
from resolvers.feed.unread import Account

EXTENSION = "sandan.frames"
NOBODY = -1  # no descriptor
FINAL_TEXT = 0x81
SLICE = 4_096  # bytes that are looked at together: a read may hold tens of thousands of frames
FRAMES_FOR = 5  # seconds for which frames may come at once
BROKEN_RULE = 1008  # RFC 6455, 7.4.1
NO_HANDSHAKE = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


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


class Protocol(Reader, WebSocketsSansIOProtocol):
    """uvicorn's, which does all that the protocol asks for, with bounds on what a client sends and does not read."""

    __slots__ = ("_frames_left", "_frames_since", "_most_frames", "_sweeps", "unread")

    def __init__(self, config: Config, *given: Any, **named: Any) -> None:
        super().__init__(config, *given, **named)
        served: Any = config.app
        self._sweeps: Sweeps = served.state.hub.sweeps
        self._most_frames: int = served.state.hub.settings.socket_frames  # in a second
        self._frames_left: float = self._most_frames * FRAMES_FOR
        self._frames_since = self.loop.time()
        self.queue = Inbox()  # type: ignore[assignment]
        self.writable: Gate = Gate()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent and self.scheme == "ws":  # the app, to be run soon, has its scope; TLS has to encrypt
            self.writable.pass_to(self.transport)
            self.scope["extensions"][EXTENSION] = self.writable  # type: ignore[assignment]

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.accept":  # they are looked at no more, and as large as a quiet socket itself
            self.request = self.response = None  # type: ignore[assignment]
        self._shut_if_closing()

    @property
    def sweeps(self) -> Sweeps:  # type: ignore[override]
        return self._sweeps

    def data_received(self, data: bytes) -> None:
        for at in range(0, len(data), SLICE):
            super().data_received(data[at:at + SLICE] if len(data) > SLICE else data)
            if self.transport.is_closing():
                break
        if not self.handshake_initiated:  # the head came whole: it is none of a handshake, which uvicorn would wait for
            self.transport.write(b"".join(self.conn.data_to_send()) or NO_HANDSHAKE)
            self.transport.close()
        self._shut_if_closing()
        if (self.conn.reader.buffer or self.conn.current_size is not None) and not self.transport.is_closing():
            self.sweeps.messages.begin(self)
        else:
            self.sweeps.messages.end(self)

    def handle_events(self) -> None:
        if self._may_send(len(self.conn.events)):
            super().handle_events()
        else:
            self._fail(Bilingual("一秒内的帧太多，请放慢。", "Too many frames in a second: send fewer"))

    def _may_send(self, count: int) -> bool:
        """Count frames. The clock is looked at only by who has sent many."""
        self._frames_left -= count
        if self._frames_left < 0:
            now, a_second = self.loop.time(), self._most_frames
            since, self._frames_since = now - self._frames_since, now
            self._frames_left = min(self._frames_left + since * a_second, a_second * FRAMES_FOR)
        return self._frames_left >= 0

    def _fail(self, message: Bilingual) -> None:
        closing = Closing(BROKEN_RULE, message)
        self.conn.fail(closing.code, closing.reason(self.writable.language))
        self.handle_parser_exception()
        self._shut_if_closing()

    def held(self, sweep: Sweep) -> int:
        if sweep is self.sweeps.unread:
            return super().held(sweep) + (self.writable.account.bytes if self.writable.account else 0)
        return len(self.conn.reader.buffer) + (self.conn.current_size or 0)

    def may_go_on(self, sweep: Sweep) -> bool:
        return super().may_go_on(sweep) if sweep is self.sweeps.unread else self.read_paused

    def cut(self, sweep: Sweep) -> None:
        if sweep is self.sweeps.unread:
            super().cut(sweep)
        else:
            self._fail(Bilingual("消息没有及时发完，请重新连接。", "The message did not come in time: connect again"))

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._shut_if_closing()

    def shutdown(self) -> None:
        super().shutdown()
        self._shut_if_closing()

    def connection_lost(self, exc: Exception | None) -> None:
        self.writable.shut()  # before the descriptor is another connection's
        self.sweeps.messages.end(self)
        super().connection_lost(exc)

    def _shut_if_closing(self) -> None:
        """After all that may have closed: no frame goes behind the one that says so."""
        if self.close_sent or self.transport.is_closing():
            self.writable.shut()


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


class Borrower(typing.Protocol):
    """Who writes ready frames to a gate's descriptor without asking it."""

    def recalled(self) -> None:
        """It must not any more."""


class Gate:
    """What uvicorn asks of an asyncio.Event, and the way past it for frames.

    is_shut   whether nothing more goes out
    account   of what waits for the client behind it, beside what the transport has
    language  of what the client is told
    """

    __slots__ = ("_borrowers", "_descriptor", "_is_open", "_opening", "_transport", "account", "is_shut", "language")

    def __init__(self) -> None:
        self._opening: asyncio.Event | None = None  # there while somebody waits
        self._transport: asyncio.Transport
        self._descriptor = NOBODY
        self._borrowers: tuple[Borrower, ...] = ()
        self._is_open = True  # while nothing waits in the transport
        self.account: Account | None = None
        self.is_shut = False
        self.language = Language.BOTH

    @property
    def is_open(self) -> bool:
        """Whether nothing waits before what is written now."""
        return self._is_open

    def pass_to(self, transport: asyncio.Transport) -> None:
        """Say where frames go."""
        transport.set_write_buffer_limits(high=0)  # it closes the gate whenever it keeps back a byte
        self._transport = transport
        self._descriptor = transport.get_extra_info("socket").fileno()

    def write(self, frame: bytes) -> bool:
        """Hand a frame to the connection; False, and nothing was done, while that has too much to carry already.

        Straight to the kernel while nothing waits before it: a tenth less for each delivery than by the transport, whose
        cost is the kernel's but for this (docs/decisions/0040). When it is shut, the frame is passed over.
        """
        if not self._is_open:
            return self.is_shut
        try:
            sent = os.write(self._descriptor, frame)
        except BlockingIOError:
            sent = 0
        except OSError:  # reset by the client: the transport finds out by itself
            return True
        if sent < len(frame):
            self.carry(frame[sent:])
        return True

    def carry(self, rest: bytes) -> None:
        """Hand over the rest of a frame of which the kernel has taken no more."""
        self._transport.write(rest)

    def lend(self, borrower: Borrower) -> int:
        """The descriptor, until the borrower is told otherwise; NOBODY while this takes no frames."""
        if not self._is_open:
            return NOBODY
        self._borrowers = (*self._borrowers, borrower)
        return self._descriptor

    def take_back(self, borrower: Borrower) -> None:
        """The borrower needs it no more."""
        self._borrowers = tuple([each for each in self._borrowers if each is not borrower])

    def _recall(self) -> None:
        borrowers, self._borrowers = self._borrowers, ()
        for borrower in borrowers:
            borrower.recalled()

    def shut(self) -> None:
        """The last frame, which closes, was sent, or the connection is lost."""
        self.is_shut = True
        self.set()
        self.clear()

    def set(self) -> None:
        self._is_open = not self.is_shut
        if self._opening:
            self._opening.set()
            self._opening = None

    def clear(self) -> None:
        self._is_open = False
        self._recall()

    async def wait(self) -> None:
        while not (self._is_open or self.is_shut):
            self._opening = self._opening or asyncio.Event()
            await self._opening.wait()
