"""Ports for programs that tests start."""
import random
import socket


def free_port() -> int:
    """A port that nobody has now, and that the kernel gives to no connection of its own accord meanwhile."""
    while True:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port := random.randrange(20_000, 32_000)))
                return port
            except OSError:
                continue
