"""The scheduler of the year, in processes of its own: one is killed in the midst of its work, and begun again."""
import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from random import Random

from asyncpg.connection import LoggedQuery

from db.driver import connection
from db.driver.connection import Connection, Pool
from resolvers import jobs, scheduler

NAME = "sandan: the year's scheduler"
_FRESH = multiprocessing.get_context("forkserver")  # a child of this process would have its sockets, and its tasks
_LOADED = (__name__, "tests.year.sending")  # once, before the first


@dataclass(frozen=True)
class Asked:
    """What a process is to do.

    says_after   the number of statements after which it says so, while it goes on; 0: it does not
    """

    moment: datetime
    says_after: int


@dataclass(frozen=True)
class Did:
    """
    session   the server's process that it is connected to
    """

    session: int
    statements: int
    is_done: bool


class Scheduler:
    """
    kills   how often it was ended in the midst of a round
    """

    def __init__(self, database: str, pool: Pool) -> None:
        self._database, self._pool = database, pool
        self._chance, self._statements = Random("year's kills"), 1  # of the last round
        self.kills = 0

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        self._one, self._other, self._next = self._begun(), self._begun(), self._begun()
        try:
            yield
        finally:
            for each in (self._one, self._other, self._next):
                each.end()

    def _begun(self) -> "Process":
        return Process(work, self._database)

    async def round(self, moment: datetime) -> None:
        """Do what is due."""
        self._statements = await self._one.round(moment)

    async def interrupted(self, moment: datetime) -> None:
        """Begin to do what is due, and be killed; then two do it at once, one of them begun anew. A round that ends before is
        not killed."""
        if not await self._one.killed(moment, self._chance.randint(1, self._statements)):
            return
        self.kills += 1
        await self._rolled_back()
        self._one, self._next = self._next, self._begun()
        self._statements, _ = await asyncio.gather(self._one.round(moment), self._other.round(moment))

    async def _rolled_back(self) -> None:
        """Wait until the server has found out that who was killed is gone."""
        for _ in range(10_000):
            if not await self._pool.fetchval("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1)", self._one.session):
                return
            await asyncio.sleep(0.001)
        raise TimeoutError("the server keeps the session of who was killed")


class Process:
    """One that does what it is asked to, at the moment that it is told.

    session   the process of the server that it is connected to; None: not yet
    """

    def __init__(self, work: Callable[..., None], *given: object) -> None:
        """
        work   what it does: gets what is given, and its end of the pipe
        """
        _FRESH.set_forkserver_preload([*_LOADED])
        self._pipe, theirs = _FRESH.Pipe()
        self._process = _FRESH.Process(target=work, args=(*given, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.session: int | None = None

    async def round(self, moment: datetime) -> int:
        """Let it do what is due; returns after how many statements."""
        return (await self._did(Asked(moment, 0))).statements

    async def killed(self, moment: datetime, after: int) -> bool:
        """Let it begin, and kill it after so many statements, in the midst of the next; False: it was done before."""
        is_in_it = not (await self._did(Asked(moment, after))).is_done
        if is_in_it:
            self.end()
        return is_in_it

    async def _did(self, asked: Asked) -> Did:
        self._pipe.send(asked)
        did: Did = await asyncio.get_running_loop().run_in_executor(None, self._pipe.recv)
        self.session = did.session
        return did

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


# -- there

def work(database: str, pipe: Pipe) -> None:
    """A process whose clock is told each time."""
    with suppress(EOFError, KeyboardInterrupt):
        asyncio.run(Working(database, pipe).go_on())


class Working:
    """
    once   what it does when it is asked to
    """

    def __init__(self, database: str, pipe: Pipe) -> None:
        self.database, self._pipe = database, pipe
        self._statements, self._says_after, self._session = 0, 0, 0

    async def once(self, pool: Pool, moment: datetime) -> None:
        await scheduler.once(pool, lambda: moment, jobs.ALL)

    async def go_on(self) -> None:
        pool = Pool(self._connected, 1)
        while True:
            asked: Asked = self._pipe.recv()
            self._statements, self._says_after = 0, asked.says_after
            await self.once(pool, asked.moment)
            self._pipe.send(Did(self._session, self._statements, is_done=True))

    async def _connected(self) -> Connection:
        one = await connection.connect(self.database, application_name=NAME)
        await one.fetch("SELECT $1::uuid[]", [])  # as `open_pool` has it
        self._session = one.get_server_pid()
        one.add_query_logger(self._count)
        return one

    def _count(self, _: LoggedQuery) -> None:
        self._statements += 1
        if self._statements == self._says_after:
            self._pipe.send(Did(self._session, self._statements, is_done=False))
