"""`python -m bench.growth`: the same pages with ten thousand, a million and ten million items around them."""
import argparse
import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench import answers, database, growth_data, load, machine, measuring, people, processes, servers
from bench.load import Target
from bench.measuring import Measured
from bench.report import Report
from planner import cursors

PORT = 18610
FEW, PAGE_NUMBER = 5, 1_000
FIELDS = "{ nodes { id title quantity claimed deadline publisher { id name } } pageInfo { hasNextPage endCursor } }"
DISTRICT = f"{{ items(first: 20) {FIELDS} }}"
DEEP = f"query Deep($after: String) {{ items(first: {FEW}, after: $after) {FIELDS} }}"
COUNT = "{ items(first: 1) { totalCount nodes { id } } }"
DEPTH = ("SELECT listed_at, id FROM item WHERE state = 'PUBLISHED' AND district = '110111' "
         "ORDER BY listed_at DESC, id DESC OFFSET $1 LIMIT 1")
ONE = "SELECT longitude, latitude FROM item WHERE district = '110111' AND state = 'PUBLISHED' ORDER BY id LIMIT 1"


def questions(deep: tuple[datetime, UUID], place: tuple[float, float]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """By name: who asks, the operation, its variables."""
    near = {"longitude": place[0], "latitude": place[1]}
    words = {"filter": {"text": "义诊"}}
    ordered = f"query P($order: ItemOrder, $near: PointInput) {{ items(first: 20, orderBy: $order, near: $near) {FIELDS} }}"
    filtered = f"query F($filter: ItemFilter) {{ items(first: 20, filter: $filter) {FIELDS} }}"
    demands = f"query D($filter: DemandFilter) {{ demands(first: 20, filter: $filter) {FIELDS} }}"
    return {
        "first page": ("district", DISTRICT, {}),
        "first page of five": ("district", DEEP, {}),
        "page 1,000 of five, by cursor": ("district", DEEP, {"after": cursors.encode("NEWEST", deep[0], deep[1])}),
        "nearest": ("district", ordered, {"order": "NEAREST", "near": near}),
        "by deadline": ("district", ordered, {"order": "DEADLINE"}),
        "by text": ("district", filtered, words),
        "how many in all": ("district", COUNT, {}),
        "a street's": ("street", DISTRICT, {}),
        "a community's": ("community", DISTRICT, {}),
        "a unit's": ("unit", DISTRICT, {}),
        "a street's of the district": ("district", filtered, {"filter": {"withinDivision": "110111007"}}),
        "a grid's": ("street", demands, {"filter": {"gridCode": "110111007001001"}}),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--items", default="10000,1000000,10000000", help="sizes, with commas between")
    parser.add_argument("--events", type=int, default=5, help="for each item")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="of each measurement")
    asked = parser.parse_args()
    sizes = [int(each) for each in asked.items.split(",")]
    try:
        load.check()
        found = run(sizes, asked.events, asked.rounds, asked.seconds)
    except (load.NoGenerator, load.Refused, machine.TooSmall, processes.DidNotStart, answers.Different) as problem:
        print(problem, file=sys.stderr)
        return 1
    report = Report()
    told(report, sizes, found)
    text = report.whole(f"One connection, medians of {asked.rounds} rounds of {asked.seconds:g} s in which each question "
                        "meets all sizes in turn; the hubs on one core, the rest on the other. "
                        f"Each item has {asked.events} events, every second one a claim.")
    (machine.ROOT / "bench" / "growth.md").write_text(text, "utf-8")
    print(text)
    return 0


def run(sizes: Sequence[int], events: int, rounds: int, seconds: float) -> dict[tuple[str, int], Measured]:
    """Fill all, then measure each question at all sizes in turn, round by round: a noise of the machine meets them all."""
    server = growth_data.start()
    urls = {size: asyncio.run(growth_data.filled(server, size, events)) for size in sizes}
    postmaster = asyncio.run(database.postmaster(server))
    server_core, other_core = machine.cores()
    for pid in machine.family(postmaster):
        os.sched_setaffinity(pid, {other_core})
    _, key = people.open_service()
    found: dict[tuple[str, int], list[Measured]] = {}
    with ExitStack() as stack:
        beds = [_bed(stack, key, size, url, PORT + number, server_core) for number, (size, url) in enumerate(urls.items())]
        for name in beds[0].asked:
            for _, bed in product(range(rounds), beds):
                measured = _measured(bed, name, seconds, postmaster, other_core)
                found.setdefault((name, bed.size), []).append(measured)
                print(f"  {name:<30} {bed.size:>11,} {measured.median:8.2f} ms {measured.database:8,.0f} µs", flush=True)
    return {key: measuring.middle(each) for key, each in found.items()}


@dataclass(frozen=True)
class Bed:
    """A hub over a database of one size; asked: for each question its target and body."""

    size: int
    pid: int
    asked: Mapping[str, tuple[Target, dict[str, Any]]]


def _bed(stack: ExitStack, key: Ed25519PrivateKey, size: int, url: str, port: int, core: int) -> Bed:
    hub = servers.hub(url, port)
    pid = stack.enter_context(processes.running(f"growth-{size}", hub.command, core=core, port=hub.port, ready=hub.ready,
                                                environment=hub.environment))
    return Bed(size, pid, {
        name: (Target(hub.port, hub.path, people.token(key, viewer)), {"query": query, "variables": variables})
        for name, (viewer, query, variables) in questions(*asyncio.run(_places(url))).items()})


def _measured(bed: Bed, name: str, seconds: float, postmaster: int, core: int) -> Measured:
    target, body = bed.asked[name]
    data = answers.ask(target, body)
    if not next(iter(data.values()))["nodes"]:
        raise answers.Different(f"an empty page at {bed.size:,}: {name}")
    load.run(target, [body], 1, core, 1)
    return measuring.measure(target, [body], seconds, server=bed.pid, postmaster=postmaster, core=core, connections=1)


async def _places(url: str) -> tuple[tuple[datetime, UUID], tuple[float, float]]:
    async with database.connected(url) as connection:
        deep, place = await connection.fetchrow(DEPTH, FEW * (PAGE_NUMBER - 1) - 1), await connection.fetchrow(ONE)
    assert deep is not None
    assert place is not None
    return (deep[0], deep[1]), (place[0], place[1])


def told(report: Report, sizes: Sequence[int], found: dict[tuple[str, int], Measured]) -> None:
    names = list(dict.fromkeys(name for name, _ in found))
    head = ["", *(f"{size:,} items" for size in sizes)]

    def rows(shown: str) -> list[list[str]]:
        return [[name, *(shown.format(found[name, size]) for size in sizes)] for name in names]

    report.table("Latency, ms: median (99th percentile)", head, rows("{0.median:.2f} ({0.slowest:.2f})"))
    report.table("PostgreSQL's processor time for each request, µs", head, rows("{0.database:,.0f}"))
    for name in names:
        label = "".join(each if each.isalnum() else "_" for each in name)
        smallest, largest = found[name, sizes[0]], found[name, sizes[-1]]
        report.ratio(f"growth_{label}", largest.median / smallest.median)
        report.ratio(f"growth_database_{label}", largest.database / smallest.database)


if __name__ == "__main__":
    sys.exit(main())
