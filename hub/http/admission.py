"""A request on its way in. Whichever way it comes, over the fast path or the long way, for an event stream or on a socket, it
is held to the same, in this order: first what costs least.

1. its size, as announced or as come; then what is left of the quota of who pays, or of the address while a token is to be
   looked at first (`Admission.admit`)
2. its token (`Admission.sign_in`)
3. its text, which is charged (`Admission.read`)
4. the limits of the text, whether it needs somebody signed in, its cost in rows (`resolvers.executing.planning`)

Why so, and what one way has of its own: docs/decisions/0096.
"""
from typing import TYPE_CHECKING

from starlette.types import Scope

from domain import refusals
from domain.languages import Language
from hub.http import addresses, bodies, languages, quotas
from hub.sign_in.sign_in import Signed

if TYPE_CHECKING:
    from hub import running

ADMISSION = "admission"  # in a scope's state: of which an answer's head tells, and which goes on where the fast path gave up


class Admission:
    """One request: what it has passed and paid once, it does not pass and pay again on the long way.

    address   see `hub.http.addresses`
    payer     None while a token has to be looked at first
    signed    who is signed in, as far as that could be told without looking anything up
    language  of what it is told
    """

    __slots__ = ("_admitted", "_hub", "_read", "address", "authorization", "language", "payer",
                 "signed")

    def __init__(self, hub: "running.Hub", authorization: str | None, address: str | None, language: Language) -> None:
        self._hub, self.authorization, self.address = hub, authorization, address
        self.language = language
        self._admitted = self._read = False
        self.signed: Signed | None = None if authorization is None else hub.sign_in.remembered(authorization)
        self.payer: quotas.Payer | None = None
        if self.signed:
            self.payer = _payer(hub, self.signed, address)
        elif authorization is None:
            self.payer = hub.quotas.payer(None, address)

    def admit(self, size: int = 0) -> None:
        """Let the request in, or not, before anything is done for it.

        size     bytes of its body, as announced or as come; 0: not known, or bounded elsewhere
        raises   TooLarge, TooMany
        """
        if size > self._hub.settings.body_bytes:
            raise bodies.TooLarge
        if self._admitted:
            return
        if self.payer:
            self.payer.admit()
        else:
            account = self._hub.quotas.at(self.address)
            if account.left <= 0:
                account.ask()
        self._admitted = True

    def present(self, authorization: str) -> None:
        """Somebody after all: a ticket says who."""
        self.authorization, self.payer = authorization, None

    async def sign_in(self) -> tuple[Signed | None, quotas.Payer]:
        """The person, as `hub.sign_in.sign_in` says, and who pays.

        raises   TooMany; Unauthenticated, which the address is charged with; NoKeys
        """
        try:
            signed = await self._hub.sign_in.viewer(self.authorization)
        except refusals.Unauthenticated:
            self._hub.quotas.at(self.address).left -= quotas.BAD_TOKEN
            raise
        if self.payer is None:
            self.payer = _payer(self._hub, signed, self.address)
            self.payer.admit()
        return signed, self.payer

    def read(self, text: str) -> None:
        """Charge the operation's text, which is to be parsed; who pays is known by then."""
        if not self._read:
            assert self.payer is not None
            self._read = True
            self.payer.read(text)

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Of its answer: what is left of its payer's own cost."""
        return self.payer.headers() if self.payer else []

    def lines(self) -> bytes:
        """The same as they are written."""
        return self.payer.lines() if self.payer else b""


def of(scope: Scope, hub: "running.Hub", authorization: str | None) -> Admission:
    """Of a request over HTTP: the one with which the fast path gave up, or a new one."""
    found: Admission | None = scope["state"].get(ADMISSION)
    if found is None:
        found = scope["state"][ADMISSION] = Admission(
            hub, authorization, address(scope, hub), languages.of(scope))
    return found


def address(scope: Scope, hub: "running.Hub") -> str | None:
    """Where a request or a socket's handshake comes from (`hub.http.addresses`)."""
    forwarded = b",".join([value for name, value in scope["headers"] if name == addresses.HEADER])
    client = scope.get("client")
    return hub.address(client[0] if client else None, forwarded)


def _payer(hub: "running.Hub", signed: Signed | None, address: str | None) -> quotas.Payer:
    viewer = signed.viewer if signed else None
    return hub.quotas.payer(signed.subject if signed else None, address, viewer.cost if viewer else None)
