"""Tickets, by which a browser's own EventSource signs in: it can send no header, only an address (docs/decisions/0104)."""
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from db.driver.connection import Pool
from db.tickets import Ticket
from domain import refusals
from domain.languages import Bilingual
from resolvers import tickets

BYTES = 32  # of a ticket, by chance
CHARACTERS = 43  # in which they are written
NONCE = bytes(12)  # each key seals once
UNKNOWN = Bilingual("票据无效、已过期或已用过，请重新领取（POST /graphql/ticket）。",
                    "The ticket is not good, too old, or was used before: get another one (POST /graphql/ticket).")


class Tickets:
    """A ticket stands for the Authorization header with which it was fetched, so that whatever ends that one's rights ends the
    stream's, too. The header lies in the database, sealed by a key that only the ticket gives; of the ticket there is a hash.
    """

    def __init__(self, pool: Pool, clock: Callable[[], datetime], acquire_within: timedelta) -> None:
        self._pool = pool
        self._clock = clock
        self._patience = acquire_within.total_seconds()

    async def issue(self, member_id: UUID, authorization: str) -> str | None:
        """A new ticket; None: the member has too many."""
        ticket, now = secrets.token_bytes(BYTES), self._clock()
        sealed = ChaCha20Poly1305(_key(ticket)).encrypt(NONCE, authorization.encode("latin-1"), None)
        made = Ticket(sha256(ticket).digest(), member_id, sealed, now + tickets.GOOD_FOR)
        if not await tickets.issue(self._pool, made, now, self._patience):
            return None
        return urlsafe_b64encode(ticket).rstrip(b"=").decode("ascii")

    async def take(self, text: str) -> str:
        """The Authorization header that a ticket stands for, once.

        raises   Unauthenticated
        """
        try:
            ticket = urlsafe_b64decode(text.encode("ascii") + b"=") if len(text) == CHARACTERS else b""
        except ValueError as error:
            raise refusals.Unauthenticated(UNKNOWN) from error
        sealed = await tickets.take(self._pool, sha256(ticket).digest(), self._clock(), self._patience) if ticket else None
        if sealed is None:
            raise refusals.Unauthenticated(UNKNOWN)
        return ChaCha20Poly1305(_key(ticket)).decrypt(NONCE, sealed, None).decode("latin-1")


def _key(ticket: bytes) -> bytes:
    return hmac.digest(ticket, b"sandan ticket", "sha256")
