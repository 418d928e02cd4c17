"""A line between a client and what it asks, which can be cut while both are well."""
import asyncio
import contextlib


class Line:
    """
    sent   what the client has sent through it
    down   whether nobody gets through
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: list[asyncio.StreamWriter] = []
        self.sent = bytearray()
        self.down = False

    async def start(self) -> int:
        """The port to connect to."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1")
        return int(self._server.sockets[0].getsockname()[1])

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.down:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends += [writer, far_writer]
        await asyncio.gather(_pass_on(reader, far_writer, self.sent), _pass_on(far_reader, writer))

    def cut(self) -> None:
        for each in self._ends:
            each.transport.abort()

    def close(self) -> None:
        self.cut()
        self._server.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray | None = None) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            if seen is not None:
                seen += data
    writer.close()
