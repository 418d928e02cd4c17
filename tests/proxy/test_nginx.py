"""docs/proxy/nginx.conf, as the real nginx runs it in front of a real hub. Skipped where nginx is not installed."""
import asyncio
import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from db.driver.connection import Pool
from hub import app, serving, settings
from hub.http import sse
from tests import city as place
from tests.conftest import ROOT
from tests.feed import trail
from tests.hub.conftest import configured, private_key, sign
from tests.ports import free_port

__all__ = ["configured", "private_key", "sign"]

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")

SUBSCRIPTION = "subscription { demandPublished { cursor demand { title } } }"
PUBLISH = ('mutation { publishDemand(input: {idempotencyKey: "proxy-%s", title: "%s", category: HEALTH}) '
           "{ __typename } }")
SLOW = 10.0  # seconds that the file gives a head, and each part of a body


@dataclass
class Proxied:
    """
    port   of the proxy's TLS
    hub    the hub behind it
    log    the proxy's
    """

    port: int
    hub: app.App
    trusted: ssl.SSLContext
    tokens: dict[str, str]
    log: Path

    def client(self, handle: str | None = "community", **more: str) -> httpx.AsyncClient:
        signed = {"authorization": f"Bearer {self.tokens[handle]}"} if handle else {}
        return httpx.AsyncClient(base_url=f"https://127.0.0.1:{self.port}", verify=self.trusted, trust_env=False, timeout=20,
                                 headers={**signed, **more})

    def socket(self) -> websockets.connect:
        return websockets.connect(f"wss://127.0.0.1:{self.port}/graphql", ssl=self.trusted, proxy=None,
                                  subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
                                  origin=websockets.Origin(f"https://127.0.0.1:{self.port}"))

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port, ssl=self.trusted)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a self-made certificate and its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lists.example.cn")]), datetime.now(UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256()))
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return folder


@pytest.fixture
def pings() -> float | None:
    """Seconds between two of the hub's pings of a quiet socket, and comments in a quiet stream: its own."""
    return None


@pytest.fixture
def lines() -> dict[str, str]:
    """What of the file a test has otherwise."""
    return {}


@pytest.fixture
async def hub(configured: settings.Settings, private_key: Ed25519PrivateKey, pool: Pool, pings: float | None,
              monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[app.App, int]]:
    async with pool.acquire() as connection:
        await place.build(connection)
    whole = settings.Settings(database_url=configured.database_url, pool_size=4)
    served = app.build(whole, private_key)
    ready, port = asyncio.Event(), socket.create_server(("127.0.0.1", 0))
    server = serving.server(served, whole, ready.set)
    if pings:
        server.config.ws_ping_interval = pings
        monkeypatch.setattr(sse, "KEEP_ALIVE", pings)
    served.state.server = server
    running = asyncio.create_task(server.serve(sockets=[port]))
    await ready.wait()
    yield served, port.getsockname()[1]
    server.should_exit = True
    await running


@pytest.fixture
async def proxied(hub: tuple[app.App, int], certificate: Path, tmp_path: Path, sign: "object",
                  lines: dict[str, str]) -> AsyncIterator[Proxied]:
    plain, secure = free_port(), free_port()
    written = (ROOT / "docs" / "proxy" / "nginx.conf").read_text("utf-8")
    for said, meant in (("127.0.0.1:8000", f"127.0.0.1:{hub[1]}"), ("listen 80;", f"listen 127.0.0.1:{plain};"),
                        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"), ("/etc/sandan/tls", str(certificate)),
                        ("/run/nginx.pid", str(tmp_path / "pid")), ("/var/log/nginx", str(tmp_path)), *lines.items()):
        assert said in written
        written = written.replace(said, meant)
    (tmp_path / "nginx.conf").write_text(written)
    tokens = {handle: sign(sub=f"sub-{handle}") for handle in ("community", "member")}  # type: ignore[operator]
    with _nginx(tmp_path, secure):
        yield Proxied(secure, hub[0], ssl.create_default_context(cafile=certificate / "fullchain.pem"), tokens,
                      tmp_path / "access.log")


