"""The load generator: wrk, from Debian's packages, on the core of PostgreSQL."""
import json
import resource
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import machine

CONNECTIONS = 16
SCRIPT = Path(__file__).parent / "load.lua"


class NoGenerator(Exception):
    """wrk is not installed."""


class Refused(Exception):
    """The server answered some requests with an error, or not at all."""


@dataclass(frozen=True)
class Sent:
    """What one run of the generator saw.

    rate        requests a second
    median, slowest   milliseconds, the latter of 99 in 100
    own         the generator's own processor seconds
    """

    requests: int
    rate: float
    median: float
    slowest: float
    own: float


@dataclass(frozen=True)
class Target:
    """Where requests go: a port, a path, and the bearer token that they carry."""

    port: int
    path: str = "/graphql"
    token: str | None = None


def check() -> None:
    """raises NoGenerator"""
    if shutil.which("wrk") is None:
        raise NoGenerator("wrk makes the load and is not installed: apt-get install wrk")


def run(target: Target, bodies: Sequence[Any], seconds: float, core: int, connections: int = CONNECTIONS) -> Sent:
    """Send the bodies in turn over so many connections, as fast as they are answered.

    raises   Refused
    """
    file = machine.CACHE / "bodies.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(json.dumps(body, ensure_ascii=False) for body in bodies), "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = _said_within(seconds, [
        "taskset", "-c", str(core), "wrk", "-t1", f"-c{connections}", "-d1h", "--timeout", "30s", "-s", str(SCRIPT),
        f"http://127.0.0.1:{target.port}{target.path}", "--", str(file), target.path, target.token or "-",
        uuid.uuid4().hex[:16]])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    requests, duration, errors, timeouts, median, slowest = _figures(said)
    if errors or timeouts:
        raise Refused(f"port {target.port}: {errors} errors, {timeouts} timeouts in {requests} requests")
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Sent(requests, requests / duration * 1e6, median / 1e3, slowest / 1e3, own)


def _said_within(seconds: float, command: Sequence[str]) -> str:
    """What the generator says when it is told to stop: its own durations are whole seconds."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)
    return said


def _figures(said: str) -> list[int]:
    line = next(line for line in said.splitlines() if line.startswith("figures "))
    return [int(each) for each in line.split()[1:]]
