"""Ports for programs that tests start."""
import random
import socket
import time


def free_port() -> int:
    """A port that nobody has now, and that the kernel gives to no connection of its own accord meanwhile."""
    while True:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port := random.randrange(20_000, 32_000)))
                return port
            except OSError:
                continue


def until_open(port: int, within: float = 30) -> None:
    """Wait until something listens there."""
    until = time.monotonic() + within
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
