"""The short way over a real connection: whatever a client does to it, it is answered as uvicorn's own way would."""
import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from unittest.mock import Mock

import pytest

from hub.http import fast_path
from resolvers.executing import repeated_read
from tests.hub.ways import PLAIN, Both, body, both, city

__all__ = ["both", "city"]

PATIENCE = 60  # seconds after which something hangs
OTHER = "{ organizations(first: 1) { totalCount } }"


@dataclass
class Wire:
    """One connection of a client."""

    both: Both
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def head(self, size: int, *lines: str, version: str = "1.1") -> bytes:
        named = [f"{name}: {value}" for name, value in self.both.headers.items()]
        first = [f"POST /graphql HTTP/{version}", "host: hub", f"content-length: {size}"]
        return "\r\n".join([*first, *named, *lines, "", ""]).encode()

    def request(self, query: str = PLAIN, *lines: str, version: str = "1.1") -> bytes:
        content = body(query).encode()
        return self.head(len(content), *lines, version=version) + content

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            return int(head[0].split()[1]), headers, await self.reader.readexactly(int(headers.get("content-length", "0")))

    async def ended(self) -> bool:
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read() == b""


@dataclass
class Held:
    """Holds each read of the short way until it is released."""

    begun: asyncio.Event
    release: asyncio.Event


