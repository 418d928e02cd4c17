"""Ready frames: made once, in order also for who reads slowly, the same bytes without them, and no task for who is quiet."""
import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import orjson
import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import ClientConnection
from websockets.frames import Frame, Opcode

from db.driver.connection import Connection, Pool
from db.log.events import Event
from hub.websocket import frames
from resolvers.feed import following
from tests.feed import trail
from tests.feed.streams import Made
from tests.hub.live.conftest import Connect, Live, Operations, begin, hear, say

SUBSCRIPTION = {"query": "subscription { changes { cursor } }"}

Together = Callable[..., AbstractAsyncContextManager[list[ClientConnection]]]


@pytest.fixture
def together(connect: Connect, live: Live) -> Together:
    """Sockets with a subscription each, all in their group: one for each operation id that is given."""
    @asynccontextmanager
    async def opened(*operation_ids: str) -> AsyncIterator[list[ClientConnection]]:
        async with AsyncExitStack() as leaving:
            clients = [await leaving.enter_async_context(connect(max_queue=1)) for _ in operation_ids]
            for client, operation_id in zip(clients, operation_ids, strict=True):
                await begin(client)
                await say(client, id=operation_id, type="subscribe", payload=SUBSCRIPTION)
            await trail.until(lambda: live.hub.feed.subscribers == len(clients) and not tasks()["Replay.bring"])
            yield clients
    return opened


def tasks() -> Counter[str]:
    """What runs now, but for what the clients run, by its name."""
    names = [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()]
    return Counter(name for name in names if not name.startswith("Connection."))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
def test_a_frame_is_what_the_library_makes(size: int) -> None:
    assert frames.text(b"x" * size) == Frame(Opcode.TEXT, b"x" * size).serialize(mask=False)


async def test_a_frame_is_made_once_for_an_event_and_an_operation_id(
        together: Together, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    made, text = list[bytes](), frames.text

    def counted(payload: bytes) -> bytes:
        made.append(payload)
        return text(payload)

    monkeypatch.setattr(frames, "text", counted)
    async with together(*["1"] * 20, "2", "2") as clients:
        await trail.write_many(pool, 3)
        heard = [[(await hear(client))["id"] for _ in range(3)] for client in clients]
    assert heard == [["1"] * 3] * 20 + [["2"] * 3] * 2
    assert len(made) == 3 * 2


async def test_who_is_quiet_has_one_task(together: Together, pool: Pool) -> None:
    async with together("1") as clients:
        await trail.write_many(pool, 1)
        await hear(clients[0])
        before = tasks()
    await trail.until(lambda: not tasks()["WebSocketsSansIOProtocol.run_asgi"])
    async with together(*["1"] * 20) as clients:
        await trail.write_many(pool, 1)
        for client in clients:
            await hear(client)
        assert tasks() - before == {"WebSocketsSansIOProtocol.run_asgi": 19}


class Numbered(Made):
    """Each message is larger than the connection's buffers take many of."""

    async def payload(self, connection: Connection, event: Event, previous: int) -> bytes | None:
        return orjson.dumps({"cursor": event.place, "text": "x" * 300_000})


class TestGate:
    """By itself: what has the number of a lost connection's descriptor may be another connection."""

    @pytest.fixture
    async def gate(self) -> AsyncIterator[frames.Gate]:
        near, self.far = socket.socketpair()
        self.far.setblocking(False)
        transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=near)
        opened = frames.Gate()
        opened.pass_to(transport)
        yield opened
        transport.close()
        self.far.close()

    def heard(self) -> bytes:
        try:
            return self.far.recv(100)
        except BlockingIOError:
            return b""

    async def test_a_frame_goes_out_at_once(self, gate: frames.Gate) -> None:
        assert gate.write(b"frame")
        assert self.heard() == b"frame"

    async def test_while_something_waits_it_takes_none(self, gate: frames.Gate) -> None:
        gate.clear()
        assert not gate.write(b"frame")
        gate.set()
        assert gate.write(b"later")
        assert self.heard() == b"later"

    async def test_when_it_is_shut_frames_are_passed_over_for_good(self, gate: frames.Gate) -> None:
        gate.clear()
        waiting = asyncio.ensure_future(gate.wait())
        await asyncio.sleep(0)
        gate.shut()
        await waiting
        gate.set()  # uvicorn does, when the connection is lost
        assert gate.write(b"frame")
        assert self.heard() == b""


async def test_whoever_closes_the_gate_is_shut_behind_it(
        together: Together, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    gates, pass_to = list[frames.Gate](), frames.Gate.pass_to

    def noted(gate: frames.Gate, transport: asyncio.Transport) -> None:
        gates.append(gate)
        pass_to(gate, transport)

    monkeypatch.setattr(frames.Gate, "pass_to", noted)
    async with together("1", "1", "1") as (closing, cut, refused):
        assert not any(gate.is_shut for gate in gates)
        await closing.close()
        cut.transport.abort()
        await refused.send("no message")  # the hub closes
        await trail.until(lambda: live.hub.connections.open == 0)
    assert len(gates) == 3
    assert all(gate.is_shut for gate in gates)


class TestOrder:
    @pytest.fixture
    def limits(self) -> following.Limits:
        return following.Limits(message_bytes=100_000_000, socket_bytes=100_000_000, member_bytes=100_000_000)

    async def test_who_reads_late_gets_all_in_order_and_then_at_once_again(
            self, together: Together, live: Live, watched: Operations, pool: Pool) -> None:
        watched.stream = Numbered()
        async with together("1", "1") as (late, _):
            await trail.write_many(pool, 50)
            await trail.until(lambda: tasks()["Delivery._work_off"] > 0 and live.hub.feed.pos == 50)
            assert [await cursor(late) for _ in range(50)] == list(range(1, 51))
            await trail.write_many(pool, 2)
            assert [await cursor(late) for _ in range(2)] == [51, 52]


async def cursor(client: ClientConnection) -> object:
    payload = (await hear(client))["payload"]
    assert isinstance(payload, dict)
    return payload["cursor"]


class TestBothWays:
    @pytest.fixture(params=[frames.Protocol, WebSocketsSansIOProtocol], ids=["frames", "plain"], autouse=True)
    def protocol(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(frames, "Protocol", request.param)

    async def test_the_bytes_are_the_same(self, together: Together, pool: Pool) -> None:
        async with together("三") as (client,):
            await trail.write_many(pool, 2)
            assert [await client.recv(decode=False) for _ in range(2)] == [
                f'{{"id":"三","type":"next","payload":{{"cursor":{pos},"previous":{pos - 1},"kind":"item.revised"}}}}'.encode()
                for pos in (1, 2)]

    async def test_a_client_that_goes_leaves_nothing_behind(self, together: Together, live: Live) -> None:
        async with together("1", "2"):
            assert live.hub.connections.open == 2
        await trail.until(lambda: (live.hub.feed.subscribers, live.hub.connections.open) == (0, 0))
        assert not tasks()["Delivery._work_off"]
