"""A receiver of webhooks: a real HTTP server, which answers as it is told."""
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def status(code: int, *lines: str, body: str = "") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {code} -", f"content-length: {len(body)}", *lines])
    return f"{head}\r\n\r\n{body}".encode()


@dataclass(frozen=True)
class Got:
    """A request that came."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


async def request(reader: asyncio.StreamReader) -> Got:
    """raises   asyncio.IncompleteReadError"""
    line, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)}
    return Got(line, headers, await reader.readexactly(int(headers["content-length"])))


@dataclass
class Receiver:
    """
    answers  what is sent back, one after the other, then `OK`; None: nothing, for ever
    sent     how many bytes of an answer without an end
    """

    answers: list[bytes | None] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    endless: bool = False
    sent: int = 0

    @property
    def ids(self) -> list[str]:
        return [each.id for each in self.got]

    async def until(self, count: int) -> None:
        """Wait until so many requests have come."""
        async with asyncio.timeout(60):
            while len(self.got) < count:
                self.came.clear()
                await self.came.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.got.append(await request(reader))
            self.came.set()
            answer = self.answers.pop(0) if self.answers else OK
            if answer is None:
                await reader.read()  # until the other side leaves
                return
            writer.write(answer)
            await writer.drain()
            while self.endless:
                writer.write(b"x" * 65_536)
                await writer.drain()
                self.sent += 65_536
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving(*answers: bytes | None, endless: bool = False, tls: SSLContext | None = None) -> AsyncIterator[Receiver]:
    one = Receiver([*answers], endless=endless)
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0, ssl=tls)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
        await asyncio.sleep(0)
