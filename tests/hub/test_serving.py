"""The server: it stops with manners."""
import asyncio
import contextlib
import errno
import gc
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest
import websockets
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from structlog.testing import capture_logs
from websockets.asyncio.client import connect

from domain import working_days
from hub import app, background, failures, running, serving, settings
from hub.commands import serving as commands
from tests import ports
from tests.conftest import ROOT
from tests.hub.conftest import Operations

Start = Callable[..., Awaitable[tuple[serving.Server, str]]]
PATIENCE = 60  # seconds after which something hangs; whatever ends sooner is in order


async def forever(opened: WebSocket) -> None:
    await opened.accept()
    with contextlib.suppress(Exception):
        await opened.receive()


@pytest.fixture
def served(hub: running.Hub) -> Starlette:
    """The app around made-up operations, and a socket that stays open."""
    made = app.build(hub.settings, hub.demo_key)
    made.state.open = lambda: contextlib.nullcontext(hub)
    made.routes.insert(0, WebSocketRoute("/socket", forever))
    return made


@pytest.fixture
async def start(served: Starlette, configured: settings.Settings) -> AsyncIterator[Start]:
    """Serves on a free port, as `sandan serve` does but for its own event loop; returns the server and host:port."""
    tasks: list[asyncio.Task[None]] = []

    async def started(stop_within: float = PATIENCE) -> tuple[serving.Server, str]:
        [taken] = serving.listen(replace(configured, port=0))
        ready = asyncio.Event()
        running_server = serving.server(served, replace(configured, stop_within=timedelta(seconds=stop_within)), ready.set)
        tasks.append(asyncio.create_task(running_server.serve(sockets=[taken])))
        async with asyncio.timeout(PATIENCE):
            await ready.wait()
        return running_server, f"127.0.0.1:{taken.getsockname()[1]}"

    yield started
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*tasks)


async def test_a_request_is_finished_and_a_socket_told_to_come_back(start: Start, watched: Operations) -> None:
    watched.hold = asyncio.Event()
    server, place = await start()
    async with httpx.AsyncClient() as client, connect(f"ws://{place}/socket") as socket:
        held = asyncio.create_task(client.post(f"http://{place}/graphql", json={"query": "{ __typename }"}))
        await watched.held.wait()
        server.should_exit = True
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
        assert not held.done()
        watched.hold.set()
        assert (await held).json() == {"data": {"__typename": "Query"}}


async def test_a_request_that_does_not_end_is_cut(start: Start, watched: Operations) -> None:
    watched.hold = asyncio.Event()
    server, place = await start(stop_within=1)
    async with httpx.AsyncClient() as client:
        held = asyncio.create_task(client.post(f"http://{place}/graphql", json={"query": "{ __typename }"}))
        await watched.held.wait()
        server.should_exit = True
        async with asyncio.timeout(PATIENCE):
            assert (await held).status_code == 500


async def test_the_app_is_told_first(start: Start, hub: running.Hub, served: Starlette) -> None:
    server, _ = await start()
    assert not served.state.stopping.is_set()
    server.should_exit = True
    async with asyncio.timeout(PATIENCE):
        await served.state.stopping.wait()


def test_a_busy_port_is_one_line(configured: settings.Settings) -> None:
    [one] = serving.listen(replace(configured, port=0))
    with one as taken:
        port = taken.getsockname()[1]
        with pytest.raises(failures.CannotStart) as caught:
            serving.listen(replace(configured, port=port))
    assert str(caught.value).startswith(f"PORT={port}: cannot listen on 127.0.0.1:{port}: Address already in use")
    assert "\n" not in str(caught.value)


async def test_a_crashed_task_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "PAUSE", 0.01)
    runs = 0
    third = asyncio.Event()

    async def crashing() -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            third.set()
        raise RuntimeError("crash")

    async with asyncio.timeout(PATIENCE), background.tasks(crashing=crashing):
        await third.wait()
    seen = runs
    await asyncio.sleep(0.05)
    assert runs == seen, "the task ends with the block"


def test_the_collector_leaves_alone_what_stays() -> None:
    before = gc.get_threshold()
    try:
        with commands.kept():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold() == commands.COLLECTED_AFTER
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


async def test_beyond_the_open_files_a_connection_is_answered_503(served: Starlette, start: Start) -> None:
    served.state.most_connections = 1
    server, address = await start()
    host, _, port = address.partition(":")
    with capture_logs() as logged:
        async with httpx.AsyncClient() as first:
            assert (await first.get(f"http://{address}/healthz")).status_code == 200
            for _ in range(3):
                reader, writer = await asyncio.open_connection(host, int(port))
                answer = await reader.read()
                assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n") and b"UNAVAILABLE" in answer
                writer.close()
            assert (await first.get(f"http://{address}/healthz")).status_code == 200
    assert [line["connections"] for line in logged if "ulimit" in line["event"]][:1] == [1]
    assert len(logged) < 3, "a flood of connections is none of lines"
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as later:
        while (await later.get(f"http://{address}/healthz")).status_code != 200:
            pass  # the first one's end is heard a moment later
    server.should_exit = True


def test_the_limit_of_open_files_is_raised_to_the_hard_one() -> None:
    script = ("import resource; from hub import descriptors; descriptors.raise_limit(); "
              "print(*resource.getrlimit(resource.RLIMIT_NOFILE), descriptors.most_connections(6))")
    done = subprocess.run(["bash", "-c", f"ulimit -Sn 300; ulimit -Hn 700; exec {sys.executable} -c '{script}'"], cwd=ROOT,
                          capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["700", "700", "630"]


@pytest.mark.parametrize(("host", "error", "advice"), [
    ("127.0.0.1", PermissionError(errno.EACCES, ""), "rights of root; another port: PORT=8"),
    ("192.0.2.7", OSError(errno.EADDRNOTAVAIL, ""), "HOST=192.0.2.7 is no address of this machine"),
    ("no.such.host.invalid", socket.gaierror(-2, "unknown"), "HOST=no.such.host.invalid is no address of this machine")])
def test_what_is_advised_helps(host: str, error: OSError, advice: str) -> None:
    assert advice in serving._advice(settings.Settings(host=host, port=80), error)


def test_the_port_that_is_advised_is_free() -> None:
    first = ports.free_port()
    with socket.create_server(("127.0.0.1", first)), pytest.raises(failures.CannotStart) as refused:
        serving.listen(settings.Settings(port=first))
    with socket.create_server(("127.0.0.1", int(str(refused.value).rpartition("PORT=")[2]))):
        pass
    with pytest.raises(failures.CannotStart, match=r"HOST=192\.0\.2\.7 is no address"):
        serving.listen(settings.Settings(host="192.0.2.7", port=first))


@pytest.mark.parametrize(("day", "warned"), [(date(2026, 9, 1), False), (date(working_days.LAST_YEAR, 10, 15), True)])
def test_holidays_that_are_not_known_are_told_before_they_come(day: date, warned: bool) -> None:
    with capture_logs() as lines:
        commands.warn_of_unknown_holidays(day)
    assert [line["until"] for line in lines] == [working_days.LAST_YEAR] * warned
