"""bench/results.md, and the lines `ratio NAME VALUE` that a script can read."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from bench import audience as audiences
from bench import machine
from bench.bed import Bed
from bench.fanout import FanOut
from bench.federation import QUESTIONS, Added
from bench.hot import Hot
from bench.latency import Latency
from bench.many import Held
from bench.requests import Requests

FILE = Path(__file__).parent / "results.md"


@dataclass
class Report:
    parts: list[str] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    stolen: machine.Stolen = field(default_factory=machine.Stolen)

    def table(self, title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self.text(f"## {title}")
        self.grid(head, rows)

    def grid(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table that stays below what was said last."""
        lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
        self.text("\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]))

    def text(self, text: str) -> None:
        self.parts.append(text)

    def ratio(self, name: str, value: float) -> None:
        self.ratios[name] = value

    def figure(self, name: str, value: float) -> None:
        """Of the hub alone; the name says the unit."""
        self.figures[name] = value

    def whole(self, how: str) -> str:
        """The page.

        how   how the figures were taken
        """
        head = ("# Results\n\n"
                f"Commit {machine.commit()}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine.description()}, "
                f"load average {machine.load_average():.1f}; a hypervisor took {self.stolen.percent:.0f}% of its time away. "
                f"{how}")
        lines = "\n".join(self.lines())
        return "\n\n".join([head, *self.parts, f"## Ratios\n\n```\n{lines}\n```"]) + "\n"

    def lines(self) -> list[str]:
        return [*(f"ratio {name} {value:.3f}" for name, value in self.ratios.items()),
                *(f"figure {name} {value:.{1 if value >= 1 else 3}f}" for name, value in self.figures.items())]


def requests(report: Report, bed: Bed, found: Requests) -> None:
    """Tables of the questions, and each server's rate as a part or a multiple of the hub's."""
    names = list(bed.servers)
    head = ["", *(bed.servers[name].title for name in names)]

    def rows(shown: str) -> list[list[str]]:
        return [[question.title, *(shown.format(found.middle(question.name, name)) for name in names)]
                for question in found.questions]

    report.table("Requests a second (median and 99th percentile in ms)", head,
                 rows("{0.rate:,.0f} ({0.median:.1f}, {0.slowest:.1f})"))
    report.table("Processor time for each request, µs: server + database", head,
                 rows("{0.server:,.0f} + {0.database:,.0f}"))
    report.table("Memory, MB", head[1:], [[f"{found.memory[name] / 1e6:,.0f}" for name in names]])
    if found.nothing:
        report.text(f"The generator (wrk) alone does {found.nothing.rate:,.0f}/s against an app that does nothing, at "
                    f"{found.nothing.generator:.0f} µs of its own for each request.")
    report.table("The hub's rate by each other's: the median of rounds, and their middle half", ["", *head[2:]], [
        [question.title, *(_spread(found.ratios(question.name, "hub", name)) for name in names[1:])]
        for question in found.questions])
    for question in found.questions:
        for name in names[1:]:
            report.ratio(f"{question.name}_hub_to_{name}", found.ratio(question.name, "hub", name))


def _spread(ratios: Sequence[float]) -> str:
    """Of ratios, the least first."""
    if len(ratios) < 2:
        return f"{median(ratios):.2f}"
    low, middle, high = quantiles(ratios, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f} to {high:.2f} in {len(ratios)})"


