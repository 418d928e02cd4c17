"""Who sends in the year, in processes of their own: they are killed in the midst of it, and begun again."""
import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from ipaddress import ip_network
from multiprocessing.connection import Connection as Pipe
from random import Random

from db import deliveries
from db.driver import connection
from db.driver.connection import Connection, Pool
from hub.outgoing.mail import Mailer, Server
from hub.outgoing.posting import Poster
from hub.outgoing.webhooks import Sender
from tests.feed.conftest import running
from tests.year.scheduling import Process, Working

HERE = [ip_network("127.0.0.0/8")]
LINK = "https://lists.example.cn/o/{id}"
POLL = 0.004  # seconds
SENDING = (6, 40)  # between so many statements it is killed: those before fill the queue


class Sending:
    """
    kills   how often it was ended in the midst of sending
    """

    def __init__(self, name: str, work: Callable[..., None], *given: object) -> None:
        """
        work, given   as of `Process`
        """
        self._chance, self._work, self._given = Random(f"year's kills of {name}"), work, given
        self.kills = 0

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        self._one, self._next = self._begun(), self._begun()
        try:
            yield
        finally:
            for each in (self._one, self._next):
                each.end()

    def _begun(self) -> Process:
        return Process(self._work, *self._given)

    async def send(self, moment: datetime) -> None:
        """Send all that can be sent at a moment."""
        await self._one.round(moment)

    async def interrupted(self, moment: datetime) -> None:
        """Begin to, and be killed; then another one does. One that has sent all before is not killed."""
        if await self._one.killed(moment, self._chance.randint(*SENDING)):
            self.kills += 1
            self._one, self._next = self._next, self._begun()
        await self.send(moment)


# -- there

def post(database: str, pipe: Pipe) -> None:
    """A process that sends to webhooks."""
    with suppress(EOFError, KeyboardInterrupt):
        asyncio.run(_Posting(database, pipe).go_on())


class _Posting(Working):
    _watch: Connection | None = None  # its statements are not those of who sends

    async def once(self, pool: Pool, moment: datetime) -> None:
        if self._watch is None:
            self._watch = await connection.connect(self.database)
            await self._watch.fetch("SELECT $1::uuid[]", [])  # so that the pool's knows the type
        sending = asyncio.create_task(Sender(pool, lambda: moment, lambda: True, Poster(HERE), LINK, poll=POLL).run())
        async with running(sending):
            while not await self._is_done(self._watch, moment):
                await asyncio.wait([sending], timeout=POLL)
                if sending.done():
                    sending.result()

    async def _is_done(self, watch: Connection, moment: datetime) -> bool:
        """Whether all that happened is queued, and nothing can be sent now: what failed has its pause."""
        queued = await watch.fetchval("SELECT coalesce((SELECT pos FROM outgoing), 0) = coalesce(max(pos), 0) FROM event")
        return bool(queued) and not await deliveries.due(watch, moment, [], 1)


def mail(database: str, port: int, pipe: Pipe) -> None:
    """A process that mails to a server on this port."""
    with suppress(EOFError, KeyboardInterrupt):
        asyncio.run(_Mailing(database, port, pipe).go_on())


class _Mailing(Working):
    def __init__(self, database: str, port: int, pipe: Pipe) -> None:
        super().__init__(database, pipe)
        self._server = Server(f"smtp+plain://127.0.0.1:{port}")

    async def once(self, pool: Pool, moment: datetime) -> None:
        mailer = Mailer(pool, lambda: moment, lambda: True, self._server, "三单 <lists@example.cn>", LINK)
        while await mailer.once():
            pass
