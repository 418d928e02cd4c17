"""Where the public keys that verify tokens come from: a file, a URL, or the demo's own pair."""
import asyncio
import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic
from typing import Protocol

import jwt
import structlog

FRESH = 30.0   # seconds after which a key that the service has withdrawn is used no more
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

    def has(self, key: jwt.PyJWK) -> bool:
        """Whether a key that was found is still one of them, as far as is known now."""
        ...

    @property
    def fresh_for(self) -> float:
        """Seconds for which what is known now need not be asked again."""
        ...

    async def renew(self) -> None:
        """Ask again when that time is half over."""
        ...


def matching(keys: Iterable[jwt.PyJWK], kid: str | None) -> jwt.PyJWK | None:
    listed = [key for key in keys if key.public_key_use in ("sig", None)]
    if kid is None:
        return listed[0] if len(listed) == 1 else None
    return next((key for key in listed if key.key_id == kid), None)


def _same(one: jwt.PyJWK, other: jwt.PyJWK) -> bool:
    return (one.key_id, one.public_key_use, one.key) == (other.key_id, other.public_key_use, other.key)


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

    def has(self, key: jwt.PyJWK) -> bool:
        return key in self._keys

    @property
    def fresh_for(self) -> float:
        return math.inf

    async def renew(self) -> None:
        """They stay."""


class RemoteKeys:
    """The keys behind a URL: fetched when first needed, when half their time is over, and when a token names one that is
    unknown.

    Old keys stay in use while the service does not answer, and nobody waits for it then.

    fresh   seconds after which a key that the service has withdrawn is used no more
    """

    def __init__(self, url: str, *, timeout: float = 5, seconds: Callable[[], float] = monotonic, fresh: float = FRESH) -> None:
        self._client = jwt.PyJWKClient(url, cache_jwk_set=False, timeout=timeout)
        self._seconds = seconds
        self._fresh = fresh
        self._pause = min(PAUSE, fresh / 3)
        self._keys: tuple[jwt.PyJWK, ...] = ()
        self._fetched = self._tried = -math.inf
        self._one_at_a_time = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None

    def has(self, key: jwt.PyJWK) -> bool:
        return key in self._keys

    @property
    def fresh_for(self) -> float:
        if self._tried > self._fetched:  # it does not answer: until it is asked again
            return self._tried + self._pause - self._seconds()
        return self._fetched + self._fresh - self._seconds()

    async def renew(self) -> None:
        if self.fresh_for < self._fresh / 2:
            await self._refresh()

    async def find(self, kid: str | None) -> jwt.PyJWK | None:
        found = matching(self._keys, kid)
        if found is None or (self.fresh_for <= 0 and self._tried == self._fetched):
            await self._refresh()
            found = matching(self._keys, kid)
        elif self.fresh_for < self._fresh / 2 and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(self._refresh())
        if not self._keys:
            raise NoKeys(f"no keys from {self._client.uri}")
        return found

    async def are_known(self) -> bool:
        if not self._keys:
            await self._refresh()
        return bool(self._keys)

    async def _refresh(self) -> None:
        async with self._one_at_a_time:
            if self._seconds() - self._tried < self._pause:
                return
            self._tried = self._seconds()
            try:
                listed = (await asyncio.to_thread(self._client.get_jwk_set)).keys
                self._keys = tuple(next((old for old in self._keys if _same(old, key)), key) for key in listed)
                self._fetched = self._tried
            except (jwt.PyJWTError, ValueError) as error:
                log.warning("sign-in keys not fetched", url=self._client.uri, error=str(error))