@pytest.fixture
async def wire(both: Both) -> AsyncIterator[Wire]:
    """A connection, after both queries were asked so that they go the short way."""
    for query in (PLAIN, OTHER):
        assert await both.is_short(body(query))
    reader, writer = await asyncio.open_connection("127.0.0.1", both.ports[1])
    both.long = 0
    yield Wire(both, reader, writer)
    writer.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Holds from when its event is cleared."""
    gate = Held(asyncio.Event(), asyncio.Event())
    gate.release.set()
    read = repeated_read.read

    async def holding(*given: object) -> bytes:
        gate.begun.set()
        await gate.release.wait()
        return await read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(repeated_read, "read", holding)
    return gate


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  # the server says nothing
            await asyncio.sleep(0.01)


async def test_many_requests_on_one_connection(wire: Wire) -> None:
    answers = set()
    for _ in range(50):
        wire.writer.write(wire.request())
        status, headers, content = await wire.answer()
        assert (status, "connection" in headers) == (200, False)
        answers.add(content)
    assert (len(answers), wire.both.long, wire.both.listened.total_requests) == (1, 0, 54)


async def test_requests_sent_before_the_answers_are_answered_in_turn(wire: Wire) -> None:
    ready = b"GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n"
    wire.writer.write(wire.request() + wire.request(OTHER) + ready + wire.request(OTHER) + wire.request())
    found = [(await wire.answer())[2] for _ in range(5)]
    assert b"totalCount" in found[1] == found[3]
    assert b"viewer" in found[0] == found[4]
    assert b"ok" in found[2]


async def test_a_request_that_gives_up_is_answered_before_the_next(wire: Wire) -> None:
    wire.writer.write(wire.request("{ nothing }") + wire.request())
    (first, _, said), (second, _, _) = await wire.answer(), await wire.answer()
    assert (first, second, wire.both.long) == (200, 200, 2)
    assert b"nothing" in said


@pytest.mark.parametrize("size", [1, 30, 10_000])
async def test_a_request_may_come_in_pieces(wire: Wire, size: int) -> None:
    whole = wire.request()
    for at in range(0, len(whole), size):
        wire.writer.write(whole[at:at + size])
        await wire.writer.drain()
        await asyncio.sleep(0)
    assert (await wire.answer())[0] == 200
    assert wire.both.long == 0


async def test_half_a_body_is_waited_for_and_forgotten_with_its_client(wire: Wire) -> None:
    wire.writer.write(wire.request()[:-5])
    await wire.writer.drain()
    await asyncio.sleep(0.05)
    assert (len(wire.both.listened.connections), wire.both.listened.tasks) == (1, set())
    wire.writer.close()
    await until(lambda: not (wire.both.listened.connections or wire.both.listened.tasks))


async def test_a_client_that_goes_while_its_read_runs(wire: Wire, held: Held, caplog: pytest.LogCaptureFixture) -> None:
    held.release.clear()
    wire.writer.write(wire.request())
    await held.begun.wait()
    wire.writer.close()
    await until(lambda: not wire.both.listened.connections)
    held.release.set()
    await until(lambda: not (wire.both.listened.connections or wire.both.listened.tasks))
    assert not caplog.records
    assert wire.both.hub.pool.get_idle_size() == wire.both.hub.pool.get_size()


async def test_a_body_in_chunks_goes_the_long_way(wire: Wire) -> None:
    content = body(PLAIN).encode()
    head = wire.head(0).replace(b"content-length: 0", b"transfer-encoding: chunked")
    wire.writer.write(head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content) + wire.request())
    first, second = await wire.answer(), await wire.answer()
    assert first[2] == second[2]


async def test_who_asks_before_sending_is_told_to_go_on(wire: Wire) -> None:
    content = body(PLAIN).encode()
    wire.writer.write(wire.head(len(content), "expect: 100-continue"))
    assert (await wire.answer())[0] == 100
    wire.writer.write(content)
    assert (await wire.answer())[0] == 200
    assert wire.both.long == 1


@pytest.mark.parametrize(("version", "line"), [
    ("1.0", "x: y"), ("1.0", "connection: keep-alive"), ("1.1", "connection: close")])
async def test_a_connection_for_one_request_is_closed_behind_it(wire: Wire, version: str, line: str) -> None:
    wire.writer.write(wire.request(PLAIN, line, version=version))
    status, headers, _ = await wire.answer()
    assert (status, headers["connection"], wire.both.long) == (200, "close", 0)
    assert await wire.ended()


@pytest.mark.parametrize("size", [3_000, 70_000])
async def test_a_body_that_is_too_large_is_refused(wire: Wire, size: int) -> None:
    wire.writer.write(wire.request(PLAIN + " " * size))
    assert (await wire.answer())[0] == 413


async def test_a_body_as_large_as_may_be_goes_the_long_way_piece_by_piece(wire: Wire) -> None:
    object.__setattr__(wire.both.hub.settings, "body_bytes", 1_000_000)
    wire.writer.write(wire.request(PLAIN + " " * 500_000))
    assert (await wire.answer())[0] == 200
    assert wire.both.long == 1


async def test_stopping_lets_a_read_end_and_closes_behind_it(wire: Wire, held: Held) -> None:
    held.release.clear()
    wire.writer.write(wire.request())
    await held.begun.wait()
    for connection in list(wire.both.listened.connections):
        connection.shutdown()
    held.release.set()
    status, headers, _ = await wire.answer()
    assert (status, headers["connection"]) == (200, "close")
    assert await wire.ended()


async def test_a_read_that_does_not_end_is_cut(wire: Wire, held: Held) -> None:
    held.release.clear()
    wire.writer.write(wire.request())
    await held.begun.wait()
    for task in list(wire.both.listened.tasks):
        task.cancel()
    assert (await wire.answer())[0] == 500


async def test_a_quiet_connection_is_closed_after_a_while(wire: Wire) -> None:
    wire.writer.write(wire.request())
    await wire.answer()
    [connection] = wire.both.listened.connections
    connection.timeout_keep_alive = 0.01  # type: ignore[union-attr]
    wire.writer.write(wire.request())
    assert (await wire.answer())[0] == 200
    assert await wire.ended()


async def test_a_client_that_does_not_read_is_waited_for(wire: Wire) -> None:
    wire.writer.write(wire.request())
    await wire.answer()
    [connection] = wire.both.listened.connections
    assert isinstance(connection, fast_path.Protocol)
    connection.pause_writing()
    write = Mock(wraps=connection.transport.write)
    connection.transport = Mock(wraps=connection.transport, write=write)
    wire.writer.write(wire.request())
    await until(lambda: bool(wire.both.listened.tasks))
    await asyncio.sleep(0.05)
    write.assert_not_called()
    connection.resume_writing()
    assert (await wire.answer())[0] == 200
    write.assert_called_once()