def fan_out(report: Report, bed: Bed, found: FanOut) -> None:
    """Tables of the subscriptions, and the hub's time to the last as a part of each peer's."""
    sizes = sorted({size for _, size in found.heard})
    names = list(bed.servers)

    def rows(shown: str) -> list[list[str]]:
        return [[bed.servers[name].title, *(shown.format(found.heard[name, size]) for size in sizes)] for name in names]

    head = ["", *(f"{size:,}" for size in sizes)]
    report.table("One event to so many sockets: ms until the last has it, median of events", head, rows("{0.middle:,.1f}"))
    report.table("Processor time for each delivery, µs: server + listening client", head,
                 rows("{0.server:,.1f} + {0.listening:,.1f}"))
    report.table("Memory for each quiet socket, KB", ["", "KB"],
                 [[bed.servers[name].title, f"{found.socket_bytes[name] / 1e3:,.1f}"] for name in names])
    for size in sizes:
        for name in names[1:]:
            report.ratio(f"fanout_{size}_hub_to_{name}", found.ratio(size, "hub", name))
    report.figure("fanout_socket_kilobytes", found.socket_bytes["hub"] / 1e3)


def latency(report: Report, rounds: Sequence[Latency]) -> None:
    """The middle of the rounds, and each one's slowest hundredth beside what may have held it up."""
    shown = (50, 90, 99)
    asked = {part: median(each.asked[part] for each in rounds) for part in shown}
    answered = {part: median(each.answered[part] for each in rounds) for part in shown}
    report.table("From a write to the sockets, 100 writes a second: ms, of so many in a hundred at most",
                 ["", *map(str, shown)], [[title, *(f"{of[part]:,.1f}" for part in shown)] for title, of in (
                     ("since it was asked for", asked), ("since it was answered", answered))])
    report.text(f"Medians of {len(rounds)} rounds, each by itself:")
    report.grid(["99 in a hundred since asked for, ms", "slowest page of the disk meanwhile, ms", "time stolen"],
                [[f"{one.asked[99]:,.1f}", f"{one.disk:,.1f}", f"{one.stolen:.0f}%"] for one in rounds])
    report.figure("latency_p50_ms", asked[50])
    report.figure("latency_p99_ms", asked[99])


def many(report: Report, found: Held) -> None:
    report.text(f"## 20,000 sockets on two processes\n\nAll were let in and had each of {len(found.last)} events: the last one "
                f"after {found.middle:,.0f} ms, at most {max(found.last):,.0f}. {found.socket_bytes / 1e3:,.1f} KB for each "
                "quiet socket. Both processes share one core here.")
    report.figure("fanout_20000_ms", found.middle)
    report.figure("fanout_20000_socket_kilobytes", found.socket_bytes / 1e3)


def audience(report: Report, found: audiences.Found) -> None:
    report.text(f"## An event for {audiences.CONCERNED} of {audiences.LISTENING:,} groups of subscribers\n\n"
                f"{audiences.middle(found.handed)} ms (median, 99th percentile) until they have it, "
                f"{audiences.middle(found.told)} until each has made its message of it: the feed's own time, without what its "
                "reads and sockets cost.")
    report.figure("audience_ms", median(found.handed))


def hot(report: Report, found: Hot) -> None:
    report.text(f"## One hot item, 64 claimers\n\nThe hub {median(found.hub):,.0f}/s, pgbench on the same statements "
                f"{median(found.pgbench):,.0f}/s. Nobody was refused while there was enough, or got what was not there.")
    report.ratio("hot_hub_to_pgbench", found.ratio)


def federation(report: Report, found: Added) -> None:
    """What each question takes at the hub and at the gateway, and what the latter adds."""
    def row(question: str) -> list[str]:
        hub, gateway = found.middle("hub", question), found.middle("gateway", question)
        assert gateway is not None
        return [question, "" if hub is None else f"{hub:.1f}", f"{gateway:.1f}", "" if hub is None else f"{gateway - hub:.1f}",
                f"{found.processor[question]:.1f}"]

    report.table("What the gateway adds: ms (median)", ["", "hub", "gateway", "added", "its processor time"],
                 [row(question) for question in QUESTIONS])
    for name, question in zip(("organization", "page"), QUESTIONS, strict=False):
        hub, gateway = found.middle("hub", question), found.middle("gateway", question)
        assert hub is not None and gateway is not None
        report.figure(f"gateway_{name}_added_ms", gateway - hub)
