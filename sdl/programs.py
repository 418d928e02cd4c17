"""The programs of a whole graph on this machine: the demo hub, the two partners and the gateway."""
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.sign_in import demo_keys

ROOT = Path(__file__).parent.parent
GATEWAY = ROOT / "sdl" / "gateway" / "server.mjs"
PARTNERS = ("incidents", "hours")
SANDAN = str(Path(sys.executable).with_name("sandan"))


class DidNotStart(Exception):
    """A program ended, or did not answer in time; the message says which."""


@dataclass
class Programs:
    """
    data    the hub's data folder, and the partners'
    ports   of hub, incidents, hours and gateway
    quiet   whether what they print is thrown away
    """

    data: Path
    ports: Mapping[str, int]
    quiet: bool = False
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}/graphql"

    def start(self, name: str, **environment: str) -> None:
        """Start a program and wait until it answers.

        raises   DidNotStart
        """
        if not _is_free(self.ports[name]):
            raise DidNotStart(f"{name}: another program has port {self.ports[name]}")
        process = subprocess.Popen(_command(name), cwd=ROOT, stdin=subprocess.DEVNULL, env={  # noqa: S603  # our own
            **os.environ, "HOST": "127.0.0.1", "PORT": str(self.ports[name]), "SANDAN_DATA": str(self.data),
            "SANDAN_JWKS": str(self._keys_file()), **self._places(name), **environment}, start_new_session=True,
            stdout=subprocess.DEVNULL if self.quiet else None)
        self.running[name] = process
        health = self.url(name).replace("/graphql", "/healthz")
        wait_for(lambda: _answers(health), 90, lambda: process.poll() is not None, name)

    def stop(self, name: str, *, kill: bool = False) -> None:
        process = self.running.pop(name)
        process.kill() if kill else process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:  # a hub that is killed leaves its PostgreSQL behind
            process.kill()
            process.wait()

    def stop_all(self) -> None:
        for process in self.running.values():
            process.terminate()
        for name in list(self.running)[::-1]:
            self.stop(name)

    def token(self, handle: str) -> str:
        """A bearer token of one of the demo's people."""
        shown = subprocess.run([SANDAN, "token", "--as", handle], cwd=ROOT, check=True, text=True,  # noqa: S603  # our own
                               capture_output=True, env={**os.environ, "SANDAN_DATA": str(self.data)})
        return shown.stdout.strip()

    def _places(self, name: str) -> dict[str, str]:
        """Where the gateway finds the others; pages of this machine may call it, as they may the demo's hub."""
        if name != "gateway":
            return {}
        return {"LOCAL_PAGES": "yes", **{f"{each.upper()}_URL": self.url(each) for each in ("hub", *PARTNERS)}}

    def _keys_file(self) -> Path:
        """The demo's public key as a JWK set: a sign-in service would have it at a URL."""
        file = self.data / "demo-jwks.json"
        key = demo_keys.load_or_make(self.data)
        file.write_text(json.dumps({"keys": [_jwk(key)]}), "utf-8")
        return file


def _jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    public = jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**public, "kid": demo_keys.KEY_ID, "alg": "EdDSA", "use": "sig"}


def _command(name: str) -> list[str]:
    if name == "gateway":
        return ["node", str(GATEWAY)]
    if name == "hub":
        return [SANDAN, "demo"]
    return [sys.executable, "-m", f"sdl.partners.{name}"]


def _is_free(port: int) -> bool:
    """Whether nobody listens there: what answers afterwards is ours."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310  # our own http URL
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def wait_for(holds: Callable[[], bool], seconds: float, ended: Callable[[], bool], name: str) -> None:
    """raises DidNotStart when it does not hold in time, or never will"""
    until = time.monotonic() + seconds
    while not holds():
        if ended() or time.monotonic() > until:
            raise DidNotStart(f"{name} did not start")
        time.sleep(0.1)
    if ended():
        raise DidNotStart(f"{name} ended, and another program answers in its place")
