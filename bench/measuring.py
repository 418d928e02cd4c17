"""One measurement: a load on one server, with what it cost the server and the database."""
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from statistics import mean as of_all
from statistics import median
from typing import Any

from bench import load, machine
from bench.load import Target

RESTED_WITHIN = 30.0  # seconds: slow answers that nobody waits for any more take that long


@dataclass(frozen=True)
class Measured:
    """
    rate            requests a second
    median, slowest milliseconds, the latter of 99 in 100
    server, database, generator   microseconds of processor time for each request
    requests        how many were answered
    """

    rate: float
    median: float
    slowest: float
    server: float
    database: float
    generator: float
    requests: float


def measure(target: Target, bodies: Sequence[Any], seconds: float, *, server: int, postmaster: int, core: int,
            connections: int = load.CONNECTIONS) -> Measured:
    """
    server, postmaster   process ids
    core                 the generator's
    raises               load.Refused
    """
    def spent() -> tuple[float, float]:
        return (machine.processor_seconds(machine.family(server)), machine.processor_seconds(machine.family(postmaster)))

    before = spent()
    sent = load.run(target, bodies, seconds, core, connections)
    after = spent()
    _rest(spent)
    each = 1e6 / max(1, sent.requests)
    return Measured(sent.rate, sent.median, sent.slowest, (after[0] - before[0]) * each, (after[1] - before[1]) * each,
                    sent.own * each, sent.requests)


def _rest(spent: Callable[[], tuple[float, float]]) -> None:
    """Wait until server and database have done with what the generator left: the next one is measured alone."""
    until = time.monotonic() + RESTED_WITHIN
    while time.monotonic() < until:
        before = spent()
        time.sleep(0.2)
        if sum(spent()) - sum(before) < 0.02:
            return


def mean(turns: Sequence[Measured]) -> Measured:
    """The mean of each figure."""
    return _each(of_all, turns)


def middle(rounds: Sequence[Measured]) -> Measured:
    """The median of each figure."""
    return _each(median, rounds)


def _each(of: Callable[[list[float]], float], found: Sequence[Measured]) -> Measured:
    return Measured(*(of([getattr(each, field.name) for each in found]) for field in fields(Measured)))
