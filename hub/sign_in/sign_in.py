"""Who is asking: the token says which person, the database says with what rights."""
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from db import viewers
from domain import dates, refusals
from domain.languages import Bilingual
from domain.systems import PREFIX
from domain.viewer import Viewer
from hub.sign_in.systems import GOOD_FOR, Systems
from resolvers.feed import viewer_cache

if TYPE_CHECKING:
    from db.driver.connection import Pool
    from hub.sign_in import tokens

REMEMBERED = 10_000  # headers
NO_BEARER = Bilingual("请用 Bearer 令牌登录。", "Sign in with a bearer token: Authorization: Bearer …")


class Signed(NamedTuple):
    """A person whose token was believed.

    viewer     None when no active member has this subject
    believed   whether its token would still be believed, as far as is known now
    """

    subject: str
    expires_at: datetime
    viewer: Viewer | None
    believed: Callable[[], bool] = lambda: True


class Memory(NamedTuple):
    """Who a header named.

    stamp   of the rights (`resolvers.feed.viewer_cache`) when they were read
    until   the moment from which it is to be asked anew
    """

    signed: Signed
    stamp: int | None
    until: datetime


class SignIn:
    def __init__(self, verifier: "tokens.Verifier", pool: "Pool", clock: Callable[[], datetime],
                 acquire_within: timedelta, remembered: viewer_cache.Rights) -> None:
        self._rights = remembered
        self._verifier = verifier
        self._pool = pool
        self._clock = clock
        self._acquire_within = acquire_within.total_seconds()
        self._systems = Systems(pool, clock, self._acquire_within)
        self._remembered: dict[str, Memory] = {}

    async def viewer(self, authorization: str | None) -> Signed | None:
        """The person behind an Authorization header, with the rights of this moment.

        authorization   the header's value; None: nobody, who may still read what is open to all
        raises          Unauthenticated with the reason when a token is there but not believed; NoKeys
        """
        if authorization is None:
            return None
        if known := self.remembered(authorization):
            return known
        scheme, _, text = authorization.strip().partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise refusals.Unauthenticated(NO_BEARER)
        stamp = self._rights.stamp
        if text.strip().startswith(PREFIX):
            return await self._system(authorization, text.strip(), stamp)
        token = await self._verifier.verify(text.strip())
        found = await self._found(token.subject)
        signed = Signed(token.subject, token.expires_at, found, partial(self._verifier.believes, token))
        self._remember(authorization, signed, stamp, self._verifier.good_for)
        return signed

    async def _system(self, authorization: str, key: str, stamp: int | None) -> Signed:
        """raises   Unauthenticated"""
        known = await self._systems.verify(key)
        signed = Signed(known.subject, known.expires_at, await self._found(known.subject))
        self._remember(authorization, signed, stamp, GOOD_FOR)
        return signed

    async def _found(self, subject: str) -> Viewer | None:
        now = self._clock()
        return await self._rights.of(subject, dates.day(now), partial(self._read, subject, now))

    def _remember(self, authorization: str, signed: Signed, stamp: int | None, believed_for: timedelta) -> None:
        now = self._clock()
        today = dates.day(now)
        good_for = min(self._rights.good_for(signed.subject, today), believed_for)
        if stamp is not None and good_for:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[authorization] = Memory(signed, stamp, min(
                signed.expires_at, now + good_for, dates.next_day_starts(today)))

    async def is_possible(self) -> bool:
        """Whether the sign-in service's keys were had, now or before."""
        return await self._verifier.has_keys()

    def remembered(self, authorization: str) -> Signed | None:
        """What `viewer` said of this header and would say again, without looking anything up; None: ask `viewer`."""
        memory = self._remembered.get(authorization)
        if memory and memory.stamp == self._rights.stamp and self._clock() < memory.until:
            return memory.signed
        return None

    async def _read(self, subject: str, now: datetime) -> Viewer | None:
        async with self._pool.acquire(timeout=self._acquire_within) as connection:
            return await viewers.of_subject(connection, subject, now)
