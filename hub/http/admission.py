"""A request on its way in: who pays for it is found out as early as can be, and it is let in or not."""
from typing import TYPE_CHECKING

from starlette.types import Scope

from domain import refusals
from hub.http import addresses, quotas
from hub.sign_in.sign_in import Signed

if TYPE_CHECKING:
    from hub import running


class Admission:
    """
    address   see `hub.http.addresses`
    payer     None while a token has to be looked at first
    """

    __slots__ = ("_hub", "_texts", "address", "authorization", "payer")

    def __init__(self, hub: "running.Hub", authorization: str | None, address: str | None) -> None:
        self._hub, self.authorization, self.address = hub, authorization, address
        found = known(hub, authorization, address)
        self.payer = found[0] if found else None
        self._texts: list[str] = []  # that are charged as soon as it is known whom

    @property
    def who(self) -> str | None:
        """In whose line a text waits that is new."""
        return self.payer.who if self.payer else self.address

    def begin(self) -> None:
        """Before anything is done for the request.

        raises   TooMany
        """
        if self.payer:
            self.payer.admit()
        else:
            account = self._hub.quotas.at(self.address)
            if account.left <= 0:
                account.ask()

    def read(self, text: str) -> None:
        """An operation's text is to be parsed."""
        if self.payer:
            self.payer.read(text)
        else:
            self._texts.append(text)

    async def sign_in(self) -> Signed | None:
        """The person, as `hub.sign_in.sign_in` says.

        raises   TooMany; Unauthenticated, which the address is charged with; NoKeys
        """
        try:
            signed = await self._hub.sign_in.viewer(self.authorization)
        except refusals.Unauthenticated:
            self._hub.quotas.at(self.address).left -= quotas.BAD_TOKEN
            raise
        if self.payer is None:
            self.payer = self._hub.quotas.payer(signed.subject if signed else None, self.address)
            self.payer.admit()
            for text in self._texts:
                self.payer.read(text)
        return signed


def of(scope: Scope, hub: "running.Hub", authorization: str | None) -> Admission:
    """Of a request over HTTP."""
    return Admission(hub, authorization, address(scope, hub))


def address(scope: Scope, hub: "running.Hub") -> str | None:
    """Where a request or a socket's handshake comes from (`hub.http.addresses`)."""
    forwarded = b",".join([value for name, value in scope["headers"] if name == addresses.HEADER])
    client = scope.get("client")
    return hub.address(client[0] if client else None, forwarded)


def known(hub: "running.Hub", authorization: str | None, address: str | None) -> tuple[quotas.Payer, Signed | None] | None:
    """Who pays, and who is signed in, as far as that can be told without looking anything up."""
    if authorization is None:
        return hub.quotas.payer(None, address), None
    signed = hub.sign_in.remembered(authorization)
    return (hub.quotas.payer(signed.subject, address), signed) if signed else None
