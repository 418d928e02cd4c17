"""Attacks on a connection, below GraphQL: what a client sends without end, too slowly or by halves, and what it never reads.

Each is bounded in time and count, works on a hub that it knows by host and port alone, and says what became of its connections.
"""
import asyncio
import base64
import contextlib
import json
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import cast

HANDSHAKE = "\r\n".join([
    "GET /graphql HTTP/1.1", "host: {host}:{port}", "connection: upgrade", "upgrade: websocket", "sec-websocket-version: 13",
    f"sec-websocket-key: {base64.b64encode(b'0123456789abcdef').decode()}",
    "sec-websocket-protocol: graphql-transport-ws", "accept-language: en", "", ""])
POST = "POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\n"
QUERY = b'{"query":"{ __typename }"}'
TEXT, PING, CONTINUED, FINAL = 0x1, 0x9, 0x0, 0x80
PART = 65_536  # bytes


@dataclass(frozen=True)
class Hub:
    """
    token   of a member; None: nobody's
    """

    host: str
    port: int
    token: str | None = None


@dataclass
class Outcome:
    """What became of an attack.

    sent      bytes
    ended     connections that the hub has ended
    held      those that were open when the attack's time was over
    peak      most bytes of memory that the hub's process had meanwhile, where it was asked
    answers   statuses of HTTP, and codes that sockets were closed with
    """

    sent: int = 0
    ended: int = 0
    held: int = 0
    peak: float = 0
    answers: Counter[int] = field(default_factory=Counter)


@dataclass
class Line:
    """One connection of an attack."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    outcome: Outcome

    async def send(self, data: bytes) -> None:
        """raises   ConnectionError, when the hub has ended it"""
        if self.writer.is_closing() or self.reader.at_eof():
            raise ConnectionResetError
        self.writer.write(data)
        await self.writer.drain()
        self.outcome.sent += len(data)

    async def say(self, **message: object) -> None:
        """A message of graphql-transport-ws."""
        await self.send(frame(TEXT | FINAL, json.dumps(message).encode()))

    async def shake(self, hub: Hub) -> None:
        """Become a WebSocket."""
        await self.send(HANDSHAKE.format(host=hub.host, port=hub.port).encode())
        await self.reader.readuntil(b"\r\n\r\n")

    async def begin(self, hub: Hub) -> None:
        """Become a WebSocket whose member is known."""
        await self.shake(hub)
        await self.say(type="connection_init", payload={"Authorization": f"Bearer {hub.token}"} if hub.token else {})
        await self.reader.readuntil(b"connection_ack\"}")

    async def end(self) -> None:
        """Hear what the hub says, in English, until it ends the connection, and note its last word."""
        said = b""
        with contextlib.suppress(ConnectionError):
            while part := await self.reader.read(PART):
                said = (said + part)[-PART:]
        if said.startswith(b"HTTP/1.1 "):
            self.outcome.answers[int(said[9:12])] += 1
        elif (at := said.rfind(b"\x88")) >= 0:
            self.outcome.answers[struct.unpack("!H", said[at + 2:at + 4])[0]] += 1


Play = Callable[[Line], Awaitable[None]]


def frame(kind: int, payload: bytes) -> bytes:
    """A client's frame, masked with zeros; `kind` is the opcode, with FINAL for the last of a message."""
    size = len(payload)
    length = struct.pack("!B", 0x80 | size) if size < 126 else struct.pack("!BH", 0x80 | 126, size)
    return bytes((kind,)) + length + bytes(4) + payload


@contextlib.asynccontextmanager
async def opened(hub: Hub, outcome: Outcome, *, room: int | None = None) -> AsyncIterator[Line]:
    """A connection that is reset in the end.

    room   bytes that the kernel may keep for its client
    """
    near = socket.socket()
    near.setblocking(False)
    if room:
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    await asyncio.get_running_loop().sock_connect(near, (hub.host, hub.port))
    reader, writer = await asyncio.open_connection(sock=near, limit=PART)
    try:
        yield Line(reader, writer, outcome)
    finally:
        cast("asyncio.Transport", writer.transport).abort()


async def play(hub: Hub, how: Play, connections: int, seconds: float) -> Outcome:
    """Play one part on many connections at once, until the hub has ended each or the time is over."""
    outcome = Outcome()

    async def one() -> None:
        try:
            async with asyncio.timeout(seconds), opened(hub, outcome) as line:
                with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                    await how(line)
                await line.end()
            outcome.ended += 1
        except TimeoutError:
            outcome.held += 1
        except OSError:
            outcome.ended += 1

    await asyncio.gather(*(one() for _ in range(connections)))
    return outcome


async def figures(hub: Hub) -> dict[str, float]:
    """What the hub says of itself at /metrics, by name and labels."""
    async with opened(hub, Outcome()) as line:
        await line.send(b"GET /metrics HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n")
        page = (await line.reader.read(-1)).partition(b"\r\n\r\n")[2].decode()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in page.splitlines())
            if not name.startswith("#")}


