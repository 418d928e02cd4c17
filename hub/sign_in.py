"""Who is asking: the token says which person, the database says with what rights."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from db import viewers
from domain import dates, refusals
from domain.viewer import Viewer
from resolvers import rights

if TYPE_CHECKING:
    from db.connection import Pool
    from hub import tokens

NO_BEARER = "请用 Bearer 令牌登录。Sign in with a bearer token: Authorization: Bearer …"


@dataclass(frozen=True)
class Signed:
    """A person whose token was believed.

    viewer   None when no active member has this subject
    """

    subject: str
    expires_at: datetime
    viewer: Viewer | None


class SignIn:
    def __init__(self, verifier: "tokens.Verifier", pool: "Pool", clock: Callable[[], datetime],
                 acquire_within: timedelta, remembered: rights.Rights) -> None:
        self._rights = remembered
        self._verifier = verifier
        self._pool = pool
        self._clock = clock
        self._acquire_within = acquire_within.total_seconds()

    async def viewer(self, authorization: str | None) -> Signed | None:
        """The person behind an Authorization header, with the rights of this moment.

        authorization   the header's value; None: nobody, who may still read what is open to all
        raises          Unauthenticated with the reason when a token is there but not believed; NoKeys
        """
        if authorization is None:
            return None
        scheme, _, text = authorization.strip().partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise refusals.Unauthenticated(NO_BEARER)
        token = await self._verifier.verify(text.strip())
        today = dates.day(self._clock())
        found = await self._rights.of(token.subject, today, partial(self._read, token.subject, today))
        return Signed(token.subject, token.expires_at, found)

    async def _read(self, subject: str, today: date) -> Viewer | None:
        async with self._pool.acquire(timeout=self._acquire_within) as connection:
            return await viewers.of_subject(connection, subject, today)
