"""Where keys come from: a file, a URL that may be down, the demo's own pair."""
import asyncio
import http.server
import json
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub import settings
from hub.sign_in import demo_keys, keys, tokens


def jwk(kid: str, key: Ed25519PrivateKey) -> dict[str, str]:
    return {**jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid}


class Service(http.server.ThreadingHTTPServer):
    """A sign-in service's JWKS URL."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.keys: list[dict[str, str]] = []
        self.up = True
        self.asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/jwks"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(200 if self.server.up else 500)
        self.end_headers()
        self.wfile.write(json.dumps({"keys": self.server.keys}).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


class Seconds:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_keys_are_fetched_once_for_many(service: Service) -> None:
    service.keys = [jwk("a", Ed25519PrivateKey.generate())]
    remote = keys.RemoteKeys(service.url, seconds=Seconds())
    found = await asyncio.gather(*(remote.find("a") for _ in range(20)))
    assert all(key is not None and key.key_id == "a" for key in found)
    assert service.asked == 1


async def test_an_unknown_key_is_looked_for_but_not_at_each_token(service: Service) -> None:
    service.keys = [jwk("a", Ed25519PrivateKey.generate())]
    seconds = Seconds()
    remote = keys.RemoteKeys(service.url, seconds=seconds)
    await remote.find("a")
    service.keys.append(jwk("b", Ed25519PrivateKey.generate()))
    for _ in range(5):
        assert await remote.find("b") is None
    assert service.asked == 1
    seconds.now += keys.PAUSE
    assert await remote.find("b") is not None
    assert service.asked == 2


async def test_old_keys_serve_while_the_service_is_down_and_go_when_it_withdraws_them(service: Service) -> None:
    service.keys = [jwk("a", Ed25519PrivateKey.generate())]
    seconds = Seconds()
    remote = keys.RemoteKeys(service.url, seconds=seconds)
    await remote.find("a")
    service.up = False
    seconds.now += keys.FRESH + 1
    assert await remote.find("a") is not None
    assert service.asked == 2
    service.up, service.keys = True, [jwk("b", Ed25519PrivateKey.generate())]
    seconds.now += keys.PAUSE
    assert await remote.find("a") is not None, "nobody waits for a service that did not answer"
    await remote.renew()
    assert await remote.find("a") is None


async def test_without_any_keys_there_is_no_answer(service: Service) -> None:
    service.up = False
    with pytest.raises(keys.NoKeys, match="no keys from http"):
        await keys.RemoteKeys(service.url).find("a")


async def test_a_file_holds_a_set(tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [jwk("a", Ed25519PrivateKey.generate())]}))
    known = keys.FixedKeys.of_file(file)
    assert await known.find("a") is not None
    assert await known.find(None) is not None, "the only key needs no id"
    assert await known.find("b") is None


@pytest.mark.parametrize("text", ["", "5", "[]", "{}", '{"keys": []}', '{"keys": 5}', "\x00"])
def test_a_file_that_is_no_set_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(text)
    with pytest.raises(keys.NoKeys, match=r"jwks\.json is no JWK set"):
        keys.FixedKeys.of_file(file)


async def test_two_keys_need_an_id() -> None:
    known = keys.FixedKeys([jwt.PyJWK(jwk(kid, Ed25519PrivateKey.generate())) for kid in "ab"])
    assert await known.find(None) is None


async def test_the_demo_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with pytest.raises(demo_keys.NoDemo, match="start `make demo` first"):
        demo_keys.load(folder)
    made = demo_keys.load_or_make(folder)
    again = demo_keys.load_or_make(folder)
    assert made.private_bytes_raw() == again.private_bytes_raw() == demo_keys.load(folder).private_bytes_raw()
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_demo_key_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "demo-signing-key.pem").write_text("nonsense")
    with pytest.raises(demo_keys.NoDemo, match="cannot be read"):
        demo_keys.load_or_make(tmp_path)


@pytest.mark.parametrize("handle", demo_keys.HANDLES)
async def test_a_demo_token_is_believed(private_key: Ed25519PrivateKey, handle: str) -> None:
    text = demo_keys.sign(private_key, handle, issuer="sandan", audience="sandan", now=datetime.now(UTC))
    verifier = tokens.Verifier(keys.FixedKeys([demo_keys.public(private_key)]), settings.Settings(),
                               lambda: datetime.now(UTC))
    assert (await verifier.verify(text)).subject == f"demo:{handle}"


async def test_keys_are_known_from_the_first_that_came(service: Service, private_key: Ed25519PrivateKey) -> None:
    seconds = Seconds()
    remote = keys.RemoteKeys(service.url, seconds=lambda: seconds.now)
    service.up = False
    assert not await remote.are_known()
    service.up, service.keys = True, [jwk("a", private_key)]
    assert not await remote.are_known(), "a service that is down is left alone for a while"
    seconds.now += keys.PAUSE
    assert await remote.are_known()
    service.up, seconds.now, asked = False, seconds.now + 10 * keys.FRESH, service.asked
    assert await remote.are_known()
    assert service.asked == asked, "who asks for readiness fetches none"
