"""How many WebSockets and event streams this process holds."""
from collections.abc import Iterator
from contextlib import contextmanager


class Full(Exception):
    """The process holds as many as it may."""


class Connections:
    def __init__(self) -> None:
        self.open = 0

    @contextmanager
    def one_more(self, most: int) -> Iterator[None]:
        """Count a connection for as long as the block runs.

        raises   Full
        """
        if self.open >= most:
            raise Full
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1
