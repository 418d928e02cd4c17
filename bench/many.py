"""Twenty thousand sockets on a hub of two processes: whether they hold, how long an event takes to all, and their memory."""
import http.client
import multiprocessing
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median

from bench import fanout, machine
from bench.bed import Bed
from bench.crowd import Crowd, NotHeard
from bench.servers import Server

CROWDS = ("127.0.0.1", "127.0.0.2")  # a process each: one may not open so many files
EACH = 10_000
EVENTS = 5
JOINED_WITHIN = 600.0  # seconds


@dataclass(frozen=True)
class Held:
    """
    last          milliseconds until the last socket had the event, one figure for each
    socket_bytes  of both processes' memory
    """

    last: Sequence[float]
    socket_bytes: float

    @property
    def middle(self) -> float:
        return median(self.last)


def run(bed: Bed) -> Held:
    """
    raises   NotHeard
    """
    server, pids = bed.servers["hub"], machine.family(bed.pids["hub"])
    before = machine.resident(pids)
    lines, crowds = [], []
    for source in CROWDS:
        ours, theirs = multiprocessing.Pipe()
        crowds.append(multiprocessing.get_context("fork").Process(target=_listen, args=(bed, server, source, theirs)))
        lines.append(ours)
    try:
        for crowd in crowds:
            crowd.start()
        for line in lines:
            _said(line, JOINED_WITHIN)
        _event(bed, server, lines)
        after = machine.resident(pids)
        last = [_event(bed, server, lines) for _ in range(EVENTS)]
    finally:
        for crowd in crowds:
            crowd.terminate()
            crowd.join()
    return Held(last, (after - before) / (EACH * len(CROWDS)))


def _event(bed: Bed, server: Server, lines: Sequence[Connection]) -> float:
    """Milliseconds until the last one everywhere had it."""
    marker = uuid.uuid4().hex
    for line in lines:
        line.send(marker)
    for line in lines:  # who still forgets what comes would forget the first deliveries
        _said(line, fanout.WITHIN)
    since = time.perf_counter()
    publisher = http.client.HTTPConnection("127.0.0.1", server.port, timeout=fanout.WITHIN)
    publisher.request("POST", *fanout.publication(bed, server, marker))
    last = max(_said(line, 2 * fanout.WITHIN) for line in lines) - since
    answered = publisher.getresponse()
    if answered.status != 200:
        raise NotHeard(f"not published: {answered.read()[:300]!r}")
    publisher.close()
    return last * 1e3


def _said(line: Connection, within: float) -> float:
    said = line.recv() if line.poll(within) else NotHeard(f"a crowd said nothing for {within:g} s")
    if isinstance(said, NotHeard):
        raise said
    return float(said)


def _listen(bed: Bed, server: Server, source: str, line: Connection) -> None:
    """Join, say so, and of each event that it is waited for and when the last one here had it; until terminated."""
    crowd, audience = Crowd(source), list[int]()
    try:
        while len(audience) < EACH:
            group = fanout.GROUPS[len(audience) % len(fanout.GROUPS)]
            audience.append(crowd.join(fanout.subscription(bed, server, group)))
            if len(audience) % 100 == 0:
                crowd.tend()
        crowd.tend(2.0)
        line.send(0.0)
        while True:
            while not line.poll():
                crowd.tend(0.01)
            marker, since = line.recv(), time.perf_counter()
            line.send(since)
            line.send(since + crowd.hear(audience, marker.encode(), since, fanout.WITHIN)[-1])
    except NotHeard as problem:
        line.send(problem)
