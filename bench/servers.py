"""The servers that are compared, and how each is started: all against one database, each on its own port."""
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import database, machine, people

BIN = Path(sys.executable).parent
PEERS = machine.ROOT / "bench" / "peers"
NODE = str(PEERS / "node_modules" / ".bin" / "node")
BOUNDLESS = dict.fromkeys(["SANDAN_MEMBER_COST", "SANDAN_MEMBER_WRITES", "SANDAN_MEMBER_SUBSCRIPTIONS", "SANDAN_MEMBER_SOCKETS",
                           "SANDAN_ADDRESS_SOCKETS"], str(10**11))  # counted, but a few people ask for thousands here
UNANSWERED = {"SANDAN_UNANSWERED_CLAIMS": "0"}  # all claims here are one unit's: fifty, and it would be at its end
POOL = 6  # connections to the database, of each server (docs/profile.md); the hub has twice as many, since one person gets half


@dataclass(frozen=True)
class Server:
    """
    dialect  in which words it is asked
    signed   whether requests carry a token
    ready    a path that answers 200 when it serves; None: it serves when it listens
    every    in each so-manieth round it is asked: who is far away needs fewer rounds to be placed
    """

    name: str
    title: str
    dialect: str
    port: int
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    path: str = "/graphql"
    folder: Path = machine.ROOT
    signed: bool = False
    ready: str | None = None
    every: int = 1


def hub(url: str, port: int = 18410, workers: int = 1) -> Server:
    return Server("hub", "Sandan", "hub", port, [str(BIN / "sandan"), "serve", "--workers", str(workers)], {
        "DATABASE_URL": url, "PORT": str(port), "SANDAN_JWKS": str(people.JWKS), "SANDAN_LOG_LEVEL": "warning",
        "SANDAN_POOL_SIZE": str(2 * POOL), **BOUNDLESS, **UNANSWERED}, signed=True, ready="/healthz")


def compared(url: str) -> list[Server]:
    """The hub, the floor, and the peers."""
    python = {"DATABASE_URL": url, "POOL": str(POOL)}
    node = {**database.for_libpq(url), "POOL": str(POOL), "NODE_ENV": "production", "GRAPHILE_ENV": "production"}
    return [
        hub(url),
        Server("floor", "bare ASGI + the hub's SQL", "hub", 18411, _uvicorn("bench.floor:app", 18411), python),
        Server("postgraphile", "PostGraphile 5", "postgraphile", 18412, [NODE, "postgraphile.mjs"],
               {**node, "PORT": "18412"}, folder=PEERS),
        Server("mercurius", "Mercurius", "plain", 18413, [NODE, "mercurius.mjs"], {**node, "PORT": "18413"}, folder=PEERS,
               every=5),
        Server("strawberry", "Strawberry + DataLoaders", "plain", 18414, _uvicorn("bench.plain.app:app", 18414),
               python, every=5),
    ]


def listened(url: str) -> list[Server]:
    """The hub and its peers in subscriptions."""
    return [
        hub(url),
        Server("graphql_ws", "graphql-ws on Node", "plain", 18415, [NODE, "sockets.mjs"],
               {"PORT": "18415", "NODE_ENV": "production"}, folder=PEERS),
        Server("broadcast", "bare uvicorn broadcast", "plain", 18416, [
            *_uvicorn("bench.broadcast:app", 18416), "--ws", "websockets-sansio", "--ws-per-message-deflate", "false",
            "--lifespan", "off", "--backlog", "4096"]),
    ]


def _uvicorn(app: str, port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port), "--loop", "uvloop",
            "--http", "httptools", "--no-access-log", "--log-level", "warning"]
