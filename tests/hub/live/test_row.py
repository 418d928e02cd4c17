"""A group's row: it writes to whose connection takes frames, in order for all others, and never to whoever is gone."""
import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress

import pytest

from domain.languages import Bilingual, Language
from hub.websocket import delivery, frames
from hub.websocket.channel import Channel
from hub.websocket.delivery import Delivery
from hub.websocket.fan_out import Row
from resolvers.feed.endings import SignedOut
from resolvers.feed.following import DEFAULT
from resolvers.feed.outbox import Next, Outbox
from resolvers.feed.unread import Account


class Client:
    """One connection: the gate to it, and what comes out at its far end."""

    def __init__(self) -> None:
        self._near, self.far = socket.socketpair()
        self._near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.far.setblocking(False)
        self.gate = frames.Gate()

    async def open(self) -> "Client":
        loop, gate = asyncio.get_running_loop(), self.gate

        class Paused(asyncio.Protocol):
            def pause_writing(self) -> None:
                gate.clear()

            def resume_writing(self) -> None:
                gate.set()

        self.transport, _ = await loop.create_connection(Paused, sock=self._near)
        gate.pass_to(self.transport)
        return self

    def delivery(self, operation_id: str = "1") -> Delivery:
        return Delivery(Channel(self._send, self.gate, Account(DEFAULT.socket_bytes), Language.BOTH), operation_id, DEFAULT)

    async def _send(self, message: object) -> None:
        await self.gate.wait()
        assert isinstance(message, dict)
        if text := message.get("text"):
            self.transport.write(frames.text(text.encode()))

    def heard(self) -> bytes:
        """Everything that has come until now."""
        parts = []
        with suppress(BlockingIOError):
            while part := self.far.recv(65_536):
                parts.append(part)
        return b"".join(parts)

    async def hear(self, expected: bytes) -> None:
        """Wait until that has come, and nothing else."""
        heard = b""
        async with asyncio.timeout(30):
            while len(heard) < len(expected):
                heard += self.heard()
                await asyncio.sleep(0)
        assert heard == expected

    def close(self) -> None:
        self.gate.shut()
        self.transport.close()
        self.far.close()


@pytest.fixture
async def client() -> AsyncIterator["Clients"]:
    opened = list[Client]()

    async def another() -> Client:
        opened.append(await Client().open())
        return opened[-1]

    yield another
    for each in opened:
        each.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Delivery]]:
    """The deliveries that were asked to put a message."""
    found, put = list[Delivery](), Delivery.put

    def noted(one: Delivery, message: Next) -> bool:
        found.append(one)
        return put(one, message)

    monkeypatch.setattr(Delivery, "put", noted)
    yield found


def wire(*messages: Next, operation_id: str = "1") -> bytes:
    return b"".join(delivery.frame(each, operation_id) for each in messages)


def message(pos: int, size: int = 10) -> Next:
    return Next(pos, b'"%d %b"' % (pos, b"x" * size))


Clients = Callable[[], Awaitable[Client]]


async def test_it_writes_itself_to_whoever_takes_it(client: Clients, asked: list[Delivery]) -> None:
    row, clients, first = Row(), [await client() for _ in range(3)], message(1)
    for each, operation_id in zip(clients, ["1", "1", "2"], strict=True):
        row.add(each.delivery(operation_id))
    assert row.put(first) == []
    assert [each.heard() for each in clients] == [wire(first), wire(first), wire(first, operation_id="2")]
    assert not asked


async def test_an_outbox_of_another_kind_is_asked(client: Clients) -> None:
    row, one, other, first = Row(), (await client()).delivery(), Outbox(1, 1_000), message(1)
    row.add(one)
    row.add(other)
    assert row.put(first) == []
    assert await other.take() is first
    row.put(first)
    assert row.put(first) == [other]
    row.remove(other)
    assert row.put(first) == []


