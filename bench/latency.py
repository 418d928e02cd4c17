"""How long an event takes to the socket while writes come at a steady rate, from another process."""
import http.client
import multiprocessing
import queue
import re
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import quantiles

from bench import disk, fanout, machine
from bench.bed import Bed
from bench.crowd import Crowd
from bench.servers import Server

RATE = 100  # writes a second
WARM_UP = 3  # seconds: each connection to the database plans the statements that it has not met
SECONDS = 10  # of a round
ROUNDS = 5
WRITERS = 8  # that write at once
SOCKETS = 20
TITLE = re.compile(rb'"title":"([0-9a-f]{32})"')

Written = tuple[str, float, float]  # the title, when it was asked for, when it was answered
Publication = tuple[str, bytes, dict[str, str]]


@dataclass(frozen=True)
class Latency:
    """Milliseconds to each socket, for each event, of which a percentage was quicker: the commit lies between the two.

    asked     since the write was asked for
    answered  since it was answered; below zero, the socket was told before the writer
    stolen    percent of the time that the machine did not have
    disk      milliseconds that the disk took at most, meanwhile, to make one page durable
    """

    asked: Sequence[float]
    answered: Sequence[float]
    stolen: float
    disk: float


def run(bed: Bed) -> list[Latency]:
    """One for each round.

    raises   NotHeard
    """
    crowd, server, audience = Crowd(), bed.servers["hub"], list[int]()
    try:
        fanout.gather(bed, crowd, server, audience, SOCKETS)
        _round(bed, crowd, server, WARM_UP)
        return [_round(bed, crowd, server, SECONDS) for _ in range(ROUNDS)]
    finally:
        crowd.close()


def _round(bed: Bed, crowd: Crowd, server: Server, seconds: int) -> Latency:
    titles = [uuid.uuid4().hex for _ in range(RATE * seconds)]
    publications = {title: fanout.publication(bed, server, title) for title in titles}
    heard, said = multiprocessing.Pipe(duplex=False)
    writing = multiprocessing.get_context("fork").Process(target=_write, args=(server, publications, said))
    crowd.tend(0.5)  # else the end of what was heard in the round before would be found again
    watch, stolen = disk.Watch(), machine.Stolen()
    writing.start()
    moments = crowd.note(TITLE, len(titles) * SOCKETS, seconds + fanout.WITHIN)
    percent, slowest = stolen.percent, watch.slowest()
    written = {title: (asked, answered) for title, asked, answered in heard.recv()}
    writing.join()
    asked = [moment - written[title.decode()][0] for (_, title), moment in moments.items()]
    answered = [moment - written[title.decode()][1] for (_, title), moment in moments.items()]
    return Latency(_percentiles(asked), _percentiles(answered), percent, slowest)


def _percentiles(seconds: Sequence[float]) -> Sequence[float]:
    return [0.0, *(each * 1e3 for each in quantiles(seconds, n=100))]


def _write(server: Server, publications: dict[str, Publication], said: Connection) -> None:
    """Publish each when its time has come, and say when that was."""
    due: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    written: list[Written] = []
    writers = [threading.Thread(target=_writer, args=(server, publications, due, written)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    begun = time.perf_counter()
    for number, title in enumerate(publications):
        time.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
        due.put(title)
    for _ in writers:
        due.put(None)
    for writer in writers:
        writer.join()
    said.send(written)


def _writer(server: Server, publications: dict[str, Publication], due: "queue.SimpleQueue[str | None]",
            written: list[Written]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=fanout.WITHIN)
    connection.connect()
    while title := due.get():
        asked = time.perf_counter()
        connection.request("POST", *publications[title])
        connection.getresponse().read()
        written.append((title, asked, time.perf_counter()))
    connection.close()
