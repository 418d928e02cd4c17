"""One event to many sockets, in ten groups: how long until the last one has it, and what a delivery costs."""
import gc
import http.client
import json
import time
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench import machine, people
from bench.bed import Bed
from bench.crowd import Crowd, NotHeard, Subscription
from bench.questions import FOLDER
from bench.servers import Server

SIZES = (500, 2_000, 5_000)
GROUPS = ("HEALTH", "EDUCATION", "CULTURE", "LEGAL_AID", "SAFETY", "ENVIRONMENT", "PROPERTY", "PARKING", "FINANCE", "VENUE")
EVENTS = 40  # for each size and server
WITHIN = 20.0  # seconds for one event


@dataclass
class Heard:
    """Of one server and size: milliseconds from publishing to the first and to the last client, for each event; microseconds of
    processor time for each delivery."""

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    server: float = 0.0
    listening: float = 0.0

    @property
    def middle(self) -> float:
        return median(self.last)


@dataclass
class FanOut:
    """By server and size; bytes of memory for each quiet socket by server."""

    heard: dict[tuple[str, int], Heard] = field(default_factory=lambda: defaultdict(Heard))
    socket_bytes: dict[str, float] = field(default_factory=dict)

    def ratio(self, size: int, one: str, other: str) -> float:
        """One server's time to the last as a part of another's: the median of the events' own, one following the other."""
        pairs = zip(self.heard[one, size].last, self.heard[other, size].last, strict=True)
        return median(first / second for first, second in pairs)


def run(bed: Bed, sizes: Sequence[int] = SIZES) -> FanOut:
    """
    raises   NotHeard
    """
    found, crowd = FanOut(), Crowd()
    audience: dict[str, list[int]] = {name: [] for name in bed.servers}
    before = {name: machine.resident(machine.family(pid)) for name, pid in bed.pids.items()}
    try:
        for size in sizes:
            for name, server in bed.servers.items():
                gather(bed, crowd, server, audience[name], size)
                after = machine.resident(machine.family(bed.pids[name]))
                found.socket_bytes[name] = (after - before[name]) / size
            heard = {name: found.heard[name, size] for name in bed.servers}
            _measure(bed, crowd, audience, heard)
            for name in bed.servers:
                print(f"  {size:>6,} sockets  {name:<10} {heard[name].middle:>8.1f} ms", flush=True)
    finally:
        crowd.close()
    return found


def gather(bed: Bed, crowd: Crowd, server: Server, audience: list[int], size: int) -> None:
    """Let clients in until there are so many, and make sure that every one of them hears."""
    while len(audience) < size:
        audience.append(crowd.join(subscription(bed, server, GROUPS[len(audience) % len(GROUPS)])))
        if len(audience) % 100 == 0:
            crowd.tend()
    for attempt in range(5):
        crowd.tend(0.5)
        try:
            event(bed, crowd, server, audience)
            return
        except NotHeard:
            if attempt == 4:
                raise


def subscription(bed: Bed, server: Server, group: str) -> Subscription:
    token = people.token(bed.key, "district") if server.signed else ""
    init = {"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"} if token else {}}
    asked = {"query": (FOLDER / "demands.graphql").read_text("utf-8"),
             "variables": {"filter": {"category": [group, "OTHER"]}}}
    return Subscription(server.port, server.path, json.dumps(init).encode(),
                        json.dumps({"id": "1", "type": "subscribe", "payload": asked}).encode())


def _measure(bed: Bed, crowd: Crowd, audience: Mapping[str, list[int]], heard: Mapping[str, Heard]) -> None:
    """Events of each server in turn, to and fro: whatever else the machine does meets all alike."""
    gc.disable()
    try:
        for number in range(EVENTS):
            for name in list(bed.servers)[::1 if number % 2 else -1]:
                _hear(bed, crowd, bed.servers[name], audience[name], heard[name])
    finally:
        gc.enable()


def _hear(bed: Bed, crowd: Crowd, server: Server, audience: list[int], heard: Heard) -> None:
    pids = machine.family(bed.pids[server.name])
    before, own = machine.processor_seconds(pids), time.process_time()
    moments = event(bed, crowd, server, audience)
    crowd.tend(0.05)
    each = 1e6 / EVENTS / len(audience)
    heard.first.append(moments[0] * 1e3)
    heard.last.append(moments[-1] * 1e3)
    heard.server += (machine.processor_seconds(pids) - before) * each
    heard.listening += (time.process_time() - own) * each


def event(bed: Bed, crowd: Crowd, server: Server, audience: list[int]) -> list[float]:
    """Publish, and hear it everywhere; returns the seconds at which each client had it."""
    marker = uuid.uuid4().hex
    path, body, headers = publication(bed, server, marker)
    publisher = http.client.HTTPConnection("127.0.0.1", server.port, timeout=WITHIN)
    publisher.connect()
    since = time.perf_counter()
    publisher.request("POST", path, body, headers)
    moments = crowd.hear(audience, marker.encode(), since, WITHIN)
    answered = publisher.getresponse()
    if answered.status != 200:
        raise NotHeard(f"{server.title}: not published: {answered.read()[:300]!r}")
    publisher.close()
    return moments


def publication(bed: Bed, server: Server, marker: str) -> tuple[str, bytes, dict[str, str]]:
    headers = {"content-type": "application/json"}
    if not server.signed:
        return "/publish", json.dumps({"title": marker}).encode(), headers
    told: dict[str, Any] = {"idempotencyKey": marker, "title": marker, "category": "OTHER", "scope": "DISTRICT"}
    asked = {"query": (FOLDER / "publish.graphql").read_text("utf-8"), "variables": {"input": told}}
    return (server.path, json.dumps(asked).encode(),
            {**headers, "authorization": f"Bearer {people.token(bed.key, 'community')}"})