async def test_what_the_kernel_takes_in_parts_stays_in_order(client: Clients, asked: list[Delivery]) -> None:
    row, slow, messages = Row(), await client(), [message(pos, 100_000) for pos in range(1, 6)]
    row.add(one := slow.delivery())
    for each in messages:
        assert row.put(each) == []
    assert asked == [one] * 4  # all but the first, of which the kernel took a part
    await slow.hear(wire(*messages))
    row.put(message(6))
    row.put(message(7))
    assert slow.heard() == wire(message(6), message(7))
    assert asked == [one] * 5  # it has opened its place again


async def test_who_has_no_room_is_named(client: Clients) -> None:
    row, slow, quick, full = Row(), await client(), await client(), list[list[Outbox]]()
    row.add(one := slow.delivery())
    row.add(quick.delivery())
    for pos in range(1, 8):
        full.append(row.put(message(pos, 300_000)))
        await quick.hear(wire(message(pos, 300_000)))
    assert full[:3] == [[]] * 3
    assert full[-1] == [one]


async def test_nothing_is_written_past_what_waits(client: Clients) -> None:
    row, one = Row(), await client()
    row.add(one.delivery())
    one.gate.clear()
    row.put(message(1))
    assert one.heard() == b""
    one.gate.set()
    row.put(message(2))  # the first still waits in the delivery
    assert one.heard() == b""
    await one.hear(wire(message(1), message(2)))


async def test_nothing_is_written_to_a_connection_that_is_lost(client: Clients) -> None:
    row, gone, other = Row(), await client(), await client()
    row.add(gone.delivery())
    row.add(other.delivery())
    gone.gate.shut()
    row.put(message(1))
    assert gone.heard() == b""
    assert other.heard() == wire(message(1))


async def test_a_reset_connection_troubles_nobody(client: Clients) -> None:
    row, gone, other = Row(), await client(), await client()
    row.add(gone.delivery())
    row.add(other.delivery())
    gone.far.close()
    assert row.put(message(1)) == []
    assert other.heard() == wire(message(1))


async def test_whose_end_is_told_has_no_open_place(client: Clients) -> None:
    row, one = Row(), await client()
    row.add(ended := one.delivery())
    assert row.is_open(ended.place)
    ended.end(SignedOut(Bilingual.alike("over")))
    assert not row.is_open(ended.place)


@pytest.mark.parametrize("leaving", [0, 1, 2])
async def test_whoever_leaves_the_others_keep_their_own(client: Clients, asked: list[Delivery], leaving: int) -> None:
    row, clients = Row(), [await client() for _ in range(3)]
    deliveries = [each.delivery(str(number)) for number, each in enumerate(clients)]
    for each in deliveries:
        row.add(each)
    row.remove(deliveries[leaving])
    row.put(message(1))
    assert [each.heard() for each in clients] == [
        b"" if number == leaving else wire(message(1), operation_id=str(number)) for number in range(3)]
    clients[2].gate.shut()
    clients[0].gate.clear()
    assert [place for place in range(2) if row.is_open(place)] == [deliveries[1].place] * (leaving != 1)
    assert not asked


async def test_two_operations_of_one_connection_stand_for_themselves(client: Clients) -> None:
    row, one = Row(), await client()
    first, second = one.delivery("1"), one.delivery("2")
    row.add(first)
    row.add(second)
    row.remove(first)
    row.put(message(1))
    assert one.heard() == wire(message(1), operation_id="2")
    one.gate.clear()
    assert not row.is_open(second.place)
    assert first.row is None


async def test_who_comes_with_something_waiting_has_that_first(client: Clients) -> None:
    row, one = Row(), await client()
    coming = one.delivery()
    one.gate.clear()
    coming.put(message(1))
    one.gate.set()
    row.add(coming)
    row.put(message(2))
    await one.hear(wire(message(1), message(2)))


async def test_a_gate_forgets_who_has_left(client: Clients) -> None:
    row, one = Row(), await client()
    for _ in range(100):
        row.add(each := one.delivery())
        each.put(message(1))  # as a checkpoint is
        assert one.heard()
        assert one.gate._borrowers == (each,)
        row.remove(each)
    assert not one.gate._borrowers
