"""A pool that has but the one connection that somebody holds, and does everything there is to do on it, one after the other."""
from collections.abc import Hashable
from typing import Any, NoReturn

from db.driver.pool import Pool
from db.driver.session import Connection


class Single(Pool):
    """Of a connection in a transaction: what opens a transaction on it is a part of that, undone by itself when it fails."""

    def __init__(self, connection: Connection) -> None:
        async def never() -> NoReturn:
            raise AssertionError("its one connection is always there")

        super().__init__(never, 1)
        self._one = connection

    def idle(self, who: Hashable = None) -> Connection:
        return self._one

    def give(self, connection: Connection, **_: Any) -> None:
        """It stays with who holds it."""
