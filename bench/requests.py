"""The questions put to every server, in rounds: each round asks each server each question once."""
import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench import answers, database, load, machine, measuring
from bench.bed import Bed
from bench.load import Target
from bench.measuring import Measured
from bench.questions import Question
from bench.servers import Server

WARM = 3.0  # seconds for each question and server before the first round: each connection has prepared its statements
AGAIN = 0.3  # seconds before each measurement: who comes after an equal finds the database's pages in the processor's cache
ANSWERS, LONGEST = 4 * load.CONNECTIONS, 15.0  # that a measurement is to see at least, if need be in so many seconds
STEADY, STEADY_WITHIN = 20 * load.CONNECTIONS, 2.0  # and should: the first and last of each connection are not as the others
EFFECTS = {
    # of claims made meanwhile: the hub forgets those of the demo as they come of age
    "answers kept": "SELECT count(*) FROM idempotency_key WHERE created_at > pg_postmaster_start_time()",
    "claims": "SELECT count(*) FROM claim",
    "events": "SELECT count(*) FROM event WHERE kind = 'claim.proposed'",
    "claimed": "SELECT sum(claimed) FROM item",
}


class WrongEffect(Exception):
    """A server did not write what it answered."""


@dataclass
class Requests:
    """What came of it, and the servers' memory at the end.

    questions what was asked
    rounds    by question and server: the figures of each round that it was asked in, by the round's number
    nothing   the generator against an app that does nothing
    """

    questions: list[Question] = field(default_factory=list)
    rounds: dict[tuple[str, str], dict[int, Measured]] = field(default_factory=lambda: defaultdict(dict))
    memory: dict[str, int] = field(default_factory=dict)
    nothing: Measured | None = None

    def middle(self, question: str, server: str) -> Measured:
        return measuring.middle(list(self.rounds[question, server].values()))

    def ratios(self, question: str, server: str, peer: str) -> list[float]:
        """How many times the peer's rate the server's was in each round that both were asked in, the least first."""
        own, other = self.rounds[question, server], self.rounds[question, peer]
        return sorted(own[number].rate / other[number].rate for number in own.keys() & other.keys())

    def ratio(self, question: str, server: str, peer: str) -> float:
        """The median of the rounds' own ratios: within a round the measurements lie next to each other."""
        return median(self.ratios(question, server, peer))


def run(bed: Bed, *, seconds: float, rounds: int, only: Sequence[str] = ()) -> Requests:
    """
    only     names of questions; none: all of them

    raises   answers.Different, WrongEffect, load.Refused
    """
    found = Requests()
    found.questions = [question for question in bed.questions if not only or question.name in only]
    for question in found.questions:
        check(bed, question)
    lengths = {(question.name, server.name): _warm(bed, question, server, seconds)
               for question in found.questions for server in bed.servers.values()}
    for number in range(1, rounds + 1):
        for question in found.questions:
            for server, measured in _round(bed, question, number, lengths):
                found.rounds[question.name, server.name][number] = measured
                print(f"  round {number}  {question.name:<8} {server.name:<13} {measured.rate:>8,.0f}/s", flush=True)
    found.memory = {name: machine.resident(machine.family(pid)) for name, pid in bed.pids.items()}
    found.nothing = _nothing(bed, seconds)
    return found


def check(bed: Bed, question: Question) -> None:
    """Ask every server the first and the last of the question's variables, and compare what they say.

    raises   answers.Different
    """
    for place in (0, -1):
        expected = None
        for server in bed.servers.values():
            found = answers.alike(answers.ask(bed.target(server, question.viewer), question.bodies(server.dialect)[place]))
            if question.writes:
                found["claimItem"]["claim"].pop("id")
            expected = expected or found
            answers.compare(f"{question.name} of {server.title}", expected, found)


def _warm(bed: Bed, question: Question, server: Server, seconds: float) -> float:
    """Returns how many seconds it is to be asked: longer when it is too slow to say anything in so short a time."""
    sent = load.run(bed.target(server, question.viewer), question.bodies(server.dialect), WARM, bed.other_core)
    return lasting(seconds, max(1.0, sent.rate))


def lasting(seconds: float, rate: float) -> float:
    """How many seconds a server is asked that answers so many in a second."""
    return max(seconds, min(STEADY_WITHIN, STEADY / rate), min(LONGEST, ANSWERS / rate))


def _round(bed: Bed, question: Question, number: int, lengths: Mapping[tuple[str, str], float]
           ) -> Iterator[tuple[Server, Measured]]:
    """Each server whose turn it is, four times: what is faster or slower by and by meets all alike, and so does who comes first
    and last."""
    there = [server for server in bed.servers.values() if (number - 1) % server.every == 0]
    back, found = there[::-1], defaultdict[str, list[Measured]](list)
    for server in (*there, *back, *back, *there):
        found[server.name].append(_once(bed, question, server, lengths[question.name, server.name]))
    for server in there:
        yield server, measuring.mean(found[server.name])


def _once(bed: Bed, question: Question, server: Server, seconds: float) -> Measured:
    target, bodies = bed.target(server, question.viewer), question.bodies(server.dialect)
    before = asyncio.run(effects(bed)) if question.writes else {}
    is_slow = seconds > STEADY_WITHIN  # seconds for an answer: what came before would still be under way
    again = 0 if is_slow else load.run(target, bodies, AGAIN, bed.other_core).requests
    measured = measuring.measure(target, bodies, seconds, server=bed.pids[server.name], postmaster=bed.postmaster,
                                 core=bed.other_core)
    if question.writes:
        check_effects(server, before, asyncio.run(effects(bed)), again + int(measured.requests), 2 * load.CONNECTIONS)
        asyncio.run(database.placed(bed.url))  # the relay's work for these is not the next server's burden
    return measured


async def effects(bed: Bed) -> dict[str, int]:
    """The counts, when what was under way as the generator stopped is done."""
    sql = "SELECT " + ", ".join(f'({one})::int8 AS "{name}"' for name, one in EFFECTS.items())
    async with database.connected(bed.url) as connection:
        last: dict[str, int] = {}
        while True:
            row = await connection.fetchrow(sql)
            assert row is not None
            if last == dict(row):
                return last
            last = dict(row)
            await asyncio.sleep(0.3)


def check_effects(server: Server, before: dict[str, int], after: dict[str, int], answered: int, unheard: int) -> None:
    """Each claim left its key, its row, its event and its quantity.

    unheard   how many answers may have come when the generator had stopped listening
    raises    WrongEffect
    """
    counts = {name: after[name] - before[name] for name in after}
    if len(set(counts.values())) != 1 or not answered <= counts["claims"] <= answered + unheard:
        raise WrongEffect(f"{server.title} answered {answered} claims and left {counts}")


def _nothing(bed: Bed, seconds: float) -> Measured | None:
    if "floor" not in bed.servers:
        return None
    bodies: Sequence[object] = [{}]
    return measuring.measure(Target(bed.servers["floor"].port, "/nothing"), bodies, seconds, server=bed.pids["floor"],
                             postmaster=bed.postmaster, core=bed.other_core)
