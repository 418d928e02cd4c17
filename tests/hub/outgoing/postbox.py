"""A mail server that keeps what comes, and says what it is told to say."""
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

HANG_UP = "hang up"


@dataclass
class Postbox:
    """
    answers  what is said to each mail, one after the other, then that it is taken; None: nothing, for ever; or it hangs up
    refused  addresses that are not known
    said     names and passwords by which somebody came in
    """

    answers: list[str | None] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    said: list[tuple[bytes, bytes]] = field(default_factory=list)
    got: list[EmailMessage] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    async def handle_RCPT(self, _: Any, __: Any, envelope: Envelope, address: str, ___: Any) -> str:
        if address in self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        self.came.set()
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer is None:
            await asyncio.Event().wait()
        if answer == HANG_UP:
            assert server.transport is not None
            server.transport.close()
        return answer or ""

    @property
    def ids(self) -> list[str]:
        return [each["Message-ID"] for each in self.got]


@asynccontextmanager
async def postbox(*answers: str | None, tls: SSLContext | None = None,
                  start_tls: SSLContext | None = None) -> AsyncIterator[Postbox]:
    """
    tls, start_tls   what it shows: from the start, or when it is asked to
    """
    one = Postbox([*answers])

    def authenticate(_: Any, __: Any, ___: Any, ____: Any, said: LoginPassword) -> AuthResult:
        one.said.append((said.login, said.password))
        return AuthResult(success=True)

    def serve() -> SMTP:
        return SMTP(one, hostname="here", tls_context=start_tls, auth_require_tls=tls is None, authenticator=authenticate)
    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0, ssl=tls)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
