"""The disk beside a measurement: a process of its own makes a page durable again and again, as every commit must."""
import multiprocessing
import os
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from bench import machine

PAGE = b"\x2d" * 8192
EVERY = 0.02  # seconds: what stands still for longer is met
PREPARED = 64  # pages that are written over in turn: the file does not grow, as PostgreSQL's log does not


class Watch:
    """Of the time since it was made until `slowest` is asked for.

    folder   on the disk that is meant
    """

    def __init__(self, folder: Path = machine.CACHE) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._here, there = multiprocessing.Pipe()
        self._writing = multiprocessing.get_context("fork").Process(target=_write, args=(folder, there), daemon=True)
        self._writing.start()
        self._here.recv()

    def slowest(self) -> float:
        """Milliseconds that one page took at most; the watch ends with it."""
        self._here.send("enough")
        seconds: float = self._here.recv()
        self._writing.join()
        return seconds * 1e3


def _write(folder: Path, asked: Connection) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        os.pwrite(file.fileno(), PAGE * PREPARED, 0)
        os.fsync(file.fileno())
        asked.send("begun")
        slowest, number = 0.0, 0
        while not asked.poll(EVERY):
            begun = time.perf_counter()
            os.pwrite(file.fileno(), PAGE, number % PREPARED * len(PAGE))
            os.fdatasync(file.fileno())
            slowest, number = max(slowest, time.perf_counter() - begun), number + 1
        asked.send(slowest)
