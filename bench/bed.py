"""The test bed: the database and the servers that are compared, all running, each on its core."""
import asyncio
import os
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench import database, machine, people, processes, questions
from bench.load import Target
from bench.questions import Question
from bench.servers import Server


class PortTaken(Exception):
    """Another program has a port that is needed."""


@dataclass(frozen=True)
class Bed:
    """
    url              of the database
    key              signs the hub's tokens
    server_core      of the servers that are measured; other_core: of everything else
    servers, pids    by name
    """

    url: str
    key: Ed25519PrivateKey
    server_core: int
    other_core: int
    postmaster: int
    questions: Sequence[Question]
    servers: Mapping[str, Server]
    pids: Mapping[str, int]

    def target(self, server: Server, viewer: str) -> Target:
        return Target(server.port, server.path, people.token(self.key, viewer) if server.signed else None)


@contextmanager
def made(choose: Callable[[str], Sequence[Server]]) -> Iterator[Bed]:
    """Pin this process and PostgreSQL, start everything, and wait until the hub has placed what the demo left.

    choose   the servers, given the database's URL; the first is the hub
    raises   machine.TooSmall, PortTaken, processes.DidNotStart
    """
    server_core, other_core = machine.cores()
    os.sched_setaffinity(0, {other_core})
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    url = database.start()
    _, key = people.open_service()
    try:
        with ExitStack() as stack:
            servers = {server.name: server for server in choose(url)}
            pids = {name: stack.enter_context(_served(server, server_core)) for name, server in servers.items()}
            asyncio.run(database.settle(url))
            yield Bed(url, key, server_core, other_core, asyncio.run(database.postmaster(url)), asyncio.run(_asked(url)),
                      servers, pids)
    finally:
        os.sched_setaffinity(0, {server_core, other_core})


@contextmanager
def _served(server: Server, core: int) -> Iterator[int]:
    if not processes.is_free(server.port):
        raise PortTaken(f"port {server.port} of {server.title} is taken by another program")
    with processes.running(server.name, server.command, core=core, port=server.port, ready=server.ready,
                           environment=server.environment, folder=server.folder) as pid:
        yield pid


async def _asked(url: str) -> list[Question]:
    async with database.connected(url) as connection:
        return await questions.read(connection)
