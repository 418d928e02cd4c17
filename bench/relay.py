"""`python -m bench.relay`: how many events a second one hub places, and whether its memory stays as it is meanwhile.

    python -m bench.relay                           200,000 events: a minute or two
    python -m bench.relay --events 1000000 --most 600

A hub of its own on one core, PostgreSQL and the writers on the other; a database of its own with the demo in it, made anew.
Two writers commit a hundred events at a time as fast as they can, in plain SQL: what is measured is not the mutations but
what comes after them. Meanwhile six clients are subscribed: four to demands, of which one event in a hundred is one, and
two peers to all changes, which no client could be told at this rate: the hub has to leave them behind in the log, and not
in its memory. The rate is that of the whole: from the first event written to the last one placed.
Memory is the hub's resident set whenever another tenth is placed. It is flat when the last tenths do not differ.
"""
import argparse
import asyncio
import http.client
import itertools
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bench import database, machine, people, processes, servers
from bench.crowd import Crowd, NotHeard, Subscription
from bench.questions import FOLDER as QUESTIONS
from db.driver import connection
from db.server import embedded, migrate
from domain import dates
from hub.demo import loading as demo

FOLDER = machine.ROOT / "bench" / ".data" / "relay"
NAME = "relay_measured"
PORT = 18418
TOGETHER = 100  # events of one transaction
WRITERS = 2
CLIENTS, PEERS = 6, 2
CHANGES = "subscription { changes { cursor previous event { kind } } }"
WRITE = """
    INSERT INTO event (id, at, kind, organization_id, object_type, object_id, object_version, subject_type, subject_id,
                       home_code, request_id, before, after)
    SELECT gen_random_uuid(), now(), CASE n WHEN 1 THEN 'item.published' ELSE 'item.revised' END, publisher_id, 'Demand', id,
           version, 'item', id, home_code, 'bench', jsonb_build_object('quantity', quantity, 'version', version),
           jsonb_build_object('quantity', quantity + 1, 'version', version + 1)
    FROM (SELECT * FROM item WHERE list = 'DEMAND' AND state = 'PUBLISHED' ORDER BY id LIMIT 1) AS demand,
         generate_series(1, $1) AS n"""


@dataclass(frozen=True)
class Seen:
    """Once so many events were placed: seconds since the first was written, the hub's memory and processor time."""

    placed: int
    seconds: float
    resident: int
    processor: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--most", type=float, default=180, help="seconds after which it is given up")
    asked = parser.parse_args()
    try:
        seen = run(asked.events, asked.most)
    except TimeoutError:
        print(f"{asked.events:,} events were not placed within {asked.most:g} s", file=sys.stderr)
        return 1
    except (machine.TooSmall, processes.DidNotStart, NotHeard) as problem:
        print(problem, file=sys.stderr)
        return 1
    tell(seen)
    return 0


def run(events: int, most: float) -> list[Seen]:
    """
    raises   machine.TooSmall, processes.DidNotStart, NotHeard, TimeoutError
    """
    server_core, other_core = machine.cores()
    os.sched_setaffinity(0, {other_core})  # and with this process PostgreSQL, which it starts
    url = asyncio.run(_filled(embedded.start(FOLDER)))
    _, key = people.open_service()
    hub = servers.hub(url, PORT)
    with processes.running("relay", hub.command, core=server_core, port=PORT, ready="/readyz",
                           environment=hub.environment) as pid, _clients(people.token(key, "district")):
        asyncio.run(database.settle(url))
        seen = asyncio.run(_measure(url, pid, events, most))
        _check_all_listen()
        return seen


def tell(seen: list[Seen]) -> None:
    print("   placed   seconds   hub, MiB   hub, µs of processor an event")
    for before, now in itertools.pairwise(seen):
        used = (now.processor - before.processor) / (now.placed - before.placed) * 1e6
        print(f"{now.placed:>9,}{now.seconds:>10.1f}{now.resident / 2**20:>11.1f}{used:>12.0f}")
    print(f"events a second: {seen[-1].placed / seen[-1].seconds:,.0f}")
    print(f"memory at the end to memory at three tenths: {seen[-1].resident / seen[3].resident:.3f}")


async def _filled(server: str) -> str:
    url = connection.with_database(server, NAME)
    async with database.connected(server) as administrator:
        await administrator.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        await administrator.execute(f"CREATE DATABASE {NAME} ENCODING 'UTF8' TEMPLATE template0")
    async with database.connected(url) as one:
        await migrate.migrate(one)
        await demo.load(one, today=datetime.now(dates.CHINA).date())
    return url


@contextmanager
def _clients(token: str) -> Iterator[None]:
    """Subscribed as long as the block; beside it a thread reads what they are told."""
    demands = (QUESTIONS / "demands.graphql").read_text("utf-8")
    crowd, left = Crowd(), threading.Event()
    for query in [demands] * (CLIENTS - PEERS) + [CHANGES] * PEERS:
        crowd.join(Subscription(PORT, "/graphql", _message(
            type="connection_init", payload={"Authorization": f"Bearer {token}"}), _message(
            type="subscribe", id="1", payload={"query": query})))

    def listen() -> None:
        while not left.is_set():
            crowd.tend(0.1)

    listening = threading.Thread(target=listen)
    listening.start()
    try:
        yield
    finally:
        left.set()
        listening.join()
        crowd.close()


def _check_all_listen() -> None:
    """
    raises   NotHeard
    """
    asking = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    asking.request("GET", "/metrics")
    if f"sandan_subscriptions {CLIENTS}.0" not in asking.getresponse().read().decode():
        raise NotHeard("a subscription was ended: not what was to be measured")
    asking.close()


def _message(**said: Any) -> bytes:
    return json.dumps(said).encode()


async def _measure(url: str, pid: int, events: int, most: float) -> list[Seen]:
    async with asyncio.timeout(most), database.connected(url) as one, asyncio.TaskGroup() as tasks:
        first: int = await one.fetchval("SELECT max(pos) FROM event")
        began = time.monotonic()
        seen = [Seen(0, 0.0, machine.resident([pid]), machine.processor_seconds([pid]))]
        for _ in range(WRITERS):
            tasks.create_task(_write(url, events // WRITERS // TOGETHER))
        while seen[-1].placed < events // WRITERS // TOGETHER * TOGETHER * WRITERS:
            placed = await one.fetchval("SELECT max(pos) FROM event") - first
            if placed // (events // 10) > seen[-1].placed // (events // 10):
                seen.append(Seen(placed, time.monotonic() - began, machine.resident([pid]),
                                 machine.processor_seconds([pid])))
            await asyncio.sleep(0.05)
    return seen


async def _write(url: str, transactions: int) -> None:
    async with database.connected(url) as one:
        for _ in range(transactions):
            await one.execute(WRITE, TOGETHER)


if __name__ == "__main__":
    sys.exit(main())
