"""`python -m bench.growth`: the same pages with ten thousand, a million and ten million items around them."""
import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench import answers, database, growth_data, load, machine, measuring, people, processes, servers
from bench.load import Target
from bench.measuring import Measured
from bench.report import Report
from planner import cursors

DEEP = 2_000  # rows before the deep page
FIELDS = "{ nodes { id title quantity claimed deadline publisher { id name } } pageInfo { hasNextPage endCursor } }"
DISTRICT = f"query Page($after: String) {{ items(first: 20, after: $after) {FIELDS} }}"
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
        "page 100 by cursor": ("district", DISTRICT, {"after": cursors.encode("NEWEST", deep[0], deep[1])}),
        "nearest": ("district", ordered, {"order": "NEAREST", "near": near}),
        "by deadline": ("district", ordered, {"order": "DEADLINE"}),
        "by text": ("district", filtered, words),
        "a street's": ("street", DISTRICT, {}),
        "a community's": ("community", DISTRICT, {}),
        "a unit's": ("unit", DISTRICT, {}),
        "a street's of the district": ("district", filtered, {"filter": {"withinDivision": "110111007"}}),
        "a grid's": ("street", demands, {"filter": {"gridCode": "110111007001001"}}),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--items", default="10000,1000000,10000000", help="sizes, with commas between")
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    asked = parser.parse_args()
    sizes = [int(each) for each in asked.items.split(",")]
    try:
        load.check()
        found = run(sizes, asked.seconds)
    except (load.NoGenerator, load.Refused, machine.TooSmall, processes.DidNotStart, answers.Different) as problem:
        print(problem, file=sys.stderr)
        return 1
    report = Report()
    told(report, sizes, found)
    text = report.whole(f"One connection, {asked.seconds:g} s for each figure; the hub on one core, the rest on the other.")
    (machine.ROOT / "bench" / "growth.md").write_text(text, "utf-8")
    print(text)
    return 0


def run(sizes: Sequence[int], seconds: float) -> dict[tuple[str, int], Measured]:
    server_core, other_core = machine.cores()
    server = growth_data.start()
    urls = {size: asyncio.run(growth_data.filled(server, size)) for size in sizes}
    postmaster = asyncio.run(database.postmaster(server))
    for pid in machine.family(postmaster):
        os.sched_setaffinity(pid, {other_core})
    _, key = people.open_service()
    found: dict[tuple[str, int], Measured] = {}
    for size, url in urls.items():
        hub = servers.hub(url)
        with processes.running("growth", hub.command, core=server_core, port=hub.port, ready=hub.ready,
                               environment=hub.environment) as pid:
            for name, (viewer, query, variables) in questions(*asyncio.run(_places(url))).items():
                found[name, size] = _asked(key, hub, viewer, {"query": query, "variables": variables}, seconds, pid,
                                           postmaster, other_core)
                print(f"  {size:>11,}  {name:<28} {found[name, size].median:8.2f} ms", flush=True)
    return found


async def _places(url: str) -> tuple[tuple[datetime, UUID], tuple[float, float]]:
    async with database.connected(url) as connection:
        deep, place = await connection.fetchrow(DEPTH, DEEP), await connection.fetchrow(ONE)
    assert deep is not None
    assert place is not None
    return (deep[0], deep[1]), (place[0], place[1])


def _asked(key: Ed25519PrivateKey, hub: servers.Server, viewer: str, body: dict[str, Any], seconds: float, pid: int,
           postmaster: int, core: int) -> Measured:
    target = Target(hub.port, hub.path, people.token(key, viewer))
    data = answers.ask(target, body)
    if not next(iter(data.values()))["nodes"]:
        raise answers.Different(f"an empty page for {viewer}: {body['variables']}")
    load.run(target, [body], 1, core, 1)
    return measuring.measure(target, [body], seconds, server=pid, postmaster=postmaster, core=core, connections=1)


def told(report: Report, sizes: Sequence[int], found: dict[tuple[str, int], Measured]) -> None:
    names = list(dict.fromkeys(name for name, _ in found))
    head = ["", *(f"{size:,} items" for size in sizes)]

    def rows(shown: str) -> list[list[str]]:
        return [[name, *(shown.format(found[name, size]) for size in sizes)] for name in names]

    report.table("Latency, ms: median (99th percentile)", head, rows("{0.median:.2f} ({0.slowest:.2f})"))
    report.table("PostgreSQL's processor time for each request, µs", head, rows("{0.database:,.0f}"))
    for name in names:
        label = "".join(each if each.isalnum() else "_" for each in name)
        report.ratio(f"growth_{label}", found[name, sizes[-1]].median / found[name, sizes[0]].median)


if __name__ == "__main__":
    sys.exit(main())