async def again_and_again(line: Line, data: bytes, pause: float = 0.0) -> None:
    while True:
        await line.send(data)
        await asyncio.sleep(pause)


async def silence(hub: Hub, connections: int = 50, seconds: float = 20) -> Outcome:
    """Connections that say nothing."""
    async def how(line: Line) -> None:
        await line.end()
    return await play(hub, how, connections, seconds)


async def endless_head(hub: Hub, connections: int = 10, seconds: float = 20) -> Outcome:
    """A header without an end."""
    async def how(line: Line) -> None:
        await line.send(b"GET /graphql HTTP/1.1\r\nx: ")
        await again_and_again(line, b"x" * PART)
    return await play(hub, how, connections, seconds)


async def many_headers(hub: Hub, connections: int = 10, seconds: float = 20) -> Outcome:
    """Thousands of headers, all short."""
    async def how(line: Line) -> None:
        await line.send(b"GET /graphql HTTP/1.1\r\n" + b"a:\r\n" * 5_000 + b"\r\n")
    return await play(hub, how, connections, seconds)


async def slow_head(hub: Hub, connections: int = 50, seconds: float = 20) -> Outcome:
    """A head, a few bytes at a time."""
    async def how(line: Line) -> None:
        await line.send(b"GET /graphql HTTP/1.1\r\n")
        await again_and_again(line, b"a: b\r\n", 0.1)
    return await play(hub, how, connections, seconds)


async def line_ends(hub: Hub, connections: int = 50, seconds: float = 20) -> Outcome:
    """One request, and then line ends, which begin no other and keep the connection from being idle."""
    async def how(line: Line) -> None:
        await line.send(b"GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n")
        await again_and_again(line, b"\r\n", 0.1)
    return await play(hub, how, connections, seconds)


async def half_bodies(hub: Hub, connections: int = 50, seconds: float = 60, size: int = 1_000_000) -> Outcome:
    """Bodies that lack their last byte."""
    async def how(line: Line) -> None:
        await line.send(f"{POST}content-length: {size}\r\n\r\n".encode() + b" " * (size - 1))
    return await play(hub, how, connections, seconds)


async def endless_trailer(hub: Hub, connections: int = 10, seconds: float = 60) -> Outcome:
    """A body in chunks whose last header has no end."""
    async def how(line: Line) -> None:
        await line.send(f"{POST}transfer-encoding: chunked\r\n\r\n1a\r\n".encode() + QUERY + b"\r\n0\r\nx: ")
        await again_and_again(line, b"x" * PART)
    return await play(hub, how, connections, seconds)


async def endless_body(hub: Hub, connections: int = 10, seconds: float = 60) -> Outcome:
    """A body that is refused at its head, and comes for all that."""
    async def how(line: Line) -> None:
        await line.send(f"{POST}content-length: 1000000000000\r\n\r\n".encode())
        await again_and_again(line, b" " * PART)
    return await play(hub, how, connections, seconds)


async def pipelines(hub: Hub, connections: int = 10, seconds: float = 20) -> Outcome:
    """Thousands of requests at once, with no look at the answers."""
    async def how(line: Line) -> None:
        await line.send(b"GET /metrics HTTP/1.1\r\nhost: hub\r\n\r\n" * 5_000)
    return await play(hub, how, connections, seconds)


async def pings(hub: Hub, connections: int = 10, seconds: float = 20) -> Outcome:
    """Unending pings of the WebSocket, before connection_init."""
    async def how(line: Line) -> None:
        await line.shake(hub)
        await again_and_again(line, frame(PING | FINAL, b"x" * 125) * 100)
    return await play(hub, how, connections, seconds)


async def messages(hub: Hub, connections: int = 10, seconds: float = 20) -> Outcome:
    """Unending pings of the protocol, after connection_init."""
    async def how(line: Line) -> None:
        await line.begin(hub)
        ping = frame(TEXT | FINAL, b'{"type":"ping"}') * 100
        await asyncio.gather(again_and_again(line, ping), line.end())
    return await play(hub, how, connections, seconds)


async def fragments(hub: Hub, connections: int = 10, seconds: float = 20) -> Outcome:
    """A message of empty fragments, without an end."""
    async def how(line: Line) -> None:
        await line.shake(hub)
        await line.send(frame(TEXT, b""))
        await again_and_again(line, frame(CONTINUED, b"") * 5_000)
    return await play(hub, how, connections, seconds)


async def half_messages(hub: Hub, connections: int = 50, seconds: float = 60, size: int = 1_000_000) -> Outcome:
    """Messages that lack their last fragment."""
    async def how(line: Line) -> None:
        await line.begin(hub)
        await line.send(frame(TEXT, b" " * 60_000))
        for _ in range(size // 60_000 - 1):
            await line.send(frame(CONTINUED, b" " * 60_000))
    return await play(hub, how, connections, seconds)
