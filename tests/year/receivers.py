"""Receivers of webhooks in the year: real HTTP servers, which take messages, refuse them, say nothing, or are not there."""
import asyncio
import hmac
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from random import Random

from tests.hub.outgoing.receiver import OK, Got, request, status
from tests.ports import free_port

GOOD_FOR = 300.0  # seconds: a message of another time is not believed
SLOW = 0.05  # seconds


class Mood(Enum):
    """
    SILENT   takes some messages, and dies before it says so
    AWAY     nobody listens there
    """

    WELL = auto()
    SLOW = auto()
    REFUSING = auto()
    SILENT = auto()
    AWAY = auto()


@dataclass(frozen=True)
class Came:
    """A message that came, and whether it was taken."""

    id: str
    body: bytes
    taken: bool


@dataclass
class Receiver:
    """
    now         the moment, by its clock
    came        in order
    forged      how many messages were not signed as they have to be
    unanswered  how many were taken without an answer
    moods       in which it was when a message came
    """

    secret: str
    now: datetime
    mood: Mood = Mood.AWAY
    port: int = field(default_factory=free_port)
    came: list[Came] = field(default_factory=list)
    forged: int = 0
    unanswered: int = 0
    moods: set[Mood] = field(default_factory=set)
    _server: asyncio.Server | None = None

    def __post_init__(self) -> None:
        self._chance = Random(self.secret)

    async def be(self, mood: Mood) -> None:
        """Go on in this mood."""
        if mood is Mood.AWAY and self._server:
            self._server.close()
            self._server = None
        if mood is not Mood.AWAY and self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.mood = mood

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            got = await request(reader)
            self.forged += not self._is_genuine(got)
            self.moods.add(self.mood)
            if self.mood is Mood.SLOW and self._chance.random() < 0.3:
                await asyncio.sleep(SLOW)
            self.came.append(Came(got.id, got.body, self.mood is not Mood.REFUSING))
            if self.mood is Mood.SILENT and self._chance.random() < 0.3:
                self.unanswered += 1
                return
            writer.write(OK if self.mood is not Mood.REFUSING else status(500))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _is_genuine(self, got: Got) -> bool:
        """As Standard Webhooks has it."""
        moment, key = got.headers["webhook-timestamp"], b64decode(self.secret.removeprefix("whsec_"))
        signed = b".".join([got.id.encode(), moment.encode(), got.body])
        right = f"v1,{b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
        return got.headers["webhook-signature"] == right and abs(int(moment) - self.now.timestamp()) < GOOD_FOR
