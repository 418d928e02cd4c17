"""How many WebSockets and event streams this process holds."""
from typing import Self


class Full(Exception):
    """The process holds as many as it may."""


class Connections:
    def __init__(self) -> None:
        self.open = 0

    def one_more(self, most: int) -> Self:
        """Count a connection, for as long as the block runs that this is given to.

        raises   Full
        """
        if self.open >= most:
            raise Full
        self.open += 1
        return self

    def __enter__(self) -> None:
        """It is counted already."""

    def __exit__(self, *_: object) -> None:
        self.open -= 1
