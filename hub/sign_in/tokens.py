"""Bearer tokens: which ones are believed, and what they say."""
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from domain import refusals
from domain.languages import Bilingual
from hub import settings
from hub.sign_in import keys

REMEMBERED = 10_000  # verified tokens
LONGEST = 8_192      # characters
A_DAY = 86_400.0     # seconds
LATEST = datetime.max.replace(tzinfo=UTC)

REASONS: tuple[tuple[type[jwt.PyJWTError], Bilingual], ...] = (
    (jwt.ExpiredSignatureError, Bilingual("令牌已过期。", "The token has expired.")),
    (jwt.ImmatureSignatureError, Bilingual("令牌尚未生效。", "The token is not valid yet.")),
    (jwt.InvalidAudienceError, Bilingual("令牌不是签发给本系统的。", "The token was issued for another audience.")),
    (jwt.InvalidIssuerError, Bilingual("令牌的签发者不受信任。", "The token's issuer is not trusted.")),
    (jwt.InvalidAlgorithmError, Bilingual("不接受令牌的签名算法。", "The token's algorithm is not accepted.")),
    (jwt.MissingRequiredClaimError, Bilingual("令牌缺少必需的声明。", "The token lacks a claim that is required.")),
    (jwt.InvalidSignatureError, Bilingual("令牌签名无效。", "The token's signature is wrong.")),
)
UNREADABLE = Bilingual("令牌无法读取。", "The token cannot be read.")
UNKNOWN_KEY = Bilingual("令牌由未知的密钥签名。", "The token is signed by an unknown key.")


@dataclass(frozen=True)
class Token:
    """
    key   that signed it
    """

    subject: str
    expires_at: datetime
    key: jwt.PyJWK = field(compare=False)


class Verifier:
    """Believes a token when one of the keys signed it, by one family of algorithms, for this hub, for a while."""

    def __init__(self, known: keys.Keys, configured: settings.Settings, clock: Callable[[], datetime]) -> None:
        self._keys = known
        self._settings = configured
        self._clock = clock
        self._verified: OrderedDict[str, tuple[Token, datetime]] = OrderedDict()  # with the moment they are no more

    async def verify(self, text: str) -> Token:
        """What a token says; a token that was verified is remembered until it expires, or its key is withdrawn.

        raises   Unauthenticated with the reason; NoKeys when the sign-in service's keys cannot be had
        """
        if remembered := self._verified.get(text):
            token, until = remembered
            if until <= self._clock():
                del self._verified[text]
                raise refusals.Unauthenticated(REASONS[0][1])
            if await self._keys.find(token.key.key_id) is token.key:
                return token
            del self._verified[text]
        token, until = self._read(text, await self._key(text))
        self._verified[text] = token, until
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)
        return token

    async def has_keys(self) -> bool:
        """Whether there was ever a key to verify with."""
        return await self._keys.are_known()

    @property
    def good_for(self) -> timedelta:
        """How long a token that is believed now need not be verified again."""
        return timedelta(seconds=min(max(0.0, self._keys.fresh_for), A_DAY))

    def believes(self, token: Token) -> bool:
        """Whether a token that was verified still has its key, as far as is known now."""
        return self._keys.has(token.key)

    async def renew(self) -> None:
        """Ask for the keys again, if they have been known for a while."""
        await self._keys.renew()

    async def _key(self, text: str) -> jwt.PyJWK:
        if len(text) > LONGEST:
            raise refusals.Unauthenticated(UNREADABLE)
        try:
            header = jwt.get_unverified_header(text)
        except jwt.PyJWTError as error:
            raise refusals.Unauthenticated(UNREADABLE) from error
        if header.get("alg") not in self._settings.algorithms:
            raise refusals.Unauthenticated(REASONS[4][1])
        key = await self._keys.find(header.get("kid"))
        if key is None:
            raise refusals.Unauthenticated(UNKNOWN_KEY)
        return key

    def _read(self, text: str, key: jwt.PyJWK) -> tuple[Token, datetime]:
        try:
            claims: dict[str, Any] = jwt.decode(
                text, key.key, algorithms=list(self._settings.algorithms), issuer=self._settings.jwt_issuer,
                audience=self._settings.jwt_audience, leeway=self._settings.jwt_leeway,
                options={"require": ["exp", "sub", "iss", "aud"]})
            expires_at = datetime.fromtimestamp(int(claims["exp"]), UTC)
            until = min(expires_at, LATEST - self._settings.jwt_leeway) + self._settings.jwt_leeway
        except (jwt.PyJWTError, TypeError, ValueError, OverflowError, OSError) as error:
            reason = next((text for kind, text in REASONS if isinstance(error, kind)), UNREADABLE)
            raise refusals.Unauthenticated(reason) from error
        if not _is_text(claims["sub"]):
            raise refusals.Unauthenticated(UNREADABLE)
        return Token(claims["sub"], expires_at, key), until


def _is_text(subject: str) -> bool:
    """Whether it can be asked for: PostgreSQL has no NUL, UTF-8 no half of a pair."""
    return bool(subject) and not any(each == "\0" or "\ud800" <= each <= "\udfff" for each in subject)