@contextlib.contextmanager
def _nginx(folder: Path, port: int) -> Iterator[None]:
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"), "-g", "daemon off;"]
    with subprocess.Popen(command) as process:
        try:
            end = time.monotonic() + 20
            while time.monotonic() < end and process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            assert process.poll() is None, (folder / "error.log").read_text()
            yield
        finally:
            process.terminate()


async def test_a_query_goes_through_and_says_where_it_comes_from(proxied: Proxied) -> None:
    quotas = proxied.hub.state.hub.quotas
    async with proxied.client(**{"x-forwarded-for": "203.0.113.7"}) as client:
        answer = await client.post("/graphql", json={"query": "{ viewer { member { name } } }"})
        assert answer.json() == {"data": {"viewer": {"member": {"name": "成员community"}}}}
        assert answer.headers["strict-transport-security"]
        assert "server" not in answer.headers or "/" not in answer.headers["server"]
    assert ("sub-community", "203.0.113.7") not in quotas._payers, "what a client says of its address is not handed on"
    async with proxied.client() as client:
        await client.get("/graphql", params={"query": "{ __typename }", "variables": '{"name": "欧阳"}'})
    logged = proxied.log.read_text("utf-8")
    assert '"/graphql" 200' in logged
    assert "variables" not in logged
    assert answer.headers["x-request-id"] in logged


async def test_a_socket_goes_through(proxied: Proxied) -> None:
    async with proxied.socket() as client:
        await _begin(proxied, client)
        await client.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": SUBSCRIPTION}}))
        await _subscribed(proxied)
        await _publish(proxied, "socket")
        said = json.loads(await client.recv())
        assert said["payload"]["data"]["demandPublished"]["demand"] == {"title": "socket"}


async def test_an_event_comes_at_once(proxied: Proxied) -> None:
    """Each is read before the next is published: nothing gathers them."""
    async with (proxied.client("member", accept="text/event-stream") as client,
                client.stream("POST", "/graphql", json={"query": SUBSCRIPTION}) as stream):
        lines = stream.aiter_lines()
        assert await anext(lines) == ":"
        await _subscribed(proxied)
        for title in ("first", "second"):
            await _publish(proxied, title)
            async with asyncio.timeout(20):
                async for line in lines:
                    if line.startswith("data: ") and title in line:
                        break


async def test_a_ticket_is_in_none_of_its_logs(proxied: Proxied, hub: tuple[app.App, int]) -> None:
    async with proxied.client() as client:
        ticket = (await client.post("/graphql/ticket")).json()["ticket"]
    asked = {"query": SUBSCRIPTION, "ticket": ticket}
    async with proxied.client(None, accept="text/event-stream") as client:
        async with client.stream("GET", "/graphql", params=asked) as stream:
            assert stream.status_code == 200
            await _subscribed(proxied)
        assert (await client.get("/graphql", params=asked)).status_code == 401
        hub[0].state.server.should_exit = True

        async def is_down() -> bool:
            return (await client.get("/graphql", params=asked)).status_code == 502

        await trail.until(is_down)
    await trail.until(lambda: '"/graphql" 502' in proxied.log.read_text("utf-8"))
    for log in (proxied.log, proxied.log.with_name("error.log")):
        assert ticket not in log.read_text("utf-8")


async def test_whoever_sends_slowly_is_cut_off(proxied: Proxied) -> None:
    async def held(said: bytes) -> float:
        reader, writer = await proxied.connect()
        writer.write(said)
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(3 * SLOW):
                while await reader.read(1_000):
                    pass
        writer.transport.abort()
        return time.monotonic() - began

    head = b"POST /graphql HTTP/1.1\r\nhost: lists.example.cn\r\n"
    times = await asyncio.gather(held(head), held(b""), held(
        head + b"content-type: application/json\r\ncontent-length: 100\r\n\r\n{"))
    assert max(times) < 2 * SLOW
    assert proxied.hub.state.hub.metrics.crashes._value.get() == 0


