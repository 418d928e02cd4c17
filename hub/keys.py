"""Where the public keys that verify tokens come from: a file, a URL, or the demo's own pair."""
import asyncio
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic
from typing import Protocol

import jwt
import structlog

FRESH = 300.0  # seconds that a fetched set of keys is used without asking again
PAUSE = 10.0   # seconds between two fetches, whatever tokens ask for

log = structlog.get_logger()


class NoKeys(Exception):
    """The sign-in service's keys cannot be had; the message says from where."""


class Keys(Protocol):
    async def find(self, kid: str | None) -> jwt.PyJWK | None:
        """The key of that id; without an id, the only key.

        raises   NoKeys
        """
        ...

    async def are_known(self) -> bool:
        """Whether there was ever a key: without one nobody can sign in."""
        ...


def matching(keys: Iterable[jwt.PyJWK], kid: str | None) -> jwt.PyJWK | None:
    listed = [key for key in keys if key.public_key_use in ("sig", None)]
    if kid is None:
        return listed[0] if len(listed) == 1 else None
    return next((key for key in listed if key.key_id == kid), None)


class FixedKeys:
    """Keys that stay as they are while the program runs."""

    def __init__(self, keys: Iterable[jwt.PyJWK]) -> None:
        self._keys = tuple(keys)

    @classmethod
    def of_file(cls, path: Path) -> "FixedKeys":
        """The keys of a JWK set's file.

        raises   NoKeys
        """
        try:
            return cls(jwt.PyJWKSet.from_dict(json.loads(path.read_text("utf-8"))).keys)
        except (OSError, ValueError, AttributeError, jwt.PyJWTError) as error:
            raise NoKeys(f"{path} is no JWK set: {error}") from error

    async def find(self, kid: str | None) -> jwt.PyJWK | None:
        return matching(self._keys, kid)

    async def are_known(self) -> bool:
        return bool(self._keys)


class RemoteKeys:
    """The keys behind a URL: fetched when first needed, when old, and when a token names one that is unknown.

    Old keys stay in use while the service does not answer.
    """

    def __init__(self, url: str, *, timeout: float = 5, seconds: Callable[[], float] = monotonic) -> None:
        self._client = jwt.PyJWKClient(url, cache_jwk_set=False, timeout=timeout)
        self._seconds = seconds
        self._keys: tuple[jwt.PyJWK, ...] = ()
        self._fetched = self._tried = -FRESH
        self._one_at_a_time = asyncio.Lock()

    async def find(self, kid: str | None) -> jwt.PyJWK | None:
        found = matching(self._keys, kid)
        if found is None or self._seconds() - self._fetched > FRESH:
            await self._refresh()
            found = matching(self._keys, kid)
        if not self._keys:
            raise NoKeys(f"no keys from {self._client.uri}")
        return found

    async def are_known(self) -> bool:
        if not self._keys:
            await self._refresh()
        return bool(self._keys)

    async def _refresh(self) -> None:
        async with self._one_at_a_time:
            if self._seconds() - self._tried < PAUSE:
                return
            self._tried = self._seconds()
            try:
                self._keys = tuple((await asyncio.to_thread(self._client.get_jwk_set)).keys)
                self._fetched = self._tried
            except (jwt.PyJWTError, ValueError) as error:
                log.warning("sign-in keys not fetched", url=self._client.uri, error=str(error))
