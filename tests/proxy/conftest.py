"""docs/proxy/nginx.conf in front of a real hub, with a certificate of its own."""
import asyncio
import contextlib
import socket
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
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
from tests.hub.conftest import Sign, configured, private_key, sign
from tests.ports import free_port
from tests.proxy.proxied import Proxied

__all__ = ["configured", "private_key", "sign"]


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
async def proxied(hub: tuple[app.App, int], certificate: Path, tmp_path: Path, sign: Sign,
                  lines: dict[str, str]) -> AsyncIterator[Proxied]:
    plain, secure = free_port(), free_port()
    written = (ROOT / "docs" / "proxy" / "nginx.conf").read_text("utf-8")
    for said, meant in (("127.0.0.1:8000", f"127.0.0.1:{hub[1]}"), ("listen 80;", f"listen 127.0.0.1:{plain};"),
                        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"), ("/etc/sandan/tls", str(certificate)),
                        ("/run/nginx.pid", str(tmp_path / "pid")), ("/var/log/nginx", str(tmp_path)), *lines.items()):
        assert said in written
        written = written.replace(said, meant)
    (tmp_path / "nginx.conf").write_text(written)
    tokens = {handle: sign(sub=f"sub-{handle}") for handle in ("community", "member")}
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