async def test_what_is_too_large_never_reaches_the_hub(proxied: Proxied) -> None:
    async with proxied.client() as client:
        assert (await client.post("/graphql", json={"query": "x" * 1_100_000})).status_code == 413
        assert (await client.get("/graphql", headers={"x-much": "x" * 9_000})).status_code in (400, 431)
        many = {f"x-{number}": "x" * 7_000 for number in range(6)}
        assert (await client.get("/graphql", headers=many)).status_code in (400, 431)


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/metrics/", "//metrics", "/graphql/../metrics", "/%6detrics", "/",
                                  "/graphql/assets/../../metrics", "/docs"])
async def test_what_is_not_for_strangers_is_closed(proxied: Proxied, path: str) -> None:
    reader, writer = await proxied.connect()
    writer.write(f"GET {path} HTTP/1.1\r\nhost: lists.example.cn\r\nconnection: close\r\n\r\n".encode())
    answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 404")
    writer.close()
    async with proxied.client() as client:
        assert (await client.get("/healthz")).status_code == 200


IMPATIENT = {"proxy_read_timeout 60s": "proxy_read_timeout 3s"}


@pytest.mark.parametrize(("lines", "pings"), [(IMPATIENT, 0.5)])
async def test_who_is_quiet_but_answers_pings_stays(proxied: Proxied) -> None:
    """Longer than the proxy waits for a word of the hub's."""
    async with (proxied.socket() as client, proxied.client("member", accept="text/event-stream") as asking,
                asking.stream("POST", "/graphql", json={"query": SUBSCRIPTION}) as stream):
        await _begin(proxied, client)
        said = stream.aiter_lines()
        began = time.monotonic()
        while time.monotonic() < began + 5:
            assert await anext(said) in (":", "")
        await (await client.ping())
        assert client.state is websockets.State.OPEN


@pytest.mark.parametrize("lines", [IMPATIENT])
async def test_without_pings_it_would_be_cut_off(proxied: Proxied) -> None:
    async with proxied.socket() as client:
        await _begin(proxied, client)
        async with asyncio.timeout(15):
            await client.wait_closed()


@pytest.mark.parametrize("lines", [{"limit_conn addresses 1000": "limit_conn addresses 20"}])
async def test_an_address_has_so_many_connections(proxied: Proxied) -> None:
    async with contextlib.AsyncExitStack() as opened:
        sockets = [await opened.enter_async_context(proxied.socket()) for _ in range(20)]
        with pytest.raises(websockets.InvalidStatus) as refused:
            await opened.enter_async_context(proxied.socket())
        assert refused.value.response.status_code == 429
        async with proxied.client() as client:
            assert (await client.get("/healthz")).status_code == 429
            await sockets[0].close()
            for _ in range(300):  # the proxy learns of it in its own time
                if (answer := await client.get("/healthz")).status_code != 429:
                    break
                await asyncio.sleep(0.05)
            assert answer.status_code == 200


async def _begin(proxied: Proxied, client: websockets.ClientConnection) -> None:
    await client.send(json.dumps({"type": "connection_init", "payload": {
        "Authorization": f"Bearer {proxied.tokens['member']}"}}))
    assert json.loads(await client.recv()) == {"type": "connection_ack"}


async def _publish(proxied: Proxied, title: str) -> None:
    async with proxied.client() as client:
        said = (await client.post("/graphql", json={"query": PUBLISH % (title, title)})).json()
    assert said == {"data": {"publishDemand": {"__typename": "PublishDemandPayload"}}}


async def _subscribed(proxied: Proxied) -> None:
    await trail.until(lambda: proxied.hub.state.hub.feed.groups == 1)
