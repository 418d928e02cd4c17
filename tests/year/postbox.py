"""The mail server of the year: a real one, which takes mails, puts them off, dies with one in its hands, or is not there."""
import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from tests.ports import free_port
from tests.year.receivers import SLOW, Mood


@dataclass(frozen=True)
class Letter:
    """A mail that came.

    at      when, by the year's clock
    taken   whether it was
    """

    mail: EmailMessage
    at: datetime
    taken: bool

    @property
    def id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass
class Postbox:
    """
    now         the moment
    unanswered  how many mails were taken without an answer
    """

    now: datetime
    mood: Mood = Mood.AWAY
    port: int = field(default_factory=free_port)
    came: list[Letter] = field(default_factory=list)
    unanswered: int = 0
    moods: set[Mood] = field(default_factory=set)
    _chance: Random = field(default_factory=lambda: Random("postbox"))
    _server: asyncio.Server | None = None

    async def be(self, mood: Mood) -> None:
        """Go on in this mood."""
        if mood is Mood.AWAY and self._server:
            self._server.close()
            self._server = None
        if mood is not Mood.AWAY and self._server is None:
            self._server = await asyncio.get_running_loop().create_server(
                lambda: SMTP(self, hostname="here"), "127.0.0.1", self.port)
        self.mood = mood

    async def handle_DATA(self, server: SMTP, _: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.moods.add(self.mood)
        if self.mood is Mood.SLOW and self._chance.random() < 0.3:
            await asyncio.sleep(SLOW)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.came.append(Letter(mail, self.now, self.mood is not Mood.REFUSING))
        if self.mood is Mood.SILENT and self._chance.random() < 0.3:
            self.unanswered += 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "451 later" if self.mood is Mood.REFUSING else "250 OK"

    def to(self, address: str) -> list[Letter]:
        """What came for somebody."""
        return [each for each in self.came if each.mail["To"] == address]
