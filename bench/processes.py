"""Programs that a measurement starts, each on its core, and ends."""
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import machine

LOGS = machine.CACHE / "logs"
READY_WITHIN = 60.0  # seconds
ENDS_WITHIN = 15.0


class DidNotStart(Exception):
    """A program that is needed ended, or never listened; the message says where its log is."""


@contextmanager
def running(name: str, command: Sequence[str], *, core: int, port: int | None = None,
            ready: str | None = None, environment: Mapping[str, str] | None = None,
            folder: Path = machine.ROOT) -> Iterator[int]:
    """The program's process id, while it runs; it is ready when it listens on the port.

    ready    a path that must answer 200 as well

    raises   DidNotStart
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("wb") as written:
        process = subprocess.Popen(["taskset", "-c", str(core), *command], stdout=written, stderr=written, cwd=folder,
                                   env={**os.environ, **(environment or {})})
    try:
        if port is not None:
            _await(process, port, ready, log)
        yield process.pid
    finally:
        _end(process)


def _await(process: subprocess.Popen[bytes], port: int, ready: str | None, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if not is_free(port) and (ready is None or _answers(port, ready)):
            return
        time.sleep(0.05)
    raise DidNotStart(f"nothing listens on port {port}; see {log}:\n{log.read_text(errors='replace')[-2000:]}")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0
