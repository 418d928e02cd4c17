"""Whose key a bearer has that is a system: looked up in the database, by its hash."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import systems
from db.driver.connection import Pool
from domain import refusals
from domain import systems as rules
from domain.languages import Bilingual

GOOD_FOR = timedelta(hours=1)  # after which an open subscription signs in anew
NO_KEY = Bilingual("系统密钥无效，或已被更换、撤销。", "The system's key is not good, or was replaced or revoked.")


@dataclass(frozen=True)
class Known:
    """What a token says, of a key."""

    subject: str
    expires_at: datetime


@dataclass(frozen=True)
class Systems:
    """acquire_within   seconds"""

    pool: Pool
    clock: Callable[[], datetime]
    acquire_within: float

    async def verify(self, key: str) -> Known:
        """
        raises   Unauthenticated
        """
        if not rules.is_key(key):
            raise refusals.Unauthenticated(NO_KEY)
        async with self.pool.acquire(timeout=self.acquire_within) as connection:
            subject = await systems.of_key(connection, rules.hashed(key))
        if subject is None:
            raise refusals.Unauthenticated(NO_KEY)
        return Known(subject, self.clock() + GOOD_FOR)
