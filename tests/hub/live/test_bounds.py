"""What a client sends without end, too slowly or by halves is ended in time, and little is held for it meanwhile."""
import asyncio
import gc
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from db.driver import connection
from hub import running, settings
from hub.websocket import frames, sweeps
from hub.websocket.delivery import Delivery
from resolvers.executing.request import Response
from resolvers.feed import following
from resolvers.feed.outbox import Next, Outbox
from resolvers.feed.subscribers import Subscriber
from resolvers.feed.unread import Account, Members
from tests.attack import unread, wire
from tests.attack.wire import Hub, Outcome
from tests.feed import trail
from tests.feed.streams import Large
from tests.hub.conftest import Sign
from tests.hub.live.conftest import Live, Operations

PATIENCE = 60  # seconds after which something hangs
AT_ONCE = 5


@pytest.fixture
def configured(configured: settings.Settings) -> settings.Settings:
    return replace(configured, head_within=timedelta(seconds=0.5), body_within=timedelta(seconds=0.5),
                   unread_within=timedelta(seconds=0.5), idle_within=timedelta(seconds=1), body_bytes=100_000)


@pytest.fixture
def attacked(live: Live, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr(sweeps, "EVERY", 0.05)
    running._measure(live.hub)
    return Hub("127.0.0.1", live.port)


Attack = Callable[[Hub], Awaitable[Outcome]]


@pytest.mark.parametrize(("attack", "answers"), [
    (lambda hub: wire.silence(hub, AT_ONCE, PATIENCE), {}),
    (lambda hub: wire.endless_head(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.many_headers(hub, AT_ONCE, PATIENCE), {431: AT_ONCE}),
    (lambda hub: wire.slow_head(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.line_ends(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.half_bodies(hub, AT_ONCE, PATIENCE, 90_000), {408: AT_ONCE}),
    (lambda hub: wire.half_bodies(hub, AT_ONCE, PATIENCE, 9_000), {408: AT_ONCE}),
    (lambda hub: wire.endless_trailer(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.endless_body(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.pipelines(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.pings(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.messages(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.fragments(hub, AT_ONCE, PATIENCE), None),
    (lambda hub: wire.half_messages(hub, AT_ONCE, PATIENCE, 90_000), {1008: AT_ONCE}),
], ids=["silence", "endless head", "many headers", "slow head", "line ends", "half bodies", "half small bodies",
        "endless trailer", "endless body", "pipelines", "pings", "messages", "fragments", "half messages"])
async def test_the_hub_ends_it(attacked: Hub, live: Live, attack: Attack, answers: dict[int, int] | None) -> None:
    """answers   None: the reset of a connection in which more has come may overtake them"""
    outcome = await attack(attacked)
    assert (outcome.ended, outcome.held) == (AT_ONCE, 0)
    assert answers is None or dict(outcome.answers) == answers
    assert set(outcome.answers) <= {200, 400, 408, 413, 431, 1008}
    assert outcome.sent < AT_ONCE * 8_000_000
    assert live.hub.metrics.crashes._value.get() == 0
    swept = live.hub.sweeps
    await trail.until(lambda: not (swept.heads.debtors or swept.bodies.debtors or swept.messages.debtors))


async def test_frames_that_come_at_once_are_looked_at_in_small_parts(attacked: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tens of thousands may be in one read: they are none of the loop's time any more when they are too many."""
    together, may_send = list[int](), frames.Protocol._may_send

    def noting(self: frames.Protocol, count: int) -> bool:
        together.append(count)
        return may_send(self, count)

    monkeypatch.setattr(frames.Protocol, "_may_send", noting)
    empty = wire.frame(wire.CONTINUED, b"")
    async with wire.opened(attacked, Outcome()) as line:
        await line.shake(attacked)
        await line.send(wire.frame(wire.TEXT, b"") + empty * 10_000)
        await line.end()
    assert 0 < max(together) <= 4_096 // len(empty) + 1


async def test_what_is_answered_hears_that_its_client_has_gone(attacked: Hub, live: Live, watched: Operations) -> None:
    """Also when other requests wait behind it: else it would write to a connection that is no more."""
    watched.hold = asyncio.Event()
    head = f"{wire.POST}content-length: {len(wire.QUERY)}\r\n\r\n".encode()
    async with wire.opened(attacked, Outcome()) as line:
        await line.send((head + wire.QUERY) * 3)
        await watched.held.wait()
        [protocol] = [each for each in live.server.server_state.connections if getattr(each, "answering", None)]
        cycle: Any = protocol.answering  # type: ignore[union-attr]  # it has one
        assert not cycle.disconnected
        await line.send((head + wire.QUERY) * 20)
        await line.end()
    await trail.until(lambda: cycle.disconnected)
    watched.hold.set()


class Debtor:
    """Holds so many bytes; never may go on."""

    def __init__(self, bytes_: int) -> None:
        self.bytes, self.is_cut = bytes_, False

    def held(self, _: sweeps.Sweep) -> int:
        return self.bytes

    def may_go_on(self, _: sweeps.Sweep) -> bool:
        return False

    def cut(self, _: sweeps.Sweep) -> None:
        self.is_cut = True


async def test_when_all_together_hold_too_much_the_largest_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "EVERY", 0.01)
    sweep = sweeps.Sweep(3600, 1_000)
    owing = [Debtor(size) for size in (100, 700, 300, 600, 200)]
    for each in owing:
        sweep.begin(each)
    await trail.until(lambda: sweep.cuts > 0)
    assert [each.is_cut for each in owing] == [False, True, False, True, False]
    assert (sweep.cuts, sweep.debtors) == (2, 3)


async def test_who_owes_nothing_has_no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "EVERY", 0.01)
    sweep, debtor = sweeps.Sweep(3600, 1_000), Debtor(1)
    sweep.begin(debtor)
    assert sweep._timer
    sweep.end(debtor)
    await trail.until(lambda: sweep._timer is None)
    assert not debtor.is_cut


class Held(sweeps.Reader):
    """A connection, to which more is sent than its client has read."""

    def __init__(self) -> None:
        self.sweeps = sweeps.Sweeps(settings.Settings(unread_within=timedelta(hours=1)))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)


@pytest.mark.parametrize(("read", "goes_on"), [(0, False), (32_768, False), (131_072, True)])
async def test_a_client_reads_so_much_in_its_time(read: int, goes_on: bool) -> None:
    """Byte by byte one could have for ever what waits be held."""
    near, far = socket.socketpair()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    far.setblocking(False)
    loop = asyncio.get_running_loop()
    transport, held = await loop.create_unix_connection(Held, sock=near)
    transport.write(b"x" * 1_000_000)
    unread, left = held.sweeps.unread, read
    assert unread.debtors == 1
    while left:
        left -= len(await loop.sock_recv(far, left))
    await trail.until(lambda: transport.get_write_buffer_size() <= 1_000_000 - read)
    unread._within = 0
    unread._look()
    assert (unread.debtors, unread.cuts, transport.is_closing()) == (int(goes_on), int(not goes_on), not goes_on)
    transport.abort()
    far.close()


MIB = 1_048_576


class TestUnread:
    @pytest.fixture
    def limits(self) -> following.Limits:
        return following.Limits(retry=0.02, sweep=0.02, reads=8, socket_bytes=MIB, member_bytes=4 * MIB)

    @pytest.fixture
    def configured(self, configured: settings.Settings) -> settings.Settings:
        """A look at the figures is not to be cut for a head that came late while all is busy with what nobody reads."""
        return replace(configured, unread_within=timedelta(seconds=2), head_within=timedelta(minutes=1))

    async def test_replays_that_nobody_reads_share_what_may_wait(
            self, attacked: Hub, live: Live, watched: Operations, pool: connection.Pool,
            monkeypatch: pytest.MonkeyPatch) -> None:
        watched.stream = Large(after=0)
        await trail.write_many(pool, 200)
        await trail.until(lambda: live.hub.feed.pos == 200)
        boxes, waited, put = set[Outbox](), list[int](), Outbox.put

        def noting(self: Outbox, message: Next) -> bool:
            boxes.add(self)
            took = put(self, message)
            waited.append(sum(each._bytes for each in boxes))
            return took

        monkeypatch.setattr(Outbox, "put", noting)
        outcome = await unread.replays(attacked, "subscription { changes { cursor } }", 8, 12, PATIENCE)
        assert (outcome.held, outcome.ended) == (0, 8)
        assert max(waited, default=0) <= 4 * MIB  # the member's; on a busy machine they may be cut before any wait
        await trail.until(lambda: not (live.hub.feed.subscribers or live.hub.sweeps.unread.debtors))

    async def test_what_is_cut_is_freed_without_the_collector(
            self, attacked: Hub, live: Live, watched: Operations, pool: connection.Pool) -> None:
        """Thousands of subscriptions that are over at once hold nobody up for a collection of all of them."""
        watched.stream = Large(after=0)
        await trail.write_many(pool, 200)
        await trail.until(lambda: live.hub.feed.pos == 200)
        gc.collect()
        gc.disable()
        try:
            await unread.replays(attacked, "subscription { changes { cursor } }", 4, 12, PATIENCE)
            await trail.until(lambda: not [each for each in gc.get_objects() if isinstance(each, Delivery | Subscriber)])
        finally:
            gc.enable()

    async def test_answers_that_nobody_reads_are_not_made_for_ever(
            self, attacked: Hub, live: Live, watched: Operations) -> None:
        watched.answer = Response(b'{"data":"%b"}' % (b"x" * 500_000), executed=True)
        outcome = await unread.answers(attacked, "{ big }", 4, PATIENCE)
        assert (outcome.held, outcome.ended) == (0, 4)
        assert len(watched.asked) < 4 * 30

    async def test_an_event_stream_that_nobody_reads_is_cut(
            self, attacked: Hub, live: Live, watched: Operations, pool: connection.Pool, sign: Sign) -> None:
        watched.stream = Large(after=0)
        await trail.write_many(pool, 100)
        await trail.until(lambda: live.hub.feed.pos == 100)
        outcome = await unread.streams(replace(attacked, token=sign()), "subscription { changes { cursor } }", 4, PATIENCE)
        assert (outcome.held, outcome.ended) == (0, 4)
        assert live.hub.sweeps.unread.cuts == 4
        await trail.until(lambda: not live.hub.feed.subscribers)


async def test_what_waits_for_a_socket_is_its_members_too(attacked: Hub, live: Live) -> None:
    async with wire.opened(attacked, Outcome()) as one, wire.opened(attacked, Outcome()) as other:
        await one.begin(attacked)
        await other.begin(attacked)
        assert [*live.hub.unread._accounts] == ["visitor None"]  # as long as a socket's account is within it
    await trail.until(lambda: not live.hub.unread._accounts)


async def test_an_account_counts_within_a_larger_one() -> None:
    members = Members(100)
    one, other = Account(60, members.of("a")), Account(60, members.of("a"))
    assert one.take(55)
    assert not one.take(20)
    assert not other.take(50)
    assert other.take(45)
    assert not Account(60, members.of("a")).take(1)
    assert Account(60, members.of("b")).take(70)  # a single one may be larger
    waiting = asyncio.create_task(other.room())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    other.give(45)
    await asyncio.sleep(0)
    one.give(20)
    await asyncio.sleep(0)
    assert not waiting.done()
    one.give(35)
    await waiting
    assert one.bytes == other.bytes == members.of("a").bytes == 0
